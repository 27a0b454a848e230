/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The model ets as a row of the registry: choosing, going on, spread, odd series. */
#include "config.h"

#include <check.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "forecast/ets_form.h"
#include "forecast/ets_step.h"
#include "inv/forecast.h"
#include "oracle.h"

#define N 60
#define M 4

static const char *const errors[] = { "A", "M" }, *const trends[] = { "N", "A", "Ad", "M", "Md" }, *const seasons[] = { "N", "A", "M" };

static struct inv_ets_choice choice_of(size_t kind)
{
    char text[8];
    struct inv_ets_choice c;
    struct inv_ets_form f = inv_ets_form_of(kind);
    snprintf(text, sizeof text, "%s%s%s", errors[f.relative], trends[f.trend], seasons[f.season]);
    ck_assert_int_eq(inv_ets_choice_parse(text, &c, NULL), INV_OK);
    return c;
}

/* Positive demand with a trend and a season. */
static void make(double *y, size_t n, uint64_t *seed)
{
    static const double season[M] = { 0.8, 1.1, 1.3, 0.8 };
    for (size_t t = 0; t < n; t++)
        y[t] = (100 + (double)t) * season[t % M] * test_between(seed, 0.9, 1.1);
}

START_TEST(names)
{
    static const char *const wrong[] = { "", "A", "AA", "AXN", "AAdMZ", "aan", "AdAN", "ZZZZ", "AAA " };
    struct inv_ets_choice c;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        ck_assert_int_eq(inv_ets_choice_parse(wrong[i], &c, NULL), INV_EUSAGE);
    ck_assert_int_eq(inv_ets_choice_parse("MZN", &c, NULL), INV_OK);
    ck_assert(c.error == 2 && c.trend == 0 && c.season == 1);
    ck_assert_int_eq(inv_ets_choice_parse("ZMdZ", &c, NULL), INV_OK);
    ck_assert(c.error == 0 && c.trend == 16 && c.season == 0);
    /* 15 forms are left where everything is chosen, as R's ets has them */
    c = (struct inv_ets_choice){ 0 };
    size_t n = 0;
    for (size_t kind = 0; kind < INV_ETS_FORMS; kind++) {
        struct inv_ets_form f = inv_ets_form_of(kind);
        struct inv_ets_choice own = choice_of(kind);
        n += inv_ets_chosen(&f, &c);
        ck_assert(inv_ets_chosen(&f, &own));
    }
    ck_assert_uint_eq(n, 15);
}
END_TEST

/* ---- going on ------------------------------------------------------------------------- */

static struct inv_fit fit_to(const struct inv_series *s, const struct inv_ets_choice *c, struct inv_work *w)
{
    struct inv_model_args a = { .ets = *c, .h = 8 };
    struct inv_fit fit;
    const struct inv_model *model = inv_model_find("ets", 3);
    ck_assert_int_eq(inv_work_reserve(w, model->room(s->n, s->m, 8, &a) + s->n, NULL), INV_OK);
    ck_assert_int_eq(model->fit(s, &a, w, &fit, NULL), INV_OK);
    return fit;
}

static void near_to(double got, double want, double rel, const char *what, const char *form)
{
    if (!(fabs(got - want) <= rel * (1 + fabs(want))))
        ck_abort_msg("%s: %s %.15g, not %.15g", form, what, got, want);
}

/* Fitted to the first part and carried on is the same constants run over all;
 * some values are missing on both sides. */
START_TEST(update_goes_on)
{
    uint64_t seed = test_seed("update_goes_on", 7);
    double y[N], s_end[M];
    make(y, N, &seed);
    y[9] = y[10] = y[47] = y[55] = NAN;
    for (size_t kind = 0; kind < INV_ETS_FORMS; kind++) {
        struct inv_ets_choice c = choice_of(kind);
        struct inv_series head, all, more;
        struct inv_work w = { 0 };
        char form[INV_FORM_MAX];
        inv_series_look(&head, y, 45, M);
        inv_series_look(&all, y, N, M);
        inv_series_look(&more, y + 45, N - 45, M);
        struct inv_fit fit = fit_to(&head, &c, &w);
        inv_ets_fit_form(&fit, form);
        struct inv_ets e = inv_ets_kept(&fit);
        e.s_end = s_end;
        inv_ets_run(&e, &all);
        ck_assert_int_eq(fit.model->update(&fit, &more, NULL), INV_OK);
        ck_assert_uint_eq(fit.n, N);
        ck_assert_uint_eq(fit.seen, N - 4);
        near_to(fit.sse, e.sse, 1e-9, "sse", form);
        near_to(fit.loglik, -(double)fit.seen / 2 * log(e.sse) - e.log_scale, 1e-9, "loglik", form);
        double before[12] = { 0 }, after[12] = { 0 };
        inv_ets_add(&e, N, 1, 12, before);
        struct inv_ets kept = inv_ets_kept(&fit);
        inv_ets_add(&kept, fit.n, 1, 12, after);
        for (size_t k = 0; k < 12; k++)
            near_to(after[k], before[k], 1e-9, "forecast", form);
        inv_work_free(&w);
    }
}
END_TEST

/* Residuals: their squares add up to the fit's, also of ses, holt, damped and hw. */
START_TEST(residuals_add_up)
{
    static const char *const models[] = { "ses", "holt", "damped", "hw", "ets" };
    uint64_t seed = test_seed("residuals_add_up", 11);
    double y[N], e[N];
    make(y, N, &seed);
    y[20] = NAN;
    for (size_t i = 0; i < 5; i++) {
        struct inv_series s;
        struct inv_work w = { 0 };
        struct inv_model_args a = { .h = 8 };
        struct inv_fit fit;
        const struct inv_model *model = inv_model_find(models[i], strlen(models[i]));
        char form[INV_FORM_MAX] = "";
        inv_series_look(&s, y, N, M);
        ck_assert_int_eq(inv_work_reserve(&w, model->room(N, M, 8, &a) + N, NULL), INV_OK);
        ck_assert_int_eq(model->fit(&s, &a, &w, &fit, NULL), INV_OK);
        model->form(&fit, form);
        ck_assert(strncmp(form, "ETS(", 4) == 0);
        ck_assert_int_eq(model->residuals(&fit, &s, &w, e, NULL), INV_OK);
        double sum = 0;
        for (size_t t = 0; t < N; t++)
            sum += isnan(e[t]) ? 0 : e[t] * e[t];
        ck_assert(isnan(e[20]));
        near_to(sum, fit.sse, 1e-9, "sum of squares", models[i]);
        inv_work_free(&w);
    }
}
END_TEST

/* The limits of Hyndman et al. (2008), ch. 10: 0 < alpha < 2; 0 < beta < 4 - 2
 * alpha; with damping 1 - 1 / phi < alpha < 1 + 1 / phi and alpha (phi - 1) < beta <
 * (1 + phi)(2 - alpha), with phi beta for beta as the level takes in phi b. */
START_TEST(stable_constants)
{
    struct inv_ets level = { .m = 1, .phi = 1 }, trend = { .form.trend = INV_ETS_TREND, .m = 1, .phi = 1 };
    struct inv_ets damped = { .form.trend = INV_ETS_DAMPED, .m = 1, .phi = 0.9 };
    for (int i = -30; i < 50; i++) {
        double x = (i + 0.5) / 10;
        level.alpha = x;
        ck_assert_int_eq(inv_ets_admissible(&level), x > 0 && x < 2);
        for (int k = -10; k < 60; k++) {
            double b = (k + 0.25) / 10;
            trend.alpha = damped.alpha = x;
            trend.beta = damped.beta = b;
            ck_assert_int_eq(inv_ets_admissible(&trend), x > 0 && b > 0 && b < 4 - 2 * x);
            ck_assert_int_eq(inv_ets_admissible(&damped), x > 1 - 1 / 0.9 && x < 1 + 1 / 0.9 && 0.9 * b > -0.1 * x && 0.9 * b < 1.9 * (2 - x));
        }
    }
}
END_TEST

/* ---- spread ---------------------------------------------------------------------------- */

/* ETS(M,A,A) as the textbook has it (Hyndman et al. 2008, table 2.3), simulated:
 * its variance at every step is the formula's. */
START_TEST(relative_spread)
{
    enum { H = 12, PATHS = 200000 };
    double state[2 + 2 * M] = { 200, 3, -30, 10, 40, -20 }, mean[H], sum[H] = { 0 };
    struct inv_ets e = { .form = { true, INV_ETS_TREND, INV_ETS_ADDITIVE }, .m = M, .alpha = 0.4, .beta = 0.05, .gamma = 0.3, .phi = 1,
                         .l_end = 200, .b_end = 3, .s = state + 2, .s_end = state + 2 };
    double kept[2 + 2 * M];
    struct inv_fit fit = { .model = inv_model_find("ets", 3), .n = 40, .seen = 40 };
    struct inv_model_args a = { .h = H };
    struct inv_outlook o = { .h = H, .lo = -INFINITY, .hi = INFINITY, .unit = 1, .mean = mean };
    struct inv_work w = { 0 };
    struct inv_rng r;
    inv_ets_keep(&fit, &e, kept);
    fit.sigma = 0.15;
    inv_fit_mean(&fit, H, mean);
    ck_assert_int_eq(inv_work_reserve(&w, 1000, NULL), INV_OK);
    inv_rng_seed(&r, 1, 1);
    ck_assert_int_eq(inv_ets_fit_outlook(&fit, H, &a, &w, &r, &o, NULL), INV_OK);
    ck_assert_int_eq(inv_outlook_finish(&o, &w, NULL), INV_OK);
    for (size_t i = 0; i < PATHS; i++) {
        double l = 200, b = 3, s[M] = { -30, 10, 40, -20 };
        for (size_t k = 0; k < H; k++) {
            double mu = l + b + s[k % M], x = 0.15 * inv_rng_normal(&r), y = mu * (1 + x);
            sum[k] += (y - mean[k]) * (y - mean[k]);
            l = l + b + 0.4 * mu * x;
            b = b + 0.05 * mu * x;
            s[k % M] += 0.3 * mu * x;
        }
    }
    for (size_t k = 0; k < H; k++)
        near_to(o.sd[k], sqrt(sum[k] / PATHS), 0.01, "sd", "ETS(M,A,A)");
    inv_work_free(&w);
}
END_TEST

static void spread_of(const struct inv_ets_choice *c, const double *y, bool linear, double *sd)
{
    struct inv_forecast_spec spec = { .model = inv_model_find("ets", 3), .h = 4, .args = { .ets = *c, .h = 4, .linear = linear } };
    struct inv_work w = { 0 };
    struct inv_rng r;
    struct inv_forecast f;
    inv_rng_seed(&r, 1, 1);
    ck_assert_int_eq(inv_forecast(y, N, M, &spec, &w, &r, &f, NULL), INV_OK);
    memcpy(sd, f.outlook.sd, 4 * sizeof *sd);
    inv_work_free(&w);
}

/* What combinations take instead of sample paths is about the same. */
START_TEST(linear_spread)
{
    uint64_t seed = test_seed("linear_spread", 5);
    double y[N], paths[4], linear[4];
    make(y, N, &seed);
    for (size_t kind = 0; kind < INV_ETS_FORMS; kind++) {
        struct inv_ets_choice c = choice_of(kind);
        char what[32];
        spread_of(&c, y, false, paths);
        spread_of(&c, y, true, linear);
        snprintf(what, sizeof what, "form %zu", kind);
        for (size_t k = 0; k < 4; k++)
            near_to(linear[k], paths[k], 0.25, "sd", what);
    }
}
END_TEST

/* ---- oddities --------------------------------------------------------------------------- */

static void try_series(const double *y, size_t n, size_t m, size_t h, const char *what)
{
    for (size_t kind = 0; kind < INV_ETS_FORMS; kind++)
        for (int admissible = 0; admissible < 2; admissible++) {
            struct inv_forecast_spec spec = { .model = inv_model_find("ets", 3), .h = h, .cap = 10 };
            struct inv_work w = { 0 };
            struct inv_rng r;
            struct inv_forecast f;
            struct inv_err err;
            spec.args.ets = choice_of(kind);
            spec.args.ets.admissible = admissible;
            spec.args.h = h;
            inv_rng_seed(&r, 1, 1);
            if (inv_forecast(y, n, m, &spec, &w, &r, &f, &err) != INV_OK)
                ck_abort_msg("%s, form %zu: %s", what, kind, err.text);
            for (size_t k = 0; k < h; k++)
                if (!(isfinite(f.outlook.forecast[k]) && isfinite(f.outlook.sd[k]) && isfinite(f.outlook.cum_sd[k])))
                    ck_abort_msg("%s, form %zu, step %zu: %g sd %g", what, kind, k, f.outlook.forecast[k], f.outlook.sd[k]);
            inv_work_free(&w);
        }
}

START_TEST(odd_series)
{
    uint64_t seed = test_seed("odd_series", 3);
    double y[120];
    for (size_t n = 1; n < 16; n++) {
        make(y, n, &seed);
        try_series(y, n, M, 9, "a short one");
    }
    make(y, 48, &seed);
    y[30] = 1e9;
    try_series(y, 48, M, 9, "a huge outlier");
    for (size_t t = 0; t < 48; t++)
        y[t] = t % 2 ? NAN : 10 + (double)t + test_uniform(&seed);
    y[47] = 50;
    try_series(y, 48, M, 9, "half missing");
    for (size_t t = 0; t < 48; t++)
        y[t] = exp(0.3 * (double)t);
    try_series(y, 48, M, 40, "an explosion");
    for (size_t t = 0; t < 48; t++)
        y[t] = 1e-300 * (10 + test_uniform(&seed));
    try_series(y, 48, M, 9, "tiny");
    for (size_t t = 0; t < 48; t++)
        y[t] = exp(test_between(&seed, -20, 20));
    try_series(y, 48, M, 9, "all sizes");
    make(y, 120, &seed);
    try_series(y, 120, 30, 40, "a long season");
    make(y, 24, &seed);
    try_series(y, 24, M, 10000, "a long horizon");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("ets, the model");
    TCase *c = tcase_create("ets");
    tcase_set_timeout(c, 300);
    tcase_add_test(c, names);
    tcase_add_test(c, update_goes_on);
    tcase_add_test(c, residuals_add_up);
    tcase_add_test(c, relative_spread);
    tcase_add_test(c, linear_spread);
    tcase_add_test(c, stable_constants);
    tcase_add_test(c, odd_series);
    suite_add_tcase(suite, c);
    SRunner *r = srunner_create(suite);
    srunner_run_all(r, CK_ENV);
    int failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
