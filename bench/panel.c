/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the panel of auto says of histories, for bench/learn-auto.py, which
 * learns from it how far to trust which member.
 *
 *   panel [--spread] <HISTORIES
 *
 * Each line in: key m h n, then n values ("nan": missing). Each line out: key,
 * the terms of trust, and of each member its name, loss and h forecasts, all "nan" where
 * it cannot serve. With --spread: key, and of each step auto's forecast, the sd
 * that its members promise, what that comes of (sigma psi, scale, rank: inv/outlook.h),
 * and the terms by which it is widened. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "forecast/comb.h"
#include "forecast/models.h"
#include "forecast/panel.h"
#include "forecast/spread.h"
#include "forecast/trust.h"

struct history { char key[128]; size_t m, h, n; double *y; size_t cap; };

static int read_history(struct history *x)
{
    if (scanf("%127s %zu %zu %zu", x->key, &x->m, &x->h, &x->n) != 4)
        return 0;
    if (x->n > x->cap) {
        x->cap = 2 * x->n;
        x->y = realloc(x->y, x->cap * sizeof *x->y);
        if (!x->y)
            return 0;
    }
    for (size_t i = 0; i < x->n; i++)
        if (scanf("%lf", &x->y[i]) != 1)
            return 0;
    return 1;
}

static void print_member(const struct inv_panel *p, size_t i, size_t h, double *mean)
{
    size_t n;
    const struct inv_model *const *members = inv_panel_members(&n);
    bool served = i < p->n && p->fit[i].model;
    printf(" %s %.6g", members[i]->name, served ? p->loss[i] : (double)NAN);
    if (served)
        inv_fit_mean(&p->fit[i], h, mean);
    for (size_t k = 0; k < h; k++)
        printf(" %.9g", served ? mean[k] : (double)NAN);
}

static void print_panel(const struct history *x, const struct inv_series *s, const struct inv_model_args *args,
                        struct inv_work *w, double *mean)
{
    struct inv_panel p;
    if (inv_panel_fit(&p, s, args, w, NULL) != INV_OK)
        return;
    double term[INV_TRUST_TERMS];
    inv_trust_terms(p.traits, term);
    printf("%s", x->key);
    for (size_t i = 0; i < INV_TRUST_TERMS; i++)
        printf(" %.9g", term[i]);
    size_t n;
    inv_panel_members(&n);
    for (size_t i = 0; i < n; i++)
        print_member(&p, i, x->h, mean);
    printf("\n");
}

static void print_spread(const struct history *x, const struct inv_series *s, const struct inv_model_args *args,
                         struct inv_work *w, double *mean)
{
    struct inv_fit fit;
    struct inv_outlook o = { .mean = mean };
    struct inv_spread spread;
    struct inv_rng r;
    inv_rng_seed(&r, 1, 1);
    if (inv_model_auto.fit(s, args, w, &fit, NULL) != INV_OK || fit.nstate != INV_SPREAD_STATES)
        return;
    inv_fit_mean(&fit, x->h, mean);
    if (inv_comb_outlook(&fit, x->h, args, w, &r, &o, NULL) != INV_OK || o.kind != INV_OUTLOOK_LINEAR
        || inv_spread_look(&spread, &fit, &o, x->h, w, NULL) != INV_OK)
        return;
    printf("%s", x->key);
    for (size_t k = 0; k < x->h; k++) {
        double term[INV_SPREAD_TERMS];
        inv_spread_terms(&spread, k, term);
        printf(" %.9g %.9g %.9g %.9g %.9g", mean[k], spread.sd[k], o.sigma * o.psi[k], o.scale[k], o.rank[k]);
        for (size_t i = 0; i < INV_SPREAD_TERMS; i++)
            printf(" %.9g", term[i]);
    }
    printf("\n");
}

int main(int argc, char **argv)
{
    bool spread = argc > 1 && strcmp(argv[1], "--spread") == 0;
    struct history x = { .y = NULL };
    struct inv_work w = { 0 };
    while (read_history(&x)) {
        struct inv_series all, s;
        struct inv_model_args args = { .h = x.h, .linear = true };
        inv_series_look(&all, x.y, x.n, x.m);
        s = inv_series_core(&all);
        if (s.seen < 3 || s.lo == s.hi || s.n < x.n
            || inv_work_reserve(&w, inv_model_auto.room(s.n, s.m, x.h, &args) + x.h, NULL) != INV_OK)
            continue;
        double *mean = inv_work_take(&w, x.h);
        if (spread)
            print_spread(&x, &s, &args, &w, mean);
        else
            print_panel(&x, &s, &args, &w, mean);
    }
    inv_work_free(&w);
    free(x.y);
    return 0;
}
