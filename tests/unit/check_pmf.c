/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Second-order losses, tables of values, vectors of probabilities. */
#include "config.h"

#include "inv/pmf.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>


static void near(const char *what, double got, double want, double tol)
{
    if (!(fabs(got - want) <= tol * fmax(fabs(want), 1e-9)))
        ck_abort_msg("%s: %.17g, not %.17g", what, got, want);
}

static struct inv_dist make(enum inv_dist_kind kind, double mean, double sd)
{
    struct inv_dist d;
    struct inv_err err = { 0 };
    ck_assert_msg(inv_dist_init(&d, kind, mean, sd, &err) == INV_OK, "%s", err.text);
    return d;
}

/* stockpyl 1.0.2's tests: Poisson(15) at 18, Poisson(7) at 5, Poisson(47) at 50; gamma of
 * shape 2 and scale 3 at 4; standard normal at 0.3 and 3.1. */
START_TEST(test_published)
{
    struct inv_dist d = make(INV_DIST_POISSON, 15, 0);
    near("Poisson 15", inv_dist_loss2(&d, 18), 0.848340302917794, 1e-12);
    d = make(INV_DIST_GAMMA, 6, 3 * sqrt(2));
    near("gamma", inv_dist_loss2(&d, 4), 10.280288386513346, 1e-12);
    d = make(INV_DIST_NORMAL, 0, 1);
    near("normal", inv_dist_loss2(&d, 0.3), 0.151030102587942, 1e-12);
    d = make(INV_DIST_NEGBIN, 4, sqrt(20));     /* geometric, p = 0.2, failures before a success */
    near("geometric", inv_dist_loss2(&d, 4), 6.5536, 1e-12);      /* trials: at 5 */
}
END_TEST

/* Counts: the sum of losses above; continuous: the integral of the loss, by Simpson's rule. */
START_TEST(test_is_sum_of_losses)
{
    static const struct { enum inv_dist_kind kind; double mean, sd; } all[] = {
        { INV_DIST_POISSON, 0.3, 0 }, { INV_DIST_POISSON, 60, 0 }, { INV_DIST_NEGBIN, 2, 3 }, { INV_DIST_NEGBIN, 90, 30 },
        { INV_DIST_NORMAL, 50, 9 }, { INV_DIST_LOGNORMAL, 50, 20 }, { INV_DIST_GAMMA, 50, 40 }, { INV_DIST_GAMMA, 3, 6 },
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        struct inv_dist d = make(all[i].kind, all[i].mean, all[i].sd);
        for (double x = -2; x < all[i].mean * 2; x += floor(1 + all[i].mean / 7)) {
            double sum = 0, far = x + d.mean + 60 * d.sd, h = (far - x) / 40000;
            if (inv_dist_discrete(&d))
                for (double k = x + 1; k < far; k++)
                    sum += inv_dist_loss(&d, k);
            else
                for (int j = 0; j < 20000; j++)
                    sum += h / 3 * (inv_dist_loss(&d, x + 2 * j * h) + 4 * inv_dist_loss(&d, x + (2 * j + 1) * h)
                                    + inv_dist_loss(&d, x + (2 * j + 2) * h));
            near(inv_dist_name(d.kind), inv_dist_loss2(&d, x), sum, 1e-6);
        }
    }
}
END_TEST

START_TEST(test_table)
{
    double x[] = { 0, 2, 5 }, w[] = { 0.5, 0.3, 0.2 }, bad[] = { 0.5, 0.3, 0.1 };
    struct inv_dist d;
    struct inv_err err = { 0 };
    ck_assert_int_eq(inv_dist_table(&d, x, bad, 3, &err), INV_EARG);
    ck_assert_str_eq(err.text, "distribution: its probabilities add up to 0.9, not to 1");
    ck_assert_int_eq(inv_dist_table(&d, x, w, 0, &err), INV_EARG);
    ck_assert_int_eq(inv_dist_table(&d, x, w, 3, &err), INV_OK);
    near("mean", d.mean, 1.6, 1e-14);
    near("sd", d.sd, sqrt(0.5 * 1.6 * 1.6 + 0.3 * 0.4 * 0.4 + 0.2 * 3.4 * 3.4), 1e-14);
    near("cdf", inv_dist_cdf(&d, 2), 0.8, 1e-14);
    near("sf", inv_dist_sf(&d, 1.9), 0.5, 1e-14);
    near("loss", inv_dist_loss(&d, 1), 0.3 + 0.8, 1e-14);
    near("loss2", inv_dist_loss2(&d, 1), 0.5 * (0.3 + 0.2 * 16), 1e-14);
    ck_assert(inv_dist_quantile(&d, 0.5) <= 0 && inv_dist_quantile(&d, 0.500001) >= 2);
    ck_assert(inv_dist_quantile(&d, 0.8) <= 2 && inv_dist_quantile(&d, 0.81) >= 5);
    ck_assert(inv_dist_quantile_upper(&d, 0.2) <= 2 && inv_dist_quantile_upper(&d, 0.19) >= 5);
}
END_TEST

/* Sums of Poisson demands are Poisson, of negative binomials with one p negative binomial. */
START_TEST(test_sums)
{
    struct inv_err err = { 0 };
    struct inv_pmf one = { 0 }, sum = { 0 }, want = { 0 }, work[2] = { 0 };
    for (size_t times = 0; times < 20; times += 3)
        for (int nb = 0; nb < 2; nb++) {
            double mean = 4.2, var = nb ? 9.0 : 4.2, n = (double)times;
            struct inv_dist d = make(nb ? INV_DIST_NEGBIN : INV_DIST_POISSON, mean, sqrt(var));
            struct inv_dist t = make(nb ? INV_DIST_NEGBIN : INV_DIST_POISSON, mean * n, sqrt(var * n));
            ck_assert_int_eq(inv_pmf_of(&one, &d, 1e-14, &err), INV_OK);
            ck_assert_int_eq(inv_pmf_times(&sum, &one, times, 1e-15, work, &err), INV_OK);
            ck_assert_int_eq(inv_pmf_of(&want, &t, 1e-14, &err), INV_OK);
            near("mean", inv_pmf_mean(&sum), mean * n, 1e-9);
            near("variance", inv_pmf_variance(&sum), var * n, 1e-9);
            for (size_t i = 1; i + 1 < want.n; i++)
                near("p", want.lo + i >= sum.lo && want.lo + i < sum.lo + sum.n ? sum.p[want.lo + i - sum.lo] : 0,
                     want.p[i], 1e-4 * (want.p[i] < 1e-9 ? 1e6 : 1));
        }
    inv_pmf_free(&one);
    inv_pmf_free(&sum);
    inv_pmf_free(&want);
    inv_pmf_free(&work[0]);
    inv_pmf_free(&work[1]);
}
END_TEST

START_TEST(test_rounded)
{
    struct inv_err err = { 0 };
    struct inv_pmf v = { 0 }, mix = { 0 };
    struct inv_dist d = make(INV_DIST_NORMAL, 10, 4);
    ck_assert_int_eq(inv_pmf_of(&v, &d, 1e-12, &err), INV_OK);
    ck_assert_uint_eq(v.lo, 0);
    near("below 1/2", v.p[0], inv_normal_cdf(-9.5 / 4), 1e-12);
    near("at 10", v.p[10], inv_normal_cdf(0.125) - inv_normal_cdf(-0.125), 1e-12);
    d = make(INV_DIST_NORMAL, 7, 0);
    ck_assert_int_eq(inv_pmf_mix(&mix, &v, 0.25, &err), INV_OK);
    ck_assert_int_eq(inv_pmf_of(&v, &d, 1e-12, &err), INV_OK);
    ck_assert(v.n == 1 && v.lo == 7 && v.p[0] >= 1);
    ck_assert_int_eq(inv_pmf_mix(&mix, &v, 0.75, &err), INV_OK);
    near("mixed", inv_pmf_mean(&mix), 0.25 * 10.0005 + 0.75 * 7, 1e-3);
    inv_pmf_cut(&mix, 0.3);
    ck_assert_uint_eq(mix.n, 1);
    d = make(INV_DIST_NORMAL, 1e9, 1e9);
    ck_assert_int_eq(inv_pmf_of(&v, &d, 1e-12, &err), INV_EARG);
    inv_pmf_free(&v);
    inv_pmf_free(&mix);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("pmf");
    TCase *t = tcase_create("pmf");
    tcase_add_test(t, test_published);
    tcase_add_test(t, test_is_sum_of_losses);
    tcase_add_test(t, test_table);
    tcase_add_test(t, test_sums);
    tcase_add_test(t, test_rounded);
    suite_add_tcase(s, t);
    SRunner *r = srunner_create(s);
    srunner_run_all(r, CK_NORMAL);
    int failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed != 0;
}
