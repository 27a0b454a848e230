#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Learn how far auto trusts which member of its panel: src/forecast/trust_table.h.

usage: learn-auto.py --panel BUILD/bench/panel --data DIR [--cv] [--out FILE]

DIR has *-train.csv (sku,date,qty). Each series' training part is cut at several
origins; the panel forecasts what follows within the training part, and the
coefficients of a softmax of the series' traits and of the members' trials
minimise the mean of sMAPE and MASE of the weighted forecast, each in multiples
of what equal weights reach on that data set (a differentiable form of Montero-
Manso, Athanasopoulos, Hyndman and Talagala 2020, eq. 1). No test part is read.
--cv prints what is reached on series that were left out, and on the last origins
by what the earlier ones teach, instead of writing: the ridge was chosen by the latter.
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
LUMPY = 0.2          # share of zeros from which auto does not ask the panel


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
    """(set, m, h, history, future, age) of every series and origin; age: horizons before the end."""
    rng = np.random.default_rng(20)
    for number, (name, (m, h)) in enumerate(SETS.items()):
        cuts = (h, h + (h + 1) // 2, 2 * h) if m < 52 else range(h, 90, 5)
        for y in read_set(data, name).values():
            y = np.asarray(y)
            for cut in cuts:
                n = len(y) - cut
                if n < 8 or min(y[:n]) == max(y[:n]):
                    continue
                yield number, m, h, y[:n], y[n:n + h], cut / h
                short = int(rng.integers(8, 3 * m + 20))
                if cut == h and short < 0.8 * n:
                    yield number, m, h, y[n - short:n], y[n:n + h], 1.5
            if name == "m3-monthly" and len(y) >= 60:
                z = coarser(y, 3)
                yield number, 4, 6, z[:-6], z[-6:], 1.5


def ask_panel(panel, items, kept):
    """Traits, losses, forecasts of each history; those that the panel refuses are left out."""
    text = "".join(f"{i} {m} {h} {len(x)} {' '.join(f'{v:.10g}' for v in x)}\n" for i, (_, m, h, x, *_) in enumerate(items))
    if kept and os.path.exists(kept):
        with open(kept) as f:
            out = f.read()
    else:
        out = subprocess.run([panel], input=text, capture_output=True, text=True, check=True).stdout
    if kept:
        with open(kept, "w") as f:
            f.write(out)
    names, rows = None, {}
    for line in out.splitlines():
        cells = line.split()
        i = int(cells[0])
        h = items[i][2]
        # the traits are what stands before the first name
        first = next(k for k in range(1, len(cells)) if cells[k][0].isalpha() and cells[k] != "nan")
        members = [cells[k:k + 2 + h] for k in range(first, len(cells), 2 + h)]
        names = [c[0] for c in members]
        traits = [float(c) for c in cells[1:first]]
        loss = [float(c[1]) for c in members]
        rows[i] = traits, loss, [[float(v) for v in c[2:]] for c in members]
    return names, rows


def ask_spread(panel, items, kept):
    """Of each history and step: its number, error / sd, the terms."""
    text = "".join(f"{i} {m} {h} {len(x)} {' '.join(f'{v:.10g}' for v in x)}\n" for i, (_, m, h, x, *_) in enumerate(items))
    out = open(kept).read() if kept and os.path.exists(kept) else subprocess.run(
        [panel, "--spread"], input=text, capture_output=True, text=True, check=True).stdout
    if kept:
        with open(kept, "w") as f:
            f.write(out)
    who, z, terms, step, sd, mean = [], [], [], [], [], []
    for line in out.splitlines():
        cells = line.split()
        i = int(cells[0])
        h, y = items[i][2], items[i][4]
        x = np.array(cells[1:], float).reshape(h, -1)
        s = scale(items[i][3], items[i][1])
        if not (x[:, 1] > 0).all() or not s > 0:
            continue
        who.append(np.full(h, i))
        z.append((y - (np.maximum(x[:, 0], 0) if min(items[i][3]) >= 0 else x[:, 0])) / x[:, 1])
        sd.append(x[:, 1] / s)
        terms.append(x[:, 2:])
        step.append(np.arange(h))
        mean.append((x[:, 0] if min(items[i][3]) >= 0 else np.full(h, np.inf)) / x[:, 1])
    return [np.concatenate(v) for v in (who, z, terms, step, sd, mean)]


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


def spread_value(theta, z, X, weight, g, shape):
    """-log-likelihood of a leaning Student's t whose log scale is X b, and its gradient; theta: b, log(nu - 2)."""
    b, nu = theta[:-1], 2 + np.exp(theta[-1])
    log_scale = X @ b
    u, centre = straight(z, log_scale, g, shape)
    far = u * u / (nu - 2)
    value = gammaln(nu / 2) - gammaln((nu + 1) / 2) + 0.5 * np.log(np.pi * (nu - 2)) + (nu + 1) / 2 * np.log1p(far) \
        + log_scale - np.log(shape[1]) + g * np.sign(u)
    pull = (nu + 1) * u / (nu - 2) / (1 + far)
    slope = 0.5 * digamma(nu / 2) - 0.5 * digamma((nu + 1) / 2) + 0.5 / (nu - 2) + np.log1p(far) / 2 \
        - (nu + 1) / 2 * far / (nu - 2) / (1 + far)
    ridge = 1e-4
    return ((weight * value).sum() + ridge * (b[1:] ** 2).sum(),
            np.r_[X.T @ (weight * (1 - pull * (u - centre))) + 2 * ridge * np.r_[0, b[1:]],
                  (weight * slope).sum() * (nu - 2)])


def learn_spread(z, X, weight, mean, skews=(0.2, 0.3, 0.4, 0.5, 0.6, 0.8)):
    """theta and the skew with the greatest likelihood; lean and its moments are those of the fit before."""
    def fit(g, shape, start):
        return minimize(spread_value, start, args=(z, X, weight, g, shape), jac=True, method="L-BFGS-B",
                        bounds=[(-5, 5)] * X.shape[1] + [(-1, 4)], options=dict(maxiter=500))
    none = np.zeros(len(z))
    first = fit(none, (none, none + 1), np.r_[np.zeros(X.shape[1]), np.log(4)])
    best = first.fun, first.x, 0.0
    for skew in skews:
        theta = first.x
        for _ in range(2):
            g = lean(mean, X @ theta[:-1], skew)
            found = fit(g, moments(g, 2 + np.exp(theta[-1])), theta)
            theta = found.x
        if found.fun < best[0]:
            best = found.fun, found.x, skew
    return best[1], best[2]


def spread_weights(who, items):
    d = np.array([items[i][0] for i in who])
    h = np.array([items[i][2] for i in who])
    w = 1 / h / np.sqrt(np.bincount(d, weights=1 / h, minlength=len(SETS))[d])
    return d, w / w.sum()


def cross_validate_spread(found, items):
    who, z, X, step, sd, mean = found
    d, weight = spread_weights(who, items)
    fold, log_scale, nu, g = who % 5, np.zeros(len(z)), np.zeros(len(z)), np.zeros(len(z))
    for k in range(5):
        theta, skew = learn_spread(z[fold != k], X[fold != k], weight[fold != k] / weight[fold != k].sum(), mean[fold != k])
        log_scale[fold == k], nu[fold == k] = X[fold == k] @ theta[:-1], 2 + np.exp(theta[-1])
        g[fold == k] = lean(mean[fold == k], log_scale[fold == k], skew)
        print("skew", skew)
    print("nu", np.unique(nu))
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


def write_spread(path, theta, skew):
    with open(path, "w") as f:
        f.write("/* SPDX-License-Identifier: GPL-3.0-or-later */\n"
                "/* Written by bench/learn-auto.py: degrees of freedom, skew, the coefficients of the terms. */\n")
        f.write(f"{2 + np.exp(theta[-1]):.4f}, {skew:.4f}, {{ " + ", ".join(f"{v:.4f}" for v in theta[:-1]) + " }\n")


def scale(x, m):
    s = m if len(x) > m else 1
    return np.mean(np.abs(x[s:] - x[:-s]))


def assemble(items, names, rows):
    """Arrays over all histories: forecasts P (member, item, step), actuals A, step weights W, ..."""
    keep = [i for i in rows if scale(items[i][3], items[i][1]) > 0 and np.mean(items[i][3] == 0) <= LUMPY]
    n, k = len(keep), len(names)
    S = dict(P=np.zeros((k, n, STEPS)), A=np.zeros((n, STEPS)), W=np.zeros((n, STEPS)), isc=np.zeros(n),
             X=np.zeros((n, len(rows[keep[0]][0]))), L=np.zeros((n, k)), can=np.zeros((n, k), bool), d=np.zeros(n, int), age=np.zeros(n))
    for j, i in enumerate(keep):
        d, m, h, x, y, age = items[i]
        traits, loss, forecasts = rows[i]
        f = np.array(forecasts)
        S["can"][j] = np.isfinite(f).all(1)
        f[~S["can"][j]] = 0
        if min(x) >= 0:
            f = np.maximum(f, 0)
        S["P"][:, j, :h] = f
        S["A"][j, :h] = y
        S["W"][j, :h] = 1 / h
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
    weight = 1 / np.sqrt(np.bincount(S["d"], minlength=len(SETS))[S["d"]])
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
    # what earlier origins teach of later ones, which is what it is for
    early, late = S["age"] >= 2, S["age"] == 1
    for ridge in ridges:
        out = part(S, late)
        report(f"later, ridge {ridge:g}", *losses(weights(learn(part(S, early), base, ridge), out), out)[:2], out)


def write_table(path, names, theta, traits):
    k = len(names)
    B, c = theta[:k * traits].reshape(k, traits), theta[k * traits:]
    B = B - B.mean(0)
    with open(path, "w") as f:
        f.write("/* SPDX-License-Identifier: GPL-3.0-or-later */\n"
                "/* Written by bench/learn-auto.py. Each member's trust: coefficients of the traits, and of its loss. */\n")
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
            write_spread(a.out, *learn_spread(found[1], found[2], spread_weights(found[0], items)[1], found[5]))
        return
    names, rows = ask_panel(a.panel, items, a.keep)
    S = assemble(items, names, rows)
    kept = [i for i in rows if scale(items[i][3], items[i][1]) > 0 and np.mean(items[i][3] == 0) <= LUMPY]
    first = {}
    S["series"] = np.array([first.setdefault((items[i][0], items[i][4][-1:].tobytes() + items[i][3][:1].tobytes()), len(first)) for i in kept])
    print(len(items), "histories,", len(kept), "used", file=sys.stderr)
    if a.cv:
        cross_validate(S, names, a.ridge)
    else:
        theta = learn(S, norms(S), a.ridge[0])
        write_table(a.out, names, theta, S["X"].shape[1])


if __name__ == "__main__":
    main()
