/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-optimize --method dp: the periods of a key. */
#ifndef TOOLS_OPTIMIZE_DP_H
#define TOOLS_OPTIMIZE_DP_H

#include "inv/dp.h"
#include "optimize.h"
#include "reduce.h"
#include "series.h"

/* Columns that a period may have; those it lacks are the key's. Of the stock the first period's count. */
enum {
    N_DEMAND, N_SD, N_ORDER, N_UNIT, N_HOLDING, N_SHORTAGE, N_NEEDED,
    N_ON_HAND = N_NEEDED, N_ON_ORDER, N_BACKORDERED, N_COUNT
};

struct row { int64_t time; size_t at; double v[N_COUNT]; };

struct periods {
    struct optimize *z;
    struct reduce out;
    struct series in;
    struct row *row; size_t n, cap;
    struct inv_pmf *pmf; size_t npmf, cap_pmf;
    struct inv_dist *dist; size_t cap_dist;      /* of L + 1 periods, and of L, of each */
    struct inv_dp_period *period; size_t cap_period;
    struct inv_dp_level *level; size_t cap_level;
    struct inv_dp_work *work;
    double L, n_year;
};

/* Which columns are read, to num: demand, demand_sd or a forecast's forecast, sd (optimize_dp_read.c). */
enum inv_status optimize_dp_find(struct periods *d, size_t num[N_COUNT], struct inv_err *err);
/* The periods in their order, each complete, with costs of a period; the lead time. INV_EROW: not to be planned. */
enum inv_status optimize_dp_read(struct periods *d, const struct inv_group *g, const struct inv_param_row *p,
                                 struct inv_err *err);
/* On hand, on order and backordered at the beginning; nothing where nothing is known. */
enum inv_status optimize_dp_stock(const struct periods *d, const struct inv_param_row *p, double *position,
                                  struct inv_err *err);

#endif
