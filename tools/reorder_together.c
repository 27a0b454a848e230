/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-reorder: rows that are decided together, in the order in which a planner
 * goes about it: what others replace, what other places have, what suppliers
 * ask for, what there is money for. */
#include "config.h"
#include "reorder.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "inv/load.h"
#include "inv/mem.h"
#include "inv/ration.h"

void together_close(struct work *w)
{
    for (size_t i = 0; i < w->nlines; i++) {
        dates_row_free(&w->lines[i].time);
        free(w->lines[i].transfer_from);
    }
    free(w->lines);
    free(w->key_in);
    inv_keys_free(w->keys);
    inv_keys_free(w->items);
    inv_keys_free(w->places);
    inv_buf_free(&w->scratch);
}

enum inv_status together_take(void *ctx, struct run *run, size_t i, const struct inv_record *rec, const struct inv_param_row *p,
                              struct inv_err *err)
{
    struct work *w = ctx;
    (void)run;
    (void)i;
    enum inv_status st = INV_MEM_GROW(&w->lines, &w->cap_lines, w->nlines + 1, err);
    if (st != INV_OK)
        return st;
    struct line *l = &w->lines[w->nlines];
    st = line_read(w, rec, p, l, err);
    if (st == INV_OK)
        st = line_solve(w, l, err);       /* an argument out of range is told of its row */
    if (st == INV_OK)
        st = transfers_read(w, rec, l, err);    /* last: keys are numbered as the lines that are kept */
    if (st != INV_OK)
        return st;
    st = dates_keep(&w->dates, &l->time, err);
    if (st != INV_OK)
        dates_row_free(&l->time);
    else
        w->nlines++;
    return st;
}

static enum inv_status solve_all(struct work *w, struct inv_err *err)
{
    enum inv_status st = INV_OK;
    for (size_t i = 0; i < w->nlines && st == INV_OK; i++) {
        w->dates.row = w->lines[i].time;
        st = line_solve(w, &w->lines[i], err);
    }
    return st;
}

/* ---- budget ------------------------------------------------------------------------------------------ */

/* Normal where that hardly reaches below zero, else gamma, as inv-safety's auto. */
static enum inv_status demand_of(const struct line *l, double mean, struct inv_dist *d, struct inv_err *err)
{
    double sd = isnan(l->demand_sd) || !(mean > 0) ? 0 : l->demand_sd;
    if (l->interval > 0 && l->now.protect > l->interval)
        sd *= sqrt(l->now.protect / l->interval);
    return inv_dist_init(d, sd > mean / 2 ? INV_DIST_GAMMA : INV_DIST_NORMAL, mean, sd, err);
}

static enum inv_status wish(struct work *w, const struct line *l, struct inv_ration_item *it, struct inv_err *err)
{
    double mean = inv_project_total(&l->time.demand, 0, l->now.protect), asked = l->out.order_qty;
    (void)w;
    *it = (struct inv_ration_item){
        .position = l->out.asked + l->transfer_in - l->transfer_out, .want = asked,
        .first = fmin(isnan(l->in.moq) ? 0 : l->in.moq, asked), .pack = isnan(l->in.pack_size) ? 0 : l->in.pack_size,
        .unit_cost = l->unit_cost, .margin = l->margin,
    };
    return demand_of(l, isnan(mean) ? 0 : mean, &it->demand, err);
}

/* What a supplier's order comes to under the budget. */
struct sum { double value, weight, volume, stake; bool cut; size_t supplier; };

static int by_stake(const void *a, const void *b)
{
    const struct sum *x = a, *y = b;
    if (x->stake < y->stake || y->stake < x->stake)
        return x->stake < y->stake ? -1 : 1;
    return (x->supplier > y->supplier) - (x->supplier < y->supplier);
}

static void add_up(const struct work *w, const struct inv_ration_item *it, const bool *out, struct sum *sum)
{
    for (size_t k = 0; k < w->suppliers.n; k++)
        sum[k] = (struct sum){ .supplier = k };
    for (size_t i = 0; i < w->nlines; i++) {
        const struct line *l = &w->lines[i];
        struct sum *s = &sum[l->supplier];
        if (out[i])
            continue;
        s->cut = s->cut || it[i].given < it[i].want * (1 - 1e-9);
        s->value += it[i].given * l->unit_cost;
        s->weight += isnan(l->weight) ? 0 : it[i].given * l->weight;
        s->volume += isnan(l->volume) ? 0 : it[i].given * l->volume;
        s->stake += it[i].margin * inv_dist_loss(&it[i].demand, it[i].position) - it[i].at_risk;
    }
}

static bool below_least(const struct work *w, const struct sum *s)
{
    const struct terms *t = &w->suppliers.all[s->supplier].terms;
    return s->cut && s->value > 0 && (s->value < t->min_value * (1 - 1e-9) || s->weight < t->min_weight * (1 - 1e-9)
        || s->volume < t->min_volume * (1 - 1e-9));
}

/* A supplier's order that the budget leaves below the least is no order. Takes out those with least at stake: one
 * of few, an eighth of many, since what they leave may raise the others. false: none is too small. */
static bool drop_some(const struct work *w, struct inv_ration_item *it, bool *out, struct sum *sum)
{
    size_t n = 0;
    if (!w->o->group && !w->o->suppliers)
        return false;
    add_up(w, it, out, sum);
    for (size_t k = 0; k < w->suppliers.n; k++)
        if (below_least(w, &sum[k]))
            sum[n++] = sum[k];
    if (n == 0)
        return false;
    qsort(sum, n, sizeof *sum, by_stake);
    bool *gone = calloc(w->suppliers.n, sizeof *gone);
    for (size_t k = 0; gone && k < (n + 7) / 8; k++)
        gone[sum[k].supplier] = true;
    for (size_t i = 0; gone && i < w->nlines; i++)
        if (gone[w->lines[i].supplier]) {
            out[i] = true;
            it[i].want = 0;
        }
    bool done = gone != NULL;
    free(gone);
    return done;
}

static enum inv_status share_out(struct work *w, struct inv_ration_item *it, bool *out, struct sum *sum, struct inv_ration_work *work,
                                 struct inv_err *err)
{
    struct inv_ration r;
    double asked = 0;
    for (size_t i = 0; i < w->nlines; i++)
        asked += it[i].want * it[i].unit_cost;
    do {
        enum inv_status st = inv_ration(it, w->nlines, w->o->budget, &r, work, err);
        if (st != INV_OK)
            return st;
    } while (drop_some(w, it, out, sum));
    if (asked > w->o->budget * (1 + 1e-9))
        tool_note(w->run, "the orders cost %.10g, the budget buys %.10g of them; money at risk is then %.6g", asked, r.spent, r.at_risk);
    return INV_OK;
}

enum inv_status budget_keep(struct work *w, struct inv_err *err)
{
    if (isnan(w->o->budget))
        return INV_OK;
    struct inv_ration_item *it = calloc(w->nlines + 1, sizeof *it);
    bool *out = calloc(w->nlines + 1, sizeof *out);
    struct sum *sum = calloc(w->suppliers.n + 1, sizeof *sum);
    struct inv_ration_work *work = NULL;
    enum inv_status st = it && out && sum ? inv_ration_work_alloc(&work, err) : inv_err_set(err, INV_ENOMEM, "out of memory");
    for (size_t i = 0; i < w->nlines && st == INV_OK; i++)
        st = wish(w, &w->lines[i], &it[i], err);
    if (st == INV_OK)
        st = share_out(w, it, out, sum, work, err);
    for (size_t i = 0; i < w->nlines && st == INV_OK; i++) {
        struct line *l = &w->lines[i];
        if (it[i].given < l->out.order_qty * (1 - 1e-9))
            l->out.bound = out[i] ? INV_BOUND_SUPPLIER : INV_BOUND_BUDGET;
        l->out.order_qty = it[i].given;
        l->at_risk = it[i].at_risk;
    }
    inv_ration_work_free(work);
    free(sum);
    free(out);
    free(it);
    return st;
}

/* ---- all ----------------------------------------------------------------------------------------------- */

enum inv_status together_decide(void *ctx, struct run *run, size_t n, struct inv_err *err)
{
    struct work *w = ctx;
    (void)run;
    (void)n;
    enum inv_status st = substitutes_make(w, err);
    if (st == INV_OK)
        st = solve_all(w, err);
    if (st == INV_OK)
        st = transfers_make(w, err);
    if (st == INV_OK)
        st = suppliers_fill(w, err);
    if (st == INV_OK)
        st = budget_keep(w, err);
    if (st == INV_EARG) {
        struct inv_err why = *err;        /* no row's fault alone: it ends the run */
        return inv_err_set(err, INV_EUSAGE, "%s%s%.200s", why.column, why.column[0] ? ": " : "", why.text);
    }
    return st;
}
