/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Decompositions against R 4.2's stl (the authors' program) and forecast 8.20's
 * mstl, with the calls above the values, and on series with gaps. */
#include "config.h"

#include "inv/stl.h"
#include "oracle.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MOST 600

static void close_to(double got, double want, double eps, const char *what)
{
    ck_assert_msg(fabs(got - want) <= eps * (1 + fabs(want)), "%s: %.12g, not %.12g", what, got, want);
}

struct parts { double season[2 * MOST], trend[MOST], weight[MOST]; };

static void decompose(const struct inv_stl_spec *spec, const double *y, size_t n, struct parts *p)
{
    double *work = malloc(inv_stl_room(n, spec->m) * sizeof *work);
    ck_assert_int_eq(inv_stl(spec, y, n, p->season, p->trend, p->weight, work, NULL), INV_OK);
    free(work);
}

/* ---- R's stl ---------------------------------------------------------------------- */

/* stl(USAccDeaths, ...)$time.series[c(1,2,5,17,50,71,72), ] */
static const double deaths[72] = {
    9007, 8106, 8928, 9137, 10017, 10826, 11317, 10744, 9713, 9938, 9161, 8927, 7750, 6981, 8038, 8422, 8714, 9512,
    10120, 9823, 8743, 9129, 8710, 8680, 8162, 7306, 8124, 7870, 9387, 9556, 10093, 9620, 8285, 8466, 8160, 8034,
    7717, 7461, 7767, 7925, 8623, 8945, 10078, 9179, 8037, 8488, 7874, 8647, 7792, 6957, 7726, 8106, 8890, 9299,
    10625, 9302, 8314, 8850, 8265, 8796, 7836, 6892, 7791, 8192, 9115, 9434, 10484, 9827, 9110, 9070, 8633, 9240
};
#define PICKED 7
static const size_t picked[PICKED] = { 0, 1, 4, 16, 49, 70, 71 };
static const double season_11[PICKED] = {          /* s.window = 11 */
    -860.44950334, -1572.22365993, 316.922114419, 321.326514376, -1513.07792682, -325.783421614, 39.4906336056
};
static const double trend_11[PICKED] = {
    9988.94900713, 9920.48169995, 9708.03504293, 8806.4947773, 8467.06844282, 9025.96316872, 9071.57629881
};
/* [30] <- 30000, s.window = 7, robust = TRUE, outer = 6. (In the seventh pass R
 * takes the values of ranks 36 and 42 for the middle ones of 72: its partial
 * sort is asked for the larger rank first.) */
static const double season_robust[PICKED] = {
    -708.358205335, -1560.75668309, 432.461074745, 428.022677112, -1551.60166818, -344.337155912, 182.83954064
};
static const double trend_robust[PICKED] = {
    9831.40739224, 9784.42432968, 9639.40613372, 8996.43167835, 8456.90991336, 8960.57939013, 8997.74446506
};
static const double weight_robust[4] = { 0.899375939052, 0.470532731195, 0, 0.941050926676 };   /* [c(1,29,30,31)] */

START_TEST(as_in_R)
{
    struct parts p;
    double y[72];
    struct inv_stl_spec spec = inv_stl_usual(12, 11, false, 72);
    decompose(&spec, deaths, 72, &p);
    for (size_t i = 0; i < PICKED; i++) {
        close_to(p.season[picked[i]], season_11[i], 1e-10, "season");
        close_to(p.trend[picked[i]], trend_11[i], 1e-10, "trend");
    }
    memcpy(y, deaths, sizeof y);
    y[29] = 30000;
    spec = inv_stl_usual(12, 7, true, 72);
    spec.outer = 6;
    decompose(&spec, y, 72, &p);
    for (size_t i = 0; i < PICKED; i++) {
        close_to(p.season[picked[i]], season_robust[i], 1e-9, "robust season");
        close_to(p.trend[picked[i]], trend_robust[i], 1e-9, "robust trend");
    }
    static const size_t at[] = { 0, 28, 29, 30 };
    for (size_t i = 0; i < 4; i++)
        close_to(p.weight[at[i]], weight_robust[i], 1e-9, "weight");
}
END_TEST

/* stl(y, "periodic") of six of R's series. */
START_TEST(periodic_as_in_R)
{
    struct oracle o;
    struct parts p;
    size_t cases = 0, at = 0, m = 1;
    const char *name;
    if (!oracle_open_file(&o, "forecast-reference.csv"))
        return;
    while ((name = oracle_next(&o, "stl periodic", &at))) {
        double y[MOST];
        size_t n = oracle_series(name + strlen("stl_"), &m, y, MOST);
        ck_assert_uint_gt(n, 30);
        struct inv_stl_spec spec = inv_stl_usual(m, 0, false, n);
        decompose(&spec, y, n, &p);
        static const struct { size_t t; const char *season, *trend, *rest; } rows[] = {
            { 1, "seasonal_1", "trend_1", "remainder_1" }, { 10, "seasonal_10", "trend_10", "remainder_10" },
            { 30, "seasonal_30", "trend_30", "remainder_30" }
        };
        for (size_t i = 0; i < 3; i++) {
            size_t t = rows[i].t - 1;
            close_to(p.season[t], oracle_number(&o, name, rows[i].season), 1e-9, name);
            close_to(p.trend[t], oracle_number(&o, name, rows[i].trend), 1e-9, name);
            close_to(y[t] - p.season[t] - p.trend[t], oracle_number(&o, name, rows[i].rest), 1e-8, name);
        }
        cases++;
    }
    ck_assert_uint_eq(cases, 6);
    oracle_close(&o);
}
END_TEST

/* ---- several seasons -------------------------------------------------------------- */

/* t <- 0:239; y <- 10 + 0.02*t + 3*sin(2*pi*t/7) + 5*cos(2*pi*t/30) + ((t*37) %% 11)/11
 * mstl(msts(y, c(7, 30)))[c(1,2,100,177,239,240), ] */
static const size_t picked_2[6] = { 0, 1, 99, 176, 238, 239 };
static const double trend_2[] = { 10.41730460638, 10.43910729832, 12.43470562047, 13.97423289804, 15.2518432837,
                                  15.273753017 };
static const double season_7[] = { -0.08739534579683, 2.332012319893, 2.307720833133, 2.307569171676,
                                   0.005847176452621, 2.415889975787 };
static const double season_30[] = { 5.122886714316, 4.770358948831, -1.568344124983, 3.275780463195, 4.692547395172,
                                    4.772852037353 };
static void two_seasons(double *y)
{
    for (size_t t = 0; t < 240; t++)
        y[t] = 10 + 0.02 * (double)t + 3 * sin(2 * M_PI * (double)t / 7) + 5 * cos(2 * M_PI * (double)t / 30)
            + (double)(t * 37 % 11) / 11;
}

START_TEST(several_seasons)
{
    double y[240];
    struct parts p;
    static const size_t m[] = { 7, 30, 365 };
    two_seasons(y);
    ck_assert_uint_eq(inv_mstl_seasons(m, 3, 240), 2);
    ck_assert_uint_eq(inv_mstl_seasons(m, 3, 59), 1);
    ck_assert_uint_eq(inv_mstl_seasons(m, 3, 13), 0);
    double *work = malloc((240 + inv_stl_room(240, 30)) * sizeof *work);
    ck_assert_int_eq(inv_mstl(m, 2, false, y, 240, p.season, p.trend, p.weight, work, NULL), INV_OK);
    for (size_t i = 0; i < 6; i++) {
        close_to(p.trend[picked_2[i]], trend_2[i], 1e-9, "trend");
        close_to(p.season[picked_2[i]], season_7[i], 1e-9, "week");
        close_to(p.season[240 + picked_2[i]], season_30[i], 1e-9, "month");
    }
    free(work);
}
END_TEST

/* ---- gaps and oddities -------------------------------------------------------------- */

/* A line and a season of its own are told apart, gaps or none. */
START_TEST(gaps)
{
    double y[96], shape[12];
    struct parts p;
    uint64_t seed = test_seed("gaps", 20260311);
    for (size_t i = 0; i < 12; i++)
        shape[i] = 10 * sin(2 * M_PI * (double)i / 12);
    for (size_t t = 0; t < 96; t++)
        y[t] = test_uniform(&seed) < 0.3 ? NAN : 100 + 0.5 * (double)t + shape[t % 12];
    y[0] = NAN;
    y[95] = NAN;
    for (int robust = 0; robust < 2; robust++) {
        struct inv_stl_spec spec = inv_stl_usual(12, 11, robust, 96);
        decompose(&spec, y, 96, &p);
        for (size_t t = 0; t < 96; t++) {
            ck_assert(isfinite(p.season[t]) && isfinite(p.trend[t]));
            ck_assert(!isnan(y[t]) || p.weight[t] == 0);
            close_to(p.trend[t] + p.season[t], 100 + 0.5 * (double)t + shape[t % 12], 0.05, "gaps");
        }
    }
}
END_TEST

/* One place of the season is never known; all the others are. */
START_TEST(a_place_without_values)
{
    double y[60];
    struct parts p;
    for (size_t t = 0; t < 60; t++)
        y[t] = t % 12 == 5 ? NAN : 20 + (double)(t % 12);
    struct inv_stl_spec spec = inv_stl_usual(12, 11, true, 60);
    decompose(&spec, y, 60, &p);
    for (size_t t = 0; t < 60; t++)
        ck_assert(isfinite(p.season[t]) && isfinite(p.trend[t]));
    for (size_t t = 0; t < 60; t++)
        y[t] = NAN;
    double *work = malloc(inv_stl_room(60, 12) * sizeof *work);
    ck_assert_int_eq(inv_stl(&spec, y, 60, p.season, p.trend, p.weight, work, NULL), INV_EARG);
    y[3] = 1;
    ck_assert_int_eq(inv_stl(&spec, y, 23, p.season, p.trend, p.weight, work, NULL), INV_EARG);
    ck_assert_int_eq(inv_stl(&spec, y, 24, p.season, p.trend, p.weight, work, NULL), INV_OK);
    spec.m = 1;
    ck_assert_int_eq(inv_stl(&spec, y, 24, p.season, p.trend, p.weight, work, NULL), INV_EARG);
    free(work);
}
END_TEST

/* A line has no season; 1 of a season alone is season. */
START_TEST(strength)
{
    double season[48], rest[48];
    for (size_t t = 0; t < 48; t++) {
        season[t] = t % 2 ? 3 : -3;
        rest[t] = 0;
    }
    close_to(inv_stl_strength(season, rest, 48), 1, 1e-15, "all season");
    for (size_t t = 0; t < 48; t++)
        rest[t] = t / 2 % 2 ? 3 : -3;
    close_to(inv_stl_strength(season, rest, 48), 0.5, 1e-12, "half");
    for (size_t t = 0; t < 48; t++)
        season[t] = -rest[t];
    close_to(inv_stl_strength(season, rest, 48), 0, 1e-15, "none");
}
END_TEST

/* What a season costs, with the kernel written out in Python:
 * def cost(c, q, m):            # cycles, span, places of the season
 *     trace = 0
 *     for i in range(c):
 *         u = min(q, c); f = min(max(i + 1 - (u + 1) // 2, 0), c - u)
 *         h = max(i - f, f + u - 1 - i) + max(q - c, 0) // 2
 *         K = [(1 - (abs(j - i) / h) ** 3) ** 3 if abs(j - i) <= .999 * h else 0 for j in range(f, f + u)]
 *         trace += 1 / sum(K); last = sum(k * k for k in K) / sum(K) ** 2
 *     return trace * (m - 1), last
 * cost(5, 11, 12), cost(20, 15, 7) */
START_TEST(cost)
{
    struct inv_mstl_cost month = inv_mstl_cost(12, 0, 63), week = inv_mstl_cost(7, 1, 140);
    close_to(month.freedom, 12.431096166549544, 1e-12, "freedom");
    close_to(month.last, 0.20838595509718885, 1e-12, "variance");
    close_to(week.freedom, 13.38319104356385, 1e-12, "freedom");
    close_to(week.last, 0.0965461081458424, 1e-12, "variance");
}
END_TEST

int main(void)
{
    const struct { const char *name; const TTest *test; } tests[] = {
        { "R", as_in_R }, { "periodic", periodic_as_in_R }, { "several seasons", several_seasons }, { "gaps", gaps },
        { "a place without values", a_place_without_values }, { "strength", strength }, { "cost", cost },
    };
    Suite *suite = suite_create("stl");
    for (size_t i = 0; i < sizeof tests / sizeof *tests; i++) {
        TCase *c = tcase_create(tests[i].name);
        tcase_add_test(c, tests[i].test);
        suite_add_tcase(suite, c);
    }
    SRunner *r = srunner_create(suite);
    srunner_run_all(r, CK_ENV);
    int failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
