/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-echelon: the stages and how they are joined. */
#include "config.h"
#include "echelon.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "inv/mem.h"
#include "edges.h"
#include "year.h"

/* ---- names: the cells of a key, as bytes --------------------------------------------------------- */

static enum inv_status add_cell(struct inv_buf *b, struct inv_cell c, struct inv_err *err)
{
    enum inv_status st = inv_buf_add(b, (const char *)&c.n, sizeof c.n, err);
    return st == INV_OK ? inv_buf_add(b, c.s, c.n, err) : st;
}

/* The node of that name in a network; its bytes in w->key. */
static enum inv_status name_of(struct echelon *w, size_t network, struct inv_cell node, struct inv_err *err)
{
    w->key.n = 0;
    enum inv_status st = inv_buf_add(&w->key, (const char *)&network, sizeof network, err);
    return st == INV_OK ? inv_buf_add(&w->key, node.s, node.n, err) : st;
}

static enum inv_status missing_key(const struct echelon *w, size_t k, struct inv_err *err)
{
    inv_err_set(err, INV_EROW, "no value: whose row is this?");
    return inv_err_column(err, w->run->keys.s[k], strlen(w->run->keys.s[k]));
}

/* The network that cells say, by these columns. */
static enum inv_status network_of(struct echelon *w, const struct inv_cell *cells, const size_t *column, struct inv_err *err)
{
    enum inv_status st = INV_OK;
    w->key.n = 0;
    for (size_t k = 0; k + 1 < w->run->keys.n && st == INV_OK; k++)
        st = add_cell(&w->key, cells[column[k]], err);
    return st;
}

/* ---- nodes ------------------------------------------------------------------------------------------- */

/* A base stock, or a promise, to be evaluated; NAN where there is none. */
static enum inv_status given_cell(const struct echelon *w, const struct inv_param_row *p, size_t column, enum inv_param like,
                                  double *v, struct inv_err *err)
{
    *v = (double)NAN;
    if (column == INV_NO_COLUMN)
        return INV_OK;
    enum inv_status st = inv_params_read(w->run->params, like, p->cells[column], p->days_per_period, v, err);
    if (st == INV_OK)
        return st;
    struct inv_cell name = inv_input_name(w->run->in, column);
    return inv_err_column(err, name.s, name.n);
}

static enum inv_status given(const struct echelon *w, const struct inv_param_row *p, struct echelon_node *v, struct inv_err *err)
{
    enum inv_param like = w->o->method == METHOD_GSM ? INV_P_SERVICE_TIME : INV_P_ORDER_UP_TO;
    enum inv_status st = given_cell(w, p, w->given_echelon_column, like, &v->given, err);
    v->given_echelon = st == INV_OK && !isnan(v->given);
    if (st == INV_OK)
        st = given_cell(w, p, w->given_column, like, &v->given_local, err);
    if (!v->given_echelon)
        v->given = v->given_local;
    return st;
}

static enum inv_status money(struct echelon *w, const struct inv_record *rec, const struct inv_param_row *p,
                             struct echelon_node *v, struct inv_err *err)
{
    double year;
    enum inv_status st = tool_holding_cost(p, true, &v->holding_cost, err);
    if (st == INV_OK)
        st = inv_param_get(p, INV_P_SHORTAGE_COST, &v->shortage_cost, err);
    if (st == INV_OK)
        st = tool_periods_per_year(w->run, p, tool_freq_of(w->run, rec->cells, w->freq), &w->year_told, &year, err);
    if (st == INV_OK) {
        v->holding_cost /= year;
        v->shortage_cost /= year;
    }
    return st;
}

/* Whether a cell of this stage gives its service_time; an option or --set speaks of customers, wherever they are. */
static bool promises(const struct echelon *w, const struct inv_param_row *p)
{
    const struct inv_params *all = w->run->params;
    const struct inv_format *f = &w->run->in_format;
    size_t column = inv_input_find(w->run->in, "service_time"), item = inv_params_item_find(all, "service_time");
    if (inv_params_is_set(all, INV_P_SERVICE_TIME))
        return false;
    return (column != INV_NO_COLUMN && !inv_cell_missing(f, p->cells[column]))
        || (item != INV_NO_COLUMN && p->item && !inv_cell_missing(f, p->item[item]));
}

static enum inv_status read_node(struct echelon *w, const struct inv_record *rec, const struct inv_param_row *p,
                                 struct echelon_node *v, struct inv_err *err)
{
    static const enum inv_param want[] = { INV_P_DEMAND, INV_P_DEMAND_SD, INV_P_LEAD_TIME, INV_P_SERVICE_LEVEL, INV_P_SERVICE_TIME,
                                           INV_P_SUPPLIER_TIME };
    double *const to[] = { &v->mean, &v->sd, &v->lead_time, &v->service_level, &v->service_time, &v->supplier_time };
    enum inv_status st = INV_OK;
    for (size_t i = 0; i < COUNT(want) && st == INV_OK; i++)
        st = inv_param_get(p, want[i], to[i], err);
    v->promises = promises(w, p);
    if (st == INV_OK)
        st = money(w, rec, p, v, err);
    if (st == INV_OK)
        st = given(w, p, v, err);
    return st;
}

/* The node's place is that of its name; a second row of that name is none. */
static enum inv_status add_name(struct echelon *w, const struct inv_record *rec, struct echelon_node *v, struct inv_err *err)
{
    struct inv_cell node = rec->cells[w->columns[w->run->keys.n - 1]];
    size_t id;
    bool fresh;
    for (size_t k = 0; k < w->run->keys.n; k++)
        if (inv_cell_missing(&w->run->in_format, rec->cells[w->columns[k]]))
            return missing_key(w, k, err);
    enum inv_status st = network_of(w, rec->cells, w->columns, err);
    if (st == INV_OK)
        st = inv_keys_add(w->networks, w->key.s ? w->key.s : "", w->key.n, &v->network, &fresh, err);
    if (st == INV_OK)
        st = name_of(w, v->network, node, err);
    if (st == INV_OK && inv_keys_find(w->names, w->key.s, w->key.n, &id))
        return inv_err_set(err, INV_EROW, "this node is there twice: line %llu has it", (unsigned long long)w->nodes[id].line);
    if (st == INV_OK)
        st = INV_MEM_GROW(&w->nodes, &w->cap_nodes, w->n + 1, err);
    return st == INV_OK ? inv_keys_add(w->names, w->key.s, w->key.n, &id, &fresh, err) : st;
}

enum inv_status echelon_take(struct echelon *w, const struct inv_record *rec, const struct inv_param_row *p, struct inv_err *err)
{
    struct echelon_node v = { .file = rec->file, .line = rec->line };
    enum inv_status st = read_node(w, rec, p, &v, err);
    if (st == INV_OK)
        st = add_name(w, rec, &v, err);
    if (st != INV_OK)
        return st;
    w->days = w->n == 0 || !(fabs(w->days - p->days_per_period) > 0) ? p->days_per_period : 0;
    w->nodes[w->n++] = v;
    return INV_OK;
}

struct inv_cell echelon_name(const struct echelon *w, const struct echelon_node *v)
{
    size_t n;
    const char *s = inv_keys_get(w->names, (size_t)(v - w->nodes), &n);
    return (struct inv_cell){ s + sizeof v->network, n - sizeof v->network };
}

/* ---- edges --------------------------------------------------------------------------------------------- */

/* The network cannot be solved, and this is why; the first reason stays. */
static enum inv_status break_network(struct echelon *w, size_t network, const char *why, struct inv_err *err)
{
    if (!w->wrong[network])
        w->wrong[network] = strdup(why);
    return w->wrong[network] ? INV_OK : inv_err_set(err, INV_ENOMEM, "out of memory");
}

/* An edge that cannot be used leaves its network without a solution: that is told with the nodes. */
static enum inv_status broken(struct echelon *w, size_t network, struct inv_err *said, struct inv_err *err)
{
    char why[640];
    snprintf(why, sizeof why, "%.80s:%llu: %s%s%s", said->file ? said->file : w->o->edges, (unsigned long long)said->line,
             said->column, *said->column ? ": " : "", said->text);
    return break_network(w, network, why, err);
}

static enum inv_status add_edge(struct echelon *w, size_t network, const struct edge_row *row, struct inv_err *err)
{
    struct echelon_edge e = { .network = network, .lead_time = row->lead_time, .need = isnan(row->need) ? 1 : row->need,
                              .file = w->o->edges, .line = row->rec->line };
    struct inv_err said = { 0 };
    enum inv_status st = name_of(w, network, row->from, err);
    if (st == INV_OK && !inv_keys_find(w->names, w->key.s, w->key.n, &e.from)) {
        edges_no_node(row, true, &said);
        return broken(w, network, &said, err);
    }
    if (st == INV_OK)
        st = name_of(w, network, row->to, err);
    if (st == INV_OK && !inv_keys_find(w->names, w->key.s, w->key.n, &e.to)) {
        edges_no_node(row, false, &said);
        return broken(w, network, &said, err);
    }
    if (st == INV_OK)
        st = INV_MEM_GROW(&w->edges, &w->cap_edges, w->m + 1, err);
    if (st == INV_OK)
        w->edges[w->m++] = e;
    return st;
}

/* An edge goes to the network that its row names, or, where the table names none, to each. */
struct reach { const size_t *column; bool all; };

static enum inv_status place(struct echelon *w, const struct reach *r, const struct edge_row *row, enum inv_status read,
                             const struct inv_err *said, struct inv_err *err)
{
    size_t from = 0, to = inv_keys_count(w->networks);
    struct inv_err copy = *said;
    enum inv_status st = INV_OK;
    if (!r->all && row->from.s) {
        st = network_of(w, row->rec->cells, r->column, err);
        if (st == INV_OK && !inv_keys_find(w->networks, w->key.s, w->key.n, &from)) {
            inv_err_set(err, INV_EROW, "no node has its %s", w->run->keys.s[0]);
            inv_err_at(err, w->o->edges, row->rec->line);
            return tool_reject_other(w->run, row->rec, err);
        }
        to = from + 1;
    }
    for (size_t a = from; a < to && st == INV_OK; a++)
        st = read == INV_OK ? add_edge(w, a, row, err) : broken(w, a, &copy, err);
    return st;
}

static enum inv_status reach_of(const struct echelon *w, const struct edges *e, size_t *column, struct reach *r, struct inv_err *err)
{
    size_t there = 0, n = w->run->keys.n - 1;
    for (size_t k = 0; k < n; k++) {
        column[k] = edges_column(e, w->run->keys.s[k]);
        there += column[k] != INV_NO_COLUMN;
    }
    *r = (struct reach){ .column = column, .all = there == 0 };
    if (there == 0 || there == n)
        return INV_OK;
    return inv_err_set(err, INV_EUSAGE, "--edges: some key columns of the nodes, but not all: %s", w->run->common.key);
}

static enum inv_status read_edges(struct echelon *w, struct edges *e, const struct reach *r, struct inv_err *err)
{
    struct edge_row row;
    for (;;) {
        struct inv_err said = { 0 };
        enum inv_status st = edges_next(e, &row, &said);
        if (st == INV_END)
            return INV_OK;
        if (st != INV_OK && st != INV_EROW) {
            *err = said;
            return st;
        }
        st = place(w, r, &row, st, &said, err);
        if (st != INV_OK)
            return st;
    }
}

enum inv_status echelon_edges(struct echelon *w, struct inv_err *err)
{
    struct edges *e = NULL;
    struct reach r;
    size_t *column = calloc(w->run->keys.n, sizeof *column);
    w->wrong = calloc(inv_keys_count(w->networks) + 1, sizeof *w->wrong);
    enum inv_status st = column && w->wrong ? INV_OK : inv_err_set(err, INV_ENOMEM, "out of memory");
    if (st == INV_OK && w->o->edges)
        st = edges_open(&e, w->run, w->o->edges, err);
    if (st == INV_OK && e)
        st = reach_of(w, e, column, &r, err);
    if (st == INV_OK && e && w->n > 0)
        edges_period(e, w->days);
    if (st == INV_OK && e)
        st = read_edges(w, e, &r, err);
    edges_close(e);
    free(column);
    return st;
}

/* ---- all of it ----------------------------------------------------------------------------------------------- */

static enum inv_status given_columns(struct echelon *w, struct inv_err *err)
{
    bool gsm = w->o->method == METHOD_GSM;
    w->given_column = w->given_echelon_column = INV_NO_COLUMN;
    if (!w->o->evaluate)
        return INV_OK;
    w->given_column = inv_input_find(w->run->in, gsm ? "cst" : "base_stock");
    if (w->method == &echelon_serial)
        w->given_echelon_column = inv_input_find(w->run->in, "echelon_base_stock");
    if (w->given_echelon_column != INV_NO_COLUMN)
        return INV_OK;
    return inv_input_need(w->run->in, gsm ? "cst" : "base_stock", &w->given_column, err);
}

enum inv_status echelon_open(struct echelon *w, struct inv_err *err)
{
    enum inv_status st = tool_open_input(w->run, err);
    if (st == INV_OK)
        st = tool_key_columns(w->run, w->run->in, &w->columns, err);
    if (st == INV_OK)
        st = given_columns(w, err);
    if (st == INV_OK)
        st = inv_keys_alloc(&w->names, err);
    if (st == INV_OK)
        st = inv_keys_alloc(&w->networks, err);
    w->freq = st == INV_OK ? inv_input_find(w->run->in, "freq") : INV_NO_COLUMN;
    return st;
}

void echelon_close(struct echelon *w)
{
    for (size_t a = 0; w->wrong && a < inv_keys_count(w->networks); a++)
        free(w->wrong[a]);
    free(w->wrong);
    free(w->columns);
    inv_keys_free(w->names);
    inv_keys_free(w->networks);
    inv_buf_free(&w->key);
    free(w->nodes);
    free(w->edges);
}
