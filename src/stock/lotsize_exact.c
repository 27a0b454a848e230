/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cheapest plan where a lot may be of any size.
 *
 * With D cumulated net demand, H[t] = hold[0] + ... + hold[t-1] and m[t] = unit[t]
 * - H[t], an order in t for the demand of t..j-1 costs setup[t] + m[t] (D[j] -
 * D[t]) and the sum of d[s] H[s], which no decision changes. What is left is
 * straight in D: a hull knows the least of many such costs in log n.
 */
#include "config.h"

#include "lotsize.h"

#include <math.h>
#include <string.h>

#include "inv/mem.h"

static double unit_cost(const struct inv_lotsize_in *in, size_t t)
{
    return in->unit ? in->unit[t] : 0;
}

static enum inv_status too_large(struct inv_err *err)
{
    return inv_err_set(err, INV_EARG, "costs too large to be computed");
}

/* out[t] = x[0] + ... + x[t-1], t <= n. */
static void cumulate(const double *x, size_t n, double *out)
{
    out[0] = 0;
    for (size_t t = 0; t < n; t++)
        out[t + 1] = out[t] + x[t];
}

/* ---- Wagner and Whitin, backwards (Wagelmans, Van Hoesel and Kolen 1992) ---------------------- */

struct back { const double *D, *H; double *togo; size_t *next; struct inv_hull hull; };

/* togo[t]: without the constant. Where nothing is demanded in t nothing need be ordered. */
static void step_back(const struct inv_lotsize_in *in, struct back *b, size_t t)
{
    double m = unit_cost(in, t) - b->H[t];
    inv_hull_push(&b->hull, -b->D[t + 1], b->togo[t + 1], t + 1);
    const struct inv_hull_point *p = inv_hull_least(&b->hull, m);
    b->togo[t] = in->setup[t] + m * (-p->x - b->D[t]) + p->y;
    b->next[t] = p->id;
    if (!(b->D[t + 1] > b->D[t]) && b->togo[t + 1] <= b->togo[t]) {
        b->togo[t] = b->togo[t + 1];
        b->next[t] = t;                /* no order here */
    }
}

/* Arrays in the workspace: D, H and togo of n + 1, then n; next and the hull's points. */
static enum inv_status back(const struct inv_lotsize_in *in, struct inv_lotsize_work *w, struct back *b,
                            struct inv_err *err)
{
    size_t n = in->n, cells = (n + 1) * (sizeof *b->hull.p + sizeof *b->next);
    enum inv_status st = inv_lotsize_room(w, 4 * (n + 1), err);
    if (st == INV_OK)
        st = inv_mem_grow(&w->cells, &w->cap_cells, cells, 1, err);
    if (st != INV_OK)
        return st;
    double *D = w->x, *H = D + n + 1, *net = H + n + 1;
    *b = (struct back){ .D = D, .H = H, .togo = net + n + 1, .hull.p = w->cells };
    b->next = (size_t *)(void *)(b->hull.p + n + 1);
    inv_lotsize_net(in, net);
    cumulate(net, n, D);
    cumulate(in->hold, n, H);
    b->togo[n] = 0;
    for (size_t t = n; t-- > 0; )
        step_back(in, b, t);
    return isfinite(b->togo[0]) ? INV_OK : too_large(err);
}

enum inv_status inv_lotsize_free_lots(const struct inv_lotsize_in *in, struct inv_lotsize_work *w, double *order,
                                      struct inv_err *err)
{
    struct back b;
    enum inv_status st = back(in, w, &b, err);
    if (st != INV_OK)
        return st;
    memset(order, 0, in->n * sizeof *order);
    for (size_t t = 0; t < in->n; ) {
        size_t next = b.next[t];
        if (next > t)
            order[t] = b.D[next] - b.D[t];
        t = next > t ? next : t + 1;
    }
    return INV_OK;
}

enum inv_status inv_lotsize_to_go(const struct inv_lotsize_in *in, struct inv_lotsize_work *w, double *togo,
                                  size_t *next, struct inv_err *err)
{
    struct back b;
    double order;
    enum inv_status st = INV_OK;
    if (in->backlog || in->capacity || in->min_lot > 0 || in->pack > 0 || in->stock > 0 || in->stock < 0)
        return inv_err_set(err, INV_EARG, "costs to go are those of free lots without opening stock");
    struct inv_lotsize_in first = *in;          /* one period: checks the arguments */
    first.n = in->n > 0 ? 1 : 0;
    st = inv_lotsize_plan(&first, INV_LOTSIZE_LOT_FOR_LOT, w, &order, err);
    if (st == INV_OK)
        st = back(in, w, &b, err);
    if (st != INV_OK)
        return st;
    double fixed = 0;                           /* sum of d[s] H[s], s >= t */
    togo[in->n] = 0;
    for (size_t t = in->n; t-- > 0; ) {
        fixed += in->demand[t] * b.H[t];
        togo[t] = b.togo[t] + fixed;
        next[t] = b.next[t];
    }
    return INV_OK;
}

/* ---- with backlogging (Zangwill 1969) ------------------------------------------------------------ */

/* Lines over the points x[n], ascending: the least at each (Li and Chao). A
 * line is valid from the point on at which it is added: later ones only ask. */
struct lines { double *slope, *at0; size_t *line; const double *x; size_t n; };

static double value(const struct lines *l, size_t line, size_t i)
{
    return line == SIZE_MAX ? HUGE_VAL : l->at0[line] + l->slope[line] * l->x[i];
}

/* Node k has the points lo..hi; its children 2k + 1 and 2k + 2 the halves. */
static void add_line(struct lines *l, size_t line)
{
    size_t k = 0, lo = 0, hi = l->n - 1;
    for (;;) {
        size_t mid = lo + (hi - lo) / 2, other = l->line[k];
        if (value(l, line, mid) < value(l, other, mid)) {
            l->line[k] = line;
            line = other;
        }
        if (lo == hi || line == SIZE_MAX)
            return;
        bool left = value(l, line, lo) < value(l, l->line[k], lo);
        if (!left && !(value(l, line, hi) < value(l, l->line[k], hi)))
            return;
        k = 2 * k + (left ? 1 : 2);
        lo = left ? lo : mid + 1;
        hi = left ? mid : hi;
    }
}

static size_t least_line(const struct lines *l, size_t i)
{
    size_t k = 0, lo = 0, hi = l->n - 1, best = l->line[0];
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        bool left = i <= mid;
        k = 2 * k + (left ? 1 : 2);
        lo = left ? lo : mid + 1;
        hi = left ? mid : hi;
        if (value(l, l->line[k], i) < value(l, best, i))
            best = l->line[k];
    }
    return best;
}

/* F[j]: the least cost of the demand before j, without the sum of d H. An
 * order in t serves i..t-1 late and t..j-1 on time or early. With B the
 * cumulated cost of owing, a unit of s served in t > s costs unit[t] + B[t] - B[s]. */
struct late {
    double *D, *H, *B, *W, *V, *F;      /* n + 1 each; W, V: sums of d H and d B */
    size_t *from, *by;                  /* by[j]: t, from[t]: i; by[j] = SIZE_MAX: nothing for j - 1 */
    struct inv_hull hull;
    struct lines lines;
};

static enum inv_status late_room(const struct inv_lotsize_in *in, struct inv_lotsize_work *w, struct late *l,
                                 struct inv_err *err)
{
    size_t n = in->n, m = n + 1, cells = m * (sizeof *l->hull.p + 6 * sizeof *l->by);
    enum inv_status st = inv_lotsize_room(w, 9 * m, err);
    if (st == INV_OK)
        st = inv_mem_grow(&w->cells, &w->cap_cells, cells, 1, err);
    if (st != INV_OK)
        return st;
    double *x = w->x;
    *l = (struct late){ .D = x, .H = x + m, .B = x + 2 * m, .W = x + 3 * m, .V = x + 4 * m, .F = x + 5 * m,
                        .lines = { .slope = x + 6 * m, .at0 = x + 7 * m, .x = x + 1, .n = n }, .hull.p = w->cells };
    double *net = x + 8 * m;
    l->from = (size_t *)(void *)(l->hull.p + m);
    l->by = l->from + m;
    l->lines.line = l->by + m;      /* 4 m nodes */
    for (size_t k = 0; k < 4 * m; k++)
        l->lines.line[k] = SIZE_MAX;
    inv_lotsize_net(in, net);
    cumulate(net, n, l->D);
    cumulate(in->hold, n, l->H);
    cumulate(in->backlog, n, l->B);
    l->W[0] = l->V[0] = 0;
    for (size_t t = 0; t < n; t++) {
        l->W[t + 1] = l->W[t] + net[t] * l->H[t];
        l->V[t + 1] = l->V[t] + net[t] * l->B[t];
    }
    return INV_OK;
}

static void late_step(const struct inv_lotsize_in *in, struct late *l, size_t t)
{
    double s = unit_cost(in, t) + l->B[t], m = unit_cost(in, t) - l->H[t];
    inv_hull_push(&l->hull, l->D[t], l->F[t] + l->W[t] + l->V[t], t);
    const struct inv_hull_point *p = inv_hull_least(&l->hull, s);
    double to_here = in->setup[t] + s * (l->D[t] - p->x) - l->V[t] + p->y;
    l->from[t] = p->id;
    l->lines.slope[t] = m;
    l->lines.at0[t] = to_here - l->W[t] - m * l->D[t];
    add_line(&l->lines, t);
    l->by[t + 1] = least_line(&l->lines, t);
    l->F[t + 1] = value(&l->lines, l->by[t + 1], t);
    if (!(l->D[t + 1] > l->D[t]) && l->F[t] <= l->F[t + 1]) {
        l->F[t + 1] = l->F[t];
        l->by[t + 1] = SIZE_MAX;
    }
}

enum inv_status inv_lotsize_backlogged(const struct inv_lotsize_in *in, struct inv_lotsize_work *w, double *order,
                                       struct inv_err *err)
{
    struct late l;
    enum inv_status st = late_room(in, w, &l, err);
    if (st != INV_OK)
        return st;
    l.F[0] = 0;
    for (size_t t = 0; t < in->n; t++)
        late_step(in, &l, t);
    if (!isfinite(l.F[in->n]) || !isfinite(l.W[in->n]) || !isfinite(l.V[in->n]))
        return too_large(err);
    memset(order, 0, in->n * sizeof *order);
    for (size_t j = in->n; j > 0; ) {
        size_t t = l.by[j];
        if (t == SIZE_MAX) {
            j--;
            continue;
        }
        order[t] = l.D[j] - l.D[l.from[t]];
        j = l.from[t];
    }
    return INV_OK;
}
