/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows grouped by key: the series of a table.
 *
 * Without `sorted` the whole input is read at the first call and groups come
 * in the order of their first row. With it, memory is that of one group (and
 * 16 bytes a key seen); a key that comes back is INV_EUSAGE.
 */
#ifndef INV_GROUP_H
#define INV_GROUP_H

#include "inv/input.h"

struct inv_group_spec {
    const size_t *key; size_t nkey;          /* columns of the key; 0: the table is one group */
    size_t time;                             /* column of time; INV_NO_COLUMN: none */
    const size_t *num; size_t nnum;          /* columns read as numbers (INV_NO_COLUMN: all missing) */
    size_t nwords;                           /* the last of them are words, which `word` makes numbers of */
    enum inv_status (*word)(void *ctx, struct inv_cell c, double *x, struct inv_err *err);
    void *word_ctx;
    const size_t *carry; size_t ncarry;      /* columns whose cell of the latest row is kept */
    bool sorted, keep_raw;                   /* keep_raw: keep each row's bytes, for --rejects */
    bool keep_cells;                         /* keep all cells of each row, for inv_group_cells */
    /* Turns a time cell into an instant (calendar floor); INV_EROW rejects the row. */
    enum inv_status (*parse_time)(void *ctx, struct inv_cell c, int64_t *t, struct inv_err *err);
    void *time_ctx;
    /* Told of each row that cannot be used, in order; returns INV_OK to go on. */
    enum inv_status (*reject)(void *ctx, const struct inv_record *rec, const struct inv_err *err);
    void *reject_ctx;
};

/* One key's rows, in the order in which they came. Owns its arrays, which only
 * grow: make it once ({0}), hand it in again and again. */
struct inv_group {
    struct inv_cell *key;      /* nkey cells */
    struct inv_cell *carry;    /* ncarry cells, of the row with the latest time (the last of equals) */
    size_t n;                  /* rows */
    int64_t *time;             /* n, where there is a time column */
    double **num;              /* nnum arrays of n; NAN is missing */
    const char *file;          /* of the first row */
    uint64_t line;
    uint64_t latest_line;      /* of the row that carry came from */
    const char *latest_file;
    struct inv_cell *raw;      /* n, where keep_raw or keep_cells */
    struct inv_group_store *store;   /* what the cells point into */
};
void inv_group_free(struct inv_group *g);
/* With keep_cells: the cells of row i, one for each column of the input, to
 * cells[inv_input_width]; they live as long as the group's rows. */
void inv_group_cells(const struct inv_group *g, size_t i, struct inv_cell *cells);
/* A key without rows: spec->nkey cells, which are copied. */
enum inv_status inv_group_none(struct inv_group *g, const struct inv_group_spec *spec, const struct inv_cell *key, struct inv_err *err);

struct inv_groups;
/* spec and the arrays in it are borrowed. */
enum inv_status inv_groups_open(struct inv_groups **gs, struct inv_input *in, const struct inv_format *format,
                                const struct inv_group_spec *spec, struct inv_err *err);
enum inv_status inv_groups_next(struct inv_groups *gs, struct inv_group *g, struct inv_err *err);
/* Not sorted: the groups come again from the first on. Nothing for sorted. */
void inv_groups_rewind(struct inv_groups *gs);
void inv_groups_close(struct inv_groups *gs);

#endif
