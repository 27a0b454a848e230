/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the parts of inv-kpi share. */
#ifndef TOOLS_KPI_H
#define TOOLS_KPI_H

#include "hold.h"
#include "join.h"
#include "reduce.h"
#include "series.h"

#include "inv/fill.h"
#include "inv/keys.h"
#include "inv/kpi.h"
#include "inv/regular.h"

struct kpi_options {
    const char *by, *ages, *layers;
    int at, fill;                        /* places in their choices */
    bool annual, total;
    double dead_after, slow_after, cover_days;
};

/* Columns that are read as numbers; the value comes first. */
enum {
    N_SALES, N_STOCKOUT, N_ON_HAND, N_RECEIVED, N_DEMAND, N_SHIPPED, N_UNIT_COST, N_PRICE, N_COGS, N_STOCK_VALUE,
    N_FORECAST, N_NAIVE, N_RAW, N_COUNT
};
enum { X_EXPECTED = N_COUNT, X_COUNT };  /* arrays of periods: one a column, and what would have been sold */

/* A table's groups, or all of it. */
struct kpi_group { struct inv_kpi_sums sums; double items; };

struct kpi {
    struct run *run;
    const struct kpi_options *o;
    struct series series;
    struct reduce out;                   /* a row a key */
    size_t num[N_COUNT];
    double edges[INV_KPI_AGES]; size_t nedges;
    char ages[INV_KPI_AGES][64];         /* names of their columns */
    const char *columns[INV_KPI_COUNT + INV_KPI_AGES + 4]; size_t ncolumns;
    struct join *layers; size_t layer_date, layer_qty, layer_cost, layer_age;
    bool known[INV_KPI_COUNT];           /* for a key at least */
    uint64_t keys;
    uint64_t unlayered, astray;          /* keys with stock that --layers does not have, or has another sum of */
    bool year_told;

    /* the key at hand */
    struct inv_grid grid;
    struct inv_regular regular;
    int64_t *index; size_t cap_index;
    double *x; size_t cap_x;             /* X_COUNT arrays of n */
    unsigned char *out_of_stock; size_t cap_out;
    struct inv_fill_work fill;
    struct inv_kpi_layer *layer; size_t cap_layer;
    struct inv_kpi_in in;
    int64_t last;                        /* its last period */

    /* --by and --total */
    struct texts by;
    size_t *by_input, *by_item;          /* column of the input (place in carry), or of the items */
    struct inv_keys *groups;
    struct inv_buf key;
    struct hold names;                   /* their cells */
    struct inv_cell *cells;
    struct kpi_group *group; size_t cap_group;
    struct kpi_group all;
};

/* The key's rows as c->in (kpi_read.c). INV_EROW: it cannot be used. */
enum inv_status kpi_open(struct kpi *c, struct inv_err *err);
enum inv_status kpi_read(struct kpi *c, const struct inv_group *g, const struct inv_param_row *p, struct inv_err *err);
/* --layers (kpi_layers.c). */
enum inv_status kpi_open_layers(struct kpi *c, struct inv_err *err);
enum inv_status kpi_find_layers(struct kpi *c, struct inv_err *err);
void kpi_remark_layers(const struct kpi *c);
/* Where the key's sums belong, and what comes of it (kpi_groups.c). */
enum inv_status kpi_open_groups(struct kpi *c, struct inv_err *err);
enum inv_status kpi_add(struct kpi *c, const struct inv_param_row *p, const struct inv_kpi_sums *sums,
                        struct inv_err *err);
enum inv_status kpi_write_groups(struct kpi *c, struct inv_err *err);
/* --ages; the columns of the figures (kpi_columns.c). */
enum inv_status kpi_read_ages(struct kpi *c, struct inv_err *err);
void kpi_choose_columns(struct kpi *c);
void kpi_remark(const struct kpi *c);
/* The figures of sums, in their columns. */
void kpi_values(const struct kpi *c, const struct inv_kpi_sums *sums, struct value *out);

#endif
