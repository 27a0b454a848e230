/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the parts of inv-forecast share. */
#ifndef TOOLS_FORECAST_H
#define TOOLS_FORECAST_H

#include "series.h"

#include "inv/forecast.h"
#include "inv/regular.h"

enum { FILL_ZERO, FILL_NA };

struct forecast_options {
    int64_t horizon, window, paths;
    const char *model, *weights, *level, *quantiles, *sum;
    int fill;
    double cap;
    bool integer, allow_negative, list_models;
};

/* What a whole run needs; read only once the work has begun, but for the marked. */
struct forecaster {
    struct run *run;
    const struct forecast_options *o;
    struct series series;                     /* read under the lock of the jobs */
    bool own;                                 /* periods keep the dates of the input */
    size_t m, h;                              /* season, horizon; h 0: by --sum COLUMN */
    const struct inv_model **models; size_t nmodels;
    double *weights; size_t nweights;
    double *levels; size_t nlevels;           /* 0..1 */
    double *probs; size_t nprobs;             /* --quantiles */
    double sum;                               /* --sum N; 0: not; NAN: a column */
    size_t sum_column; bool sum_is_param; enum inv_param sum_param;
    size_t num[2]; size_t nnum;               /* value, stockout */
    size_t *carry, ncarry, nkept;             /* columns kept: --carry's nkept, then what --sum and --items need */
    const size_t *item; size_t nitem;
    struct inv_layout layout;
    struct inv_cell *cells;                   /* of the input's width, for joins (under the lock) */
    uint64_t doubled;                         /* periods of several rows (under the lock of consume) */
};

/* One thread's workspace. */
struct worker {
    struct inv_work work;
    struct inv_regular reg;
    struct inv_grid grid;
    int64_t *index; size_t cap_index;
    double *q; size_t cap_q;                  /* bounds and quantiles: one row of h each */
    double *path; size_t cap_path;
};

/* Some keys on their way through the jobs. */
enum { BATCH_KEYS = 16, BATCH_ROWS = 4096 };
struct batch {
    struct inv_group groups[BATCH_KEYS];
    struct inv_param_row params[BATCH_KEYS];
    double sum[BATCH_KEYS];                   /* periods of --sum */
    struct inv_err errs[BATCH_KEYS];          /* status INV_OK: it went well */
    size_t begin[BATCH_KEYS];                 /* of its rows in buf */
    size_t n;
    uint64_t doubled;
    struct inv_buf buf;
};

/* Options, columns, the first look at the table (forecast_open.c). */
enum inv_status forecast_open(struct forecaster *f, struct inv_err *err);
void forecast_close(struct forecaster *f);
/* Every key, in parallel (forecast_jobs.c). */
enum inv_status forecast_all(struct forecaster *f, struct inv_err *err);

/* The regular series of a key, in wk->reg and wk->grid (forecast_series.c). INV_EROW: it cannot be used. */
enum inv_status forecast_series(const struct forecaster *f, struct worker *wk, const struct inv_group *g, uint64_t *doubled,
                                struct inv_err *err);
/* --sum's periods of a key, under the lock. */
enum inv_status forecast_periods(struct forecaster *f, const struct inv_param_row *p, const struct inv_group *g, double *n,
                                 struct inv_err *err);

/* Columns and rows (forecast_rows.c). */
enum inv_status forecast_columns(struct forecaster *f, struct inv_err *err);
enum inv_status forecast_rows(const struct forecaster *f, struct worker *wk, struct batch *b, size_t k, struct inv_err *err);

#endif
