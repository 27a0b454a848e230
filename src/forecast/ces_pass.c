/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs of complex exponential smoothing over a series: of one set of constants, and of
 * several side by side. */
#include "ces_pass.h"

#include <math.h>
#include <string.h>

#define LANES INV_CES_LANES
#define PAIRS (LANES / 2)
#define MOST INV_CES_CONSTANTS

/* Two doubles side by side (gcc and clang). */
typedef double pair __attribute__((vector_size(16), aligned(8), may_alias));

const struct inv_ces_shape inv_ces_shapes[INV_CES_FORMS] = {
    { true, false, false, 2 }, { false, true, true, 2 }, { true, true, false, 3 }, { true, true, true, 4 }
};

size_t inv_ces_states(enum inv_ces_form form, size_t m)
{
    const struct inv_ces_shape *f = &inv_ces_shapes[form];
    return (f->level ? 2 : 0) + (f->real ? m : 0) + (f->complex ? m : 0);
}

double inv_ces_expect(enum inv_ces_form form, const double *x, size_t at)
{
    const struct inv_ces_shape *f = &inv_ces_shapes[form];
    return (f->level ? x[0] : 0) + (f->real ? x[at + (f->level ? 2 : 0)] : 0);
}

void inv_ces_turn(double *l, double *c, double a0, double a1, double e)
{
    double level = *l - (1 - a1) * *c + (a0 - a1) * e;
    *c = *l + (1 - a0) * *c + (a0 + a1) * e;
    *l = level;
}

void inv_ces_step(enum inv_ces_form form, size_t m, const double *par, double *x, size_t at, double e)
{
    const struct inv_ces_shape *f = &inv_ces_shapes[form];
    double *s = x + (f->level ? 2 : 0) + at;
    const double *b = par + (f->level ? 2 : 0);
    if (f->level)
        inv_ces_turn(&x[0], &x[1], par[0], par[1], e);
    if (f->complex)
        inv_ces_turn(s, s + m, b[0], b[1], e);
    else if (f->real)
        *s += b[0] * e;
}

/* ---- several sets --------------------------------------------------------------------- */

/* The constants as the equations have them. */
struct gains { pair keep, cut, up, over; };     /* 1 - a0, 1 - a1, a0 - a1, a0 + a1 */

static struct gains gains_of(pair a0, pair a1)
{
    return (struct gains){ 1 - a0, 1 - a1, a0 - a1, a0 + a1 };
}

static inline void turn_pair(pair *l, pair *c, const struct gains *g, pair e)
{
    pair level = *l - g->cut * *c + g->up * e;
    *c = *l + g->keep * *c + g->over * e;
    *l = level;
}

/* One run over all values, in the direction `by`; the errors go to e where that is not NULL. */
static inline __attribute__((always_inline)) void run(const struct inv_ces_pass *k, const struct inv_ces_shape f,
                                                      const size_t pairs, const pair *par, bool back, double *e)
{
    pair *x = (pair *)(void *)k->states;
    struct gains a[PAIRS], b[PAIRS];
    pair l[PAIRS], c[PAIRS], *s = x + (f.level ? 2 * pairs : 0), *d = s + k->m * pairs;
    for (size_t i = 0; i < pairs; i++) {
        const pair *p = par + i * MOST, *q = p + (f.level ? 2 : 0);
        a[i] = gains_of(p[0], p[1]);
        b[i] = gains_of(q[0], q[1]);
        l[i] = f.level ? x[i] : (pair){ 0, 0 };
        c[i] = f.level ? x[pairs + i] : (pair){ 0, 0 };
    }
    size_t at = back ? (k->n - 1) % k->m : 0;
    for (size_t j = 0; j < k->n; j++) {
        size_t t = back ? k->n - 1 - j : j;
        double y = k->y[t];
        bool known = !isnan(y);
        for (size_t i = 0; i < pairs; i++) {
            pair *si = s + at * pairs + i, *di = d + at * pairs + i, r = y - l[i];
            if (f.real)
                r -= *si;
            r = known ? r : (pair){ 0, 0 };
            if (e)
                memcpy(e + t * LANES + 2 * i, &r, sizeof r);
            if (f.level)
                turn_pair(&l[i], &c[i], &a[i], r);
            if (f.complex)
                turn_pair(si, di, &b[i], r);
            else if (f.real)
                *si += par[i * MOST + 2] * r;
        }
        at = back ? (at == 0 ? k->m - 1 : at - 1) : at + 1 == k->m ? 0 : at + 1;
    }
    for (size_t i = 0; i < pairs && f.level; i++) {
        x[i] = l[i];
        x[pairs + i] = c[i];
    }
}

/* Forwards, backwards and forwards again; `start`: where the last begins. */
static inline __attribute__((always_inline)) void three_runs(const struct inv_ces_pass *k, const struct inv_ces_shape f,
                                                             const size_t pairs, const pair *par, double *start)
{
    pair *x = (pair *)(void *)k->states;
    size_t states = inv_ces_states(k->form, k->m);
    for (size_t j = 0; j < states; j++)
        for (size_t i = 0; i < pairs; i++)
            x[j * pairs + i] = (pair){ k->guess[j], k->guess[j] };
    run(k, f, pairs, par, false, NULL);
    run(k, f, pairs, par, true, NULL);
    for (size_t j = 0; j < states && start; j++)
        start[j] = x[j * pairs][0];
    run(k, f, pairs, par, false, k->e);
}

void inv_ces_pass(const struct inv_ces_pass *k, double set[LANES][MOST], double *start)
{
    pair par[PAIRS * MOST];
    for (size_t i = 0; i < PAIRS * MOST; i++)
        par[i] = (pair){ set[i / MOST * 2][i % MOST], set[i / MOST * 2 + 1][i % MOST] };
    switch (k->form) {
    case INV_CES_NONE: three_runs(k, (struct inv_ces_shape){ true, false, false, 2 }, 2, par, start); break;
    case INV_CES_SIMPLE: three_runs(k, (struct inv_ces_shape){ false, true, true, 2 }, 2, par, start); break;
    case INV_CES_PARTIAL: three_runs(k, (struct inv_ces_shape){ true, true, false, 3 }, 2, par, start); break;
    case INV_CES_FULL: three_runs(k, (struct inv_ces_shape){ true, true, true, 4 }, 3, par, start); break;
    }
}
