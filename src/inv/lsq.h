/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Linear least squares, a row at a time: nothing of the rows is kept but a triangle.
 *
 * Planar rotations without square roots (Gentleman 1974, AS 75; Miller 1992, AS 274)
 * turn weighted rows (x, y, w) into X = Q sqrt(D) R with R unit upper triangular, as
 * accurate as Householder's reflections and without squaring the condition number.
 * The first q columns by themselves are solved by the same triangle, so that nested
 * models cost nothing more. A prior of coefficients is rows like others.
 */
#ifndef INV_LSQ_H
#define INV_LSQ_H

#include "inv/status.h"

struct inv_lsq {
    size_t p;            /* columns */
    double *d;           /* p: D; 0: the column hangs on those before it */
    double *theta;       /* p: R^-T of the response: R b = theta */
    double *r;           /* p (p - 1) / 2: R above its diagonal, row after row */
    double *square;      /* p: weighted sums of squares of the columns as they came */
    double sse;          /* of all columns */
};

/* Doubles of x for inv_lsq_init. */
size_t inv_lsq_room(size_t p);
void inv_lsq_init(struct inv_lsq *l, size_t p, double *x);
/* Adds a row of weight w > 0; x[p] is used up. */
void inv_lsq_add(struct inv_lsq *l, double *x, double y, double w);
/* Takes out the columns that are zero or hang on those before them (what is left
 * of one is below 1e-7 of its length, as in R's lm). x[p]: scratch. Returns the rank. */
size_t inv_lsq_check(struct inv_lsq *l, double *x);

/* Of the first q columns, after the check: the sum of squared errors, the rank, and
 * the coefficients b[q]; 0 for columns that were taken out. */
double inv_lsq_sse(const struct inv_lsq *l, size_t q);
size_t inv_lsq_rank(const struct inv_lsq *l, size_t q);
void inv_lsq_solve(const struct inv_lsq *l, size_t q, double *b);
/* z[q] such that the variance of x'b is sigma^2 sum z_i^2, z_i being independent
 * parts of it: z = D^-1/2 R^-T x. */
void inv_lsq_parts(const struct inv_lsq *l, size_t q, const double *x, double *z);

/* P(|T| >= |t|) for Student's t with df degrees of freedom. */
double inv_student_two_sided(double t, double df);

#endif
