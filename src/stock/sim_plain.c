/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The periods of sim.c without its branches: whether an order is placed, and whether one arrives, is what
 * a processor guesses wrong. What does not happen is added as 0 instead. */
#include "stock/sim_plain.h"

#define ENOUGH 64

static inline double above_0(double x) { return x > 0 ? x : 0; }

static inline double smaller(double a, double b) { return a < b ? a : b; }

static bool is_plain(const struct inv_sim_in *in, const struct inv_sim_path *p, const struct inv_sim_state *s)
{
    if (in->no_crossing && s->latest > s->t + in->lead_time)
        return false;
    return in->rule == INV_SIM_UP_TO && in->lead_time > 0 && !(in->moq > 0) && !(in->pack_size > 0)
        && isinf(in->capacity) && !p->lead && !p->down && !p->trigger && !p->level && p->n >= ENOUGH;
}

static bool orders(const struct inv_sim_in *in, double position)
{
    return inv_sim_reached(position, in->trigger) && inv_sim_is_some(in->level - position, position, in->level);
}

/* The greatest position that orders, so that one comparison tells: all below it do, since a step of the
 * position is 10^12 times what it changes the tolerances by. False where it is not between trigger and
 * level as it should (both 0, say). */
static bool greatest(const struct inv_sim_in *in, double *bound)
{
    double width = 8 * INV_SIM_ROUNDING * (fabs(in->trigger) + fabs(in->level));
    double lo = in->trigger - width, hi = in->trigger + width;
    if (!orders(in, lo) || orders(in, hi))
        return false;
    for (double middle; (middle = lo + (hi - lo) / 2) > lo && middle < hi;) {
        if (orders(in, middle))
            lo = middle;
        else
            hi = middle;
    }
    *bound = lo;
    return true;
}

static inline double serve(double demand, bool lost_sales, double *net, double *position)
{
    *net -= demand;
    *position -= demand;
    if (!lost_sales)
        return 0;
    double lost = smaller(above_0(-*net), above_0(demand));
    *net += lost;
    *position += lost;
    return lost;
}

/* What has happened, counted; the period of the last arrival that was ordered. */
struct counts { size_t orders, short_periods, cycles, short_cycles, latest; };

/* lost_sales and demand_first are constants to each of its callers. */
__attribute__((always_inline))
static inline void periods(const struct inv_sim_in *in, const struct inv_sim_path *path, size_t wait, double bound,
                           bool lost_sales, bool demand_first, struct inv_sim_state *s, struct inv_sim_sums *sums,
                           struct counts *c)
{
    double level = in->level, *due = s->due, net = s->net, position = s->position;
    size_t review = in->review, lead = in->lead_time, mask = s->mask, short_cycle = s->short_cycle;
    struct inv_sim_sums to = *sums;
    struct counts n = { .latest = 0 };
    for (size_t i = 0, t = s->t; i < path->n; i++, t++) {
        double demand = path->demand[i], receipts = due[t & mask], lost = 0;
        due[t & mask] = 0;
        net += receipts;
        if (demand_first)
            lost = serve(demand, lost_sales, &net, &position);
        bool order = (wait == 0) & (position <= bound);
        double q = order ? level - position : 0;
        wait = wait == 0 ? review - 1 : wait - 1;
        due[(t + lead) & mask] += q;
        position += q;
        to.ordered += q;
        n.orders += order;
        n.latest = order ? t + lead : n.latest;
        if (!demand_first)
            lost = serve(demand, lost_sales, &net, &position);
        double wanted = above_0(demand), missed = lost_sales ? lost : smaller(above_0(-net), wanted);
        size_t arrived = receipts > 0, is_short = inv_sim_is_short(missed, wanted);
        n.cycles += arrived;
        n.short_cycles += arrived & short_cycle;
        n.short_periods += is_short;
        short_cycle = (short_cycle & ~arrived) | is_short;
        to.demand += wanted;
        to.met += wanted - missed;
        to.lost += lost;
        to.stock += above_0(net);
        to.backorders += above_0(-net);
    }
    s->net = net;
    s->position = position;
    s->short_cycle = short_cycle;
    *sums = to;
    *c = n;
}

bool inv_sim_plain(const struct inv_sim_in *in, const struct inv_sim_path *path, size_t wait, struct inv_sim_state *s,
                   struct inv_sim_sums *sums)
{
    struct counts c;
    double bound;
    if (!is_plain(in, path, s) || !greatest(in, &bound))
        return false;
    if (in->lost_sales && in->demand_first)
        periods(in, path, wait, bound, true, true, s, sums, &c);
    else if (in->lost_sales)
        periods(in, path, wait, bound, true, false, s, sums, &c);
    else if (in->demand_first)
        periods(in, path, wait, bound, false, true, s, sums, &c);
    else
        periods(in, path, wait, bound, false, false, s, sums, &c);
    s->t += path->n;
    s->latest = c.latest > s->latest ? c.latest : s->latest;
    sums->periods += (double)path->n;
    sums->orders += (double)c.orders;
    sums->short_periods += (double)c.short_periods;
    sums->cycles += (double)c.cycles;
    sums->short_cycles += (double)c.short_cycles;
    return true;
}
