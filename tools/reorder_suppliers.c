/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-reorder: suppliers, their terms, and the joint orders that reach them. */
#include "config.h"
#include "reorder.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "inv/load.h"
#include "inv/mem.h"

/* ---- the table --------------------------------------------------------------------------------------- */

enum inv_status suppliers_open(struct suppliers *s, struct run *run, const struct reorder_options *o, const struct stock *stock,
                               struct inv_err *err)
{
    *s = (struct suppliers){ .run = run };
    if (!o->group && !o->suppliers && !o->calendar)
        return INV_OK;
    s->name = o->group ? o->group : "supplier";
    s->column = stock_text_column(stock, s->name);
    if (!stock_text_known(s->column) && (o->group || o->suppliers))
        return inv_err_set(err, INV_EUSAGE, "no column %.80s in the input, --stock or --items: joint orders need it", s->name);
    enum inv_status st = inv_keys_alloc(&s->keys, err);
    if (st == INV_OK && o->calendar)
        st = calendar_open(s, o->calendar, err);
    if (st == INV_OK && o->suppliers)
        st = join_load_by(run, o->suppliers, s->name, &s->table, err);
    return st;
}

void suppliers_close(struct suppliers *s)
{
    for (size_t i = 0; i < s->n; i++) {
        free((void *)(uintptr_t)s->all[i].days.closed);
        free((void *)(uintptr_t)s->all[i].days.open);
    }
    free(s->all);
    free(s->rules);
    inv_keys_free(s->keys);
    join_free(s->calendar);
    join_free(s->table);
}

static enum inv_status one_term(struct suppliers *s, size_t row, const char *name, double *v, struct inv_err *err)
{
    size_t column = join_column(s->table, name);
    *v = NAN;
    if (column == INV_NO_COLUMN)
        return INV_OK;
    enum inv_status st = join_number(s->table, row, column, v, err);
    if (st == INV_OK && *v < 0) {
        inv_err_set(err, INV_EROW, "%g is below 0", *v);
        inv_err_at(err, join_file(s->table), join_line(s->table, row));
        st = inv_err_column(err, name, strlen(name));
    }
    return st;
}

static enum inv_status terms_of(struct suppliers *s, struct inv_cell name, struct terms *t, struct inv_err *err)
{
    const struct { const char *name; double *v; } terms[] = {
        { "min_value", &t->min_value }, { "min_weight", &t->min_weight }, { "min_volume", &t->min_volume },
        { "container_volume", &t->container_volume }, { "container_weight", &t->container_weight },
        { "payment_days", &t->payment_days },
    };
    size_t row = s->table && name.n > 0 ? join_find_by(s->table, name) : JOIN_NONE;
    enum inv_status st = INV_OK;
    *t = (struct terms){ .payment_days = NAN };
    if (row == JOIN_NONE)
        return INV_OK;
    if (join_next(s->table, row) != JOIN_NONE) {
        inv_err_set(err, INV_EROW, "the supplier is there already, on line %llu", (unsigned long long)join_line(s->table, row));
        return inv_err_at(err, join_file(s->table), join_line(s->table, join_next(s->table, row)));
    }
    for (size_t i = 0; i < COUNT(terms) && st == INV_OK; i++) {
        st = one_term(s, row, terms[i].name, terms[i].v, err);
        if (isnan(*terms[i].v) && terms[i].v != &t->payment_days)
            *terms[i].v = 0;
    }
    return st;
}

enum inv_status suppliers_find(struct suppliers *s, struct inv_cell name, size_t *id, struct inv_err *err)
{
    struct supplier made = { 0 };
    if (inv_keys_find(s->keys, name.s, name.n, id))
        return INV_OK;
    enum inv_status st = terms_of(s, name, &made.terms, err);    /* before the name is known: a bad row is bad for each */
    if (st == INV_OK)
        st = INV_MEM_GROW(&s->all, &s->cap, s->n + 1, err);
    if (st == INV_OK)
        st = calendar_of(s, name, &made.days, err);
    bool fresh;
    if (st == INV_OK)
        st = inv_keys_add(s->keys, name.s, name.n, id, &fresh, err);
    if (st == INV_OK) {
        s->all[s->n++] = made;
    } else {
        free((void *)(uintptr_t)made.days.closed);
        free((void *)(uintptr_t)made.days.open);
    }
    return st;
}

/* ---- joint orders ---------------------------------------------------------------------------------------- */

struct fill { struct inv_load_item *item; size_t *line; size_t n; struct inv_load_work work; };

static struct inv_load_item item_of(const struct line *l)
{
    const struct inv_reorder_in *in = &l->in;
    struct inv_load_item it = {
        .demand = isnan(in->demand) ? 0 : in->demand, .position = l->out.asked + l->transfer_in - l->transfer_out,
        .first = in->moq, .pack = in->pack_size, .most = in->replaced ? 0 : l->out.room,
        .value = l->unit_cost, .weight = l->weight, .volume = l->volume, .qty = l->out.order_qty,
    };
    it.first = isnan(it.first) ? 0 : it.first;
    it.pack = isnan(it.pack) ? 0 : it.pack;
    it.most = fmax(it.most, it.qty);
    return it;
}

/* A limit in a unit that the items do not say is not to be kept in silence. */
static enum inv_status know(const struct work *w, const struct fill *f, const struct terms *t, const char *name, struct inv_err *err)
{
    for (size_t i = 0; i < f->n; i++) {
        const struct inv_load_item *it = &f->item[i];
        const char *what = t->min_value > 0 && isnan(it->value) ? "unit_cost"
            : (t->min_weight > 0 || t->container_weight > 0) && isnan(it->weight) ? "weight"
            : (t->min_volume > 0 || t->container_volume > 0) && isnan(it->volume) ? "volume" : NULL;
        if (what)
            return inv_err_set(err, INV_EUSAGE, "%s %.80s has a limit that needs %s of each of its items", w->suppliers.name, name, what);
    }
    return INV_OK;
}

static void told(struct work *w, const char *name, const struct inv_load *o, const struct terms *t)
{
    if (!o->reached)
        tool_note(w->run, "%s %s: the order of value %g, weight %g, volume %g does not reach its least (%g, %g, %g), "
                  "and nothing more may be added", w->suppliers.name, name, o->value, o->weight, o->volume,
                  t->min_value, t->min_weight, t->min_volume);
}

static enum inv_status fill_one(struct work *w, size_t id, struct fill *f, struct inv_err *err)
{
    size_t n;
    const char *key = inv_keys_get(w->suppliers.keys, id, &n);
    char name[96];
    struct inv_load o;
    struct terms t = w->suppliers.all[id].terms;
    double capacity = NAN;
    inv_err_quote(name, sizeof name, key, n);
    for (size_t i = 0; i < f->n; i++)
        capacity = isnan(capacity) ? w->lines[f->line[i]].capacity : capacity;
    if (!(t.container_volume > 0) && !isnan(capacity))
        t.container_volume = capacity;
    enum inv_status st = n > 0 ? know(w, f, &t, name, err) : INV_OK;
    if (st != INV_OK || n == 0)
        return st;
    const struct inv_load_terms terms = { t.min_value, t.min_weight, t.min_volume, t.container_volume, t.container_weight };
    st = inv_load_fill(&terms, f->item, f->n, &o, &f->work, err);
    if (st == INV_EARG) {
        struct inv_err why = *err;
        return inv_err_set(err, INV_EUSAGE, "%s %s: %s: %.200s", w->suppliers.name, name, why.column, why.text);
    }
    for (size_t i = 0; i < f->n && st == INV_OK; i++) {
        struct inv_reorder_out *out = &w->lines[f->line[i]].out;
        if (f->item[i].qty > out->order_qty * (1 + 1e-9)) {
            out->order_qty = f->item[i].qty;
            out->bound = INV_BOUND_SUPPLIER;
        }
    }
    told(w, name, &o, &t);
    return st;
}

struct owned { size_t supplier, line; };

static int by_supplier(const void *a, const void *b)
{
    const struct owned *x = a, *y = b;
    if (x->supplier != y->supplier)
        return x->supplier < y->supplier ? -1 : 1;
    return (x->line > y->line) - (x->line < y->line);
}

enum inv_status suppliers_fill(struct work *w, struct inv_err *err)
{
    if (!w->o->group && !w->o->suppliers)
        return INV_OK;
    struct owned *order = calloc(w->nlines + 1, sizeof *order);
    struct fill f = { calloc(w->nlines + 1, sizeof *f.item), calloc(w->nlines + 1, sizeof *f.line), 0, { 0 } };
    enum inv_status st = order && f.item && f.line ? INV_OK : inv_err_set(err, INV_ENOMEM, "out of memory");
    for (size_t i = 0; i < w->nlines && st == INV_OK; i++) {
        order[i].supplier = w->lines[i].supplier;
        order[i].line = i;
    }
    if (st == INV_OK && w->nlines > 1)
        qsort(order, w->nlines, sizeof *order, by_supplier);
    for (size_t i = 0; i < w->nlines && st == INV_OK; ) {
        size_t id = order[i].supplier;
        for (f.n = 0; i < w->nlines && order[i].supplier == id; i++) {
            f.line[f.n] = order[i].line;
            f.item[f.n++] = item_of(&w->lines[order[i].line]);
        }
        st = fill_one(w, id, &f, err);
    }
    inv_load_work_free(&f.work);
    free(f.item);
    free(f.line);
    free(order);
    return st;
}
