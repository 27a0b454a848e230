/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ewm: the rate of lumpy demand from exponentially weighted means of several
 * memories, with weights learned across series.
 *
 * A single lumpy series tells little of how fast its rate changes: what smoothing
 * constants minimise its squared errors is mostly chance. What thousands of series
 * tell together is how their past means have to be weighed to be nearest to the
 * demand that follows (empirical Bayes; Morris 1983). With v the demand of a period,
 * o = 1 where it is not zero, and for alpha = 0.02, 0.05, 0.1, 0.2, 0.4
 *     every  = sum (1 - alpha)^i v / sum (1 - alpha)^i, over all periods,
 *     since  = the same over those since the first demand,
 *     p      = sum (1 - alpha)^i o / sum (1 - alpha)^i, since the first demand,
 * i periods ago, and z the mean size, the rate is linear in the five every, the
 * five since, z p^(1/2) and z p^(3/2) for alpha = 0.1 and 0.02, by which rare and
 * frequent demand regress to the mean, and sqrt(every(0.1) since(0.02)). All of
 * these are in units of the demand, so that its scale does not matter. The weights
 * are w + min(1, 40 / n) w' for n periods: what is young changes faster. They are
 * made by bench/learn-ewm.py.
 *
 * No set of series is like all others: the rate stays within one standard error of
 * the series' own mean with alpha = 0.1, which is 19 periods long (Efron and Morris
 * 1972 limit empirical Bayes like that; the variance is that of alpha = 0.05, so that
 * it shrinks where nothing is sold any more), and less where fewer than a fifth of the
 * periods are without demand, as few of those learned from were. Periods without a known value are left out. */
#include <math.h>

#include "demand.h"
#include "ewm-weights.h"

static const double alpha[] = { 0.02, 0.05, 0.1, 0.2, 0.4 };
#define MEMORIES 5
#define SLOW 0              /* their places */
#define MIDDLE 1
#define FAST 2
#define FEATURES (2 * MEMORIES + 5)
#define YOUNG 40            /* periods */
#define SIZES 20            /* demands, in the mean size */
#define EMPTY 0.2           /* share of periods */
#define FAST_PERIODS 19     /* (2 - alpha) / alpha */

/* Sums of one memory, newest period with weight 1. */
struct memory {
    double every, since;    /* weights, of all periods and of those since the first demand */
    double sum, demands;    /* of demand, and of periods with demand */
};

/* Behind what all models of lumpy demand keep; doubles, as they are in fit->state. */
struct past {
    struct memory memory[MEMORIES];
    double square;          /* sum of squared demand, in the memory of 0.05 */
    double periods;
};
#define STATES (INV_DEMAND_STATES + sizeof(struct past) / sizeof(double))

static struct past *past_of(double *state)
{
    return (struct past *)(void *)(state + INV_DEMAND_STATES);
}

static void remember(double *state, double y)
{
    struct past *p = past_of(state);
    if (y > 0) {                /* a mean of all as long as they are few: of the first there is no error */
        if (state[INV_DEMAND_COUNT] + 1 < SIZES)
            inv_demand_average(state, y);
        else
            inv_demand_smooth(state, 1.0 / SIZES, y);
    }
    for (size_t i = 0; i < MEMORIES; i++) {
        struct memory *m = &p->memory[i];
        double keep = 1 - alpha[i];
        m->every = keep * m->every + 1;
        m->since = keep * m->since + (state[INV_DEMAND_COUNT] > 0);
        m->sum = keep * m->sum + y;
        m->demands = keep * m->demands + (y > 0);
    }
    p->square = (1 - alpha[MIDDLE]) * p->square + y * y;
    p->periods++;
}

/* Demand is known to have been. */
static void features(const double *state, const struct past *p, double *f)
{
    double z = state[INV_DEMAND_SIZE];
    for (size_t i = 0; i < MEMORIES; i++) {
        f[i] = p->memory[i].sum / p->memory[i].every;
        f[MEMORIES + i] = p->memory[i].sum / p->memory[i].since;
    }
    const struct memory *slow = &p->memory[SLOW], *fast = &p->memory[FAST];
    double often = fast->demands / fast->since, ever = slow->demands / slow->since, *bend = f + 2 * MEMORIES;
    bend[0] = z * sqrt(often);
    bend[1] = bend[0] * often;
    bend[2] = z * sqrt(ever);
    bend[3] = bend[2] * ever;
    bend[4] = sqrt(f[FAST]) * sqrt(f[MEMORIES + SLOW]);
}

static double limited(double rate, const struct past *p, const double *f)
{
    double n = p->periods < FAST_PERIODS ? p->periods : FAST_PERIODS, var = p->square / p->memory[MIDDLE].every;
    double empty = 1 - p->memory[FAST].demands / p->memory[FAST].every;
    var -= f[MIDDLE] * f[MIDDLE];
    double se = sqrt((var > 0 ? var : 0) / n) * (empty < EMPTY ? empty / EMPTY : 1);
    rate = rate < f[FAST] + se ? rate : f[FAST] + se;
    rate = rate > f[FAST] - se ? rate : f[FAST] - se;
    return rate > 0 ? rate : 0;
}

static double rate_of(const double *state, const struct past *p)
{
    double f[FEATURES], rate = 0, young = p->periods > YOUNG ? YOUNG / p->periods : 1;
    if (!(state[INV_DEMAND_COUNT] > 0))
        return 0;
    features(state, p, f);
    for (size_t i = 0; i < FEATURES; i++)
        rate += (old_weight[i] + young * young_weight[i]) * f[i];
    return limited(rate, p, f);
}

static void start(double *state)
{
    for (size_t i = 0; i < STATES; i++)
        state[i] = 0;
    state[INV_DEMAND_MEMORY] = FAST_PERIODS;
    state[INV_DEMAND_SIZE_MEMORY] = 2 * SIZES - 1;
}

/* There is no error before the first demand. */
static double take_in(const double *par, double *state, double y)
{
    (void)par;
    if (!isfinite(y))
        return NAN;
    double e = state[INV_DEMAND_COUNT] > 0 ? y - rate_of(state, past_of(state)) : NAN;
    remember(state, y);
    return e;
}

static void set_rate(struct inv_fit *fit)
{
    fit->state[INV_DEMAND_RATE] = rate_of(fit->state, past_of(fit->state));
    fit->par[0] = fit->state[INV_DEMAND_RATE];
    fit->par[1] = fit->state[INV_DEMAND_SIZE];
    inv_demand_set_sigma(fit);
}

static enum inv_status fit_ewm(const struct inv_series *all, const struct inv_model_args *a, struct inv_work *w,
                               struct inv_fit *fit, struct inv_err *err)
{
    struct inv_series s = inv_fit_recent(all);
    enum inv_status st = inv_demand_begin(fit, &inv_model_ewm, &s, STATES, w, err);
    (void)a;
    if (st != INV_OK)
        return st;
    start(fit->state);
    inv_demand_run(fit, &s, take_in);
    set_rate(fit);
    return INV_OK;
}

static enum inv_status residuals(const struct inv_fit *fit, const struct inv_series *s, struct inv_work *w, double *e,
                                 struct inv_err *err)
{
    double state[STATES];
    (void)w;
    (void)err;
    start(state);
    inv_demand_errors(fit, s, take_in, state, e);
    return INV_OK;
}

static enum inv_status update(struct inv_fit *fit, const struct inv_series *more, struct inv_err *err)
{
    (void)err;
    inv_demand_carry(fit, more, take_in);
    set_rate(fit);
    return INV_OK;
}

static size_t room(size_t n, size_t m, size_t h, const struct inv_model_args *a)
{
    (void)n;
    (void)m;
    (void)h;
    (void)a;
    return STATES;
}

static const char *const parameters[] = { "rate", "size", NULL };

const struct inv_model inv_model_ewm = {
    .name = "ewm", .title = "lumpy demand: means of several memories, weights learned across series",
    .source = "Morris (1983); Efron and Morris (1972)",
    .flags = INV_MODEL_LUMPY, .parameters = parameters, .shorter = &inv_model_mean,
    .least = inv_demand_least, .room = room, .fit = fit_ewm, .add = inv_fit_flat, .outlook = inv_demand_outlook,
    .residuals = residuals, .update = update
};
