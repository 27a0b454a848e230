/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests for stationarity, transformations and partial autocorrelations against R's
 * tseries and forecast 8.20 (the table of forecasts' known answers, and the calls above the values). */
#include "config.h"

#include <check.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "inv/acf.h"
#include "inv/boxcox.h"
#include "inv/unitroot.h"
#include "oracle.h"

#define MOST 400

static const char *const names[] = {
    "AirPassengers", "USAccDeaths", "UKgas", "Nile", "WWWusage", "lynx", "austres", "nottem", "LakeHuron", "JohnsonJohnson"
};
#define NAMES (sizeof names / sizeof *names)

static void close_to(double got, double want, double eps, const char *what)
{
    ck_assert_msg(fabs(got - want) <= eps * (1 + fabs(want)), "%s: %.12g, not %.12g", what, got, want);
}

/* A series and the answer of one test; false where there is none. */
static bool find(const struct oracle *o, const char *test, const char *param, size_t name, double *y, size_t *n, size_t *m,
                 double *want)
{
    char id[64];
    snprintf(id, sizeof id, "%s_%s", test, names[name]);
    *want = oracle_number(o, id, param);
    *n = oracle_series(names[name], m, y, MOST);
    return !isnan(*want);
}

START_TEST(as_in_R)
{
    struct oracle o;
    double y[MOST], want, work[40 * MOST];
    size_t n, m, found = 0;
    if (!oracle_open_file(&o, "forecast-reference.csv"))
        return;
    for (size_t i = 0; i < NAMES; i++) {
        if (find(&o, "kpss", "statistic", i, y, &n, &m, &want) && ++found)
            close_to(inv_unitroot_kpss(y, n, (size_t)(4 * pow((double)n / 100, 0.25))), want, 1e-10, names[i]);
        if (find(&o, "ndiffs", "d", i, y, &n, &m, &want) && ++found)
            ck_assert_uint_eq(inv_unitroot_ndiffs(y, n, 2, work), (size_t)want);
        if (find(&o, "nsdiffs", "D", i, y, &n, &m, &want) && ++found)
            ck_assert_uint_eq(inv_unitroot_nsdiffs(y, n, m, 1, work), (size_t)want);
        if (find(&o, "boxcox", "lambda", i, y, &n, &m, &want) && ++found)
            close_to(inv_boxcox_guerrero(y, n, m, work), want, 1e-4, names[i]);   /* R stops at 1e-4 */
    }
    ck_assert_uint_eq(found, 36);
    oracle_close(&o);
}
END_TEST

START_TEST(correlations)
{
    struct oracle o;
    double y[MOST], r[11], work[20];
    size_t m;
    if (!oracle_open_file(&o, "forecast-reference.csv"))
        return;
    for (size_t i = 0; i < NAMES; i++) {
        char id[64], lag[16];
        size_t n = oracle_series(names[i], &m, y, MOST);
        snprintf(id, sizeof id, "acf_%s", names[i]);
        inv_acf(y, n, 10, r);
        for (size_t k = 1; k <= 10; k++) {
            snprintf(lag, sizeof lag, "r_%zu", k);
            close_to(r[k], oracle_number(&o, id, lag), 1e-10, names[i]);
        }
        inv_acf_partial(r, 10, work);
        for (size_t k = 1; k <= 10; k++) {
            snprintf(lag, sizeof lag, "phi_%zu", k);
            close_to(r[k], oracle_number(&o, id, lag), 1e-10, names[i]);
        }
    }
    oracle_close(&o);
}
END_TEST

/* Kwiatkowski et al. (1992), table 1. */
START_TEST(significance)
{
    close_to(inv_unitroot_kpss_p(0.463), 0.05, 1e-12, "5 %");
    close_to(inv_unitroot_kpss_p(0.739), 0.01, 1e-12, "1 %");
    close_to(inv_unitroot_kpss_p(0.405), 0.075, 1e-12, "between");
    close_to(inv_unitroot_kpss_p(0.01), 0.1, 1e-12, "small");
    close_to(inv_unitroot_kpss_p(9), 0.01, 1e-12, "large");
}
END_TEST

/* By hand: deviations -1.5 -0.5 0.5 1.5, partial sums -1.5 -2 -1.5 0, their squares 8.5;
 * sum of squares 5, of products one apart 1.25: 8.5 / (4 * (5 + 2 * 0.5 * 1.25)). */
START_TEST(missing_values_are_passed_over)
{
    static const double y[] = { 1, NAN, 2, 3, NAN, NAN, 4, NAN };
    double work[32];
    close_to(inv_unitroot_kpss(y, 8, 0), 8.5 / 20, 1e-14, "no lags");
    close_to(inv_unitroot_kpss(y, 8, 1), 8.5 / (4 * 6.25), 1e-14, "one lag");
    double flat[] = { 3, 3, NAN, 3 };
    ck_assert(isnan(inv_unitroot_kpss(flat, 4, 1)));
    ck_assert_uint_eq(inv_unitroot_ndiffs(flat, 4, 2, work), 0);
}
END_TEST

/* BoxCox(c(1,10,100), 0.3), and there and back again. */
START_TEST(transformations)
{
    close_to(inv_boxcox(1, 0.3), 0, 1e-15, "1");
    close_to(inv_boxcox(10, 0.3), 3.3175410498963, 1e-13, "10");
    close_to(inv_boxcox(100, 0.3), 9.9369056851166, 1e-13, "100");
    static const double lambdas[] = { -1, -0.3, 0, 0.3, 1, 2 };
    for (size_t i = 0; i < 6; i++) {
        double l = lambdas[i], z = inv_boxcox(7.5, l), h = 1e-5;
        close_to(inv_boxcox_back(z, l), 7.5, 1e-13, "back");
        close_to(inv_boxcox_slope(z, l), (inv_boxcox_back(z + h, l) - inv_boxcox_back(z - h, l)) / (2 * h), 1e-8, "slope");
    }
    ck_assert(inv_boxcox_back(10, -1) == INFINITY);
    close_to(inv_boxcox_back(inv_boxcox(-4, 0.5), 0.5), -4, 1e-13, "a negative");
}
END_TEST

START_TEST(lambda_of_odd_series)
{
    double work[64], zeros[40], one[40];
    for (size_t t = 0; t < 40; t++) {
        zeros[t] = 0;
        one[t] = t == 20 ? 5 : 0;
    }
    ck_assert_double_eq(inv_boxcox_guerrero(zeros, 40, 12, work), 1);
    ck_assert_double_eq(inv_boxcox_guerrero(one, 40, 12, work), 1);
    ck_assert_double_eq(inv_boxcox_guerrero(one, 3, 12, work), 1);
    for (size_t t = 0; t < 40; t++)
        one[t] = 2 + sin((double)t) * (t % 3 == 0);
    one[7] = 0;
    double l = inv_boxcox_guerrero(one, 40, 4, work);
    ck_assert(l >= 0.1 && l <= 2);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("unitroot");
    TCase *c = tcase_create("unitroot");
    tcase_add_test(c, as_in_R);
    tcase_add_test(c, correlations);
    tcase_add_test(c, significance);
    tcase_add_test(c, missing_values_are_passed_over);
    tcase_add_test(c, transformations);
    tcase_add_test(c, lambda_of_odd_series);
    suite_add_tcase(s, c);
    SRunner *r = srunner_create(s);
    srunner_run_all(r, CK_ENV);
    int failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed != 0;
}
