/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inv/balance.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "inv/mem.h"

static const char *const names[] = {
    "opening", "receipt", "sale", "return", "adjustment", "transfer_in", "transfer_out", "count"
};

const char *inv_balance_move_name(enum inv_move type)
{
    return names[type];
}

static bool same_word(const char *s, size_t n, const char *word)
{
    if (strlen(word) != n)
        return false;
    for (size_t i = 0; i < n; i++) {
        char c = s[i] == '-' ? '_' : s[i] >= 'A' && s[i] <= 'Z' ? (char)(s[i] - 'A' + 'a') : s[i];
        if (c != word[i])
            return false;
    }
    return true;
}

bool inv_balance_move_by_name(const char *s, size_t n, enum inv_move *type)
{
    static const struct { const char *word; enum inv_move type; } others[] = {
        { "issue", INV_MOVE_SALE }, { "stocktake", INV_MOVE_COUNT },
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (same_word(s, n, names[i])) {
            *type = (enum inv_move)i;
            return true;
        }
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (same_word(s, n, others[i].word)) {
            *type = others[i].type;
            return true;
        }
    return false;
}

void inv_balance_free(struct inv_balance *b)
{
    for (size_t i = 0; i < b->cap_places; i++)
        inv_layers_free(&b->place[i]);
    inv_layers_free(&b->transit);
    free(b->place);
    free(b->sold);
    free(b->scratch);
    free(b->held);
    *b = (struct inv_balance){ 0 };
}

/* ---- order ------------------------------------------------------------------------------ */

static int by_time(const void *a, const void *b)
{
    const struct inv_movement *x = a, *y = b;
    if (x->time != y->time)
        return (x->time > y->time) - (x->time < y->time);
    return (x->seq > y->seq) - (x->seq < y->seq);
}

/* Movements of one time, m[n]: those in that find too little on its way wait for
 * those out. *transit is what is on its way. */
static void wait_for_senders(struct inv_movement *m, size_t n, double *transit, struct inv_movement *out,
                             struct inv_movement *held)
{
    size_t senders = 0, written = 0, first = 0, nheld = 0;
    for (size_t i = 0; i < n; i++)
        senders += m[i].type == INV_MOVE_TRANSFER_OUT;
    for (size_t i = 0; i < n; i++) {
        bool in = m[i].type == INV_MOVE_TRANSFER_IN, sender = m[i].type == INV_MOVE_TRANSFER_OUT;
        if (in && senders > 0 && *transit < m[i].qty) {
            held[nheld++] = m[i];
            continue;
        }
        out[written++] = m[i];
        *transit = in ? fmax(*transit - m[i].qty, 0) : sender ? *transit + m[i].qty : *transit;
        senders -= sender;
        while (sender && first < nheld && (senders == 0 || *transit >= held[first].qty)) {
            *transit = fmax(*transit - held[first].qty, 0);
            out[written++] = held[first++];
        }
    }
    memcpy(m, out, n * sizeof *m);
}

static enum inv_status put_in_order(struct inv_balance *b, struct inv_movement *m, size_t n, struct inv_err *err)
{
    bool sorted = true;
    for (size_t i = 1; i < n && sorted; i++)
        sorted = by_time(&m[i - 1], &m[i]) < 0;
    if (!sorted)
        qsort(m, n, sizeof *m, by_time);
    if (!b->linked)
        return INV_OK;
    double transit = 0;
    enum inv_status st = INV_MEM_GROW(&b->scratch, &b->cap_scratch, n, err);
    if (st == INV_OK)
        st = INV_MEM_GROW(&b->held, &b->cap_held, n, err);
    for (size_t i = 0, j; i < n && st == INV_OK; i = j) {
        for (j = i + 1; j < n && m[j].time == m[i].time; j++)
            ;
        wait_for_senders(m + i, j - i, &transit, b->scratch, b->held);
    }
    return st;
}

/* ---- movements ---------------------------------------------------------------------------- */

/* What a unit comes at: the first of these that is known. */
static double first_known(struct inv_balance *b, double own, double second, double third, double otherwise)
{
    double c = !isnan(own) ? own : !isnan(second) ? second : !isnan(third) ? third : otherwise;
    if (!isnan(c))
        return c;
    b->uncosted++;
    return 0;
}

static enum inv_status come(struct inv_balance *b, const struct inv_movement *m, double qty, double cost,
                            struct inv_moved *o, struct inv_err *err)
{
    enum inv_status st = inv_layers_in(&b->place[m->place], m->time, qty, cost, &o->cogs, err);
    o->change += qty;
    o->cost += qty * cost - o->cogs;
    return st;
}

/* At their own cost, what stands in the books, or the last known one. */
static enum inv_status come_adjusted(struct inv_balance *b, const struct inv_movement *m, double qty,
                                     struct inv_moved *o, struct inv_err *err)
{
    double there = inv_layers_cost(&b->place[m->place]);
    return come(b, m, qty, first_known(b, m->cost, there, (double)NAN, m->otherwise), o, err);
}

static enum inv_status go(struct inv_balance *b, const struct inv_movement *m, double qty, struct inv_layers *to,
                          struct inv_moved *o, struct inv_err *err)
{
    double cost;
    struct inv_layers *l = &b->place[m->place];
    if (isnan(l->last_cost))
        l->last_cost = m->otherwise;
    if (isnan(l->last_cost) && qty > l->qty)
        b->uncosted++;
    enum inv_status st = inv_layers_out(l, m->time, qty, &cost, to, err);
    o->change -= qty;
    o->cost -= cost;
    return st;
}

static enum inv_status sell(struct inv_balance *b, const struct inv_movement *m, double qty, struct inv_moved *o,
                            struct inv_err *err)
{
    enum inv_status st = go(b, m, qty, NULL, o, err);
    o->cogs = -o->cost;
    if (st == INV_OK && qty > 0)
        b->sold[m->place] = o->cogs / qty;
    return st;
}

static enum inv_status take_back(struct inv_balance *b, const struct inv_movement *m, double qty, struct inv_moved *o,
                                 struct inv_err *err)
{
    double there = inv_layers_cost(&b->place[m->place]);
    double cost = first_known(b, m->cost, b->sold[m->place], there, m->otherwise);
    enum inv_status st = come(b, m, qty, cost, o, err);
    o->cogs -= qty * cost;
    return st;
}

/* Out of what is on its way, layer by layer; the rest came from nowhere. */
static enum inv_status arrive(struct inv_balance *b, const struct inv_movement *m, struct inv_moved *o,
                              struct inv_err *err)
{
    struct inv_layers *t = &b->transit;
    double left = m->qty;
    enum inv_status st = INV_OK;
    while (b->linked && left > 0 && t->first < t->end && st == INV_OK) {
        struct inv_layer from = t->layer[t->first];
        double part = fmin(left, from.qty), cost, trueup;
        st = inv_layers_out(t, m->time, part, &cost, NULL, err);
        if (st == INV_OK)
            st = inv_layers_in(&b->place[m->place], from.time, part, from.cost, &trueup, err);
        if (st != INV_OK)
            return st;
        o->cogs += trueup;
        o->change += part;
        o->cost += cost - trueup;
        left = left - part > 1e-12 * m->qty ? left - part : 0;
    }
    if (st != INV_OK || !(left > 0))
        return st;
    double before = o->cogs;
    b->unsent += b->linked ? left : 0;
    st = come_adjusted(b, m, left, o, err);    /* which states the cogs of its own part */
    o->cogs += before;
    return st;
}

static enum inv_status adjust(struct inv_balance *b, const struct inv_movement *m, double qty, struct inv_moved *o,
                              struct inv_err *err)
{
    return qty < 0 ? go(b, m, -qty, NULL, o, err) : come_adjusted(b, m, qty, o, err);
}

static enum inv_status count(struct inv_balance *b, const struct inv_movement *m, struct inv_moved *o,
                             struct inv_err *err)
{
    o->difference = m->qty - inv_layers_on_hand(&b->place[m->place]);
    return b->report ? INV_OK : adjust(b, m, o->difference, o, err);
}

static enum inv_status move(struct inv_balance *b, const struct inv_movement *m, struct inv_moved *o,
                            struct inv_err *err)
{
    double last = b->place[m->place].last_cost;
    switch (m->type) {
    case INV_MOVE_OPENING:
    case INV_MOVE_RECEIPT:
        return m->qty < 0 ? go(b, m, -m->qty, NULL, o, err)
                          : come(b, m, m->qty, first_known(b, m->cost, last, (double)NAN, m->otherwise), o, err);
    case INV_MOVE_SALE:
        return m->qty < 0 ? take_back(b, m, -m->qty, o, err) : sell(b, m, m->qty, o, err);
    case INV_MOVE_RETURN:
        return m->qty < 0 ? sell(b, m, -m->qty, o, err) : take_back(b, m, m->qty, o, err);
    case INV_MOVE_ADJUSTMENT:
        return adjust(b, m, m->qty, o, err);
    case INV_MOVE_TRANSFER_IN:
        return arrive(b, m, o, err);
    case INV_MOVE_TRANSFER_OUT:
        return go(b, m, m->qty, b->linked ? &b->transit : NULL, o, err);
    case INV_MOVE_COUNT:
        return count(b, m, o, err);
    }
    return INV_OK;
}

static enum inv_status begin(struct inv_balance *b, size_t nplaces, struct inv_err *err)
{
    size_t had = b->cap_places;
    enum inv_status st = INV_MEM_GROW(&b->place, &b->cap_places, nplaces, err);
    if (st == INV_OK && b->cap_places > had)
        memset(b->place + had, 0, (b->cap_places - had) * sizeof *b->place);
    if (st == INV_OK)
        st = INV_MEM_GROW(&b->sold, &b->cap_sold, nplaces, err);
    for (size_t i = 0; i < nplaces && st == INV_OK; i++) {
        inv_layers_begin(&b->place[i], b->valuation);
        b->sold[i] = (double)NAN;
    }
    inv_layers_begin(&b->transit, INV_VALUATION_FIFO);
    b->nplaces = nplaces;
    b->unsent = 0;
    return st;
}

enum inv_status inv_balance_item(struct inv_balance *b, struct inv_movement *m, size_t n, size_t nplaces,
                                 struct inv_moved *out, size_t *at, struct inv_err *err)
{
    *at = 0;
    enum inv_status st = begin(b, nplaces, err);
    if (st == INV_OK)
        st = put_in_order(b, m, n, err);
    for (size_t i = 0; i < n && st == INV_OK; i++) {
        const struct inv_layers *l = &b->place[m[i].place];
        struct inv_moved *o = &out[i];
        *o = (struct inv_moved){ .difference = (double)NAN };
        *at = i;
        st = move(b, &m[i], o, err);
        o->on_hand = inv_layers_on_hand(l);
        o->value = inv_layers_value(l);
    }
    return st;
}
