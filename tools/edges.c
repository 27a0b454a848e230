/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "edges.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { E_FROM, E_TO, E_LEAD, E_NEED, E_TRANSIT, E_COUNT };
static const char *const names[E_COUNT] = { "from", "to", "lead_time", "need", "transit_cost" };

struct edges {
    struct run *run;
    struct inv_input *in;
    size_t column[E_COUNT];
    double days;
    struct inv_record rec;
};

enum inv_status edges_open(struct edges **e, struct run *run, const char *path, struct inv_err *err)
{
    struct edges *w = *e = calloc(1, sizeof **e);
    if (!w)
        return inv_err_set(err, INV_ENOMEM, "out of memory");
    w->run = run;
    w->days = inv_freq_days(tool_freq(run));
    enum inv_status st = tool_open_table(run, path, &w->in, err);
    for (int i = 0; i < E_COUNT && st == INV_OK; i++) {
        w->column[i] = inv_input_find(w->in, names[i]);
        if (i <= E_TO)
            st = inv_input_need(w->in, names[i], &w->column[i], err);
    }
    return st;
}

void edges_close(struct edges *e)
{
    if (!e)
        return;
    inv_input_close(e->in);
    free(e);
}

void edges_period(struct edges *e, double days)
{
    e->days = days;
}

size_t edges_column(const struct edges *e, const char *name)
{
    return inv_input_find(e->in, name);
}

static enum inv_status blame(const struct inv_record *rec, int which, struct inv_err *err)
{
    inv_err_at(err, rec->file, rec->line);
    return inv_err_column(err, names[which], strlen(names[which]));
}

/* A cell, read and checked as the parameter is. */
static enum inv_status number(const struct edges *e, int which, enum inv_param param, double *v, struct inv_err *err)
{
    *v = (double)NAN;
    if (e->column[which] == INV_NO_COLUMN)
        return INV_OK;
    enum inv_status st = inv_params_read(e->run->params, param, e->rec.cells[e->column[which]], e->days, v, err);
    return st == INV_OK ? INV_OK : blame(&e->rec, which, err);
}

enum inv_status edges_next(struct edges *e, struct edge_row *row, struct inv_err *err)
{
    enum inv_status st = inv_input_next(e->in, &e->rec, err);
    *row = (struct edge_row){ .rec = &e->rec };
    if (st == INV_EROW && !err->file)
        inv_err_at(err, e->rec.file, e->rec.line);
    if (st != INV_OK)
        return st;
    row->from = e->rec.cells[e->column[E_FROM]];
    row->to = e->rec.cells[e->column[E_TO]];
    row->lead_time = (double)NAN;
    if (!inv_params_is_set(e->run->params, INV_P_LEAD_TIME))      /* --set comes before any column */
        st = number(e, E_LEAD, INV_P_LEAD_TIME, &row->lead_time, err);
    if (st == INV_OK)
        st = number(e, E_NEED, INV_P_EOQ, &row->need, err);
    if (st == INV_OK)
        st = number(e, E_TRANSIT, INV_P_UNIT_COST, &row->transit_cost, err);
    return st;
}

enum inv_status edges_no_node(const struct edge_row *row, bool from, struct inv_err *err)
{
    char text[64];
    const struct inv_cell c = from ? row->from : row->to;
    inv_err_quote(text, sizeof text, c.s, c.n);
    inv_err_set(err, INV_EROW, "\"%s\" is no node", text);
    return blame(row->rec, from ? E_FROM : E_TO, err);
}
