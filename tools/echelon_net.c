/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-echelon: one network: what its edges say of its nodes, and what is said where it has no solution. */
#include "config.h"
#include "echelon.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- words for what is wrong ---------------------------------------------------------------------- */

static enum inv_status place_of(const char *file, uint64_t line, struct inv_cell name, const char *column, const char *text,
                                struct inv_err *err)
{
    char whole[sizeof err->text], quoted[64];
    inv_err_quote(quoted, sizeof quoted, name.s, name.n);
    snprintf(whole, sizeof whole, "%.80s:%llu: %s%s%s%s%.120s", file, (unsigned long long)line, quoted, name.n > 0 ? ": " : "",
             column, *column ? ": " : "", text);
    return inv_err_set(err, INV_EROW, "%s", whole);
}

static enum inv_status at_node(const struct echelon_net *net, size_t node, const char *column, const char *text, struct inv_err *err)
{
    const struct echelon_node *v = net->nodes[node];
    return place_of(v->file, v->line, echelon_name(net->w, v), column, text, err);
}

enum inv_status echelon_wrong_node(const struct echelon_net *net, size_t node, struct inv_err *err, const char *format, ...)
{
    char text[sizeof err->text];
    va_list ap;
    va_start(ap, format);
    vsnprintf(text, sizeof text, format, ap);
    va_end(ap);
    return at_node(net, node, "", text, err);
}

enum inv_status echelon_wrong_edge(const struct echelon_edge *e, struct inv_err *err, const char *format, ...)
{
    char text[sizeof err->text];
    va_list ap;
    va_start(ap, format);
    vsnprintf(text, sizeof text, format, ap);
    va_end(ap);
    return place_of(e->file, e->line, (struct inv_cell){ "", 0 }, "", text, err);
}

enum inv_status echelon_blame(const struct echelon_net *net, size_t where, bool edge, struct inv_err *err)
{
    struct inv_err said = *err;
    if (edge && where < net->m)
        return place_of(net->edges[where].file, net->edges[where].line, (struct inv_cell){ "", 0 }, said.column, said.text, err);
    if (!edge && where < net->n)
        return at_node(net, where, said.column, said.text, err);
    return inv_err_set(err, INV_EROW, "%s%s%s", said.column, *said.column ? ": " : "", said.text);
}

/* ---- what the edges say of their nodes ---------------------------------------------------------------- */

static enum inv_status join_ends(const struct echelon_net *net, const struct echelon_edge *e, struct inv_err *err)
{
    struct echelon_node *v = net->nodes[e->to];
    if (!(e->need > 0))
        return echelon_wrong_edge(e, err, "need: %g is not above 0: an edge of nothing is none", e->need);
    net->nodes[e->from]->customers++;
    net->nodes[e->from]->sale = e;
    v->suppliers++;
    if (v->supply && !isnan(e->lead_time) && !(fabs(e->lead_time - v->supply->lead_time) <= 0))
        return echelon_wrong_edge(e, err, "lead_time: not the one of line %llu: a stage has one",
                                  (unsigned long long)v->supply->line);
    if (!isnan(e->lead_time))
        v->lead_time = e->lead_time;
    v->supply = e;
    return INV_OK;
}

enum inv_status echelon_wire(const struct echelon_net *net, struct inv_err *err)
{
    enum inv_status st = INV_OK;
    for (size_t k = 0; k < net->m && st == INV_OK; k++)
        st = join_ends(net, &net->edges[k], err);
    for (size_t i = 0; i < net->n && st == INV_OK; i++)
        if (isnan(net->nodes[i]->lead_time))
            st = echelon_wrong_node(net, i, err, "lead_time: no value, nor in its edges");
    return st;
}
