/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <check.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "forecast-values.h"
#include "inv/forecast.h"

#define N (sizeof ets_y / sizeof *ets_y)

/* One forecast at a time; what it points to lives until the next. */
struct trial {
    struct inv_forecast_spec spec;
    struct inv_work w;
    struct inv_forecast f;
    struct inv_err err;
    char name[INV_FORECAST_NAME];
};

static struct trial trial_of(const char *model, size_t h)
{
    struct trial t = { .spec = { .model = inv_model_find(model, strlen(model)), .h = h, .cap = 10, .args = { .h = h } } };
    ck_assert_msg(t.spec.model != NULL, "no model %s", model);
    return t;
}

static enum inv_status run(struct trial *t, const double *y, size_t n, size_t m)
{
    struct inv_rng r;
    inv_rng_seed(&r, 42, 1);
    enum inv_status st = inv_forecast(y, n, m, &t->spec, &t->w, &r, &t->f, &t->err);
    if (st == INV_OK)
        inv_forecast_name(&t->f, t->name);
    return st;
}

static void close_to(double got, double want, double rel, const char *what)
{
    if (!(fabs(got - want) <= rel * fabs(want)))
        ck_abort_msg("%s: %.17g is not %.17g", what, got, want);
}

/* ---- values from outside ---------------------------------------------------------- */

/* Forecasts, sd and sd of running totals (gen-forecast.py). */
static void compare(const char *model, const double *y, size_t m, const double *want)
{
    struct trial t = trial_of(model, 5);
    t.spec.allow_negative = true;
    ck_assert_int_eq(run(&t, y, N, m), INV_OK);
    ck_assert_str_eq(t.name, model);
    for (size_t k = 0; k < 5; k++) {
        close_to(t.f.outlook.forecast[k], want[k], 1e-12, model);
        close_to(t.f.outlook.sd[k], want[5 + k], 1e-12, model);
        close_to(t.f.outlook.cum_sd[k], want[10 + k], 1e-12, model);
    }
    inv_work_free(&t.w);
}

START_TEST(regressions)
{
    double holes[N];
    memcpy(holes, ets_y, sizeof holes);
    holes[3] = holes[8] = holes[9] = NAN;
    compare("linear", ets_y, 4, linear_4);
    compare("linear", holes, 4, linear_4_holes);
    compare("linear", ets_y, 1, linear_1);
    compare("drift", ets_y, 1, drift_y);
    compare("mean", ets_y, 1, mean_y);
}
END_TEST

/* Sales of 100, 150, ..., 550 over ten days trend to 600 on the eleventh. */
START_TEST(a_trend_goes_on)
{
    static const char *const models[] = { "linear", "drift", "holt", "auto" };
    double y[10];
    for (size_t t = 0; t < 10; t++)
        y[t] = 100 + 50 * (double)t;
    for (size_t i = 0; i < 4; i++) {
        struct trial t = trial_of(models[i], 2);
        ck_assert_int_eq(run(&t, y, 10, 1), INV_OK);
        close_to(t.f.outlook.forecast[0], 600, 1e-6, models[i]);
        close_to(t.f.outlook.forecast[1], 650, 1e-6, models[i]);
        inv_work_free(&t.w);
    }
    struct trial season = trial_of("linear", 1);    /* ten days are too few for a week's dummies and a line */
    ck_assert_int_eq(run(&season, y, 10, 7), INV_OK);
    close_to(season.f.outlook.forecast[0], 600, 1e-9, "linear of a week");
    inv_work_free(&season.w);
}
END_TEST

START_TEST(benchmarks)
{
    struct trial t = trial_of("naive", 4);
    static const double y[] = { 12, 17, 11, 15, 19, 13 };   /* changes 5 -6 4 4 -6: their squares are 129 */
    ck_assert_int_eq(run(&t, y, 6, 1), INV_OK);
    for (size_t k = 0; k < 4; k++) {
        ck_assert_double_eq(t.f.outlook.forecast[k], 13);
        close_to(t.f.outlook.sd[k], sqrt(129.0 / 5 * (double)(k + 1)), 1e-14, "naive");
    }
    close_to(t.f.outlook.cum_sd[2], sqrt(129.0 / 5 * (1 + 4 + 9)), 1e-14, "naive");
    /* 4 over two periods counts as 8 = 16 / 2, then 1 */
    static const double holes[] = { 10, NAN, 14, 13 };
    ck_assert_int_eq(run(&t, holes, 4, 1), INV_OK);
    close_to(t.f.outlook.sd[0], sqrt(9.0 / 2), 1e-14, "naive with a hole");
    t.spec.model = inv_model_find("snaive", 6);
    ck_assert_int_eq(run(&t, y, 6, 3), INV_OK);
    ck_assert_double_eq(t.f.outlook.forecast[0], 15);
    ck_assert_double_eq(t.f.outlook.forecast[2], 13);
    ck_assert_double_eq(t.f.outlook.forecast[3], 15);
    close_to(t.f.outlook.sd[0], sqrt((9 + 4 + 4) / 3.0), 1e-14, "snaive");    /* 15 - 12, 19 - 17, 13 - 11 */
    close_to(t.f.outlook.sd[3], sqrt(2 * (9 + 4 + 4) / 3.0), 1e-14, "snaive");
    /* 14 two seasons after 10 counts as 8 = 16 / 2, then 16 and 4 */
    static const double season_holes[] = { 10, 20, NAN, 24, 14, 22 };
    ck_assert_int_eq(run(&t, season_holes, 6, 2), INV_OK);
    ck_assert_double_eq(t.f.outlook.forecast[0], 14);
    close_to(t.f.outlook.sd[0], sqrt(28.0 / 3), 1e-14, "snaive with a hole");
    /* errors 2 2 2 1; the first step goes on from two seasons ago: 2 sigma^2, the third 3 sigma^2, and
     * their total has twice the error that both missed, twice that of the first, and its own */
    static const double late[] = { 10, 20, 12, 22, 14, NAN, 15 };
    ck_assert_int_eq(run(&t, late, 7, 2), INV_OK);
    ck_assert_double_eq(t.f.outlook.forecast[0], 22);
    close_to(t.f.outlook.sd[0], sqrt(2 * 13.0 / 4), 1e-14, "snaive from an old value");
    close_to(t.f.outlook.sd[1], sqrt(13.0 / 4), 1e-14, "snaive from a new value");
    close_to(t.f.outlook.sd[2], sqrt(3 * 13.0 / 4), 1e-14, "snaive from an old value");
    close_to(t.f.outlook.cum_sd[2], sqrt((4 + 4 + 1 + 1) * 13.0 / 4), 1e-14, "snaive from old and new values");
    t.spec.model = inv_model_find("sma", 3);
    t.spec.args.window = 3;
    ck_assert_int_eq(run(&t, y, 6, 1), INV_OK);
    close_to(t.f.outlook.forecast[3], 47.0 / 3, 1e-14, "sma");
    t.spec.model = inv_model_find("wma", 3);
    ck_assert_int_eq(run(&t, y, 6, 1), INV_OK);
    close_to(t.f.outlook.forecast[0], (3 * 13 + 2 * 19 + 15) / 6.0, 1e-14, "wma");
    static const double weights[] = { 0.5, 0.25 };
    t.spec.args.weights = weights;
    t.spec.args.nweights = 2;
    ck_assert_int_eq(run(&t, y, 6, 1), INV_OK);
    close_to(t.f.outlook.forecast[0], 15, 1e-14, "wma with weights");
    inv_work_free(&t.w);
}
END_TEST

/* Five units every fourth period. */
START_TEST(every_fourth_period)
{
    double y[40], f[3];
    static const char *const models[] = { "croston", "sba", "tsb" };
    for (size_t t = 0; t < 40; t++)
        y[t] = t % 4 == 3 ? 5 : 0;
    for (size_t i = 0; i < 3; i++) {
        struct trial t = trial_of(models[i], 8);
        ck_assert_int_eq(run(&t, y, 40, 1), INV_OK);
        f[i] = t.f.outlook.forecast[0];
        double q[8];
        inv_outlook_quantile(&t.f.outlook, 0.9, q);
        ck_assert_double_eq(q[0], 5);
        inv_outlook_quantile(&t.f.outlook, 0.7, q);
        ck_assert_double_eq(q[0], 0);
        struct inv_total total = inv_outlook_total(&t.f.outlook, 8);
        double most = inv_total_quantile(&t.f.outlook, &total, 0.95);
        ck_assert_double_eq(fmod(most, 5), 0);
        inv_work_free(&t.w);
    }
    close_to(f[0], 1.25, 0.05, "croston");
    ck_assert_double_le(f[1], f[0]);
    close_to(f[2], 1.25, 0.1, "tsb");           /* a probability smoothed up to a demand is above its mean */
}
END_TEST

START_TEST(sba_is_never_above_croston)
{
    uint64_t x = 88172645463325252u;
    for (int round = 0; round < 200; round++) {
        double y[30];
        for (size_t t = 0; t < 30; t++) {
            x ^= x << 13, x ^= x >> 7, x ^= x << 17;
            y[t] = x % 5 == 0 ? 1 + (double)(x / 64 % 9) : 0;
        }
        y[11] = 4;
        struct trial c = trial_of("croston", 1), s = trial_of("sba", 1);
        ck_assert_int_eq(run(&c, y, 30, 1), INV_OK);
        ck_assert_int_eq(run(&s, y, 30, 1), INV_OK);
        ck_assert_double_le(s.f.outlook.forecast[0], c.f.outlook.forecast[0]);
        inv_work_free(&c.w);
        inv_work_free(&s.w);
    }
}
END_TEST

/* A season that grows with the level is multiplicative, one that does not is
 * not; both are followed. */
START_TEST(kinds_of_season)
{
    static const double shape[] = { 0.7, 1.1, 0.9, 1.3 };
    for (int multiply = 0; multiply < 2; multiply++) {
        double y[48];
        uint64_t x = 88172645463325252u;
        for (size_t t = 0; t < 48; t++) {
            x ^= x << 13, x ^= x >> 7, x ^= x << 17;
            double noise = 1 + 0.02 * ((double)(x >> 11) * 0x1p-53 - 0.5), level = 50 + 6 * (double)t;
            y[t] = (multiply ? level * shape[t % 4] : level + 100 * (shape[t % 4] - 1)) * noise;
        }
        struct trial t = trial_of("hw", 8);
        ck_assert_int_eq(run(&t, y, 48, 4), INV_OK);
        ck_assert_str_eq(t.name, "hw");
        ck_assert_int_eq((t.f.outlook.scale != NULL), multiply);
        for (size_t k = 0; k < 8; k++) {
            double level = 50 + 6 * (double)(48 + k), s = shape[k % 4];
            close_to(t.f.outlook.forecast[k], multiply ? level * s : level + 100 * (s - 1), 0.03, "hw");
        }
        inv_work_free(&t.w);
    }
}
END_TEST

/* ---- every model, every oddity ---------------------------------------------------- */

static void check_steps(const struct trial *t, double least, const char *what)
{
    const struct inv_outlook *o = &t->f.outlook;
    double lo[64], hi[64], q[64], last = 0;
    ck_assert_uint_le(o->h, 64);
    inv_outlook_quantile(o, 0.025, lo);
    inv_outlook_quantile(o, 0.975, hi);
    inv_outlook_quantile(o, 0.7, q);
    for (size_t k = 0; k < o->h; k++) {
        bool fine = isfinite(o->forecast[k]) && isfinite(o->sd[k]) && isfinite(o->cum_sd[k]) && isfinite(lo[k]) && isfinite(hi[k])
            && o->sd[k] >= 0 && o->cum_sd[k] >= last && lo[k] <= q[k] && q[k] <= hi[k] && lo[k] >= least && o->forecast[k] >= least;
        if (!fine)
            ck_abort_msg("%s by %s, step %zu: %g sd %g %g bounds %g %g", what, t->name, k + 1, o->forecast[k], o->sd[k],
                         o->cum_sd[k], lo[k], hi[k]);
        last = o->cum_sd[k];
    }
    struct inv_total total = inv_outlook_total(o, o->h);
    double most = inv_total_quantile(o, &total, 0.99);
    if (!(isfinite(most) && most >= inv_total_quantile(o, &total, 0.3)))
        ck_abort_msg("%s by %s: total %g", what, t->name, most);
}

static void check_paths(struct trial *t, double least, const char *what)
{
    double q[64], *scratch = malloc(inv_outlook_path_room(&t->f.outlook) * sizeof *scratch);
    struct inv_rng r;
    inv_rng_seed(&r, 5, 5);
    for (size_t i = 0; i < 3; i++) {
        inv_outlook_path(&t->f.outlook, i, &r, scratch, q);
        for (size_t k = 0; k < t->f.outlook.h; k++)
            if (!(isfinite(q[k]) && q[k] >= least))
                ck_abort_msg("%s by %s: a path with %g", what, t->name, q[k]);
    }
    free(scratch);
}

/* All rows of the registry; a negative history may have negative forecasts. */
static void all_models(const double *y, size_t n, size_t m, const char *what)
{
    size_t count;
    const struct inv_model *const *list = inv_model_list(&count);
    double least = 0;
    for (size_t t = 0; t < n; t++)
        least = y[t] < least ? -INFINITY : least;
    for (size_t i = 0; i < count; i++)
        for (int whole = 0; whole < 2; whole++) {
            struct trial t = trial_of(list[i]->name, 20);
            t.spec.whole = whole;
            if (run(&t, y, n, m) != INV_OK)
                ck_abort_msg("%s by %s: %s", what, list[i]->name, t.err.text);
            check_steps(&t, least, what);
            check_paths(&t, least, what);
            inv_work_free(&t.w);
        }
}

static double noise(uint64_t *x)
{
    *x ^= *x << 13, *x ^= *x >> 7, *x ^= *x << 17;
    return (double)(*x >> 11) * 0x1p-53;
}

START_TEST(oddities)
{
    double y[60];
    uint64_t x = 88172645463325252u;
    for (size_t n = 1; n <= 9; n++) {
        for (size_t t = 0; t < n; t++)
            y[t] = floor(9 * noise(&x));
        all_models(y, n, 1, "a few values");
        all_models(y, n, 4, "a few values of a season");
    }
    for (size_t t = 0; t < 60; t++)
        y[t] = 20 + 10 * noise(&x);
    all_models(y, 60, 12, "plain demand");
    all_models(y, 60, 40, "a long season");
    all_models(y, 60, 365, "a season longer than the data");
    y[31] = 1e9;
    all_models(y, 60, 12, "a huge outlier");
    y[31] = -25;
    all_models(y, 60, 12, "a negative");
    for (size_t t = 0; t < 60; t++)
        y[t] = 7;
    all_models(y, 60, 12, "a constant");
    y[59] = 8;
    all_models(y, 60, 12, "a constant that ends");
    for (size_t t = 0; t < 60; t++)
        y[t] = 0;
    all_models(y, 60, 12, "nothing");
    y[22] = 3;
    all_models(y, 60, 12, "one demand");
    for (size_t t = 0; t < 60; t++)
        y[t] = t % 3 ? 0 : exp(40 * noise(&x));
    all_models(y, 60, 4, "lumps of all sizes");
    for (size_t t = 0; t < 60; t++)
        y[t] = exp(0.3 * (double)t);
    all_models(y, 60, 12, "an explosion");
    for (size_t t = 0; t < 60; t++)
        y[t] = (double)(60 - t) * 3;
    all_models(y, 60, 12, "a decline to nothing");
}
END_TEST

START_TEST(scales)
{
    double y[48];
    static const double unit[] = { 1e-300, 1e-160, 1e160, 1e300, 5e306 };
    for (size_t i = 0; i < 5; i++)
        for (int season = 0; season < 2; season++) {
            uint64_t x = 88172645463325252u;
            for (size_t t = 0; t < 48; t++)
                y[t] = unit[i] * (20 + 10 * noise(&x) + (season ? (double)(t % 12) : 0)) / 1.0;
            all_models(y, 48, season ? 12 : 1, "a far scale");
        }
}
END_TEST

/* The same in other units, 2^power of them: nothing but the units changes. */
static void in_other_units(const double *y, size_t n, int power)
{
    size_t count;
    const struct inv_model *const *list = inv_model_list(&count);
    double z[60];
    for (size_t t = 0; t < n; t++)
        z[t] = ldexp(y[t], power);
    for (size_t i = 0; i < count; i++) {
        if (list[i]->flags & INV_MODEL_LUMPY && !(list[i]->flags & INV_MODEL_SHARE) && power < 100)
            continue;                                                   /* whole sizes are of another kind */
        struct trial a = trial_of(list[i]->name, 6), b = trial_of(list[i]->name, 6);
        ck_assert_int_eq(run(&a, y, n, 12), INV_OK);
        ck_assert_int_eq(run(&b, z, n, 12), INV_OK);
        int units = list[i]->flags & INV_MODEL_SHARE ? 0 : -power;      /* a probability has none */
        for (size_t k = 0; k < 6; k++) {
            close_to(ldexp(b.f.outlook.forecast[k], units), a.f.outlook.forecast[k], 1e-4, list[i]->name);
            close_to(ldexp(b.f.outlook.cum_sd[k], units), a.f.outlook.cum_sd[k], 1e-3, list[i]->name);
        }
        inv_work_free(&a.w);
        inv_work_free(&b.w);
    }
}

START_TEST(units_do_not_matter)
{
    double y[60];
    uint64_t x = 88172645463325252u;
    for (size_t t = 0; t < 48; t++)
        y[t] = 20 + 10 * noise(&x) + (double)(t % 12) + 0.5;
    in_other_units(y, 48, 900);
    for (size_t t = 0; t < 60; t++)     /* relative errors fit */
        y[t] = (50 + 3 * (double)t) * (1 + 0.05 * (double)(t % 12)) * exp(0.3 * (noise(&x) - 0.5));
    in_other_units(y, 60, 10);
    in_other_units(y, 60, -10);
}
END_TEST

START_TEST(missing_values)
{
    double y[60], z[60];
    uint64_t x = 88172645463325252u;
    for (size_t t = 0; t < 60; t++)
        y[t] = noise(&x) < 0.5 ? NAN : 20 + 10 * noise(&x);
    all_models(y, 60, 12, "half missing");
    for (size_t t = 0; t < 60; t++)
        y[t] = t == 13 || t == 40 ? 5 + (double)t : NAN;
    all_models(y, 60, 12, "two values");
    for (size_t t = 0; t < 60; t++)
        y[t] = t % 12 == 5 ? NAN : 20 + 10 * noise(&x);
    all_models(y, 60, 12, "a month that is never known");
    for (size_t t = 0; t < 60; t++)
        y[t] = NAN;
    struct trial t = trial_of("ses", 3);
    ck_assert_int_eq(run(&t, y, 60, 12), INV_EFIT);
    ck_assert_str_eq(t.err.text, "no known value");
    ck_assert_int_eq(run(&t, y, 0, 12), INV_EFIT);
    /* missing at the ends is no zero: the same forecast, but for the time that has passed */
    for (size_t i = 0; i < 60; i++) {
        z[i] = 20 + 10 * noise(&x);
        y[i] = i < 10 || i >= 50 ? NAN : z[i];
    }
    struct trial a = trial_of("ses", 3);
    ck_assert_int_eq(run(&t, y, 60, 1), INV_OK);
    ck_assert_int_eq(run(&a, z + 10, 40, 1), INV_OK);
    ck_assert_double_eq(t.f.outlook.forecast[0], a.f.outlook.forecast[0]);
    ck_assert_double_ge(t.f.outlook.sd[0], a.f.outlook.sd[2]);
    inv_work_free(&t.w);
    inv_work_free(&a.w);
}
END_TEST

/* ---- fallbacks and limits --------------------------------------------------------- */

static void falls_back(const char *model, const double *y, size_t n, size_t m, const char *name)
{
    struct trial t = trial_of(model, 3);
    ck_assert_int_eq(run(&t, y, n, m), INV_OK);
    ck_assert_str_eq(t.name, name);
    inv_work_free(&t.w);
}

START_TEST(fallbacks_are_named)
{
    static const double y[] = { 12, 17, 11, 15, 19, 13, 18, 22 }, zero[] = { 0, 0, 0, 0 }, flat[] = { 4, 4, 4, 4 };
    static const double below[] = { 3, -1, 4, 0, 5, 2 };
    falls_back("hw", y, 8, 4, "hw>damped");
    falls_back("hw", y, 8, 1, "hw>damped");
    falls_back("damped", y, 6, 1, "damped>ses");
    falls_back("holt", y, 4, 1, "holt>ses");
    falls_back("ses", y, 2, 1, "ses>naive");
    falls_back("snaive", y, 4, 4, "snaive>naive");
    falls_back("linear", y, 6, 4, "linear>trend");
    falls_back("croston", below, 6, 1, "croston>mean");
    falls_back("auto", y, 4, 1, "auto>ses");
    falls_back("auto", y, 1, 1, "auto>naive");
    falls_back("ses", zero, 4, 1, "ses>zero");
    falls_back("auto", flat, 4, 1, "auto>constant");
    falls_back("ses", y, 8, 1, "ses");
    struct trial sma = trial_of("sma", 3);
    sma.spec.args.window = 12;
    ck_assert_int_eq(run(&sma, y, 8, 1), INV_OK);
    ck_assert_str_eq(sma.name, "sma>mean");
    inv_work_free(&sma.w);
}
END_TEST

START_TEST(one_value)
{
    static const double nine[] = { 9 }, part[] = { 2.5 }, zero[] = { 0 };
    struct trial t = trial_of("auto", 2);
    ck_assert_int_eq(run(&t, nine, 1, 12), INV_OK);
    ck_assert_double_eq(t.f.outlook.forecast[1], 9);
    close_to(t.f.outlook.sd[1], 3 * sqrt(2), 1e-14, "sd of a count");       /* Poisson, and its mean as uncertain */
    ck_assert_int_eq(run(&t, part, 1, 12), INV_OK);
    close_to(t.f.outlook.sd[1], 2.5 * sqrt(2), 1e-14, "sd of a quantity");
    ck_assert_int_eq(run(&t, zero, 1, 12), INV_OK);
    ck_assert_double_eq(t.f.outlook.sd[0], 0);
    inv_work_free(&t.w);
}
END_TEST

START_TEST(limits)
{
    double y[40];
    for (size_t t = 0; t < 40; t++)
        y[t] = exp(0.4 * (double)t);
    struct trial t = trial_of("holt", 60);
    ck_assert_int_eq(run(&t, y, 40, 1), INV_OK);
    for (size_t k = 0; k < 60; k++)
        ck_assert_double_le(t.f.outlook.forecast[k], 10 * y[39]);
    t.spec.cap = 1.5;
    ck_assert_int_eq(run(&t, y, 40, 1), INV_OK);
    close_to(t.f.outlook.forecast[59], 1.5 * y[39], 1e-14, "cap");
    t.spec.cap = 0;
    ck_assert_int_eq(run(&t, y, 40, 1), INV_OK);
    ck_assert_double_gt(t.f.outlook.forecast[59], 10 * y[39]);
    for (size_t i = 0; i < 40; i++)
        y[i] = 120 - 3 * (double)i;
    t.spec.cap = 10;
    ck_assert_int_eq(run(&t, y, 40, 1), INV_OK);
    ck_assert_double_eq(t.f.outlook.forecast[59], 0);
    t.spec.allow_negative = true;
    ck_assert_int_eq(run(&t, y, 40, 1), INV_OK);
    close_to(t.f.outlook.forecast[59], 120 - 3 * 99, 1e-6, "allowed negative");
    t.spec.h = 0;
    ck_assert_int_eq(run(&t, y, 40, 1), INV_EARG);
    inv_work_free(&t.w);
}
END_TEST

START_TEST(long_series_and_horizons)
{
    size_t n = 100000, count;
    double *y = malloc(n * sizeof *y);
    uint64_t x = 88172645463325252u;
    const struct inv_model *const *list = inv_model_list(&count);
    for (size_t t = 0; t < n; t++)
        y[t] = floor(20 + 10 * noise(&x) + 5 * sin(0.9 * (double)t));
    for (size_t i = 0; i < count; i++) {
        struct trial t = trial_of(list[i]->name, 10);
        ck_assert_int_eq(run(&t, y, n, 7), INV_OK);
        check_steps(&t, 0, "a long series");
        t.spec.h = t.spec.args.h = 10000;
        ck_assert_int_eq(run(&t, y, 200, 7), INV_OK);
        for (size_t k = 1; k < 10000; k++)
            if (!isfinite(t.f.outlook.forecast[k]) || !(t.f.outlook.cum_sd[k] >= t.f.outlook.cum_sd[k - 1]))
                ck_abort_msg("%s, step %zu of 10000", list[i]->name, k + 1);
        inv_work_free(&t.w);
    }
    free(y);
}
END_TEST

/* ---- auto ------------------------------------------------------------------------- */

/* Better than the last value on demand that only varies, than the mean on
 * demand that grows, than both on demand with a season: the choice is at work. */
START_TEST(auto_suits_the_series)
{
    uint64_t x = 88172645463325252u;
    double flat = 0, naive = 0, season = 0, without = 0;
    for (int round = 0; round < 40; round++) {
        double y[60], z[60];
        for (size_t t = 0; t < 60; t++) {
            y[t] = 50 + 40 * (noise(&x) - 0.5);
            z[t] = 50 + 30 * sin(2 * 3.14159265358979 * (double)t / 12) + 10 * (noise(&x) - 0.5);
        }
        struct trial a = trial_of("auto", 12), n = trial_of("naive", 12), s = trial_of("ses", 12);
        ck_assert_int_eq(run(&a, y, 48, 12), INV_OK);
        ck_assert_int_eq(run(&n, y, 48, 12), INV_OK);
        for (size_t k = 0; k < 12; k++) {
            flat += fabs(a.f.outlook.forecast[k] - y[48 + k]);
            naive += fabs(n.f.outlook.forecast[k] - y[48 + k]);
        }
        ck_assert_int_eq(run(&a, z, 48, 12), INV_OK);
        ck_assert_int_eq(run(&s, z, 48, 12), INV_OK);
        for (size_t k = 0; k < 12; k++) {
            season += fabs(a.f.outlook.forecast[k] - z[48 + k]);
            without += fabs(s.f.outlook.forecast[k] - z[48 + k]);
        }
        inv_work_free(&a.w);
        inv_work_free(&n.w);
        inv_work_free(&s.w);
    }
    ck_assert_double_lt(flat, 0.85 * naive);
    ck_assert_double_lt(season, 0.3 * without);
}
END_TEST

START_TEST(registry)
{
    size_t n;
    const struct inv_model *const *list = inv_model_list(&n);
    ck_assert_uint_ge(n, 15);
    for (size_t i = 0; i < n; i++) {
        ck_assert_ptr_eq(inv_model_find(list[i]->name, strlen(list[i]->name)), list[i]);
        ck_assert(list[i]->title && list[i]->source && list[i]->fit && list[i]->add && list[i]->outlook);
        size_t chain = 0;       /* every chain of fallbacks ends at one that serves with one value */
        const struct inv_model *m = list[i];
        for (; m->shorter && chain < 9; chain++)
            m = m->shorter;
        ck_assert_uint_eq(m->least(12), 1);
    }
    ck_assert_ptr_null(inv_model_find("se", 2));
    ck_assert_ptr_null(inv_model_find("trend", 5));
}
END_TEST

int main(void)
{
    const struct { const char *name; const TTest *test; } tests[] = {
        { "registry", registry }, { "regressions", regressions }, { "trend", a_trend_goes_on }, { "benchmarks", benchmarks },
        { "every fourth", every_fourth_period }, { "sba", sba_is_never_above_croston }, { "seasons", kinds_of_season },
        { "oddities", oddities }, { "scales", scales }, { "units", units_do_not_matter }, { "missing", missing_values },
        { "fallbacks", fallbacks_are_named }, { "one value", one_value }, { "limits", limits },
        { "long", long_series_and_horizons }, { "auto", auto_suits_the_series },
    };
    Suite *suite = suite_create("models");
    for (size_t i = 0; i < sizeof tests / sizeof *tests; i++) {
        TCase *c = tcase_create(tests[i].name);
        tcase_set_timeout(c, 300);
        tcase_add_test(c, tests[i].test);
        suite_add_tcase(suite, c);
    }
    SRunner *r = srunner_create(suite);
    srunner_run_all(r, CK_ENV);
    int failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
