/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the parts of inv-balance share. */
#ifndef TOOLS_BALANCE_H
#define TOOLS_BALANCE_H

#include "carry.h"
#include "join.h"
#include "reduce.h"
#include "series.h"

#include "inv/balance.h"
#include "inv/keys.h"

struct balance_options {
    const char *opening, *warehouse, *type;
    int valuation, stocktake;            /* places in their choices */
    bool periods, layers;
};

/* Columns that are read as words, one after the other: what a cell may be depends on the one before. */
enum word { W_TYPE, W_QTY, W_COST, W_COUNT };
struct words {
    const struct run *run;
    enum word present[W_COUNT]; size_t n, at;
    bool typed;
    enum inv_move type;                  /* of the row at hand */
};

/* A movement's seq: those of rows are FIRST_ROW + row, those of the opening table less, so that of one time
 * they come before the rows. */
#define FIRST_ROW (SIZE_MAX / 2)

/* What is to be said when all is done. */
struct balance_remarks {
    uint64_t negative, later;            /* movements that leave less than nothing; after --as-of */
    uint64_t after_first, unmoved;       /* opening stock dated after the first movement; keys of it that do not move */
    char first_negative[160];            /* key and date */
    double transit, transit_value, unsent;
};

struct balance {
    struct run *run;
    const struct balance_options *o;
    struct words words;
    struct series series;
    size_t num[W_COUNT];                 /* columns, in the order of enum word */
    size_t warehouse;                    /* column, or INV_NO_COLUMN */
    size_t cost;                         /* column unit_cost of the input */
    bool valued;                         /* a cost may be known */
    struct join *opening; bool *opened;  /* its rows that a key has taken */
    size_t open_qty, open_cost, open_date;
    struct inv_grid grid;                /* of --periods */

    /* the item at hand */
    struct inv_group g;
    struct inv_keys *places; size_t nplaces;
    size_t *first_row; size_t cap_first;     /* of each place: a row of g */
    double *otherwise; size_t cap_otherwise;
    struct inv_movement *moves; size_t n, cap_moves;
    struct inv_moved *moved; size_t cap_moved;
    size_t *order; size_t cap_order;     /* the movements place by place, */
    size_t *begin; size_t cap_begin;     /* those of place p are order[begin[p]] .. before order[begin[p + 1]] */
    struct inv_balance book;
    struct inv_cell *cells;              /* of the input's width */

    struct carry rows;                   /* a row a movement */
    struct reduce out;                   /* a row a period or layer */
    const char *columns[10];             /* its columns */
    struct balance_remarks remarks;
};

enum { M_CHANGE, M_ON_HAND, M_DIFFERENCE, M_NEGATIVE, M_VALUE, M_STOCK_VALUE, M_COGS, M_FIXED };
enum { P_DATE, P_OPENING, P_RECEIVED, P_SOLD, P_ADJUSTED, P_TRANSFERRED, P_ON_HAND, P_NEGATIVE, P_STOCK_VALUE, P_COGS,
    P_FIXED };
enum { L_DATE, L_QTY, L_COST, L_VALUE, L_AGE, L_FIXED };

/* The columns that are read (balance_read.c). */
enum inv_status balance_open(struct balance *b, struct inv_err *err);
/* b->g as movements in b->moves; INV_EROW: the item cannot be used. */
enum inv_status balance_read(struct balance *b, struct inv_err *err);
/* Row `row` of the opening table, and those of its key, as an item of one place without movements. */
enum inv_status balance_read_opening(struct balance *b, size_t row, struct inv_err *err);
/* Cells of the place: those of its first row, or of its opening. */
void balance_cells(struct balance *b, size_t place);
/* Rows of all that is in b->moves and b->moved (balance_write.c). */
enum inv_status balance_write(struct balance *b, struct inv_err *err);
enum inv_status balance_write_periods(struct balance *b, struct inv_err *err);

/* Counts the item's levels below zero; says what is to be said at the end (balance_remarks.c). */
void balance_note(struct balance *b);
void balance_remark(const struct balance *b);

#endif
