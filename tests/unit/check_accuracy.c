/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Measures against ../shared/accept/score.py's arithmetic on small tables (the
 * whole data sets: tests/eval-scores), comparisons against R 4.2. */
#include "config.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "inv/accuracy.h"
#include "inv/backtest.h"
#include "inv/compare.h"

static void close_to(double got, double want, double rel)
{
    ck_assert_msg(fabs(got - want) <= rel * fabs(want), "%.17g is not %.17g", got, want);
}

/* ---- measures, worked out by hand ------------------------------------------------------------ */

static const double past[] = { 12, 17, 11, 15, 20, 14, 9, 16 };
static const double actual[] = { 13, 18, 0, 15 }, forecast[] = { 14, 16, 2, 15 };
static const double level95[] = { 0.95 };
static const double bounds[] = { 10, 11, 1, 9, 19, 17, 6, 22 };   /* lo, then hi */

START_TEST(by_hand)
{
    struct inv_accuracy a = { .levels = level95, .nlevels = 1 };
    struct inv_ratio r[INV_MEASURES];
    ck_assert_uint_eq(inv_accuracy_width(&a), INV_MEASURES);
    struct inv_scale s = inv_scale_of(past, 8, 4);
    close_to(s.mean, (8 + 3 + 2 + 1) / 4.0, 1e-15);
    close_to(s.root, sqrt((25 + 36 + 16 + 25 + 36 + 25 + 49) / 7.0), 1e-15);
    inv_accuracy_window(&a, &s, &(struct inv_outcome){ 4, actual, forecast, bounds, 4 }, r);
    close_to(inv_accuracy_value(&r[INV_MAE], INV_MAE), 5 / 4.0, 1e-15);
    close_to(inv_accuracy_value(&r[INV_MSE], INV_MSE), 9 / 4.0, 1e-15);
    close_to(inv_accuracy_value(&r[INV_RMSE], INV_RMSE), 1.5, 1e-15);
    close_to(inv_accuracy_value(&r[INV_MAPE], INV_MAPE), 100 * (1 / 13.0 + 2 / 18.0) / 3, 1e-14);
    close_to(inv_accuracy_value(&r[INV_SMAPE], INV_SMAPE), 200 * (1 / 27.0 + 2 / 34.0 + 1) / 4, 1e-14);
    close_to(inv_accuracy_value(&r[INV_MASE], INV_MASE), 1.25 / 3.5, 1e-14);
    close_to(inv_accuracy_value(&r[INV_RMSSE], INV_RMSSE), 1.5 / s.root, 1e-14);
    close_to(inv_accuracy_value(&r[INV_PRMSSE], INV_PRMSSE), 1.5 / s.root, 1e-14);
    close_to(inv_accuracy_value(&r[INV_WAPE], INV_WAPE), 5 / 46.0, 1e-14);
    close_to(inv_accuracy_value(&r[INV_BIAS], INV_BIAS), 1 / 46.0, 1e-14);
    close_to(inv_accuracy_value(&r[INV_SUM3], INV_SUM3), 1 / 3.0 / s.root, 1e-14);
    close_to(inv_accuracy_value(&r[INV_COVERAGE], INV_COVERAGE), 0.5, 1e-15);
    close_to(inv_accuracy_value(&r[INV_MSIS], INV_MSIS), (9 + 6 + 5 + 13 + 40 * 1 + 40 * 1) / 4.0 / 3.5, 1e-14);
    /* quantiles 0.025 and 0.975: below them the loss is 0.025 a unit, above 0.975, and the reverse */
    double lo = 0.025 * 3 + 0.025 * 7 + 0.975 * 1 + 0.025 * 6, hi = 0.025 * 6 + 0.975 * 1 + 0.025 * 6 + 0.025 * 7;
    close_to(inv_accuracy_value(&r[INV_PINBALL], INV_PINBALL), (lo + hi) / 8, 1e-14);
}
END_TEST

/* What is not known does not count; what is not defined has no value. */
START_TEST(missing_and_undefined)
{
    static const double flat[] = { 3, 3, 3 }, gaps[] = { 5, NAN, 8, 9, NAN, 9 }, zero[] = { 0, 0 }, one[] = { 1, 1 };
    static const double some[] = { 13, NAN, 0, 15 }, none[] = { NAN };
    struct inv_accuracy a = { 0 };
    struct inv_ratio r[INV_MEASURES];
    struct inv_scale s = inv_scale_of(flat, 3, 1);
    ck_assert(s.mean == 0 && s.root == 0);
    inv_accuracy_window(&a, &s, &(struct inv_outcome){ 2, zero, one, NULL, 0 }, r);
    close_to(inv_accuracy_value(&r[INV_MAE], INV_MAE), 1, 1e-15);
    close_to(inv_accuracy_value(&r[INV_SMAPE], INV_SMAPE), 200, 1e-15);
    static const enum inv_measure without[] = { INV_MAPE, INV_MASE, INV_RMSSE, INV_WAPE, INV_BIAS, INV_PINBALL, INV_COVERAGE,
                                                INV_MSIS, INV_PRMSSE, INV_SUM3 };
    for (size_t i = 0; i < sizeof without / sizeof *without; i++)
        ck_assert_msg(isnan(inv_accuracy_value(&r[without[i]], without[i])), "%s has a value", inv_measure_name(&a, without[i], NULL));
    s = inv_scale_of(gaps, 6, 1);
    close_to(s.mean, 1, 1e-15);
    s = inv_scale_of(gaps, 6, 3);             /* 9 - 5 and 9 - 8 */
    close_to(s.mean, 2.5, 1e-15);
    close_to(s.root, 1, 1e-15);
    inv_accuracy_window(&a, &s, &(struct inv_outcome){ 4, some, forecast, NULL, 0 }, r);
    close_to(inv_accuracy_value(&r[INV_MAE], INV_MAE), 1, 1e-15);
    ck_assert(isnan(inv_accuracy_value(&r[INV_SUM3], INV_SUM3)));
    inv_accuracy_window(&a, &s, &(struct inv_outcome){ 1, none, forecast, NULL, 0 }, r);
    ck_assert(r[INV_MAE].den == 0);
    s = inv_scale_of(past, 4, 4);             /* no season's pair yet */
    close_to(s.mean, 5, 1e-15);
    s = inv_scale_of(past, 0, 4);
    ck_assert(s.mean == 0 && s.root == 0);
}
END_TEST

/* Scaled measures survive what squares do not. */
START_TEST(far_from_one)
{
    for (int sign = -1; sign <= 1; sign += 2) {
        double unit = sign < 0 ? 1e-300 : 1e300, x[8], y[4], f[4];
        for (int i = 0; i < 8; i++)
            x[i] = past[i] * unit;
        for (int i = 0; i < 4; i++) {
            y[i] = actual[i] * unit;
            f[i] = forecast[i] * unit;
        }
        struct inv_accuracy a = { 0 };
        struct inv_ratio r[INV_MEASURES];
        struct inv_scale s = inv_scale_of(x, 8, 4), t = inv_scale_of(past, 8, 4);
        inv_accuracy_window(&a, &s, &(struct inv_outcome){ 4, y, f, NULL, 0 }, r);
        close_to(inv_accuracy_value(&r[INV_RMSSE], INV_RMSSE), 1.5 / t.root, 1e-13);
        close_to(inv_accuracy_value(&r[INV_MASE], INV_MASE), 1.25 / 3.5, 1e-13);
        close_to(inv_accuracy_value(&r[INV_SUM3], INV_SUM3), 1 / 3.0 / t.root, 1e-13);
        if (sign > 0)
            ck_assert(isnan(inv_accuracy_value(&r[INV_MSE], INV_MSE)));
    }
}
END_TEST

/* Two keys of two windows and of one. */
START_TEST(keys_and_totals)
{
    struct inv_accuracy a = { 0 };
    struct inv_ratio w[INV_MEASURES], key[2][INV_MEASURES] = { { { 0, 0 } } }, total[INV_MEASURES] = { { 0, 0 } };
    static const double y[3] = { 10, 20, 40 }, f[3] = { 12, 16, 30 };
    struct inv_scale s[3] = { { 2, 2 }, { 4, 4 }, { 5, 10 } };
    for (int i = 0; i < 3; i++) {
        inv_accuracy_window(&a, &s[i], &(struct inv_outcome){ 1, y + i, f + i, NULL, 0 }, w);
        inv_accuracy_add(key[i / 2], w, INV_MEASURES);
    }
    inv_accuracy_pool(&a, total, key[0]);
    inv_accuracy_pool(&a, total, key[1]);
    close_to(inv_accuracy_value(&key[0][INV_MASE], INV_MASE), 1, 1e-15);
    close_to(inv_accuracy_value(&total[INV_MAE], INV_MAE), (3 + 10) / 2.0, 1e-15);
    close_to(inv_accuracy_value(&total[INV_RMSE], INV_RMSE), sqrt((10 + 100) / 2.0), 1e-15);
    close_to(inv_accuracy_value(&total[INV_MASE], INV_MASE), (1 + 2) / 2.0, 1e-15);
    close_to(inv_accuracy_value(&total[INV_PRMSSE], INV_PRMSSE), 1, 1e-15);
    close_to(inv_accuracy_value(&total[INV_WAPE], INV_WAPE), 16 / 70.0, 1e-15);
    close_to(inv_accuracy_value(&total[INV_BIAS], INV_BIAS), -12 / 70.0, 1e-15);
}
END_TEST

/* A median of 10, 15, 2 and 15 for the actual 13, 18, 0 and 15, and a level more. */
START_TEST(quantiles_and_levels)
{
    static const double levels[] = { 0.95, 0.8 }, probs[] = { 0.5 };
    static const double rows[] = { 10, 11, 1, 9, 19, 17, 6, 22, 12, 13, 0, 15, 14, 16, 3, 18, 10, 15, 2, 15 };
    struct inv_accuracy a = { levels, 2, probs, 1 };
    struct inv_ratio r[INV_MEASURES + 4];
    struct inv_scale s = inv_scale_of(past, 8, 4);
    double of;
    ck_assert_uint_eq(inv_accuracy_width(&a), INV_MEASURES + 4);
    inv_accuracy_window(&a, &s, &(struct inv_outcome){ 4, actual, forecast, rows, 4 }, r);
    close_to(inv_accuracy_value(&r[INV_COVERAGE], INV_COVERAGE), 0.5, 0);
    close_to(inv_accuracy_value(&r[INV_PINBALL], INV_PINBALL), (1.5 + 1.5 + 1 + 0) / 4, 1e-15);
    close_to(inv_accuracy_value(&r[INV_SPINBALL], INV_SPINBALL), 1 / s.root, 1e-15);
    static const char *const names[] = { "coverage", "msis", "upto", "under" };
    static const double want[] = { 0.75, (2 + 3 + 3 + 3 + 10 * 2) / 4.0 / 3.5, 0.5, 0.25 }, what[] = { 0.8, 0.8, 0.5, 0.5 };
    for (size_t i = 0; i < 4; i++) {
        ck_assert_str_eq(inv_measure_name(&a, INV_MEASURES + i, &of), names[i]);
        close_to(of, what[i], 0);
        close_to(inv_accuracy_value(&r[INV_MEASURES + i], INV_MEASURES + i), want[i], 1e-15);
    }
    ck_assert_str_eq(inv_measure_name(&a, INV_MASE, &of), "mase");
    ck_assert(isnan(of));
}
END_TEST

/* ---- origins -------------------------------------------------------------------------------------- */

struct seen { size_t n, origin[8], past[8]; double mean[8]; };

static enum inv_status note(void *ctx, const struct inv_backtest_window *win, const struct inv_forecast *f, struct inv_err *err)
{
    struct seen *s = ctx;
    (void)err;
    ck_assert_ptr_eq(win->y, win->x + win->n);
    s->origin[s->n] = win->origin;
    s->past[s->n] = win->n;
    s->mean[s->n++] = f->outlook.forecast[0];
    return INV_OK;
}

START_TEST(origins)
{
    struct inv_backtest b = { .windows = 3, .step = 2, .least = 2 };
    size_t first = 99;
    ck_assert_uint_eq(inv_backtest_origins(&b, 0, 12, 4, &first), 3);
    ck_assert_uint_eq(first, 4);
    ck_assert_uint_eq(inv_backtest_origins(&b, 0, 7, 4, &first), 1);
    ck_assert_uint_eq(first, 3);
    ck_assert_uint_eq(inv_backtest_origins(&b, 0, 5, 4, &first), 0);
    ck_assert_uint_eq(inv_backtest_origins(&b, 0, 3, 4, &first), 0);
    b.windows = 0;
    ck_assert_uint_eq(inv_backtest_origins(&b, 8, 14, 2, &first), 3);
    ck_assert_uint_eq(first, 8);
}
END_TEST

START_TEST(sliding_and_expanding)
{
    struct inv_backtest b = { .windows = 2, .step = 1, .least = 1 };
    struct inv_forecast_spec spec = { .model = inv_model_find("mean", 4), .h = 1, .args = { .h = 1 } };
    struct inv_work w = { 0 };
    struct inv_rng r;
    struct inv_err err;
    inv_rng_seed(&r, 1, 1);
    for (int pass = 0; pass < 2; pass++) {
        struct seen s = { 0 };
        b.sliding = pass ? 3 : 0;
        ck_assert_int_eq(inv_backtest(past, 0, 8, 1, &b, &spec, &w, &r, note, &s, &err), INV_OK);
        ck_assert_uint_eq(s.n, 2);
        ck_assert_uint_eq(s.origin[0], 6);
        ck_assert_uint_eq(s.past[0], pass ? 3 : 6);
        close_to(s.mean[0], pass ? (15 + 20 + 14) / 3.0 : (12 + 17 + 11 + 15 + 20 + 14) / 6.0, 1e-12);
        close_to(s.mean[1], pass ? (20 + 14 + 9) / 3.0 : (12 + 17 + 11 + 15 + 20 + 14 + 9) / 7.0, 1e-12);
    }
    inv_work_free(&w);
}
END_TEST

/* ---- comparisons ------------------------------------------------------------------------------------ */

/* R 4.2, forecast 8.20: dm.test(e1, e2, h = h, power = 1); with h = 3 it falls back to 1. */
static const double e1[] = { 2, 1, 3, 2.5, 1.2, .4, 3.3, 2.1, .2, 1.9, 2.4, 1.1 };
static const double e2[] = { 1.5, 1.8, 2.2, 1.4, .9, .7, 1.2, 1.5, 1.1, .6, 1.3, .9 };
static const double dm_stat[] = { 1.97736000936478, 2.64191132165182, 1.97736000936478 };
static const double dm_p[] = { 0.0736006404625729, 0.0229148840510954, 0.0736006404625729 };

START_TEST(diebold_mariano)
{
    double d[12], x[64];
    for (int i = 0; i < 12; i++)
        d[i] = e1[i] - e2[i];
    for (size_t h = 1; h <= 3; h++) {
        memset(x, 0, sizeof x);
        struct inv_dm dm = { h, x };
        ck_assert_uint_le(inv_dm_room(h), 64);
        inv_dm_add(&dm, d, 12);
        struct inv_dm_test t = inv_dm_test(&dm);
        close_to(t.stat, dm_stat[h - 1], 1e-12);
        close_to(t.p, dm_p[h - 1], 1e-11);
    }
    memset(x, 0, sizeof x);
    struct inv_dm dm = { 1, x };
    inv_dm_add(&dm, (double[]){ 0, 0, 0 }, 3);
    ck_assert(isnan(inv_dm_test(&dm).p));
}
END_TEST

/* R: qtukey(0.95, k, Inf) / sqrt(2), which is good to 1e-7, and friedman.test of the matrix below. */
START_TEST(ranks)
{
    static const double loss[6][3] = { { 1.2, 0.9, 1.5 }, { 2.2, 1.9, 2.0 }, { 0.4, 0.8, 0.5 }, { 3.1, 2.7, 2.9 }, { 1.0, 0.6, 1.1 },
                                       { .7, .9, .3 } };
    double sum[3] = { 0 }, wins[3] = { 0 }, rank[3];
    struct inv_ranks r = { .k = 3, .sum = sum, .wins = wins };
    for (int i = 0; i < 6; i++)
        inv_ranks_add(&r, loss[i], rank);
    inv_ranks_add(&r, (double[]){ 1, NAN, 2 }, rank);
    close_to(r.n, 6, 0);
    close_to(sum[0] / 6, 13 / 6.0, 1e-15);
    close_to(sum[1] / 6, 10 / 6.0, 1e-15);
    close_to(wins[1], 4, 0);
    close_to(inv_ranks_friedman(&r).chi, 1, 1e-12);
    close_to(inv_ranks_friedman(&r).p, 0.606530659712633, 1e-12);
    inv_ranks_add(&r, (double[]){ 1, 1, 2 }, rank);
    close_to(rank[0], 1.5, 0);
    close_to(rank[2], 3, 0);
    static const double k[] = { 2, 3, 6, 10 }, q[] = { 1.9599639848, 2.3437005879, 2.8497054433, 3.1636837535 };
    for (int i = 0; i < 4; i++)
        close_to(inv_ranks_distance((size_t)k[i], 1, 0.05), q[i] * sqrt(k[i] * (k[i] + 1) / 6), 1e-6);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("accuracy");
    TCase *c = tcase_create("accuracy");
    tcase_add_test(c, by_hand);
    tcase_add_test(c, missing_and_undefined);
    tcase_add_test(c, far_from_one);
    tcase_add_test(c, keys_and_totals);
    tcase_add_test(c, quantiles_and_levels);
    tcase_add_test(c, origins);
    tcase_add_test(c, sliding_and_expanding);
    tcase_add_test(c, diebold_mariano);
    tcase_add_test(c, ranks);
    suite_add_tcase(s, c);
    SRunner *r = srunner_create(s);
    srunner_run_all(r, CK_NORMAL);
    int failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
