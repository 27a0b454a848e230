/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "inv/abc.h"
#include "inv/kendall.h"
#include "inv/life.h"
#include "inv/shape.h"
#include "oracle.h"
#include "trend-values.h"

#define COUNT(a) (sizeof (a) / sizeof *(a))

static void close_to(double got, double want, double tolerance, const char *what)
{
    if (!(fabs(got - want) <= tolerance))
        ck_abort_msg("%s: %.17g is not %.17g", what, got, want);
}

/* ---- classes by value -------------------------------------------------------------------------- */

START_TEST(textbook)
{
    /* Heizer and Render, Operations Management, ch. 12 (Silicon Chips): 72 % A, 23 % B, 5 % C. */
    static const double value[] = { 90000, 77000, 26350, 15001, 12500, 8502, 1200, 850, 504, 150 };
    static const double thresholds[] = { 0.75, 0.96 };
    static const double percent[] = { 38.8, 33.2, 11.3, 6.4, 5.4, 3.7, .5, .4, .2, .1 };
    struct inv_abc out[10];
    size_t order[10];
    double sum[3] = { 0 };
    ck_assert_int_eq(inv_abc_classes(value, 10, thresholds, 2, false, out, order, NULL), INV_OK);
    for (size_t i = 0; i < 10; i++) {
        ck_assert_uint_eq(out[i].rank, i);
        close_to(100 * out[i].share, percent[i], .1, "share");
        sum[out[i].cls] += out[i].share;
    }
    close_to(sum[0], .72, .005, "A");
    close_to(sum[1], .23, .005, "B");
    close_to(sum[2], .05, .005, "C");
}
END_TEST

/* The definitions, one item at a time. */
static int class_by_hand(const double *v, size_t n, size_t item, const double *limit, size_t nlimit, double *share,
                         double *cum)
{
    double total = 0, upto = 0;
    size_t first = item, top = 0;
    for (size_t j = 0; j < n; j++) {
        total += v[j] > 0 ? v[j] : 0;
        if (v[j] > v[item] || (v[j] == v[item] && j <= item))
            upto += v[j] > 0 ? v[j] : 0;
        if (v[j] == v[item] && j < first)
            first = j;
        if (v[j] > v[top])
            top = j;
    }
    *share = total > 0 ? (v[item] > 0 ? v[item] / total : 0) : NAN;
    *cum = total > 0 ? upto / total : NAN;
    if (!(v[item] > 0))
        return (int)nlimit;
    if (v[first] == v[top])
        return 0;
    double tied, at;
    if (first != item)
        return class_by_hand(v, n, first, limit, nlimit, &tied, &at);
    for (size_t i = 0; i < nlimit; i++)
        if (*cum <= limit[i] + 1e-9)
            return (int)i;
    return (int)nlimit;
}

START_TEST(classes_by_definition)
{
    uint64_t seed = test_seed("classes", 71);
    for (size_t run = 0; run < 500; run++) {
        double v[40], limit[3], share, cum;
        size_t n = 1 + test_below(&seed, 40), k = test_below(&seed, 4), order[40];
        struct inv_abc out[40];
        for (size_t i = 0; i < n; i++)    /* small numbers: ties, zeros, some below */
            v[i] = run % 3 ? (double)test_below(&seed, 12) - 2 : test_between(&seed, -1, 100);
        for (size_t i = 0; i < k; i++)
            limit[i] = (double)(i + 1) / (double)(k + 1) + test_between(&seed, 0, .1) + 1e-6;
        ck_assert_int_eq(inv_abc_classes(v, n, limit, k, false, out, order, NULL), INV_OK);
        for (size_t i = 0; i < n; i++) {
            int cls = class_by_hand(v, n, i, limit, k, &share, &cum);
            ck_assert_int_eq(out[i].cls, cls);
            ck_assert_uint_eq(order[out[i].rank], i);
            if (isnan(share))
                ck_assert(isnan(out[i].share) && isnan(out[i].cum_share));
            else {
                close_to(out[i].share, share, 1e-12, "share");
                close_to(out[i].cum_share, cum, 1e-12, "cumulated");
            }
        }
    }
}
END_TEST

START_TEST(classes_by_count)
{
    double v[100];
    struct inv_abc out[100];
    size_t order[100], count[3] = { 0 };
    static const double limit[] = { 0.2, 0.5 };
    for (size_t i = 0; i < 100; i++)
        v[i] = 1 + (double)(i * 37 % 100);
    ck_assert_int_eq(inv_abc_classes(v, 100, limit, 2, true, out, order, NULL), INV_OK);
    for (size_t i = 0; i < 100; i++)
        count[out[i].cls]++;
    ck_assert_uint_eq(count[0], 20);
    ck_assert_uint_eq(count[1], 30);
    ck_assert_int_eq(out[order[19]].cls, 0);
}
END_TEST

START_TEST(edges_of_value)
{
    static const double same[] = { 5, 5, 5 }, none[] = { 0, 0, -3 }, huge[] = { 1e308, 1.7e308, 1e308 },
        tiny[] = { 5e-324, 0 };
    static const double limit[] = { 0.8, 0.95 };
    struct inv_abc out[3];
    struct inv_err err;
    size_t order[3];
    inv_abc_classes(same, 3, limit, 2, false, out, order, NULL);
    for (size_t i = 0; i < 3; i++)
        ck_assert_int_eq(out[i].cls, 0);
    inv_abc_classes(none, 3, limit, 2, false, out, order, NULL);
    for (size_t i = 0; i < 3; i++)
        ck_assert(out[i].cls == 2 && isnan(out[i].share) && isnan(out[i].cum_share));
    inv_abc_classes(huge, 3, limit, 2, false, out, order, NULL);
    close_to(out[1].share, 1.7 / 3.7, 1e-15, "huge");
    inv_abc_classes(tiny, 2, limit, 2, false, out, order, NULL);
    ck_assert(out[0].share == 1 && out[0].cls == 0 && out[1].cls == 2);
    ck_assert_int_eq(inv_abc_classes(NULL, 0, limit, 2, false, NULL, NULL, NULL), INV_OK);
    static const double bad[] = { 1, NAN };
    ck_assert_int_eq(inv_abc_classes(bad, 2, limit, 2, false, out, order, &err), INV_EARG);
    static const double falling[] = { 0.9, 0.8 }, over[] = { 1 }, zero[] = { 0, .5 };
    ck_assert_int_eq(inv_abc_thresholds(falling, 2, &err), INV_EARG);
    ck_assert_str_eq(err.text, "0.8 is not above 0.9, which it follows");
    ck_assert_int_eq(inv_abc_thresholds(over, 1, &err), INV_EARG);
    ck_assert_int_eq(inv_abc_thresholds(zero, 2, &err), INV_EARG);
    ck_assert_int_eq(inv_abc_xyz_thresholds(falling, 2, &err), INV_EARG);
    ck_assert_int_eq(inv_abc_xyz_thresholds(over, 1, &err), INV_OK);
    ck_assert_int_eq(inv_abc_thresholds(falling, 26, &err), INV_EARG);
}
END_TEST

START_TEST(variation)
{
    static const double limit[] = { 0.5, 1 };
    ck_assert_int_eq(inv_abc_xyz(0, limit, 2), 0);
    ck_assert_int_eq(inv_abc_xyz(0.5, limit, 2), 0);
    ck_assert_int_eq(inv_abc_xyz(0.51, limit, 2), 1);
    ck_assert_int_eq(inv_abc_xyz(1.01, limit, 2), 2);
    ck_assert_int_eq(inv_abc_xyz(NAN, limit, 2), 2);
}
END_TEST

/* ---- several criteria ------------------------------------------------------------------------------ */

/* 47 items of a hospital (Flores, Olson and Dorai 1992): annual use in dollars, unit cost, lead time. */
static const double hospital[47][3] = {
    { 5840.64, 49.92, 2 }, { 5670, 210, 5 }, { 5037.12, 23.76, 4 }, { 4769.56, 27.73, 1 }, { 3478.8, 57.98, 3 },
    { 2936.67, 31.24, 3 }, { 2820, 28.2, 3 }, { 2640, 55, 4 }, { 2423.52, 73.44, 6 }, { 2407.5, 160.5, 4 },
    { 1075.2, 5.12, 2 }, { 1043.5, 20.87, 5 }, { 1038, 86.5, 7 }, { 883.2, 110.4, 5 }, { 854.4, 71.2, 3 },
    { 810, 45, 3 }, { 703.68, 14.66, 4 }, { 594, 49.5, 6 }, { 570, 47.5, 5 }, { 467.6, 58.45, 4 },
    { 463.6, 24.4, 4 }, { 455, 65, 4 }, { 432.5, 86.5, 4 }, { 398.4, 33.2, 3 }, { 370.5, 37.05, 1 },
    { 338.4, 33.84, 3 }, { 336.12, 84.03, 1 }, { 313.6, 78.4, 6 }, { 268.68, 134.34, 7 }, { 224, 56, 1 },
    { 216, 72, 5 }, { 212.08, 53.02, 2 }, { 197.92, 49.48, 5 }, { 190.89, 7.07, 7 }, { 181.8, 60.6, 3 },
    { 163.28, 40.82, 3 }, { 150, 30, 5 }, { 134.8, 67.4, 3 }, { 119.2, 59.6, 5 }, { 103.36, 51.68, 6 },
    { 79.2, 19.8, 2 }, { 75.4, 37.7, 2 }, { 59.78, 29.89, 5 }, { 48.3, 48.3, 3 }, { 34.4, 34.4, 7 },
    { 28.8, 28.8, 3 }, { 25.38, 8.46, 5 },
};

START_TEST(criteria_of_ng)
{
    /* Ng (2007), the items of Flores, Olson and Dorai (1992): of them 10 are A; 1, 2, 3, 4, 5, 6, 9, 10, 13 and 29. */
    static const size_t first[] = { 1, 2, 3, 4, 5, 10, 29, 9, 13, 6 };
    double x[3][47], score[47];
    struct inv_abc out[47];
    size_t order[47];
    for (size_t k = 0; k < 3; k++) {
        for (size_t i = 0; i < 47; i++)
            x[k][i] = hospital[i][k];
        inv_abc_normalise(x[k], 47, false);
    }
    for (size_t i = 0; i < 47; i++)
        score[i] = inv_abc_score_ng((const double[]){ x[0][i], x[1][i], x[2][i] }, 3);
    static const double limit[] = { 0.22, 0.52 };
    inv_abc_classes(score, 47, limit, 2, true, out, order, NULL);
    for (size_t i = 0; i < 10; i++) {
        ck_assert_uint_eq(order[i] + 1, first[i]);
        ck_assert_int_eq(out[order[i]].cls, 0);
    }
    ck_assert_int_eq(out[order[10]].cls, 1);
    close_to(score[0], 1, 1e-15, "item 1");
}
END_TEST

/* No weights in falling order give more, and some give as much. */
START_TEST(no_weights_give_more)
{
    uint64_t seed = test_seed("weights", 72);
    for (size_t run = 0; run < 300; run++) {
        double x[5], w[5], best = 0;
        size_t k = 1 + test_below(&seed, 5);
        for (size_t i = 0; i < k; i++)
            x[i] = test_uniform(&seed);
        double score = inv_abc_score_ng(x, k);
        for (size_t try = 0; try < 4000; try++) {
            double sum = 0, got = 0;
            for (size_t i = k; i-- > 0;)    /* falling: what the next has, and more */
                sum += w[i] = (i + 1 < k ? w[i + 1] : 0) + (test_below(&seed, 2) ? 0 : pow(test_uniform(&seed), 4));
            for (size_t i = 0; i < k && sum > 0; i++)
                got += w[i] / sum * x[i];
            best = fmax(best, got);
        }
        ck_assert(best <= score + 1e-12);
        ck_assert(best >= score - 0.05);
    }
    static const double x[] = { .2, .8 }, w[] = { 1, 3 };
    close_to(inv_abc_score_weighted(x, w, 2), .65, 1e-15, "weighted");
    double y[] = { 2, 6, 4 }, same[] = { 3, 3 };
    inv_abc_normalise(y, 3, true);
    ck_assert(y[0] == 1 && y[1] == 0 && y[2] == .5);
    inv_abc_normalise(same, 2, false);
    ck_assert(same[0] == 0 && same[1] == 0);
}
END_TEST

/* ---- demand ------------------------------------------------------------------------------------------ */

START_TEST(shapes)
{
    /* numpy: y.mean(), y.std(ddof=1), their ratio, len(y) / len(nz), (nz.std(ddof=1) / nz.mean())**2 */
    static const double y[] = { 0, 0, 5, 0, 0, 3, 0, 0, 0, 9, 0, 2, 0, 0, 4 };
    struct inv_shape s = inv_shape_of(y, COUNT(y));
    close_to(s.mean, 1.5333333333333334, 1e-15, "mean");
    close_to(s.sd, 2.6690465570704314, 1e-15, "sd");
    close_to(s.cv, 1.7406825372198464, 1e-15, "cv");
    close_to(s.adi, 3, 0, "adi");
    close_to(s.cv2, 0.3449905482041588, 1e-15, "cv2");
    ck_assert_str_eq(inv_shape_pattern_name(s.pattern), "intermittent");
    static const double gaps[] = { NAN, 4, NAN, 4 };
    s = inv_shape_of(gaps, 4);
    ck_assert(s.periods == 2 && s.adi == 1 && s.cv2 == 0 && s.cv == 0 && s.pattern == INV_PATTERN_SMOOTH);
    static const double nothing[] = { 0, 0, NAN };
    s = inv_shape_of(nothing, 3);
    ck_assert(isnan(s.cv) && isnan(s.adi) && isnan(s.cv2) && s.pattern == INV_PATTERN_NONE && s.mean == 0);
    s = inv_shape_of(NULL, 0);
    ck_assert(isnan(s.mean) && s.pattern == INV_PATTERN_NONE);
    ck_assert_int_eq(inv_shape_pattern(1.32, .49), INV_PATTERN_SMOOTH);
    ck_assert_int_eq(inv_shape_pattern(1.32, .5), INV_PATTERN_ERRATIC);
    ck_assert_int_eq(inv_shape_pattern(1.33, .49), INV_PATTERN_INTERMITTENT);
    ck_assert_int_eq(inv_shape_pattern(1.33, .5), INV_PATTERN_LUMPY);
}
END_TEST

static struct inv_kendall kendall(const double *y, size_t n, size_t m)
{
    struct inv_kendall k;
    double *work = malloc(inv_kendall_room(n, m) * sizeof *work);
    ck_assert_int_eq(inv_kendall_test(y, n, m, work, &k, NULL), INV_OK);
    free(work);
    return k;
}

START_TEST(trends_of_r)
{
    /* R 4.2: cor.test(seq_along(y), y, method = "kendall", exact = FALSE, continuity = TRUE); median of all slopes */
    struct inv_kendall k = kendall(nile, COUNT(nile), 1);
    close_to(k.z, -4.1280665228441, 1e-12, "z");
    close_to(k.p, 3.6582629216643412e-05, 1e-15, "p");
    close_to(k.slope, -2.6, 1e-12, "slope");
    k = kendall(discoveries, COUNT(discoveries), 1);
    close_to(k.z, -2.2580881099623893, 1e-12, "z");
    close_to(k.p, 0.023940166774053692, 1e-14, "p");
    close_to(k.slope, -0.011363636363636364, 1e-15, "slope");
    /* R: S, its variance and the slopes month by month, added up (Hirsch, Slack and Smith 1982) */
    k = kendall(nottem, COUNT(nottem), 12);
    ck_assert(k.s == 224 && k.variance == 11364);
    close_to(k.z, 2.0918919588776657, 1e-13, "z");
    close_to(k.p, 0.036448181572619837, 1e-14, "p");
    close_to(k.slope, 0.05 / 12, 1e-15, "slope");    /* of a month, not a year */
}
END_TEST

START_TEST(trends_of_little)
{
    static const double same[] = { 3, 3, 3, 3 }, gaps[] = { NAN, 1, NAN, 2 };
    struct inv_kendall k = kendall(same, 4, 1);
    ck_assert(k.z == 0 && k.p == 1 && k.slope == 0);
    k = kendall(gaps, 4, 1);
    ck_assert(k.pairs == 1 && k.s == 1 && k.z == 0 && k.slope == .5);
    k = kendall(gaps, 0, 1);
    ck_assert(k.pairs == 0 && k.p == 1);
    k = kendall(gaps, 4, 50);
    ck_assert(k.pairs == 0 && k.p == 1);
    struct inv_err err;
    ck_assert_int_eq(inv_kendall_test(same, INV_KENDALL_MAX + 1, 1, NULL, &k, &err), INV_EARG);
}
END_TEST

/* ---- life --------------------------------------------------------------------------------------------- */

static const struct inv_life_args monthly = {
    .season = 12, .dead_after = 12, .new_within = 6, .window = 36, .per_year = 12, .level = 0.05, .least = 0.1
};

static const char *life(const double *y, size_t n, size_t before, const struct inv_life_args *a)
{
    struct inv_life_out out;
    struct inv_err err;
    double *work = malloc(inv_life_room(a) * sizeof *work);
    ck_assert_msg(inv_life_of(y, n, before, a, work, &out, &err) == INV_OK, "%s", err.text);
    free(work);
    return inv_life_name(out.life);
}

START_TEST(lives)
{
    double y[36], season[36];
    for (size_t i = 0; i < 36; i++) {
        y[i] = 100;
        season[i] = i % 12 == 11 ? 500 : i % 12 > 8 ? 50 : 0;    /* a Christmas article */
    }
    ck_assert_str_eq(life(y, 36, 0, &monthly), "steady");
    ck_assert_str_eq(life(y, 4, 0, &monthly), "steady");      /* the table begins with it */
    ck_assert_str_eq(life(y, 4, 30, &monthly), "new");
    ck_assert_str_eq(life(y, 7, 30, &monthly), "steady");
    ck_assert_str_eq(life(season, 36, 0, &monthly), "steady");
    ck_assert_str_eq(life(season, 33, 0, &monthly), "steady");    /* out of season */
    for (size_t i = 24; i < 36; i++)
        season[i] = 0;
    ck_assert_str_eq(life(season, 35, 0, &monthly), "steady");
    ck_assert_str_eq(life(season, 36, 0, &monthly), "dead");
    for (size_t i = 0; i < 36; i++)
        y[i] = 100 + 4 * (double)i + 3 * (double)(i * 7 % 5);
    ck_assert_str_eq(life(y, 36, 0, &monthly), "growing");
    for (size_t i = 0; i < 36; i++)
        y[i] = 300 - 4 * (double)i + 3 * (double)(i * 7 % 5);
    ck_assert_str_eq(life(y, 36, 0, &monthly), "declining");
    for (size_t i = 0; i < 36; i++)
        y[i] = 1000 + 0.5 * (double)i;                          /* a trend, of 0.6 % a year */
    ck_assert_str_eq(life(y, 36, 0, &monthly), "steady");
    for (size_t i = 28; i < 36; i++)
        y[i] = 0;                                               /* eight months of silence after 28 of sales */
    ck_assert_str_eq(life(y, 36, 0, &monthly), "declining");
    for (size_t i = 0; i < 36; i++)
        y[i] = i % 15 < 7 ? 100 : 0;                            /* eight months of silence have been before */
    ck_assert_str_eq(life(y, 30, 0, &monthly), "steady");
    for (size_t i = 0; i < 36; i++)
        y[i] = 0;
    ck_assert_str_eq(life(y, 36, 0, &monthly), "dead");
    ck_assert_str_eq(life(y, 0, 0, &monthly), "dead");
    for (size_t i = 0; i < 36; i++)
        y[i] = NAN;
    y[3] = 5;
    ck_assert_str_eq(life(y, 10, 0, &monthly), "steady");
}
END_TEST

/* Of random series without a trend few more than the level get one; with a strong one most do; and long
 * ones of days, with a week in them, the same. */
START_TEST(lives_by_chance)
{
    static const struct inv_life_args daily = {
        .season = 7, .dead_after = 365, .new_within = 182, .window = 1095, .per_year = 365, .level = 0.05, .least = 0.1
    };
    uint64_t seed = test_seed("lives", 73);
    size_t wrong = 0, right = 0, runs = 400;
    double y[730];
    for (size_t run = 0; run < runs; run++) {
        const struct inv_life_args *a = run % 2 ? &daily : &monthly;
        size_t n = run % 2 ? 730 : 36;
        for (size_t i = 0; i < n; i++)
            y[i] = (run % 2 && i % 7 > 4 ? 3 : 1) * test_between(&seed, 10, 20);
        wrong += strcmp(life(y, n, 0, a), "steady") != 0;
        for (size_t i = 0; i < n; i++)
            y[i] *= 1 + 2 * (double)i / (double)n;
        right += strcmp(life(y, n, 0, a), "growing") == 0;
    }
    ck_assert_msg(wrong < runs / 12, "%zu of %zu", wrong, runs);
    ck_assert_msg(right > runs * 3 / 4, "%zu of %zu", right, runs);
}
END_TEST

int main(void)
{
    const struct { const char *name; const TTest *test; } tests[] = {
        { "textbook", textbook }, { "definition", classes_by_definition }, { "count", classes_by_count },
        { "edges", edges_of_value }, { "variation", variation }, { "ng", criteria_of_ng },
        { "weights", no_weights_give_more },
        { "shapes", shapes }, { "trends", trends_of_r }, { "little", trends_of_little }, { "lives", lives },
        { "chance", lives_by_chance },
    };
    Suite *suite = suite_create("abc");
    for (size_t i = 0; i < COUNT(tests); i++) {
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
