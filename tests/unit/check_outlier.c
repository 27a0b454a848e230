/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Outliers: limits worked by hand (medians, MADs and quartiles of short
 * series), and what a planner would say of a December. */
#include "config.h"

#include "inv/outlier.h"

#include <check.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct inv_err err;
static struct inv_outlier o;

/* Places that were flagged, as text: "6 17". */
static const char *find(enum inv_outlier_method method, size_t m, const double *y, size_t n)
{
    static char out[1024];
    size_t len = 0, count = 0;
    ck_assert_int_eq(inv_outlier_find(&o, method, inv_outlier_threshold(method), m, y, n, &err), INV_OK);
    out[0] = '\0';
    for (size_t i = 0; i < n && len < 1000; i++)
        if (o.flag[i]) {
            len += (size_t)sprintf(out + len, "%s%zu", count++ ? " " : "", i);
            ck_assert(isfinite(o.expected[i]) && isfinite(o.lo[i]) && isfinite(o.hi[i]));
            ck_assert(o.lo[i] <= o.expected[i] && o.expected[i] <= o.hi[i]);
            ck_assert(y[i] < o.lo[i] || y[i] > o.hi[i]);
        }
    ck_assert_uint_eq(count, o.count);
    return out;
}

static void near(double got, double want)
{
    ck_assert_msg(fabs(got - want) <= 1e-12 * fabs(want), "%.17g is not %.17g", got, want);
}

START_TEST(test_hampel_by_hand)
{
    /* median 24, MAD 2: 24 +- 3 x 1.4826 x 2 */
    const double y[] = { 23, 27, 19, 24, 26, 22, 90, 25, 21, 28, 24 };
    ck_assert_str_eq(find(INV_OUTLIER_HAMPEL, 1, y, 11), "6");
    near(o.expected[6], 24);
    near(o.lo[6], 15.1044);
    near(o.hi[6], 32.8956);
    /* a MAD of 0: the mean absolute deviation from 5 is 2.7: 5 +- 3 x 1.2533 x 2.7 */
    const double z[] = { 5, 5, 5, 5, 5, 5, 7, 5, 30, 5 };
    ck_assert_str_eq(find(INV_OUTLIER_HAMPEL, 1, z, 10), "8");
    near(o.hi[8], 15.15173);
    near(o.lo[8] + 1, 1);      /* -5.15 would be negative */
}
END_TEST

START_TEST(test_iqr_by_hand)
{
    /* quartiles of type 7 are 22.5 and 26.5 (numpy.quantile): 22.5 - 6, 26.5 + 6 */
    const double y[] = { 23, 27, 19, 24, 26, 22, 90, 25, 21, 28, 24 };
    ck_assert_str_eq(find(INV_OUTLIER_IQR, 1, y, 11), "6");
    near(o.expected[6], 24);
    near(o.lo[6], 16.5);
    near(o.hi[6], 32.5);
    /* quartiles equal: 5 +- 1.5 x 1.349 x 1.2533 x 2.7 = 6.85 */
    const double z[] = { 5, 5, 5, 5, 5, 5, 7, 5, 30, 5 };
    ck_assert_str_eq(find(INV_OUTLIER_IQR, 1, z, 10), "8");
    near(o.hi[8], 5 + 1.5 * 1.349 * 1.2533 * 2.7);
}
END_TEST

START_TEST(test_intermittent)
{
    /* sizes 4 5 3 60 4 5: median 4.5, MAD 0.5 */
    const double y[] = { 0, 0, 0, 4, 0, NAN, 5, 0, 0, 0, 3, 0, 0, 60, 0, 0, 4, 0, 0, 5, 0, 0, 0, 0 };
    ck_assert_str_eq(find(INV_OUTLIER_HAMPEL, 12, y, 24), "13");
    near(o.expected[13], 4.5);
    near(o.hi[13], 4.5 + 3 * 1.4826 * 0.5);
    const double few[] = { 0, 0, 0, 4, 0, 0, 500, 0, 0, 0, 3, 0, 0, 4, 0, 0 };
    ck_assert_str_eq(find(INV_OUTLIER_HAMPEL, 1, few, 16), "");      /* four sizes are too few */
}
END_TEST

/* A level with a trend, even noise of +-5 and a December of its own. */
static void months(double *y, size_t n, double december, double growth)
{
    unsigned seed = 731;
    for (size_t i = 0; i < n; i++) {
        seed = seed * 1103515245u + 12345u;
        double level = 100 + growth * (double)i, noise = (double)((seed >> 16) % 1001) / 100 - 5;
        y[i] = level * (i % 12 == 11 ? december : 1) + noise;
    }
}

START_TEST(test_december_is_no_outlier)
{
    double y[48];
    static const int methods[] = { INV_OUTLIER_HAMPEL, INV_OUTLIER_IQR };
    for (size_t k = 0; k < 2; k++)
        for (size_t n = 24; n <= 48; n += 12) {
            enum inv_outlier_method method = (enum inv_outlier_method)methods[k];
            months(y, n, 2.2, 1);
            ck_assert_str_eq(find(method, 12, y, n), "");
            y[17] *= 3;                                             /* a June */
            ck_assert_str_eq(find(method, 12, y, n), "17");
            ck_assert(o.expected[17] > 95 && o.expected[17] < 140);
            months(y, n, 2.2, 1);
            y[23] *= 2.5;                                           /* a December that beats the others */
            ck_assert_str_eq(find(method, 12, y, n), "23");
            ck_assert(o.expected[23] > 200);
            y[23] = 20;                                             /* one that failed */
            ck_assert_str_eq(find(method, 12, y, n), n == 24 ? "11 23" : "23");   /* of two, who is to say */
            months(y, n, 2.2, 1);
            y[2] = 0;                                               /* ratios can be zero */
            ck_assert_str_eq(find(method, 12, y, n), "2");
        }
    months(y, 23, 2.2, 1);                                          /* two years but for a month: both Decembers are there */
    y[22] = y[10] * 2.1;
    y[10] *= 2;
    ck_assert_str_eq(find(INV_OUTLIER_HAMPEL, 12, y, 23), "11");    /* one December now, two Novembers */
    months(y, 48, 2.2, 0);                                          /* differences: with values below zero */
    for (size_t i = 0; i < 48; i++)
        y[i] -= 99;
    ck_assert_str_eq(find(INV_OUTLIER_HAMPEL, 12, y, 48), "");
    y[30] = -70;
    ck_assert_str_eq(find(INV_OUTLIER_HAMPEL, 12, y, 48), "30");
    months(y, 24, 2.2, 1);
    ck_assert_str_eq(find(INV_OUTLIER_HAMPEL, 1, y, 24), "11 23");     /* unless nobody says that there is a season */
}
END_TEST

/* Nothing but noise (a sum of four even ones, near enough to a normal): what is
 * flagged must be what a normal has beyond three sds or so, however few values
 * there are to each place of a season. A season of 52 fitted to 104 weeks makes
 * half of the residuals zero. */
START_TEST(test_noise_is_no_outlier)
{
    size_t flagged = 0, all = 0;
    unsigned seed = 4711;
    printf("seed %u\n", seed);
    for (int round = 0; round < 40; round++) {
        double y[104];
        for (size_t i = 0; i < 104; i++) {
            y[i] = 80;
            for (int k = 0; k < 4; k++) {
                seed = seed * 1103515245u + 12345u;
                y[i] += (double)((seed >> 16) % 1001) / 100;
            }
        }
        find(INV_OUTLIER_HAMPEL, 52, y, 104);
        flagged += o.count;
        all += 104;
    }
    ck_assert_uint_lt(flagged * 100, all);
}
END_TEST

START_TEST(test_missing_and_trend)
{
    double y[40];
    for (size_t i = 0; i < 40; i++)
        y[i] = i % 7 == 3 ? NAN : 10 * (double)i + (double)(i * 31 % 5);
    ck_assert_str_eq(find(INV_OUTLIER_HAMPEL, 1, y, 40), "");
    y[20] = 900;
    ck_assert_str_eq(find(INV_OUTLIER_HAMPEL, 1, y, 40), "20");
}
END_TEST

START_TEST(test_edges)
{
    double y[200];
    for (int k = 0; k < 2; k++) {
        enum inv_outlier_method method = k ? INV_OUTLIER_IQR : INV_OUTLIER_HAMPEL;
        ck_assert_str_eq(find(method, 12, NULL, 0), "");
        static const double values[] = { 0, 1, 1e-300, 1e300, -7.25, NAN };
        for (size_t v = 0; v < sizeof values / sizeof *values; v++)
            for (size_t n = 1; n <= 200; n += n < 8 ? 1 : 64) {
                for (size_t i = 0; i < n; i++)
                    y[i] = values[v];
                ck_assert_str_eq(find(method, 12, y, n), "");       /* equal values, a season longer than they are */
            }
        static const double wild[] = { 1e300, 1e-300, 0, 1.7e308, 3, 1e300, 2, -1.7e308, 1, 5, 1e-300, 4 };
        find(method, 4, wild, 12);
        find(method, 3, wild, 7);
        for (size_t i = 0; i < 200; i++)
            y[i] = i == 77 ? 1e300 : 1e-300 * (double)(1 + i % 3);
        ck_assert_str_eq(find(method, 7, y, 200), "77");
    }
    inv_outlier_free(&o);
}
END_TEST

/* Rosner's (1983) data as NIST prints them (e-Handbook of Statistical Methods, 1.3.5.17.3):
 * of up to ten, three are outliers at 5 %: R_3 = 3.179 is above its critical value 3.144,
 * R_1 = 3.119 (3.159) and R_2 = 2.943 (3.151) are masked by them. */
START_TEST(test_esd_of_rosner)
{
    double x[] = {
        -0.25, 0.68, 0.94, 1.15, 1.20, 1.26, 1.26, 1.34, 1.38, 1.43, 1.49, 1.49, 1.55, 1.56, 1.58, 1.65, 1.69, 1.70,
        1.76, 1.77, 1.81, 1.91, 1.94, 1.96, 1.99, 2.06, 2.09, 2.10, 2.14, 2.15, 2.23, 2.24, 2.26, 2.35, 2.37, 2.40,
        2.47, 2.54, 2.62, 2.64, 2.90, 2.92, 2.92, 2.93, 3.21, 3.26, 3.30, 3.59, 3.68, 4.30, 4.64, 5.34, 5.42, 6.01
    };
    struct inv_esd e;
    ck_assert_uint_eq(inv_outlier_esd(x, 54, 0.05, 10, &e), 3);
    ck_assert(e.hi > 4.64 && e.hi < 5.34 && e.lo < -0.25);
    ck_assert_uint_eq(inv_outlier_esd(x, 54, 0.05, 2, &e), 0);      /* it takes three to see three */
    ck_assert(e.hi >= 6.01);
    double huge[] = { 1, 2, 3, 1, 2, 3, 2, 1, 3, 2, 1e300, 2, 3, 1 }, same[] = { 7, 7, 7, 7, 7, 7 };
    ck_assert_uint_eq(inv_outlier_esd(huge, 14, 0.05, 3, &e), 1);
    ck_assert_uint_eq(inv_outlier_esd(same, 6, 0.05, 2, &e), 0);
    ck_assert(e.lo <= 7 && e.hi >= 7);
}
END_TEST

/* y <- USAccDeaths; y[30] <- 14000; y[55] <- 5000; r <- remainder(mstl(y, robust = TRUE)) in R (forecast 8.20);
 * q <- quantile(r, c(.25, .75)); which(r < q[1] - 3 * diff(q) | r > q[2] + 3 * diff(q)) says 13 30 55. */
START_TEST(test_stl_as_in_R)
{
    double y[72] = {
        9007, 8106, 8928, 9137, 10017, 10826, 11317, 10744, 9713, 9938, 9161, 8927, 7750, 6981, 8038, 8422, 8714, 9512,
        10120, 9823, 8743, 9129, 8710, 8680, 8162, 7306, 8124, 7870, 9387, 14000, 10093, 9620, 8285, 8466, 8160, 8034,
        7717, 7461, 7767, 7925, 8623, 8945, 10078, 9179, 8037, 8488, 7874, 8647, 7792, 6957, 7726, 8106, 8890, 9299,
        5000, 9302, 8314, 8850, 8265, 8796, 7836, 6892, 7791, 8192, 9115, 9434, 10484, 9827, 9110, 9070, 8633, 9240
    };
    ck_assert_str_eq(find(INV_OUTLIER_STL, 12, y, 72), "12 29 54");
    ck_assert(fabs(o.expected[29] - 9556) < 600 && fabs(o.expected[54] - 10625) < 600);    /* what was there */
    ck_assert_str_eq(find(INV_OUTLIER_ESD, 12, y, 72), "29 54");
    y[40] = NAN;
    ck_assert_str_eq(find(INV_OUTLIER_ESD, 12, y, 72), "29 54");
    ck_assert_str_eq(find(INV_OUTLIER_STL, 365, y, 72), "29 54");   /* by its trend alone */
}
END_TEST

/* Every method on what can go wrong. */
START_TEST(test_oddities_of_all)
{
    static const double few[] = { 4, NAN, 9, 1 }, equal[] = { 3, 3, 3, 3, 3, 3, 3, 3, 3, 3 };
    static const double spike[] = { 3, 3, 3, 3, 3, 3, 90, 3, 3, 3 }, tiny[] = { 1e-300, 2e-300, 1e-300, 2e-300, 1e-300, 3e-300 };
    static const double vast[] = { 1e300, 2e300, 1e300, 2e300, 1e300, 3e300, 1e300, 1.7e308 };
    static const double lumpy[] = { 0, 0, 4, 0, 0, 5, 0, 0, 3, 0, 0, 60, 0, 0, 4, 0, 0, 5, 0, 0, 4, 0, 0, 0 };
    double none[30];
    for (size_t i = 0; i < 30; i++)
        none[i] = NAN;
    for (enum inv_outlier_method how = INV_OUTLIER_HAMPEL; how <= INV_OUTLIER_ESD; how++)
        for (size_t m = 1; m <= 4; m += 3) {
            ck_assert_str_eq(find(how, m, few, 4), "");
            ck_assert_str_eq(find(how, m, equal, 10), "");
            ck_assert_str_eq(find(how, m, none, 30), "");
            ck_assert_str_eq(find(how, m, spike, 10), "6");
            ck_assert_str_eq(find(how, m, lumpy, 24), "11");
            find(how, m, tiny, 6);
            find(how, m, vast, 8);
        }
}
END_TEST

int main(void)
{
    Suite *s = suite_create("outlier");
    TCase *tc = tcase_create("outliers");
    tcase_add_test(tc, test_hampel_by_hand);
    tcase_add_test(tc, test_iqr_by_hand);
    tcase_add_test(tc, test_intermittent);
    tcase_add_test(tc, test_december_is_no_outlier);
    tcase_add_test(tc, test_noise_is_no_outlier);
    tcase_add_test(tc, test_missing_and_trend);
    tcase_add_test(tc, test_edges);
    tcase_add_test(tc, test_esd_of_rosner);
    tcase_add_test(tc, test_stl_as_in_R);
    tcase_add_test(tc, test_oddities_of_all);
    suite_add_tcase(s, tc);
    SRunner *r = srunner_create(s);
    srunner_run_all(r, CK_NORMAL);
    int failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
