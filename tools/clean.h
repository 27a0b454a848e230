/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the parts of inv-clean share. */
#ifndef TOOLS_CLEAN_H
#define TOOLS_CLEAN_H

#include "join.h"
#include "series.h"

#include "inv/fill.h"
#include "inv/outlier.h"
#include "inv/regular.h"

enum { END_COMMON, END_OWN };
enum { KEEP, DROP };
enum { OUTLIERS_NONE, OUTLIERS_FLAG, OUTLIERS_CLIP, OUTLIERS_REPLACE };
enum { ESTIMATE = 1 };
enum { N_VALUE, N_STOCKOUT, N_RAW, N_COUNT };   /* columns read as numbers */

struct clean_options {
    int agg, fill, returns;                   /* as the enums of the library */
    int end, leading, partial, outliers, method, stockout_fill;
    const char *from, *to, *stockout;
    double threshold;                         /* 0: the method's own */
    bool check;
};

/* What is to be said when all is done. */
struct remarks {
    uint64_t later;                           /* rows after --as-of */
    uint64_t empty;                           /* keys of which nothing is left */
    uint64_t unfit;                           /* keys too short for a season */
    uint64_t returned; double units;          /* keys with more returns than sales, and how many units */
    char first_empty[96], first_returned[96]; /* the first key of each */
    int64_t partial, partial_first;           /* labels of periods left out for being incomplete */
    bool has_partial, has_partial_first;
};

struct clean {
    struct run *run;
    const struct clean_options *o;
    struct series series;
    bool own, common;                         /* periods keep the dates of the input; keys end together */
    size_t season;
    bool has_from, bounded;                   /* bounded: nothing counts from `until` on */
    int64_t from, until;

    /* columns */
    size_t num[N_COUNT];
    size_t *carry, ncarry;
    bool stockouts, raw;                      /* written: stockout; qty_raw */
    struct join *file;                        /* of --stockout FILE */
    size_t file_date, file_flag;
    struct inv_cell *probe;                   /* of clean_probe */

    /* the series at hand */
    struct inv_grid grid;
    struct inv_regular reg;
    struct inv_outlier outlier;
    int64_t *index; size_t cap_index;         /* period of each row */
    double *sold; size_t cap_sold;            /* of each period, before anything was changed */
    unsigned char *want; size_t cap_want;
    struct inv_fill_work fill;
    struct remarks remarks;
};

/* A row of the input's width with the key's cells in place, for joins. */
const struct inv_cell *clean_probe(struct clean *c, const struct inv_group *g);
/* Rows to periods (clean_periods.c). INV_END: nothing is left of the key. */
enum inv_status clean_periods(struct clean *c, const struct inv_group *g, struct inv_err *err);
/* The periods' values: stock-outs, outliers, gaps (clean_values.c). */
enum inv_status clean_values(struct clean *c, struct inv_err *err);
/* --stockout (clean_stockout.c). */
enum inv_status clean_open_stockout(struct clean *c, struct inv_err *err);
enum inv_status clean_mark_stockouts(struct clean *c, const struct inv_group *g, struct inv_err *err);
/* The report of --check instead of series (clean_check.c). */
enum inv_status clean_check(struct clean *c, struct inv_err *err);
/* The series, written (clean_write.c). */
enum inv_status clean_write(struct clean *c, struct inv_err *err);
/* What is to be said before long series are written, and at the end (clean_remarks.c). */
void clean_remark_end(const struct clean *c);
void clean_remark(const struct clean *c);

#endif
