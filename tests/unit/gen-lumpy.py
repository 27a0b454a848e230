#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Prints tests/unit/lumpy-values.h: what models of lumpy demand must give, worked
out as the papers state them, with scipy's minimisers. Run it again when a value
is added.

usage: gen-lumpy.py > lumpy-values.h
"""
import math
import os
import re
import random
from scipy.optimize import minimize, minimize_scalar
from scipy.stats import gamma, nbinom

IDLE = [0, 10, 6, 0, 4, 9, 0, 0, 8, 0, 0, 10, 3, 0, 0, 0, 0, 0, 0, 11, 0, 0, 17, 0, 10, 0, 0, 17, 0]
BUSY = [0, 0, 11, 11, 6, 6, 0, 2, 0, 7, 19, 0, 6, 4, 0, 0, 2, 0, 0, 0, 11, 13, 18, 6, 0, 0, 8, 5, 10, 0, 0, 6, 0, 0, 0,
        5, 0, 0, 0, 7, 10, 5, 6, 12, 0, 0, 0, 0, 1, 25, 5, 0, 0, 0, 3, 0, 0, 0]
RARE = [0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0]
DENSE = [4, 9, 6, 0, 11, 7, 5, 12, 6, 8, 3, 9, 0, 10, 7, 4, 8, 8]
PARTS = [0, 1.5, 0, 0, 2.25, 0, 0, 0.75, 0, 0, 0, 4.1, 0, 1.2, 0, 0, 0, 0, 0.4, 0, 3.3, 2.6, 0, 0, 1.1]
FADING = [9, 8, 6, 7, 4, 9, 0, 0, 10, 0, 0, 12, 0, 9, 11, 0, 0, 0, 0, 7, 10] + [0] * 27
MORE = [3, 0, 0, 5, 0, 0, 0, 12, 0, 1, 0]


def array(name, v):
    print(f"static const double {name}[] = {{")
    for i in range(0, len(v), 6):
        print("    " + ", ".join(f"{x:.10g}" for x in v[i:i + 6]) + ",")
    print("};")


# ---- croston, sba, tsb: the least squares, constants within 0.05..0.2
def croston(y):
    demands = [v for v in y if v]
    mean, size = len(y) / len(demands), sum(demands) / len(demands)

    def run(p):
        alpha, beta, z, x = p
        q, sse = 0, 0.0
        for v in y:
            q += 1
            sse += (v - z / x) ** 2
            if v:
                z, x, q = z + alpha * (v - z), x + beta * (q - x), 0
        return sse, z / x

    bounds = [(0.05, 0.2), (0.05, 0.2), (size / 2, 2 * size), (max(1, mean / 2), 2 * mean)]
    sse, p = lowest(lambda p: run(p)[0], bounds)
    return sse, run(p)[1], run(p)[1] * (1 - p[1] / 2)


def smooth(values, constant, start):
    out = [start]
    for v in values:
        out.append(out[-1] + constant * (v - out[-1]))
    return out


def start(values, constant, most):
    slope = [(1 - constant) ** i for i in range(len(values))]
    zero = smooth(values, constant, 0)
    return min(most, max(0, sum((v - s) * w for v, s, w in zip(values, zero, slope)) / sum(w * w for w in slope)))


def tsb(y):
    demands, occurs = [v for v in y if v], [float(v > 0) for v in y]

    def run(p):
        z = smooth(demands, p[0], start(demands, p[0], math.inf))
        q = smooth(occurs, p[1], start(occurs, p[1], 1))
        k, sse = 0, 0.0
        for t, v in enumerate(y):
            sse += (v - q[t] * z[k]) ** 2
            k += v > 0
        return sse, q[-1] * z[-1]

    sse, p = lowest(lambda p: run(p)[0], [(0.05, 0.2)] * 2)
    return sse, run(p)[1]


# ---- hurdle: Bernoulli, and shifted negative binomial or gamma sizes; starts as tsb's
def hurdle(y):
    whole = all(v == int(v) for v in y)
    demands, occurs = [v for v in y if v], [float(v > 0) for v in y]
    least = 0.5 / (len(y) + 1)

    def first(beta):
        p = smooth(occurs, beta, start(occurs, beta, 1))
        p = [min(1 - least, max(least, q)) for q in p]
        return sum(math.log(q if o else 1 - q) for o, q in zip(occurs, p))

    def second(x):
        alpha, r = x[0], math.exp(x[1])
        z = smooth(demands, alpha, start(demands, alpha, math.inf))
        if whole:
            return sum(nbinom.logpmf(v - 1, r, r / (r + max(m - 1, 0.01))) for v, m in zip(demands, z))
        return sum(gamma.logpdf(v, r, scale=m / r) for v, m in zip(demands, z))

    a, p = lowest(lambda x: -first(x[0]), [(0, 0.3)], 12)
    b, q = lowest(lambda x: -second(x), [(0, 0.3), (math.log(0.01), math.log(1e4))], 12)
    return -a - b, smooth(occurs, p[0], start(occurs, p[0], 1))[-1] * smooth(demands, q[0], start(demands, q[0], math.inf))[-1]


def lowest(f, bounds, starts=60):
    """The deepest of the valleys that some starts lead to."""
    rng, best = random.Random(4), (math.inf, None)
    for _ in range(starts):
        x = [rng.uniform(lo, hi) for lo, hi in bounds]
        for method in ("L-BFGS-B", "Nelder-Mead"):
            r = minimize(f, x, method=method, bounds=bounds, options={"maxiter": 2000} if method == "L-BFGS-B" else {"xatol": 1e-9, "fatol": 1e-9, "maxiter": 4000})
            x = r.x
        if r.fun < best[0]:
            best = (r.fun, r.x)
    return best


# ---- adida, imapa: buckets that end at the last period, smoothed from the best first level
def buckets(y, k):
    y = y[len(y) % k:]
    return [sum(y[i:i + k]) for i in range(0, len(y), k)]


def smoothed(b, alpha, start):
    sse, level = 0.0, start
    for v in b:
        sse += (v - level) ** 2
        level += alpha * (v - level)
    return sse, level


def best(b):
    def start(alpha):
        r = minimize_scalar(lambda s: smoothed(b, alpha, s)[0], bounds=(0, 2 * max(b) + 1), method="bounded",
                            options={"xatol": 1e-12})
        return r.x
    r = minimize_scalar(lambda a: smoothed(b, a, start(a))[0], bounds=(0.1, 0.3), method="bounded",
                        options={"xatol": 1e-10})
    alpha = min((r.x, 0.1, 0.3), key=lambda a: smoothed(b, a, start(a))[0])
    return alpha, start(alpha)


def interval(y):
    at = [i + 1 for i, v in enumerate(y) if v]
    return max(1, math.floor(at[-1] / len(at) + 0.5))


def aggregated(y, lengths, more):
    """The rate of the end, and after `more`: a bucket counts when it is full. The
    sum of the squared differences of y and the mean rate before it."""
    now = after = 0.0
    before = [0.0] * len(y)
    for k in lengths:
        alpha, start = best(buckets(y, k))
        level = smoothed(buckets(y, k), alpha, start)[1]
        rate = start
        for t in range(len(y)):
            into = t - len(y) % k
            if into > 0 and into % k == 0:
                rate += alpha * (sum(y[t - k:t]) - rate)
            before[t] += rate / k / len(lengths)
        full = more[:len(more) // k * k]
        later = smoothed(buckets(full, k), alpha, level)[1] if full else level
        now += level / k / len(lengths)
        after += later / k / len(lengths)
    return now, after, sum((v - f) ** 2 for v, f in zip(y, before))


# ---- ewm: means of several memories, by their definition, with the weights of the table
def ewm(y):
    table = open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../src/forecast/ewm-weights.h")).read()
    weights = [float(x) for x in re.findall(r"-?\d+\.\d{4}", table)]
    n, first = len(y), next(i for i, v in enumerate(y) if v)
    z = k = 0
    for v in y:
        if v:
            k += 1
            z += (v - z) * max(1 / k, 0.05)
    f, square, often = [[], []], 0, {}
    for a in (0.02, 0.05, 0.1, 0.2, 0.4):
        w = [(1 - a) ** (n - 1 - i) for i in range(n)]
        total = sum(x * v for x, v in zip(w, y))
        f[0].append(total / sum(w))
        f[1].append(total / sum(w[first:]))
        often[a] = sum(x for x, v in zip(w, y) if v) / sum(w[first:])
        if a == 0.1:
            empty = 1 - sum(x for x, v in zip(w, y) if v) / sum(w)
        if a == 0.05:
            square = sum(x * v * v for x, v in zip(w, y)) / sum(w)
    f = f[0] + f[1] + [z * often[a] ** q for a in (0.1, 0.02) for q in (0.5, 1.5)] + [math.sqrt(f[0][2] * f[1][0])]
    rate = sum((w + min(1, 40 / n) * young) * x for w, young, x in zip(weights[:15], weights[15:], f))
    se = math.sqrt((square - f[1] ** 2) / min(n, 19)) * min(1, empty / 0.2)
    return max(0, min(f[2] + se, max(f[2] - se, rate)))


print("/* SPDX-License-Identifier: GPL-3.0-or-later */")
print("/* Made by gen-lumpy.py. */")
for name, y in (("idle", IDLE), ("busy", BUSY), ("rare", RARE), ("dense", DENSE), ("fading", FADING),
                ("parts", PARTS)):
    array("lumpy_" + name, y)
array("lumpy_more", MORE)
for name, y in (("idle", IDLE), ("busy", BUSY), ("rare", RARE)):
    k = interval(y)
    print("/* length of buckets, rate, rate after lumpy_more, sse: adida, imapa */")
    array("lumpy_adida_" + name, [k, *aggregated(y, [k], MORE)])
    array("lumpy_imapa_" + name, [k, *aggregated(y, range(1, k + 1), MORE)])
print("/* ewm: the rate, and that after lumpy_more */")
for name, y in (("idle", IDLE), ("busy", BUSY), ("rare", RARE)):
    array("lumpy_ewm_" + name, [ewm(y), ewm(y + MORE)])
array("lumpy_ewm_dense", [ewm(DENSE), ewm(DENSE + MORE)])
print("/* least squares and the rate there: croston, then sba's rate; tsb */")
for name, y in (("idle", IDLE), ("busy", BUSY), ("rare", RARE), ("dense", DENSE), ("fading", FADING)):
    array("lumpy_croston_" + name, croston(y))
    array("lumpy_tsb_" + name, tsb(y))
print("/* greatest log-likelihood and the rate there */")
for name, y in (("idle", IDLE), ("busy", BUSY), ("dense", DENSE), ("fading", FADING), ("parts", PARTS)):
    array("lumpy_hurdle_" + name, hurdle(y))
