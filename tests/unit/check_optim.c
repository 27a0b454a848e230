/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Minimisers on functions whose minima are published: More, Garbow and Hillstrom
 * (1981), ACM TOMS 7, 17 (numbers in brackets), and the standard one-dimensional
 * test problems; and on functions that misbehave. */
#include "config.h"

#include "inv/optim.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>

static double square(double x)
{
    return x * x;
}

/* ---- several variables ----------------------------------------------------------- */

static double rosenbrock(void *ctx, const double *x, size_t n)     /* [1], [21] */
{
    double s = 0;
    (void)ctx;
    for (size_t i = 0; i + 1 < n; i += 2)
        s += 100 * square(x[i + 1] - x[i] * x[i]) + square(1 - x[i]);
    return s;
}

static double brown(void *ctx, const double *x, size_t n)          /* [4] */
{
    (void)ctx, (void)n;
    return square(x[0] - 1e6) + square(x[1] - 2e-6) + square(x[0] * x[1] - 2);
}

static double beale(void *ctx, const double *x, size_t n)          /* [5] */
{
    (void)ctx, (void)n;
    return square(1.5 - x[0] * (1 - x[1])) + square(2.25 - x[0] * (1 - square(x[1]))) +
           square(2.625 - x[0] * (1 - x[1] * square(x[1])));
}

static double helical(void *ctx, const double *x, size_t n)        /* [7] */
{
    (void)ctx, (void)n;
    double angle = atan2(x[1], x[0]) / (2 * M_PI);
    return 100 * (square(x[2] - 10 * angle) + square(hypot(x[0], x[1]) - 1)) + square(x[2]);
}

static double powell(void *ctx, const double *x, size_t n)         /* [13] */
{
    (void)ctx, (void)n;
    return square(x[0] + 10 * x[1]) + 5 * square(x[2] - x[3]) + square(square(x[1] - 2 * x[2])) +
           10 * square(square(x[0] - x[3]));
}

static double wood(void *ctx, const double *x, size_t n)           /* [14] */
{
    (void)ctx, (void)n;
    return 100 * square(x[1] - x[0] * x[0]) + square(1 - x[0]) + 90 * square(x[3] - x[2] * x[2]) + square(1 - x[2]) +
           10 * square(x[1] + x[3] - 2) + 0.1 * square(x[1] - x[3]);
}

static void minimise(inv_optim_fn *f, size_t n, double *x, double step, const double *best, double tol)
{
    double work[INV_OPTIM_SIMPLEX_WORK(8)], steps[8], fx;
    for (size_t i = 0; i < n; i++)
        steps[i] = step;
    struct inv_stop stop = inv_stop_default();
    stop.max_eval = 20000;
    ck_assert_int_eq(inv_optim_simplex(f, NULL, n, NULL, NULL, steps, &stop, work, x, &fx, NULL), INV_OK);
    ck_assert_int_ne(stop.reason, INV_STOP_MAXEVAL);
    ck_assert_double_eq(fx, f(NULL, x, n));
    for (size_t i = 0; i < n; i++)
        ck_assert_double_eq_tol(x[i], best[i], tol * fmax(1, fabs(best[i])));
}

START_TEST(test_published)
{
    static const double ones[8] = { 1, 1, 1, 1, 1, 1, 1, 1 }, zeros[4] = { 0, 0, 0, 0 };
    minimise(rosenbrock, 2, (double[]){ -1.2, 1 }, 0.5, ones, 1e-6);
    minimise(rosenbrock, 8, (double[]){ -1.2, 1, -1.2, 1, -1.2, 1, -1.2, 1 }, 0.5, ones, 1e-6);
    minimise(brown, 2, (double[]){ 1, 1 }, 0.5, (double[]){ 1e6, 2e-6 }, 1e-6);
    minimise(beale, 2, (double[]){ 1, 1 }, 0.5, (double[]){ 3, 0.5 }, 1e-6);
    minimise(helical, 3, (double[]){ -1, 0, 0 }, 0.5, (double[]){ 1, 0, 0 }, 1e-6);
    minimise(powell, 4, (double[]){ 3, -1, 0, 1 }, 0.5, zeros, 1e-3);
    minimise(wood, 4, (double[]){ -3, -1, -3, -1 }, 0.5, ones, 1e-6);
}
END_TEST

static double bowl(void *ctx, const double *x, size_t n)
{
    double s = 0;
    (void)ctx;
    for (size_t i = 0; i < n; i++)
        s += square(x[i] - 0.3 - 0.1 * (double)i);
    return s;
}

/* The minimum of the bowl in a box is the nearest point of the box, wherever the
 * search starts: inside, in a corner, on the wrong bound, outside. */
START_TEST(test_box)
{
    static const double lo[4] = { 0, 0, 0.7, 0 }, hi[4] = { 0.1, 1, 1, 0.6 }, best[4] = { 0.1, 0.4, 0.7, 0.6 };
    static const double starts[][4] = {
        { 0.05, 0.5, 0.8, 0.5 }, { 0, 0, 0.7, 0 }, { 0.1, 1, 1, 0.6 }, { 0, 1, 1, 0 }, { -7, 12, 0, 3 }
    };
    double work[INV_OPTIM_SIMPLEX_WORK(4)], fx;
    for (size_t k = 0; k < sizeof starts / sizeof *starts; k++)
        for (double step = 0.03125; step < 3; step *= 4) {
            double x[4], steps[4] = { step, -step, step, step };
            for (size_t i = 0; i < 4; i++)
                x[i] = starts[k][i];
            struct inv_stop stop = inv_stop_default();
            stop.ftol_rel = 1e-15;
            ck_assert_int_eq(inv_optim_simplex(bowl, NULL, 4, lo, hi, steps, &stop, work, x, &fx, NULL), INV_OK);
            for (size_t i = 0; i < 4; i++) {
                ck_assert_msg(fabs(x[i] - best[i]) < 1e-5, "start %zu, step %g: x[%zu] = %.9g, not %g", k, step, i, x[i], best[i]);
                ck_assert(x[i] >= lo[i] && x[i] <= hi[i]);
            }
        }
}
END_TEST

/* Rosenbrock's valley cut by a bound h < 1: the minimum is (1 - h)^2 at (h, h^2),
 * in a corner of the valley from which few directions lead on. Seed 1960. */
START_TEST(test_cut_valley)
{
    srand48(1960);
    for (int t = 0; t < 300; t++) {
        double lo[2] = { -1.5, -0.5 }, hi[2] = { 0.1 + 0.85 * drand48(), 2.5 }, step[2], work[INV_OPTIM_SIMPLEX_WORK(2)], fx;
        double x[2] = { lo[0] + (hi[0] - lo[0]) * drand48(), lo[1] + (hi[1] - lo[1]) * drand48() };
        step[0] = step[1] = 0.05 + drand48();
        struct inv_stop stop = inv_stop_default();
        ck_assert_int_eq(inv_optim_simplex(rosenbrock, NULL, 2, lo, hi, step, &stop, work, x, &fx, NULL), INV_OK);
        ck_assert_msg(fx <= square(1 - hi[0]) * (1 + 1e-4) + 1e-6, "seed 1960, try %d: %.9g at %g %g, bound %g", t, fx, x[0], x[1],
                      hi[0]);
    }
}
END_TEST

static double holes(void *ctx, const double *x, size_t n)
{
    (void)ctx, (void)n;
    if (x[0] < 1)
        return NAN;
    return x[1] > 4 ? -INFINITY : square(x[0] - 1.28125) + fabs(x[1] + 0.71875);
}

static double flat(void *ctx, const double *x, size_t n)
{
    (void)ctx, (void)x, (void)n;
    return 2.385;
}

static double nowhere(void *ctx, const double *x, size_t n)
{
    (void)ctx, (void)n;
    return x[0] - x[0] + NAN;
}

START_TEST(test_simplex_trouble)
{
    double work[INV_OPTIM_SIMPLEX_WORK(2)], x[2] = { 2, 1 }, step[2] = { 0.5, 0.5 }, none[2] = { 0, 0 }, fx;
    struct inv_stop stop = inv_stop_default();
    stop.max_eval = 5000;
    ck_assert_int_eq(inv_optim_simplex(holes, NULL, 2, NULL, NULL, step, &stop, work, x, &fx, NULL), INV_OK);
    ck_assert_double_eq_tol(x[0], 1.28125, 1e-6);
    ck_assert_double_eq_tol(x[1], -0.71875, 1e-6);

    double y[2] = { 17.25, -3 };
    ck_assert_int_eq(inv_optim_simplex(flat, NULL, 2, NULL, NULL, step, &stop, work, y, &fx, NULL), INV_OK);
    ck_assert_double_eq(fx, 2.385);
    ck_assert_uint_lt(stop.evals, 100);
    ck_assert_int_eq(stop.reason, INV_STOP_FTOL);

    struct inv_err err = { 0 };
    ck_assert_int_eq(inv_optim_simplex(nowhere, NULL, 2, NULL, NULL, step, &stop, work, y, &fx, &err), INV_EFIT);
    ck_assert_uint_le(stop.evals, 5000);
    double z[2] = { NAN, 0 };
    ck_assert_int_eq(inv_optim_simplex(bowl, NULL, 2, NULL, NULL, step, &stop, work, z, &fx, &err), INV_EARG);
    /* steps of 0 are replaced; a box of one point is its minimum */
    double v[2] = { 0, 0 };
    ck_assert_int_eq(inv_optim_simplex(bowl, NULL, 2, NULL, NULL, none, &stop, work, v, &fx, NULL), INV_OK);
    ck_assert_double_eq_tol(v[1], 0.4, 1e-5);
    ck_assert_int_eq(inv_optim_simplex(bowl, NULL, 2, step, step, step, &stop, work, v, &fx, NULL), INV_OK);
    ck_assert_double_eq(v[0], 0.5);
}
END_TEST

/* The count of evaluations is a promise; what was best stays. */
START_TEST(test_max_eval)
{
    for (size_t most = 1; most < 200; most += 13) {
        double work[INV_OPTIM_SIMPLEX_WORK(2)], x[2] = { -1.2, 1 }, step[2] = { 0.5, 0.5 }, fx;
        struct inv_stop stop = { .max_eval = most };
        ck_assert_int_eq(inv_optim_simplex(rosenbrock, NULL, 2, NULL, NULL, step, &stop, work, x, &fx, NULL), INV_OK);
        ck_assert_int_eq(stop.reason, INV_STOP_MAXEVAL);
        ck_assert_uint_eq(stop.evals, most);
        ck_assert_double_le(fx, 24.2 + 1e-12);
        ck_assert_double_eq(fx, rosenbrock(NULL, x, 2));
    }
}
END_TEST

/* ---- one variable ---------------------------------------------------------------- */

static double waves(void *ctx, double x)
{
    (void)ctx;
    return sin(x) + sin(10 * x / 3);
}

static double slope(void *ctx, double x)
{
    return *(double *)ctx * x;
}

static double level(void *ctx, double x)
{
    (void)ctx, (void)x;
    return 3.75;
}

static double half_nan(void *ctx, double x)
{
    (void)ctx;
    return x < 0.5 ? NAN : square(x - 0.703125);
}

static double never(void *ctx, double x)
{
    (void)ctx, (void)x;
    return INFINITY;
}

static double sharp(void *ctx, double x)
{
    (void)ctx;
    return sqrt(fabs(x - 1e-5));
}

START_TEST(test_brent)
{
    struct inv_stop stop = inv_stop_default();
    double x = NAN, fx;
    /* -1.899599 at 5.145735: problem 2 of Hansen, Jaumard and Lu (1992) */
    ck_assert_int_eq(inv_optim_brent(waves, NULL, 2.7, 7.5, &stop, &x, &fx, NULL), INV_OK);
    ck_assert_double_eq_tol(x, 5.145735, 5e-7);
    ck_assert_double_eq_tol(fx, -1.899599, 5e-7);
    ck_assert_uint_lt(stop.evals, 30);
    /* the ends themselves are found, exactly */
    double up = 1, down = -0.25;
    x = 2;
    ck_assert_int_eq(inv_optim_brent(slope, &up, 1.375, 3, &stop, &x, &fx, NULL), INV_OK);
    ck_assert_double_eq(x, 1.375);
    ck_assert_int_eq(inv_optim_brent(slope, &down, 1.375, 3, &stop, &x, &fx, NULL), INV_OK);
    ck_assert_double_eq(x, 3);
    ck_assert_int_eq(inv_optim_brent(sharp, NULL, 0, 1, &stop, &x, &fx, NULL), INV_OK);
    ck_assert_double_eq_tol(x, 1e-5, 1e-7);
}
END_TEST

START_TEST(test_brent_trouble)
{
    struct inv_stop stop = inv_stop_default();
    double x = 0.1, fx;
    ck_assert_int_eq(inv_optim_brent(half_nan, NULL, 0, 1, &stop, &x, &fx, NULL), INV_OK);
    ck_assert_double_eq_tol(x, 0.703125, 1e-6);
    ck_assert_int_eq(inv_optim_brent(level, NULL, 0, 1, &stop, &x, &fx, NULL), INV_OK);
    ck_assert_double_eq(fx, 3.75);
    ck_assert_uint_lt(stop.evals, 20);
    ck_assert_int_eq(inv_optim_brent(never, NULL, 0, 1, &stop, &x, &fx, NULL), INV_EFIT);
    ck_assert_int_eq(inv_optim_brent(level, NULL, 1, 0, &stop, &x, &fx, NULL), INV_EARG);
    ck_assert_int_eq(inv_optim_brent(level, NULL, 0, INFINITY, &stop, &x, &fx, NULL), INV_EARG);
    ck_assert_int_eq(inv_optim_brent(level, NULL, 0.5, 0.5, &stop, &x, &fx, NULL), INV_OK);
    ck_assert_double_eq(x, 0.5);
    stop.max_eval = 7;
    stop.xtol_rel = stop.xtol_abs = stop.ftol_rel = 0;
    ck_assert_int_eq(inv_optim_brent(waves, NULL, 2.7, 7.5, &stop, &x, &fx, NULL), INV_OK);
    ck_assert_uint_eq(stop.evals, 7);
    ck_assert_int_eq(stop.reason, INV_STOP_MAXEVAL);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("optim");
    TCase *t = tcase_create("optim");
    tcase_set_timeout(t, 60);
    tcase_add_test(t, test_published);
    tcase_add_test(t, test_box);
    tcase_add_test(t, test_cut_valley);
    tcase_add_test(t, test_simplex_trouble);
    tcase_add_test(t, test_max_eval);
    tcase_add_test(t, test_brent);
    tcase_add_test(t, test_brent_trouble);
    suite_add_tcase(s, t);
    SRunner *r = srunner_create(s);
    srunner_run_all(r, CK_ENV);
    int failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
