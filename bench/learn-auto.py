#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Learn how far auto trusts which member of its panel: src/forecast/trust_table.h.

usage: learn-auto.py --panel BUILD/bench/panel --data DIR [--cv] [--out FILE]

DIR has *-train.csv (sku,date,qty). Each series' training part is cut at several
origins, the last one half a horizon before its end; the panel forecasts what
follows within the training part, and the
coefficients of a softmax of the series' traits and of the members' trials
minimise the mean of sMAPE and MASE of the weighted forecast, each in multiples
of what equal weights reach on that data set (a differentiable form of Montero-
Manso, Athanasopoulos, Hyndman and Talagala 2020, eq. 1). No test part is read.
--cv prints what is reached on series that were left out, and on the last origins
by what was known at them (origins whose futures had ended), instead of writing: the
ridge, what weighs how much and which terms there are was chosen by the latter.
Needs numpy and scipy.
"""
import argparse
import csv
import datetime
import os
import subprocess
import sys
from collections import defaultdict

import numpy as np
from scipy.optimize import minimize
from scipy.special import digamma, gammaln
from scipy.stats import norm, t as student

# name: season, horizon; the data sets and how far ahead each is forecast
SETS = {
    "m3-yearly": (1, 6), "m3-quarterly": (4, 8), "m3-monthly": (12, 18), "m3-other": (1, 8),
    "hospital": (12, 12), "jewelry": (52, 8), "walmart": (52, 8), "superstore": (52, 8), "superstore-months": (12, 12),
}
STEPS = 18
LENGTH, SEASONAL = 1, 7     # traits.h
LUMPY = 0.2          # share of zeros from which auto does not ask the panel
CUT_SHORT = 0.2      # worth of a history that was made short, so that short ones are not forgotten:
                     # they are unlike those that are short by themselves, and mislead where they count in full


def read_series(path):
    out = defaultdict(list)
    with open(path, newline="") as f:
        for row in csv.DictReader(f):
            out[row["sku"]].append(float(row["qty"]))
    return out


def read_walmart(path):
    out = defaultdict(list)
    with open(path, newline="") as f:
        for row in csv.DictReader(f):
            out[row["store"]].append(float(row["sales"]))
    return out


def read_superstore(path, unit):
    """Weekly or monthly units of a sub-category in a region."""
    total = defaultdict(lambda: defaultdict(float))
    with open(path, newline="") as f:
        for row in csv.DictReader(f):
            day = datetime.date.fromisoformat(row["order_date"])
            at = day.toordinal() // 7 if unit == "week" else 12 * day.year + day.month
            total[row["sub_category"], row["region"]][at] += float(row["qty"])
    first = min(min(v) for v in total.values())
    last = max(max(v) for v in total.values())
    return {k: [v.get(t, 0.0) for t in range(first + 1, last)] for k, v in total.items()}


def read_set(data, name):
    if name == "walmart":
        return read_walmart(os.path.join(data, "walmart-weekly.csv"))
    if name.startswith("superstore"):
        return read_superstore(os.path.join(data, "superstore-orders.csv"), "month" if "months" in name else "week")
    return read_series(os.path.join(data, f"{name}-train.csv"))


def coarser(y, k):
    """Totals of k periods, the newest whole: another series to learn from."""
    n = len(y) // k
    return np.asarray(y[len(y) - n * k:]).reshape(n, k).sum(1)


def histories(data):
    """(set, m, h, history, future, age, worth, series) of every series and origin; age: horizons before the end."""
    rng, series = np.random.default_rng(20), 0
    for number, (name, (m, h)) in enumerate(SETS.items()):
        half = (h + 1) // 2
        cuts = (half, h, h + half, 2 * h) if m < 52 else (half, *range(h, 90, 5))
        for y in read_set(data, name).values():
            y = np.asarray(y)
            series += 1
            for cut in cuts:
                n = len(y) - cut
                if n < 8 or min(y[:n]) == max(y[:n]):
                    continue
                yield number, m, h, y[:n], y[n:n + h], cut / h, 1, series
                short = int(rng.integers(8, 3 * m + 20))
                if cut == h and short < 0.8 * n:
                    yield number, m, h, y[n - short:n], y[n:n + h], 1, CUT_SHORT, series
            if name == "m3-monthly" and len(y) >= 60:
                z = coarser(y, 3)
                yield number, 4, 6, z[:-6], z[-6:], 1, 1, series


def ask(command, items, kept):
    """What the panel answers, or answered."""
    if kept and os.path.exists(kept):
        with open(kept) as f:
            return f.read()
    text = "".join(f"{i} {m} {h} {len(x)} {' '.join(f'{v:.10g}' for v in x)}\n" for i, (_, m, h, x, *_) in enumerate(items))
    out = subprocess.run(command, input=text, capture_output=True, text=True, check=True).stdout
    if kept:
        with open(kept, "w") as f:
            f.write(out)
    return out


def ask_panel(panel, items, kept):
    """Traits, losses, forecasts of each history; those that the panel refuses are left out."""
    out = ask([panel], items, kept)
    names, rows = None, {}
    for line in out.splitlines():
        cells = line.split()
        i = int(cells[0])
        h = items[i][2]
        # the terms are what stands before the first name
        first = next(k for k in range(1, len(cells)) if cells[k][0].isalpha() and cells[k] != "nan")
        members = [cells[k:k + 2 + h] for k in range(first, len(cells), 2 + h)]
        names = [c[0] for c in members]
        traits = [float(c) for c in cells[1:first]]
        loss = [float(c[1]) for c in members]
        rows[i] = traits, loss, [[float(v) for v in c[2:]] for c in members]
    return names, rows


def ask_spread(panel, items, kept):
    """Of each history's steps: its number, the step, error, forecast, members' sd, what that comes of, the terms."""
    out = ask([panel, "--spread"], items, kept)
    found = []
    for line in out.splitlines():
        cells = line.split()
        i = int(cells[0])
        h, history, y = items[i][2:5]
        x = np.array(cells[1:], float).reshape(h, -1)[:len(y)]
        if (x[:, 1] > 0).all() and scale(history, items[i][1]) > 0:
            low = 0 if min(history) >= 0 else -np.inf
            found.append(np.c_[np.full(len(y), i), np.arange(len(y)), y - np.maximum(x[:, 0], low),
                               x[:, 0] if low == 0 else np.inf + x[:, 0], x[:, 1:]])
    v = np.concatenate(found)
    d = dict(zip(("step", "error", "mean", "sd", "psi", "scale", "rank"), v[:, 1:8].T))
    X = v[:, 8:]
    return dict(d, who=v[:, 0].astype(int), step=d["step"].astype(int), z=d["error"] / d["sd"], mean=d["mean"] / d["sd"], X=X,
                V=np.c_[np.ones(len(X)), X[:, [LENGTH, SEASONAL]]])


def lean(mean, log_scale, skew):
    """How far demand leans: outlook.c. mean is in the members' sd; infinite: with negatives."""
    return skew * np.minimum(np.exp(log_scale) / np.maximum(mean, 1e-9), 0.6)


def size(nu):
    """E |u| of Student's t with variance 1."""
    return 2 * np.sqrt((nu - 2) / np.pi) * np.exp(gammaln((nu + 1) / 2) - gammaln(nu / 2)) / (nu - 1)


def moments(g, nu):
    """Mean and sd of u stretched by exp(g) above 0 and exp(-g) below: outlook.c."""
    mean = size(nu) * np.sinh(g)
    return mean, np.sqrt(np.cosh(2 * g) - mean ** 2)


def straight(z, log_scale, g, shape):
    """The symmetric u behind errors z, and what the stretch's centring adds to it."""
    w = z / np.exp(log_scale) * shape[1] + shape[0]
    back = np.exp(-g * np.sign(w))
    return w * back, shape[0] * back


def freedom(V, c):
    return 2 + np.exp(np.clip(V @ c, -1.5, 4))


def surprise(u, nu, log_scale, g, shape):
    """-log-density of an error whose symmetric u is Student's t with variance 1."""
    return gammaln(nu / 2) - gammaln((nu + 1) / 2) + 0.5 * np.log(np.pi * (nu - 2)) \
        + (nu + 1) / 2 * np.log1p(u * u / (nu - 2)) + log_scale - np.log(shape[1]) + g * np.sign(u)


def spread_value(theta, F, weight, g, shape):
    """-log-likelihood of a leaning Student's t whose log scale is X b, log(nu - 2) is V c, and its gradient."""
    X, V, k = F["X"], F["V"], F["X"].shape[1]
    b, c = theta[:k], theta[k:]
    nu, log_scale = freedom(V, c), X @ b
    u, centre = straight(F["z"], log_scale, g, shape)
    far = u * u / (nu - 2)
    pull = (nu + 1) * u / (nu - 2) / (1 + far)
    slope = 0.5 * digamma(nu / 2) - 0.5 * digamma((nu + 1) / 2) + 0.5 / (nu - 2) + np.log1p(far) / 2 \
        - (nu + 1) / 2 * far / (nu - 2) / (1 + far)
    ridge = 1e-4 * np.r_[0, np.ones(k - 1)], 3e-4 * np.r_[0, np.ones(len(c) - 1)]
    return ((weight * surprise(u, nu, log_scale, g, shape)).sum() + (ridge[0] * b ** 2).sum() + (ridge[1] * c ** 2).sum(),
            np.r_[X.T @ (weight * (1 - pull * (u - centre))) + 2 * ridge[0] * b,
                  V.T @ (weight * slope * (nu - 2)) + 2 * ridge[1] * c])


def totals_value(F, weight, log_scale, nu, skew, shared, n):
    """-log-likelihood of the totals of n steps where this share of a step's variance is common to all: spread.c."""
    first = np.flatnonzero(F["step"] == 0)
    first = first[np.diff(np.r_[first, len(log_scale)]) >= n]
    at = first[:, None] + np.arange(n)
    ratio = np.clip(np.exp(log_scale[at]), 1 / 20, 20)
    same = np.sqrt(1 - shared) * np.minimum(ratio, ratio[:, :1])
    sd, step = F["sd"][at], same * F["scale"][at]
    rank = np.hypot(same * F["rank"][at], sd * np.sqrt(ratio ** 2 - same ** 2))
    var = rank.sum(1) ** 2
    for i in range(n):
        var += (step[:, i:] * F["psi"][at[:, :n - i]]).sum(1) ** 2
    total, error, mean = np.sqrt(var), F["error"][at].sum(1), (F["mean"][at] * sd).sum(1)
    g, zero = lean(mean / total, np.zeros(len(total)), skew), np.zeros(len(total))
    shape = moments(g, nu[first])
    u, _ = straight(error / total, zero, g, shape)
    w = weight[first] / weight[first].sum()
    return (w * surprise(u, nu[first], np.log(total / sd[:, 0]), g, shape)).sum()


def learn_spread(F, weight, skews=(0.2, 0.3, 0.4, 0.5), shares=(0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4)):
    """theta and the skew with the greatest likelihood, lean and its moments being those of the fit before;
    then the share of a step's variance that all have in common with the greatest likelihood of totals."""
    k = F["X"].shape[1]

    def fit(g, shape, start):
        return minimize(spread_value, start, args=(F, weight, g, shape), jac=True, method="L-BFGS-B",
                        bounds=[(-5, 5)] * len(start), options=dict(maxiter=500))
    none = np.zeros(len(weight))
    first = fit(none, (none, none + 1), np.r_[np.zeros(k), np.log(4), np.zeros(F["V"].shape[1] - 1)])
    best = first.fun, first.x, 0.0
    for skew in skews:
        theta = first.x
        for _ in range(2):
            g = lean(F["mean"], F["X"] @ theta[:k], skew)
            found = fit(g, moments(g, freedom(F["V"], theta[k:])), theta)
            theta = found.x
        if found.fun < best[0]:
            best = found.fun, found.x, skew
    theta, skew = best[1:]
    shared = min(shares, key=lambda s: sum(
        totals_value(F, weight, F["X"] @ theta[:k], freedom(F["V"], theta[k:]), skew, s, n) for n in (3, 6)))
    return theta, skew, shared


def spread_weights(who, items):
    """Shorter futures count for less."""
    d = np.array([items[i][0] for i in who])
    h = np.array([items[i][2] for i in who])
    w = 1 / h / np.sqrt(np.bincount(d, weights=1 / h, minlength=len(SETS))[d])
    return d, w / w.sum()


def cross_validate_spread(F, items):
    """On the last origins by what was known at them; the 4 sets of M3 and hospital have most of the series."""
    d, weight = spread_weights(F["who"], items)
    age = np.array([items[i][5] for i in F["who"]])
    early, late = age >= 1.5, age < 1
    take = lambda keep: {k: v[keep] for k, v in F.items()}
    theta, skew, shared = learn_spread(take(early), weight[early] / weight[early].sum())
    print("skew", skew, "shared", shared, "tail", theta[-3:])
    F, d, k = take(late), d[late], F["X"].shape[1]
    log_scale, nu, z, step = F["X"] @ theta[:k], freedom(F["V"], theta[k:]), F["z"], F["step"]
    for n in (3, 6):
        print("totals of", n, *(f"{s}: {totals_value(F, weight[late], log_scale, nu, skew, s, n):.4f}" for s in (0, shared, 0.4)))
    g = lean(F["mean"], log_scale, skew)
    sd = F["sd"] / np.array([scale(items[i][3], items[i][1]) for i in F["who"]])
    shape = moments(g, nu)
    tails = {p: student.ppf(p, nu) * np.sqrt((nu - 2) / nu) for p in (0.025, 0.1, 0.9, 0.975)}
    bound = {p: (u * np.exp(g * np.sign(u)) - shape[0]) / shape[1] * np.exp(log_scale) for p, u in tails.items()}
    plain = {p: np.full(len(z), norm.ppf(p)) for p in tails}
    for label, q in (("members", plain), ("learned", bound)):
        for i, name in enumerate(SETS):
            at = d == i
            if not at.any():
                continue
            e, lo, hi = z[at], q[0.025][at], q[0.975][at]
            in95, in80 = (e >= lo) & (e <= hi), (e >= q[0.1][at]) & (e <= q[0.9][at])
            msis = (sd[at] * (hi - lo + 40 * np.maximum(0, lo - e) + 40 * np.maximum(0, e - hi))).mean()
            by = [(in95[step[at] == k].mean(), in80[step[at] == k].mean()) for k in range(step[at].max() + 1)]
            print(f"{label} {name:18s} 95: {in95.mean():.3f} ({min(b[0] for b in by):.3f}..{max(b[0] for b in by):.3f})"
                  f" 80: {in80.mean():.3f} ({min(b[1] for b in by):.3f}..{max(b[1] for b in by):.3f})"
                  f" below {(e < lo).mean():.3f} above {(e > hi).mean():.3f} msis {msis:.3f}")


def write_spread(path, theta, skew, shared):
    with open(path, "w") as f:
        f.write("/* SPDX-License-Identifier: GPL-3.0-or-later */\n"
                "/* Written by bench/learn-auto.py: log(degrees of freedom - 2): constant, length, season;\n"
                "   skew, share in common; the coefficients of the terms. */\n")
        row = lambda v: "{ " + ", ".join(f"{x:.4f}" for x in v) + " }"
        f.write(f"{row(theta[-3:])}, {skew:.4f}, {shared:.4f}, {row(theta[:-3])}\n")


def scale(x, m):
    s = m if len(x) > m else 1
    return np.mean(np.abs(x[s:] - x[:-s]))


def assemble(items, names, rows):
    """Arrays over all histories: forecasts P (member, item, step), actuals A, step weights W, ..."""
    keep = [i for i in rows if scale(items[i][3], items[i][1]) > 0 and np.mean(items[i][3] == 0) <= LUMPY]
    n, k = len(keep), len(names)
    S = dict(worth=np.array([items[i][6] for i in keep]), series=np.array([items[i][7] for i in keep]), P=np.zeros((k, n, STEPS)), A=np.zeros((n, STEPS)), W=np.zeros((n, STEPS)), isc=np.zeros(n),
             X=np.zeros((n, len(rows[keep[0]][0]))), L=np.zeros((n, k)), can=np.zeros((n, k), bool),
             d=np.zeros(n, int), age=np.zeros(n))
    for j, i in enumerate(keep):
        d, m, _, x, y, age, *_ = items[i]
        traits, loss, forecasts = rows[i]
        f = np.array(forecasts)
        S["can"][j] = np.isfinite(f).all(1)
        f[~S["can"][j]] = 0
        if min(x) >= 0:
            f = np.maximum(f, 0)
        steps = len(y)
        S["P"][:, j, :steps] = f[:, :steps]
        S["A"][j, :steps] = y
        S["W"][j, :steps] = 1 / steps
        S["isc"][j] = 1 / scale(x, m)
        S["X"][j] = traits
        S["L"][j] = np.nan_to_num(loss)
        S["d"][j] = d
        S["age"][j] = age
    return S


def part(S, keep):
    return {k: v[:, keep] if k == "P" else v[keep] for k, v in S.items()}


def weights(theta, S):
    k, q = S["P"].shape[0], S["X"].shape[1]
    U = S["X"] @ theta[:k * q].reshape(k, q).T - theta[k * q:] * S["L"]
    U = np.where(S["can"], U, -1e9)
    w = np.exp(U - U.max(1, keepdims=True))
    return w / w.sum(1, keepdims=True)


def losses(w, S):
    """sMAPE and MASE of each history, and their derivatives by the forecast."""
    f = np.einsum("nk,knh->nh", w, S["P"])
    e = f - S["A"]
    den = np.maximum(np.abs(f) + np.abs(S["A"]), 1e-9)
    a, sign, i = np.abs(e), np.sign(e), S["isc"][:, None]
    smape, mase = 200 * a / den, a * i
    return ((smape * S["W"]).sum(1), (mase * S["W"]).sum(1),
            (200 * sign / den - 200 * a / den ** 2 * np.sign(f)) * S["W"], sign * i * S["W"])


def objective(theta, S, base, weight, ridge):
    k, q = S["P"].shape[0], S["X"].shape[1]
    w = weights(theta, S)
    smape, mase, ds, dm = losses(w, S)
    a, b = 1 / base[0][S["d"]], 1 / base[1][S["d"]]
    G = weight[:, None] * (ds * a[:, None] + dm * b[:, None])
    gw = np.einsum("nh,knh->nk", G, S["P"])
    gu = w * (gw - (w * gw).sum(1, keepdims=True))
    B, c = theta[:k * q].reshape(k, q), theta[k * q:]
    Bc, cc = B - B.mean(0), c - c.mean()
    size = np.r_[0.2, np.ones(q - 1)]
    value = (weight * (smape * a + mase * b)).sum() + ridge * ((Bc ** 2 * size).sum() + (cc ** 2).sum())
    return value, np.r_[(gu.T @ S["X"] + 2 * ridge * Bc * size).ravel(), -(gu * S["L"]).sum(0) + 2 * ridge * cc]


def learn(S, base, ridge):
    k, q = S["P"].shape[0], S["X"].shape[1]
    weight = S["worth"] / np.sqrt(np.bincount(S["d"], minlength=len(SETS))[S["d"]])
    weight /= weight.sum()
    start = np.r_[np.zeros(k * q), np.full(k, 0.5)]
    return minimize(objective, start, args=(S, base, weight, ridge), jac=True, method="L-BFGS-B",
                    options=dict(maxiter=600)).x


def norms(S):
    w = S["can"] / S["can"].sum(1, keepdims=True)
    smape, mase, _, _ = losses(w, S)
    of = lambda v: np.array([v[S["d"] == i].mean() if (S["d"] == i).any() else 1 for i in range(len(SETS))])
    return of(smape), of(mase)


def report(title, smape, mase, S):
    print(f"{title:24s}", *(f"{smape[S['d'] == i].mean():.3f}/{mase[S['d'] == i].mean():.4f}" for i in range(len(SETS))
                            if (S["d"] == i).any()), flush=True)


def cross_validate(S, names, ridges):
    base, who = norms(S), S["series"] % 5
    for k, name in enumerate(names):
        w = np.zeros(S["can"].shape)
        w[:, k] = 1
        s, m, _, _ = losses(w, S)
        s[~S["can"][:, k]] = m[~S["can"][:, k]] = np.nan
        print(f"{name:24s}", *(f"{np.nanmean(s[S['d'] == i]):.3f}/{np.nanmean(m[S['d'] == i]):.4f}" for i in range(len(SETS))))
    report("equal", *losses(S["can"] / S["can"].sum(1, keepdims=True), S)[:2], S)
    for ridge in ridges:
        smape, mase = np.zeros(len(who)), np.zeros(len(who))
        for fold in range(5):
            theta = learn(part(S, who != fold), base, ridge)
            out = part(S, who == fold)
            smape[who == fold], mase[who == fold] = losses(weights(theta, out), out)[:2]
        report(f"ridge {ridge:g}", smape, mase, S)
    # what earlier origins teach of the last ones, which is what it is for
    early, late = S["age"] >= 1.5, S["age"] < 1
    for ridge in ridges:
        out = part(S, late)
        report(f"later, ridge {ridge:g}", *losses(weights(learn(part(S, early), base, ridge), out), out)[:2], out)


def write_table(path, names, theta, traits):
    k = len(names)
    B, c = theta[:k * traits].reshape(k, traits), theta[k * traits:]
    B = B - B.mean(0)
    with open(path, "w") as f:
        f.write("/* SPDX-License-Identifier: GPL-3.0-or-later */\n"
                "/* Written by bench/learn-auto.py. Each member's trust: coefficients of the terms, and of its loss. */\n")
        for i, name in enumerate(names):
            f.write("{ " + ", ".join(f"{v:.4f}" for v in B[i]) + f", {-c[i]:.4f} }},  /* {name} */\n")


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--panel", required=True)
    p.add_argument("--data", required=True)
    p.add_argument("--out")
    p.add_argument("--keep", help="file of the panel's answers, to learn from again")
    p.add_argument("--spread", action="store_true", help="spread_table.h, with the trust that the panel was built with")
    p.add_argument("--cv", action="store_true")
    p.add_argument("--ridge", type=float, nargs="*", default=[2e-3])
    a = p.parse_args()
    items = list(histories(a.data))
    if a.spread:
        found = ask_spread(a.panel, items, a.keep)
        if a.cv:
            cross_validate_spread(found, items)
        else:
            write_spread(a.out, *learn_spread(found, spread_weights(found["who"], items)[1]))
        return
    names, rows = ask_panel(a.panel, items, a.keep)
    S = assemble(items, names, rows)
    print(len(items), "histories,", len(S["d"]), "used", file=sys.stderr)
    if a.cv:
        cross_validate(S, names, a.ridge)
    else:
        theta = learn(S, norms(S), a.ridge[0])
        write_table(a.out, names, theta, S["X"].shape[1])


if __name__ == "__main__":
    main()
