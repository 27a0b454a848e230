/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inv/stl.h"

#include <math.h>
#include <string.h>

#include "inv/moments.h"
#include "inv/quantile.h"
#include "loess.h"

#define MSTL_ROUNDS 2
#define MSTL_SPAN(i) (11 + 4 * (i))

static size_t odd(size_t x)
{
    return x + 1 - x % 2;
}

static struct inv_stl_loess loess(size_t span, int degree)
{
    return (struct inv_stl_loess){ .span = span, .jump = (span + 9) / 10, .degree = degree };
}

struct inv_stl_spec inv_stl_usual(size_t m, size_t season, bool robust, size_t n)
{
    size_t span = season > 0 ? odd(season) : 10 * n + 1;
    double trend = ceil(1.5 * (double)m / (1 - 1.5 / (double)span));     /* ibid., sec. 3.4 */
    return (struct inv_stl_spec){
        .m = m, .periodic = season == 0, .inner = robust ? 1 : 2, .outer = robust ? 15 : 0,
        .season = loess(span, 0), .trend = loess(odd((size_t)trend), 1), .low = loess(odd(m), 1)
    };
}

/* The series as the loops see it, and their scratch. */
struct stl {
    const struct inv_stl_spec *spec;
    size_t n;
    const double *y;            /* missing ones are bridged, and weigh nothing */
    const double *weight;       /* NULL: all 1 */
    double *season, *trend;
    double *rest;               /* n: less the trend, or less the season */
    double *cycle, *slow;       /* n + 2 m: of one cycle before to one after */
    double *sub, *subweight, *subsmooth, *kernel;
};

size_t inv_stl_room(size_t n, size_t m)
{
    return 9 * n + 4 * m + 16;
}

static double *take(double **work, size_t n)
{
    double *x = *work;
    *work += n;
    return x;
}

static void smooth(const struct stl *s, const struct inv_stl_loess *how, const double *weight, const double *y,
                   double *out)
{
    struct inv_loess l = { .y = y, .w = weight, .n = s->n, .q = how->span, .degree = how->degree, .jump = how->jump,
                           .kernel = s->kernel };
    inv_loess_smooth(&l, out);
}

/* ---- the inner loop ---------------------------------------------------------------- */

/* One place of the season over all cycles, and one cycle further at both ends. */
static void smooth_place(struct stl *s, size_t place)
{
    size_t m = s->spec->m, k = (s->n - place - 1) / m + 1;
    const struct inv_stl_loess *how = &s->spec->season;
    for (size_t i = 0; i < k; i++) {
        s->sub[i] = s->rest[place + i * m];
        s->subweight[i] = s->weight ? s->weight[place + i * m] : 1;
    }
    struct inv_loess l = { .y = s->sub, .w = s->weight ? s->subweight : NULL, .n = k, .q = how->span,
                           .degree = how->degree, .jump = how->jump, .kernel = s->kernel };
    inv_loess_smooth(&l, s->subsmooth);
    for (size_t i = 0; i < k; i++)
        s->cycle[place + (i + 1) * m] = s->subsmooth[i];
    s->cycle[place] = inv_loess_before(&l, s->subsmooth[0]);
    s->cycle[place + (k + 1) * m] = inv_loess_after(&l, s->subsmooth[k - 1]);
}

/* Means over `width` values, in place; returns how many there are. */
static size_t moving_mean(double *x, size_t n, size_t width)
{
    double sum = 0;
    for (size_t i = 0; i < width; i++)
        sum += x[i];
    size_t count = n - width + 1;
    for (size_t i = 0; i < count; i++) {
        double mean = sum / (double)width, gone = x[i];
        if (i + 1 < count)
            sum += x[i + width] - gone;
        x[i] = mean;
    }
    return count;
}

/* What the places' smooths have in common with the trend is not the season's. */
static void find_season(struct stl *s)
{
    size_t m = s->spec->m, n = s->n + 2 * m;
    for (size_t i = 0; i < s->n; i++)
        s->rest[i] = s->y[i] - s->trend[i];
    for (size_t place = 0; place < m; place++)
        smooth_place(s, place);
    memcpy(s->slow, s->cycle, n * sizeof *s->slow);
    n = moving_mean(s->slow, n, m);
    n = moving_mean(s->slow, n, m);
    moving_mean(s->slow, n, 3);
    smooth(s, &s->spec->low, NULL, s->slow, s->rest);
    for (size_t i = 0; i < s->n; i++)
        s->season[i] = s->cycle[m + i] - s->rest[i];
}

static void inner_loop(struct stl *s)
{
    for (size_t i = 0; i < s->spec->inner; i++) {
        find_season(s);
        for (size_t t = 0; t < s->n; t++)
            s->rest[t] = s->y[t] - s->season[t];
        smooth(s, &s->spec->trend, s->weight, s->rest, s->trend);
    }
}

/* ---- the outer loop ---------------------------------------------------------------- */

/* ibid., sec. 2.5, with the limits of the authors' program. */
static double bisquare(double r, double h)
{
    double u = r / h;
    return r <= 0.001 * h ? 1 : r <= 0.999 * h ? (1 - u * u) * (1 - u * u) : 0;
}

static void reweigh(const struct stl *s, const double *y, double *weight)
{
    for (size_t t = 0; t < s->n; t++)       /* NAN, which the median passes over, where y is missing */
        s->rest[t] = fabs(y[t] - s->trend[t] - s->season[t]);
    memcpy(s->slow, s->rest, s->n * sizeof *s->slow);
    double h = 6 * inv_quantile_select(s->slow, s->n, 0.5);
    for (size_t t = 0; t < s->n; t++)
        weight[t] = isnan(y[t]) ? 0 : bisquare(s->rest[t], h);
}

/* On lines over what is missing; returns how many values are known. */
static size_t bridge(const double *y, size_t n, double *out, double *weight)
{
    size_t known = 0, last = 0;
    for (size_t t = 0; t < n; t++) {
        weight[t] = isnan(y[t]) ? 0 : 1;
        if (isnan(y[t]))
            continue;
        for (size_t i = known > 0 ? last + 1 : 0; i < t; i++)
            out[i] = known == 0 ? y[t] : y[last] + (y[t] - y[last]) * ((double)(i - last) / (double)(t - last));
        out[t] = y[t];
        last = t;
        known++;
    }
    for (size_t i = last + 1; i < n && known > 0; i++)
        out[i] = y[last];
    return known;
}

static void same_every_cycle(const struct stl *s)
{
    size_t m = s->spec->m;
    for (size_t place = 0; place < m; place++) {
        double mean = 0, count = 0;
        for (size_t t = place; t < s->n; t += m)
            mean += (s->season[t] - mean) / ++count;
        for (size_t t = place; t < s->n; t += m)
            s->season[t] = mean;
    }
}

enum inv_status inv_stl_trend(const double *y, size_t n, size_t span, size_t rounds, double *trend, double *weight,
                              double *work, struct inv_err *err)
{
    struct inv_stl_loess how = { .span = span, .jump = 1, .degree = 1 };
    double *filled = take(&work, n), *none = take(&work, n);
    struct stl s = { .n = n, .season = none, .trend = trend };
    s.rest = take(&work, n);
    s.slow = take(&work, n);
    s.kernel = take(&work, n + 2);
    memset(none, 0, n * sizeof *none);
    if (n == 0 || bridge(y, n, filled, weight) == 0)
        return inv_err_set(err, INV_EARG, "no known value");
    for (size_t i = 0; i <= rounds; i++) {
        smooth(&s, &how, weight, filled, trend);
        s.y = filled;
        if (i < rounds)
            reweigh(&s, y, weight);
    }
    return INV_OK;
}

enum inv_status inv_stl(const struct inv_stl_spec *spec, const double *y, size_t n, double *season, double *trend,
                        double *weight, double *work, struct inv_err *err)
{
    if (spec->m < 2 || n / 2 < spec->m)
        return inv_err_set(err, INV_EARG, "fewer than two seasons");
    size_t wide = n + 2 * spec->m;
    double *filled = take(&work, n);
    struct stl s = { .spec = spec, .n = n, .season = season, .trend = trend };
    s.rest = take(&work, n);
    s.cycle = take(&work, wide);
    s.slow = take(&work, wide);
    s.sub = take(&work, n / 2 + 2);
    s.subweight = take(&work, n / 2 + 2);
    s.subsmooth = take(&work, n / 2 + 2);
    s.kernel = take(&work, n + 2);
    size_t known = bridge(y, n, filled, weight);
    if (known == 0)
        return inv_err_set(err, INV_EARG, "no known value");
    s.y = filled;
    s.weight = known < n ? weight : NULL;
    memset(trend, 0, n * sizeof *trend);
    inner_loop(&s);
    for (size_t i = 0; i < spec->outer; i++) {
        reweigh(&s, y, weight);
        s.weight = weight;
        inner_loop(&s);
    }
    if (spec->periodic)
        same_every_cycle(&s);
    return INV_OK;
}

/* ---- several seasons ---------------------------------------------------------------- */

size_t inv_mstl_seasons(const size_t *m, size_t nm, size_t n)
{
    size_t count = 0;
    while (count < nm && m[count] > 1 && m[count] <= n / 2)
        count++;
    return count;
}

static void add_to(double *x, const double *part, double sign, size_t n)
{
    for (size_t t = 0; t < n; t++)
        x[t] += sign * part[t];
}

enum inv_status inv_mstl(const size_t *m, size_t nm, bool robust, const double *y, size_t n, double *season,
                         double *trend, double *weight, double *work, struct inv_err *err)
{
    double *rest = take(&work, n);      /* the series less its seasons */
    memcpy(rest, y, n * sizeof *rest);
    memset(season, 0, nm * n * sizeof *season);
    for (size_t round = 0; round < (nm > 1 ? MSTL_ROUNDS : 1); round++)
        for (size_t i = 0; i < nm; i++) {
            struct inv_stl_spec spec = inv_stl_usual(m[i], MSTL_SPAN(i), robust, n);
            add_to(rest, season + i * n, 1, n);
            enum inv_status st = inv_stl(&spec, rest, n, season + i * n, trend, weight, work, err);
            if (st != INV_OK)
                return st;
            add_to(rest, season + i * n, -1, n);
        }
    return INV_OK;
}

struct inv_mstl_cost inv_mstl_cost(size_t m, size_t i, size_t n)
{
    struct inv_mstl_cost cost = { 0, 0 };
    size_t cycles = n / m;
    for (size_t t = 0; t < cycles; t++)
        cost.freedom += inv_loess_own(cycles, MSTL_SPAN(i), t, &cost.last);
    cost.freedom *= (double)(m - 1);
    return cost;
}

double inv_stl_strength(const double *part, const double *rest, size_t n)
{
    struct inv_moments both = { 0 }, alone = { 0 };
    for (size_t t = 0; t < n; t++)
        if (!isnan(rest[t])) {
            inv_moments_add(&both, part[t] + rest[t]);
            inv_moments_add(&alone, rest[t]);
        }
    double s = both.m2 > 0 ? 1 - alone.m2 / both.m2 : 0;
    return s > 0 ? s : 0;
}
