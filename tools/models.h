/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the filters that forecast share: the options that shape models, the
 * regular series of a key, and keys in batches through the jobs.
 */
#ifndef TOOLS_MODELS_H
#define TOOLS_MODELS_H

#include "lessons.h"
#include "regressors.h"
#include "series.h"

#include "inv/conformal.h"
#include "inv/forecast.h"
#include "inv/regular.h"

/* ---- options (models.c) ----------------------------------------------------------------- */

enum { FILL_ZERO, FILL_NA };

struct model_options {
    int64_t horizon, window;
    const char *model, *skip, *weights, *rest, *level, *quantiles, *ets, *order, *lambda, *members;
    const char *regressors, *holidays, *group;
    int64_t degree;
    bool calendar;
    int fill, ets_region, ets_choice, intervals, combine;
    double cap;
    bool integer, allow_negative, list_models, full_search;
};
#define MODEL_DEFAULTS { .cap = 10 }
/* A filter's `shared`, with a struct model_options among its own. */
extern const struct tool_options model_option_set;

/* ---- a run's models and series (models.c) ------------------------------------------------------- */

/* Read only once the work has begun, but for the marked. */
struct models {
    struct run *run;
    const struct model_options *o;
    struct series series;                     /* read under the lock of the jobs */
    bool own;                                 /* periods keep the dates of the input */
    size_t m, h;                              /* the shortest season, horizon */
    size_t *seasons, nseasons;                /* all, the shortest first */
    const struct inv_model **model; size_t n;
    const struct inv_model *rest;             /* --rest; NULL: the model's own choice */
    const struct inv_model **member; size_t nmembers;   /* --members */
    double *weights; size_t nweights;
    struct inv_ets_choice ets;
    struct inv_arima_choice arima;
    double *levels; size_t nlevels;           /* 0..1 */
    double *probs; size_t nprobs;             /* --quantiles */
    size_t *num; size_t nnum;                 /* columns: value, stockout, --skip, those of regressors */
    struct regressors regressors;
    struct lessons lessons;
    bool learns;                              /* whether series learn from each other; before models_open */
    size_t (*past)(void *ctx, size_t n);      /* the part of a history of n periods that they may learn from; NULL: all */
    void *past_ctx;
    const char *future;                       /* --future, where the filter has it; before models_begin */
    const size_t *carry; size_t ncarry;       /* columns of which a key's latest cell is kept */
    struct inv_cell *cells;                   /* of the input's width, for joins (under the lock) */
};

/* --list-models. */
enum inv_status models_list(struct run *run, struct inv_err *err);
/* The options' lists, the input, its columns. */
enum inv_status models_begin(struct models *m, struct run *run, const struct model_options *o, struct inv_err *err);
/* The same for a table that has keys and dates alone. */
enum inv_status models_begin_keys(struct models *m, struct run *run, const struct model_options *o, struct inv_err *err);
/* Then the series; the cells of carry (borrowed) are kept. */
enum inv_status models_open(struct models *m, const size_t *carry, size_t ncarry, struct inv_err *err);
void models_close(struct models *m);
/* What there is to forecast with the i-th model over h steps. */
struct inv_forecast_spec models_spec(const struct models *m, size_t i, size_t h);
/* Each key draws from a stream of its own: the same for every order and number of threads. */
void models_seed(const struct models *m, const struct inv_group *g, struct inv_rng *r);
/* Adds the first nkept columns of carry and the items' parameters to a filter's
 * own, and writes their cells of a key. */
enum inv_status models_kept_columns(const struct models *m, struct inv_layout *layout, size_t nkept, struct inv_err *err);
void models_kept_cells(const struct inv_layout *layout, struct inv_row *row, const struct inv_group *g,
                       const struct inv_param_row *params);
/* Numbers above lo and below hi, both after division by scale. *out is allocated. */
enum inv_status models_numbers(struct run *run, const char *option, const char *list, double scale, double lo, double hi,
                               double **out, size_t *n, struct inv_err *err);

/* ---- keys (models_jobs.c, models_history.c) ------------------------------------------------------ */

/* One thread's workspace. */
struct worker {
    struct inv_conformal conformal;           /* --intervals */
    struct inv_work work, more;               /* more: what does not fit beside a forecast */
    struct inv_regular reg;
    struct inv_grid grid;
    int64_t *index; size_t cap_index;
    struct regressors_values values;          /* of regressors, for periods of h, too */
    double *q; size_t cap_q;                  /* the filter's own */
    double *path; size_t cap_path;
    double *adjusted; size_t cap_adjusted;
};

/* The regular series of a key, in wk->reg and wk->grid; NAN where it is not
 * known. INV_EROW: it cannot be used. */
enum inv_status models_history(const struct models *m, struct worker *wk, const struct inv_group *g, uint64_t *doubled,
                               struct inv_err *err);

/* The same from period `first` to `last` of wk->grid, where wk->index has the period of each row already. */
enum inv_status models_periods(const struct models *m, struct worker *wk, const struct inv_group *g, int64_t first, int64_t last,
                               uint64_t *doubled, struct inv_err *err);
/* The last period of a key whose last row is that of `last_row`: by --as-of, where it is given. */
int64_t models_last(const struct models *m, const struct inv_grid *g, int64_t last_row);
/* Then its regressors, in wk->values: over h periods ahead, 0: over those that the table of
 * the future has, or the horizon where there is none. row: what the key's `begin` found.
 * Where they are missing in the history, so is wk->reg.y. Without regressors: values.h alone. */
enum inv_status models_values(const struct models *m, struct worker *wk, const struct inv_group *g, size_t row, size_t h,
                              struct inv_err *err);
/* The same without a period ahead. */
enum inv_status models_past(const struct models *m, struct worker *wk, const struct inv_group *g, struct inv_err *err);
/* The spec's regressors and place in the season are those of wk from period `first` of the history on. */
void models_spec_values(const struct models *m, const struct worker *wk, size_t first, struct inv_forecast_spec *spec);

/* Some keys on their way through the jobs. */
enum { BATCH_KEYS = 16, BATCH_ROWS = 4096 };
struct batch {
    struct inv_group groups[BATCH_KEYS];
    struct inv_param_row params[BATCH_KEYS];
    double number[BATCH_KEYS][2];             /* what `begin` found for the key */
    size_t row[BATCH_KEYS][3];                /* of other tables, likewise */
    size_t future[BATCH_KEYS];                /* a key's first row in the table of the future */
    uint64_t dropped, dropped_names;          /* keys of which a fit left regressors out; which of the first 64 */
    struct inv_err errs[BATCH_KEYS];          /* status INV_OK: it went well */
    size_t begin[BATCH_KEYS];                 /* of its rows in buf */
    size_t n;
    uint64_t doubled;                         /* periods of several rows */
    uint64_t count[BATCH_KEYS][2];            /* what `end` adds up of a key; 0 before it */
    struct inv_buf buf;                       /* rows that go out */
    double *sum; size_t nsum, cap_sum;        /* what keys add to totals ... */
    size_t begin_sum[BATCH_KEYS + 1];         /* ... from here to where the next begins; nothing of rejected ones */
    struct inv_buf kept;                      /* bytes that they leave for `end`, */
    size_t begin_kept[BATCH_KEYS + 1];        /* likewise */
};

/* Every key, in parallel; rows and errors in order. All but `key` are called
 * under a lock, and may be NULL. INV_EROW rejects a key. */
struct key_jobs {
    struct models *models;
    void *ctx;
    bool serial;                              /* in one thread, whatever --jobs says */
    size_t rows;                              /* that a key gives, about: batches stay small */
    /* Cells of a key that has no rows (run->keys.n), after the last that has; INV_END. */
    enum inv_status (*more)(void *ctx, struct inv_cell *key, struct inv_err *err);
    enum inv_status (*begin)(void *ctx, struct batch *b, size_t k, struct inv_err *err);
    enum inv_status (*key)(void *ctx, struct worker *wk, struct batch *b, size_t k, struct inv_err *err);
    enum inv_status (*end)(void *ctx, const struct batch *b, size_t k, struct inv_err *err);   /* of keys that went well */
    uint64_t doubled, dropped, dropped_names;
};
/* Counts the regressors that a fit left out. */
void models_dropped(const struct models *m, const struct inv_fit *fit, struct batch *b);
enum inv_status models_run(struct key_jobs *jobs, struct inv_err *err);

#endif
