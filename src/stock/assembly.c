/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Assembly systems as serial ones. */
#include "config.h"

#include "inv/assembly.h"
#include "serial.h"

#include <math.h>
#include <stdlib.h>

#include "inv/mem.h"

#define NONE ((size_t)-1)
#define SAME 1e-9              /* M that differ by rounding alone */

void inv_assembly_free(struct inv_assembly *w)
{
    inv_serial_free(&w->serial);
    free(w->stages);
    free(w->place);
    free(w->S);
    free(w->next);
    *w = (struct inv_assembly){ 0 };
}

struct spot { size_t *where; bool *edge; struct inv_err *err; };

static enum inv_status bad(const struct spot *s, bool edge, size_t where, const char *text)
{
    if (s->where)
        *s->where = where;
    if (s->edge)
        *s->edge = edge;
    return inv_err_set(s->err, INV_EARG, "%s", text);
}

/* w->next[i]: the edge from item i. */
static enum inv_status join(struct inv_assembly *w, const struct inv_assembly_in *in, const struct spot *s)
{
    for (size_t i = 0; i < in->n; i++)
        w->next[i] = NONE;
    for (size_t e = 0; e < in->m; e++) {
        const struct inv_assembly_edge *edge = &in->edges[e];
        if (edge->from >= in->n || edge->to >= in->n)
            return bad(s, true, e, "an edge to no item");
        if (!(edge->need > 0 && edge->need <= 1e100)) {
            bad(s, true, e, "");
            return inv_serial_bad(s->err, "need", "%g is not from above 0 to 1e100", edge->need);
        }
        if (edge->from == edge->to)
            return bad(s, true, e, "the network has a cycle: an item goes into itself");
        if (w->next[edge->from] != NONE)
            return bad(s, true, e, "an item goes into two others: this is no assembly system");
        w->next[edge->from] = e;
    }
    return INV_OK;
}

/* From each item to the end: M and what is needed of it. */
static enum inv_status walk(struct inv_assembly *w, const struct inv_assembly_in *in, struct inv_assembly_out *out,
                            const struct spot *s)
{
    size_t end = NONE;
    for (size_t i = 0; i < in->n; i++) {
        double lead = in->items[i].lead_time, need = 1;
        size_t at = i, steps = 0;
        if (!(lead >= 0 && lead <= 1e100)) {
            bad(s, false, i, "");
            return inv_serial_bad(s->err, "lead_time", "%g is not from 0 to 1e100", lead);
        }
        for (; w->next[at] != NONE; steps++) {
            if (steps >= in->n)
                return bad(s, false, i, "the network has a cycle");
            need *= in->edges[w->next[at]].need;
            at = in->edges[w->next[at]].to;
            lead += in->items[at].lead_time;
        }
        if (end != NONE && at != end)
            return bad(s, false, i, "the network is not connected: this item does not lead where the first one does");
        if (!(need > 1e-100 && need < 1e100))
            return bad(s, false, i, "of this item next to nothing or too much is needed for a number");
        end = at;
        out[i].total_lead = lead;
        out[i].need = need;
        w->place[i].lead = lead;
        w->place[i].item = i;
    }
    return INV_OK;
}

static int by_lead(const void *a, const void *b)
{
    const struct inv_assembly_place *x = a, *y = b;
    if (x->lead < y->lead || x->lead > y->lead)
        return x->lead < y->lead ? -1 : 1;
    return x->item < y->item ? -1 : x->item > y->item;
}

/* Items sorted, the serial system's stages, and what they have been charged for more than is made. */
static enum inv_status reduce(struct inv_assembly *w, const struct inv_assembly_in *in, struct inv_assembly_out *out,
                              double *making, const struct spot *s)
{
    if (in->n < 1 || in->n > INV_SERIAL_MAX)
        return inv_serial_bad(s->err, "items", "%g items are not from 1 to 1000", (double)in->n);
    enum inv_status st = INV_MEM_GROW(&w->stages, &w->cap[0], in->n, s->err);
    if (st == INV_OK && (st = INV_MEM_GROW(&w->place, &w->cap[1], in->n, s->err)) == INV_OK
        && (st = INV_MEM_GROW(&w->S, &w->cap[2], in->n, s->err)) == INV_OK)
        st = INV_MEM_GROW(&w->next, &w->cap[3], in->n, s->err);
    if (st != INV_OK || (st = join(w, in, s)) != INV_OK || (st = walk(w, in, out, s)) != INV_OK)
        return st;
    qsort(w->place, in->n, sizeof *w->place, by_lead);
    double before = 0;
    *making = 0;
    for (size_t j = 0; j < in->n; j++) {
        size_t i = w->place[j].item;
        double h = in->items[i].echelon_holding * out[i].need, L = w->place[j].lead - before;
        if (!(h > 0 && h <= 1e100)) {
            bad(s, false, i, "");
            return inv_serial_bad(s->err, "holding_cost", "an echelon's %g is not from above 0 to 1e100", h);
        }
        if (L <= SAME * w->place[j].lead)
            L = 0;
        before += L;
        out[i].stage = j;
        w->stages[j] = (struct inv_serial_stage){ h, L };
        *making += h * (in->items[i].lead_time - L) * in->mean;
    }
    return INV_OK;
}

/* Of the base stocks w->S of items with the same M the last binds. */
static void give(struct inv_assembly *w, const struct inv_assembly_in *in, struct inv_assembly_out *out)
{
    for (size_t j = in->n; j-- > 0; ) {
        if (j + 1 < in->n && w->stages[j + 1].lead_time <= 0)
            w->S[j] = fmin(w->S[j], w->S[j + 1]);
        out[w->place[j].item].echelon = w->S[j] * out[w->place[j].item].need;
    }
}

static void localize(struct inv_assembly *w, const struct inv_assembly_in *in, struct inv_assembly_out *out)
{
    for (size_t j = in->n; j-- > 1; )
        w->S[j - 1] = fmin(w->S[j - 1], w->S[j]);
    for (size_t i = 0; i < in->n; i++) {
        size_t e = w->next[i];
        double below = e == NONE ? 0 : w->S[out[in->edges[e].to].stage];
        out[i].local = (w->S[out[i].stage] - below) * out[i].need;
    }
}

static struct inv_serial_in serial_of(const struct inv_assembly *w, const struct inv_assembly_in *in)
{
    return (struct inv_serial_in){ w->stages, in->n, in->penalty, in->demand, in->mean, in->sd };
}

enum inv_status inv_assembly_solve(struct inv_assembly *w, const struct inv_assembly_in *in,
                                   struct inv_assembly_out *out, double *cost, size_t *where, bool *edge,
                                   struct inv_err *err)
{
    struct spot s = { where, edge, err };
    double making;
    enum inv_status st = reduce(w, in, out, &making, &s);
    struct inv_serial_in serial = serial_of(w, in);
    if (st == INV_OK)
        st = inv_serial_solve(&w->serial, &serial, w->S, cost, err);
    if (st != INV_OK)
        return st;
    give(w, in, out);
    localize(w, in, out);
    *cost = fmax(*cost - making, 0);
    return INV_OK;
}

enum inv_status inv_assembly_cost(struct inv_assembly *w, const struct inv_assembly_in *in,
                                  struct inv_assembly_out *out, double *cost, size_t *where, bool *edge,
                                   struct inv_err *err)
{
    struct spot s = { where, edge, err };
    double making;
    enum inv_status st = reduce(w, in, out, &making, &s);
    for (size_t j = 0; st == INV_OK && j < in->n; j++)
        w->S[j] = out[w->place[j].item].echelon / out[w->place[j].item].need;
    struct inv_serial_in serial = serial_of(w, in);
    if (st == INV_OK)
        st = inv_serial_cost(&w->serial, &serial, w->S, cost, err);
    if (st != INV_OK)
        return st;
    localize(w, in, out);
    *cost = fmax(*cost - making, 0);
    return INV_OK;
}
