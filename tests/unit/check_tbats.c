/* SPDX-License-Identifier: GPL-3.0-or-later */
/* TBATS against R 4.2 with forecast 8.20, with the calls above the values;
 * derivatives against differences; its errors' echo and new values by running it. */
#include "config.h"

#include "forecast/tbats.h"
#include "inv/forecast.h"
#include "oracle.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MOST 300

static const double deaths[72] = {                  /* USAccDeaths */
    9007, 8106, 8928, 9137, 10017, 10826, 11317, 10744, 9713, 9938, 9161, 8927, 7750, 6981, 8038, 8422, 8714, 9512,
    10120, 9823, 8743, 9129, 8710, 8680, 8162, 7306, 8124, 7870, 9387, 9556, 10093, 9620, 8285, 8466, 8160, 8034,
    7717, 7461, 7767, 7925, 8623, 8945, 10078, 9179, 8037, 8488, 7874, 8647, 7792, 6957, 7726, 8106, 8890, 9299,
    10625, 9302, 8314, 8850, 8265, 8796, 7836, 6892, 7791, 8192, 9115, 9434, 10484, 9827, 9110, 9070, 8633, 9240
};

static void close_to(double got, double want, double eps, const char *what)
{
    ck_assert_msg(fabs(got - want) <= eps * (1 + fabs(want)), "%s: %.12g, not %.12g", what, got, want);
}

/* R has s_1 .. s_k, then s*_1 .. s*_k. */
static void start_as_in_R(struct inv_tbats *t, const double *seed)
{
    size_t at = t->form.trend == INV_TBATS_LEVEL ? 1 : 2, k = t->nh;
    memcpy(t->start, seed, at * sizeof *seed);
    for (size_t j = 0; j < k; j++) {
        t->start[at + 2 * j] = seed[at + j];
        t->start[at + 2 * j + 1] = seed[at + k + j];
    }
}

/* ---- likelihoods at R's parameters --------------------------------------------------------- */

/* f <- tbats(USAccDeaths): alpha, gamma.one.values, gamma.two.values, seed.states, likelihood */
static const double deaths_constants[] = { 0.595001153315352, -0.0120720201037069, 0.0115970822756858 };
static const double deaths_start[] = { 9357.62824152426, -999.76784241031, 279.847410140804, -193.888700970306,
    143.514076807472, -35.5928928636337, -279.820360323304, -319.154092071249, -154.249812081416, -70.3323805476873,
    -256.678888002359 };
#define DEATHS_LIKELIHOOD 1104.91522028003

START_TEST(likelihood)
{
    struct inv_tbats_form form = { .ns = 1, .m = { 12 }, .k = { 5 } };
    struct inv_tbats t;
    inv_tbats_lay(&t, &form);
    t.constant[t.at.alpha] = deaths_constants[0];
    t.gamma[0][0] = deaths_constants[1];
    t.gamma[0][1] = deaths_constants[2];
    start_as_in_R(&t, deaths_start);
    inv_tbats_run(&t, deaths, 72, NULL);
    close_to(72 * log(t.sse), DEATHS_LIKELIHOOD, 1e-10, "likelihood");
}
END_TEST

/* f <- tbats(AirPassengers): lambda, alpha, beta, gammas, phi = 1 (logarithms) */
static const double air_constants[] = { 1.56556500787905e-08, 0.753996439661099, 0.035747780043676,
    0.00346902095852406, 0.00575479091238226 };
static const double air_start[] = { 4.81003317224516, -0.00858329512697019, -0.148378447017608, 0.0563575730990549,
    -0.00905001620067169, 0.0108216827020509, 0.00563225268240035, 0.0272887373922174, 0.0587100560847592,
    -0.0275377276316609, -0.0321328318278579, -0.0213344376663308 };
#define AIR_LIKELIHOOD 1363.01501081679
static const double air_mean[] = { 451.254405175715, 439.973851802392, 509.381742726603, 495.669364141238,
    498.211616487149, 567.253172665249 };

/* Ours are R's z less log G, times G. */
START_TEST(likelihood_of_a_power)
{
    double y[MOST], z[MOST], seed[12], size = 0;
    size_t m, n = oracle_series("AirPassengers", &m, y, MOST);
    struct inv_tbats_form form = { .trend = INV_TBATS_TREND, .power = true, .ns = 1, .m = { 12 }, .k = { 5 } };
    struct inv_tbats t;
    if (n == 0)
        return;
    inv_tbats_lay(&t, &form);
    t.constant[t.at.omega] = air_constants[0];
    t.constant[t.at.alpha] = air_constants[1];
    t.constant[t.at.beta] = air_constants[2];
    t.gamma[0][0] = air_constants[3];
    t.gamma[0][1] = air_constants[4];
    for (size_t i = 0; i < n; i++)
        size += log(y[i]) / (double)n;
    t.scale = exp(size);
    for (size_t i = 0; i < 12; i++)
        seed[i] = t.scale * (air_start[i] - (i == 0 ? size : 0));
    start_as_in_R(&t, seed);
    for (size_t i = 0; i < n; i++)
        z[i] = inv_tbats_transform(&t, y[i]);
    inv_tbats_run(&t, z, n, NULL);
    close_to((double)n * log(t.sse), AIR_LIKELIHOOD, 1e-7, "likelihood");
    for (size_t k = 0; k < 6; k++) {
        close_to(inv_tbats_back(&t, inv_tbats_ahead(&t)), air_mean[k], 1e-6, "forecast");
        inv_tbats_step(&t, NAN);
    }
}
END_TEST

/* f <- forecast:::fitSpecificTBATS(as.numeric(USAccDeaths), use.box.cox = FALSE, use.beta = TRUE, use.damping = TRUE,
 *     seasonal.periods = 12, k.vector = 3, ar.coefs = 0.1, ma.coefs = 0.1) */
static const double arma_constants[] = { 1.0154798142557, -0.0850356054684957, 0.931938936350066, -0.0149350406864228,
    0.00336329895623454, -0.423829383938123, -0.460520371184754 };
static const double arma_start[] = { 10309.3291877396, -128.597553173621, -1024.3758081411, 268.357438940701,
    -202.687848756887, -314.122303475404, -334.26350172401, -162.437762583387 };
#define ARMA_LIKELIHOOD 1144.0177426976

static void as_arma(struct inv_tbats *t)
{
    struct inv_tbats_form form = { .trend = INV_TBATS_DAMPED, .ns = 1, .m = { 12 }, .k = { 3 }, .p = 1, .q = 1 };
    inv_tbats_lay(t, &form);
    t->constant[t->at.alpha] = arma_constants[0];
    t->constant[t->at.beta] = arma_constants[1];
    t->constant[t->at.phi] = arma_constants[2];
    t->gamma[0][0] = arma_constants[3];
    t->gamma[0][1] = arma_constants[4];
    t->constant[t->at.ar] = arma_constants[5];
    t->constant[t->at.ma] = arma_constants[6];
    start_as_in_R(t, arma_start);
}

START_TEST(likelihood_with_arma_errors)
{
    struct inv_tbats t;
    as_arma(&t);
    inv_tbats_run(&t, deaths, 72, NULL);
    close_to(72 * log(t.sse), ARMA_LIKELIHOOD, 1e-10, "likelihood");
}
END_TEST

/* ---- derivatives and echoes ------------------------------------------------------------------ */

static double half_sse(struct inv_tbats *t, const double *y, size_t n, double *z)
{
    inv_tbats_settle(t);
    for (size_t i = 0; i < n; i++)
        z[i] = isnan(y[i]) ? NAN : inv_tbats_transform(t, y[i]);
    inv_tbats_run(t, z, n, NULL);
    return t->sse / 2;
}

/* Everything at once: a power, a damped trend, two seasons, the half harmonic, errors, gaps. */
START_TEST(derivatives)
{
    struct inv_tbats_form form = { .trend = INV_TBATS_DAMPED, .power = true, .ns = 2, .m = { 4, 12 }, .k = { 2, 5 },
                                   .p = 2, .q = 1 };
    double y[72], z[72], dz[72];
    struct inv_tbats t;
    inv_tbats_lay(&t, &form);
    ck_assert_uint_eq(t.nh, 6);                     /* 3 of 12 is 1 of 4 */
    ck_assert_uint_eq(t.nx, 2 + 3 + 8);
    static const double c[] = { 0.3, 0.02, 0.9, 0.01, 0.02, 0.03, 0.01, 0.1, 0.2, 0.4, 0.45 };
    memcpy(t.constant, c, sizeof c);
    t.scale = 8700;
    for (size_t i = 0; i < t.nx; i++)
        t.start[i] = 10 + 3 * (double)i;
    for (size_t i = 0; i < 72; i++) {
        y[i] = i % 7 == 5 ? NAN : deaths[i];
        double v = isnan(y[i]) ? 0 : log(y[i] / t.scale), x = 0.45 * v;
        dz[i] = t.scale * (x * exp(x) - expm1(x)) / (0.45 * 0.45);
    }
    size_t n = inv_tbats_count(&t);
    double *A = calloc(n * n, sizeof *A), *g = calloc(n, sizeof *g);
    double *room = calloc(inv_tbats_pass_room(&t), sizeof *room);
    half_sse(&t, y, 72, z);
    inv_tbats_pass(&t, z, dz, 72, A, g, room);
    for (size_t i = 0; i < n; i++) {
        double *at = i < t.at.n ? &t.constant[i] : &t.start[i - t.at.n], was = *at, by = 1e-5 * (1 + fabs(was));
        *at = was + by;
        double more = half_sse(&t, y, 72, z);
        *at = was - by;
        double less = half_sse(&t, y, 72, z);
        *at = was;
        close_to(g[i], (more - less) / (2 * by), 1e-5, "derivative");
        for (size_t j = 0; j < i; j++)
            ck_assert_double_eq(A[i * n + j], A[j * n + i]);
    }
    free(A);
    free(g);
    free(room);
}
END_TEST

/* psi is what a unit more of the last value does to the forecasts. */
START_TEST(echo)
{
    struct inv_tbats a, b;
    double psi[20], y[72];
    as_arma(&a);
    as_arma(&b);
    memcpy(y, deaths, sizeof y);
    inv_tbats_run(&a, y, 72, NULL);
    y[71] += 1;
    inv_tbats_run(&b, y, 72, NULL);
    inv_tbats_psi(&a, 20, psi);
    ck_assert_double_eq(psi[0], 1);
    for (size_t j = 1; j < 20; j++) {
        close_to(psi[j], inv_tbats_ahead(&b) - inv_tbats_ahead(&a), 1e-9, "psi");
        inv_tbats_step(&a, NAN);
        inv_tbats_step(&b, NAN);
    }
}
END_TEST

/* ---- fits --------------------------------------------------------------------------------------- */

struct trial { struct inv_forecast_spec spec; struct inv_work w; struct inv_forecast f; struct inv_err err; };

static struct trial trial_of(size_t h)
{
    return (struct trial){ .spec = { .model = inv_model_find("tbats", 5), .h = h, .cap = 10, .args = { .h = h } } };
}

static void run(struct trial *t, const double *y, size_t n, size_t m)
{
    struct inv_rng r;
    inv_rng_seed(&r, 42, 1);
    ck_assert_int_eq(inv_forecast(y, n, m, &t->spec, &t->w, &r, &t->f, &t->err), INV_OK);
    ck_assert_str_eq(t->f.fit.model->name, "tbats");
}

/* AIC as tbats() of R states it, whose likelihood and parameters it counts alike, is not
 * better than ours by more than 1: R lets eigenvalues of F - g w' grow to 1.01, and has no
 * harmonic m / 2. USAccDeaths 1132.915, AirPassengers 1397.015, nottem 1724.260, UKgas 1249.181. */
START_TEST(as_good_as_R)
{
    static const struct { const char *series; double aic; } cases[] = {
        { "USAccDeaths", 1132.915 }, { "AirPassengers", 1397.015 }, { "nottem", 1724.260 }, { "UKgas", 1249.181 }
    };
    struct trial t = trial_of(6);
    for (size_t i = 0; i < 4; i++) {
        double y[MOST];
        size_t m, n = oracle_series(cases[i].series, &m, y, MOST);
        if (n == 0)
            return;
        run(&t, y, n, m);
        double aic = -2 * t.f.fit.loglik + 2 * (double)t.f.fit.k;
        ck_assert_msg(aic <= cases[i].aic + 1, "%s: AIC %.3f, R has %.3f", cases[i].series, aic, cases[i].aic);
    }
    inv_work_free(&t.w);
}
END_TEST

/* forecast(tbats(USAccDeaths), h = 6)$mean, whose gammas are outside of what is stable here */
static const double deaths_mean[] = { 8307.59720919575, 7533.68016601978, 8305.19593108186, 8616.9211208786,
    9430.087541729, 9946.44796102894 };
static const double deaths_upper[] = { 8804.11305668671, 8096.7039725583, 8951.2859323356, 9329.86374196185,
    10204.0384244799, 10777.0229788015 };

START_TEST(forecasts_near_those_of_R)
{
    struct trial t = trial_of(6);
    double q[6];
    run(&t, deaths, 72, 12);
    inv_outlook_quantile(&t.f.outlook, 0.975, q);
    for (size_t k = 0; k < 6; k++) {
        close_to(t.f.outlook.forecast[k], deaths_mean[k], 0.01, "mean");
        close_to(q[k], deaths_upper[k], 0.02, "upper bound");
    }
    inv_work_free(&t.w);
}
END_TEST

static double week_and_month(double t)
{
    return 100 + 9 * sin(2 * M_PI * t / 7) + 15 * cos(2 * M_PI * t / 30);
}

/* A daily series with a week and a month: both are found, and go on, over gaps too. */
START_TEST(two_seasons)
{
    static const size_t m[] = { 7, 30 };
    double y[240];
    uint64_t seed = test_seed("two seasons", 20260313);
    struct trial t = trial_of(30);
    for (size_t i = 0; i < 240; i++)
        y[i] = i > 0 && i < 239 && test_uniform(&seed) < 0.2 ? NAN
             : week_and_month((double)i) + test_between(&seed, -1, 1);
    t.spec.args.seasons = m;
    t.spec.args.nseasons = 2;
    run(&t, y, 240, 7);
    for (size_t k = 0; k < 30; k++)
        close_to(t.f.outlook.forecast[k], week_and_month(240 + (double)k), 0.03, "forecast");
    inv_work_free(&t.w);
}
END_TEST

/* With a power the forecast is the median, quantiles are those of a normal variable put
 * through the power, and demand stays positive. */
START_TEST(power)
{
    double y[96], q[3][12];
    static const double p[] = { 0.1, 0.5, 0.9 };
    uint64_t seed = test_seed("power", 20260314);
    struct trial t = trial_of(12);
    for (size_t i = 0; i < 96; i++)
        y[i] = exp(3 + sin(2 * M_PI * (double)i / 12) + 0.2 * (test_uniform(&seed) + test_uniform(&seed) - 1));
    run(&t, y, 96, 12);
    ck_assert_double_lt(t.f.fit.par[0], 0.4);
    for (size_t i = 0; i < 3; i++)
        inv_outlook_quantile(&t.f.outlook, p[i], q[i]);
    for (size_t k = 0; k < 12; k++) {
        ck_assert(q[0][k] > 0 && q[0][k] < q[1][k] && q[1][k] < q[2][k]);
        close_to(q[1][k], t.f.outlook.forecast[k], 2e-3, "median");
        close_to(t.f.outlook.forecast[k], exp(3 + sin(2 * M_PI * (double)k / 12)), 0.15, "forecast");
    }
    inv_work_free(&t.w);
}
END_TEST

/* As a run with the same parameters over all values. */
START_TEST(new_values)
{
    struct trial t = trial_of(12);
    struct inv_tbats all;
    struct inv_series next;
    double more[12], z[72], mean[24], e[72];
    run(&t, deaths, 60, 12);
    struct inv_fit *fit = &t.f.fit;
    inv_tbats_kept(&all, fit->state);
    memcpy(more, deaths + 60, sizeof more);
    more[4] = NAN;
    for (size_t i = 0; i < 72; i++)
        z[i] = i == 64 ? NAN : inv_tbats_transform(&all, deaths[i]);
    inv_series_look(&next, more, 12, 12);
    ck_assert_int_eq(fit->model->update(fit, &next, &t.err), INV_OK);
    ck_assert_uint_eq(fit->n, 72);
    ck_assert_uint_eq(fit->seen, 71);
    inv_tbats_run(&all, z, 72, e);
    inv_fit_mean(fit, 24, mean);
    for (size_t k = 0; k < 24; k++) {
        close_to(mean[k], inv_tbats_back(&all, inv_tbats_ahead(&all)), 1e-9, "carried on");
        inv_tbats_step(&all, NAN);
    }
    inv_work_free(&t.w);
}
END_TEST

/* In doubles and back it is the same, its last errors included. */
START_TEST(kept)
{
    struct inv_tbats t, back;
    double *state = malloc(inv_tbats_nstate() * sizeof *state);
    as_arma(&t);
    t.constant[t.at.gamma[0]] = 0.01;
    inv_tbats_settle(&t);
    inv_tbats_run(&t, deaths, 72, NULL);
    ck_assert(t.d[0] != t.e[0]);
    inv_tbats_keep(&t, state);
    inv_tbats_kept(&back, state);
    for (size_t k = 0; k < 30; k++) {
        ck_assert_double_eq(inv_tbats_ahead(&back), inv_tbats_ahead(&t));
        inv_tbats_step(&t, k == 3 ? 9000 : NAN);
        inv_tbats_step(&back, k == 3 ? 9000 : NAN);
    }
    free(state);
}
END_TEST

/* Its errors, from the fit's own arrays, add up to its sum of squares. */
START_TEST(errors)
{
    struct trial t = trial_of(3);
    struct inv_series s;
    struct inv_work w = { 0 };
    double e[72], sum = 0;
    run(&t, deaths, 72, 12);
    inv_series_look(&s, deaths, 72, 12);
    ck_assert_int_eq(inv_work_reserve(&w, 200, NULL), INV_OK);
    ck_assert_int_eq(t.f.fit.model->residuals(&t.f.fit, &s, &w, e, NULL), INV_OK);
    for (size_t i = 0; i < 72; i++)
        sum += e[i] * e[i];
    close_to(sum, t.f.fit.sse, 1e-9, "squares");
    inv_work_free(&w);
    inv_work_free(&t.w);
}
END_TEST

int main(void)
{
    const struct { const char *name; const TTest *test; } tests[] = {
        { "likelihood", likelihood }, { "power's likelihood", likelihood_of_a_power },
        { "ARMA likelihood", likelihood_with_arma_errors }, { "derivatives", derivatives }, { "echo", echo },
        { "as good as R", as_good_as_R }, { "near R", forecasts_near_those_of_R }, { "two seasons", two_seasons },
        { "power", power }, { "new values", new_values }, { "kept", kept }, { "errors", errors },
    };
    Suite *suite = suite_create("tbats");
    for (size_t i = 0; i < sizeof tests / sizeof *tests; i++) {
        TCase *c = tcase_create(tests[i].name);
        tcase_set_timeout(c, 60);
        tcase_add_test(c, tests[i].test);
        suite_add_tcase(suite, c);
    }
    SRunner *r = srunner_create(suite);
    srunner_run_all(r, CK_ENV);
    int failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
