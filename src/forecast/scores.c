/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Quantiles of scores: see inv/conformal.h. */
#include "scores.h"

#include <float.h>
#include <math.h>

#include "inv/dist.h"

/* The bands around the n-th step or a total of n, and the share of the second. */
static size_t bands_at(const struct inv_outlook *o, size_t n, double *share)
{
    double at = log2((double)n);
    size_t band = (size_t)at, last = o->scores.bands - 1;
    *share = band < last ? at - (double)band : 0;
    return band < last ? band : last;
}

static double rms_at(const struct inv_outlook *o, const struct inv_score_band *b, size_t n)
{
    double share;
    size_t i = bands_at(o, n, &share);
    return share > 0 ? (1 - share) * b[i].rms + share * b[i + 1].rms : b[i].rms;
}

/* The magnitude that a share of `level` does not exceed, with the finite-sample
 * correction, and a normal tail beyond the greatest score. */
static double magnitude(const struct inv_score_band *b, double level)
{
    double share = level * (b->worth + 1) / b->worth, reach = b->worth / (b->worth + 1);
    if (share >= 1)
        return b->x[b->n - 1] + b->rms * (inv_normal_quantile((1 + level) / 2) - inv_normal_quantile((1 + reach) / 2));
    double at = share * (double)(b->n - 1);
    size_t i = (size_t)at;
    return i + 1 < b->n ? b->x[i] + (at - (double)i) * (b->x[i + 1] - b->x[i]) : b->x[i];
}

static double of_band(const struct inv_score_band *b, double p)
{
    return p > 0.5 ? magnitude(b, 2 * p - 1) : p < 0.5 ? -magnitude(b, 1 - 2 * p) : 0;
}

/* In sds as inv_scores_begin has made them. */
static double quantile_at(const struct inv_outlook *o, const struct inv_score_band *b, size_t n, double p)
{
    double share, rms = rms_at(o, b, n);
    size_t i = bands_at(o, n, &share);
    double q = share > 0 ? (1 - share) * of_band(&b[i], p) + share * of_band(&b[i + 1], p) : of_band(&b[i], p);
    return rms > 0 ? q / rms : 0;
}

/* sd of a demand within lo..hi is at most their distance. */
static double widen(const struct inv_outlook *o, double sd, double by, double n)
{
    double most = n * (o->hi - o->lo) < DBL_MAX ? n * (o->hi - o->lo) : DBL_MAX;
    return sd * by < most ? sd * by : most;
}

void inv_scores_begin(struct inv_outlook *o)
{
    for (size_t k = 0; k < o->h; k++) {
        o->sd[k] = widen(o, o->sd[k], rms_at(o, o->scores.step, k + 1), 1);
        o->cum_sd[k] = k == 0 ? o->sd[0] : widen(o, o->cum_sd[k], rms_at(o, o->scores.total, k + 1), (double)(k + 1));
        if (k > 0 && o->cum_sd[k] < o->cum_sd[k - 1])
            o->cum_sd[k] = o->cum_sd[k - 1];
    }
}

double inv_scores_quantile(const struct inv_outlook *o, size_t k, double p)
{
    return o->forecast[k] + o->sd[k] * quantile_at(o, o->scores.step, k + 1, p);
}

double inv_scores_total(const struct inv_outlook *o, const struct inv_total *t, double p)
{
    return t->n == 1 ? inv_scores_quantile(o, 0, p) : t->mean + t->sd * quantile_at(o, o->scores.total, t->n, p);
}

/* One origin's scores, or their mirror image; beyond what is known from it, any of the band. */
void inv_scores_path(const struct inv_outlook *o, struct inv_rng *r, double *q)
{
    const struct inv_scores *s = &o->scores;
    size_t block = inv_rng_below(r, s->blocks);
    double sign = inv_rng_uniform(r) < 0.5 ? -1 : 1, share;
    for (size_t k = 0; k < o->h; k++) {
        double z = k < s->stride ? s->block[block * s->stride + k] : NAN;
        const struct inv_score_band *b = &s->step[bands_at(o, k + 1, &share)];
        if (isnan(z))
            z = b->rms > 0 ? b->x[inv_rng_below(r, b->n)] / b->rms : 0;
        q[k] = o->forecast[k] + sign * o->sd[k] * z;
    }
}
