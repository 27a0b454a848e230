/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A network's edges as a table has them: from, to, and what else is known of each. */
#ifndef TOOLS_EDGES_H
#define TOOLS_EDGES_H

#include "common.h"

/* One edge; its cells live until the next. Numbers that are not given are NAN. */
struct edge_row {
    const struct inv_record *rec;
    struct inv_cell from, to;
    double lead_time;          /* periods, >= 0; --set's is the nodes', which has to do here, too: NAN */
    double need;               /* units of `from` in one of `to`, >= 0 */
    double transit_cost;       /* money a unit and year, >= 0 */
};

struct edges;

/* Opens the table: INV_EUSAGE where it has no columns from and to. */
enum inv_status edges_open(struct edges **e, struct run *run, const char *path, struct inv_err *err);
void edges_close(struct edges *e);
/* Days in a period, where rows of the nodes say what --freq does not; for times with a unit. */
void edges_period(struct edges *e, double days);
/* A column beside these; INV_NO_COLUMN where there is none. */
size_t edges_column(const struct edges *e, const char *name);
/* The next edge. INV_END after the last. INV_EROW: this one cannot be used (err says where; rec is set, and the
 * ends where the row could be split); the next call goes on. */
enum inv_status edges_next(struct edges *e, struct edge_row *row, struct inv_err *err);
/* Says of an end that it is no node: INV_EROW with column and place. */
enum inv_status edges_no_node(const struct edge_row *row, bool from, struct inv_err *err);

#endif
