/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the two passes of dp share: functions on whole positions that are straight outside of a table. */
#ifndef STOCK_DP_H
#define STOCK_DP_H

#include "inv/dp.h"
#include "stock/losses.h"

/* v[i] at lo + i, i < n; before them v[0] + left (y - lo), after them likewise. */
struct inv_dp_line { double *v; size_t n; double lo, left, right; };

static inline double inv_dp_value(const struct inv_dp_line *f, double y)
{
    double i = y - f->lo, last = (double)f->n - 1;
    if (i < 0)
        return f->v[0] + f->left * i;
    return i > last ? f->v[f->n - 1] + f->right * (i - last) : f->v[(size_t)i];
}

struct inv_dp_work {
    double *values; size_t nvalues, cap_values;    /* J of all periods, one after the other */
    size_t *at; size_t cap_at;                     /* where those of a period begin */
    struct inv_dp_line *j; size_t cap_j;           /* J_t(y) = c y + what follows; v set by `at` */
    struct inv_dp_line next;                       /* V_{t+1} */
    double *v; size_t cap_v;                       /* its memory */
    double *wide; size_t cap_wide;                 /* V_{t+1} where y - D may lie */
    double *back; size_t cap_back;                 /* probabilities, the last first */
    double *x, *y; size_t cap_x, cap_y;            /* distributions of positions */
    struct inv_losses ltd, lead;
    double effort;
};

/* J_t of a period, its table in w->values. */
static inline struct inv_dp_line inv_dp_table(const struct inv_dp_work *w, size_t t)
{
    struct inv_dp_line f = w->j[t];
    f.v = w->values + w->at[t];
    return f;
}
/* V_t by J_t into w->next, and the policy. */
enum inv_status inv_dp_best(const struct inv_dp_period *p, struct inv_dp_work *w, const struct inv_dp_line *j,
                            struct inv_dp_level *level, struct inv_err *err);
/* From the first period on, with all J known: what is expected. */
enum inv_status inv_dp_forward(const struct inv_dp_in *in, struct inv_dp_work *w, struct inv_dp_level *level,
                               struct inv_err *err);

#endif
