#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Learns the weights of the model ewm, src/forecast/ewm-weights.h, across series.

usage: learn-ewm.py DATA > ewm-weights.h        (DATA: ../../shared/data; needs numpy)

From training parts only. Lumpy demand as it was sold (carparts; superstore by
product and month), and, so that the weights are no property of two shops,
counts thinned out of series that are not lumpy: demands come as a Poisson
process whose intensity follows the series' own course (hospital, jewelry, M3
monthly), with clumped sizes, at rates from 0.03 to 2 a period. Each series is cut
off at several origins, once with the zeros before its first demand and once
without them. At each origin the mean demand of the next 12 periods (or as many
as there are) is regressed on the model's features; the squared error is divided
by the mean squared difference of the history, at least 0.3 of the squared mean
size, so that neither large series nor those with a single demand decide. Both
kinds of data have their errors in proportion to those of an exponentially
weighted mean (0.1). What was sold counts more. To that comes BIAS times the square
of the relative bias over all series of one kind: a planner adds forecasts up. A
slight ridge.
"""
import csv
import sys
from collections import defaultdict
import numpy as np

ALPHA = (0.02, 0.05, 0.1, 0.2, 0.4)
HORIZON, LEAST, RIDGE, FLOOR, BIAS, YOUNG = 12, 10, 1e-3, 0.3, 0.5, 40
rng = np.random.default_rng(20)


def read(path):
    out = defaultdict(list)
    with open(path, newline="") as f:
        for r in csv.DictReader(f):
            out[r["sku"]].append(float(r["qty"]))
    return [np.array(v) for v in out.values()]


def by_month(path):
    out = defaultdict(lambda: np.zeros(48))
    with open(path, newline="") as f:
        for r in csv.DictReader(f):
            y, m = r["order_date"].split("-")[:2]
            out[r["sku"]][(int(y) - 2015) * 12 + int(m) - 1] += float(r["qty"])
    return list(out.values())


def thinned(series, times):
    for x in series:
        x = np.maximum(x, 0)
        if not x.any():
            continue
        for _ in range(times):
            rate, clump = np.exp(rng.uniform(np.log(0.03), np.log(2))), rng.uniform(0, 1.5)
            k = rng.poisson(rate * x / x.mean())
            yield np.array([v + rng.negative_binomial(v, 1 / (1 + clump)) if v else 0 for v in k], float)


# ---- the model's features, see src/forecast/ewm.c
def sizes(y):
    """The mean size of the demands, or from 20 on smoothed with 0.05."""
    z, k = np.zeros(len(y)), np.zeros(len(y))
    for v in y.T:
        k += v > 0
        z = np.where(v > 0, z + (v - z) * np.maximum(1 / np.maximum(k, 1), 0.05), z)
    return z


def features(rows):
    """rows: histories of equal length."""
    y = np.array(rows)
    n = y.shape[1]
    seen = np.cumsum(y > 0, axis=1) > 0
    every, since, p = [], [], []
    for a in ALPHA:
        w = (1 - a) ** np.arange(n)[::-1]
        every.append(y @ w / w.sum())
        since.append(y @ w / (seen @ w))
        p.append((y > 0) @ w / (seen @ w))
    z, slow, fast = sizes(y), p[0], p[2]
    young = min(1, YOUNG / n)
    bends = [z * fast ** 0.5, z * fast ** 1.5, z * slow ** 0.5, z * slow ** 1.5, np.sqrt(every[2] * since[0])]
    f = np.stack(every + since + bends, axis=1)
    return np.hstack([f, young * f]), z


def origins(series):
    by = defaultdict(list)
    for x in series:
        if not x.any():
            continue
        for cut in (0, np.flatnonzero(x)[0]):
            y = x[cut:]
            for o in sorted({len(y) - k for k in (3, 6, 9, 12, 15, 24, 48)}):
                if o >= LEAST and y[:o].any() and np.diff(y[:o]).any():
                    by[o].append((y[:o], y[o:o + HORIZON]))
    return by


def moments(series):
    """F'WF and F'Wy, in proportion to the error of the mean with alpha 0.1; the bias of both cuts."""
    g = b = total = sold = 0
    added = 0
    for part in origins(series).values():
        f, size = features([h for h, _ in part])
        y = np.array([a.mean() for _, a in part])
        scale = np.array([np.mean(np.diff(h) ** 2) for h, _ in part])
        share = np.array([len(a) / HORIZON for _, a in part])
        w = share / np.maximum(scale, FLOOR * size ** 2)
        g = g + (f * w[:, None]).T @ f
        b = b + (f * w[:, None]).T @ y
        total += (w * (y - f[:, 2]) ** 2).sum()
        added = added + share @ f
        sold += share @ y
    v = added / sold
    return g / total + BIAS * np.outer(v, v), b / total + BIAS * v


def main():
    d = sys.argv[1]
    g = b = 0
    for weight, series in ((12, read(f"{d}/carparts-train.csv")), (4, by_month(f"{d}/superstore-orders.csv")),
                           (1, thinned(read(f"{d}/hospital-train.csv"), 2)), (1, thinned(read(f"{d}/jewelry-train.csv"), 3)),
                           (1, thinned(read(f"{d}/m3-monthly-train.csv"), 1))):
        x, y = moments(series)
        g, b = g + weight * x, b + weight * y
    w = np.linalg.solve(g + RIDGE * np.diag(np.diag(g)), b)
    print("/* SPDX-License-Identifier: GPL-3.0-or-later */")
    print("/* Made by bench/learn-ewm.py: weights of the features of ewm.c, for old series and")
    print(" * what is added for young ones. */")
    for name, v in (("old_weight", w[:len(w) // 2]), ("young_weight", w[len(w) // 2:])):
        print(f"static const double {name}[] = {{\n    " + ",\n    ".join(
            ", ".join(f"{x:.4f}" for x in v[i:i + 5]) for i in range(0, len(v), 5)) + "\n};")


if __name__ == "__main__":
    main()
