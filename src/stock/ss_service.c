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
};

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

/* All quantities up to where stock alone costs as much as the best policy. What a
 * quantity costs goes up and down with the sizes of demand, so that the search
 * looks beyond twice the best one by the largest of them. */
static enum inv_status search(struct search *f, struct inv_ss_work *w, struct inv_control *best, struct inv_err *err)
{
    double allowed = (1 - f->asked) * (f->fill ? inv_pmf_mean(f->in->review) : 1), s = floor(w->ltd.mean);
    struct inv_control at = { 0 };
    double least_bill = INFINITY, largest = (double)(f->in->review->lo + f->in->review->n - 1);
    for (size_t n = 1; ; n++) {
        enum inv_status st = inv_ss_renew(f->in, w, n, err);
        if (st != INV_OK)
            return st;
        s = least(f, s, n, allowed);
        inv_ss_price(f->in, w, s, s + (double)n, &at);
        if (at.order_cost + at.holding_cost < least_bill) {
            least_bill = at.order_cost + at.holding_cost;
            *best = at;
        }
        if (at.holding_cost >= least_bill && (double)n > 2 * best->order_qty + largest)
            return INV_OK;
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
