/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-sim --nodes --edges: a network of base stocks against drawn demand. */
#include "config.h"
#include "sim_network.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- replications ---------------------------------------------------------------------------------------- */

static enum inv_status build(struct network *w, struct inv_simnet **net, struct inv_err *err)
{
    size_t where = 0, n = inv_keys_count(w->names);
    enum inv_status st = inv_simnet_alloc(net, w->nodes, n, w->edges, w->nedges, w->o->sequence > 0, &where, err);
    if (st != INV_EARG)
        return st;
    bool edge = strstr(err->text, "edge") || strcmp(err->column, "need") == 0 || strcmp(err->column, "transit_cost") == 0;
    if (n > 0)
        inv_err_at(err, edge ? w->o->edges : w->file, edge ? w->edge_lines[where] : w->lines[where]);
    err->status = INV_EUSAGE;
    return INV_EUSAGE;
}

/* Arrays of demand, and what draws them. */
struct demand { double *x; const double **at; struct inv_draws *draws; };

static enum inv_status open_demand(const struct network *w, struct demand *d, size_t length, struct inv_err *err)
{
    size_t n = inv_keys_count(w->names), customers = 0;
    d->at = calloc(n, sizeof *d->at);
    d->draws = calloc(n, sizeof *d->draws);
    for (size_t i = 0; i < n; i++)
        customers += w->dists[i].mean > 0;
    if ((double)customers * (double)length > 8.0 * SIM_STEPS_MOST)
        return inv_err_set(err, INV_EUSAGE, "--periods: runs of %zu periods at %zu customers are too long: make them more runs",
                           length, customers);
    d->x = length < SIZE_MAX / sizeof *d->x / (customers + 1) ? malloc((customers * length + 1) * sizeof *d->x) : NULL;
    if (!d->x || !d->at || !d->draws)
        return inv_err_set(err, INV_ENOMEM, "out of memory");
    enum inv_status st = INV_OK;
    for (size_t i = 0, k = 0; i < n && st == INV_OK; i++)
        if (w->dists[i].mean > 0) {
            d->at[i] = d->x + k++ * length;
            st = inv_draws_init(&d->draws[i], &w->dists[i], err);
        }
    return st;
}

static void close_demand(const struct network *w, struct demand *d)
{
    for (size_t i = 0; d->draws && i < inv_keys_count(w->names); i++)
        inv_draws_free(&d->draws[i]);
    free(d->x);
    free(d->at);
    free(d->draws);
}

static void draw(const struct network *w, const struct demand *d, size_t run, size_t length)
{
    struct inv_rng r;
    for (size_t i = 0, k = 0; i < inv_keys_count(w->names); i++) {
        if (!d->at[i])
            continue;
        size_t n;
        const char *name = inv_keys_get(w->names, i, &n);
        inv_draws_stream(&r, (uint64_t)w->run->common.seed, inv_hash_bytes(name, n).lo, run, INV_FOR_DEMAND);
        inv_draws_fill(&d->draws[i], &r, d->x + k++ * length, length);
    }
}

static enum inv_status replicate(struct network *w, struct inv_simnet *net, struct inv_err *err)
{
    size_t n = inv_keys_count(w->names), warm = w->o->warm_up >= 0 ? (size_t)w->o->warm_up : 100;
    size_t periods = w->o->periods > 0 ? (size_t)w->o->periods : 1000;
    struct demand d = { 0 };
    w->runs = w->o->runs > 0 ? (size_t)w->o->runs : 20;
    w->sums = calloc(w->runs, (n + 1) * sizeof *w->sums);
    const double **later = calloc(n, sizeof *later);
    enum inv_status st = w->sums && later ? open_demand(w, &d, warm + periods, err)
                                          : inv_err_set(err, INV_ENOMEM, "out of memory");
    for (size_t run = 0; run < w->runs && st == INV_OK; run++) {
        struct inv_simnet_sums *s = w->sums + run * n;
        draw(w, &d, run, warm + periods);
        for (size_t i = 0; i < n; i++)
            later[i] = d.at[i] ? d.at[i] + warm : NULL;
        inv_simnet_start(net);
        inv_simnet_run(net, d.at, warm, s);
        memset(s, 0, n * sizeof *s);
        inv_simnet_run(net, later, periods, s);
        tool_progress(w->run);
    }
    close_demand(w, &d);
    free(later);
    return st;
}

/* ---- what goes out ------------------------------------------------------------------------------------------ */

static const char *const columns[] = {
    "demand", "cost", "cost_lo", "cost_hi", "cost_holding", "cost_transit", "cost_shortage", "fill_rate", "ready_rate",
    "mean_stock", "mean_backorders"
};

static void add(struct inv_simnet_sums *a, const struct inv_simnet_sums *b)
{
    a->holding += b->holding;
    a->transit += b->transit;
    a->shortage += b->shortage;
    a->demand += b->demand;
    a->met += b->met;
    a->stock += b->stock;
    a->waiting += b->waiting;
    a->short_periods += b->short_periods;
}

/* Nodes from..to - 1 as one: its totals, and what its intervals come from. */
static struct inv_simnet_sums join_nodes(const struct network *w, size_t from, size_t to, struct inv_sim_sums *obs)
{
    struct inv_simnet_sums all = { 0 };
    size_t n = inv_keys_count(w->names);
    for (size_t k = 0; k < w->runs; k++) {
        struct inv_simnet_sums s = { 0 };
        for (size_t i = from; i < to; i++)
            add(&s, &w->sums[k * n + i]);
        add(&all, &s);
        s.periods = w->sums[k * n].periods;
        all.periods += s.periods;
        obs[k] = (struct inv_sim_sums){ .periods = s.periods, .stock = s.holding + s.transit + s.shortage };
    }
    return all;
}

/* Service is a node's own: the whole has none. */
static enum inv_status write_row(const struct network *w, struct inv_row *row, struct inv_cell name, size_t from, size_t to,
                                 bool total, struct inv_sim_sums *obs, struct inv_err *err)
{
    struct inv_sim_in money = inv_sim_defaults();
    struct inv_sim_mean cost;
    struct inv_simnet_sums s = join_nodes(w, from, to, obs);
    money.holding_cost = 1;
    enum inv_status st = inv_sim_mean(&money, INV_SIM_COST, obs, w->runs, w->level, &cost, err);
    if (st != INV_OK)
        return st;
    double n = s.periods;
    const double x[] = { total ? NAN : s.demand / n, cost.mean, cost.lo, cost.hi, s.holding / n, s.transit / n, s.shortage / n,
                         total ? NAN : s.met / s.demand, total ? NAN : 1 - s.short_periods / n, total ? NAN : s.stock / n,
                         total ? NAN : s.waiting / n };
    inv_row_cell(row, name);
    for (size_t i = 0; i < COUNT(x); i++)
        inv_row_num(row, x[i]);
    return inv_row_end(row, err);
}

static enum inv_status write_all(const struct network *w, struct inv_buf *buf, struct inv_sim_sums *obs, struct inv_err *err)
{
    struct inv_cell names[COUNT(columns) + 1], name = { w->run->keys.s[0], strlen(w->run->keys.s[0]) };
    struct inv_row row;
    size_t n = inv_keys_count(w->names);
    names[0] = name;
    for (size_t i = 0; i < COUNT(columns); i++)
        names[i + 1] = value_text(columns[i]).text;
    inv_row_init(&row, buf, &w->run->out_format, names, COUNT(names));
    enum inv_status st = inv_row_header(&row, err);
    for (size_t i = 0; i < n && st == INV_OK; i++) {
        name.s = inv_keys_get(w->names, i, &name.n);
        st = write_row(w, &row, name, i, i + 1, false, obs, err);
        if (st == INV_OK)
            st = tool_write(w->run, buf, false, err);
    }
    if (st == INV_OK)
        st = write_row(w, &row, (struct inv_cell){ "total", 5 }, 0, n, true, obs, err);
    return st == INV_OK ? tool_write(w->run, buf, true, err) : st;
}

static enum inv_status write_table(const struct network *w, struct inv_err *err)
{
    struct inv_buf buf = { 0 };
    struct inv_sim_sums *obs = calloc(w->runs, sizeof *obs);
    enum inv_status st = obs ? write_all(w, &buf, obs, err) : inv_err_set(err, INV_ENOMEM, "out of memory");
    inv_buf_free(&buf);
    free(obs);
    if (st == INV_EARG)
        err->status = INV_EUSAGE;
    return st == INV_EARG ? INV_EUSAGE : st;
}

enum inv_status sim_network(struct run *run, const struct sim_options *o, struct inv_err *err)
{
    struct network w = { .run = run, .o = o };
    struct inv_simnet *net = NULL;
    if (o->nodes && run->npaths > 0)
        return inv_err_set(err, INV_EUSAGE, "--nodes: a network has no other input");
    if (o->trace || o->compare || o->models.model || o->orders || o->lead_times || o->lost_sales || o->fail > 0)
        return inv_err_set(err, INV_EUSAGE, "--edges: networks have base stocks, backorders and lead times that are known");
    if (o->nodes) {
        run->paths = &o->nodes;
        run->npaths = 1;
    }
    if (run->keys.n == 1 && strcmp(run->keys.s[0], "sku") == 0)
        run->keys.s[0] = "node";
    enum inv_status st = sim_level(run, o->models.level, &w.level, err);
    if (st == INV_OK)
        st = tool_open_input(run, err);
    if (st == INV_OK)
        st = inv_keys_alloc(&w.names, err);
    if (st == INV_OK)
        st = network_read(&w, err);
    if (st == INV_OK)
        st = build(&w, &net, err);
    if (st == INV_OK)
        st = replicate(&w, net, err);
    if (st == INV_OK)
        st = write_table(&w, err);
    inv_simnet_free(net);
    inv_keys_free(w.names);
    free(w.nodes);
    free(w.dists);
    free(w.lines);
    free(w.edges);
    free(w.edge_lines);
    free(w.sums);
    return st;
}
