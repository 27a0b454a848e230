/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "stock/ss.h"

#include <math.h>
#include <stdlib.h>

#include "inv/mem.h"
#include "stock/check.h"
#include "stock/product.h"

/* ---- memory ------------------------------------------------------------------------------- */

enum inv_status inv_ss_open(struct inv_ss_work **w, struct inv_err *err)
{
    *w = calloc(1, sizeof **w);
    return *w ? INV_OK : inv_err_set(err, INV_ENOMEM, "out of memory");
}

void inv_ss_close(struct inv_ss_work *w)
{
    if (!w)
        return;
    free(w->m);
    free(w->total);
    free(w->g);
    inv_losses_free(&w->ltd);
    inv_losses_free(&w->after);
    inv_losses_free(&w->lead);
    free(w);
}

/* ---- the renewal function ------------------------------------------------------------------ */

/* The sum of p(l) m(j - l), l >= 1. */
static double visits(const struct inv_pmf *p, const double *m, size_t j)
{
    size_t from = p->lo > 0 ? p->lo : 1, to = p->lo + p->n - 1;
    if (to > j)
        to = j;
    double s0 = 0, s1 = 0, s2 = 0, s3 = 0;
    size_t l = from;
    for (; l + 3 <= to; l += 4) {
        s0 += p->p[l - p->lo] * m[j - l];
        s1 += p->p[l + 1 - p->lo] * m[j - l - 1];
        s2 += p->p[l + 2 - p->lo] * m[j - l - 2];
        s3 += p->p[l + 3 - p->lo] * m[j - l - 3];
    }
    for (; l <= to; l++)
        s0 += p->p[l - p->lo] * m[j - l];
    return (s0 + s1) + (s2 + s3);
}

enum inv_status inv_ss_renew(const struct inv_ss_in *in, struct inv_ss_work *w, size_t n, struct inv_err *err)
{
    if (n <= w->n)
        return INV_OK;
    double effort = (double)n * (double)in->review->n;
    if (n > INV_SS_MOST || effort > 4e9)
        return inv_err_set(err, INV_EARG,
                           "order quantities of %zu units are too many to enumerate (count in larger units)", n);
    n += n / 4;
    enum inv_status st = INV_MEM_GROW(&w->m, &w->cap_m, n, err);
    if (st == INV_OK)
        st = INV_MEM_GROW(&w->total, &w->cap_total, n, err);
    for (size_t j = w->n; j < n && st == INV_OK; j++) {
        w->m[j] = j == 0 ? 1 / w->stay : visits(in->review, w->m, j) / w->stay;
        w->total[j] = (j > 0 ? w->total[j - 1] : 0) + w->m[j];
    }
    w->n = st == INV_OK ? n : w->n;
    return st;
}

/* ---- beginning ------------------------------------------------------------------------------- */

static enum inv_status check(const struct inv_ss_in *in, bool shortage, struct inv_err *err)
{
    enum inv_status st = inv_check_from_zero(in->order_cost, "order_cost", err);
    if (st == INV_OK)
        st = inv_check_positive(in->holding_cost, "holding_cost", err);
    if (st == INV_OK && shortage)
        st = inv_check_positive(in->shortage_cost, "shortage_cost", err);
    if (st == INV_OK && !shortage && !isnan(in->shortage_cost))
        st = inv_check_from_zero(in->shortage_cost, "shortage_cost", err);
    if (st == INV_OK && in->periods < 1)
        st = inv_check_wrong(err, "review_period", 0, "is below 1");
    return st;
}

enum inv_status inv_ss_begin(const struct inv_ss_in *in, bool shortage, struct inv_ss_work *w, struct inv_err *err)
{
    enum inv_status st = check(in, shortage, err);
    if (st != INV_OK)
        return st;
    w->n = 0;
    w->stay = 0;
    for (size_t i = in->review->lo == 0; i < in->review->n; i++)
        w->stay += in->review->p[i];
    if (!(w->stay > 0))
        return inv_err_set(err, INV_EARG,
                           "demand between reviews is next to nothing: no cycle of orders can be computed");
    if (in->review->lo == 0)           /* with a demand of 0 as good as certain, 1 - p(0) has no digits, this has */
        w->stay = fmin(w->stay, 1);
    double tail = inv_losses_tail(in->holding_cost, in->shortage_cost);
    st = inv_losses_of(&w->ltd, in->ltd, in->periods, tail, err);
    if (st == INV_OK && in->periods > 1)
        st = inv_losses_of(&w->after, &in->ltd[in->periods - 1], 1, tail, err);
    if (st == INV_OK && in->lead)
        st = inv_losses_of(&w->lead, in->lead, 1, tail, err);
    return st;
}

enum inv_status inv_ss_finish(const struct inv_control *out, struct inv_err *err)
{
    return isfinite(out->cost) && isfinite(out->order_up_to) ? INV_OK
        : inv_err_set(err, INV_EARG, "the costs are out of the range of numbers");
}

/* ---- the price of a policy -------------------------------------------------------------------- */

/* P(X <= y) at a whole y, from losses: they fall by P(X > y). */
static double without(const struct inv_losses *l, double y)
{
    return 1 - (inv_losses_at(l, y) - inv_losses_at(l, y + 1));
}

void inv_ss_price(const struct inv_ss_in *in, const struct inv_ss_work *w, double s, double S, struct inv_control *out)
{
    size_t n = (size_t)fmax(ceil(S - s), 1), steps = out->steps;
    const struct inv_losses *after = in->periods > 1 ? &w->after : &w->ltd;
    double owed = 0, unmet = 0, service = 0, down = 0, total = w->total[n - 1];
    for (size_t j = 0; j < n; j++) {
        double y = S - (double)j, m = w->m[j];
        owed += m * inv_losses_at(&w->ltd, y);
        unmet += m * (inv_losses_at(after, y) - (in->lead ? inv_losses_at(&w->lead, y) : fmax(-y, 0)));
        service += m * without(&w->ltd, y);
        down += m * (double)j;
    }
    double periods = (double)in->periods, demand = inv_pmf_mean(in->review);
    *out = (struct inv_control){ .reorder_point = s, .order_qty = S - s, .order_up_to = S, .steps = steps };
    out->backorders = owed / total;
    out->on_hand = fmax(S - down / total - w->ltd.mean + out->backorders, 0);
    out->fill_rate = fmin(fmax(1 - unmet / total / demand, 0), 1);
    out->service = in->periods == 1 ? fmin(fmax(service / total, 0), 1) : NAN;
    out->orders = 1 / (total * periods);
    out->order_cost = in->order_cost * out->orders;
    out->holding_cost = in->holding_cost * out->on_hand;
    out->shortage_cost = isnan(in->shortage_cost) ? 0 : in->shortage_cost * out->backorders;
    out->cost = out->order_cost + out->holding_cost + out->shortage_cost;
}

enum inv_status inv_ss_at(const struct inv_ss_in *in, double s, double S, struct inv_ss_work *w,
                          struct inv_control *out,
                          struct inv_err *err)
{
    enum inv_status st = inv_check_finite(s, "reorder_point", err);
    if (st == INV_OK)
        st = inv_check_finite(S, "order_up_to", err);
    if (st == INV_OK && !(S >= s))
        st = inv_check_wrong(err, "order_up_to", S, "is below the reorder point");
    if (st == INV_OK && !(S - s <= (double)INV_SS_MOST))
        st = inv_check_wrong(err, "order_up_to", S, "is too far above the reorder point to enumerate");
    if (st == INV_OK)
        st = inv_ss_begin(in, false, w, err);
    if (st == INV_OK)
        st = inv_ss_renew(in, w, (size_t)fmax(ceil(S - s), 1), err);
    if (st != INV_OK)
        return st;
    out->steps = 1;
    inv_ss_price(in, w, s, S, out);
    return inv_ss_finish(out, err);
}

/* ---- the search --------------------------------------------------------------------------------- */

static double cost_of(const struct inv_ss_in *in, const struct inv_ss_work *w, double y)
{
    double h = in->holding_cost, p = in->shortage_cost;
    return h * (y - w->ltd.mean) + (h + p) * inv_losses_whole(&w->ltd, y);
}

/* The least whole y with the least G: its increments rise. */
static double cheapest(const struct inv_ss_in *in, const struct inv_ss_work *w)
{
    double lo = w->ltd.lo - 1, hi = w->ltd.lo + (double)w->ltd.n;
    while (hi - lo > 1) {
        double y = floor(lo + (hi - lo) / 2);
        if (cost_of(in, w, y + 1) >= cost_of(in, w, y))
            hi = y;
        else
            lo = y;
    }
    return hi;
}

struct search {
    double s, best;        /* the reorder point; the S that costs least so far */
    double cost, k;        /* its cost; K / R */
    double top;            /* G of top - i is w->g[i] */
    size_t steps;
};

/* c(s,S) for a position S in the table. */
static double average(struct search *f, const struct inv_ss_work *w, double s, double S)
{
    size_t n = (size_t)(S - s);
    f->steps++;
    return (f->k + inv_product(w->m, w->g + (size_t)(f->top - S), n)) / w->total[n - 1];
}

/* Step 0: with S at the cheapest position, s goes down until G(s) is not below the cost. */
static enum inv_status first_policy(const struct inv_ss_in *in, struct inv_ss_work *w, struct search *f,
                                    struct inv_err *err)
{
    double sum = f->k;
    f->best = f->s = cheapest(in, w);
    for (size_t n = 0; ; n++) {
        enum inv_status st = inv_ss_renew(in, w, n + 1, err);
        if (st != INV_OK)
            return st;
        sum += w->m[n] * cost_of(in, w, f->s);
        f->s--;
        f->steps++;
        f->cost = sum / w->total[n];
        if (!(cost_of(in, w, f->s) < f->cost))
            return isfinite(f->cost) ? INV_OK : inv_err_set(err, INV_EARG, "the costs are out of the range of numbers");
    }
}

/* G from the last S that could be best, where G reaches the cost, down to s + 1. */
static enum inv_status tabulate(const struct inv_ss_in *in, struct inv_ss_work *w, struct search *f,
                                struct inv_err *err)
{
    double lo = f->best, hi = ceil(fmax(w->ltd.mean + f->cost / in->holding_cost, f->best)) + 1;
    while (hi - lo > 1) {
        double y = floor(lo + (hi - lo) / 2);
        if (cost_of(in, w, y) > f->cost)
            hi = y;
        else
            lo = y;
    }
    f->top = lo;
    size_t n = (size_t)fmin(f->top - f->s, 1e9);
    enum inv_status st = inv_ss_renew(in, w, n, err);
    if (st == INV_OK)
        st = INV_MEM_GROW(&w->g, &w->cap_g, n, err);
    for (size_t i = 0; i < n && st == INV_OK; i++)
        w->g[i] = cost_of(in, w, f->top - (double)i);
    return st;
}

/* Step 1: larger S while G(S) is not above the cost; s follows upwards. */
static void improve(const struct inv_ss_in *in, const struct inv_ss_work *w, struct search *f)
{
    for (double S = f->best + 1; S <= f->top && w->g[(size_t)(f->top - S)] <= f->cost; S++) {
        double c = average(f, w, f->s, S);
        if (!(c < f->cost))
            continue;
        f->best = S;
        f->cost = c;
        while (f->s + 2 <= f->best && f->cost <= cost_of(in, w, f->s + 1)) {
            f->s++;
            f->cost = average(f, w, f->s, f->best);
        }
    }
}

enum inv_status inv_ss_solve(const struct inv_ss_in *in, struct inv_ss_work *w, struct inv_control *out,
                             struct inv_err *err)
{
    enum inv_status st = inv_ss_begin(in, true, w, err);
    struct search f = { .k = in->order_cost / (double)in->periods };
    if (st == INV_OK)
        st = first_policy(in, w, &f, err);
    if (st == INV_OK)
        st = tabulate(in, w, &f, err);
    if (st != INV_OK)
        return st;
    improve(in, w, &f);
    out->steps = f.steps;
    inv_ss_price(in, w, f.s, f.best, out);
    return inv_ss_finish(out, err);
}
