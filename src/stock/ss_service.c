/* SPDX-License-Identifier: GPL-3.0-or-later */
/* (s,S) that gives a service at the least cost of orders and stock. */
#include "config.h"

#include "stock/ss.h"

#include "stock/check.h"

#include <math.h>

struct search {
    const struct inv_ss_in *in;
    const struct inv_ss_work *w;
    double asked;
    bool fill;             /* a fill rate, else periods without backorders */
    size_t steps;
    double effort;         /* positions looked at */
};

/* More positions than that are not looked at: some seconds. */
#define WORK 4e9

/* What is short at position y: units a review interval, or the probability of any. */
static double lack(const struct search *f, double y)
{
    const struct inv_ss_work *w = f->w;
    if (!f->fill)
        return inv_losses_whole(&w->ltd, y) - inv_losses_whole(&w->ltd, y + 1);
    const struct inv_losses *after = f->in->periods > 1 ? &w->after : &w->ltd;
    return inv_losses_whole(after, y) - (f->in->lead ? inv_losses_whole(&w->lead, y) : fmax(-y, 0));
}

static bool met(struct search *f, double s, size_t n, double allowed)
{
    double sum = 0;
    f->steps++;
    f->effort += (double)n;
    for (size_t j = 0; j < n; j++)
        sum += f->w->m[j] * lack(f, s + (double)(n - j));
    return sum <= allowed * f->w->total[n - 1] * (1 + 1e-13);
}

/* The least s for S - s = n: outwards from that of the last n, then halved. */
static double least(struct search *f, double s, size_t n, double allowed)
{
    double lo = s, hi = s;
    for (double step = 1; !met(f, hi, n, allowed) && isfinite(hi); step *= 2) {
        lo = hi;
        hi += step;
    }
    if (lo >= hi)
        for (double step = 1; isfinite(lo); step *= 2) {
            lo = hi - step;
            if (!met(f, lo, n, allowed))
                break;
            hi = lo;
        }
    while (hi - lo > 1) {
        double y = floor(lo + (hi - lo) / 2);
        if (met(f, y, n, allowed))
            hi = y;
        else
            lo = y;
    }
    return hi;
}

/* ---- which quantities need a look ------------------------------------------------------------------
 *
 * Of S - s = n, S - J is the position after a review, P(J = j) = m(j) / M(n), j < n: J
 * grows with n in distribution, and so does the least S(n). Two bounds follow.
 *
 * With S(n0) for n0 <= n: the stock of S(n0) - J, whose sum over m grows by a term with n.
 *
 * J is within any x whole numbers with a probability of at most M(x) / M(n): of a renewal
 * process no window sees more than one that begins with a visit. So where net stock N is
 * not short with the probability a, P(N >= 0) >= a, stock is
 *
 *     E max(N, 0) >= the sum over x >= 1 of max(a - M(x) / M(n), 0),
 *
 * which only rises with n: where it costs as much as the best policy, the search is over. A
 * fill rate a says q = P(N >= 1) >= a of the net stock before the demand of R periods, for
 * what is met then is at most their demand where N >= 1. At the ends that are charged at
 * most (R + 1) / 2 periods' demand has gone of it, where there was any:
 *
 *     the sum over x >= 0 of max(q - M(x) / M(n), 0) - q (R + 1) / 2 periods' demand,
 *
 * which rises with q once as many x count as that demand has units: least at q = a then.
 */
struct bounds {
    double S, held;        /* the last least S; the sum of m(j) times the stock of S - j, j < n */
    size_t x;              /* M(x) < a M(n) below it */
    double sum;            /* of M(1), ..., M(x - 1) */
};

/* Mean stock of position y at the ends that are charged. */
static double stock(const struct search *f, double y)
{
    return fmax(y - f->w->ltd.mean + inv_losses_whole(&f->w->ltd, y), 0);
}

/* With S = s + n found: the stock of it for all j < n. */
static void hold(const struct search *f, struct bounds *b, double S, size_t n)
{
    b->S = S;
    b->held = 0;
    for (size_t j = 0; j < n; j++)
        b->held += f->w->m[j] * stock(f, S - (double)j);
}

/* The least stock of this and all larger quantities. */
static double least_stock(const struct search *f, struct bounds *b, size_t n)
{
    const double *M = f->w->total;          /* M(x) is total[x - 1] */
    double most = f->asked * M[n - 1];
    for (; M[b->x] < most; b->x++)
        b->sum += M[b->x];
    double x = (double)b->x, stock = x * f->asked - b->sum / M[n - 1];
    if (!f->fill)
        return stock;
    double gone = inv_pmf_mean(f->in->review) * 0.5 * (1 + 1 / (double)f->in->periods);
    return stock + f->asked - (x + 1 >= gone ? f->asked : 1) * gone;
}

static enum inv_status search(struct search *f, struct inv_ss_work *w, struct inv_control *best, struct inv_err *err)
{
    const struct inv_ss_in *in = f->in;
    double allowed = (1 - f->asked) * (f->fill ? inv_pmf_mean(in->review) : 1), least_bill = INFINITY;
    struct inv_control at = { 0 };
    struct bounds b = { .S = floor(w->ltd.mean) };
    for (size_t n = 1; ; n++) {
        enum inv_status st = inv_ss_renew(in, w, n, err);
        if (st != INV_OK)
            return st;
        double orders = in->order_cost / (double)in->periods, total = w->total[n - 1];
        if (in->holding_cost * least_stock(f, &b, n) >= least_bill)
            return INV_OK;
        b.held += w->m[n - 1] * stock(f, b.S - (double)(n - 1));
        if (n > 1 && (orders + in->holding_cost * b.held) / total >= least_bill)
            continue;
        if (f->effort > WORK)
            return inv_err_set(err, INV_EARG,
                               "order quantities of more than %zu units are too many to enumerate (count in larger units)",
                               n);
        double s = least(f, b.S - (double)n, n, allowed);
        hold(f, &b, s + (double)n, n);
        if ((orders + in->holding_cost * b.held) / total >= least_bill)
            continue;
        inv_ss_price(in, w, s, s + (double)n, &at);
        least_bill = at.order_cost + at.holding_cost;
        *best = at;
    }
}

static enum inv_status run(const struct inv_ss_in *in, double asked, bool fill, struct inv_ss_work *w,
                           struct inv_control *out,
                           struct inv_err *err)
{
    enum inv_status st = inv_check_share(asked, fill ? "fill_rate" : "service_level", err);
    if (st == INV_OK)
        st = inv_ss_begin(in, false, w, err);
    if (st != INV_OK)
        return st;
    struct search f = { .in = in, .w = w, .asked = asked, .fill = fill };
    st = search(&f, w, out, err);
    out->steps = f.steps;
    return st == INV_OK ? inv_ss_finish(out, err) : st;
}

enum inv_status inv_ss_fill(const struct inv_ss_in *in, double rate, struct inv_ss_work *w, struct inv_control *out,
                            struct inv_err *err)
{
    return run(in, rate, true, w, out, err);
}

enum inv_status inv_ss_level(const struct inv_ss_in *in, double level, struct inv_ss_work *w, struct inv_control *out,
                             struct inv_err *err)
{
    if (in->periods != 1)
        return inv_err_set(err, INV_EARG, "a share of periods without backorders is for a review every period");
    return run(in, level, false, w, out, err);
}
