/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-lot: a key's periods, their plan, and what comes out. */
#ifndef TOOLS_LOT_H
#define TOOLS_LOT_H

#include "carry.h"
#include "inv/lotsize.h"
#include "reduce.h"
#include "series.h"

struct lot_options {
    int method;                      /* place in its choices: an enum inv_lotsize */
    bool summary, backlog;
    const char *firm;                /* column of orders that are placed already */
    int64_t fixed_periods, rolling, frozen;
};

/* What is read of each row as a number, in this order. */
enum { N_DEMAND, N_STEP, N_FIRM, N_COUNT };

struct lot {
    struct run *run;
    const struct lot_options *o;
    bool forecast;                   /* rows have steps, no calendar of ours */
    struct series series;            /* of a demand table */
    struct inv_groups *groups;       /* of a forecast */
    struct reduce out;               /* the key and its parameters; --summary's rows */
    struct carry rows;               /* a row a period */
    size_t freq_in;                  /* column, or INV_NO_COLUMN */
    bool year_told, free_told, none_told;
    struct inv_lotsize_work work;
    struct inv_cell *cells;          /* of the input's width: a row's */
    /* the key at hand: n periods */
    size_t n;
    struct inv_grid grid; int64_t first;    /* of a demand table */
    double *a; size_t cap_a;         /* demand, setup, hold, unit, backlog, capacity, firm, order, ending */
    size_t *row; size_t cap_row;     /* each period's row of the group; SIZE_MAX: none */
    size_t nfirm;                    /* periods whose orders are not ours to plan */
    struct inv_lotsize_in in;
    double *firm, *order, *ending;
};

/* The periods of a key in order, and what the plan needs of each (lot_read.c). INV_EROW: it cannot be planned. */
enum inv_status lot_read(struct lot *l, const struct inv_group *g, struct inv_err *err);
/* Cells of period t, to l->cells: those of its row, or the key alone. */
void lot_cells(struct lot *l, const struct inv_group *g, size_t t);

/* Orders and stock at the ends of all periods (lot_plan.c). */
enum inv_status lot_plan(struct lot *l, struct inv_lotsize_cost *cost, struct inv_err *err);
/* The least cost there is, by the exact method; NAN where it is too large a problem for it. */
double lot_least(struct lot *l);

/* The columns; a row a period, with their costs; --summary's row (lot_write.c). */
enum inv_status lot_header(struct lot *l, struct inv_err *err);
enum inv_status lot_rows(struct lot *l, const struct inv_group *g, struct inv_err *err);
enum inv_status lot_summary(struct lot *l, const struct inv_group *g, const struct inv_lotsize_cost *c,
                            struct inv_err *err);

#endif
