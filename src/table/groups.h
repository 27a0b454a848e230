/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What both ways of grouping share: reading a row, filling a group. */
#ifndef INV_TABLE_GROUPS_H
#define INV_TABLE_GROUPS_H

#include "inv/buf.h"
#include "inv/group.h"
#include "inv/keys.h"

struct inv_hashed;   /* all keys and rows, where the input is not sorted */

struct inv_groups {
    struct inv_input *in;
    const struct inv_format *format;
    const struct inv_group_spec *spec;
    struct inv_record rec;         /* the row at hand */
    int64_t time;                  /* of that row, */
    double *num;                   /* and its spec->nnum numbers */
    struct inv_buf raw;            /* of a row that has to be written anew */
    bool pending, ended;           /* sorted: rec opens the next group; there is no next */
    struct inv_seen *seen;         /* sorted: keys gone by */
    struct inv_hashed *hashed;     /* not sorted: NULL until the input is read */
};

/* The next record into gs->rec; those that cannot be used are told to reject. INV_END at the end. */
enum inv_status inv_groups_fetch(struct inv_groups *gs, struct inv_err *err);
/* Reads gs->rec's time and numbers. *used is false where the row was told to reject instead. */
enum inv_status inv_groups_parse(struct inv_groups *gs, bool *used, struct inv_err *err);

/* Whether bytes of each row are kept. */
static inline bool inv_groups_keep(const struct inv_group_spec *spec)
{
    return spec->keep_raw || spec->keep_cells;
}
/* What is kept of gs->rec: its bytes as a row of the united table; with keep_cells
 * the length of these first, and its cells after them, each behind its length. */
enum inv_status inv_groups_raw(struct inv_groups *gs, struct inv_cell *raw, struct inv_err *err);

/* Empties g and makes its arrays fit the spec. */
enum inv_status inv_group_begin(struct inv_group *g, const struct inv_group_spec *spec, struct inv_err *err);
/* Room for n rows in all. */
enum inv_status inv_group_room(struct inv_group *g, const struct inv_group_spec *spec, size_t n, struct inv_err *err);
/* Copies n cells to *to (as key or carry); col says which of from, NULL: all in order. */
enum inv_status inv_group_keep_key(struct inv_group *g, const struct inv_cell *from, const size_t *col, size_t n, struct inv_err *err);
enum inv_status inv_group_keep_carry(struct inv_group *g, const struct inv_cell *from, const size_t *col, size_t n, struct inv_err *err);
/* The bytes of row i, which is the next one. */
enum inv_status inv_group_keep_raw(struct inv_group *g, size_t i, struct inv_cell raw, struct inv_err *err);
/* All rows are in: raw cells are pointed at their bytes. */
void inv_group_end(struct inv_group *g);

enum inv_status inv_groups_next_sorted(struct inv_groups *gs, struct inv_group *g, struct inv_err *err);
enum inv_status inv_groups_next_hashed(struct inv_groups *gs, struct inv_group *g, struct inv_err *err);
void inv_hashed_rewind(struct inv_hashed *h);
void inv_hashed_free(struct inv_hashed *h);

#endif
