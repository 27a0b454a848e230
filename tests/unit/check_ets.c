/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <check.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "forecast-values.h"
#include "forecast/ets_form.h"
#include "forecast/ets_pass.h"
#include "inv/forecast.h"

#define N (sizeof ets_y / sizeof *ets_y)

static void close_to(double got, double want, double rel, const char *what)
{
    if (!(fabs(got - want) <= rel * fabs(want)))
        ck_abort_msg("%s: %.17g is not %.17g", what, got, want);
}

static struct inv_work work_of(size_t n)
{
    struct inv_work w = { 0 };
    ck_assert_int_eq(inv_work_reserve(&w, n, NULL), INV_OK);
    return w;
}

/* ---- the recursions, against fractions (gen-forecast.py) -------------------------- */

static void run_at(struct inv_ets e, const double *y, const double *want, const char *what)
{
    struct inv_series s;
    double end[4] = { 0 }, mean[5] = { 0 };
    e.alpha = 0.37;
    e.beta = 0.11;
    e.s_end = end;
    inv_series_look(&s, y, N, e.m);
    inv_ets_run(&e, &s);
    inv_ets_add(&e, N, 1, 5, mean);
    close_to(e.sse, want[0], 1e-12, what);
    ck_assert_double_eq_tol(e.log_scale, want[1], 1e-9);
    for (size_t k = 0; k < 5; k++)
        close_to(mean[k], want[2 + k], 1e-13, what);
}

START_TEST(recursions)
{
    double holes[N], plus[] = { -7, 6, -15, 16 }, times[] = { 0.85, 1.15, 0.6, 1.4 };
    memcpy(holes, ets_y, sizeof holes);
    holes[3] = holes[8] = holes[9] = NAN;
    struct inv_ets damped = { .form = { false, INV_ETS_DAMPED, INV_ETS_NONE }, .m = 1, .phi = 0.91, .l = 30, .b = 1.5 };
    run_at(damped, ets_y, ets_damped, "damped");
    run_at(damped, holes, ets_damped_holes, "damped with holes");
    struct inv_ets add = { .form = { false, INV_ETS_TREND, INV_ETS_ADDITIVE }, .m = 4, .gamma = 0.23, .phi = 1, .l = 39, .b = 0.75, .s = plus };
    run_at(add, ets_y, ets_additive, "additive");
    struct inv_ets mul = { .form = { true, INV_ETS_TREND, INV_ETS_MULTIPLICATIVE }, .m = 4, .gamma = 0.23, .phi = 1, .l = 39, .b = 0.75, .s = times };
    run_at(mul, ets_y, ets_multiplicative, "multiplicative");
}
END_TEST

/* A shock e in the last value moves the forecasts by psi_j e: exactly so with
 * additive errors. */
START_TEST(psi_is_what_a_shock_does)
{
    double plus[] = { -7, 6, -15, 16 }, end[4], other_end[4], y[N], psi[10], mean[9] = { 0 }, moved[9] = { 0 };
    struct inv_series s;
    struct inv_ets e = { .form = { false, INV_ETS_DAMPED, INV_ETS_ADDITIVE }, .m = 4, .alpha = 0.37, .beta = 0.11, .gamma = 0.23,
                         .phi = 0.91, .l = 39, .b = 0.75, .s = plus, .s_end = end };
    struct inv_ets other = e;
    other.s_end = other_end;
    memcpy(y, ets_y, sizeof y);
    inv_series_look(&s, y, N, 4);
    inv_ets_run(&e, &s);
    y[N - 1] += 3;
    inv_ets_run(&other, &s);
    inv_ets_add(&e, N, 1, 9, mean);
    inv_ets_add(&other, N, 1, 9, moved);
    inv_ets_psi(&e, 10, psi);
    ck_assert_double_eq(psi[0], 1);
    for (size_t j = 0; j < 9; j++)
        close_to((moved[j] - mean[j]) / 3, psi[j + 1], 1e-12, "psi");
}
END_TEST

/* ---- the derivatives, against differences ----------------------------------------- */

static double value(const struct inv_ets *e, const struct inv_series *s)
{
    struct inv_ets run = *e;
    double end[4];
    run.s_end = end;
    inv_ets_run(&run, s);
    return (double)s->seen / 2 * log(run.sse) + run.log_scale;
}

/* The parameters as the columns have them: index i moved by d. */
static struct inv_ets moved(const struct inv_ets *e, const struct inv_ets_columns *c, size_t i, double d, double *season)
{
    struct inv_ets x = *e;
    double ratio = e->beta / e->alpha, share = e->gamma / (1 - e->alpha);
    memcpy(season, e->s, 4 * sizeof *season);
    x.s = season;
    x.alpha += i == c->alpha ? d : 0;
    ratio += i == c->ratio ? d : 0;
    share += i == c->share ? d : 0;
    x.phi += i == c->phi ? d : 0;
    x.beta = c->ratio == INV_ETS_NO_COLUMN ? 0 : ratio * x.alpha;
    x.gamma = c->share == INV_ETS_NO_COLUMN ? 0 : share * (1 - x.alpha);
    x.l += i == c->l ? d : 0;
    x.b += i == c->b ? d : 0;
    if (c->seasons > 0 && i >= c->s) {
        season[i - c->s] += d;
        season[3] -= d;
    }
    return x;
}

static void check_gradient(const struct inv_ets *e, const double *y, const char *what)
{
    struct inv_ets_columns c = inv_ets_layout(&e->form, e->m, true);
    struct inv_work w = work_of(inv_ets_pass_room(&c, e->m));
    struct inv_ets_pass p;
    struct inv_series s;
    inv_series_look(&s, y, N, e->m);
    ck_assert(inv_ets_pass_take(&p, &c, e->m, &w));
    ck_assert(inv_ets_pass_run(&p, e, &s));
    for (size_t i = 0; i < c.n; i++) {
        double season[4], n = (double)s.seen, h = 1e-5;
        struct inv_ets up = moved(e, &c, i, h, season);
        double high = value(&up, &s);
        struct inv_ets down = moved(e, &c, i, -h, season);
        double slope = (high - value(&down, &s)) / (2 * h), got = n * p.g[i] / p.sse + p.v[i];
        if (!(fabs(got - slope) <= 1e-5 * (1 + fabs(slope))))
            ck_abort_msg("%s: derivative %zu is %.12g, not %.12g", what, i, got, slope);
    }
    inv_work_free(&w);
}

/* All thirty forms, in full and with holes. */
START_TEST(gradient)
{
    double plus[] = { -7, 6, -15, 16 }, times[] = { 0.85, 1.15, 0.6, 1.4 }, none[4] = { 0 }, holes[N];
    double *seasons[] = { none, plus, times };
    memcpy(holes, ets_y, sizeof holes);
    holes[3] = holes[8] = holes[9] = NAN;
    for (size_t kind = 0; kind < INV_ETS_FORMS; kind++) {
        struct inv_ets_form f = inv_ets_form_of(kind);
        bool trend = f.trend != INV_ETS_LEVEL, season = f.season != INV_ETS_NONE, grows = inv_ets_grows(f.trend);
        struct inv_ets e = { .form = f, .m = season ? 4 : 1, .alpha = 0.37, .beta = trend ? 0.11 : 0, .gamma = season ? 0.23 : 0,
                             .phi = inv_ets_fades(f.trend) ? 0.91 : 1, .l = 39, .b = !trend ? 0 : grows ? 1.02 : 0.75,
                             .s = seasons[f.season] };
        char name[64];
        snprintf(name, sizeof name, "form %zu", kind);
        ck_assert_uint_eq(inv_ets_kind(&f), kind);
        check_gradient(&e, ets_y, name);
        check_gradient(&e, holes, name);
    }
}
END_TEST

/* ---- fits ------------------------------------------------------------------------- */

/* Hyndman and Athanasopoulos (2018), Forecasting: principles and practice, 2nd
 * ed., table 7.1: oil production in Saudi Arabia; alpha 0.8339, l0 446.5868,
 * forecast 542.68. */
START_TEST(oil_of_the_textbook)
{
    static const double oil[] = { 445.36, 453.20, 454.41, 422.38, 456.04, 440.39, 425.19, 486.21, 500.43, 521.28,
                                  508.95, 488.89, 509.87, 456.72, 473.82, 525.95, 549.83, 542.34 };
    struct inv_forecast_spec spec = { .model = inv_model_find("ses", 3), .h = 2 };
    struct inv_work w = { 0 };
    struct inv_rng r;
    struct inv_forecast f;
    inv_rng_seed(&r, 1, 1);
    ck_assert_int_eq(inv_forecast(oil, 18, 1, &spec, &w, &r, &f, NULL), INV_OK);
    ck_assert_double_eq_tol(f.fit.par[0], 0.8339, 2e-3);
    ck_assert_double_eq_tol(f.fit.par[1], 446.5868, 0.05);
    ck_assert_double_eq_tol(f.outlook.forecast[0], 542.68, 0.02);
    ck_assert_double_eq(f.outlook.forecast[0], f.outlook.forecast[1]);
    inv_work_free(&w);
}
END_TEST

/* The search from eight alphas side by side ends where the general one does. */
START_TEST(ses_is_the_simplest_ets)
{
    static const struct inv_ets_form form = { false, INV_ETS_LEVEL, INV_ETS_NONE };
    struct inv_work w = work_of(2000), v = work_of(2000);
    uint64_t x = 88172645463325252u;
    double y[40];
    for (int round = 0; round < 50; round++) {
        for (size_t t = 0; t < 40; t++) {
            x ^= x << 13, x ^= x >> 7, x ^= x << 17;
            double e = (double)(x >> 11) * 0x1p-53 - 0.5;
            y[t] = t == 17 ? NAN : (t > 0 && t != 18 ? 0.7 * y[t - 1] : 20) + 8 * e;
        }
        struct inv_series s;
        struct inv_fit fit;
        struct inv_ets e;
        struct inv_model_args args = { 0 };
        inv_series_look(&s, y, 40, 1);
        inv_work_release(&w, 0);
        inv_work_release(&v, 0);
        ck_assert_int_eq(inv_model_find("ses", 3)->fit(&s, &args, &w, &fit, NULL), INV_OK);
        ck_assert_int_eq(inv_ets_fit(&e, &form, &s, &(struct inv_ets_plan){ .cold = INV_ETS_ALL_STARTS }, &v, NULL), INV_OK);
        double ets = -39.0 / 2 * log(e.sse);
        ck_assert_double_eq_tol(fit.loglik, ets, 1e-4);
        if (fabs(fit.par[0] - e.alpha) > 1e-2)
            ck_assert_double_eq_tol(fit.loglik, ets, 1e-6);
    }
    inv_work_free(&w);
    inv_work_free(&v);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("ets");
    TCase *c = tcase_create("exponential smoothing");
    tcase_add_test(c, recursions);
    tcase_add_test(c, psi_is_what_a_shock_does);
    tcase_add_test(c, gradient);
    tcase_add_test(c, oil_of_the_textbook);
    tcase_add_test(c, ses_is_the_simplest_ets);
    suite_add_tcase(suite, c);
    SRunner *r = srunner_create(suite);
    srunner_run_all(r, CK_ENV);
    int failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
