#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Writes ziggurat.h: 256 layers of equal area under f(x) = exp(-x^2 / 2), x >= 0.
# Marsaglia and Tsang (2000), "The ziggurat method for generating random variables".
# Run it as: python3 gen-ziggurat.py > ziggurat.h
from decimal import Decimal as D, getcontext

getcontext().prec = 50
LAYERS = 256


def f(x):
    return (-x * x / 2).exp()


def tail(x):
    """The area right of x: sqrt(pi/2) less the integral from 0, by its series."""
    term = total = x
    n = 0
    while abs(term) > D(10) ** -48:
        n += 1
        term = -term * x * x / (2 * n)
        total += term / (2 * n + 1)
    return HALF - total


def atan_inverse(n):
    term = D(1) / n
    total, k = term, 1
    while abs(term) > D(10) ** -49:
        term = -term / (n * n)
        k += 2
        total += term / k
    return total


HALF = (4 * (4 * atan_inverse(5) - atan_inverse(239)) / 2).sqrt()   # Machin: sqrt(pi / 2)


def layers(r):
    """The right ends from the base up, and by how much the top misses f = 1."""
    area = r * f(r) + tail(r)
    x = [area / f(r), r]
    for i in range(2, LAYERS):
        y = f(x[-1]) + area / x[-1]
        if y >= 1:
            return x, y - 1 + (LAYERS - i)
        x.append((-2 * y.ln()).sqrt())
    return x + [D(0)], f(x[-1]) + area / x[-1] - 1


low, high = D(3), D(4)
for _ in range(160):
    r = (low + high) / 2
    if layers(r)[1] > 0:
        low = r
    else:
        high = r
x, miss = layers(high)
assert abs(miss) < D(10) ** -40 and len(x) == LAYERS + 1

print("/* SPDX-License-Identifier: GPL-3.0-or-later */")
print("/* Written by gen-ziggurat.py: do not edit. */")
print("#define ZIGGURAT_R %r" % float(high))
for name, values in (("ziggurat_x", x), ("ziggurat_f", [f(v) for v in x])):
    print("static const double %s[%d] = {" % (name, LAYERS + 1))
    for i in range(0, LAYERS + 1, 4):
        print("    " + " ".join("%r," % float(v) for v in values[i:i + 4]))
    print("};")
