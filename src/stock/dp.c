/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "stock/dp.h"

#include <math.h>
#include <stdlib.h>

#include "inv/mem.h"
#include "stock/check.h"
#include "stock/product.h"

enum inv_status inv_dp_open(struct inv_dp_work **w, struct inv_err *err)
{
    *w = calloc(1, sizeof **w);
    return *w ? INV_OK : inv_err_set(err, INV_ENOMEM, "out of memory");
}

void inv_dp_close(struct inv_dp_work *w)
{
    if (!w)
        return;
    free(w->values);
    free(w->at);
    free(w->j);
    free(w->v);
    free(w->wide);
    free(w->back);
    free(w->x);
    free(w->y);
    inv_losses_free(&w->ltd);
    inv_losses_free(&w->lead);
    free(w);
}

/* ---- checks ------------------------------------------------------------------------------------- */

static enum inv_status check_period(const struct inv_dp_period *p, struct inv_err *err)
{
    enum inv_status st = inv_check_from_zero(p->order_cost, "order_cost", err);
    if (st == INV_OK)
        st = inv_check_from_zero(p->unit_cost, "unit_cost", err);
    if (st == INV_OK)
        st = inv_check_from_zero(p->holding_cost, "holding_cost", err);
    return st == INV_OK ? inv_check_from_zero(p->shortage_cost, "shortage_cost", err) : st;
}

static enum inv_status check(const struct inv_dp_in *in, struct inv_err *err)
{
    enum inv_status st = in->n > 0 ? INV_OK : inv_err_set(err, INV_EARG, "no period in which could be ordered");
    for (size_t t = 0; t < in->n && st == INV_OK; t++)
        st = check_period(&in->period[t], err);
    if (st == INV_OK && !(in->discount > 0 && in->discount <= 1))
        st = inv_check_wrong(err, "discount", in->discount, "is not above 0 and at most 1");
    if (st == INV_OK)
        st = inv_check_from_zero(in->terminal_holding, "terminal_holding", err);
    if (st == INV_OK)
        st = inv_check_from_zero(in->terminal_shortage, "terminal_shortage", err);
    if (st == INV_OK)
        st = inv_check_finite(in->stock, "on_hand", err);
    if (st == INV_OK && fabs(in->stock) > 0x1p52)
        st = inv_check_wrong(err, "on_hand", in->stock, "is too large to be counted in whole units");
    return st;
}

/* ---- one period ------------------------------------------------------------------------------- */

/* The end of a period, with what follows the last. */
static void costs(const struct inv_dp_in *in, size_t t, double *h, double *p)
{
    bool last = t + 1 == in->n;
    *h = in->period[t].holding_cost + (last ? in->discount * in->terminal_holding : 0);
    *p = in->period[t].shortage_cost + (last ? in->discount * in->terminal_shortage : 0);
}

/* The table of J_t, from where all lines bend first to where the last does; its slopes outside. */
static enum inv_status lay(const struct inv_dp_in *in, struct inv_dp_work *w, size_t t, double h, double p,
                           struct inv_err *err)
{
    const struct inv_pmf *d = in->period[t].demand;
    bool last = t + 1 == in->n;
    double lo = w->ltd.lo, hi = w->ltd.lo + (double)w->ltd.n - 1, c = in->period[t].unit_cost;
    if (!last) {
        lo = fmin(lo, w->next.lo + (double)d->lo);
        hi = fmax(hi, w->next.lo + (double)(w->next.n - 1) + (double)(d->lo + d->n - 1));
    }
    double n = hi - lo + 1;
    w->effort += last ? n : n * (double)d->n;
    if (!(n + (double)w->nvalues <= (double)INV_DP_MOST && w->effort <= INV_DP_WORK))
        return inv_err_set(err, INV_EARG, "%zu periods over %.3g positions are too many for dynamic programming "
                           "(count in larger units)", in->n - t, n);
    w->j[t] = (struct inv_dp_line){ .n = (size_t)n, .lo = lo };
    w->j[t].left = c - p + (last ? 0 : in->discount * w->next.left);
    w->j[t].right = c + h + (last ? 0 : in->discount * w->next.right);
    w->at[t] = w->nvalues;
    w->nvalues += w->j[t].n;
    return INV_MEM_GROW(&w->values, &w->cap_values, w->nvalues, err);
}

/* a E V_{t+1}(y - D) for all y of the table, added: V laid out once, the probabilities backwards. */
static enum inv_status add_future(const struct inv_dp_in *in, struct inv_dp_work *w, size_t t, struct inv_err *err)
{
    const struct inv_pmf *d = in->period[t].demand;
    struct inv_dp_line j = inv_dp_table(w, t);
    size_t n = j.n + d->n - 1;
    enum inv_status st = INV_MEM_GROW(&w->wide, &w->cap_wide, n, err);
    if (st == INV_OK)
        st = INV_MEM_GROW(&w->back, &w->cap_back, d->n, err);
    if (st != INV_OK)
        return st;
    double first = j.lo - (double)(d->lo + d->n - 1);
    for (size_t i = 0; i < n; i++)
        w->wide[i] = inv_dp_value(&w->next, first + (double)i);
    for (size_t i = 0; i < d->n; i++)
        w->back[i] = d->p[d->n - 1 - i];
    for (size_t i = 0; i < j.n; i++)
        j.v[i] += in->discount * inv_product(w->back, w->wide + i, d->n);
    return INV_OK;
}

static enum inv_status one_period(const struct inv_dp_in *in, struct inv_dp_work *w, size_t t, struct inv_err *err)
{
    double h, p, c = in->period[t].unit_cost;
    costs(in, t, &h, &p);
    enum inv_status st = inv_losses_of(&w->ltd, in->period[t].ltd, 1, inv_losses_tail(h, p), err);
    if (st == INV_OK)
        st = lay(in, w, t, h, p, err);
    if (st != INV_OK)
        return st;
    struct inv_dp_line j = inv_dp_table(w, t);
    for (size_t i = 0; i < j.n; i++) {
        double y = j.lo + (double)i, owed = inv_losses_whole(&w->ltd, y);
        j.v[i] = c * y + h * (y - w->ltd.mean + owed) + p * owed;
    }
    return t + 1 < in->n ? add_future(in, w, t, err) : INV_OK;
}

/* ---- the minimum ------------------------------------------------------------------------------- */

/* Below the table J is straight: where it rises leftwards, it is worth an order further down. */
static enum inv_status extend(const struct inv_dp_period *p, struct inv_dp_work *w, const struct inv_dp_line *j,
                              double least,
                              double *lo, struct inv_err *err)
{
    double over = j->v[0] - least - p->order_cost;
    *lo = j->lo;
    if (over > 0 || !(j->left < -1e-12 * (p->unit_cost + p->shortage_cost)))      /* rounding is no slope */
        return INV_OK;
    double down = floor(over / j->left) + 1;
    if (!(down + (double)j->n <= (double)INV_DP_MOST))
        return inv_err_set(err, INV_EARG, "an order is worth its cost only %.3g units below 0: too far to enumerate",
                           down);
    *lo -= down;
    return INV_MEM_GROW(&w->v, &w->cap_v, j->n + (size_t)down, err);
}

/* From the top down with the best of the positions above. V is straight again
 * below the table where an order is placed there, with the slope -c. */
enum inv_status inv_dp_best(const struct inv_dp_period *p, struct inv_dp_work *w, const struct inv_dp_line *j,
                            struct inv_dp_level *level, struct inv_err *err)
{
    double c = p->unit_cost, above = INFINITY, at = NAN, least = INFINITY, lo;
    size_t changes = 0;
    bool ordered = false;
    for (size_t i = 0; i < j->n; i++)
        least = fmin(least, j->v[i]);
    enum inv_status st = INV_MEM_GROW(&w->v, &w->cap_v, j->n, err);
    if (st == INV_OK)
        st = extend(p, w, j, least, &lo, err);
    if (st != INV_OK)
        return st;
    double s = NAN, S = NAN, bottom = lo;
    for (double y = j->lo + (double)j->n - 1; y >= lo; y--) {
        double stay = inv_dp_value(j, y), go = p->order_cost + above;
        bool order = go < stay;
        w->v[(size_t)(y - lo)] = fmin(stay, go) - c * y;
        if (order != ordered || (order && at != S)) {
            changes++;
            s = y;
            S = at;
        }
        ordered = order;
        if (stay <= above) {
            above = stay;
            at = y;
        }
    }
    size_t n = (size_t)(j->lo - lo) + j->n;
    w->next = (struct inv_dp_line){ .v = w->v, .n = n, .lo = bottom, .left = ordered ? -c : j->left - c,
                                   .right = j->right - c };
    if (ordered) {                     /* straight up to s: the rest of the table says nothing new */
        size_t skip = (size_t)(s - lo);
        w->next.v += skip;
        w->next.n -= skip;
        w->next.lo = s;
    }
    level->reorder_point = ordered ? s : NAN;
    level->order_up_to = ordered ? S : NAN;
    level->simple = changes == (ordered ? 1 : 0);
    return INV_OK;
}

enum inv_status inv_dp_solve(const struct inv_dp_in *in, struct inv_dp_work *w, struct inv_dp_level *level,
                             struct inv_err *err)
{
    enum inv_status st = check(in, err);
    if (st == INV_OK)
        st = INV_MEM_GROW(&w->at, &w->cap_at, in->n, err);
    if (st == INV_OK)
        st = INV_MEM_GROW(&w->j, &w->cap_j, in->n, err);
    w->nvalues = 0;
    w->effort = 0;
    for (size_t t = in->n; t-- > 0 && st == INV_OK; ) {
        st = one_period(in, w, t, err);
        struct inv_dp_line j = { 0 };
        if (st == INV_OK) {
            j = inv_dp_table(w, t);
            st = inv_dp_best(&in->period[t], w, &j, &level[t], err);
        }
    }
    if (st == INV_OK)
        st = inv_dp_forward(in, w, level, err);
    if (st == INV_OK && !isfinite(level[0].cost))
        st = inv_err_set(err, INV_EARG, "the costs are out of the range of numbers");
    return st;
}
