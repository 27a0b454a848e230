/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the parts of inv-eval share. */
#ifndef TOOLS_EVAL_H
#define TOOLS_EVAL_H

#include "join.h"
#include "models.h"

#include "inv/accuracy.h"
#include "inv/backtest.h"
#include "inv/compare.h"
#include "inv/keys.h"

enum { BY_KEY, BY_STEP, BY_BOTH };
enum { MATCH_DATE, MATCH_STEP };
enum { PARTS = 3 };

struct eval_options {
    struct model_options models;
    int64_t windows, step, sliding, least, sum;
    int by, match;
    bool summary;
    const char *split, *rank, *actual, *history;
    struct texts gate;
};

/* A value that happened; a row of a forecast table. */
struct eval_point { int64_t t; double v; };
struct eval_line { size_t method, i; int64_t origin; size_t step; };

/* One table of values (--actual, --history): t and v of each row of join; used: it could be read. */
struct eval_table { struct join *join; int64_t *t; double *v; bool *used; };

/* Of one key; --actual works on one at a time. */
struct eval_scratch {
    struct eval_point *actual, *history; size_t nactual, nhistory, cap_actual, cap_history;
    struct eval_line *lines; size_t cap_lines;
    double *x; size_t cap_x;
};

/* A method's sums over all keys, in one part: ratios of all steps, then of each. */
struct eval_total { double keys, windows; size_t nsteps, cap; struct inv_ratio *ratios; };

/* Losses of the first k methods, of the last part. */
struct eval_compare {
    size_t k, h;                              /* h: origins whose forecasts overlap, for inv_dm */
    size_t cap;                               /* methods that there is room for */
    double *dm; size_t cap_dm;                /* inv_dm of each pair i < j at pair (j (j - 1) / 2 + i) */
    struct inv_ranks ranks;
    size_t cap_sum, cap_wins, cap_loss, cap_rank, cap_diff;
    double *loss, *rank, *diff;
    size_t *at; size_t cap_at;                /* of one key: where each method's block is in the batch */
};

struct evaluator {
    struct run *run;
    const struct eval_options *o;
    struct models models;
    struct inv_accuracy what;
    size_t width;                             /* ratios of a window */
    struct inv_backtest plan;
    double split[PARTS]; size_t nparts;       /* shares up to the end of each part; 1: no --split */
    size_t rank;                              /* the measure that models are compared by */
    struct inv_keys *methods;                 /* names, in the order in which they came */
    struct eval_total *totals; size_t ntotals, cap_totals;   /* at method * PARTS + part */
    struct eval_compare compare;
    size_t *carry, ncarry, nkept;             /* --carry's nkept go out; behind them --group's */
    struct inv_layout layout;
    /* --actual */
    struct eval_table actual, history;
    bool has_history;
    size_t *num, nnum, cap_num;               /* the forecast's columns: see eval_actual.c */
    double *levels, *probs; size_t cap_levels, cap_probs;
    bool adjusted;                            /* it has that column */
    bool sums;                                /* it is of --sum: as_of and periods for date and step */
    size_t met;                               /* rows of --actual of keys that came */
    struct eval_scratch scratch;
};

/* ---- what a key adds, in batch.sum (eval_block.c) ------------------------------------------------ */

/* A method's windows in one part of a key: a block of doubles, one after the other. */
struct eval_block {
    double *head;                             /* length, method, part, steps, losses, windows */
    struct inv_ratio *all;                    /* width; behind it those of each step */
    double *loss;                             /* losses * (origin, loss) */
};
enum { BLOCK_LENGTH, BLOCK_METHOD, BLOCK_PART, BLOCK_STEPS, BLOCK_LOSSES, BLOCK_WINDOWS, BLOCK_HEAD };

/* A new block behind what there is, for at most so many windows. It lives until the next one. */
enum inv_status eval_block_new(const struct evaluator *e, struct batch *b, size_t method, size_t part, size_t windows,
                               size_t h, struct eval_block *block, struct inv_err *err);
/* The block at b->sum + at. */
struct eval_block eval_block_at(const struct evaluator *e, double *at);
/* Another block like the one at b->sum + at, of another method. */
enum inv_status eval_block_copy(struct batch *b, size_t at, size_t method, struct inv_err *err);
/* Adds one window, made at `origin`. */
void eval_block_add(const struct evaluator *e, struct eval_block *block, const struct inv_scale *scale,
                    const struct inv_outcome *o, double origin);
/* Rows of a key, from its blocks in b->sum from begin on. */
enum inv_status eval_rows(const struct evaluator *e, struct batch *b, size_t k, struct inv_err *err);

/* ---- columns and tables (eval_columns.c) ------------------------------------------------------------ */

enum inv_status eval_columns(struct evaluator *e, struct inv_err *err);
void eval_measures(const struct evaluator *e, struct inv_row *row, const struct inv_ratio *r);
/* The measure that models are compared by, without its sign (bias); NAN where there is none. */
double eval_loss(const struct evaluator *e, const struct inv_ratio *r);
/* What planners' corrections took from the wape (Gilliland 2010); below 0 where they did harm. */
double eval_value_added(const struct inv_ratio *before, const struct inv_ratio *after);
/* --summary or --by step, after the last key. */
enum inv_status eval_tables(struct evaluator *e, struct inv_err *err);
/* The name of the i-th measure column, "coverage80": in out. */
const char *eval_measure_name(const struct evaluator *e, size_t i, char out[48]);
enum { NO_MEASURE = 1 << 20 };
/* Its place by name; NO_MEASURE where there is none. */
size_t eval_measure_find(const struct evaluator *e, const char *name, size_t n);
const char *eval_method(const struct evaluator *e, size_t i, size_t *n);
/* "train", "validation" (only of three) or "test". */
const char *eval_part(const struct evaluator *e, size_t part);

/* ---- totals (eval_totals.c), comparisons (eval_compare.c), --gate (eval_gate.c) -------------------------- */

/* Takes a key's blocks; struct key_jobs.end. */
enum inv_status eval_end(void *ctx, const struct batch *b, size_t k, struct inv_err *err);
/* NULL where the method has none in that part. */
const struct eval_total *eval_total(const struct evaluator *e, size_t method, size_t part);
void eval_totals_free(struct evaluator *e);

enum inv_status eval_compare_key(struct evaluator *e, const struct batch *b, size_t k, struct inv_err *err);
/* a against b, positive where a has more loss. */
struct inv_dm_test eval_compare_dm(const struct evaluator *e, size_t a, size_t b);
void eval_compare_free(struct eval_compare *c);

/* Whether --gate can be understood; then, at the end, what does not hold is told. */
enum inv_status eval_gate_check(const struct evaluator *e, struct inv_err *err);
bool eval_gate_holds(const struct evaluator *e);

/* ---- the two ways (eval_windows.c, eval_actual.c) --------------------------------------------------------- */

enum inv_status eval_windows_open(struct evaluator *e, struct inv_err *err);
enum inv_status eval_windows_key(void *ctx, struct worker *wk, struct batch *b, size_t k, struct inv_err *err);
enum inv_status eval_actual_open(struct evaluator *e, struct inv_err *err);
enum inv_status eval_actual_begin(void *ctx, struct batch *b, size_t k, struct inv_err *err);
enum inv_status eval_actual_key(void *ctx, struct worker *wk, struct batch *b, size_t k, struct inv_err *err);
/* Says what there is in --actual that nobody forecast. */
void eval_actual_rest(const struct evaluator *e);
void eval_actual_close(struct evaluator *e);

#endif
