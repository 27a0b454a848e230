/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <check.h>
#include <math.h>

#include "inv/like.h"

static void close_to(double got, double want, double rel, const char *what)
{
    if (!(fabs(got - want) <= rel * fabs(want)))
        ck_abort_msg("%s: %.17g is not %.17g", what, got, want);
}

/* The mean a posteriori by integration. R: x <- c(20,40,25); y <- c(11,14,9)
 * g <- function(c) dgamma(c, shape = 0.5*4*25, rate = 4*25) * sapply(c, function(k) prod(dpois(y, k*x)))
 * integrate(function(c) c*g(c), 0, 2, rel.tol = 1e-12)$value / integrate(g, 0, 2, rel.tol = 1e-12)$value */
START_TEST(share)
{
    struct inv_like like = { 0.5, 4 };
    static const double x[] = { 20, NAN, 40, NAN }, y[] = { 11, NAN, 14, 9 };
    close_to(inv_like_share(&like, 25, x, y, 4), 0.45405405405405425, 1e-10, "share");
    ck_assert_double_eq(inv_like_share(&like, 25, x, y, 0), 0.5);       /* nothing of its own */
    ck_assert_double_eq(inv_like_share(&like, 0, x, y, 4), 0.5);        /* of nothing there is no share */
    ck_assert_double_eq(inv_like_share(&like, NAN, x, y, 4), 0.5);
    static const double returned[] = { -900, 1 }, huge[] = { 1e308, 1e308 };
    ck_assert_double_eq(inv_like_share(&like, 25, x, returned, 2), 0);
    ck_assert(isfinite(inv_like_share(&like, 25, huge, huge, 2)));
}
END_TEST

START_TEST(mean)
{
    static const double x[] = { 100, 3, NAN, 5, NAN };
    ck_assert_double_eq(inv_like_mean(x, 5, 4), 4);
    ck_assert_double_eq(inv_like_mean(x, 5, 99), 36);
    ck_assert(isnan(inv_like_mean(x + 4, 1, 4)));
    ck_assert(isnan(inv_like_mean(x, 0, 4)));
}
END_TEST

/* The old one's times the share, the new one's where it is known, nothing in between. */
START_TEST(history)
{
    struct inv_like like = { 2, 1 };
    static const double x[] = { 10, NAN, 10 }, y[] = { NAN, 30 };
    double out[6];
    /* (2 * 10 + 30) / (10 + 10) = 2.5 */
    ck_assert_double_eq(inv_like_history(&like, 4, x, 3, 4, y, 2, out), 2.5);
    ck_assert_double_eq(out[0], 25);
    ck_assert(isnan(out[1]));
    ck_assert_double_eq(out[2], 25);
    ck_assert(isnan(out[3]) && isnan(out[4]));
    ck_assert_double_eq(out[5], 30);
    ck_assert_double_eq(inv_like_history(&like, 4, x, 3, 2, y, 2, out), 2.5);
    ck_assert_double_eq(out[2], 25);            /* its own is missing there */
    ck_assert_double_eq(out[3], 30);
    ck_assert_double_eq(inv_like_history(&like, 4, x, 3, 3, y, 0, out), 2);
    ck_assert_double_eq(out[2], 20);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("like");
    TCase *t = tcase_create("like");
    suite_add_tcase(suite, t);
    tcase_add_test(t, share);
    tcase_add_test(t, mean);
    tcase_add_test(t, history);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? 1 : 0;
}
