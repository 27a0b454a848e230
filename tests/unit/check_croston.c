/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The fits of lumpy demand are the least squares that they say they are. Values
 * from scipy 1.17: the methods as the papers state them, constants within
 * 0..0.2, Croston's first size and interval within half and twice the mean ones,
 * minimize (L-BFGS-B, then Nelder-Mead) from five starts for croston and four
 * for tsb. */
#include "config.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "inv/forecast.h"

static const double ends_idle[] = {
    0, 10, 6, 0, 4, 9, 0, 0, 8, 0, 0, 10, 3, 0, 0, 0, 0, 0, 0, 11, 0, 0, 17, 0, 10, 0, 0, 17, 0
};
static const double busy[] = {
    0, 0, 11, 11, 6, 6, 0, 2, 0, 7, 19, 0, 6, 4, 0, 0, 2, 0, 0, 0, 11, 13, 18, 6, 0, 0, 8, 5, 10, 0, 0, 6, 0, 0, 0,
    5, 0, 0, 0, 7, 10, 5, 6, 12, 0, 0, 0, 0, 1, 25, 5, 0, 0, 0, 3, 0, 0, 0
};

/* A fit may end in a valley as deep or deeper. */
static void fits(const char *name, const double *y, size_t n, double sse, double forecast)
{
    struct inv_forecast_spec spec = { .model = inv_model_find(name, strlen(name)), .h = 1 };
    struct inv_work w = { 0 };
    struct inv_forecast f;
    struct inv_rng r;
    inv_rng_seed(&r, 1, 1);
    ck_assert_int_eq(inv_forecast(y, n, 1, &spec, &w, &r, &f, NULL), INV_OK);
    ck_assert_double_le(f.fit.sse, sse * (1 + 1e-5));
    ck_assert_double_le(fabs(f.outlook.forecast[0] - forecast), 1e-3 * forecast);
    inv_work_free(&w);
}

START_TEST(least_squares)
{
    size_t n = sizeof ends_idle / sizeof *ends_idle, m = sizeof busy / sizeof *busy;
    fits("croston", ends_idle, n, 813.04385, 4.4410299);
    fits("tsb", ends_idle, n, 822.51463, 3.7352864);
    fits("croston", busy, m, 1765.1498, 3.363417);
    fits("tsb", busy, m, 1785.931, 3.9655172);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("croston");
    TCase *c = tcase_create("least squares");
    tcase_add_test(c, least_squares);
    suite_add_tcase(s, c);
    SRunner *r = srunner_create(s);
    srunner_run_all(r, CK_NORMAL);
    int failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
