/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ets.h"

#include <math.h>
#include <string.h>

#include "ets_pass.h"

/* ---- running --------------------------------------------------------------------- */

void inv_ets_run(struct inv_ets *e, const struct inv_series *s)
{
    double l = e->l, b = e->b;
    bool season = e->form.season != INV_ETS_NONE;
    if (season)
        memcpy(e->s_end, e->s, e->m * sizeof *e->s);
    e->sse = e->log_scale = 0;
    for (size_t t = 0, at = 0; t < s->n; t++, at = at + 1 == e->m ? 0 : at + 1) {
        double trend = e->phi * b, q = l + trend, x = season ? e->s_end[at] : 0;
        l = q;
        b = trend;
        if (isnan(s->y[t]))
            continue;
        if (e->form.relative) {
            double mu = season ? q * x : q, r = (s->y[t] - mu) / mu;
            l += e->alpha * q * r;
            b += e->beta * q * r;
            if (season)
                e->s_end[at] = x * (1 + e->gamma * r);
            e->sse += r * r;
            e->log_scale += log(fabs(mu));
        } else {
            double r = s->y[t] - q - x;
            l += e->alpha * r;
            b += e->beta * r;
            if (season)
                e->s_end[at] = x + e->gamma * r;
            e->sse += r * r;
        }
    }
    e->l_end = l;
    e->b_end = b;
}

void inv_ets_add(const struct inv_ets *e, size_t n, double weight, size_t h, double *mean)
{
    double reach = 0, damp = 1;     /* phi + ... + phi^k */
    for (size_t k = 0; k < h; k++) {
        damp *= e->phi;
        reach += damp;
        double x = e->l_end + reach * e->b_end;
        if (e->form.season == INV_ETS_ADDITIVE)
            x += e->s_end[(n + k) % e->m];
        else if (e->form.season == INV_ETS_MULTIPLICATIVE)
            x *= e->s_end[(n + k) % e->m];
        mean[k] += weight * x;
    }
}

void inv_ets_psi(const struct inv_ets *e, size_t h, double *psi)
{
    double reach = 0, damp = 1;
    for (size_t j = 0; j < h; j++) {
        psi[j] = j == 0 ? 1 : e->alpha + e->beta * reach;
        if (j > 0 && e->form.season != INV_ETS_NONE && j % e->m == 0)
            psi[j] += e->gamma;
        damp *= e->phi;
        reach += damp;
    }
}
