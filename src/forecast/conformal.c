/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inv/conformal.h"

#include <math.h>
#include <stdlib.h>

#include "scores.h"

#define ENOUGH 40               /* scores of a band: a 95 % bound is one of them */
/* Of errors over a horizon of s, half / s do not overlap. What overlaps, and the
 * neighbouring steps, bring as much again and more; three times had 95 % bounds hold 92 to 97 % and the best
 * interval scores on the ends of the training parts of M3 and hospital (ses, ets, theta). */
#define WORTH 3
#define MOST_STEPS 1000         /* the scores of later ones are those of the last band */

void inv_conformal_free(struct inv_conformal *c)
{
    inv_work_free(&c->trial);
    inv_work_free(&c->scores);
}

/* ---- collecting --------------------------------------------------------------------- */

/* The scores of one series, NAN where nothing is known: of origin i's step k at
 * block[i * h + k], of its total of steps 0..k at total[i * h + k]. */
struct pool { double *block, *total, *sorted; size_t h, half, blocks, used; };

static void look_at(const struct inv_outlook *o, const double *y, struct pool *p)
{
    double *block = p->block + p->blocks * p->h, *total = p->total + p->blocks * p->h, error = 0;
    p->blocks++;
    for (size_t k = 0; k < p->h; k++) {
        double e = k < o->h ? y[k] - o->forecast[k] : NAN;
        error += e;
        block[k] = isfinite(e) && o->sd[k] > 0 ? e / o->sd[k] : NAN;
        total[k] = isfinite(error) && o->cum_sd[k] > 0 ? error / o->cum_sd[k] : NAN;
    }
}

/* From `from` values, as far ahead as is known. */
static enum inv_status try_origin(struct inv_conformal *c, const double *y, size_t n, size_t from, size_t m,
                                  const struct inv_forecast_spec *spec, const struct inv_rng *r, struct pool *p,
                                  struct inv_err *err)
{
    struct inv_forecast_spec s = *spec;
    struct inv_forecast f;
    struct inv_rng own = *r;
    s.h = s.args.h = n - from < p->h ? n - from : p->h;
    s.args.near = NULL;         /* a fit to all values would let the trial know how they go on */
    s.args.paths = 0;
    s.whole = false;
    enum inv_status st = inv_forecast(y, from, m, &s, &c->trial, &own, &f, err);
    if (st == INV_OK && f.special == INV_FORECAST_FITTED)
        look_at(&f.outlook, y + from, p);
    return st == INV_EFIT ? INV_OK : st;
}

/* Origins of the second half of the series, evenly; from all of them the whole horizon is known where
 * the half has so many periods. */
static enum inv_status collect(struct inv_conformal *c, const double *y, size_t n, size_t m, const struct inv_forecast_spec *spec,
                               const struct inv_rng *r, struct pool *p, struct inv_err *err)
{
    size_t half = n / 2, least = p->h < half ? p->h : 1, wide = half - least + 1;
    size_t origins = c->origins < wide ? c->origins : wide;
    enum inv_status st = INV_OK;
    for (size_t i = 0; i < origins && st == INV_OK; i++) {
        size_t back = least + (origins > 1 ? (wide - 1) * i / (origins - 1) : 0);
        st = try_origin(c, y, n, n - back, m, spec, r, p, err);
    }
    return st;
}

/* ---- putting in the distribution's place ------------------------------------------------ */

static int ascending(const void *a, const void *b)
{
    const double *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

/* Known scores of steps first..end - 1 of all origins, in order. */
static struct inv_score_band band_of(struct pool *p, const double *scores, size_t first, size_t end)
{
    double *x = p->sorted + p->used, sum = 0;
    size_t n = 0;
    for (size_t i = 0; i < p->blocks; i++)
        for (size_t k = first; k < end && k < p->h; k++) {
            double z = scores[i * p->h + k];
            if (isfinite(z)) {
                x[n++] = fabs(z);
                sum += z * z;
            }
        }
    qsort(x, n, sizeof *x, ascending);
    return (struct inv_score_band){ x, n, n > 0 ? sqrt(sum / (double)n) : 0, 1 };
}

/* Steps from half of 2^b to twice it, and, while they are too few, more and more. */
static struct inv_score_band widening_band(struct pool *p, const double *scores, size_t b)
{
    size_t step = (size_t)1 << b;
    struct inv_score_band band = { 0 };
    for (size_t wide = 2; ; wide *= 2) {
        size_t first = step / wide, end = wide * step;
        band = band_of(p, scores, first > 0 ? first - 1 : 0, end);
        if (band.n >= ENOUGH || (first <= 1 && end >= p->h))
            break;
    }
    p->used += band.n;
    band.worth = 1 + WORTH * (double)p->half / (double)step;
    band.worth = band.worth < (double)band.n ? band.worth : (double)band.n;
    return band;
}

/* For paths: with a root mean square of 1 at each step, as few origins have it by chance alone. */
static void normalise(struct pool *p)
{
    for (size_t k = 0; k < p->h; k++) {
        double sum = 0, n = 0;
        for (size_t i = 0; i < p->blocks; i++)
            if (isfinite(p->block[i * p->h + k])) {
                sum += p->block[i * p->h + k] * p->block[i * p->h + k];
                n++;
            }
        for (size_t i = 0; i < p->blocks && sum > 0; i++)
            p->block[i * p->h + k] /= sqrt(sum / n);
    }
}

static void put(struct inv_outlook *o, struct pool *p)
{
    struct inv_scores s = { .block = p->block, .blocks = p->blocks, .stride = p->h };
    while (s.bands < INV_SCORE_BANDS && (s.bands == 0 || (size_t)1 << s.bands <= p->h)) {
        s.step[s.bands] = widening_band(p, p->block, s.bands);
        s.total[s.bands] = widening_band(p, p->total, s.bands);
        s.bands++;
    }
    if (s.step[0].n < INV_CONFORMAL_LEAST || s.total[s.bands - 1].n < INV_CONFORMAL_LEAST)
        return;
    for (size_t i = 0; i < s.bands; i++)
        if (s.step[i].n == 0 || s.total[i].n == 0)
            return;
    normalise(p);
    o->scores = s;
    inv_scores_begin(o);
}

static bool make_room(struct inv_conformal *c, struct pool *p, struct inv_err *err)
{
    size_t all = c->origins * p->h;
    if (inv_work_reserve(&c->scores, (2 + 2 * INV_SCORE_BANDS) * all, err) != INV_OK)
        return false;
    p->block = inv_work_take(&c->scores, all);
    p->total = inv_work_take(&c->scores, all);
    p->sorted = inv_work_take(&c->scores, 2 * INV_SCORE_BANDS * all);
    return p->block && p->total && p->sorted;
}

enum inv_status inv_conformal_forecast(struct inv_conformal *c, const double *y, size_t n, size_t m,
                                       const struct inv_forecast_spec *spec, struct inv_work *w, struct inv_rng *r,
                                       struct inv_forecast *f, struct inv_err *err)
{
    struct inv_rng begin = *r;
    enum inv_status st = inv_forecast(y, n, m, spec, w, r, f, err);
    bool share = st == INV_OK && (f->fit.model->flags & INV_MODEL_SHARE);      /* errors of a probability are none of demand */
    if (st != INV_OK || share || c->origins == 0 || f->special != INV_FORECAST_FITTED)
        return st;
    struct pool p = { .h = spec->h < n / 2 ? spec->h : n / 2, .half = n / 2 };
    p.h = p.h < MOST_STEPS ? p.h : MOST_STEPS;
    if (p.h == 0)
        return INV_OK;
    if (!make_room(c, &p, err))
        return INV_ENOMEM;
    st = collect(c, y, n, m, spec, &begin, &p, err);
    if (st == INV_OK && p.blocks > 0)
        put(&f->outlook, &p);
    return st;
}
