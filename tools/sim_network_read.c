/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-sim: the nodes and edges of a network. */
#include "config.h"
#include "sim_network.h"

#include <math.h>
#include <string.h>

#include "inv/lots.h"
#include "inv/mem.h"
#include "edges.h"
#include "year.h"

static size_t whole(struct network *w, double x)
{
    double n = ceil(x - INV_LOTS_TOLERANCE * fmax(1, x));
    if (n - x > INV_LOTS_TOLERANCE * fmax(1, x) && !w->fraction_told) {
        tool_note(w->run, "lead times of a part of a period are rounded up");
        w->fraction_told = true;
    }
    return n < 1e9 ? (size_t)n : 1000000000;
}

/* ---- nodes ---------------------------------------------------------------------------------------- */

static enum inv_status node_demand(const struct network *w, const struct inv_param_row *p, struct inv_dist *d,
                                   struct inv_err *err)
{
    double mean;
    enum inv_status st = inv_param_get(p, INV_P_DEMAND, &mean, err);
    if (st == INV_OK && mean > 0)
        return sim_demand_dist(w->o, 1, p, (struct inv_cell){ "", 0 }, d, err);
    *d = (struct inv_dist){ .kind = INV_DIST_POISSON };
    return st;
}

/* Column base_stock, as inv-echelon has it, else order_up_to. */
static enum inv_status base_stock(const struct network *w, const struct inv_param_row *p, double *v, struct inv_err *err)
{
    size_t column = inv_input_find(w->run->in, "base_stock");
    *v = NAN;
    if (column == INV_NO_COLUMN)
        return inv_param_need(p, INV_P_ORDER_UP_TO, v, err);
    enum inv_status st = inv_params_read(w->run->params, INV_P_ORDER_UP_TO, p->cells[column], p->days_per_period, v, err);
    if (st != INV_OK)
        return inv_err_column(err, "base_stock", 10);
    if (isnan(*v))
        st = inv_param_get(p, INV_P_ORDER_UP_TO, v, err);
    if (st != INV_OK || !isnan(*v))
        return st;
    inv_err_set(err, INV_EROW, "no value, nor an order_up_to");
    inv_err_column(err, "base_stock", 10);
    return INV_EROW;
}

static enum inv_status node_of(struct network *w, const struct inv_param_row *p, struct inv_simnet_node *v, struct inv_err *err)
{
    double lead, year;
    enum inv_status st = base_stock(w, p, &v->base_stock, err);
    if (st == INV_OK)
        st = inv_param_need(p, INV_P_HOLDING_COST, &v->holding_cost, err);
    if (st == INV_OK)
        st = inv_param_get(p, INV_P_SHORTAGE_COST, &v->shortage_cost, err);
    if (st == INV_OK)
        st = inv_param_get(p, INV_P_LEAD_TIME, &lead, err);
    if (st == INV_OK)
        st = tool_periods_per_year(w->run, p, tool_freq(w->run), &w->year_told, &year, err);
    if (st != INV_OK)
        return st;
    v->holding_cost /= year;
    v->shortage_cost = isnan(v->shortage_cost) ? 0 : v->shortage_cost / year;
    v->lead_time = whole(w, isnan(lead) ? 0 : lead);
    return INV_OK;
}

static enum inv_status add_node(struct network *w, const struct inv_record *rec, size_t column, struct inv_err *err)
{
    struct inv_param_row p;
    struct inv_cell name = rec->cells[column];
    size_t id;
    bool fresh;
    inv_params_join(w->run->params, rec->cells, &p);
    p.file = rec->file;
    p.line = rec->line;
    p.days_per_period = inv_freq_days(tool_freq(w->run));
    enum inv_status st = inv_keys_add(w->names, name.s, name.n, &id, &fresh, err);
    if (st == INV_OK && !fresh)
        st = inv_err_set(err, INV_EROW, "this node is there twice");
    if (st == INV_OK)
        st = INV_MEM_GROW(&w->nodes, &w->cap_nodes, id + 1, err);
    if (st == INV_OK)
        st = INV_MEM_GROW(&w->dists, &w->cap_dists, id + 1, err);
    if (st == INV_OK)
        st = INV_MEM_GROW(&w->lines, &w->cap_lines, id + 1, err);
    if (st != INV_OK)
        return st;
    w->lines[id] = rec->line;
    w->file = rec->file;
    st = node_of(w, &p, &w->nodes[id], err);
    return st == INV_OK ? node_demand(w, &p, &w->dists[id], err) : st;
}

static enum inv_status ends(enum inv_status st, const char *file, uint64_t line, struct inv_err *err)
{
    if (st != INV_EROW && st != INV_EARG)
        return st;
    if (!err->file)
        inv_err_at(err, file, line);
    err->status = INV_EUSAGE;
    return INV_EUSAGE;
}

static enum inv_status read_nodes(struct network *w, struct inv_err *err)
{
    struct inv_record rec;
    size_t column;
    enum inv_status st = inv_input_need(w->run->in, w->run->keys.s[0], &column, err);
    while (st == INV_OK && (st = inv_input_next(w->run->in, &rec, err)) != INV_END) {
        if (st == INV_OK)
            st = add_node(w, &rec, column, err);
        st = ends(st, rec.file, rec.line, err);
    }
    return st == INV_END ? INV_OK : st;
}

/* ---- edges ------------------------------------------------------------------------------------------- */

static enum inv_status node_named(const struct network *w, const struct edge_row *row, bool from, size_t *id, struct inv_err *err)
{
    struct inv_cell c = from ? row->from : row->to;
    return inv_keys_find(w->names, c.s, c.n, id) ? INV_OK : edges_no_node(row, from, err);
}

static enum inv_status add_edge(struct network *w, const struct edge_row *row, double year, struct inv_err *err)
{
    struct inv_simnet_edge e = { .need = isnan(row->need) ? 1 : row->need, .transit_cost = row->transit_cost / year };
    enum inv_status st = node_named(w, row, true, &e.from, err);
    if (st == INV_OK)
        st = node_named(w, row, false, &e.to, err);
    if (st == INV_OK)
        st = INV_MEM_GROW(&w->edges, &w->cap_edges, w->nedges + 1, err);
    if (st == INV_OK)
        st = INV_MEM_GROW(&w->edge_lines, &w->cap_edge_lines, w->nedges + 1, err);
    if (st != INV_OK)
        return st;
    e.lead_time = isnan(row->lead_time) ? w->nodes[e.to].lead_time : whole(w, row->lead_time);
    w->edge_lines[w->nedges] = row->rec->line;
    w->edges[w->nedges++] = e;
    return INV_OK;
}

static enum inv_status read_edges(struct network *w, struct inv_err *err)
{
    struct edges *e = NULL;
    struct edge_row row;
    double year;
    struct inv_param_row p = { .params = w->run->params, .file = w->o->edges };
    enum inv_status st = edges_open(&e, w->run, w->o->edges, err);
    if (st == INV_OK)
        st = tool_periods_per_year(w->run, &p, tool_freq(w->run), &w->year_told, &year, err);
    while (st == INV_OK && (st = edges_next(e, &row, err)) != INV_END) {
        if (st == INV_OK)
            st = add_edge(w, &row, year, err);
        st = ends(st, w->o->edges, row.rec->line, err);
    }
    edges_close(e);
    return st == INV_END ? INV_OK : st;
}

enum inv_status network_read(struct network *w, struct inv_err *err)
{
    enum inv_status st = read_nodes(w, err);
    return st == INV_OK ? read_edges(w, err) : st;
}
