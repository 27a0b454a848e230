#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Values for check_ces.c: complex exponential smoothing in complex numbers, as Svetunkov,
Kourentzes and Ord (2022) have it,
    y' + i p' = (a0 + i a1)(y + i e) + (1 - a0 + i - i a1)(yhat + i p),
with the states of a season ago where they are seasonal. Usage: gen-ces.py > ces-values.h"""
Y = [41, 52, 33, 60, 44, 58, 36, 67, 49, 60, 41, 70, 52, 66, 43, 79, 55, 70, 47, 81]
HOLES = [None if i in (6, 9, 10) else v for i, v in enumerate(Y)]
M, FIGURE = 4, [-5.5, 7, -15.5, 14]
SETS = {"none": (1.31, 0.97), "simple": (1.24, 1.05), "partial": (1.31, 0.97, 0.17), "full": (1.31, 0.97, 1.12, 1.03)}


def smooth(state, a0, a1, e):
    return complex(a0, a1) * (state.real + e + 1j * e) + complex(1 - a0, 1 - a1) * state


def run(form, par, y, level, season, order):
    errors = {}
    for t in order:
        i = t % M
        expect = (0 if form == "simple" else level.real) + (0 if form == "none" else season[i].real)
        e = 0.0 if y[t] is None else y[t] - expect
        if y[t] is not None:
            errors[t] = e
        if form != "simple":
            level = smooth(level, par[0], par[1], e)
        if form == "simple":
            season[i] = smooth(season[i], par[0], par[1], e)
        elif form == "partial":
            season[i] += par[2] * e
        elif form == "full":
            season[i] = smooth(season[i], par[2], par[3], e)
    return level, season, errors


def backcast(form, par, y):
    first = [v for v in y[:10 if form == "none" else M] if v is not None]
    mean = sum(first) / len(first)
    level = complex(mean, mean / 1.1)
    season = [complex(f + (mean if form == "simple" else 0)) for f in FIGURE]
    if form != "partial":
        season = [complex(s.real, s.real / 1.1) for s in season]
    n = len(y)
    for order in (range(n), range(n - 1, -1, -1)):
        level, season, _ = run(form, par, y, level, season, order)
    start = [level] + season
    level, season, errors = run(form, par, y, level, season, range(n))
    ahead = [None] * 9
    mean = []
    for k in range(9):
        i = (n + k) % M
        mean.append((0 if form == "simple" else level.real) + (0 if form == "none" else season[i].real))
        level, season, _ = run(form, par, y + ahead, level, season, [n + k])
    return start, sum(e * e for e in errors.values()), mean


print("/* SPDX-License-Identifier: GPL-3.0-or-later */")
print("/* Made by gen-ces.py. */")
for name, y in (("ces_y", Y), ("ces_holes", HOLES)):
    print(f"static const double {name}[] = {{ {', '.join('NAN' if v is None else str(v) for v in y)} }};")
print(f"static const double ces_figure[] = {{ {', '.join(map(str, FIGURE))} }};")
print("/* by form: the constants; sse, nine forecasts; the same with holes */")
rows = {"ces_sets": [], "ces_full": [], "ces_with_holes": []}
for form, par in SETS.items():
    rows["ces_sets"].append(list(par) + [0.0] * (4 - len(par)))
    for key, y in (("ces_full", Y), ("ces_with_holes", HOLES)):
        _, sse, mean = backcast(form, par, y)
        rows[key].append([sse] + mean)
for key, table in rows.items():
    print(f"static const double {key}[4][{len(table[0])}] = {{")
    for row in table:
        print("    { " + ", ".join(f"{x:.15g}" for x in row) + " },")
    print("};")
