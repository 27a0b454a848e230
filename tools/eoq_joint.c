/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-eoq --joint: rows that share the cost of an order. */
#include "config.h"
#include "eoq.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "inv/joint.h"
#include "inv/keys.h"
#include "inv/mem.h"
#include "kept.h"

struct member {
    size_t group, next;                     /* the next of the same, or NONE */
    struct inv_joint_item item;
    double stacking, safety_stock;
    double multiple, cycle;
};

struct group {
    double major;
    const char *file; uint64_t line;        /* of the row that says so */
    size_t n, first, last;
    struct inv_joint_out out;
    bool failed;
};

struct joint_work {
    struct eoq_work *w;
    size_t column, item_column;             /* of the input, else of the items */
    struct inv_keys *names;
    struct member *members; size_t cap_members;
    struct group *groups; size_t cap_groups;
    /* one group at a time */
    struct inv_joint solver;
    struct inv_joint_item *items; size_t cap_items;
    double *multiple, *cycle; size_t cap_multiple, cap_cycle;
};

#define NONE ((size_t)-1)

/* ---- reading ------------------------------------------------------------------------------ */

static enum inv_status group_of(struct joint_work *j, const struct inv_record *rec, const struct inv_cell *item,
                                double major, size_t *group, struct inv_err *err)
{
    struct inv_cell c = { NULL, 0 };
    if (j->column != INV_NO_COLUMN)
        c = rec->cells[j->column];
    else if (item)
        c = item[j->item_column];
    bool fresh;
    if (c.n == 0) {
        inv_err_set(err, INV_EROW, "no value: with whom is it ordered?");
        return inv_err_column(err, j->w->o->joint, strlen(j->w->o->joint));
    }
    enum inv_status st = inv_keys_add(j->names, c.s, c.n, group, &fresh, err);
    if (st == INV_OK && fresh)
        st = INV_MEM_GROW(&j->groups, &j->cap_groups, *group + 1, err);
    if (st != INV_OK)
        return st;
    struct group *g = &j->groups[*group];
    if (fresh)
        *g = (struct group){ .major = major, .file = rec->file, .line = rec->line, .first = NONE, .last = NONE };
    if (g->major < major || g->major > major) {
        inv_err_set(err, INV_EROW, "%g is not the %g of line %llu, which has the same %s", major, g->major,
                    (unsigned long long)g->line, j->w->o->joint);
        return inv_err_column(err, "joint_order_cost", 16);
    }
    return INV_OK;
}

/* One item alone tells whether its figures can be used at all. */
static enum inv_status probe(const struct eoq_row *row, double *stacking, struct inv_err *err)
{
    struct inv_eoq_out o;
    double d = row->in.annual_demand, rate = row->in.production_rate;
    *stacking = isnan(rate) ? 1 : (rate - d) / rate;
    return inv_eoq_solve(&row->in, &o, err);
}

static enum inv_status take(void *ctx, struct run *run, size_t i, const struct inv_record *rec,
                            const struct inv_param_row *p, struct inv_err *err)
{
    (void)run;
    struct joint_work *j = ctx;
    struct eoq_row row;
    double stacking;
    size_t group;
    enum inv_status st = eoq_read(j->w, rec, p, &row, err);
    if (st == INV_OK)
        st = probe(&row, &stacking, err);
    if (st == INV_OK)
        st = group_of(j, rec, p->item, row.major_cost, &group, err);
    if (st == INV_OK)
        st = INV_MEM_GROW(&j->members, &j->cap_members, i + 1, err);
    if (st != INV_OK)
        return st;
    struct inv_joint_item item = { row.in.annual_demand, row.in.order_cost, row.in.holding_cost * stacking };
    j->members[i] = (struct member){ group, NONE, item, stacking, row.in.safety_stock, NAN, NAN };
    struct group *g = &j->groups[group];
    if (g->n++ == 0)
        g->first = i;
    else
        j->members[g->last].next = i;
    g->last = i;
    return INV_OK;
}

/* ---- the groups ----------------------------------------------------------------------------- */

static enum inv_joint_method method(const struct eoq_options *o)
{
    return o->power_of_two ? INV_JOINT_POWER_OF_TWO : o->joint_method == 1 ? INV_JOINT_SILVER : INV_JOINT_EXACT;
}

static enum inv_status solve(struct joint_work *j, struct group *g, struct inv_err *err)
{
    enum inv_status st = INV_MEM_GROW(&j->items, &j->cap_items, g->n, err);
    if (st == INV_OK)
        st = INV_MEM_GROW(&j->multiple, &j->cap_multiple, g->n, err);
    if (st == INV_OK)
        st = INV_MEM_GROW(&j->cycle, &j->cap_cycle, g->n, err);
    if (st != INV_OK)
        return st;
    size_t n = 0;
    for (size_t i = g->first; i != NONE; i = j->members[i].next)
        j->items[n++] = j->members[i].item;
    st = inv_joint_solve(&j->solver, j->items, n, g->major, method(j->w->o), j->multiple, j->cycle, &g->out, err);
    n = 0;
    for (size_t i = g->first; i != NONE && st == INV_OK; i = j->members[i].next) {
        j->members[i].multiple = j->multiple[n];
        j->members[i].cycle = j->cycle[n++];
    }
    g->failed = st == INV_EARG;
    return g->failed ? INV_OK : st;
}

static enum inv_status all(void *ctx, struct run *run, size_t n, struct inv_err *err)
{
    (void)run;
    (void)n;
    struct joint_work *j = ctx;
    enum inv_status st = INV_OK;
    for (size_t g = 0; g < inv_keys_count(j->names) && st == INV_OK; g++)
        if (j->groups[g].n > 0)
            st = solve(j, &j->groups[g], err);
    return st;
}

/* ---- writing --------------------------------------------------------------------------------- */

static enum inv_status give(void *ctx, struct run *run, size_t i, struct value *out, struct inv_err *err)
{
    static const char *const how[] = { "exact", "silver", "power-of-two", "bounded", "own" };
    (void)run;
    struct joint_work *j = ctx;
    const struct member *m = &j->members[i];
    const struct group *g = &j->groups[m->group];
    const size_t *at = j->w->place;
    if (g->failed)
        return inv_err_set(err, INV_EARG, "the costs of its joint order are out of the range of numbers");
    double d = m->item.annual_demand, c = m->cycle;
    bool ordered = d > 0, stocked = ordered && c > 0;
    double order = stocked ? m->item.order_cost / c : 0, stock = stocked ? c / 2 * d * m->item.holding_cost : 0;
    out[C_EOQ] = value_num(ordered ? c * d : 0);
    out[C_ORDERS] = value_num(!ordered ? 0 : stocked ? 1 / c : NAN);
    out[C_CYCLE] = value_num(c);
    out[C_MAX_INVENTORY] = value_num(m->safety_stock + (ordered ? c * d * m->stacking : 0));
    out[C_ORDER_COST] = value_num(order);
    out[C_HOLDING_COST] = value_num(stock);
    out[C_COST] = value_num(order + stock);
    out[at[C_JOINT_CYCLE]] = value_num(g->out.cycle);
    out[at[C_JOINT_MULTIPLE]] = value_num(m->multiple);
    out[at[C_JOINT_COST]] = value_num(g->out.annual_cost);
    out[at[C_JOINT_METHOD]] = value_text(how[g->out.how]);
    return INV_OK;
}

/* A column of the input, or one that the items add to it. */
static enum inv_status find_column(struct joint_work *j, struct inv_err *err)
{
    const char *name = j->w->o->joint;
    const size_t *extra;
    j->column = inv_input_find(j->w->run->in, name);
    size_t n = j->column == INV_NO_COLUMN ? inv_params_extra(j->w->run->params, &extra) : 0;
    for (size_t i = 0; i < n; i++) {
        struct inv_cell c = inv_params_item_name(j->w->run->params, extra[i]);
        if (c.n == strlen(name) && memcmp(c.s, name, c.n) == 0) {
            j->item_column = extra[i];
            return INV_OK;
        }
    }
    return inv_input_need(j->w->run->in, name, &j->column, err);
}

enum inv_status eoq_jointly(struct eoq_work *w, struct inv_err *err)
{
    struct joint_work j = { .w = w };
    struct kept_filter f = { .columns = w->columns, .ncolumns = w->ncolumns, .ctx = &j, .take = take, .all = all,
                             .give = give };
    enum inv_status st = find_column(&j, err);
    if (st == INV_OK)
        st = inv_keys_alloc(&j.names, err);
    if (st == INV_OK)
        st = tool_rows_kept(w->run, &f, true, err);
    inv_keys_free(j.names);
    inv_joint_free(&j.solver);
    free(j.members);
    free(j.groups);
    free(j.items);
    free(j.multiple);
    free(j.cycle);
    return st;
}
