/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The theta models and the season that is taken out before them: against R's thetaf and
 * decompose, statsforecast 2.1.1 and the recursion as it is printed. */
#include "config.h"

#include <check.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "forecast/season.h"
#include "inv/forecast.h"
#include "oracle.h"
#include "theta-values.h"

#define MOST 600
#define COUNT(x) (sizeof (x) / sizeof *(x))

static void close_to(double got, double want, double eps, const char *what)
{
    if (!(fabs(got - want) <= eps * (1 + fabs(want))))
        ck_abort_msg("%s: %.12g is not %.12g", what, got, want);
}

struct trial { struct inv_work w; struct inv_series s; struct inv_fit fit; struct inv_err err; };

static const struct inv_model *named(const char *name) { return inv_model_find(name, strlen(name)); }

static void fit(struct trial *t, const char *name, const double *y, size_t n, size_t m)
{
    struct inv_model_args a = { .h = 24 };
    const struct inv_model *model = named(name);
    inv_series_look(&t->s, y, n, m);
    ck_assert_int_eq(inv_work_reserve(&t->w, model->room(n, m, 24, &a), NULL), INV_OK);
    ck_assert_int_eq(model->fit(&t->s, &a, &t->w, &t->fit, &t->err), INV_OK);
}

/* ---- R ---------------------------------------------------------------------------- */

static const double quarters[] = { 41, 52, 33, 60, 44, 58, 36, 67, 49, 60, 41, 70, 52, 66, 43, 79, 55, 70, 47, 81 };
static const double plain[] = { 12.5, 13.1, 11.8, 14.9, 15.2, 14.4, 16.8, 15.9, 17.7, 18.1 };

/* thetaf(ts(quarters, frequency = 4), h = 6)$mean, thetaf(ts(plain), h = 4)$mean */
START_TEST(as_thetaf)
{
    static const double want_4[] = { 58.4086534184969, 73.3702806125697, 47.0462387319709, 84.0012159446115,
                                     60.3312694512183, 75.7656709473368 };
    static const double want_1[] = { 18.3074239617873, 18.6346966890600, 18.9619694163328, 19.2892421436055 };
    struct trial t = { 0 };
    double mean[6];
    fit(&t, "theta", quarters, COUNT(quarters), 4);
    inv_fit_mean(&t.fit, 6, mean);
    for (size_t k = 0; k < 6; k++)
        close_to(mean[k], want_4[k], 1e-5, "thetaf of quarters");
    close_to(t.fit.par[4] / 2, 0.53374719132504, 1e-9, "drift");
    fit(&t, "theta", plain, COUNT(plain), 1);
    inv_fit_mean(&t.fit, 4, mean);
    for (size_t k = 0; k < 4; k++)
        close_to(mean[k], want_1[k], 1e-5, "thetaf of a plain series");
    inv_work_free(&t.w);
}
END_TEST

START_TEST(as_thetaf_on_classic_series)
{
    struct oracle o;
    const char *name;
    size_t at = 0, cases = 0, m = 1;
    struct trial t = { 0 };
    if (!oracle_open_file(&o, "forecast-reference.csv"))
        return;
    while ((name = oracle_next(&o, "thetaf", &at))) {
        double y[MOST], mean[24];
        size_t n = oracle_series(name + strlen("theta_"), &m, y, MOST);
        fit(&t, "theta", y, n, m);
        inv_fit_mean(&t.fit, 24, mean);
        for (size_t k = 0; k < 24; k++) {
            char step[32];
            snprintf(step, sizeof step, "mean_%zu", k + 1);
            double want = oracle_number(&o, name, step);
            if (!isnan(want))
                close_to(mean[k], want, 5e-5, name);
        }
        cases++;
    }
    ck_assert_uint_eq(cases, 10);
    oracle_close(&o);
    inv_work_free(&t.w);
}
END_TEST

/* decompose(ts(quarters, frequency = m), type = ...)$figure */
START_TEST(as_decompose)
{
    static const double times_4[] = { 0.900527470668506, 1.121968590045683, 0.713600436076652, 1.263903503209160 };
    static const double plus_4[] = { -5.6640625, 6.7421875, -15.4140625, 14.3359375 };
    static const double times_3[] = { 1.001299820948661, 1.012466834991735, 0.986233344059604 };
    struct inv_series s;
    double figure[12], z[COUNT(quarters)], y[COUNT(quarters)], work[13];
    inv_series_look(&s, quarters, COUNT(quarters), 4);
    ck_assert(inv_season_found(&s, work));
    ck_assert_int_eq(inv_season_remove(&s, INV_SEASON_MULTIPLICATIVE, figure, z), INV_SEASON_MULTIPLICATIVE);
    for (size_t i = 0; i < 4; i++)
        close_to(figure[i], times_4[i], 1e-13, "figure");
    close_to(z[6], 36 / times_4[2], 1e-13, "a value without its season");
    for (size_t i = 0; i < COUNT(quarters); i++)
        y[i] = quarters[i] - 60;
    inv_series_look(&s, y, COUNT(quarters), 4);
    ck_assert_int_eq(inv_season_remove(&s, INV_SEASON_MULTIPLICATIVE, figure, z), INV_SEASON_ADDITIVE);
    for (size_t i = 0; i < 4; i++)
        close_to(figure[i], plus_4[i], 1e-13, "figure");
    inv_series_look(&s, quarters, COUNT(quarters), 3);
    ck_assert(!inv_season_found(&s, work));
    ck_assert_int_eq(inv_season_remove(&s, INV_SEASON_MULTIPLICATIVE, figure, z), INV_SEASON_MULTIPLICATIVE);
    for (size_t i = 0; i < 3; i++)
        close_to(figure[i], times_3[i], 1e-13, "figure of three");
}
END_TEST

/* A season that repeats itself exactly is found over holes as it is; a position that is
 * never known leaves the series as it is. */
START_TEST(season_with_holes)
{
    static const double shape[] = { 0.5, 1.5, 0.8, 1.2 };
    struct inv_series s;
    double y[32], z[32], figure[4];
    for (size_t t = 0; t < 32; t++)
        y[t] = t == 9 || t == 14 || t == 23 ? NAN : 200 * shape[t % 4];
    inv_series_look(&s, y, 32, 4);
    ck_assert_int_eq(inv_season_remove(&s, INV_SEASON_MULTIPLICATIVE, figure, z), INV_SEASON_MULTIPLICATIVE);
    for (size_t i = 0; i < 4; i++)
        close_to(figure[i], shape[i], 1e-13, "figure over holes");
    ck_assert(isnan(z[14]));
    for (size_t t = 0; t < 32; t++)     /* on a line, too, where the season is added */
        y[t] += isnan(y[t]) ? 0 : 3 * (double)t - 120 - 200 * shape[t % 4] + 20 * shape[t % 4];
    inv_series_look(&s, y, 32, 4);
    ck_assert_int_eq(inv_season_remove(&s, INV_SEASON_MULTIPLICATIVE, figure, z), INV_SEASON_ADDITIVE);
    for (size_t i = 0; i < 4; i++)
        close_to(figure[i], 20 * shape[i] - 20, 1e-13, "figure on a line over holes");
    for (size_t t = 0; t < 32; t++)
        y[t] = 200 * shape[t % 4];
    for (size_t t = 2; t < 32; t += 4)
        y[t] = NAN;
    inv_series_look(&s, y, 32, 4);
    ck_assert_int_eq(inv_season_remove(&s, INV_SEASON_MULTIPLICATIVE, figure, z), INV_SEASON_NONE);
    ck_assert_double_eq(z[0], 100);
}
END_TEST

/* ---- the recursion ---------------------------------------------------------------- */

static void as_printed(const char *model, const double *y, const double *want)
{
    struct trial t = { 0 };
    double mean[6];
    fit(&t, model, y, COUNT(theta_y), 1);
    close_to(t.fit.par[0], want[0], 2e-3, "alpha");
    close_to(t.fit.par[2], want[1], 2e-3, "theta");
    close_to(t.fit.sse, want[2], 1e-3, "sse");
    inv_fit_mean(&t.fit, 6, mean);
    for (size_t k = 0; k < 6; k++)
        close_to(mean[k], want[3 + k], 1e-3, model);
    inv_work_free(&t.w);
}

START_TEST(least_squares)
{
    as_printed("otm", theta_y, otm_y);
    as_printed("dotm", theta_y, dotm_y);
    as_printed("otm", theta_holes, otm_holes);
    as_printed("dotm", theta_holes, dotm_holes);
}
END_TEST

/* statsforecast.theta: o = auto_theta(plain, 1, model="OTM" and "DOTM", initial_smoothed=7.3, alpha=.37,
 * theta=2.6); forecast_theta(o, 5)["mean"]; o["residuals"][3:]. Its intercept is at t = 1. */
static void as_peer(const char *name, double intercept, double slope, const double *want)
{
    double state[7] = { 7.3, 1, 0, 0, 0, 0, 0 }, mean[5], sse = 0;
    struct inv_fit f = { .model = named(name), .m = 1, .par = { 0.37, 7.3, 2.6, intercept, slope }, .state = state,
                         .nstate = 7, .loglik = NAN };
    struct inv_series s;
    inv_series_look(&s, plain, COUNT(plain), 1);
    ck_assert_int_eq(f.model->update(&f, &s, NULL), INV_OK);
    ck_assert_uint_eq(f.n, 10);
    inv_fit_mean(&f, 5, mean);
    for (size_t k = 0; k < 5; k++)
        close_to(mean[k], want[k], 1e-12, name);
    for (size_t k = 0; k < 7; k++)
        sse += want[5 + k] * want[5 + k];
    close_to(f.sse, sse, 1e-12, "sse");
}

START_TEST(as_statsforecast)
{
    static const double otm[] = {
        18.04196939372881, 18.444766596526016, 18.84756379932322, 19.25036100212042, 19.653158204917627,
        1.141905637482516, 0.6166033488167795, -0.8143370930426315, 1.484170428585939, -0.36776983278806163,
        1.1655078025463155, 0.7314727128069762
    };
    static const double dotm[] = {
        18.04196939372881, 18.400147372644867, 18.74329161470218, 19.073244269712653, 19.39141974743405,
        2.2837819076923065, 0.6977908329846123, -0.9102873347526153, 1.6548660603636005, -0.3999760447651415,
        1.2519844341139823, 0.7468556326885718
    };
    double slope = 0.65454545454545454;
    as_peer("otm", 11.44 + slope, slope, otm);
    as_peer("dotm", 0, 0, dotm);
}
END_TEST

/* ---- what follows from the equations ------------------------------------------------ */

static const char *const models[] = { "theta", "otm", "dotm" };

/* A history with a season and holes, n values. */
static void make(double *y, size_t n, uint64_t *seed)
{
    static const double shape[] = { 0.7, 1.1, 0.9, 1.3 };
    for (size_t t = 0; t < n; t++)
        y[t] = (80 + (double)t + 12 * test_uniform(seed)) * shape[t % 4];
    y[7] = y[n / 2] = y[n / 2 + 1] = NAN;
}

START_TEST(update_is_a_run_over_all)
{
    uint64_t seed = test_seed("update", 71);
    for (size_t i = 0; i < 3; i++) {
        double y[60], e[60], part[60], state[11], mean[9], again[9], sse = 0;
        struct trial t = { 0 };
        make(y, 60, &seed);
        fit(&t, models[i], y, 60, 4);
        ck_assert_uint_eq(t.fit.kind, INV_SEASON_MULTIPLICATIVE);
        ck_assert_int_eq(t.fit.model->residuals(&t.fit, &t.s, &t.w, e, NULL), INV_OK);
        for (size_t j = 0; j < 60; j++)
            sse += isnan(e[j]) ? 0 : e[j] * e[j];
        close_to(t.fit.sse, sse, 1e-12, "the residuals' squares");
        inv_fit_mean(&t.fit, 9, mean);
        /* the same parameters from the start on, in three parts */
        struct inv_fit f = t.fit;
        memset(state, 0, sizeof state);
        memcpy(state + 7, t.fit.state + 7, 4 * sizeof *state);
        state[0] = f.par[1];
        state[1] = 1;
        f.state = state;
        f.n = f.seen = 0;
        f.sse = 0;
        f.loglik = NAN;
        for (size_t from = 0, to = 0; from < 60; from = to) {
            struct inv_series s;
            to = from == 0 ? 9 : from == 9 ? 31 : 60;
            inv_series_look(&s, y + from, to - from, 4);
            ck_assert_int_eq(f.model->update(&f, &s, NULL), INV_OK);
        }
        ck_assert_uint_eq(f.n, 60);
        ck_assert_uint_eq(f.seen, t.fit.seen);
        close_to(f.sse, t.fit.sse, 1e-11, "sse after updates");
        inv_fit_mean(&f, 9, again);
        for (size_t k = 0; k < 9; k++)
            close_to(again[k], mean[k], 1e-11, models[i]);
        ck_assert_int_eq(f.model->residuals(&f, &t.s, &t.w, part, NULL), INV_OK);
        ck_assert_int_eq(memcmp(part, e, sizeof e), 0);
        inv_work_free(&t.w);
    }
}
END_TEST

/* An update brings loglik to where a run has it. */
START_TEST(update_keeps_the_likelihood)
{
    uint64_t seed = test_seed("likelihood", 72);
    double y[60], logs = 0;
    struct trial t = { 0 };
    make(y, 60, &seed);
    fit(&t, "dotm", y, 52, 4);
    struct inv_series s;
    inv_series_look(&s, y + 52, 8, 4);
    ck_assert_int_eq(t.fit.model->update(&t.fit, &s, NULL), INV_OK);
    for (size_t j = 3; j < 60; j++)
        logs += isnan(y[j]) ? 0 : log(t.fit.state[7 + j % 4]);
    close_to(t.fit.loglik, -(double)t.fit.seen / 2 * log(t.fit.sse) - logs, 1e-12, "loglik");
    inv_work_free(&t.w);
}
END_TEST

/* A value that is 1 above its forecast moves what follows by psi. */
START_TEST(psi_is_what_a_shock_does)
{
    uint64_t seed = test_seed("psi", 73);
    for (size_t i = 0; i < 3; i++) {
        double y[60], mean[10], moved[9];
        struct trial t = { 0 };
        struct inv_model_args a = { .h = 10 };
        struct inv_outlook o = { .mean = mean };
        make(y, 60, &seed);
        fit(&t, models[i], y, 60, 4);
        inv_fit_mean(&t.fit, 10, mean);
        ck_assert_int_eq(t.fit.model->outlook(&t.fit, 10, &a, &t.w, NULL, &o, NULL), INV_OK);
        ck_assert_ptr_nonnull(o.scale);
        double next = mean[0] + o.scale[0];
        struct inv_series s;
        inv_series_look(&s, &next, 1, 4);
        ck_assert_int_eq(t.fit.model->update(&t.fit, &s, NULL), INV_OK);
        inv_fit_mean(&t.fit, 9, moved);
        ck_assert_double_eq(o.psi[0], 1);
        for (size_t k = 0; k < 9; k++)
            close_to((moved[k] - mean[k + 1]) / o.scale[k + 1], o.psi[k + 1], 1e-9, models[i]);
        inv_work_free(&t.w);
    }
}
END_TEST

/* In other units and around another level the fit is the same. */
START_TEST(far_from_zero)
{
    for (size_t i = 0; i < 3; i++) {
        double y[COUNT(theta_y)], mean[6], far[6];
        struct trial t = { 0 };
        for (size_t j = 0; j < COUNT(theta_y); j++)
            y[j] = theta_y[j] + 0x1p30;
        fit(&t, models[i], theta_y, COUNT(theta_y), 1);
        inv_fit_mean(&t.fit, 6, mean);
        fit(&t, models[i], y, COUNT(theta_y), 1);
        inv_fit_mean(&t.fit, 6, far);
        for (size_t k = 0; k < 6; k++)
            close_to(far[k] - 0x1p30, mean[k], 1e-5, models[i]);
        inv_work_free(&t.w);
    }
}
END_TEST

static void count(void *ctx, const struct inv_fact *fact)
{
    ck_assert(isfinite(fact->value) && fact->name[0]);
    ++*(size_t *)ctx;
}

START_TEST(what_it_says)
{
    static const char *const forms[] = { "Theta, multiplicative season", "OTM, multiplicative season",
                                         "DOTM, multiplicative season" };
    for (size_t i = 0; i < 3; i++) {
        char form[INV_FORM_MAX];
        size_t facts = 0;
        struct trial t = { 0 };
        fit(&t, models[i], quarters, COUNT(quarters), 4);
        t.fit.model->form(&t.fit, form);
        ck_assert_str_eq(form, forms[i]);
        t.fit.model->explain(&t.fit, &(struct inv_facts){ count, &facts });
        ck_assert_uint_eq(facts, i == 2 ? 7 : 9);
        inv_work_free(&t.w);
    }
}
END_TEST

int main(void)
{
    const struct { const char *name; const TTest *test; } tests[] = {
        { "thetaf", as_thetaf }, { "classic series", as_thetaf_on_classic_series }, { "decompose", as_decompose },
        { "holes", season_with_holes }, { "least squares", least_squares }, { "statsforecast", as_statsforecast },
        { "update", update_is_a_run_over_all }, { "likelihood", update_keeps_the_likelihood },
        { "psi", psi_is_what_a_shock_does }, { "far", far_from_zero }, { "says", what_it_says },
    };
    Suite *suite = suite_create("theta");
    for (size_t i = 0; i < COUNT(tests); i++) {
        TCase *c = tcase_create(tests[i].name);
        tcase_add_test(c, tests[i].test);
        suite_add_tcase(suite, c);
    }
    SRunner *r = srunner_create(suite);
    srunner_run_all(r, CK_ENV);
    int failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed ? 1 : 0;
}
