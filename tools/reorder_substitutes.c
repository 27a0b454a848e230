/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-reorder: --substitutes, items that others replace. A replaced item is
 * bought no more; its stock is sold, and what that does not cover is bought as
 * its substitute. */
#include "config.h"
#include "reorder.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "inv/mem.h"

#define FARTHEST 1000      /* periods in which demand passes on by the period, then by the mean */

struct chain {
    size_t *to;              /* by line: the line of its substitute, or JOIN_NONE */
    double *factor;          /* units of it for one of this */
    size_t *waits;           /* lines that this one replaces and that are not yet done */
    size_t *ready;
};

/* The line of a key that is this record's, with another item's name. */
static enum inv_status line_of(struct work *w, size_t line, size_t column, struct inv_cell name, size_t *to, struct inv_err *err)
{
    size_t n, id;
    const char *key = inv_keys_get(w->keys, line, &n);
    enum inv_status st = INV_OK;
    w->scratch.n = 0;
    for (size_t i = 0, at = 0; i < w->run->keys.n && st == INV_OK; i++) {
        struct inv_cell c;
        memcpy(&c.n, key + at, sizeof c.n);
        c.s = key + at + sizeof c.n;
        at += sizeof c.n + c.n;
        if (i == column)
            c = name;
        st = inv_buf_add(&w->scratch, (const char *)&c.n, sizeof c.n, err);
        if (st == INV_OK)
            st = inv_buf_add(&w->scratch, c.s, c.n, err);
    }
    *to = st == INV_OK && inv_keys_find(w->keys, w->scratch.s, w->scratch.n, &id) ? id : JOIN_NONE;
    return st;
}

/* The cells of a line's key, by input column. */
static void spread_key(const struct work *w, size_t line, struct inv_cell *cells)
{
    size_t n, at = 0;
    const char *key = inv_keys_get(w->keys, line, &n);
    for (size_t i = 0; i < w->run->keys.n; i++) {
        struct inv_cell *c = &cells[w->key_in[i]];
        memcpy(&c->n, key + at, sizeof c->n);
        c->s = key + at + sizeof c->n;
        at += sizeof c->n + c->n;
    }
}

static enum inv_status told(struct work *w, struct join *j, size_t row, size_t column, struct inv_err *err)
{
    struct inv_record rec = { .file = join_file(j), .line = join_line(j, row) };
    struct inv_cell name = join_name(j, column);
    err->status = INV_EROW;
    inv_err_at(err, rec.file, rec.line);
    inv_err_column(err, name.s, name.n);
    return tool_reject_other(w->run, &rec, err);
}

static enum inv_status link_line(struct work *w, struct join *j, size_t line, size_t row, size_t column, struct chain *c,
                                 struct inv_err *err)
{
    size_t substitute = join_column(j, "substitute"), factor = join_column(j, "factor");
    struct inv_cell name = join_cell(j, row, substitute);
    char text[96];
    c->factor[line] = 1;
    enum inv_status st = factor == INV_NO_COLUMN ? INV_OK : join_number(j, row, factor, &c->factor[line], err);
    if (st == INV_EROW)
        return told(w, j, row, factor, err);
    if (st == INV_OK && isnan(c->factor[line]))
        c->factor[line] = 1;
    if (st == INV_OK && !(c->factor[line] > 0)) {
        inv_err_set(err, INV_EROW, "%g is not above 0", c->factor[line]);
        return told(w, j, row, factor, err);
    }
    if (st == INV_OK)
        st = line_of(w, line, column, name, &c->to[line], err);
    if (st != INV_OK || (c->to[line] != JOIN_NONE && c->to[line] != line))
        return st;
    c->to[line] = JOIN_NONE;
    inv_err_quote(text, sizeof text, name.s, name.n);
    inv_err_set(err, INV_EROW, "\"%s\" is not among the items of the input, or replaces itself: the item is planned as ever", text);
    return told(w, j, row, substitute, err);
}

static enum inv_status link_all(struct work *w, struct join *j, struct chain *c, struct inv_err *err)
{
    size_t column = 0;
    struct inv_cell *cells = calloc(inv_input_width(w->run->in) + 1, sizeof *cells);
    if (!cells)
        return inv_err_set(err, INV_ENOMEM, "out of memory");
    while (column + 1 < w->run->keys.n && join_column(j, w->run->keys.s[column]) == INV_NO_COLUMN)
        column++;
    enum inv_status st = INV_OK;
    for (size_t i = 0; i < w->nlines && st == INV_OK; i++) {
        spread_key(w, i, cells);
        size_t row = join_find(j, cells);
        c->to[i] = JOIN_NONE;
        if (row != JOIN_NONE)
            st = link_line(w, j, i, row, column, c, err);
    }
    free(cells);
    return st;
}

/* ---- passing on ---------------------------------------------------------------------------------------- */

static double or_zero(double v) { return isnan(v) ? 0 : v; }

/* Periods until the old item's stock and receipts are sold: then its mean passes on. */
static size_t reach(const struct line *old, double stock, size_t h)
{
    const struct dates_row *r = &old->time;
    double end = (double)(h > r->demand.h ? h : r->demand.h);
    if (r->demand.mean > 0)
        end = fmax(end, ceil(fmax(0, stock + r->due_total) / r->demand.mean) + 1);
    for (size_t i = 0; i < r->ndue; i++)
        end = fmax(end, (double)r->due[i].period);
    return (size_t)fmax((double)h, fmin(FARTHEST, end));
}

/* Demand that the old item's stock and receipts do not cover, added to the new one's; sells_only: what they do
 * is then the old one's. */
static enum inv_status pass_demand(struct line *old, struct line *new, double factor, bool sells_only, struct inv_err *err)
{
    const struct dates_row *r = &old->time;
    struct inv_demand *d = &new->time.demand;
    double stock = old->in.on_hand - or_zero(old->in.backordered), mean = or_zero(r->demand.mean);
    size_t h = reach(old, stock, d->h), next = 0;
    double *step = realloc((void *)(uintptr_t)d->step, (h + 1) * sizeof *step), *sales = calloc(h + 1, sizeof *sales);
    if (step)
        d->step = step;
    if (!step || !sales) {
        free(sales);
        return inv_err_set(err, INV_ENOMEM, "out of memory");
    }
    for (size_t i = d->h; i < h; i++)
        step[i] = or_zero(d->mean);
    for (size_t i = 0; i < h; i++) {
        double wanted = i < r->demand.h ? r->demand.step[i] : mean;
        for (; next < r->ndue && r->due[next].period <= (int64_t)i + 1; next++)
            stock += r->due[next].qty;
        double sold = fmax(0, fmin(stock, wanted));
        stock -= sold;
        sales[i] = sold;
        step[i] += factor * fmax(0, wanted - sold);
        if (stock < 0) {                       /* what is owed is served by the new one, once */
            step[i] -= factor * stock;
            stock = 0;
        }
    }
    *d = (struct inv_demand){ step, h, or_zero(d->mean) + factor * mean };
    if (sells_only) {
        free((void *)(uintptr_t)old->time.demand.step);
        old->time.demand = (struct inv_demand){ sales, h, 0 };
    } else {
        free(sales);
    }
    return INV_OK;
}

static enum inv_status pass_on(struct work *w, size_t line, const struct chain *c, struct inv_err *err)
{
    struct line *old = &w->lines[line], *new = &w->lines[c->to[line]];
    old->in.replaced = true;
    w->dates.row = old->time;
    enum inv_status st = line_solve(w, old, err);
    if (st != INV_OK)
        return st;
    double lacks = c->factor[line] * fmax(0, old->out.trigger - old->out.asked);
    bool dated = new->in.policy >= INV_POLICY_DEMAND;       /* these see the demand itself */
    if (!dated)
        new->in.others = or_zero(new->in.others) + lacks;
    st = pass_demand(old, new, c->factor[line], w->o->projection, err);
    if (st == INV_OK && !isnan(new->time.end_of_life))
        new->in.to_come = inv_project_total(&new->time.demand, 0, new->time.end_of_life);
    return st;
}

/* From those that replace nothing on; what is left over replaces itself in the end. */
static enum inv_status walk(struct work *w, struct chain *c, struct inv_err *err)
{
    size_t n = 0, done = 0, linked = 0;
    enum inv_status st = INV_OK;
    for (size_t i = 0; i < w->nlines; i++)
        if (c->to[i] != JOIN_NONE) {
            c->waits[c->to[i]]++;
            linked++;
        }
    for (size_t i = 0; i < w->nlines; i++)
        if (c->to[i] != JOIN_NONE && c->waits[i] == 0)
            c->ready[n++] = i;
    for (; done < n && st == INV_OK; done++) {
        size_t i = c->ready[done], to = c->to[i];
        st = pass_on(w, i, c, err);
        if (--c->waits[to] == 0 && c->to[to] != JOIN_NONE)
            c->ready[n++] = to;
    }
    if (st == INV_OK && done < linked)
        st = inv_err_set(err, INV_EUSAGE, "--substitutes: %zu items replace each other in a circle", linked - done);
    return st;
}

static void note_unknown(const struct work *w, const struct join *j)
{
    size_t row, n = join_unused(j, &row);
    if (n > 0)
        tool_note(w->run, "%s: %zu replaced item%s among those that are planned (the first on line %llu)", join_file(j), n,
                  n == 1 ? " is not" : "s are not", (unsigned long long)join_line(j, row));
}

enum inv_status substitutes_make(struct work *w, struct inv_err *err)
{
    struct join *j = NULL;
    size_t column;
    if (!w->o->substitutes)
        return INV_OK;
    size_t n = w->nlines + 1;
    struct chain c = { calloc(n, sizeof *c.to), calloc(n, sizeof *c.factor), calloc(n, sizeof *c.waits), calloc(n, sizeof *c.ready) };
    enum inv_status st = c.to && c.factor && c.waits && c.ready ? INV_OK : inv_err_set(err, INV_ENOMEM, "out of memory");
    if (st == INV_OK)
        st = join_load(w->run, w->o->substitutes, &j, err);
    if (st == INV_OK)
        st = join_need(j, "substitute", &column, err);
    if (st == INV_OK)
        st = link_all(w, j, &c, err);
    if (st == INV_OK)
        st = walk(w, &c, err);
    if (st == INV_OK)
        note_unknown(w, j);
    join_free(j);
    free(c.to);
    free(c.factor);
    free(c.waits);
    free(c.ready);
    return st;
}
