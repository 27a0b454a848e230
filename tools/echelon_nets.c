/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-echelon: all networks. */
#include "config.h"
#include "echelon.h"

#include <stdlib.h>
#include <string.h>

#include "inv/jobs.h"

/* ---- sorted by network -------------------------------------------------------------------------------- */

struct sorted { struct echelon_node **nodes; struct echelon_edge *edges; size_t *first_node, *first_edge; };

static void sorted_free(struct sorted *s)
{
    free(s->nodes);
    free(s->edges);
    free(s->first_node);
    free(s->first_edge);
}

/* Nodes and edges by network, in the order in which they came; ends of edges become places in it. */
static enum inv_status sort(struct echelon *w, struct sorted *s, struct inv_err *err)
{
    size_t count = inv_keys_count(w->networks);
    s->nodes = calloc(w->n + 1, sizeof *s->nodes);
    s->edges = calloc(w->m + 1, sizeof *s->edges);
    s->first_node = calloc(count + 2, sizeof *s->first_node);
    s->first_edge = calloc(count + 2, sizeof *s->first_edge);
    if (!s->nodes || !s->edges || !s->first_node || !s->first_edge)
        return inv_err_set(err, INV_ENOMEM, "out of memory");
    for (size_t i = 0; i < w->n; i++)
        s->first_node[w->nodes[i].network + 2]++;
    for (size_t k = 0; k < w->m; k++)
        s->first_edge[w->edges[k].network + 2]++;
    for (size_t a = 2; a < count + 2; a++) {
        s->first_node[a] += s->first_node[a - 1];
        s->first_edge[a] += s->first_edge[a - 1];
    }
    size_t *node = s->first_node + 1, *edge = s->first_edge + 1;     /* where the next of each goes; then its end */
    for (size_t i = 0; i < w->n; i++)
        s->nodes[node[w->nodes[i].network]++] = &w->nodes[i];
    for (size_t i = 0; i < w->n; i++)
        s->nodes[i]->place = i - s->first_node[s->nodes[i]->network];
    for (size_t k = 0; k < w->m; k++) {
        struct echelon_edge *e = &s->edges[edge[w->edges[k].network]++];
        *e = w->edges[k];
        e->from = w->nodes[e->from].place;
        e->to = w->nodes[e->to].place;
    }
    return INV_OK;
}

static bool is_idle(const struct echelon_net *net)
{
    for (size_t i = 0; i < net->n; i++)
        if (net->nodes[i]->mean > 0 || net->nodes[i]->sd > 0)
            return false;
    return true;
}

/* ---- all of them, in parallel ------------------------------------------------------------------------- */

struct pool {
    struct echelon *w;
    struct sorted s;
    size_t next, idle;
    char *room;                              /* the method's workspaces, one a thread */
};

/* The next network that may be solved; what its edges say is the nodes' from now on. */
static enum inv_status produce(void *ctx, void *item, struct inv_err *err)
{
    struct pool *p = ctx;
    struct echelon_net *net = item;
    const struct sorted *s = &p->s;
    size_t a = p->next++;
    (void)err;
    if (a >= inv_keys_count(p->w->networks))
        return INV_END;
    *net = (struct echelon_net){ .w = p->w, .network = a,
                                 .nodes = s->nodes + s->first_node[a], .n = s->first_node[a + 1] - s->first_node[a],
                                 .edges = s->edges + s->first_edge[a], .m = s->first_edge[a + 1] - s->first_edge[a] };
    return INV_OK;
}

/* Trouble of a network's own is kept with it. */
static enum inv_status work(void *ctx, size_t thread, void *item, struct inv_err *err)
{
    const struct pool *p = ctx;
    struct echelon_net *net = item;
    if (p->w->wrong[net->network])
        return INV_OK;
    enum inv_status st = echelon_wire(net, err);
    if (st == INV_OK)
        st = p->w->method->solve(net, p->room + thread * p->w->method->work, err);
    if (st != INV_EROW && st != INV_EARG)
        return st;
    p->w->wrong[net->network] = strdup(err->text);
    return p->w->wrong[net->network] ? INV_OK : inv_err_set(err, INV_ENOMEM, "out of memory");
}

static enum inv_status consume(void *ctx, void *item, struct inv_err *err)
{
    struct pool *p = ctx;
    const struct echelon_net *net = item;
    (void)err;
    p->idle += !p->w->wrong[net->network] && is_idle(net);
    if (net->fraction && !p->w->fraction_told) {
        tool_note(p->w->run, "guaranteed service counts whole periods: parts are rounded up (service_time: down)");
        p->w->fraction_told = true;
    }
    if (net->two_answers && !p->w->two_answers_told) {
        tool_note(p->w->run, "base_stock is not what echelon_base_stock says: the latter is evaluated");
        p->w->two_answers_told = true;
    }
    if (net->many && !p->w->many_told) {
        tool_note(p->w->run, "networks of more than 32 stages: mean_stock, mean_backorders and cost are left empty");
        p->w->many_told = true;
    }
    tool_progress(p->w->run);
    return INV_OK;
}

static enum inv_status run_jobs(struct pool *p, struct inv_err *err)
{
    size_t threads = tool_jobs(p->w->run), slots = 4 * threads;
    struct echelon_net *nets = calloc(slots, sizeof *nets);
    void **items = calloc(slots, sizeof *items);
    p->room = calloc(threads, p->w->method->work);
    const struct inv_jobs jobs = { .threads = threads, .slots = slots, .ctx = p, .produce = produce, .work = work, .consume = consume };
    enum inv_status st = nets && items && p->room ? INV_OK : inv_err_set(err, INV_ENOMEM, "out of memory");
    for (size_t i = 0; i < slots && st == INV_OK; i++)
        items[i] = &nets[i];
    if (st == INV_OK)
        st = inv_jobs_run(&jobs, items, err);
    for (size_t t = 0; t < threads && p->room; t++)
        p->w->method->end(p->room + t * p->w->method->work);
    free(p->room);
    free(items);
    free(nets);
    return st;
}

enum inv_status echelon_solve(struct echelon *w, struct inv_err *err)
{
    struct pool p = { .w = w };
    enum inv_status st = echelon_edges(w, err);
    if (st == INV_OK)
        st = sort(w, &p.s, err);
    if (st == INV_OK)
        st = run_jobs(&p, err);
    if (st == INV_OK && p.idle > 0)
        tool_note(w->run, "%zu %s no demand: nothing is held", p.idle, p.idle == 1 ? "network has" : "networks have");
    sorted_free(&p.s);
    return st;
}
