/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ets.h"

#include <math.h>
#include <string.h>

#include "ets_local.h"

/* ---- running --------------------------------------------------------------------- */

void inv_ets_go_on(struct inv_ets *e, const struct inv_series *s, size_t at, double *error)
{
    bool season = e->form.season != INV_ETS_NONE;
    struct inv_ets_state x = { e->l_end, e->b_end, 0 };
    for (size_t t = 0, i = at; t < s->n; t++, i = i + 1 == e->m ? 0 : i + 1) {
        x.s = season ? e->s_end[i] : 0;
        struct inv_ets_ahead a = inv_ets_look_ahead(e, &x);
        double r = inv_ets_move(e, &x, &a, s->y[t]);
        if (season)
            e->s_end[i] = x.s;
        if (e->form.relative)
            r /= a.mu;
        if (error)
            error[t] = r;
        if (isnan(s->y[t]))
            continue;
        e->sse += r * r;
        e->log_scale += e->form.relative ? log(fabs(a.mu)) : 0;
    }
    e->l_end = x.l;
    e->b_end = x.b;
}

void inv_ets_run(struct inv_ets *e, const struct inv_series *s)
{
    e->l_end = e->l;
    e->b_end = e->b;
    if (e->form.season != INV_ETS_NONE)
        memcpy(e->s_end, e->s, e->m * sizeof *e->s);
    e->sse = e->log_scale = 0;
    inv_ets_go_on(e, s, 0, NULL);
}

void inv_ets_add(const struct inv_ets *e, size_t n, double weight, size_t h, double *mean)
{
    bool season = e->form.season != INV_ETS_NONE;
    struct inv_ets_state x = { e->l_end, e->b_end, 0 };
    for (size_t k = 0; k < h; k++) {
        x.s = season ? e->s_end[(n + k) % e->m] : 0;
        struct inv_ets_ahead a = inv_ets_look_ahead(e, &x);
        mean[k] += weight * a.mu;
        inv_ets_move(e, &x, &a, NAN);
    }
}

void inv_ets_psi(const struct inv_ets *e, size_t h, double *psi)
{
    double reach = 0, damp = 1;     /* phi + ... + phi^j */
    for (size_t j = 0; j < h; j++) {
        psi[j] = j == 0 ? 1 : e->alpha + e->beta * reach;
        if (j > 0 && e->form.season != INV_ETS_NONE && j % e->m == 0)
            psi[j] += e->gamma;
        damp *= e->phi;
        reach += damp;
    }
}
