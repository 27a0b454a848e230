/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "arima_search.h"

#include <math.h>
#include <string.h>

#include "inv/unitroot.h"

#define MOST_P 5
#define MOST_SEASONAL 2
#define MOST_TOTAL 5        /* p + q + P + Q of a full search */
#define MOST_MODELS 94
#define NEAREST_ROOT 1.01   /* nearer to the unit circle, a model is not trusted */
#define ENOUGH 2e-3         /* a gain in log-likelihood below this does not change the choice */
#define TERM 0.4            /* what a term costs beyond AICc, as it is the best of many that were tried ... */
#define TERM_SHORT 20.0     /* ... and over n, as with few values the choice is mostly chance. Both from
                               rolling origins inside M3's and hospital's training parts */
#define NO_ROOT 0.2         /* theta(1) below it: the second difference was one too many */
#define START_SMALL 10      /* values below which the walk begins small */

static size_t least(size_t a, size_t b) { return a < b ? a : b; }

void inv_arima_limits(const struct inv_arima_choice *choice, size_t seen, size_t m, struct inv_arima_order *most)
{
    if (choice->fixed) {
        bool season = m > 1;
        *most = (struct inv_arima_order){ choice->p, choice->d, choice->q, season * choice->P, season * choice->D,
                                          season * choice->Q, m, true };
        return;
    }
    *most = (struct inv_arima_order){ .p = least(MOST_P, seen / 3), .d = 2, .q = least(MOST_P, seen / 3), .m = m,
                                      .constant = true };
    if (m < 2)
        return;
    most->D = 1;
    most->P = most->Q = least(MOST_SEASONAL, seen / 3 / m);
    if (most->P > 0) {
        most->p = least(most->p, m - 1);
        most->q = least(most->q, m - 1);
    }
}

/* ---- differences ------------------------------------------------------------------------- */

size_t inv_arima_differences_room(size_t n, size_t m, size_t nx)
{
    size_t season = m > 1 && n >= 2 * m ? inv_unitroot_season_room(n, m) : 0;
    return 3 * n + season + nx * (n + 1);
}

/* y less its regression on x and a level (Gram-Schmidt, a column after the other). */
static void without_regressors(const struct inv_series *s, double *work, double *y)
{
    memcpy(y, s->y, s->n * sizeof *y);
    for (size_t i = 0; i < s->nx; i++) {
        double *x = work + i * s->n, mean = 0, xx = 0, xy = 0, before = 0;
        for (size_t t = 0; t < s->n; t++)
            mean += (s->x[t * s->nx + i] - mean) / (double)(t + 1);
        for (size_t t = 0; t < s->n; t++) {
            x[t] = s->x[t * s->nx + i] - mean;
            before += x[t] * x[t];
        }
        for (size_t k = 0; k < i; k++) {
            const double *z = work + k * s->n;
            double zz = 0, zx = 0;
            for (size_t t = 0; t < s->n; t++) {
                zz += z[t] * z[t];
                zx += z[t] * x[t];
            }
            for (size_t t = 0; t < s->n && zz > 0; t++)
                x[t] -= zx / zz * z[t];
        }
        for (size_t t = 0; t < s->n; t++) {
            xx += x[t] * x[t];
            xy += x[t] * (y[t] - y[0]);
        }
        if (!(xx > 1e-10 * before))
            memset(x, 0, s->n * sizeof *x);
        for (size_t t = 0; t < s->n && xx > 1e-10 * before; t++)
            y[t] -= xy / xx * x[t];
    }
}

/* As inv_unitroot_ndiffs, but a second difference of all must be asked for at 2.5 %: one too
 * many costs more than one too few. In place. */
static size_t first_differences(double *y, size_t n, size_t D)
{
    size_t d = 0;
    for (; d + D < 2 && n > 3; d++, n--) {
        double p = inv_unitroot_kpss_p(inv_unitroot_kpss(y, n, (size_t)(3 * sqrt((double)n) / 13)));
        if (!(p < (d + D > 0 ? 0.025 : 0.05)))
            break;
        for (size_t t = 0; t + 1 < n; t++)
            y[t] = y[t + 1] - y[t];
    }
    return d;
}

void inv_arima_differences(const struct inv_series *s, bool seasonal, double *work, struct inv_arima_order *o)
{
    double *y = work, *rest = y + s->n;
    size_t n = s->n, m = s->m;
    if (s->nx > 0)
        without_regressors(s, rest, y);
    else
        memcpy(y, s->y, n * sizeof *y);
    o->D = 0;
    if (m > 1 && n > 2 * m)
        o->D = inv_unitroot_nsdiffs(y, n, m, 1, rest);
    if (seasonal && m > 1 && n >= 3 * m)
        o->D = 1;
    for (size_t t = 0; o->D > 0 && t + m < n; t++)
        y[t] = y[t + m] - y[t];
    o->d = first_differences(y, n - o->D * m, o->D);
}

/* ---- walk -------------------------------------------------------------------------------------- */

#define SIDE (MOST_P + 1)
#define SEASONAL_SIDE (MOST_SEASONAL + 1)

struct walk {
    struct inv_arima_data *x;
    const struct inv_arima_order *most;
    bool free, seasonal;        /* a constant may be in it; a seasonal term must be in it */
    struct inv_arima_found *best;
    size_t tried;
    bool seen[SIDE][SIDE][SEASONAL_SIDE][SEASONAL_SIDE][2];
};

static bool fits_in(const struct walk *w, const struct inv_arima_order *o)
{
    const struct inv_arima_order *most = w->most;
    return o->p <= most->p && o->q <= most->q && o->P <= most->P && o->Q <= most->Q && (w->free || !o->constant)
        && (!w->seasonal || o->P + o->Q + o->D > 0) && !w->seen[o->p][o->q][o->P][o->Q][o->constant];
}

static double price(const struct walk *w, const struct inv_arima_order *o)
{
    return (TERM + TERM_SHORT / (double)w->x->count) * (double)inv_arima_coef(o);
}

/* The best so far is a place to climb from, but not where an AR and an MA term are new at
 * once: they could cancel each other, and the likelihood is level there. */
static const struct inv_arima_found *nearby(const struct walk *w, const struct inv_arima_order *o)
{
    const struct inv_arima_order *b = &w->best->order;
    bool level = (o->p > b->p && o->q > b->q) || (o->P > b->P && o->Q > b->Q);
    return w->best->loglik == -INFINITY || level ? NULL : w->best;
}

/* Whether it is the best now. */
static bool try_order(struct walk *w, const struct inv_arima_order *o)
{
    if (!fits_in(w, o))
        return false;
    w->seen[o->p][o->q][o->P][o->Q][o->constant] = true;
    w->tried++;
    struct inv_arima_effort effort = { ENOUGH, w->best->aicc + price(w, &w->best->order) - price(w, o), 1 };
    struct inv_arima_found f;
    double coef[INV_ARIMA_COEF];
    if (!inv_arima_fit(w->x, o, nearby(w, o), &effort, &f) || !(f.aicc < effort.rival))
        return false;
    inv_arima_unfold(o, f.z, coef);
    if (!inv_arima_roots_beyond(o, coef, NEAREST_ROOT))
        return false;
    *w->best = f;
    return true;
}

/* p, q, P, Q. */
static const signed char neighbours[][4] = {
    { 0, 0, -1, 0 }, { 0, 0, 0, -1 }, { 0, 0, 1, 0 }, { 0, 0, 0, 1 },
    { 0, 0, -1, -1 }, { 0, 0, -1, 1 }, { 0, 0, 1, -1 }, { 0, 0, 1, 1 },
    { -1, 0, 0, 0 }, { 0, -1, 0, 0 }, { 1, 0, 0, 0 }, { 0, 1, 0, 0 },
    { -1, -1, 0, 0 }, { -1, 1, 0, 0 }, { 1, -1, 0, 0 }, { 1, 1, 0, 0 },
};
#define NEIGHBOURS (sizeof neighbours / sizeof neighbours[0])

/* A step that leads below 0 becomes huge and fits in nowhere. */
static size_t moved(size_t x, signed char by)
{
    return by < 0 && x == 0 ? 1000 : x + (size_t)(ptrdiff_t)by;
}

static bool step(struct walk *w)
{
    struct inv_arima_order o;
    for (size_t i = 0; i < NEIGHBOURS && w->tried < MOST_MODELS; i++) {
        o = w->best->order;
        o.p = moved(o.p, neighbours[i][0]);
        o.q = moved(o.q, neighbours[i][1]);
        o.P = moved(o.P, neighbours[i][2]);
        o.Q = moved(o.Q, neighbours[i][3]);
        if (try_order(w, &o))
            return true;
    }
    o = w->best->order;
    o.constant = !o.constant;
    return w->tried < MOST_MODELS && try_order(w, &o);
}

/* Those that the walk may begin from (ibid., 3.2). */
static void begin(struct walk *w, struct inv_arima_order o)
{
    const struct inv_arima_order *most = w->most;
    size_t start = w->x->count + inv_arima_memory(&o) < START_SMALL ? 1 : 2, seasonal = start == 2;
    o.constant = w->free;
    for (size_t i = 0; i < 4; i++) {
        o.p = i == 0 ? least(start, most->p) : i == 2 ? least(1, most->p) : 0;
        o.q = i == 0 ? least(start, most->q) : i == 3 ? least(1, most->q) : 0;
        o.P = i == 0 ? least(seasonal, most->P) : i == 2 ? least(1, most->P) : 0;
        o.Q = i == 0 ? least(seasonal, most->Q) : i == 3 ? least(1, most->Q) : 0;
        try_order(w, &o);
    }
    o.p = o.q = o.P = o.Q = o.constant = 0;
    try_order(w, &o);
}

static void all_orders(struct walk *w, struct inv_arima_order o)
{
    const struct inv_arima_order *most = w->most;
    for (o.P = 0; o.P <= most->P; o.P++)
        for (o.Q = 0; o.Q <= most->Q; o.Q++)
            for (o.p = 0; o.p <= most->p; o.p++)
                for (o.q = 0; o.q <= most->q && o.p + o.q + o.P + o.Q <= MOST_TOTAL; o.q++)
                    for (int c = 0; c < 2; c++) {
                        o.constant = c;
                        try_order(w, &o);
                    }
}

bool inv_arima_overdifferenced(const struct inv_arima_found *f)
{
    const struct inv_arima_order *o = &f->order;
    double coef[INV_ARIMA_COEF], one = 1, season = 1;
    inv_arima_unfold(o, f->z, coef);
    for (size_t i = 0; i < o->q; i++)
        one += coef[o->p + i];
    for (size_t i = 0; i < o->Q; i++)
        season += coef[o->p + o->q + o->P + i];
    return o->d == 2 && one * season < NO_ROOT;
}

bool inv_arima_search(struct inv_arima_data *x, const struct inv_arima_order *most, bool full, bool seasonal,
                      struct inv_arima_found *best)
{
    struct walk w = { .x = x, .most = most, .free = most->d + most->D < 2, .seasonal = seasonal, .best = best };
    struct inv_arima_order o = { .d = most->d, .D = most->D, .m = most->m };
    *best = (struct inv_arima_found){ .order = o, .loglik = -INFINITY, .aicc = INFINITY };
    if (full)
        all_orders(&w, o);
    else {
        begin(&w, o);
        while (best->loglik > -INFINITY && w.tried < MOST_MODELS && step(&w))
            ;
    }
    if (best->loglik > -INFINITY)
        return true;
    /* Too few values for a criterion: no coefficient at all. */
    struct inv_arima_effort effort = { ENOUGH, INFINITY, 1 };
    return inv_arima_fit(x, &o, NULL, &effort, best);
}
