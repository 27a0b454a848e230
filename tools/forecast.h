/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the parts of inv-forecast share. */
#ifndef TOOLS_FORECAST_H
#define TOOLS_FORECAST_H

#include "fits.h"
#include "join.h"
#include "models.h"

struct forecast_options {
    struct model_options models;
    int64_t paths;
    const char *sum, *future;
    bool explain;
    const char *save, *load, *like, *adjust;
    bool update;
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
    struct fits *fits;                        /* --load-model */
    struct fits_sink *sink;                   /* --save-model */
    bool *kept;                               /* fits that were written again (under the lock of consume) */
    struct like *like;                        /* --like */
    struct join *adjust;                      /* --adjust, its columns */
    size_t adjust_date, adjust_add, adjust_factor;
    uint64_t met;                             /* corrections of a forecast period */
    uint64_t fresh, old;                      /* keys without a fit; rows that fits had seen (under locks) */
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
    size_t adjust;                            /* the key's first correction */
    uint64_t *met;                            /* corrections that met a step */
    struct inv_buf *kept;                     /* for --save-model */
    int64_t last;                             /* the last period of the history */
    char model[INV_FORECAST_NAME], as_of[INV_TIME_MAX];
    size_t nmodel, nas_of;
};
void scene_key(struct scene *s);
/* --carry's and the items' columns, and the end of the row. */
enum inv_status scene_end(struct scene *s, struct inv_err *err);

/* What there is to forecast with the i-th model, after models_values. */
struct inv_forecast_spec forecast_spec(const struct scene *s, size_t i);
/* The whole periods of --sum; 0: no total is asked for. */
size_t forecast_whole(const struct scene *s, double sum);
/* Dates of the scene's last period and horizon; INV_EROW: they end with the year 9999. */
enum inv_status forecast_dates(struct scene *s, struct inv_err *err);
/* Rows of a forecast that ended with st. */
enum inv_status forecast_out(struct scene *s, enum inv_status st, const struct inv_forecast *out,
                             const struct inv_forecast_spec *spec, struct inv_rng *r, double sum, struct inv_err *err);

/* --save-model, --load-model, --update (forecast_fits.c): before and after the
 * table is opened; a key; what belongs to models_run; the end. */
enum inv_status forecast_fits_open(struct forecaster *f, struct inv_err *err);
void forecast_fits_settle(struct forecaster *f);
void forecast_fits_close(struct forecaster *f);
size_t forecast_fits_find(struct forecaster *f, const struct inv_group *g);
enum inv_status forecast_fits_more(void *ctx, struct inv_cell *key, struct inv_err *err);
enum inv_status forecast_fits_end(void *ctx, const struct batch *b, size_t k, struct inv_err *err);
enum inv_status forecast_fits_save(struct scene *s, const struct inv_forecast *out, struct inv_err *err);
enum inv_status forecast_fits_rows(struct scene *s, struct batch *b, size_t k, struct inv_err *err);
enum inv_status forecast_fits_finish(struct forecaster *f, struct inv_err *err);

/* --like (forecast_like.c): opening, around the series; a key, under the lock: its old item and
 * factor; the next key without rows; its history, in parallel; the end. */
enum inv_status like_open(struct forecaster *f, struct inv_err *err);
enum inv_status like_read(struct forecaster *f, struct inv_err *err);
enum inv_status like_find(struct forecaster *f, const struct inv_group *g, size_t *old, double *factor, struct inv_err *err);
enum inv_status like_more(struct forecaster *f, struct inv_cell *key);
enum inv_status like_history(const struct forecaster *f, struct worker *wk, size_t item, double factor, struct inv_err *err);
void like_note(const struct forecaster *f);
void like_close(struct forecaster *f);

/* --adjust (forecast_adjust.c): opening, after the table; a key's first row, under the
 * lock; wk->adjusted of a scene's steps, and of the total of n of them; what was not met. */
enum inv_status adjust_open(struct forecaster *f, struct inv_err *err);
size_t adjust_find(struct forecaster *f);
enum inv_status adjust_steps(struct scene *s, size_t row, const struct inv_outlook *o, uint64_t *met, struct inv_err *err);
double adjust_total(const struct scene *s, const struct inv_outlook *o, double n);
void adjust_note(const struct forecaster *f);

/* --explain (forecast_explain.c). */
enum inv_status explain_columns(struct forecaster *f, struct inv_err *err);
enum inv_status explain_rows(struct scene *s, const struct inv_forecast *out, const struct inv_model_args *args, struct inv_err *err);

/* Columns and rows (forecast_rows.c). */
enum inv_status forecast_column(struct forecaster *f, const char *name, struct inv_err *err);
enum inv_status forecast_columns(struct forecaster *f, struct inv_err *err);
enum inv_status forecast_rows(void *ctx, struct worker *wk, struct batch *b, size_t k, struct inv_err *err);

#endif
