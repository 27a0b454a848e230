/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the parts of inv-forecast share. */
#ifndef TOOLS_FORECAST_H
#define TOOLS_FORECAST_H

#include "models.h"

struct forecast_options {
    struct model_options models;
    int64_t paths;
    const char *sum;
    bool explain;
};

/* What a whole run needs; read only once the work has begun. */
struct forecaster {
    struct run *run;
    const struct forecast_options *o;
    struct models models;
    double sum;                               /* --sum N; 0: not; NAN: a column */
    size_t sum_column; bool sum_is_param; enum inv_param sum_param;
    size_t *carry, ncarry, nkept;             /* columns kept: --carry's nkept, then what --sum and --items need */
    struct inv_layout layout;
};

/* Options, columns, the first look at the table (forecast_open.c). */
enum inv_status forecast_open(struct forecaster *f, struct inv_err *err);
void forecast_close(struct forecaster *f);
/* --sum's periods of a key: what begins it, under the lock. ctx: the forecaster. */
enum inv_status forecast_begin(void *ctx, struct batch *b, size_t k, struct inv_err *err);

/* What the rows of one key and model have in common. */
struct scene {
    const struct forecaster *f;
    struct worker *wk;
    const struct inv_group *g;
    const struct inv_param_row *params;
    struct inv_row row;
    int64_t last;                             /* the last period of the history */
    char model[INV_FORECAST_NAME], as_of[INV_TIME_MAX];
    size_t nmodel, nas_of;
};
void scene_key(struct scene *s);
/* --carry's and the items' columns, and the end of the row. */
enum inv_status scene_end(struct scene *s, struct inv_err *err);

/* --explain (forecast_explain.c). */
enum inv_status explain_columns(struct forecaster *f, struct inv_err *err);
enum inv_status explain_rows(struct scene *s, const struct inv_forecast *out, const struct inv_model_args *args, struct inv_err *err);

/* Columns and rows (forecast_rows.c). */
enum inv_status forecast_column(struct forecaster *f, const char *name, struct inv_err *err);
enum inv_status forecast_columns(struct forecaster *f, struct inv_err *err);
enum inv_status forecast_rows(void *ctx, struct worker *wk, struct batch *b, size_t k, struct inv_err *err);

#endif
