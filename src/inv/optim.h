/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Minimisers without derivatives; workspaces are the caller's. */
#ifndef INV_OPTIM_H
#define INV_OPTIM_H

#include "inv/status.h"

enum inv_stop_reason { INV_STOP_XTOL, INV_STOP_FTOL, INV_STOP_MAXEVAL };

/* When to stop; shared by all optimisers. */
struct inv_stop {
    double xtol_rel, xtol_abs;   /* step in x */
    double ftol_rel, ftol_abs;   /* change in f */
    size_t max_eval;
    size_t evals;                /* out: evaluations used */
    enum inv_stop_reason reason; /* out */
};
struct inv_stop inv_stop_default(void);

/* Non-finite values of f count as +infinity. */
typedef double inv_optim_fn1(void *ctx, double x);
typedef double inv_optim_fn(void *ctx, const double *x, size_t n);

/* Brent (1973, ch. 5) on [lo, hi]; the ends are tried too. *x is the start in and the best out. */
enum inv_status inv_optim_brent(inv_optim_fn1 *f, void *ctx, double lo, double hi,
                                struct inv_stop *stop, double *x, double *fx, struct inv_err *err);

/* Nelder and Mead (1965) with box bounds by clamping (lo, hi may be NULL),
 * adaptive coefficients for n > 2 (Gao and Han 2012). x[n]: start in, best out;
 * step[n]: first steps. work: INV_OPTIM_SIMPLEX_WORK(n) doubles. */
#define INV_OPTIM_SIMPLEX_WORK(n) (((n) + 1) * ((n) + 1) + 5 * (n))
enum inv_status inv_optim_simplex(inv_optim_fn *f, void *ctx, size_t n, const double *lo, const double *hi,
                                  const double *step, struct inv_stop *stop, double *work,
                                  double *x, double *fx, struct inv_err *err);

#endif
