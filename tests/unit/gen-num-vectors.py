#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Writes num-vectors.h: doubles and their texts, as CPython's repr, float and decimal have them.
# Run it as: python3 gen-num-vectors.py > num-vectors.h
import random
import struct
from decimal import Decimal, ROUND_HALF_EVEN, getcontext

getcontext().prec = 2000
rnd = random.Random(20240229)


def bits(x):
    return struct.unpack("<Q", struct.pack("<d", x))[0]


def double(b):
    return struct.unpack("<d", struct.pack("<Q", b))[0]


def text(d):
    """A Decimal in the notation of inv_num_format."""
    sign, digits, e = d.as_tuple()
    s = "".join(map(str, digits)).lstrip("0")
    if not s:
        return "0"
    short = s.rstrip("0")
    e += len(s) - len(short)
    first = e + len(short) - 1
    if first < -5 or first >= 17:
        out = short[0] + ("." + short[1:] if len(short) > 1 else "") + "e%d" % first
    elif e >= 0:
        out = short + "0" * e
    elif first >= 0:
        out = short[:first + 1] + "." + short[first + 1:]
    else:
        out = "0." + "0" * (-first - 1) + short
    return "-" * sign + out


def rounded(x, n):
    d = Decimal(x)
    if d == 0:
        return d
    return d.quantize(Decimal(1).scaleb(d.adjusted() - n + 1), rounding=ROUND_HALF_EVEN)


special = [0.0, -0.0, 5e-324, 1e-323, 9.5e-323, 2.2250738585072009e-308, 2.2250738585072014e-308,
           1.7976931348623157e308, 1.7976931348623155e308, 1e23, 9e22, 9007199254740992.0,
           9007199254740991.0, 9007199254740994.0, 0.1, 0.2, 0.3, 1 / 3, 2 / 3, 141.4213562373095,
           346.4101615137755, 1e16, 1e17, 99999999999999984.0, 123456789012345680.0, 9.999e-6,
           1e-5, 1e-7, 0.00001234, 4.35, 0.000035689, 1.1e16, 2.0**63, 2.0**64, -2.0**63, 1e300, 1e-300,
           4.35e21, 2.5, 0.5, 1.5, 0.125, 0.375, 1e15 + 0.5, 5e22, 2.5e22, 3.5e22, 1.5e20, 8.5e-7,
           2.5e20, 4.5e19, 6.5e18, 12.5e19, 4503599627370497.5, 4503599627370496.5, 9.99999999999e10, 999999.5, 99999.95, 1048576.5]
formats = special + [2.0**e for e in range(-1074, 1024, 13)] + [float("1e%d" % e) for e in range(-323, 309, 7)]
for e in range(-1070, 1020, 61):
    formats += [double(bits(2.0**e) + k) for k in (-1, 1)]
formats += [double(rnd.getrandbits(63)) for _ in range(120)]
formats = [x for x in formats if x == x and abs(x) != float("inf")]
formats += [rnd.randrange(10**rnd.randrange(1, 16)) / 10**rnd.randrange(0, 9) * rnd.choice((1, -1)) for _ in range(100)]

parses = ["0", "-0", "+0", "00012", "5.", ".5", "-.5e1", "1e5", "1E+5", "1e-5", "1e400", "-1e400", "1e-400",
          "0e999999999999999999999", "0.0e-999999999999999999999", "1e-999999999999999999999999", "1e999999999999999999999999",
          "9007199254740993", "9007199254740993.0000000000000000000001", "9007199254740992.9999999999999999",
          "1797693134862315708145274237317043567980e269", "17976931348623158e292", "179769313486231580793e288",
          "179769313486231570814527423731704356798e270", "1.7976931348623159e308", "2.4703282292062327e-324",
          "2.4703282292062328e-324", "45035996273704975e-1", "45035996273704965e-1", "45035996273704985e-1",
          "2.2250738585072011e-308", "2.2250738585072012e-308", "1" + "0" * 400 + "e-400", "0." + "0" * 400 + "1e401",
          "0." + "0" * 30 + "123456789012345678901234567890", "18446744073709551615", "18446744073709551616",
          "9999999999999999999", "10000000000000000000", "99999999999999999999e-5", "12345678901234567890.5",
          "1" * 800 + "e-800", "123456789012345678900000000000000000000", "1.00000000000000011102230246251565404236316680908203125",
          "1.00000000000000011102230246251565404236316680908203124", "1.00000000000000011102230246251565404236316680908203126"]
for b in [1, 2, 3, bits(2.2250738585072014e-308) - 1, bits(2.2250738585072014e-308), bits(1.0), bits(1.0) + 1,
          bits(1e23), bits(1.7976931348623157e308)] + [rnd.getrandbits(63) % bits(1.79e308) for _ in range(16)]:
    x, y = double(b), double(b + 1)
    above = Decimal(2)**1024 if y == float("inf") else Decimal(y)
    middle = (Decimal(x) + above) / 2
    parses.append(format(middle, "e"))
    step = Decimal(1).scaleb(middle.as_tuple().exponent)
    parses += [format(middle - step, "e"), format(middle + step, "e"), format(middle, "e").replace("e", "0" * 40 + "1e", 1)]
for _ in range(120):
    digits = "".join(rnd.choice("0123456789") for _ in range(rnd.randrange(1, 40)))
    at = rnd.randrange(len(digits) + 1)
    parses.append("%s%s.%se%d" % (rnd.choice(("", "-", "+")), digits[:at], digits[at:], rnd.randrange(-340, 320)))

print("/* SPDX-License-Identifier: GPL-3.0-or-later */")
print("/* Written by gen-num-vectors.py: do not edit. */")
print("static const struct { uint64_t bits; const char *text; } formats[] = {")
for x in formats:
    print('    { 0x%016X, "%s" },' % (bits(x), text(Decimal(repr(x)))))
print("};\nstatic const struct { uint64_t bits; int precision; const char *text; } roundings[] = {")
for x in formats:
    for n in sorted(rnd.sample(range(1, 18), 2)):
        print('    { 0x%016X, %d, "%s" },' % (bits(x), n, text(rounded(x, n))))
for x in (2.5, 3.5, 2.5e20, 4.5e19, 6.5e18, 8.5e17, 1.25e19, 0.125, 0.375, 5e22, 2.5e22, 3.5e22, 1.5e20, 4.5e25, 999999.5, 99999.95, 9.5, 1048576.5):
    for n in range(1, 18):
        print('    { 0x%016X, %d, "%s" },' % (bits(x), n, text(rounded(x, n))))
print("};\n/* Infinity: beyond the largest double. */")
print("static const struct { const char *text; uint64_t bits; } parses[] = {")
for s in parses:
    wrapped = '"\n      "'.join(s[i:i + 100] for i in range(0, len(s), 100))
    print('    { "%s", 0x%016X },' % (wrapped, bits(float(s))))
print("};")
