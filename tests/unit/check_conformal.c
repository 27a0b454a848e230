/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bounds from earlier errors. Expected values are worked out here from the definition,
 * with nothing of the module. */
#include "config.h"

#include <check.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "air.h"
#include "inv/conformal.h"

static void close_to(double got, double want, double rel, const char *what)
{
    if (!(fabs(got - want) <= rel * fabs(want)))
        ck_abort_msg("%s: %.17g is not %.17g", what, got, want);
}

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static struct inv_forecast_spec spec_of(const char *model, size_t h)
{
    return (struct inv_forecast_spec){ .model = inv_model_find(model, strlen(model)), .h = h, .cap = 10, .args = { .h = h } };
}

/* naive, one step, 12 origins of the last half of 24 values: errors over the root
 * mean square of the changes before them. */
START_TEST(by_hand)
{
    enum { N = 24, ORIGINS = 12 };
    struct inv_conformal c = { .origins = ORIGINS };
    struct inv_forecast_spec spec = spec_of("naive", 1);
    struct inv_work w = { 0 };
    struct inv_forecast f;
    struct inv_rng r;
    struct inv_err err;
    double s[ORIGINS], q, sse = 0;
    inv_rng_seed(&r, 1, 1);
    spec.allow_negative = true;
    ck_assert_int_eq(inv_conformal_forecast(&c, air, N, 1, &spec, &w, &r, &f, &err), INV_OK);
    for (size_t t = 1; t < N; t++) {
        double e = air[t] - air[t - 1];
        if (t >= N - ORIGINS)
            s[t - (N - ORIGINS)] = fabs(e) / sqrt(sse / (double)(t - 1));
        sse += e * e;
    }
    double sd = sqrt(sse / (N - 1)), sum = 0;
    for (size_t i = 0; i < ORIGINS; i++)
        sum += s[i] * s[i];
    qsort(s, ORIGINS, sizeof *s, ascending);
    close_to(f.outlook.sd[0], sd * sqrt(sum / ORIGINS), 1e-12, "sd");
    /* worth 12 of 12: a share of 0.6 * 13 / 12 = 0.65 lies 0.15 beyond the 8th of 11 gaps */
    inv_outlook_quantile(&f.outlook, 0.8, &q);
    close_to(q, air[N - 1] + sd * (s[7] + 0.15 * (s[8] - s[7])), 1e-12, "80 % quantile");
    inv_outlook_quantile(&f.outlook, 0.2, &q);
    close_to(q, air[N - 1] - sd * (s[7] + 0.15 * (s[8] - s[7])), 1e-12, "20 % quantile");
    /* 0.95 * 13 / 12 is above one; R: qnorm(0.975) - qnorm(0.5 + 12 / 26) */
    inv_outlook_quantile(&f.outlook, 0.975, &q);
    close_to(q, air[N - 1] + sd * (s[11] + sqrt(sum / ORIGINS) * (1.9599639845400539 - 1.7688250385187059)), 1e-12, "97.5 % quantile");
    inv_conformal_free(&c);
    inv_work_free(&w);
}
END_TEST

/* No origins, or too short a series: nothing is different. */
START_TEST(as_it_was)
{
    struct inv_forecast_spec spec = spec_of("ses", 3);
    struct inv_conformal none = { 0 }, some = { .origins = 12 };
    struct inv_work a = { 0 }, b = { 0 };
    struct inv_forecast f, g;
    struct inv_rng r;
    struct inv_err err;
    for (size_t n = 1; n < 60; n += n < 8 ? 1 : 51) {
        inv_rng_seed(&r, 1, 1);
        ck_assert_int_eq(inv_forecast(air, n, 1, &spec, &a, &r, &f, &err), INV_OK);
        ck_assert_int_eq(inv_conformal_forecast(n > 8 ? &none : &some, air, n, 1, &spec, &b, &r, &g, &err), INV_OK);
        ck_assert_uint_eq(g.outlook.scores.bands, 0);
        for (size_t k = 0; k < 3; k++)
            ck_assert_double_eq(f.outlook.sd[k], g.outlook.sd[k]);
    }
    inv_conformal_free(&none);
    inv_conformal_free(&some);
    inv_work_free(&a);
    inv_work_free(&b);
}
END_TEST

/* Where the model takes errors for normal that are rarely huge, and constant in sd that grow, its bounds
 * fail; those from errors hold about as often as they say. */
START_TEST(coverage)
{
    enum { SERIES = 400, N = 60, H = 4 };
    uint64_t seed = 20240607;
    struct inv_rng r;
    struct inv_forecast_spec spec = spec_of("mean", H);
    struct inv_conformal c = { .origins = 12 };
    struct inv_work w = { 0 };
    struct inv_forecast f;
    struct inv_err err;
    size_t in = 0, in_total = 0;
    inv_rng_seed(&r, seed, 1);
    for (size_t i = 0; i < SERIES; i++) {
        double y[N + H], lo[H], hi[H], sum = 0;
        for (size_t t = 0; t < N + H; t++)
            y[t] = 100 + (1 + (double)t / 20) * inv_rng_normal(&r);
        ck_assert_int_eq(inv_conformal_forecast(&c, y, N, 1, &spec, &w, &r, &f, &err), INV_OK);
        inv_outlook_quantile(&f.outlook, 0.05, lo);
        inv_outlook_quantile(&f.outlook, 0.95, hi);
        for (size_t k = 0; k < H; k++) {
            in += y[N + k] >= lo[k] && y[N + k] <= hi[k];
            sum += y[N + k];
        }
        struct inv_total total = inv_outlook_total(&f.outlook, H);
        in_total += sum >= inv_total_quantile(&f.outlook, &total, 0.05) && sum <= inv_total_quantile(&f.outlook, &total, 0.95);
    }
    double share = (double)in / (SERIES * H), share_total = (double)in_total / SERIES;
    if (!(share > 0.86 && share < 0.96 && share_total > 0.84 && share_total < 0.98))
        ck_abort_msg("seed %llu: 90 %% bounds hold %g, of totals %g", (unsigned long long)seed, share, share_total);
    inv_conformal_free(&c);
    inv_work_free(&w);
}
END_TEST

/* Paths have the sd, and the total's, that the outlook says. */
START_TEST(paths)
{
    enum { H = 6, PATHS = 20000 };
    struct inv_forecast_spec spec = spec_of("naive", H);
    struct inv_conformal c = { .origins = 12 };
    struct inv_work w = { 0 };
    struct inv_forecast f;
    struct inv_rng r;
    struct inv_err err;
    double q[H], scratch[64], square = 0, total = 0;
    inv_rng_seed(&r, 3, 1);
    spec.allow_negative = true;
    ck_assert_int_eq(inv_conformal_forecast(&c, air, 100, 1, &spec, &w, &r, &f, &err), INV_OK);
    ck_assert_uint_le(inv_outlook_path_room(&f.outlook), 64);
    for (size_t i = 0; i < PATHS; i++) {
        double sum = 0;
        inv_outlook_path(&f.outlook, i, &r, scratch, q);
        square += (q[0] - f.outlook.forecast[0]) * (q[0] - f.outlook.forecast[0]) / PATHS;
        for (size_t k = 0; k < H; k++)
            sum += q[k] - f.outlook.forecast[k];
        total += sum * sum / PATHS;
    }
    close_to(sqrt(square), f.outlook.sd[0], 0.2, "paths, sd of the first step");
    close_to(sqrt(total), f.outlook.cum_sd[H - 1], 0.2, "paths, sd of the total");
    inv_conformal_free(&c);
    inv_work_free(&w);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("conformal");
    TCase *t = tcase_create("conformal");
    suite_add_tcase(suite, t);
    tcase_add_test(t, by_hand);
    tcase_add_test(t, as_it_was);
    tcase_add_test(t, coverage);
    tcase_add_test(t, paths);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? 1 : 0;
}
