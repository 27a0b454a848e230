/* SPDX-License-Identifier: GPL-3.0-or-later */
/* stlm against R 4.2 with forecast 8.20, with the calls above the values; what is
 * said of it, and new values. */
#include "config.h"

#include "inv/forecast.h"
#include "oracle.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double deaths[72] = {                  /* USAccDeaths */
    9007, 8106, 8928, 9137, 10017, 10826, 11317, 10744, 9713, 9938, 9161, 8927, 7750, 6981, 8038, 8422, 8714, 9512,
    10120, 9823, 8743, 9129, 8710, 8680, 8162, 7306, 8124, 7870, 9387, 9556, 10093, 9620, 8285, 8466, 8160, 8034,
    7717, 7461, 7767, 7925, 8623, 8945, 10078, 9179, 8037, 8488, 7874, 8647, 7792, 6957, 7726, 8106, 8890, 9299,
    10625, 9302, 8314, 8850, 8265, 8796, 7836, 6892, 7791, 8192, 9115, 9434, 10484, 9827, 9110, 9070, 8633, 9240
};

struct trial { struct inv_forecast_spec spec; struct inv_work w; struct inv_forecast f; struct inv_err err; };

static struct trial trial_of(size_t h, const char *rest)
{
    struct trial t = { .spec = { .model = inv_model_find("stlm", 4), .h = h, .allow_negative = true,
                                 .args = { .h = h } } };
    t.spec.args.rest = rest ? inv_model_find(rest, strlen(rest)) : NULL;
    return t;
}

static void run(struct trial *t, const double *y, size_t n, size_t m)
{
    struct inv_rng r;
    inv_rng_seed(&r, 42, 1);
    ck_assert_int_eq(inv_forecast(y, n, m, &t->spec, &t->w, &r, &t->f, &t->err), INV_OK);
    ck_assert_str_eq(t->f.fit.model->name, "stlm");
}

static void close_to(double got, double want, double eps, const char *what)
{
    ck_assert_msg(fabs(got - want) <= eps, "%s: %.12g, not %.12g", what, got, want);
}

/* ---- R ------------------------------------------------------------------------------- */

/* forecast(stlm(USAccDeaths - 9000, method = "ets", etsmodel = "ANN"), h = 13)$mean */
static const double terms_mean[] = { -666.5525322, -1398.014388, -642.5955009, -415.9187291, 457.0768053, 857.610686,
    1813.598615, 1035.675466, -1.667291834, 287.42611, -221.1098381, 144.1642171, -666.5525322 };
/* y <- AirPassengers; s <- exp(mstl(log(y))[, "Seasonal12"])
 * forecast(ets(y / s, "AAN", damped = FALSE), h = 13)$mean * s[c(133:144, 133)] */
static const double factors_mean[] = { 447.390702, 424.9362518, 488.1910993, 484.7823127, 496.1623363, 571.500471,
    645.0187961, 640.5751765, 543.5488066, 477.3976034, 414.9262434, 462.0273909, 475.6338959 };

START_TEST(as_in_R)
{
    struct trial t = trial_of(13, "ses");
    double y[200];
    size_t m, n;
    for (size_t i = 0; i < 72; i++)
        y[i] = deaths[i] - 9000;
    run(&t, y, 72, 12);
    for (size_t k = 0; k < 13; k++)
        close_to(t.f.outlook.forecast[k], terms_mean[k], 0.5, "terms");
    n = oracle_series("AirPassengers", &m, y, 200);
    t.spec.args.rest = inv_model_find("holt", 4);
    for (size_t k = n > 0 ? 0 : 13; k < 13; k++) {
        run(&t, y, n, m);
        close_to(t.f.outlook.forecast[k], factors_mean[k], 0.5, "factors");
    }
    inv_work_free(&t.w);
}
END_TEST

/* t <- 0:239; y <- 10 + 0.02*t + 3*sin(2*pi*t/7) + 5*cos(2*pi*t/30) + ((t*37) %% 11)/11
 * forecast(stlm(msts(y - 20, c(7, 30)), method = "ets", etsmodel = "AAN", damped = FALSE), h = 31)$mean[...] */
static const double two_mean[] = { 3.256138361, 1.438246468, -0.5479263404, -1.316113875, 1.890152256, -0.2406629962 };

START_TEST(several_seasons)
{
    static const size_t m[] = { 7, 30 }, at[] = { 0, 1, 6, 7, 29, 30 };
    double y[240];
    char form[INV_FORM_MAX];
    for (size_t t = 0; t < 240; t++)
        y[t] = 0.02 * (double)t - 10 + 3 * sin(2 * M_PI * (double)t / 7) + 5 * cos(2 * M_PI * (double)t / 30)
            + (double)(t * 37 % 11) / 11;
    struct trial t = trial_of(31, "holt");
    t.spec.args.seasons = m;
    t.spec.args.nseasons = 2;
    run(&t, y, 240, 7);
    for (size_t i = 0; i < 6; i++)
        close_to(t.f.outlook.forecast[at[i]], two_mean[i], 0.01, "two seasons");
    t.f.fit.model->form(&t.f.fit, form);
    ck_assert_str_eq(form, "MSTL(7,30) + ETS(A,A,N)");
    inv_work_free(&t.w);
}
END_TEST

/* forecast(stlm(USAccDeaths - 9000, method = "arima"), h = 13)$mean: ARIMA(0,1,1) */
static const double arima_mean[] = { -665.2516322, -1396.713488, -641.2946009, -414.6178292, 458.3777053, 858.911586,
    1814.899515, 1036.976366, -0.3663918772, 288.72701, -219.8089381, 145.4651171, -665.2516322 };

START_TEST(with_arima)
{
    struct trial t = trial_of(13, "arima");
    double y[72];
    char form[INV_FORM_MAX];
    for (size_t i = 0; i < 72; i++)
        y[i] = deaths[i] - 9000;
    run(&t, y, 72, 12);
    for (size_t k = 0; k < 13; k++)
        close_to(t.f.outlook.forecast[k], arima_mean[k], 1, "arima");
    t.f.fit.model->form(&t.f.fit, form);
    ck_assert_str_eq(form, "STL(12) + ARIMA(0,1,1)");
    inv_work_free(&t.w);
}
END_TEST

/* ---- the rest ------------------------------------------------------------------------ */

/* A season that is multiplied, and nothing else: the factors are found, also
 * where a value in four is missing, and the bounds follow them. */
START_TEST(factors)
{
    static const double shape[] = { 0.5, 1.5, 1.2, 0.8 };
    double y[60];
    char form[INV_FORM_MAX];
    uint64_t seed = test_seed("factors", 20260312);
    for (size_t t = 0; t < 60; t++)
        y[t] = t > 0 && t < 59 && test_uniform(&seed) < 0.25 ? NAN
             : (100 + 5 * (double)t) * shape[t % 4] * (1 + 0.02 * (test_uniform(&seed) - 0.5));
    struct trial t = trial_of(8, NULL);
    run(&t, y, 60, 4);
    for (size_t k = 0; k < 8; k++)
        close_to(t.f.outlook.forecast[k] / ((100 + 5 * (double)(60 + k)) * shape[k % 4]), 1, 0.05, "factors");
    t.f.fit.model->form(&t.f.fit, form);
    ck_assert(strncmp(form, "STL(4) x ", 9) == 0);
    close_to(t.f.outlook.sd[1] / t.f.outlook.sd[0], 3, 0.3, "sd");
    inv_work_free(&t.w);
}
END_TEST

/* New values carry the rest on: as the rest's own model run over all of them. */
START_TEST(new_values)
{
    struct trial t = trial_of(3, "ses");
    if (!inv_model_find("ses", 3)->update)
        return;
    run(&t, deaths, 60, 12);
    struct inv_fit *fit = &t.f.fit;
    double alpha = fit->parts->par[0], level = fit->parts->state[0], s[12], mean[24], was[24];
    inv_fit_mean(fit, 24, was);
    for (size_t i = 0; i < 12; i++)
        s[i] = fit->kind == 0 ? was[i] - level : was[i] / level;
    for (size_t i = 0; i < 12; i++)
        if (i != 5)
            level += alpha * ((fit->kind == 0 ? deaths[60 + i] - s[i] : deaths[60 + i] / s[i]) - level);
    double more[12];
    struct inv_series next;
    memcpy(more, deaths + 60, sizeof more);
    more[5] = NAN;
    inv_series_look(&next, more, 12, 12);
    ck_assert_int_eq(fit->model->update(fit, &next, &t.err), INV_OK);
    ck_assert_uint_eq(fit->n, 72);
    inv_fit_mean(fit, 24, mean);
    for (size_t k = 0; k < 24; k++)
        close_to(mean[k], fit->kind == 0 ? level + s[k % 12] : level * s[k % 12], 1e-9 * level, "carried on");
    inv_work_free(&t.w);
}
END_TEST

/* Errors stay as wide as the seasons' freedom makes them, new values or none. */
START_TEST(width)
{
    struct trial t = trial_of(3, NULL);
    struct inv_series next;
    run(&t, deaths, 60, 12);
    const struct inv_fit *rest = t.f.fit.parts;
    double was = t.f.fit.sigma / sqrt(rest->sse / (double)(rest->seen - rest->k));
    ck_assert_double_gt(was, 1.1);
    inv_series_look(&next, deaths + 60, 12, 12);
    ck_assert_int_eq(t.f.fit.model->update(&t.f.fit, &next, &t.err), INV_OK);
    close_to(t.f.fit.sigma / sqrt(rest->sse / (double)(rest->seen - rest->k)), was, 0.06, "width");
    ck_assert_double_eq(rest->sigma, t.f.fit.sigma);
    inv_work_free(&t.w);
}
END_TEST

START_TEST(without_season)
{
    struct trial t = trial_of(3, NULL);
    struct inv_rng r;
    inv_rng_seed(&r, 42, 1);
    ck_assert_int_eq(inv_forecast(deaths, 72, 1, &t.spec, &t.w, &r, &t.f, &t.err), INV_OK);
    ck_assert_str_ne(t.f.fit.model->name, "stlm");
    ck_assert_int_eq(inv_forecast(deaths, 23, 12, &t.spec, &t.w, &r, &t.f, &t.err), INV_OK);
    ck_assert_str_ne(t.f.fit.model->name, "stlm");
    static const size_t m[] = { 12, 365 };      /* a season that is too long is left out */
    t.spec.args.seasons = m;
    t.spec.args.nseasons = 2;
    run(&t, deaths, 72, 12);
    char form[INV_FORM_MAX];
    t.f.fit.model->form(&t.f.fit, form);
    ck_assert(strncmp(form, "STL(12)", 7) == 0);
    inv_work_free(&t.w);
}
END_TEST

int main(void)
{
    const struct { const char *name; const TTest *test; } tests[] = {
        { "R", as_in_R }, { "several seasons", several_seasons }, { "arima", with_arima }, { "factors", factors }, { "new values", new_values },
        { "width", width },
        { "without season", without_season },
    };
    Suite *suite = suite_create("stlm");
    for (size_t i = 0; i < sizeof tests / sizeof *tests; i++) {
        TCase *c = tcase_create(tests[i].name);
        tcase_add_test(c, tests[i].test);
        suite_add_tcase(suite, c);
    }
    SRunner *r = srunner_create(suite);
    srunner_run_all(r, CK_ENV);
    int failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
