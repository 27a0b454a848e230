/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Models of lumpy demand against gen-lumpy.py's values, on odd series, and over
 * updates. */
#include "config.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "inv/forecast.h"
#include "lumpy-values.h"

#define N(a) (sizeof (a) / sizeof *(a))

struct trial { struct inv_work w; struct inv_forecast f; };

static enum inv_status run(struct trial *t, const char *name, const double *y, size_t n, size_t h)
{
    struct inv_forecast_spec spec = { .model = inv_model_find(name, strlen(name)), .h = h, .args = { .h = h }, .cap = 10 };
    struct inv_rng r;
    ck_assert_ptr_nonnull(spec.model);
    inv_rng_seed(&r, 1, 1);
    *t = (struct trial){ 0 };
    return inv_forecast(y, n, 1, &spec, &t->w, &r, &t->f, NULL);
}

static void close_to(double x, double want, double rel, const char *what)
{
    ck_assert_msg(fabs(x - want) <= rel * fabs(want), "%s: %.12g is not %.12g", what, x, want);
}

/* ---- least squares -------------------------------------------------------------------- */

/* A fit may end in a valley as deep as all that were found from outside, or deeper. */
static void in_the_valley(const char *name, const double *y, size_t n, double sse, double rate)
{
    struct trial t;
    ck_assert_int_eq(run(&t, name, y, n, 1), INV_OK);
    ck_assert_msg(sse == 0 || t.f.fit.sse <= sse * (1 + 1e-5), "%s: %.10g is above %.10g", name, t.f.fit.sse, sse);
    close_to(t.f.outlook.forecast[0] + 0.1, rate + 0.1, 4e-3, name);        /* the valley is flat */
    inv_work_free(&t.w);
}

static void all_three(const double *y, size_t n, const double *croston, const double *tsb)
{
    in_the_valley("croston", y, n, croston[0], croston[1]);
    in_the_valley("sba", y, n, 0, croston[2]);
    in_the_valley("tsb", y, n, tsb[0], tsb[1]);
}

START_TEST(least_squares)
{
    all_three(lumpy_idle, N(lumpy_idle), lumpy_croston_idle, lumpy_tsb_idle);
    all_three(lumpy_busy, N(lumpy_busy), lumpy_croston_busy, lumpy_tsb_busy);
    all_three(lumpy_rare, N(lumpy_rare), lumpy_croston_rare, lumpy_tsb_rare);
    all_three(lumpy_dense, N(lumpy_dense), lumpy_croston_dense, lumpy_tsb_dense);
    all_three(lumpy_fading, N(lumpy_fading), lumpy_croston_fading, lumpy_tsb_fading);
}
END_TEST

static void most_likely(const double *y, size_t n, const double *want)
{
    struct trial t;
    ck_assert_int_eq(run(&t, "hurdle", y, n, 1), INV_OK);
    ck_assert_msg(t.f.fit.loglik >= want[0] - 1e-4 && t.f.fit.loglik <= want[0] + 1e-6, "%.10g is not %.10g", t.f.fit.loglik, want[0]);
    close_to(t.f.outlook.forecast[0], want[1], 2e-3, "hurdle");
    inv_work_free(&t.w);
}

START_TEST(greatest_likelihood)
{
    most_likely(lumpy_idle, N(lumpy_idle), lumpy_hurdle_idle);
    most_likely(lumpy_busy, N(lumpy_busy), lumpy_hurdle_busy);
    most_likely(lumpy_dense, N(lumpy_dense), lumpy_hurdle_dense);
    most_likely(lumpy_fading, N(lumpy_fading), lumpy_hurdle_fading);
    most_likely(lumpy_parts, N(lumpy_parts), lumpy_hurdle_parts);
}
END_TEST

/* ---- buckets ------------------------------------------------------------------------ */

static void in_buckets(const char *name, const double *y, size_t n, const double *want)
{
    struct trial t;
    struct inv_series more;
    ck_assert_int_eq(run(&t, name, y, n, 2), INV_OK);
    close_to(t.f.fit.par[0], want[0], 0, "length");
    close_to(t.f.outlook.forecast[1], want[1], 1e-4, name);
    close_to(t.f.fit.sse, want[3], 1e-4, "sse");
    inv_series_look(&more, lumpy_more, N(lumpy_more), 1);
    ck_assert_int_eq(t.f.fit.model->update(&t.f.fit, &more, NULL), INV_OK);
    ck_assert_uint_eq(t.f.fit.n, n + N(lumpy_more));
    double mean[1];
    inv_fit_mean(&t.f.fit, 1, mean);
    close_to(mean[0], want[2], 1e-4, "updated");
    inv_work_free(&t.w);
}

START_TEST(buckets)
{
    in_buckets("adida", lumpy_idle, N(lumpy_idle), lumpy_adida_idle);
    in_buckets("imapa", lumpy_idle, N(lumpy_idle), lumpy_imapa_idle);
    in_buckets("adida", lumpy_busy, N(lumpy_busy), lumpy_adida_busy);
    in_buckets("imapa", lumpy_busy, N(lumpy_busy), lumpy_imapa_busy);
    in_buckets("adida", lumpy_rare, N(lumpy_rare), lumpy_adida_rare);
    in_buckets("imapa", lumpy_rare, N(lumpy_rare), lumpy_imapa_rare);
}
END_TEST

/* ---- means of several memories ------------------------------------------------------- */

static void in_memories(const char *name, const double *y, size_t n, const double *want)
{
    struct trial t;
    struct inv_series more;
    double mean[2];
    ck_assert_int_eq(run(&t, name, y, n, 2), INV_OK);
    close_to(t.f.outlook.forecast[1], want[0], 1e-9, name);
    inv_series_look(&more, lumpy_more, N(lumpy_more), 1);
    ck_assert_int_eq(t.f.fit.model->update(&t.f.fit, &more, NULL), INV_OK);
    inv_fit_mean(&t.f.fit, 2, mean);
    close_to(mean[1], want[1], 1e-9, "updated");
    inv_work_free(&t.w);
}

START_TEST(memories)
{
    in_memories("ewm", lumpy_idle, N(lumpy_idle), lumpy_ewm_idle);
    in_memories("auto", lumpy_busy, N(lumpy_busy), lumpy_ewm_busy);
    in_memories("ewm", lumpy_rare, N(lumpy_rare), lumpy_ewm_rare);
    in_memories("ewm", lumpy_dense, N(lumpy_dense), lumpy_ewm_dense);
}
END_TEST

/* Whatever other series taught: demand that stays as it is has that rate, to the
 * error of its own mean. */
START_TEST(steady_demand_keeps_its_rate)
{
    double y[300];
    for (size_t n = 20; n <= 300; n += 40)
        for (size_t gap = 2; gap <= 5; gap++) {
            struct trial t;
            for (size_t i = 0; i < n; i++)
                y[i] = (i + 1) % gap ? 0 : 6;
            double mean = 6.0 / (double)gap, se = 6 * sqrt((double)(gap - 1)) / (double)gap / sqrt(19);
            ck_assert_int_eq(run(&t, "ewm", y, n, 1), INV_OK);
            ck_assert_double_le(fabs(t.f.outlook.forecast[0] - mean), 1.35 * se);
            inv_work_free(&t.w);
        }
}
END_TEST

/* The spread of the sizes is theirs, and not what the first is away from nothing: R's sd. */
START_TEST(spread_of_sizes)
{
    static const double y[] = { 0, 40, 0, 0, 43, 38, 0, 41, 0, 0, 0, 44, 0, 39, 0 };
    static const char *const means[] = { "ewm", "adida", "imapa" };
    for (size_t i = 0; i < N(means); i++) {
        struct trial t;
        ck_assert_int_eq(run(&t, means[i], y, N(y), 1), INV_OK);
        close_to(t.f.outlook.lumpy.size_sd * t.f.outlook.unit, 2.316607, 1e-6, means[i]);
        inv_work_free(&t.w);
    }
}
END_TEST

START_TEST(sinks_while_nothing_is_sold)
{
    double y[400] = { 0, 3, 0, 5, 0, 0, 2, 4, 0, 0, 6, 0, 0, 3 }, last = INFINITY;
    for (size_t n = 20; n <= 400; n += 20) {
        struct trial t;
        ck_assert_int_eq(run(&t, "ewm", y, n, 1), INV_OK);
        ck_assert_double_le(t.f.outlook.forecast[0], last);
        last = t.f.outlook.forecast[0];
        inv_work_free(&t.w);
    }
    ck_assert_double_lt(last, 0.02);
    struct trial once;
    memset(y, 0, sizeof y);
    y[0] = 5;                                   /* a single demand, sixty periods ago */
    ck_assert_int_eq(run(&once, "auto", y, 60, 1), INV_OK);
    ck_assert_double_lt(once.f.outlook.forecast[0], 5.0 / 60);
    inv_work_free(&once.w);
}
END_TEST

/* ---- all ---------------------------------------------------------------------------- */

static const char *const models[] = { "croston", "sba", "tsb", "adida", "imapa", "ewm", "hurdle" };

/* One period at a time or all at once, a missing one among them; and what the fit
 * says afterwards of periods and demands. */
START_TEST(updates_add_up)
{
    const double more[] = { 0, 3, NAN, 0, 0.5, 0, 0, 7, 0, 0, 0, 0, 2 };
    struct inv_series all, one;
    inv_series_look(&all, more, N(more), 1);
    for (size_t i = 0; i < N(models); i++) {
        struct trial a, b;
        double x[1], y[1];
        ck_assert_int_eq(run(&a, models[i], lumpy_busy, N(lumpy_busy), 1), INV_OK);
        ck_assert_int_eq(run(&b, models[i], lumpy_busy, N(lumpy_busy), 1), INV_OK);
        ck_assert_int_eq(a.f.fit.model->update(&a.f.fit, &all, NULL), INV_OK);
        for (size_t t = 0; t < N(more); t++) {
            inv_series_look(&one, more + t, 1, 1);
            ck_assert_int_eq(b.f.fit.model->update(&b.f.fit, &one, NULL), INV_OK);
        }
        inv_fit_mean(&a.f.fit, 1, x);
        inv_fit_mean(&b.f.fit, 1, y);
        close_to(x[0], y[0], 1e-12, models[i]);
        ck_assert_uint_eq(a.f.fit.seen, N(lumpy_busy) + N(more) - 1);
        ck_assert_uint_eq(b.f.fit.seen, a.f.fit.seen);
        for (size_t k = 0; k < a.f.fit.nstate; k++)
            close_to(a.f.fit.state[k], b.f.fit.state[k], 1e-12, "state");
        inv_work_free(&a.w);
        inv_work_free(&b.w);
    }
}
END_TEST

/* The residuals of the fitted periods are those of which the fit has the squares,
 * and the last forecast follows from the rates. */
START_TEST(residuals_are_those_of_the_fit)
{
    for (size_t i = 0; i < N(models); i++) {
        struct trial t;
        struct inv_series s;
        struct inv_work w = { 0 };
        double e[N(lumpy_busy)], sse = 0;
        ck_assert_int_eq(run(&t, models[i], lumpy_busy, N(lumpy_busy), 1), INV_OK);
        inv_series_look(&s, lumpy_busy, N(lumpy_busy), 1);
        ck_assert_int_eq(inv_work_reserve(&w, t.f.fit.model->room(s.n, 1, 1, &(struct inv_model_args){ 0 }), NULL), INV_OK);
        ck_assert_int_eq(t.f.fit.model->residuals(&t.f.fit, &s, &w, e, NULL), INV_OK);
        for (size_t k = 0; k < s.n; k++)
            sse += isfinite(e[k]) ? e[k] * e[k] : 0;         /* none before the first demand */
        close_to(t.f.fit.sse, sse, 1e-9, models[i]);
        inv_work_free(&t.w);
        inv_work_free(&w);
    }
}
END_TEST

static void sane(const char *name, const double *y, size_t n, size_t h, double most)
{
    struct trial t;
    double *q = malloc(h * sizeof *q);
    ck_assert_int_eq(run(&t, name, y, n, h), INV_OK);
    const struct inv_outlook *o = &t.f.outlook;
    for (size_t k = 0; k < h; k++)
        ck_assert_msg(isfinite(o->forecast[k]) && o->forecast[k] >= 0 && o->forecast[k] <= most && isfinite(o->sd[k]),
                      "%s: %g, sd %g", name, o->forecast[k], o->sd[k]);
    double last = 0;
    for (double p = 0.05; p < 1; p += 0.15) {
        inv_outlook_quantile(o, p, q);
        ck_assert(isfinite(q[h - 1]) && q[h - 1] >= last);
        last = q[h - 1];
    }
    inv_work_free(&t.w);
    free(q);
}

START_TEST(odd_series)
{
    static const double few[] = { 0, 3, 0, 1 }, none[] = { 0, 0, 0, 0, 0 }, same[] = { 2, 2, 2, 2 };
    static const double once[] = { 0, 0, 0, 4, 0, 0, 0, 0 }, big[] = { 0, 2, 0, 1e6, 0, 3, 0, 1, 0, 0 };
    static const double tiny[] = { 0, 1e-300, 0, 0, 3e-300, 0 }, huge[] = { 1e300, 0, 0, 2e300, 0, 0 };
    double holes[40];
    for (size_t t = 0; t < 40; t++)
        holes[t] = t % 2 ? NAN : t % 6 ? 0 : (double)(1 + t % 5);
    for (size_t i = 0; i < N(models); i++) {
        for (size_t n = 1; n <= N(few); n++)
            sane(models[i], few, n, 3, 9);
        sane(models[i], none, N(none), 3, 0);
        sane(models[i], same, N(same), 3, 2);
        sane(models[i], once, N(once), 3, 4);
        sane(models[i], big, N(big), 3, 1e6);
        sane(models[i], tiny, N(tiny), 3, 3e-300);
        sane(models[i], huge, N(huge), 3, 2e300);
        sane(models[i], holes, N(holes), 3, 5);
        sane(models[i], lumpy_busy, N(lumpy_busy), 10000, 25);
    }
}
END_TEST

START_TEST(long_series)
{
    size_t n = 100000;
    double *y = calloc(n, sizeof *y);
    for (size_t t = 0; t < n; t += 997)         /* few demands: long buckets */
        y[t] = (double)(1 + t % 7);
    for (size_t i = 0; i < N(models); i++)
        sane(models[i], y, n, 12, 7);
    free(y);
}
END_TEST

int main(void)
{
    const struct { const char *name; const TTest *test; } tests[] = {
        { "least squares", least_squares }, { "likelihood", greatest_likelihood }, { "buckets", buckets }, { "memories", memories },
        { "steady", steady_demand_keeps_its_rate }, { "sizes", spread_of_sizes }, { "sinks", sinks_while_nothing_is_sold }, { "updates", updates_add_up }, { "residuals", residuals_are_those_of_the_fit },
        { "odd series", odd_series }, { "long series", long_series },
    };
    Suite *suite = suite_create("lumpy");
    for (size_t i = 0; i < N(tests); i++) {
        TCase *c = tcase_create(tests[i].name);
        tcase_set_timeout(c, 120);
        tcase_add_test(c, tests[i].test);
        suite_add_tcase(suite, c);
    }
    SRunner *r = srunner_create(suite);
    srunner_run_all(r, CK_ENV);
    int failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
