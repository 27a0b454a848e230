#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Writes pow10.c: the first 128 bits of the powers of ten, cut off (never rounded).
# Run it as: python3 gen-pow10.py > pow10.c
from fractions import Fraction

FIRST, LAST = -342, 340          # the same as in pow10.h
EXACT = range(0, 56)             # 5^55 < 2^128 < 5^56


def bits128(k):
    """floor(10^k / 2^r) and whether that is all of it; r = floor(log2 10^k) - 127."""
    p = Fraction(10) ** k
    r = p.numerator.bit_length() - p.denominator.bit_length() - 127
    if p < Fraction(2) ** (r + 127):
        r -= 1
    assert r == (k * 1741647 >> 19) - 127, "the logarithm in pow10.h"
    x = p / Fraction(2) ** r
    g = x.numerator // x.denominator
    assert 1 << 127 <= g < 1 << 128
    return g, x.denominator == 1


print("/* SPDX-License-Identifier: GPL-3.0-or-later */")
print("/* Written by gen-pow10.py: do not edit. */")
print('#include "pow10.h"\n')
print("const struct inv_pow10 inv_pow10_table[INV_POW10_LAST - INV_POW10_FIRST + 1] = {")
for k in range(FIRST, LAST + 1):
    g, exact = bits128(k)
    assert exact == (k in EXACT)
    assert exact or (g + 1) & (2**64 - 1), "adding one to the low half never carries"
    print("    { 0x%016X, 0x%016X }, /* %d */" % (g >> 64, g & (2**64 - 1), k))
print("};")
