/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a set of parameters holds: shared by values (params.c) and binding (params_bind.c). */
#ifndef INV_TABLE_PARAMSET_H
#define INV_TABLE_PARAMSET_H

#include "inv/params.h"
#include "table/duration.h"
#include "table/items.h"

extern const struct inv_param_def inv_param_defs[INV_P_COUNT];   /* params_table.c */

/* A value from the command line, read before any calendar is known. */
struct inv_param_fixed {
    bool given;
    struct inv_duration d;
    struct inv_cell text;
};

struct inv_params {
    const struct inv_format *format;
    struct inv_param_fixed set[INV_P_COUNT], option[INV_P_COUNT];
    size_t column[INV_P_COUNT], item[INV_P_COUNT];   /* where in the input, in the items */
    bool known[INV_P_COUNT];                         /* any of these four */
    bool zero[INV_P_COUNT];                          /* 0 is taken, too */
    struct inv_items *items;                         /* NULL: none */
    inv_items_reject *reject;
    void *reject_ctx;
    size_t *key, nkey;                               /* the input's key columns, for messages */
    size_t *shared, nshared;                         /* those of them that the items have */
    size_t *extra, nextra;
    struct inv_arena arena;                          /* texts of the command line */
};

#endif
