/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The item master in memory: rows, and an index of them by key. */
#ifndef INV_TABLE_ITEMS_H
#define INV_TABLE_ITEMS_H

#include "inv/input.h"
#include "table/arena.h"
#include "table/index.h"

typedef enum inv_status inv_items_reject(void *ctx, const struct inv_record *rec, const struct inv_err *err);

struct inv_item {
    const struct inv_cell *cells;  /* width */
    struct inv_cell raw;           /* its bytes as they came, for a reject */
    uint64_t line;
    bool plain;
};

struct inv_items {
    struct inv_arena arena;        /* what the cells are in, and they themselves */
    const char *file;              /* as named */
    struct inv_cell *names;        /* width; of the columns, terminated */
    size_t width;
    struct inv_item *rows;
    size_t n, cap;
    struct inv_index index;        /* of rows, by key */
    size_t *key;                   /* the nkey columns that the index is by */
    size_t nkey;
};

/* Reads the file whole; rows that cannot be used go to reject. path is borrowed. */
enum inv_status inv_items_alloc(struct inv_items **items, const char *path, const struct inv_format *format,
                                inv_items_reject *reject, void *ctx, struct inv_err *err);
void inv_items_free(struct inv_items *items);
size_t inv_items_find(const struct inv_items *items, const char *name);  /* INV_NO_COLUMN: none */
/* Indexes the rows by nkey columns (copied); a row whose key was there before goes to reject. */
enum inv_status inv_items_index(struct inv_items *items, const size_t *key, size_t nkey,
                                inv_items_reject *reject, void *ctx, struct inv_err *err);
/* The row whose key is columns col[0..nkey-1] of cells; NULL: none. */
const struct inv_item *inv_items_join(const struct inv_items *items, const struct inv_cell *cells, const size_t *col);

#endif
