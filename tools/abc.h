/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the parts of inv-abc share. */
#ifndef TOOLS_ABC_H
#define TOOLS_ABC_H

#include "carry.h"
#include "hold.h"
#include "reduce.h"

#include "inv/abc.h"
#include "inv/life.h"
#include "inv/shape.h"

enum { CRITERIA = 8 };                   /* at most */

struct abc_options {
    const char *by, *thresholds, *cv_thresholds, *weights, *policy;
    int basis, fill;                     /* places in their choices */
    bool ranked;
    int64_t last, dead_after, new_within;
};

/* What an item is worth by. */
enum measure { BY_VALUE, BY_QTY, BY_MARGIN, BY_REVENUE, BY_PARAM, BY_COLUMN };
struct criterion {
    enum measure measure;
    bool less;                           /* less is better */
    enum inv_param param;
    size_t column;                       /* BY_COLUMN */
    const char *name;
};

/* A row that will go out, beside its cells. */
struct item {
    const char *file; uint64_t line;
    double demand, sd, annual;           /* a period's; a year's. NAN: not known */
    double cv;
    bool shaped;                         /* from a history: the following are there */
    struct inv_shape shape;
    enum inv_life life;
    size_t as_of, as_of_n;               /* where its bytes are in the texts */
};

struct policy {
    struct inv_input *in;                /* its header is used until the end */
    struct hold rows;
    size_t *added; char **names; size_t nadded;    /* columns that go out */
    size_t match[4];                     /* its class_abc, class_xyz, pattern, lifecycle; INV_NO_COLUMN */
    uint64_t unmatched;
};

struct abc {
    struct run *run;
    const struct abc_options *o;
    double thresholds[INV_ABC_CLASSES], cv_thresholds[INV_ABC_CLASSES], weights[CRITERIA];
    size_t nthresholds, ncv, nweights;
    struct criterion criteria[CRITERIA]; size_t ncriteria;
    bool history;
    const char **columns; size_t ncolumns;    /* computed; those of the policy last */
    size_t score;                        /* place of that column; 0: none */
    struct policy policy;
    /* items held */
    struct hold cells;
    struct inv_buf texts;
    struct item *items; size_t cap_items;
    double *x; size_t cap_x;             /* ncriteria numbers an item */
    struct inv_abc *classes; double *values; size_t *order;
    struct reduce out;                   /* of a history */
    struct carry rows;                   /* of rows */
    enum inv_freq freq;                  /* of the history */
    size_t pattern_in, life_in;          /* columns of the input that rows carry */
    uint64_t no_spread;
    bool year_told;
};

/* The computed columns. */
enum { R_ABC, R_XYZ, R_SHARE, R_CUM, R_CV, R_FIXED };
enum { H_DEMAND = R_FIXED, H_SD, H_ANNUAL, H_ADI, H_CV2, H_PATTERN, H_LIFE, H_FREQ, H_AS_OF, H_FIXED };

/* --by, --thresholds and the like (abc_options.c); before and after the input is opened. */
enum inv_status abc_read_options(struct abc *a, struct inv_err *err);
enum inv_status abc_find_criteria(struct abc *a, struct inv_err *err);
/* The items of rows (abc_rows.c) or of a history (abc_history.c). */
enum inv_status abc_from_rows(struct abc *a, struct inv_err *err);
enum inv_status abc_from_history(struct abc *a, struct inv_err *err);
/* Holds one: it, its cells and by what it is worth; column: the values of BY_COLUMN criteria, in their order (NULL:
 * cells are read). total: units that count (of a history); NAN: annual. */
enum inv_status abc_hold(struct abc *a, const struct item *it, const struct inv_cell *cells,
                         const struct inv_param_row *p, double total, const double *column, struct inv_err *err);
/* --policy (abc_policy.c). */
enum inv_status abc_policy_open(struct policy *p, struct run *run, const char *path, struct inv_err *err);
void abc_policy_close(struct policy *p);
/* The row for these classes; SIZE_MAX where there is none, which is counted. */
size_t abc_policy_find(struct policy *p, const struct inv_cell classes[4]);
/* Classes all and writes them (abc_classes.c). */
enum inv_status abc_write(struct abc *a, struct inv_err *err);

#endif
