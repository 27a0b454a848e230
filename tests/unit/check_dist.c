/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Distributions against mpmath (dist_values.h), limits, and draws. */
#include "config.h"

#include "inv/dist.h"

#include <check.h>
#include <float.h>
#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>

#include "dist_values.h"

#define COUNT(a) (sizeof (a) / sizeof *(a))

static struct inv_dist make(enum inv_dist_kind kind, double mean, double sd)
{
    struct inv_dist d;
    struct inv_err err = { 0 };
    ck_assert_msg(inv_dist_init(&d, kind, mean, sd, &err) == INV_OK, "%s", err.text);
    return d;
}

/* Relative, down to the smallest normal numbers, where an absolute error of
 * their last place is all that can be asked. */
static void near(const char *what, const struct inv_dist *d, double at, double got, double want, double tol)
{
    if (!(fabs(got - want) <= tol * fabs(want) + 1e-307 * tol + DBL_TRUE_MIN))
        ck_abort_msg("%s(%s mean %.17g sd %.17g; %.17g) = %.17g, not %.17g (off by %.2g)", what,
                     inv_dist_name(d->kind), d->mean, d->sd, at, got, want, fabs(got / want - 1));
}

START_TEST(test_values)
{
    for (size_t i = 0; i < COUNT(values); i++) {
        struct inv_dist d = make(values[i].kind, values[i].mean, values[i].sd);
        near("cdf", &d, values[i].x, inv_dist_cdf(&d, values[i].x), values[i].cdf, values[i].tol);
        near("sf", &d, values[i].x, inv_dist_sf(&d, values[i].x), values[i].sf, values[i].tol);
        near("loss", &d, values[i].x, inv_dist_loss(&d, values[i].x), values[i].loss, values[i].tol);
    }
}
END_TEST

START_TEST(test_quantiles)
{
    for (size_t i = 0; i < COUNT(quantiles); i++) {
        struct inv_dist d = make(quantiles[i].kind, quantiles[i].mean, quantiles[i].sd);
        double p = quantiles[i].p;
        double x = quantiles[i].upper ? inv_dist_quantile_upper(&d, p) : inv_dist_quantile(&d, p);
        near(quantiles[i].upper ? "quantile_upper" : "quantile", &d, p, x, quantiles[i].x, quantiles[i].tol);
    }
}
END_TEST

/* Standard normal: 0.975 -> 1.959963984540054 (any table); AS 241's own test
 * values; the ends. */
START_TEST(test_normal)
{
    ck_assert_double_eq_tol(inv_normal_quantile(0.975), 1.9599639845400542, 1e-15);
    ck_assert_double_eq_tol(inv_normal_quantile(0.25), -0.67448975019608171, 2e-16);
    ck_assert_double_eq_tol(inv_normal_quantile(0.001), -3.0902323061678132, 9e-16);
    ck_assert_double_eq_tol(inv_normal_quantile(1e-20), -9.2623400897984076, 4e-15);
    ck_assert_double_eq(inv_normal_quantile(0.5), 0);
    ck_assert(isfinite(inv_normal_quantile(0)) && isfinite(inv_normal_quantile(1)));
    ck_assert(isnan(inv_normal_quantile(NAN)));
    /* G(1) = 0.083315470587... (Silver, Pyke and Thomas, table of G(k)) */
    ck_assert_double_eq_tol(inv_normal_loss(1), 0.08331547058768629, 1e-16);
    ck_assert_double_eq_tol(inv_normal_loss(-1), 1.08331547058768629, 3e-16);
    ck_assert_double_eq(inv_normal_loss(INFINITY), 0);
}
END_TEST

/* Mass at one point. */
START_TEST(test_point)
{
    static const enum inv_dist_kind kinds[] = { INV_DIST_NORMAL, INV_DIST_LOGNORMAL, INV_DIST_GAMMA, INV_DIST_NEGBIN };
    for (size_t i = 0; i < COUNT(kinds); i++) {
        struct inv_dist d = make(kinds[i], 17.25, 0);
        ck_assert_double_eq(inv_dist_cdf(&d, 17.25), 1);
        ck_assert_double_eq(inv_dist_cdf(&d, 17.2499), 0);
        ck_assert_double_eq(inv_dist_sf(&d, 17.25), 0);
        ck_assert_double_eq(inv_dist_sf(&d, 3), 1);
        ck_assert_double_eq(inv_dist_quantile(&d, 0.013), 17.25);
        ck_assert_double_eq(inv_dist_quantile_upper(&d, 1e-12), 17.25);
        ck_assert_double_eq(inv_dist_loss(&d, 5), 12.25);
        ck_assert_double_eq(inv_dist_loss(&d, 25), 0);
        d = make(kinds[i], 0, 0);
        ck_assert_double_eq(inv_dist_quantile(&d, 0.99), 0);
        ck_assert_double_eq(inv_dist_loss(&d, 0), 0);
    }
    struct inv_dist d = make(INV_DIST_POISSON, 0, 0);
    ck_assert_double_eq(inv_dist_quantile_upper(&d, 1e-9), 0);
    ck_assert_double_eq(inv_dist_cdf(&d, 0), 1);
}
END_TEST

START_TEST(test_rejected)
{
    static const struct { enum inv_dist_kind kind; double mean, sd; } bad[] = {
        { INV_DIST_NORMAL, NAN, 1 }, { INV_DIST_NORMAL, 1, -1e-9 }, { INV_DIST_NORMAL, 1, INFINITY },
        { INV_DIST_LOGNORMAL, -3, 1 }, { INV_DIST_LOGNORMAL, 0, 1 }, { INV_DIST_GAMMA, 0, 1e-300 },
        { INV_DIST_GAMMA, -0.5, 1 }, { INV_DIST_POISSON, -1e-9, 0 }, { INV_DIST_POISSON, INFINITY, 0 },
        { INV_DIST_NEGBIN, 0, 2 }, { INV_DIST_NEGBIN, -1, 2 }, { INV_DIST_EMPIRICAL, 1, 1 },
        { INV_DIST_GAMMA, 1e-300, 1 }, { INV_DIST_NEGBIN, 1e-300, 1 }
    };
    for (size_t i = 0; i < COUNT(bad); i++) {
        struct inv_dist d;
        struct inv_err err = { 0 };
        ck_assert_msg(inv_dist_init(&d, bad[i].kind, bad[i].mean, bad[i].sd, &err) == INV_EARG, "row %zu", i);
        ck_assert_msg(err.text[0] != '\0', "row %zu", i);
    }
}
END_TEST

/* Less variance than Poisson is Poisson. */
START_TEST(test_underdispersed)
{
    struct inv_dist d = make(INV_DIST_NEGBIN, 9.375, 2);
    ck_assert_int_eq(d.kind, INV_DIST_POISSON);
    ck_assert_double_eq(d.sd, sqrt(9.375));
    ck_assert(inv_dist_discrete(&d));
}
END_TEST

/* Quantiles are what they say for every count: least k with cdf >= p, also at
 * p = cdf(k) itself. */
START_TEST(test_count_steps)
{
    static const double par[][2] = { { 0.3, 0 }, { 4.2, 0 }, { 61.7, 0 }, { 2.9, 5.5 }, { 31.4, 19.2 }, { 0.8, 7.5 } };
    for (size_t i = 0; i < COUNT(par); i++) {
        struct inv_dist d = make(par[i][1] > 0 ? INV_DIST_NEGBIN : INV_DIST_POISSON, par[i][0], par[i][1]);
        for (double k = 0; k < 130; k++) {
            double p = inv_dist_cdf(&d, k), q = inv_dist_sf(&d, k);
            if (p > 1e-280 && p < 0.99)
                ck_assert_double_eq(inv_dist_quantile(&d, p), k);
            if (q > 1e-280 && q < 0.99)
                ck_assert_msg(inv_dist_quantile_upper(&d, q) == k, "%s mean %g sd %g: quantile_upper(%.17g) is %g, not %g", inv_dist_name(d.kind), d.mean, d.sd, q, inv_dist_quantile_upper(&d, q), k);
            if (p > 1e-280 && p < 0.99)
                ck_assert_double_eq(inv_dist_quantile(&d, p * (1 + 1e-10)), k + 1);
            ck_assert_double_eq(inv_dist_cdf(&d, k + 0.75), p);
        }
    }
}
END_TEST

/* Nothing is NaN, infinite or out of range, wherever one asks. Seed 20240611. */
START_TEST(test_anywhere)
{
    srand48(20240611);
    for (int i = 0; i < 200000; i++) {
        enum inv_dist_kind kind = (enum inv_dist_kind)(lrand48() % INV_DIST_EMPIRICAL);
        double mean = pow(10, -300 + 600 * drand48()), sd = mean * pow(10, -9 + 12 * drand48());
        if (i % 2)
            mean = pow(10, -3 + 11 * drand48()), sd = mean * pow(10, -4 + 7 * drand48());
        struct inv_dist d;
        if (inv_dist_init(&d, kind, mean, fmin(sd, DBL_MAX), NULL) != INV_OK)
            continue;
        double p = i % 3 ? drand48() : pow(10, -300 * drand48());
        double lo = inv_dist_quantile(&d, p), hi = inv_dist_quantile_upper(&d, p);
        double x = i % 5 ? lo : mean * pow(10, -3 + 6 * drand48());
        double c = inv_dist_cdf(&d, x), s = inv_dist_sf(&d, x), g = inv_dist_loss(&d, x);
        if (!(isfinite(lo) && isfinite(hi) && c >= 0 && c <= 1 && s >= 0 && s <= 1 && fabs(c + s - 1) < 1e-14 &&
              g >= 0 && isfinite(g) && g >= (mean - x) * (1 - 1e-9) - 1e-9 * mean))
            ck_abort_msg("seed 20240611, try %d: %s mean %.17g sd %.17g p %.17g x %.17g: %g %g cdf %g sf %g loss %g", i,
                         inv_dist_name(kind), mean, sd, p, x, lo, hi, c, s, g);
        /* the distribution at its quantile: at least p, up to rounding of x */
        if (!inv_dist_discrete(&d) && lo > 1e-290 && p > 1e-290 && d.sd > mean * 1e-4 &&
            !(fabs(inv_dist_cdf(&d, lo) / p - 1) < 1e-8))
            ck_abort_msg("seed 20240611, try %d: %s mean %.17g sd %.17g: cdf(quantile(%.17g)) = %.17g", i,
                         inv_dist_name(kind), mean, sd, p, inv_dist_cdf(&d, lo));
    }
}
END_TEST

/* Almost always 0: P(X > 0) = 1 - (r / (r + m))^r, and what P(1) .. P(k) = r q^k / k (1 + O(r)) leave of it. */
START_TEST(test_rarely_anything)
{
    for (double sd = 1e7; sd < 1e12; sd *= 10) {
        struct inv_dist d = make(INV_DIST_NEGBIN, 10, sd);
        double r = 100 / (sd * sd - 10), left = -expm1(r * log(r / (r + 10))), q = 10 / (10 + r);
        for (double k = 0; k < 9; k++) {
            left -= k > 0 ? r * pow(q, k) / k : 0;
            ck_assert_double_eq_tol(inv_dist_sf(&d, k), left, 1e-14);     /* 1 less what is at most k */
        }
    }
}
END_TEST

/* In the middle of the range GSL 2.7's cdf are an independent second opinion. */
START_TEST(test_gsl)
{
    srand48(7);
    for (int i = 0; i < 20000; i++) {
        double mean = pow(10, -1 + 3 * drand48()), sd = mean * (0.2 + 2 * drand48());
        struct inv_dist g = make(INV_DIST_GAMMA, mean, sd), n = make(INV_DIST_NEGBIN, mean, sqrt(mean) + sd);
        double x = mean + sd * (-1 + 4 * drand48()), k = floor(x);
        if (x <= 0 || n.kind != INV_DIST_NEGBIN)
            continue;
        near("gamma sf (GSL)", &g, x, inv_dist_sf(&g, x), gsl_cdf_gamma_Q(x, g.a, g.b), 1e-11);
        near("negbin cdf (GSL)", &n, k, inv_dist_cdf(&n, k), gsl_cdf_negative_binomial_P((unsigned)k, n.b, n.a), 1e-10);
    }
}
END_TEST

/* Seven values, quantiles of type 1 (R: quantile(x, p, type = 1)), loss by hand. */
START_TEST(test_empirical)
{
    double x[] = { 23.5, 0, 7.25, 104, 7.25, 3, 61 };
    struct inv_dist d;
    ck_assert_int_eq(inv_dist_empirical(&d, x, 7, NULL), INV_OK);
    ck_assert_double_eq(d.x[0], 0);
    ck_assert_double_eq(d.x[6], 104);
    ck_assert_double_eq_tol(d.mean, 206.0 / 7, 1e-13);
    ck_assert_double_eq_tol(d.sd, 36.136821912824374, 1e-13);       /* numpy.std */
    ck_assert_double_eq_tol(inv_dist_cdf(&d, 7.25), 4.0 / 7, 1e-15);
    ck_assert_double_eq_tol(inv_dist_sf(&d, 60), 2.0 / 7, 1e-15);
    ck_assert_double_eq(inv_dist_quantile(&d, 0.5), 7.25);
    ck_assert_double_eq(inv_dist_quantile(&d, 4.0 / 7), 7.25);
    ck_assert_double_eq(inv_dist_quantile(&d, 0.5715), 23.5);
    ck_assert_double_eq(inv_dist_quantile_upper(&d, 0.1), 104);
    ck_assert_double_eq(inv_dist_quantile_upper(&d, 1.0 / 7), 61);
    ck_assert_double_eq(inv_dist_quantile(&d, 1e-12), 0);
    ck_assert_double_eq_tol(inv_dist_loss(&d, 20), (3.5 + 84 + 41) / 7, 1e-13);
    ck_assert_double_eq_tol(inv_dist_loss(&d, -4), 206.0 / 7 + 4, 1e-13);
    double one = 2.385, none = NAN;
    ck_assert_int_eq(inv_dist_empirical(&d, &one, 1, NULL), INV_OK);
    ck_assert_double_eq(inv_dist_quantile_upper(&d, 1e-9), 2.385);
    ck_assert_double_eq(d.sd, 0);
    ck_assert_int_eq(inv_dist_empirical(&d, &one, 0, NULL), INV_EARG);
    ck_assert_int_eq(inv_dist_empirical(&d, &none, 1, NULL), INV_EARG);
    double wide[] = { 1.5e308, -1.5e308 }, zeros[] = { 0, 0, 0 };
    ck_assert_int_eq(inv_dist_empirical(&d, wide, 2, NULL), INV_OK);
    ck_assert_double_eq(d.mean, 0);
    ck_assert_double_eq(d.sd, 1.5e308);
    ck_assert(isfinite(inv_dist_loss(&d, -1.7e308)));
    ck_assert_int_eq(inv_dist_empirical(&d, zeros, 3, NULL), INV_OK);
    ck_assert_double_eq(inv_dist_loss(&d, 0), 0);
    ck_assert_double_eq(inv_dist_quantile(&d, 0.95), 0);
    /* every p = i/n finds its value, n large enough for i/n * n to round */
    double many[997];
    for (size_t i = 0; i < 997; i++)
        many[i] = (double)((i * 389) % 997);
    ck_assert_int_eq(inv_dist_empirical(&d, many, 997, NULL), INV_OK);
    for (int i = 1; i < 997; i++) {
        ck_assert_double_eq(inv_dist_quantile(&d, i / 997.0), i - 1);
        ck_assert_double_eq(inv_dist_quantile_upper(&d, i / 997.0), 996 - i);
    }
}
END_TEST

/* Means and variances of 40,000 draws, five standard errors wide. */
START_TEST(test_draw)
{
    static const struct { enum inv_dist_kind kind; double mean, sd; } row[] = {
        { INV_DIST_NORMAL, -12.5, 3.25 }, { INV_DIST_LOGNORMAL, 23.5, 7.25 }, { INV_DIST_GAMMA, 4.75, 8.5 },
        { INV_DIST_POISSON, 7.3, 0 }, { INV_DIST_POISSON, 3.2e16, 0 }, { INV_DIST_NEGBIN, 6.25, 9.5 },
        { INV_DIST_GAMMA, 17.25, 0 }
    };
    enum { N = 40000 };
    for (size_t i = 0; i < COUNT(row); i++) {
        struct inv_dist d = make(row[i].kind, row[i].mean, row[i].sd);
        struct inv_rng r;
        inv_rng_seed(&r, 2385, i);
        double sum = 0, square = 0, fourth = 0;
        for (int j = 0; j < N; j++) {
            double e = inv_dist_draw(&d, &r) - d.mean;
            sum += e, square += e * e, fourth += e * e * e * e;
        }
        ck_assert_msg(fabs(sum / N) <= 5 * d.sd / sqrt(N), "%s: seed 2385, mean off by %g", inv_dist_name(d.kind), sum / N);
        double spread = sqrt(fmax(fourth / N - d.sd * d.sd * d.sd * d.sd, 0) / N);
        ck_assert_msg(fabs(square / N - d.sd * d.sd) <= 5 * spread, "%s: seed 2385, variance %g, not %g",
                      inv_dist_name(d.kind), square / N, d.sd * d.sd);
    }
}
END_TEST

int main(void)
{
    Suite *s = suite_create("dist");
    TCase *t = tcase_create("dist");
    tcase_set_timeout(t, 120);
    tcase_add_test(t, test_values);
    tcase_add_test(t, test_quantiles);
    tcase_add_test(t, test_normal);
    tcase_add_test(t, test_point);
    tcase_add_test(t, test_rejected);
    tcase_add_test(t, test_underdispersed);
    tcase_add_test(t, test_count_steps);
    tcase_add_test(t, test_anywhere);
    tcase_add_test(t, test_gsl);
    tcase_add_test(t, test_rarely_anything);
    tcase_add_test(t, test_empirical);
    tcase_add_test(t, test_draw);
    suite_add_tcase(s, t);
    SRunner *r = srunner_create(s);
    srunner_run_all(r, CK_ENV);
    int failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
