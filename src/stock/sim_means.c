/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From sums of periods to costs, service and their intervals. */
#include "inv/sim.h"

#include <math.h>

#include "inv/dist.h"

/* A measure is a ratio of two sums. */
static double numerator(const struct inv_sim_in *in, enum inv_sim_measure m, const struct inv_sim_sums *s)
{
    double orders = in->order_cost * s->orders, stock = in->holding_cost * s->stock;
    double shortage = in->shortage_cost * (in->lost_sales ? s->lost : s->backorders);
    switch (m) {
    case INV_SIM_COST: return orders + stock + shortage;
    case INV_SIM_ORDERING: return orders;
    case INV_SIM_HOLDING: return stock;
    case INV_SIM_SHORTAGE: return shortage;
    case INV_SIM_FILL_RATE: return s->met;
    case INV_SIM_CYCLE_SERVICE: return s->cycles - s->short_cycles;
    case INV_SIM_READY_RATE: return s->periods - s->short_periods;
    case INV_SIM_ORDER_RATE: return s->orders;
    case INV_SIM_ORDER_SIZE: return s->ordered;
    case INV_SIM_STOCK: return s->stock;
    case INV_SIM_BACKORDERS: return s->backorders;
    case INV_SIM_LOST: return s->lost;
    case INV_SIM_MEASURES: break;
    }
    return (double)NAN;
}

static double denominator(enum inv_sim_measure m, const struct inv_sim_sums *s)
{
    return m == INV_SIM_FILL_RATE ? s->demand : m == INV_SIM_CYCLE_SERVICE ? s->cycles : m == INV_SIM_ORDER_SIZE ? s->orders
         : s->periods;
}

static bool is_share(enum inv_sim_measure m)
{
    return m == INV_SIM_FILL_RATE || m == INV_SIM_CYCLE_SERVICE || m == INV_SIM_READY_RATE;
}

/* A ratio of totals over n observations. */
struct ratio { const struct inv_sim_in *in; const struct inv_sim_sums *s; double value, below; };

static struct ratio ratio_of(const struct inv_sim_in *in, enum inv_sim_measure m, const struct inv_sim_sums *s, size_t n)
{
    double above = 0, below = 0;
    for (size_t i = 0; i < n; i++) {
        above += numerator(in, m, &s[i]) / (double)n;
        below += denominator(m, &s[i]) / (double)n;
    }
    return (struct ratio){ in, s, above / below, below };
}

/* How far an observation pulls the ratio. */
static double pull(const struct ratio *r, enum inv_sim_measure m, size_t i)
{
    return (numerator(r->in, m, &r->s[i]) - r->value * denominator(m, &r->s[i])) / r->below;
}

/* Half the interval's width; b may be NULL. Pulls are zero on average. */
static double half_width(const struct ratio *a, const struct ratio *b, enum inv_sim_measure m, size_t n, double level)
{
    double squares = 0;
    for (size_t i = 0; i < n; i++) {
        double d = pull(a, m, i) - (b ? pull(b, m, i) : 0);
        squares += d * d;
    }
    return inv_student_quantile(1 - (1 - level) / 2, (double)(n - 1)) * sqrt(squares / ((double)n * (double)(n - 1)));
}

static enum inv_status finish(struct inv_sim_mean *out, double mean, double half, struct inv_err *err)
{
    out->mean = mean;
    out->lo = mean - half;
    out->hi = mean + half;
    return isinf(mean) || isinf(half) ? inv_err_set(err, INV_EARG, "the simulated quantities are out of the range of numbers")
                                      : INV_OK;
}

enum inv_status inv_sim_mean(const struct inv_sim_in *in, enum inv_sim_measure m, const struct inv_sim_sums *s, size_t n,
                             double level, struct inv_sim_mean *out, struct inv_err *err)
{
    *out = (struct inv_sim_mean){ (double)NAN, (double)NAN, (double)NAN };
    struct ratio r = ratio_of(in, m, s, n);
    if (!(r.below > 0))
        return INV_OK;
    double half = n > 1 ? half_width(&r, NULL, m, n, level) : (double)NAN;
    if (isnan(r.value) || (n > 1 && isnan(half)))
        return finish(out, (double)INFINITY, 0, err);
    enum inv_status st = finish(out, r.value, half, err);
    if (is_share(m) && n > 1) {
        out->lo = fmax(out->lo, 0);
        out->hi = fmin(out->hi, 1);
    }
    return st;
}

enum inv_status inv_sim_difference(const struct inv_sim_in *in_a, const struct inv_sim_sums *a,
                                   const struct inv_sim_in *in_b, const struct inv_sim_sums *b, enum inv_sim_measure m,
                                   size_t n, double level, struct inv_sim_mean *out, struct inv_err *err)
{
    *out = (struct inv_sim_mean){ (double)NAN, (double)NAN, (double)NAN };
    struct ratio first = ratio_of(in_a, m, a, n), second = ratio_of(in_b, m, b, n);
    if (!(first.below > 0 && second.below > 0))
        return INV_OK;
    double d = second.value - first.value, half = n > 1 ? half_width(&second, &first, m, n, level) : (double)NAN;
    if (isnan(d) || (n > 1 && isnan(half)))
        return finish(out, (double)INFINITY, 0, err);
    return finish(out, d, half, err);
}
