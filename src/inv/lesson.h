/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the series of a group tell each other: how regressors act on demand, the season,
 * how fast levels move.
 *
 * The coefficients b_i of the series (elasticities, effects of promotions, seasons)
 * are draws from N(b0, T). b0 and T are found from all series (EM; Laird and Ware
 * 1982, Biometrics 38, 963), and a series' own coefficients are then shrunk towards
 * b0 as far as its data leave them open (Blattberg and George 1991, JASA 86, 304).
 *
 * Learning takes two rounds over the series: inv_lesson_look, then inv_lesson_study of
 * each; the evidence of all, in a fixed order, goes to inv_lesson_learn.
 */
#ifndef INV_LESSON_H
#define INV_LESSON_H

#include "inv/series.h"
#include "inv/work.h"

#define INV_TERMS_CROSSED 12    /* products of a promotion and another regressor, at most */

/* How a regressor, or a product of two, enters. */
struct inv_term { double a, by, log; };    /* by: of the promotion, from 1; 0: none. Numbers, as in a fit's state */
struct inv_terms {
    size_t nx, n, m;            /* regressors; terms: the regressors, then products; season */
    bool log;                   /* of demand */
    struct inv_term *term;      /* room for nx + INV_TERMS_CROSSED */
};

struct inv_lesson {
    struct inv_terms terms;
    size_t p;                   /* coefficients: terms, then the season's */
    double *mean, *root;        /* b0; p rows of p, whose square is T^-1 */
    double s2, alpha;           /* usual variance of the series' errors; their median constant of smoothing */
    size_t series;              /* that were learned from; 0: nothing was learned */
};

/* What all values of all series have in common: within 0..1 (a promotion, where it is 0 at times), above 0. nx each. {0} at first but for the arrays, which are all true. */
struct inv_lesson_looks { size_t nx; bool *share, *positive; size_t series, above; };
void inv_lesson_look(struct inv_lesson_looks *l, const struct inv_series *s);
/* The terms that this suggests: logs of positive regressors where `logs`, products of
 * promotions with what is always positive. t->term has its room. */
void inv_terms_suggest(struct inv_terms *t, const struct inv_lesson_looks *l, size_t m, bool logs);
/* Coefficients of terms. */
size_t inv_terms_width(const struct inv_terms *t);

/* One series' evidence: out[inv_lesson_width(p)]. INV_EFIT: it has none. */
size_t inv_lesson_width(size_t p);
size_t inv_lesson_room(size_t p);
enum inv_status inv_lesson_study(const struct inv_terms *t, const struct inv_series *s, struct inv_work *w, double *out,
                                 struct inv_err *err);
/* How well terms explain n series whose evidence stands one after the other: the larger the better. */
double inv_lesson_merit(const double *evidence, size_t n, size_t p);
/* b0 and T^-1 of n series: l->mean[p], l->root[p p]; w is reserved here. */
enum inv_status inv_lesson_learn(struct inv_lesson *l, const double *evidence, size_t n, struct inv_work *w, struct inv_err *err);

#endif
