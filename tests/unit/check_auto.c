/* SPDX-License-Identifier: GPL-3.0-or-later */
/* auto: traits against R and by hand, weights, and that what it says of a series hangs
 * together: the mean of its parts, sd, totals, quantiles and paths. */
#include "config.h"

#include <check.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "air.h"
#include "forecast/panel.h"
#include "forecast/spread.h"
#include "forecast/trust.h"
#include "inv/dist.h"
#include "inv/saved.h"

enum { H = 12 };

/* Fewer under valgrind. */
static size_t paths(void)
{
    return getenv("INV_TEST_SHORT") ? 4000 : 20000;
}

static void close_to(double got, double want, double tolerance, const char *what)
{
    if (!(fabs(got - want) <= tolerance))
        ck_abort_msg("%s: %.17g is not %.17g", what, got, want);
}

static struct inv_work work_of(size_t n)
{
    struct inv_work w = { 0 };
    ck_assert_int_eq(inv_work_reserve(&w, n, NULL), INV_OK);
    return w;
}

/* ---- traits -------------------------------------------------------------------------- */

static void look(const double *y, size_t n, size_t m, double x[INV_TRAITS])
{
    struct inv_series s;
    struct inv_work w = work_of(inv_traits_room(n, m));
    inv_series_look(&s, y, n, m);
    inv_traits_look(&s, inv_work_take(&w, inv_traits_room(n, m)), x);
    inv_work_free(&w);
}

/* R: t <- seq_along(y) - 1; s <- factor(t %% 12); line <- lm(y ~ t); both <- lm(y ~ t + s), with
 * na.action = na.exclude; d <- diff(resid(both) + coef(both)["t"] * t); without missing values
 *   log(n / 30), summary(line)$r.squared, 1 - deviance(both) / deviance(line),
 *   2 + log(sqrt(mean((d - mean(d))^2)) / mean(y)), acf(resid(both))$acf[2], acf(d)$acf[2],
 *   1, log(n / 12 / 5), log(12 / 12)
 * with them, the autocovariances are sums over the pairs that are known. */
static const double air_traits[INV_TRAITS] = {
    1, 1.56861591791385, 0.853638165603188, 0.698491939240577, -0.808174264255, 0.76315509232657, 0.183608779219886,
    1, 0.8754687373539, 0
};
static const double holes_traits[INV_TRAITS] = {
    1, 1.52605630349505, 0.853088880789546, 0.70900375678682, -0.805431195830623, 0.742784148055996, 0.17203159050448,
    1, 0.832909122935104, 0
};

static void same_traits(const double *got, const double *want, double tolerance, const char *what)
{
    char text[64];
    for (size_t i = 0; i < INV_TRAITS; i++) {
        snprintf(text, sizeof text, "%s, trait %zu", what, i);
        close_to(got[i], want[i], tolerance, text);
    }
}

static void copy_with_holes(double *y)
{
    memcpy(y, air, sizeof air);
    y[30] = y[31] = y[98] = y[99] = y[100] = y[120] = NAN;
}

START_TEST(traits_as_in_r)
{
    double x[INV_TRAITS], y[AIR];
    look(air, AIR, 12, x);
    same_traits(x, air_traits, 1e-11, "air");
    copy_with_holes(y);
    look(y, AIR, 12, x);
    same_traits(x, holes_traits, 1e-11, "air with holes");
}
END_TEST

START_TEST(traits_by_hand)
{
    static const double season[] = { 1, 5, 2, 8 };
    double y[40], x[INV_TRAITS];
    for (size_t t = 0; t < 40; t++)
        y[t] = 3 + 2 * (double)t;
    look(y, 40, 1, x);
    close_to(x[INV_TRAIT_LENGTH], log(40 / 30.0), 1e-15, "length");
    close_to(x[INV_TRAIT_TREND], 1, 1e-12, "trend of a line");
    close_to(x[INV_TRAIT_NOISE], 2 + log(0.001), 1e-12, "a line has no noise: the least");
    for (size_t i = INV_TRAIT_SEASONAL; i < INV_TRAITS; i++)
        close_to(x[i], 0, 0, "no season");
    close_to(x[INV_TRAIT_SEASON], 0, 0, "no season");
    for (size_t t = 0; t < 40; t++)
        y[t] = season[t % 4];
    look(y, 40, 4, x);
    close_to(x[INV_TRAIT_SEASON], 1, 1e-12, "season alone");
    ck_assert(x[INV_TRAIT_TREND] < 0.02);
    close_to(x[INV_TRAIT_SEASONAL], 1, 0, "a season");
    close_to(x[INV_TRAIT_CYCLES], log(10 / 5.0), 1e-15, "cycles");
    close_to(x[INV_TRAIT_PERIOD], log(4 / 12.0), 1e-15, "period");
    look(y, 9, 4, x);
    close_to(x[INV_TRAIT_SEASONAL], 0, 0, "too short to tell");
    for (size_t t = 0; t < 40; t++)
        y[t] = t % 2 ? 1 : 3;           /* the changes are -2, 2, -2, ...: 39 of them, the mean -2 / 39 */
    look(y, 40, 1, x);
    double mean = -2 / 39.0, square = 39 * (4 - mean * mean), cross = 0;
    for (size_t t = 0; t < 38; t++)
        cross += ((t % 2 ? 2 : -2) - mean) * ((t % 2 ? -2 : 2) - mean);
    close_to(x[INV_TRAIT_REVERSION], cross / square, 1e-12, "changes that turn");
}
END_TEST

/* In other units, and where numbers are at their ends, all is the same. */
START_TEST(traits_have_no_unit)
{
    static const double units[] = { 1e6, 1e-6, 0x1p290, 0x1p-290 };
    double y[AIR], x[INV_TRAITS], other[INV_TRAITS], z[AIR];
    copy_with_holes(y);
    look(y, AIR, 12, x);
    for (size_t u = 0; u < 4; u++) {
        for (size_t t = 0; t < AIR; t++)
            z[t] = units[u] * y[t];
        look(z, AIR, 12, other);
        same_traits(other, x, 1e-10, "other units");
    }
}
END_TEST

START_TEST(traits_are_finite)
{
    static const double series[][12] = {
        { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1 }, { 1, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, 1, 2 },
        { -1, 1, -1, 1, -1, 1, -1, 1, -1, 1, -1, 1 }, { 1, NAN, 2, NAN, 1, NAN, 2, NAN, 1, NAN, 2, 9 },
        { 0, 0, 0, 0, 0, 0x1p300, 0, 0, 0, 0, 0, 0 },
    };
    for (size_t i = 0; i < sizeof series / sizeof *series; i++)
        for (size_t m = 1; m < 30; m++) {
            double x[INV_TRAITS];
            look(series[i], 12, m, x);
            for (size_t j = 0; j < INV_TRAITS; j++)
                ck_assert_msg(fabs(x[j]) < 10, "series %zu, season %zu, trait %zu: %g", i, m, j, x[j]);
        }
}
END_TEST

/* ---- weights --------------------------------------------------------------------------- */

static double weigh(const struct inv_panel *p, double *weight)
{
    double sum = 0;
    inv_trust_weigh(p, weight);
    for (size_t i = 0; i < p->n; i++) {
        ck_assert(weight[i] == 0 || (weight[i] > 0.004 && weight[i] <= 1));
        sum += weight[i];
    }
    return sum;
}

START_TEST(weights)
{
    struct inv_series s;
    struct inv_panel p;
    struct inv_model_args a = { .h = H };
    struct inv_work w = work_of(inv_panel_room(AIR, 12, H, &a));
    double before[INV_PANEL_MOST], weight[INV_PANEL_MOST];
    inv_series_look(&s, air, AIR, 12);
    ck_assert_int_eq(inv_panel_fit(&p, &s, &a, &w, NULL), INV_OK);
    ck_assert_uint_eq(p.steps, H);
    ck_assert_uint_eq(p.origins, 2);
    close_to(weigh(&p, before), 1, 1e-12, "sum of the weights");
    for (size_t i = 0; i < p.n; i++) {
        double loss = p.loss[i];
        p.loss[i] = loss + 1;
        close_to(weigh(&p, weight), 1, 1e-12, "sum of the weights");
        ck_assert_msg(before[i] == 0 || weight[i] < before[i], "member %zu is worse and not heard less", i);
        p.loss[i] = loss;
    }
    for (size_t i = 0; i + 1 < p.n; i++) {
        p.fit[i].model = NULL;
        close_to(weigh(&p, weight), 1, 1e-12, "of those that can serve");
        close_to(weight[i], 0, 0, "one that cannot");
    }
    close_to(weight[p.n - 1], 1, 1e-15, "the only one that can");
    inv_work_free(&w);
}
END_TEST

/* The error of the trials, by hand: naive on a straight line errs by 1, 2, 3, ... */
START_TEST(trials)
{
    struct inv_series s;
    struct inv_panel p;
    struct inv_model_args a = { .h = 3 };
    double y[30], weight[INV_PANEL_MOST] = { 1 };       /* naive alone */
    for (size_t t = 0; t < 30; t++)
        y[t] = 10 + (double)t;
    struct inv_work w = work_of(inv_panel_room(30, 1, 3, &a));
    inv_series_look(&s, y, 30, 1);
    ck_assert_int_eq(inv_panel_fit(&p, &s, &a, &w, NULL), INV_OK);
    ck_assert_uint_eq(p.steps, 3);
    ck_assert_str_eq(p.fit[0].model->name, "naive");
    close_to(inv_panel_error(&p, weight), sqrt((1 + 4 + 9) / 3.0), 1e-12, "naive on a line");
    y[29] = 37;     /* its last value is 2 less: 1, 2, 1, and 1, 2, 3 */
    y[26] = NAN;    /* naive stands at 35 before step 1: 2, 3, 2 and 1, 2 */
    inv_series_look(&s, y, 30, 1);
    ck_assert_int_eq(inv_work_reserve(&w, inv_panel_room(30, 1, 3, &a), NULL), INV_OK);
    ck_assert_int_eq(inv_panel_fit(&p, &s, &a, &w, NULL), INV_OK);
    close_to(inv_panel_error(&p, weight), sqrt((4 + 9 + 4 + 1 + 4) / 5.0), 1e-12, "over a hole");
    weight[0] = 0;
    weight[2] = 1;  /* drift goes on over it: the line, of which the last value falls short by 2 */
    ck_assert_str_eq(p.fit[2].model->name, "drift");
    close_to(inv_panel_error(&p, weight), sqrt(4 / 5.0), 1e-12, "drift over a hole");
    inv_work_free(&w);
}
END_TEST

/* ---- the whole ------------------------------------------------------------------------- */

static struct inv_rng stream(void)
{
    struct inv_rng r;
    inv_rng_seed(&r, 5, 1);
    return r;
}

static struct inv_forecast_spec spec_of(size_t h)
{
    return (struct inv_forecast_spec){ .model = inv_model_find("auto", 4), .h = h, .allow_negative = true, .args = { .h = h } };
}

static struct inv_forecast forecast(const double *y, size_t n, size_t m, size_t h, struct inv_work *w)
{
    struct inv_forecast_spec spec = spec_of(h);
    struct inv_forecast f;
    struct inv_rng r = stream();
    ck_assert_int_eq(inv_forecast(y, n, m, &spec, w, &r, &f, NULL), INV_OK);
    return f;
}

START_TEST(mean_of_the_parts)
{
    double y[AIR];
    copy_with_holes(y);
    for (size_t n = 8; n <= AIR; n += 17) {
        struct inv_work w = { 0 };
        struct inv_forecast f = forecast(y, n, 12, H, &w);
        double mean[H] = { 0 }, own[H], sum = 0;
        ck_assert_uint_gt(f.fit.nparts, 1);
        for (size_t i = 0; i < f.fit.nparts; i++) {
            sum += f.fit.weight[i];
            inv_fit_mean(&f.fit.parts[i], H, own);
            for (size_t k = 0; k < H; k++)
                mean[k] += f.fit.weight[i] * own[k];
        }
        close_to(sum, 1, 1e-12, "sum of the weights");
        for (size_t k = 0; k < H; k++)
            close_to(f.outlook.forecast[k], mean[k], 1e-9 * fabs(mean[k]), "mean of the parts");
        inv_work_free(&w);
    }
}
END_TEST

/* Who serves where there is little to judge by. */
START_TEST(others_serve)
{
    static const double few[] = { 3, 5, 4, 6, 5, 7 };
    double lumpy[48];
    struct inv_work w = { 0 };
    ck_assert_str_eq(forecast(few, 5, 1, H, &w).fit.model->name, "ses");
    ck_assert_str_eq(forecast(few, 6, 1, H, &w).fit.model->name, "auto");
    for (size_t t = 0; t < 48; t++)
        lumpy[t] = t % 3 == 0 ? 2 + (double)(t % 5) : 0;
    ck_assert_str_eq(forecast(lumpy, 48, 1, H, &w).fit.model->name, "ewm");
    lumpy[7] = -1;
    ck_assert_str_eq(forecast(lumpy, 48, 1, H, &w).fit.model->name, "auto");
    inv_work_free(&w);
}
END_TEST

/* ---- the distribution ------------------------------------------------------------------ */

/* How many of the paths' steps and totals are at or below what is expected of p of them. */
struct counts { double p, step[H], total[H], q[H], most[H]; };

static void count(struct counts *c, const struct inv_outlook *o, const double *path)
{
    double sum = 0;
    for (size_t k = 0; k < o->h; k++) {
        sum += path[k];
        c->step[k] += path[k] <= c->q[k];
        c->total[k] += sum <= c->most[k];
    }
}

static void expect_share(double seen, double p, const char *what, size_t k)
{
    double n = (double)paths(), se = sqrt(p * (1 - p) / n);
    ck_assert_msg(fabs(seen / n - p) < 4.5 * se, "%s of %zu: %g of the paths below the %g quantile", what, k + 1,
                  seen / n, p);
}

/* Counts, not moments: with this tail the paths' variances hardly settle. */
static void paths_agree(const struct inv_outlook *o, const char *what)
{
    static const double p[] = { 0.05, 0.5, 0.9, 0.99 };
    struct counts c[4] = { 0 };
    struct inv_rng r = stream();
    double path[H];
    struct inv_work w = work_of(inv_outlook_path_room(o));
    double *scratch = inv_work_take(&w, inv_outlook_path_room(o));
    for (size_t i = 0; i < 4; i++) {
        c[i].p = p[i];
        inv_outlook_quantile(o, p[i], c[i].q);
        for (size_t k = 0; k < o->h; k++) {
            struct inv_total t = inv_outlook_total(o, k + 1);
            c[i].most[k] = inv_total_quantile(o, &t, p[i]);
        }
    }
    for (size_t i = 0; i < paths(); i++) {
        inv_outlook_path(o, i, &r, scratch, path);
        for (size_t j = 0; j < 4; j++)
            count(&c[j], o, path);
    }
    for (size_t i = 0; i < 4; i++)
        for (size_t k = 0; k < o->h; k++) {
            expect_share(c[i].step[k], p[i], what, k);
            expect_share(c[i].total[k], p[i], "total", k);
        }
    inv_work_free(&w);
}

/* After 3 periods of which nothing is known, too: the gap's shocks are in totals. */
START_TEST(paths_and_totals)
{
    double y[AIR + 3];
    struct inv_work w = { 0 };
    struct inv_forecast f = forecast(air, AIR, 12, H, &w);
    ck_assert(f.outlook.tail > 2);
    paths_agree(&f.outlook, "step");
    memcpy(y, air, sizeof air);
    y[AIR] = y[AIR + 1] = y[AIR + 2] = NAN;
    f = forecast(y, AIR + 3, 12, H, &w);
    ck_assert_uint_eq(f.gap, 3);
    paths_agree(&f.outlook, "step after a gap");
    inv_work_free(&w);
}
END_TEST

/* Demand that leans: steps by its quantiles, the paths' mean that of the forecast, and
 * totals, which lean by their own cv, close to those of the paths. */
START_TEST(leaning_paths)
{
    static const double p[] = { 0.1, 0.5, 0.9, 0.95 };
    struct inv_work w = { 0 };
    struct inv_forecast f = forecast(air, AIR, 12, H, &w);
    struct inv_outlook *o = &f.outlook;
    struct counts c[4] = { 0 };
    struct inv_rng r = stream();
    double path[H], mean = 0, all = 0;
    o->lo = 0;
    o->skew = 0.5;
    o->tail = 12;               /* or else the paths' mean hardly settles */
    for (size_t k = 0; k < o->h; k++) {
        o->spread[k] *= 8;
        o->cum_sd[k] *= 8;
        all += o->forecast[k];
    }
    ck_assert(o->spread[0] > 0.2 * o->loc[0]);
    struct inv_work room = work_of(inv_outlook_path_room(o));
    double *scratch = inv_work_take(&room, inv_outlook_path_room(o));
    struct inv_total t = inv_outlook_total(o, o->h);
    for (size_t i = 0; i < 4; i++) {
        c[i].p = p[i];
        inv_outlook_quantile(o, p[i], c[i].q);
        c[i].most[o->h - 1] = inv_total_quantile(o, &t, p[i]);
    }
    for (size_t i = 0; i < paths(); i++) {
        inv_outlook_path(o, i, &r, scratch, path);
        for (size_t j = 0; j < 4; j++)
            count(&c[j], o, path);
        for (size_t k = 0; k < o->h; k++)
            mean += path[k] / (double)paths();
    }
    close_to(mean, all, 0.02 * all, "the paths' mean");
    for (size_t i = 0; i < 4; i++) {
        for (size_t k = 0; k < o->h; k++)
            expect_share(c[i].step[k], p[i], "leaning step", k);
        close_to(c[i].total[o->h - 1] / (double)paths(), p[i], 0.03, "share of totals");
    }
    inv_work_free(&room);
    inv_work_free(&w);
}
END_TEST

/* R: qt(c(0.001, 0.1, 0.75, 0.975, 0.999), nu), qnorm(the same). */
static const double at[] = { 0.001, 0.1, 0.75, 0.975, 0.999 };
static const struct { double nu, q[5]; } students[] = {
    { 2.5, { -13.822193110866, -1.73025092880718, 0.785013682992297, 3.57465484200369, 13.822193110866 } },
    { 3.3067, { -8.9280362763361, -1.59758559142916, 0.755792380344618, 3.02180449304973, 8.9280362763361 } },
    { 30, { -3.38518486682931, -1.3104150253914, 0.682755693321292, 2.04227245630124, 3.38518486682931 } },
};
static const double normal[] = { -3.09023230616781, -1.2815515655446, 0.674489750196082, 1.95996398454005, 3.09023230616781 };

static void expect_quantiles(struct inv_outlook *o, double tail, const double *z, double scale)
{
    double q[H];
    o->tail = tail;
    for (size_t i = 0; i < 5; i++) {
        inv_outlook_quantile(o, at[i], q);
        for (size_t k = 0; k < o->h; k++)
            close_to(q[k], o->forecast[k] + scale * z[i] * o->sd[k], 1e-9 * fabs(q[k]) + 1e-8, "quantile");
    }
}

START_TEST(tails)
{
    struct inv_work w = { 0 };
    struct inv_forecast f = forecast(air, AIR, 12, H, &w);
    for (size_t i = 0; i < sizeof students / sizeof *students; i++) {
        double nu = students[i].nu;
        for (size_t j = 0; j < 5; j++)
            close_to(inv_student_quantile(at[j], nu), students[i].q[j], 1e-9 * fabs(students[i].q[j]), "qt");
        expect_quantiles(&f.outlook, nu, students[i].q, sqrt((nu - 2) / nu));
    }
    expect_quantiles(&f.outlook, 0, normal, 1);
    inv_work_free(&w);
}
END_TEST

/* The sd is the members' times a ratio that is bounded, and totals' sd grows no slower than
 * independent steps', no faster than steps that all err together. */
START_TEST(bounded_spread)
{
    double y[AIR];
    for (size_t n = 8; n <= AIR; n += 17) {
        copy_with_holes(y);
        struct inv_work w = { 0 };
        struct inv_forecast f = forecast(y, n, 12, H, &w);
        double sum = 0, square = 0;
        for (size_t k = 0; k < H; k++) {
            double sd = f.outlook.sd[k], total = f.outlook.cum_sd[k];
            sum += sd;
            square += sd * sd;
            ck_assert_msg(isfinite(sd) && sd > 0, "n %zu, step %zu: sd %g", n, k + 1, sd);
            ck_assert_msg(total <= sum * (1 + 1e-12), "n %zu, step %zu: total's sd %g above %g", n, k + 1, total, sum);
            ck_assert_msg(total >= 0.99 * sqrt(square), "n %zu, step %zu: total's sd %g below %g", n, k + 1, total, sqrt(square));
        }
        inv_work_free(&w);
    }
}
END_TEST

/* ---- kept ------------------------------------------------------------------------------- */

/* Weights and traits stay, and each part goes on as it would alone. */
START_TEST(kept_and_carried_on)
{
    struct inv_work w = { 0 }, other = { 0 };
    struct inv_buf line = { 0 };
    struct inv_rng r = stream();
    struct inv_forecast_spec spec = spec_of(H);
    struct inv_forecast f = forecast(air, 120, 12, H, &w), g;
    struct inv_series more;
    ck_assert_int_eq(inv_saved_write(&f, &line, NULL), INV_OK);
    inv_series_look(&more, air + 120, AIR - 120, 1);
    ck_assert_int_eq(inv_saved_forecast(line.s, line.n, &more, &spec, &other, &r, &g, NULL), INV_OK);
    ck_assert_uint_eq(g.fit.nparts, f.fit.nparts);
    ck_assert_uint_eq(g.fit.n, AIR);
    ck_assert_mem_eq(g.fit.weight, f.fit.weight, f.fit.nparts * sizeof *f.fit.weight);
    ck_assert_uint_eq(g.fit.nstate, INV_SPREAD_STATES);
    ck_assert_mem_eq(g.fit.state, f.fit.state, INV_SPREAD_STATES * sizeof *f.fit.state);
    for (size_t i = 0; i < f.fit.nparts; i++) {
        struct inv_fit *part = (struct inv_fit *)(uintptr_t)&f.fit.parts[i];
        double alone[H], within[H];
        ck_assert_ptr_eq(part->model, g.fit.parts[i].model);
        ck_assert_int_eq(part->model->update(part, &more, NULL), INV_OK);
        inv_fit_mean(part, H, alone);
        inv_fit_mean(&g.fit.parts[i], H, within);
        for (size_t k = 0; k < H; k++)
            close_to(within[k], alone[k], 1e-9 * fabs(alone[k]), part->model->name);
    }
    paths_agree(&g.outlook, "step of a fit carried on");
    inv_buf_free(&line);
    inv_work_free(&w);
    inv_work_free(&other);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("auto");
    TCase *t = tcase_create("auto");
    tcase_set_timeout(t, 120);
    tcase_add_test(t, traits_as_in_r);
    tcase_add_test(t, traits_by_hand);
    tcase_add_test(t, traits_have_no_unit);
    tcase_add_test(t, traits_are_finite);
    tcase_add_test(t, weights);
    tcase_add_test(t, trials);
    tcase_add_test(t, mean_of_the_parts);
    tcase_add_test(t, others_serve);
    tcase_add_test(t, paths_and_totals);
    tcase_add_test(t, leaning_paths);
    tcase_add_test(t, tails);
    tcase_add_test(t, bounded_spread);
    tcase_add_test(t, kept_and_carried_on);
    suite_add_tcase(s, t);
    SRunner *r = srunner_create(s);
    srunner_run_all(r, CK_ENV);
    int failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed ? 1 : 0;
}
