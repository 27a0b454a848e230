/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-reorder: --transfers, stock that other places can do without. */
#include "config.h"
#include "reorder.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "inv/mem.h"
#include "inv/num.h"
#include "inv/transfer.h"

enum inv_status transfers_open(struct work *w, struct inv_err *err)
{
    bool keyed = w->o->transfers || w->o->substitutes;
    enum inv_status st = INV_OK;
    w->transfers_in = INV_NO_COLUMN;
    if (keyed)
        st = tool_key_columns(w->run, w->run->in, &w->key_in, err);
    if (st == INV_OK && keyed)
        st = inv_keys_alloc(&w->keys, err);
    if (st == INV_OK && keyed)
        st = inv_keys_alloc(&w->items, err);
    if (st == INV_OK && keyed)
        st = inv_keys_alloc(&w->places, err);
    if (st == INV_OK && w->o->transfers)
        st = inv_input_need(w->run->in, w->o->transfers, &w->transfers_in, err);
    size_t rest = 0;
    for (size_t i = 0; st == INV_OK && keyed && i < w->run->keys.n; i++)
        rest += w->key_in[i] != w->transfers_in;
    if (st == INV_OK && keyed && rest == 0)
        st = inv_err_set(err, INV_EUSAGE, "--transfers: %.80s is the whole key: name the item's columns with -k as well", w->o->transfers);
    return st;
}

static enum inv_status key_of(struct work *w, const struct inv_cell *cells, bool whole, struct inv_err *err)
{
    enum inv_status st = INV_OK;
    w->scratch.n = 0;
    for (size_t i = 0; i < w->run->keys.n && st == INV_OK; i++) {
        struct inv_cell c = cells[w->key_in[i]];
        if (!whole && w->key_in[i] == w->transfers_in)
            continue;
        st = inv_buf_add(&w->scratch, (const char *)&c.n, sizeof c.n, err);
        if (st == INV_OK)
            st = inv_buf_add(&w->scratch, c.s, c.n, err);
    }
    return st;
}

/* The numbers of its item and its place; a key that comes back is an error, since both could take or give. */
enum inv_status transfers_read(struct work *w, const struct inv_record *rec, struct line *l, struct inv_err *err)
{
    bool fresh;
    size_t id;
    if (!w->keys)
        return INV_OK;
    enum inv_status st = key_of(w, rec->cells, true, err);
    if (st == INV_OK)
        st = inv_keys_add(w->keys, w->scratch.s, w->scratch.n, &id, &fresh, err);
    if (st == INV_OK && (!fresh || id != w->nlines)) {
        inv_err_set(err, INV_EROW, "the key is there already: a row a key is wanted for --transfers and --substitutes");
        return inv_err_column(err, w->run->keys.s[0], strlen(w->run->keys.s[0]));
    }
    if (st == INV_OK)
        st = key_of(w, rec->cells, false, err);
    if (st == INV_OK)
        st = inv_keys_add(w->items, w->scratch.s, w->scratch.n, &l->item, &fresh, err);
    if (st == INV_OK && w->transfers_in != INV_NO_COLUMN) {
        struct inv_cell place = rec->cells[w->transfers_in];
        st = inv_keys_add(w->places, place.s, place.n, &l->warehouse, &fresh, err);
    }
    return st;
}

/* ---- moving ------------------------------------------------------------------------------------------- */

/* What it has beyond the level that its policy aims at (or would, and no less than what the interval sells). */
static struct inv_transfer_place place_of(const struct line *l)
{
    double owed = isnan(l->in.backordered) ? 0 : l->in.backordered, net = l->in.on_hand - owed;
    double keep = fmax(l->out.order_up_to, l->out.trigger);
    if (!isnan(l->interval)) {
        double sold = inv_project_total(&l->time.demand, 0, l->now.protect);
        keep = fmax(keep, isnan(sold) ? 0 : sold + (isnan(l->in.safety_stock) ? 0 : l->in.safety_stock));
    }
    if (!isnan(l->in.to_come))
        keep = fmin(keep, l->in.to_come);
    struct inv_transfer_place p = { .urgency = inv_project_cover(net, l->in.demand) };
    if (l->out.need > 0 && !l->in.replaced)
        p.lack = l->out.need;
    else if (!l->in.replaced)
        p.surplus = fmax(0, fmin(net, l->out.asked - keep));
    return p;
}

/* Packs where all places have the same. */
static double step_of(const struct work *w, const size_t *line, size_t n)
{
    double step = w->lines[line[0]].in.pack_size;
    for (size_t i = 1; i < n; i++)
        if (fabs(w->lines[line[i]].in.pack_size - step) > 0)
            return 0;
    return isnan(step) ? 0 : step;
}

static enum inv_status note_from(struct work *w, struct line *to, size_t warehouse, double qty, struct inv_err *err)
{
    size_t n, old = to->transfer_from ? strlen(to->transfer_from) : 0;
    const char *name = inv_keys_get(w->places, warehouse, &n);
    char number[INV_NUM_MAX];
    size_t digits = inv_num_format(qty, w->run->out_format.precision, w->run->out_format.decimal, number);
    char *text = realloc(to->transfer_from, old + n + digits + 3);
    if (!text)
        return inv_err_set(err, INV_ENOMEM, "out of memory");
    to->transfer_from = text;
    if (old > 0)
        text[old++] = ';';
    memcpy(text + old, name, n);
    text[old + n] = ':';
    memcpy(text + old + n + 1, number, digits);
    text[old + n + 1 + digits] = '\0';
    return INV_OK;
}

static enum inv_status again(struct work *w, struct line *l, struct inv_err *err)
{
    l->in.moved = l->transfer_in - l->transfer_out;
    w->dates.row = l->time;
    return line_solve(w, l, err);
}

struct moving { struct inv_transfer_place *place; struct inv_transfer_move *move; struct inv_transfer_work work; };

static enum inv_status move_one(struct work *w, const size_t *line, size_t n, struct moving *m, struct inv_err *err)
{
    size_t moves;
    for (size_t i = 0; i < n; i++)
        m->place[i] = place_of(&w->lines[line[i]]);
    enum inv_status st = inv_transfer_allocate(m->place, n, step_of(w, line, n), m->move, &moves, &m->work, err);
    for (size_t k = 0; k < moves && st == INV_OK; k++) {
        struct line *from = &w->lines[line[m->move[k].from]], *to = &w->lines[line[m->move[k].to]];
        from->transfer_out += m->move[k].qty;
        to->transfer_in += m->move[k].qty;
        st = note_from(w, to, from->warehouse, m->move[k].qty, err);
    }
    for (size_t i = 0; i < n && st == INV_OK; i++)
        if (w->lines[line[i]].transfer_in > 0 || w->lines[line[i]].transfer_out > 0)
            st = again(w, &w->lines[line[i]], err);
    return st;
}

/* Lines by item: where each item's begin in `line`. */
static void by_item(const struct work *w, size_t *start, size_t *line)
{
    size_t nitems = inv_keys_count(w->items);
    for (size_t i = 0; i < w->nlines; i++)
        start[w->lines[i].item + 1]++;
    for (size_t k = 0; k < nitems; k++)
        start[k + 1] += start[k];
    for (size_t i = w->nlines; i-- > 0; )
        line[--start[w->lines[i].item + 1]] = i;
}

enum inv_status transfers_make(struct work *w, struct inv_err *err)
{
    if (!w->o->transfers)
        return INV_OK;
    size_t n = w->nlines, nitems = inv_keys_count(w->items);
    struct moving m = { calloc(n + 1, sizeof *m.place), calloc(n + 1, sizeof *m.move), { 0 } };
    size_t *start = calloc(nitems + 2, sizeof *start), *line = calloc(n + 1, sizeof *line);
    enum inv_status st = m.place && m.move && start && line ? INV_OK : inv_err_set(err, INV_ENOMEM, "out of memory");
    if (st == INV_OK)
        by_item(w, start, line);
    for (size_t k = 0; k < nitems && st == INV_OK; k++) {
        size_t first = start[k + 1], end = k + 1 < nitems ? start[k + 2] : n;
        if (end > first + 1)
            st = move_one(w, line + first, end - first, &m, err);
    }
    inv_transfer_work_free(&m.work);
    free(m.place);
    free(m.move);
    free(start);
    free(line);
    return st;
}
