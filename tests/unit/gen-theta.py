#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Values for check_theta.c: the recursion of Fiorucci et al. (2016) as it is printed, and the
minimum of its squared errors by trying alphas one after the other. Usage: gen-theta.py > theta-values.h"""
Y = [125, 131, 118, 149, 152, 144, 168, 159, 177, 181, 160, 188, 201, 176, 195, 214]
HOLES = [None if i in (2, 7, 8) else v for i, v in enumerate(Y)]
SKIP, PRIOR = 3, 4


def line(points):
    n = len(points)
    if n < 2:
        return (points[0][1] if n else 0.0), 0.0
    t, y = sum(p[0] for p in points) / n, sum(p[1] for p in points) / n
    b = sum((p[0] - t) * (p[1] - y) for p in points) / sum((p[0] - t) ** 2 for p in points)
    return y - b * t, b


def run(y, dynamic, alpha, share, h=0):
    """errors from SKIP on, forecasts; the first value is as expected"""
    points = [(t, v) for t, v in enumerate(y) if v is not None]
    a, b = line(points)
    level, past, e, f = y[0] - share * (y[0] if dynamic else a), [], [], []
    for t in range(len(y) + h):
        if dynamic:
            a, b = line(past)
        w = (1 - alpha) ** t
        mu = y[0] if dynamic and t == 0 else level + share * (a * w + b * (1 - w) / alpha)
        v = y[t] if t < len(y) else mu
        if t >= len(y):
            f.append(mu)
        elif v is not None and t >= SKIP:
            e.append(v - mu)
        if v is not None:
            past.append((t, v))
        level += alpha * ((mu if v is None else v) - level)
    return e, f


def best(y, dynamic, alpha):
    p, _ = run(y, dynamic, alpha, 0)
    one, _ = run(y, dynamic, alpha, 1)
    q = [x - z for x, z in zip(p, one)]
    qq, pq, g = sum(x * x for x in q), sum(x * z for x, z in zip(p, q)), PRIOR / len(p)
    s = min(max((pq + g * qq / 2) / (qq + g * qq), 0), 0.999999)
    e, _ = run(y, dynamic, alpha, s)
    return sum(x * x for x in e) + g * qq * (s - 0.5) ** 2, s


print("/* SPDX-License-Identifier: GPL-3.0-or-later */")
print("/* Made by gen-theta.py. */")
for name, y in (("theta_y", Y), ("theta_holes", HOLES)):
    print(f"static const double {name}[] = {{ {', '.join('NAN' if v is None else str(v) for v in y)} }};")
print("/* alpha, theta, sse, six forecasts */")
for name, y, dynamic in (("otm_y", Y, False), ("dotm_y", Y, True), ("otm_holes", HOLES, False), ("dotm_holes", HOLES, True)):
    lo, hi = 0.1, 0.99
    for _ in range(4):
        grid = [lo + (hi - lo) * i / 60 for i in range(61)]
        i = min(range(61), key=lambda i: best(y, dynamic, grid[i])[0])
        lo, hi, alpha = grid[max(i - 1, 0)], grid[min(i + 1, 60)], grid[i]
    share = best(y, dynamic, alpha)[1]
    e, f = run(y, dynamic, alpha, share, 6)
    print(f"static const double {name}[] = {{ {', '.join(f'{x:.10g}' for x in [alpha, 1 / (1 - share), sum(x * x for x in e)] + f)} }};")
