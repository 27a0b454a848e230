/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inv/accuracy.h"

#include <math.h>

/* How a measure's keys make a total, and whether its root is taken at the end. */
static const struct kind { const char *name; bool pooled, root; } kinds[INV_MEASURES] = {
    [INV_MAE] = { "mae", false, false }, [INV_MSE] = { "mse", false, false }, [INV_RMSE] = { "rmse", false, true },
    [INV_MAPE] = { "mape", false, false }, [INV_SMAPE] = { "smape", false, false },
    [INV_MASE] = { "mase", false, false }, [INV_RMSSE] = { "rmsse", false, false },
    [INV_WAPE] = { "wape", true, false }, [INV_BIAS] = { "bias", true, false },
    [INV_PINBALL] = { "pinball", false, false }, [INV_COVERAGE] = { "coverage", true, false },
    [INV_MSIS] = { "msis", false, false }, [INV_PRMSSE] = { "prmsse", false, true }, [INV_SUM3] = { "sum3", false, true },
    [INV_SPINBALL] = { "spinball", false, false },
};

static const struct kind of_quantile[2] = { { "upto", true, false }, { "under", true, false } };

/* Where those of quantiles begin. */
static size_t quantiles_at(const struct inv_accuracy *a)
{
    return INV_MEASURES + (a->nlevels > 1 ? 2 * (a->nlevels - 1) : 0);
}

static const struct kind *kind_of(const struct inv_accuracy *a, size_t measure)
{
    if (measure < INV_MEASURES)
        return &kinds[measure];
    if (measure < quantiles_at(a))
        return &kinds[(measure - INV_MEASURES) % 2 ? INV_MSIS : INV_COVERAGE];
    return &of_quantile[(measure - quantiles_at(a)) % 2];
}

const char *inv_measure_name(const struct inv_accuracy *a, size_t measure, double *of)
{
    size_t at = quantiles_at(a);
    double x = measure < INV_MEASURES ? (double)NAN
             : measure < at ? a->levels[1 + (measure - INV_MEASURES) / 2] : a->probs[(measure - at) / 2];
    if (of)
        *of = x;
    return kind_of(a, measure)->name;
}

size_t inv_accuracy_width(const struct inv_accuracy *a)
{
    return quantiles_at(a) + 2 * a->nprobs;
}

/* ---- what errors are compared with -------------------------------------------------------- */

/* Root mean square without an overflow on the way. */
static double root_mean_square(const double *x, size_t n, size_t lag)
{
    double big = 0, sum = 0;
    size_t pairs = 0;
    for (size_t t = lag; t < n; t++) {
        double d = fabs(x[t] - x[t - lag]);
        big = d > big ? d : big;                /* false for NAN */
    }
    for (size_t t = lag; t < n && big > 0; t++) {
        double d = (x[t] - x[t - lag]) / big;
        if (isnan(d))
            continue;
        sum += d * d;
        pairs++;
    }
    return pairs > 0 ? big * sqrt(sum / (double)pairs) : 0;
}

struct inv_scale inv_scale_of(const double *x, size_t n, size_t m)
{
    size_t lag = m > 1 && n > m ? m : 1, pairs = 0;
    double sum = 0;
    for (size_t t = lag; t < n; t++) {
        double d = fabs(x[t] - x[t - lag]);
        if (isnan(d))
            continue;
        sum += d;
        pairs++;
    }
    return (struct inv_scale){ pairs > 0 ? sum / (double)pairs : 0, root_mean_square(x, n, 1) };
}

/* ---- one window ------------------------------------------------------------------------------- */

struct sums { double abs, mean, square, pct, sym, actual, size, scaled; size_t n, npct; };

static void add_error(struct sums *s, double a, double f, double root)
{
    double e = a - f, abs = fabs(e);
    s->n++;
    s->abs += abs;
    s->mean -= e;
    s->square += e * e;
    s->actual += a;
    s->size += fabs(a);
    s->sym += abs > 0 ? abs / (fabs(a) + fabs(f)) : 0;
    if (root > 0)
        s->scaled += (e / root) * (e / root);
    if (a != 0) {
        s->pct += fabs(e / a);
        s->npct++;
    }
}

static void point(const struct inv_scale *c, const struct inv_outcome *o, struct inv_ratio *out)
{
    struct sums s = { 0 };
    for (size_t k = 0; k < o->h; k++)
        if (isfinite(o->actual[k]) && isfinite(o->forecast[k]))
            add_error(&s, o->actual[k], o->forecast[k], c->root);
    if (s.n == 0)
        return;
    double n = (double)s.n;
    out[INV_MAE] = (struct inv_ratio){ s.abs, n };
    out[INV_MSE] = out[INV_RMSE] = (struct inv_ratio){ s.square, n };
    out[INV_SMAPE] = (struct inv_ratio){ 200 * (s.sym / n), 1 };
    out[INV_WAPE] = (struct inv_ratio){ s.abs, s.size };
    out[INV_BIAS] = (struct inv_ratio){ s.mean, s.actual };
    if (s.npct > 0)
        out[INV_MAPE] = (struct inv_ratio){ 100 * (s.pct / (double)s.npct), 1 };
    if (c->mean > 0)
        out[INV_MASE] = (struct inv_ratio){ s.abs / n / c->mean, 1 };
    if (c->root > 0) {
        out[INV_RMSSE] = (struct inv_ratio){ sqrt(s.scaled / n), 1 };
        out[INV_PRMSSE] = (struct inv_ratio){ s.scaled / n, 1 };
    }
}

/* Totals of three periods each from the first on; those that lack a period are left out. */
static void totals(const struct inv_scale *c, const struct inv_outcome *o, struct inv_ratio *out)
{
    double sum = 0;
    size_t n = 0;
    for (size_t k = 0; k + 3 <= o->h && c->root > 0; k += 3) {
        double e = 0;
        for (size_t i = k; i < k + 3; i++)
            e += o->actual[i] - o->forecast[i];
        e /= 3 * c->root;
        if (!isfinite(e))
            continue;
        sum += e * e;
        n++;
    }
    if (n > 0)
        out[INV_SUM3] = (struct inv_ratio){ sum / (double)n, 1 };
}

static void level(double l, const struct inv_scale *c, const struct inv_outcome *o, const double *lo, const double *hi,
                  struct inv_ratio *coverage, struct inv_ratio *msis)
{
    double score = 0, in = 0, n = 0, fine = 2 / (1 - l);
    for (size_t k = 0; k < o->h; k++) {
        double a = o->actual[k];
        if (!isfinite(a) || !isfinite(o->forecast[k]))
            continue;
        n++;
        in += lo[k] <= a && a <= hi[k];
        score += hi[k] - lo[k] + (a < lo[k] ? fine * (lo[k] - a) : 0) + (a > hi[k] ? fine * (a - hi[k]) : 0);
    }
    if (n == 0)
        return;
    *coverage = (struct inv_ratio){ in, n };
    if (c->mean > 0 && isfinite(score))
        *msis = (struct inv_ratio){ score / n / c->mean, 1 };
}

static void reached(const struct inv_outcome *o, const double *q, struct inv_ratio *upto, struct inv_ratio *under)
{
    for (size_t k = 0; k < o->h; k++) {
        if (!isfinite(o->actual[k]) || !isfinite(q[k]) || !isfinite(o->forecast[k]))
            continue;
        upto->num += o->actual[k] <= q[k];
        under->num += o->actual[k] < q[k];
        upto->den = ++under->den;
    }
}

static void pinball(const struct inv_outcome *o, double p, const double *q, struct inv_ratio *out)
{
    for (size_t k = 0; k < o->h; k++) {
        double d = o->actual[k] - q[k];
        if (!isfinite(d) || !isfinite(o->forecast[k]))
            continue;
        out->num += d > 0 ? p * d : (p - 1) * d;
        out->den++;
    }
}

static void spread(const struct inv_accuracy *a, const struct inv_scale *c, const struct inv_outcome *o, struct inv_ratio *out)
{
    for (size_t i = 0; i < a->nlevels; i++) {
        const double *lo = o->bounds + 2 * i * o->stride, *hi = lo + o->stride;
        size_t at = INV_MEASURES + 2 * (i - 1);
        level(a->levels[i], c, o, lo, hi, &out[i ? at : INV_COVERAGE], &out[i ? at + 1 : INV_MSIS]);
        if (a->nprobs == 0) {
            pinball(o, (1 - a->levels[i]) / 2, lo, &out[INV_PINBALL]);
            pinball(o, (1 + a->levels[i]) / 2, hi, &out[INV_PINBALL]);
        }
    }
    for (size_t i = 0, at = quantiles_at(a); i < a->nprobs; i++) {
        const double *q = o->bounds + (2 * a->nlevels + i) * o->stride;
        pinball(o, a->probs[i], q, &out[INV_PINBALL]);
        reached(o, q, &out[at + 2 * i], &out[at + 2 * i + 1]);
    }
    if (c->root > 0 && out[INV_PINBALL].den > 0)
        out[INV_SPINBALL] = (struct inv_ratio){ out[INV_PINBALL].num / out[INV_PINBALL].den / c->root, 1 };
}

void inv_accuracy_window(const struct inv_accuracy *a, const struct inv_scale *s, const struct inv_outcome *o,
                         struct inv_ratio *out)
{
    size_t width = inv_accuracy_width(a);
    for (size_t i = 0; i < width; i++)
        out[i] = (struct inv_ratio){ 0, 0 };
    point(s, o, out);
    totals(s, o, out);
    if (o->bounds)
        spread(a, s, o, out);
}

/* ---- keys and totals --------------------------------------------------------------------------- */

void inv_accuracy_add(struct inv_ratio *key, const struct inv_ratio *window, size_t width)
{
    for (size_t i = 0; i < width; i++) {
        key[i].num += window[i].num;
        key[i].den += window[i].den;
    }
}

void inv_accuracy_pool(const struct inv_accuracy *a, struct inv_ratio *total, const struct inv_ratio *key)
{
    for (size_t i = 0, width = inv_accuracy_width(a); i < width; i++) {
        bool pooled = kind_of(a, i)->pooled;
        if (!pooled && !(key[i].den > 0))
            continue;
        total[i].num += pooled ? key[i].num : key[i].num / key[i].den;
        total[i].den += pooled ? key[i].den : 1;
    }
}

double inv_accuracy_value(const struct inv_ratio *r, size_t measure)
{
    double x = r->den != 0 ? r->num / r->den : NAN;
    if (!isfinite(x))
        return (double)NAN;
    return measure < INV_MEASURES && kinds[measure].root ? sqrt(x) : x;
}
