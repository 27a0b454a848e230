#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Writes dist_values.h: exact values of the demand distributions, computed with
# mpmath (60 and more digits) from the textbook definitions: the density's
# power series, sums of probabilities, and Gauss's hypergeometric function for
# the long tails of the negative binomial.
#   ./gen-dist.py > dist_values.h
from mpmath import mp, mpf, erfc, exp, log, log1p, sqrt, loggamma, floor, nstr, hyp2f1

mp.dps = 80


def normal_sf(z):
    return erfc(z / sqrt(2)) / 2


def normal_z(q):
    """The z with P(Z > z) = q, by Newton on the logarithm."""
    z = sqrt(-2 * log(q)) if q < 0.1 else mpf(0)
    for _ in range(100):
        sf = normal_sf(z)
        step = log(sf / q) * sf * sqrt(2 * mp.pi) * exp(z * z / 2)
        z += step
        if abs(step) < mpf(10) ** -60:
            return z
    raise ArithmeticError


def gamma_lower(a, y):
    """P(a, y) by its power series."""
    if y <= 0:
        return mpf(0)
    term = total = mpf(1)
    n = 0
    while term > total * mpf(10) ** -75:
        n += 1
        term *= y / (a + n)
        total += term
    return total * exp(a * log(y) - y - loggamma(a + 1))


class Normal:
    name = 'NORMAL'

    def __init__(self, mean, sd):
        self.mean, self.sd = mpf(mean), mpf(sd)

    def tails(self, x):
        z = (x - self.mean) / self.sd
        return normal_sf(-z), normal_sf(z)

    def loss(self, x):
        z = (x - self.mean) / self.sd
        return self.sd * (exp(-z * z / 2) / sqrt(2 * mp.pi) - z * normal_sf(z))

    def at(self, z):
        return self.mean + self.sd * z


class Lognormal(Normal):
    name = 'LOGNORMAL'

    def __init__(self, mean, sd):
        self.mean, self.sd = mpf(mean), mpf(sd)
        self.s = sqrt(log1p((self.sd / self.mean) ** 2))
        self.mu = log(self.mean) - self.s ** 2 / 2

    def tails(self, x):
        z = (log(x) - self.mu) / self.s
        return normal_sf(-z), normal_sf(z)

    def loss(self, x):
        z = (log(x) - self.mu) / self.s
        return self.mean * normal_sf(z - self.s) - x * normal_sf(z)

    def at(self, z):
        return exp(self.mu + self.s * z)


class Gamma(Normal):
    name = 'GAMMA'

    def __init__(self, mean, sd):
        self.mean, self.sd = mpf(mean), mpf(sd)
        self.a = (self.mean / self.sd) ** 2
        self.b = self.sd ** 2 / self.mean

    def tails(self, x):
        p = gamma_lower(self.a, x / self.b)
        return p, 1 - p

    def loss(self, x):
        y = x / self.b
        q1 = 1 - gamma_lower(self.a + 1, y)
        return self.mean * q1 - x * (1 - gamma_lower(self.a, y))


class Count:
    def pmf(self, k):
        return exp(self.logpmf(k))

    def up(self, k):        # pmf(k + 1) / pmf(k)
        raise NotImplementedError

    def sums(self, x):
        """P(X <= x), P(X > x) and E max(X - x, 0), the smaller side term by term."""
        k = floor(x)
        f, s, w = self.pmf(k), mpf(0), mpf(0)
        if x < self.mean and self.mean > 1:
            while k >= 0 and f > s * mpf(10) ** -40:
                s += f
                w += (x - k) * f
                k -= 1
                f = f / self.up(k) if k >= 0 else 0
            return s, 1 - s, self.mean - x + w
        while True:
            f *= self.up(k)
            k += 1
            s += f
            w += (k - x) * f
            r = self.up(k)
            if r < 1 and (k - x) * f < w * (1 - r) ** 2 * mpf(10) ** -40:
                return 1 - s, s, w

    def tails(self, x):
        return self.sums(x)[:2]

    def loss(self, x):
        return self.sums(x)[2]


class Poisson(Count):
    name = 'POISSON'

    def __init__(self, mean, sd):
        self.mean = mpf(mean)
        self.sd = sqrt(self.mean)

    def logpmf(self, k):
        return k * log(self.mean) - self.mean - loggamma(k + 1)

    def up(self, k):
        return self.mean / (k + 1)


class Negbin(Count):
    name = 'NEGBIN'

    def __init__(self, mean, sd):
        self.mean, self.sd = mpf(mean), mpf(sd)
        self.r = self.mean ** 2 / (self.sd ** 2 - self.mean)

    def tails(self, x):
        """P(X > k) = P(X = k + 1) 2F1(1, r + k + 1; k + 2; q)."""
        if x < self.mean:
            return self.sums(x)[:2]
        k, q = floor(x), self.mean / (self.r + self.mean)
        upper = self.pmf(k + 1) * hyp2f1(1, self.r + k + 1, k + 2, q)
        return 1 - upper, upper

    def loss(self, x):      # 80 digits bear the cancellation
        k = floor(x)
        return (self.mean - x) * self.tails(x)[1] + self.mean * (1 + k / self.r) * self.pmf(k)

    def logpmf(self, k):
        r, m = self.r, self.mean
        return loggamma(r + k) - loggamma(r) - loggamma(k + 1) + r * log(r / (r + m)) + k * log(m / (r + m))

    def up(self, k):
        return (self.r + k) / (k + 1) * self.mean / (self.r + self.mean)


def num(x):
    return nstr(x, 20, min_fixed=1, max_fixed=0) if x > mpf(10) ** -320 or x < 0 else '0'


def value(d, x, tol):
    x = mpf(float(x))
    lower, upper = d.tails(x)
    print('    {{ INV_DIST_{}, {!r}, {!r}, {!r},\n      {}, {}, {}, {} }},'.format(
        d.name, float(d.mean), float(d.sd), float(x), num(lower), num(upper), num(d.loss(x)), tol))


def quantile(d, p, is_upper, tol):
    p = mpf(p)
    def ok(x):
        lower, upper = d.tails(x)
        return upper <= p if is_upper else lower >= p
    if hasattr(d, 'at'):
        z = normal_z(p) * (1 if is_upper else -1)
        if d.name != 'GAMMA':
            x = d.at(z)
        else:
            # Newton on the log of the tail in log x, from Wilson and Hilferty
            w = 1 - 1 / (9 * d.a) + z / (3 * sqrt(d.a))
            l = log(d.a * w ** 3) if w > mpf('0.3') else (log(1 - p if is_upper else p) + loggamma(d.a + 1)) / d.a
            for _ in range(60):
                y = exp(l)
                tail = d.tails(d.b * y)[1 if is_upper else 0]
                slope = exp(d.a * log(y) - y - loggamma(d.a)) / tail * (-1 if is_upper else 1)
                step = max(min(-log(tail / p) / slope, mpf(2)), mpf(-2))
                l += step
                if abs(step) < mpf(10) ** -30:
                    break
            x = d.b * exp(l)
    else:
        lo, hi = mpf(-1), mpf(1)
        while not ok(hi):
            lo, hi = hi, 2 * hi
        while hi - lo > 1:
            mid = floor((lo + hi) / 2)
            lo, hi = (lo, mid) if ok(mid) else (mid, hi)
        x = hi
    print('    {{ INV_DIST_{}, {!r}, {!r}, {!r}, {}, {}, {} }},'.format(
        d.name, float(d.mean), float(d.sd), float(p), 'true' if is_upper else 'false', num(x), tol))


NEGBIN = [(5.13, 160.4), (2.27, 4.31), (41.75, 21.75), (10000.3, 917.1), (312345.5, 1137.25), (12.5, 3.5355341)]
GAMMA = [(57.3125, 1812.5), (0.71, 4.97), (3.5, 4.25), (13.75, 13.75), (2.385, 1.53125), (137.0, 37.0), (60.0, 15.5),
         (8123.0, 271.0), (1000000.0, 1000.0), (2.5e-300, 1.5e-300), (2.5e300, 1.5e300)]

print('/* SPDX-License-Identifier: GPL-3.0-or-later */')
print('/* Made by gen-dist.py with mpmath. */')
print('static const struct { enum inv_dist_kind kind; double mean, sd, x, cdf, sf, loss, tol; } values[] = {')
for m, s in [(0, 1), (137.25, 41.5), (-3.625, 0.0078125), (1e-300, 1e-301), (1e300, 1e299)]:
    for z in (-37.5, -8.375, -1.703125, -0.0009765625, 0, 0.671875, 2.385, 3.99, 4.01, 8, 21.5, 36.75):
        if s != 1e299 or z > -12:
            value(Normal(m, s), mpf(m) + mpf(s) * z, 1e-12 if abs(z) < 10 else 2e-10)
for m, s in [(137.25, 0.0000137), (137.25, 1.37), (23.5, 7.25), (1.5, 2.875), (0.37, 11.0), (1e-300, 3e-300), (1e300, 5e299)]:
    d = Lognormal(m, s)
    for z in (-6.2, -1.3, 0, 0.1, 2.385, 5.5, 8):
        if d.at(z) < 1e308:
            value(d, d.at(z), 1e-12)
for m, s in GAMMA:
    for z in (-0.9, -0.3, 0, 0.81, 2.385, 4.5, 8, 12):
        x = mpf(m) + mpf(s) * z
        if 0 < x < 1e305:
            value(Gamma(m, s), x, 1e-12 if m < 1e5 or m > 1e200 else 5e-11)
    value(Gamma(m, s), mpf(m) / 1000, 1e-12 if m < 1e5 or m > 1e200 else 1e-9)
for m in (1e-300, 0.0012, 0.71, 9.375, 313.7, 10000.5, 10000000.0):
    d = Poisson(m, 0)
    for z in (-5, -1.1, 0, 0.75, 3.1, 8, 14):
        x = d.mean + d.sd * z
        if x >= 0:
            value(d, x, 1e-12 if m < 1e5 else 5e-11)
    value(d, 0, 1e-12)
    value(d, 1.25, 1e-12)
for m, s in NEGBIN:
    d = Negbin(m, s)
    for z in (-4, -1.1, 0, 0.75, 3.1, 8, 14):
        x = d.mean + d.sd * z
        if x >= 0:
            value(d, x, 2e-12 if m < 1e3 else 2e-10)
    value(d, 0, 2e-12 if m < 1e3 else 2e-10)
print('};\n')
print('static const struct { enum inv_dist_kind kind; double mean, sd, p; bool upper; double x, tol; } quantiles[] = {')
PS = [(0.5, False), (0.05078125, True), (0.01, True), (1e-12, True), (0.25, False), (1e-3, False), (1e-12, False)]
for p, up in PS + [(1e-300, True), (1e-300, False)]:
    quantile(Normal(137.25, 41.5), p, up, 1e-14)
    quantile(Lognormal(23.5, 7.25), p, up, 1e-13)
for p, up in PS:
    for m, s in GAMMA:
        if not (p < 0.1 and not up and m / s < 0.2) and (m / s > 0.1 or up):
            quantile(Gamma(m, s), p, up, 1e-12 if m / s > 0.2 else 1e-11)
    for m in (1e-300, 0.0012, 0.71, 9.375, 313.7, 10000000.0):
        quantile(Poisson(m, 0), p, up, 0)
    for m, s in NEGBIN:
        quantile(Negbin(m, s), p, up, 0)
print('};')
