/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-sim: the computed columns and what stands in them. */
#include "config.h"
#include "sim.h"

#include <math.h>
#include <stdlib.h>

const char *const sim_policies[POLICIES] = { "rq", "ss", "rs", "minmax", "basestock", "formula", "orders" };

enum {
    C_POLICY, C_MODEL, C_RUNS, C_PERIODS, C_COST, C_COST_LO, C_COST_HI, C_ORDERING, C_HOLDING, C_SHORTAGE,
    C_FILL, C_FILL_LO, C_FILL_HI, C_CYCLE, C_READY, C_STOCKOUTS, C_ORDERS, C_MEAN_ORDER, C_STOCK, C_BACKORDERS, C_LOST, C_FIXED,
    C_OTHER = C_FIXED, C_OTHER_COST, C_COST_DIFF, C_COST_DIFF_LO, C_COST_DIFF_HI, C_OTHER_FILL, C_FILL_DIFF, C_FILL_DIFF_LO,
    C_FILL_DIFF_HI, C_ALL
};

static const char *const names[C_ALL] = {
    "policy", "model", "runs", "periods", "cost", "cost_lo", "cost_hi", "cost_orders", "cost_holding", "cost_shortage",
    "fill_rate", "fill_rate_lo", "fill_rate_hi", "cycle_service", "ready_rate", "stockouts", "orders", "mean_order",
    "mean_stock", "mean_backorders", "mean_lost",
    "compare_policy", "compare_cost", "cost_difference", "cost_difference_lo", "cost_difference_hi",
    "compare_fill_rate", "fill_rate_difference", "fill_rate_difference_lo", "fill_rate_difference_hi",
};

static const char *const trace_names[] = {
    "demand", "opening_stock", "receipts", "order_qty", "ending_stock", "backorders", "lost", "cost"
};

/* Place of a column; those of --model and --compare are there when they are asked for. */
static size_t place(const struct sim *s, size_t c)
{
    return c > C_MODEL && !s->o->models.model ? c - 1 : c;
}

void sim_columns(struct sim *s)
{
    size_t n = s->o->compare ? C_ALL : C_FIXED;
    s->ncolumns = 0;
    for (size_t c = 0; c < n && !s->o->trace; c++)
        if (c != C_MODEL || s->o->models.model)
            s->columns[s->ncolumns++] = names[c];
    for (size_t c = 0; c < COUNT(trace_names) && s->o->trace; c++)
        s->columns[s->ncolumns++] = trace_names[c];
}

/* ---- a summary -------------------------------------------------------------------------------- */

struct page {
    const struct sim *s;
    const struct sim_case *c;
    const struct sim_room *r;
    struct value *out;
    enum inv_status st; struct inv_err *err;     /* what went wrong first */
};

static void put(struct page *p, size_t column, double x) { p->out[place(p->s, column)] = value_num(x); }

/* A rate of a step as one of a period. */
static double scale_of(const struct page *p, enum inv_sim_measure m)
{
    bool rate = m <= INV_SIM_SHORTAGE || m == INV_SIM_ORDER_RATE || m == INV_SIM_LOST;
    return rate ? p->s->steps : 1;
}

static struct inv_sim_mean mean_of(struct page *p, bool other, enum inv_sim_measure m)
{
    struct inv_sim_mean x = { NAN, NAN, NAN };
    const struct sim_setup *u = other ? &p->c->other : &p->c->one;
    if (p->st == INV_OK && (u->costed || m > INV_SIM_SHORTAGE))
        p->st = inv_sim_mean(&u->in, m, other ? p->r->other : p->r->one, p->r->n, p->s->level, &x, p->err);
    double k = scale_of(p, m);
    return (struct inv_sim_mean){ x.mean * k, x.lo * k, x.hi * k };
}

static void put_mean(struct page *p, size_t column, enum inv_sim_measure m)
{
    put(p, column, mean_of(p, false, m).mean);
}

static void put_interval(struct page *p, size_t column, struct inv_sim_mean x)
{
    put(p, column, x.mean);
    put(p, column + 1, x.lo);
    put(p, column + 2, x.hi);
}

static void put_difference(struct page *p, size_t column, enum inv_sim_measure m)
{
    const struct sim_setup *a = &p->c->one, *b = &p->c->other;
    struct inv_sim_mean x = { NAN, NAN, NAN };
    if (p->st == INV_OK && ((a->costed && b->costed) || m > INV_SIM_SHORTAGE))
        p->st = inv_sim_difference(&a->in, p->r->one, &b->in, p->r->other, m, p->r->n, p->s->level, &x, p->err);
    double k = scale_of(p, m);
    put_interval(p, column, (struct inv_sim_mean){ x.mean * k, x.lo * k, x.hi * k });
}

static void put_other(struct page *p)
{
    p->out[place(p->s, C_OTHER)] = value_text(sim_policies[p->c->other.policy]);
    put(p, C_OTHER_COST, mean_of(p, true, INV_SIM_COST).mean);
    put_difference(p, C_COST_DIFF, INV_SIM_COST);
    put(p, C_OTHER_FILL, mean_of(p, true, INV_SIM_FILL_RATE).mean);
    put_difference(p, C_FILL_DIFF, INV_SIM_FILL_RATE);
}

enum inv_status sim_values(const struct sim *s, const struct sim_case *c, const struct sim_demand *d, const struct sim_room *r,
                           const char *model, struct value *out, struct inv_err *err)
{
    struct page p = { s, c, r, out, INV_OK, err };
    double steps = (double)(d->n - d->warm_up);
    out[C_POLICY] = value_text(sim_policies[c->one.policy]);
    if (s->o->models.model)
        out[C_MODEL] = value_text(model);
    put(&p, C_RUNS, (double)d->runs);
    put(&p, C_PERIODS, steps / s->steps);
    put_interval(&p, C_COST, mean_of(&p, false, INV_SIM_COST));
    put_mean(&p, C_ORDERING, INV_SIM_ORDERING);
    put_mean(&p, C_HOLDING, INV_SIM_HOLDING);
    put_mean(&p, C_SHORTAGE, INV_SIM_SHORTAGE);
    put_interval(&p, C_FILL, mean_of(&p, false, INV_SIM_FILL_RATE));
    put_mean(&p, C_CYCLE, INV_SIM_CYCLE_SERVICE);
    put_mean(&p, C_READY, INV_SIM_READY_RATE);
    double short_steps = 0, orders = 0;
    for (size_t i = 0; i < r->n; i++) {
        short_steps += r->one[i].short_periods;
        orders += r->one[i].orders;
    }
    put(&p, C_STOCKOUTS, short_steps / (double)d->runs);
    put(&p, C_ORDERS, orders / (double)d->runs);
    put_mean(&p, C_MEAN_ORDER, INV_SIM_ORDER_SIZE);
    put_mean(&p, C_STOCK, INV_SIM_STOCK);
    put_mean(&p, C_BACKORDERS, INV_SIM_BACKORDERS);
    put_mean(&p, C_LOST, INV_SIM_LOST);
    if (s->compare)
        put_other(&p);
    return p.st;
}

void sim_trace_row(struct inv_row *row, const struct sim_view *v, size_t i)
{
    const struct inv_sim_trace *e = &v->events;
    const double x[] = { v->demand[i], e->opening[i], e->receipts[i], e->order_qty[i], e->ending[i], e->backorders[i], e->lost[i],
                         e->cost[i] };
    for (size_t k = 0; k < COUNT(x); k++)
        inv_row_num(row, x[k]);
}

enum inv_status sim_level(struct run *run, const char *text, double *level, struct inv_err *err)
{
    double *levels = NULL;
    size_t n = 0;
    *level = 0.95;
    if (!text)
        return INV_OK;
    enum inv_status st = models_numbers(run, "level", text, 100, 0, 1, &levels, &n, err);
    if (st == INV_OK && n != 1)
        st = inv_err_set(err, INV_EUSAGE, "--level: \"%.80s\" is not one level", text);
    if (st == INV_OK)
        *level = levels[0];
    free(levels);
    return st;
}
