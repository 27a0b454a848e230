/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A tbats in the doubles of inv_fit's state. */
#include <string.h>

#include "tbats.h"

#define HEAD (6 + 2 * INV_TBATS_SEASONS)
#define ERRORS (2 * INV_TBATS_ARMA)

size_t inv_tbats_nstate(void)
{
    return HEAD + INV_TBATS_CONSTANTS + ERRORS + 2 * INV_TBATS_STATES;
}

void inv_tbats_keep(const struct inv_tbats *t, double *state)
{
    const struct inv_tbats_form *f = &t->form;
    double head[HEAD] = { f->trend, f->power, (double)f->ns, (double)f->p, (double)f->q, t->scale };
    for (size_t i = 0; i < f->ns; i++) {
        head[6 + 2 * i] = (double)f->m[i];
        head[7 + 2 * i] = (double)f->k[i];
    }
    memcpy(state, head, sizeof head);
    state += HEAD;
    memcpy(state, t->constant, INV_TBATS_CONSTANTS * sizeof *state);
    state += INV_TBATS_CONSTANTS;
    memcpy(state, t->d, sizeof t->d);
    memcpy(state + INV_TBATS_ARMA, t->e, sizeof t->e);
    state += ERRORS;
    memcpy(state, t->start, sizeof t->start);
    memcpy(state + INV_TBATS_STATES, t->x, sizeof t->x);
}

void inv_tbats_kept(struct inv_tbats *t, const double *state)
{
    struct inv_tbats_form f = { .trend = (enum inv_tbats_trend)state[0], .power = state[1] > 0, .ns = (size_t)state[2],
                                .p = (size_t)state[3], .q = (size_t)state[4] };
    for (size_t i = 0; i < f.ns; i++) {
        f.m[i] = (size_t)state[6 + 2 * i];
        f.k[i] = (size_t)state[7 + 2 * i];
    }
    inv_tbats_lay(t, &f);
    t->scale = state[5];
    state += HEAD;
    memcpy(t->constant, state, INV_TBATS_CONSTANTS * sizeof *state);
    inv_tbats_settle(t);
    state += INV_TBATS_CONSTANTS;
    memcpy(t->d, state, sizeof t->d);
    memcpy(t->e, state + INV_TBATS_ARMA, sizeof t->e);
    state += ERRORS;
    memcpy(t->start, state, sizeof t->start);
    memcpy(t->x, state + INV_TBATS_STATES, sizeof t->x);
}
