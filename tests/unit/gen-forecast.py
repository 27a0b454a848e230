#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Prints tests/unit/forecast-values.h: what forecasting models must give, worked
out from their definitions with other means than the library's (fractions,
matrices written out, mpmath). Run it again when a value is added.
"""
from fractions import Fraction as F
import math
import mpmath as mp

Y = [31, 47, 22, 58, 35, 52, 27, 63, 40, 55, 26, 71, 44, 61, 33, 74, 49, 66]


def array(name, v):
    print(f"static const double {name}[] = {{")
    for i in range(0, len(v), 4):
        print("    " + ", ".join(mp.nstr(mp.mpf(x.numerator) / x.denominator, 17) if isinstance(x, F) else mp.nstr(mp.mpf(x), 17) for x in v[i:i + 4]) + ",")
    print("};")


# ---- exponential smoothing at given parameters: Hyndman et al. (2008), tables 2.2, 2.3
def ets(relative, alpha, beta, gamma, phi, l, b, s, y, h):
    m, s, sse, logs = len(s), list(s), F(0), mp.mpf(0)
    for t, v in enumerate(y):
        q = l + phi * b
        mu = q * s[t % m] if relative else q + (s[t % m] if m else 0)
        if v is None:
            l, b = q, phi * b
            continue
        e = F(v) - mu
        if relative:
            e /= mu
            logs += mp.log(mp.mpf(mu.numerator) / mu.denominator)
            l, b, s[t % m] = q * (1 + alpha * e), phi * b + beta * q * e, s[t % m] * (1 + gamma * e)
        else:
            l, b = q + alpha * e, phi * b + beta * e
            if m:
                s[t % m] += gamma * e
        sse += e * e
    out = []
    for k in range(1, h + 1):
        v = l + b * sum(phi ** i for i in range(1, k + 1))
        if m:
            v = v * s[(len(y) + k - 1) % m] if relative else v + s[(len(y) + k - 1) % m]
        out.append(v)
    return [sse, logs] + out


A, B, G, PHI = F(37, 100), F(11, 100), F(23, 100), F(91, 100)
holes = [None if i in (3, 8, 9) else v for i, v in enumerate(Y)]
print("/* SPDX-License-Identifier: GPL-3.0-or-later */")
print("/* Made by gen-forecast.py. */")
array("ets_y", Y)
print("/* sse, sum log mu, five forecasts */")
array("ets_damped", ets(False, A, B, F(0), PHI, F(30), F(3, 2), [], Y, 5))
array("ets_damped_holes", ets(False, A, B, F(0), PHI, F(30), F(3, 2), [], holes, 5))
array("ets_additive", ets(False, A, B, G, F(1), F(39), F(3, 4), [F(-7), F(6), F(-15), F(16)], Y, 5))
array("ets_multiplicative", ets(True, A, B, G, F(1), F(39), F(3, 4), [F(17, 20), F(23, 20), F(12, 20), F(28, 20)], Y, 5))


# ---- regression: forecasts, and the variance of each and of the total by matrices
def solve(M, v):
    n = len(M)
    M = [row[:] + [x] for row, x in zip(M, v)]
    for i in range(n):
        p = next(r for r in range(i, n) if M[r][i] != 0)
        M[i], M[p] = M[p], M[i]
        M[i] = [x / M[i][i] for x in M[i]]
        for r in range(n):
            if r != i:
                M[r] = [a - M[r][i] * b for a, b in zip(M[r], M[i])]
    return [row[-1] for row in M]


def regression(y, m, h):
    row = lambda t: [F(t)] + [F(int(t % m == i)) for i in range(m)]
    X = [row(t) for t, v in enumerate(y) if v is not None]
    Z = [F(v) for v in y if v is not None]
    p = m + 1
    N = [[sum(x[i] * x[j] for x in X) for j in range(p)] for i in range(p)]
    c = solve(N, [sum(x[i] * z for x, z in zip(X, Z)) for i in range(p)])
    s2 = sum((z - sum(a * b for a, b in zip(x, c))) ** 2 for x, z in zip(X, Z)) / (len(Z) - p)
    mean, sd, cum = [], [], []
    tot = [F(0)] * p
    for k in range(h):
        x = row(len(y) + k)
        tot = [a + b for a, b in zip(tot, x)]
        mean.append(sum(a * b for a, b in zip(x, c)))
        for v, out, n in ((x, sd, 1), (tot, cum, k + 1)):
            u = solve(N, v)
            w = s2 * (n + sum(a * b for a, b in zip(v, u)))
            out.append(mp.sqrt(mp.mpf(w.numerator) / w.denominator))
    return mean + sd + cum


print("/* five forecasts, their sd, sd of the running totals */")
array("linear_4", regression(Y, 4, 5))
array("linear_4_holes", regression(holes, 4, 5))
array("linear_1", regression(Y, 1, 5))


# drift: increments d with mean b; a random walk, b uncertain by s / sqrt(n - 1)
def drift(y, h):
    n = len(y)
    b = F(y[-1] - y[0], n - 1)
    s2 = sum((F(y[i] - y[i - 1]) - b) ** 2 for i in range(1, n)) / (n - 2)
    mean = [y[-1] + b * k for k in range(1, h + 1)]
    sd, cum = [], []
    for k in range(1, h + 1):
        v = s2 * (k + F(k * k, n - 1))
        reach = k * (k + 1) // 2
        c = s2 * (sum(F((k - i) ** 2) for i in range(k)) + F(reach * reach, n - 1))
        sd.append(mp.sqrt(mp.mpf(v.numerator) / v.denominator))
        cum.append(mp.sqrt(mp.mpf(c.numerator) / c.denominator))
    return mean + sd + cum


array("drift_y", drift(Y, 5))
mean = F(sum(Y), len(Y))
s2 = sum((v - mean) ** 2 for v in Y) / (len(Y) - 1)
q = lambda f: mp.sqrt(mp.mpf(f.numerator) / f.denominator)
array("mean_y", [mean] * 5 + [q(s2 * (1 + F(1, 18)))] * 5 + [q(s2 * (k + F(k * k, 18))) for k in range(1, 6)])

# ---- a linear outlook: the covariance of the steps written out
mp.mp.dps = 30
PSI = [1, 0.6, 0.45, 0.3, 0.7, 0.2, 0.1, 0.05, 0.4]
SIGMA, GAP, H = 2.5, 3, 6
RANK = [0.5, 0.75, 1.1, 1.3, 1.9, 2.2]
OWN = [0.8, 1.2]
SCALE = [0.7, 1.4, 0.9, 1.2, 0.6, 1.3]
for name, gap, scale in (("plain", 0, [1] * H), ("gap", GAP, [1] * H), ("scaled", GAP, SCALE)):
    C = [[SIGMA ** 2 * scale[i] * scale[j] * mp.fsum(mp.mpf(PSI[gap + i - t]) * PSI[gap + j - t] for t in range(0, gap + min(i, j) + 1))
          + RANK[i] * RANK[j] + (OWN[i % 2] ** 2 if i % 2 == j % 2 else 0) for j in range(H)] for i in range(H)]
    array(f"outlook_{name}", [mp.sqrt(C[i][i]) for i in range(H)] + [mp.sqrt(mp.fsum(C[i][j] for i in range(k + 1) for j in range(k + 1))) for k in range(H)])


# ---- a rectified normal: a and scale for a mean of 1 and these sd, by root finding
def rectified(cv):
    e1 = lambda a: mp.npdf(a) + a * mp.ncdf(a)
    e2 = lambda a: (1 + a * a) * mp.ncdf(a) + a * mp.npdf(a)
    a = mp.findroot(lambda a: mp.sqrt(e2(a) / e1(a) ** 2 - 1) - cv, 1 / cv if cv < 0.45 else 0.6 - 1.5 * mp.log(cv))
    return [a / e1(a), 1 / e1(a)]


print("/* loc and scale for a mean of 1 and an sd of 0.35, 0.5, 1, 1.7, 2.9 */")
array("rectified", sum((rectified(mp.mpf(c)) for c in ("0.35", "0.5", "1", "1.7", "2.9")), []))


# ---- totals of lumpy demand: beta-binomial number of demands, each total of k by its moments
def choose(n, k):
    return mp.binomial(n, k)


def weight(n, k, a, b):
    return choose(n, k) * mp.beta(k + a, n - k + b) / mp.beta(a, b)


def gamma_cdf(x, mean, sd):
    k = (mean / sd) ** 2
    return mp.gammainc(k, 0, x * k / mean, regularized=True)


def negbin_cdf(x, mean, sd):
    if sd * sd <= mean:
        return mp.fsum(mp.exp(-mean) * mean ** i / mp.factorial(i) for i in range(int(x) + 1))
    p = mean / sd ** 2
    r = mean * p / (1 - p)
    return mp.fsum(mp.gamma(i + r) / (mp.gamma(r) * mp.factorial(i)) * p ** r * (1 - p) ** i for i in range(int(x) + 1))


def lumpy_cdf(x, n, p, bp, z, s, bz, whole):
    f = weight(n, 0, p * bp, (1 - p) * bp)
    for k in range(1, n + 1):
        sd = mp.sqrt(k * s * s + k * k * s * s / bz)
        w = weight(n, k, p * bp, (1 - p) * bp)
        if whole:
            f += w * (negbin_cdf(x - k, mp.mpf(k * (z - 1)), sd) if x >= k else 0)
        else:
            f += w * gamma_cdf(x, mp.mpf(k * z), sd)
    return f


p, bp, z, s, bz = mp.mpf("0.3"), 14, mp.mpf("4.7"), mp.mpf("2.9"), 6
print("/* P(total <= x) of four periods at these x; p 0.3 behind 14, size 4.7 sd 2.9 behind 6 */")
XS = [0, 2, 5, 9, 16, 30]
array("lumpy_x", XS)
array("lumpy_whole", [lumpy_cdf(x, 4, p, bp, z, s, bz, True) for x in XS])
array("lumpy_smooth", [lumpy_cdf(mp.mpf(x), 4, p, bp, z, s, bz, False) for x in XS])
