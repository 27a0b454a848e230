/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Combinations of named models: by hand from forecasts that are known by hand (the
 * last value, the mean, ...), and from the members' own. */
#include "config.h"

#include <check.h>
#include <math.h>
#include <string.h>

#include "air.h"
#include "inv/explain.h"
#include "inv/saved.h"

enum { H = 6, MOST = INV_COMB_MOST };

struct trial {
    struct inv_forecast_spec spec;
    const struct inv_model *member[MOST];
    struct inv_work w;
    struct inv_forecast f;
    struct inv_err err;
    char name[INV_FORECAST_NAME];
};

static const struct inv_model *model(const char *name)
{
    const struct inv_model *found = inv_model_find(name, strlen(name));
    ck_assert_msg(found != NULL, "no model %s", name);
    return found;
}

/* names: ended by NULL. */
static void combine(struct trial *t, enum inv_comb_rule rule, const char *const *names)
{
    *t = (struct trial){ .spec = { .model = model("comb"), .h = H, .args = { .h = H, .window = 2, .rule = rule } } };
    while (names[t->spec.args.nmembers]) {
        t->member[t->spec.args.nmembers] = model(names[t->spec.args.nmembers]);
        t->spec.args.nmembers++;
    }
    t->spec.args.members = t->member;
}

static void run(struct trial *t, const double *y, size_t n, size_t m)
{
    struct inv_rng r;
    inv_rng_seed(&r, 4, 2);
    enum inv_status st = inv_forecast(y, n, m, &t->spec, &t->w, &r, &t->f, &t->err);
    ck_assert_msg(st == INV_OK, "%s", t->err.text);
    inv_forecast_name(&t->f, t->name);
}

static void close_to(double got, double want, double rel, const char *what)
{
    if (!(fabs(got - want) <= rel * fabs(want)))
        ck_abort_msg("%s: %.17g is not %.17g", what, got, want);
}

/* ---- by hand --------------------------------------------------------------------------- */

/* After 3, 5, 4, 8: naive 8; mean 5; drift 8 + 5/3 k; sma of two 6; wma (3 8 + 2 4 + 5) / 6 = 37/6. */
static const double four[] = { 3, 5, 4, 8 };

static void expect(enum inv_comb_rule rule, const char *const *names, double first, double second, const char *form)
{
    struct trial t;
    char got[INV_FORM_MAX];
    combine(&t, rule, names);
    run(&t, four, 4, 1);
    ck_assert_str_eq(t.name, "comb");
    close_to(t.f.outlook.forecast[0], first, 1e-14, form);
    close_to(t.f.outlook.forecast[1], second, 1e-14, form);
    inv_explain_form(&t.f.fit, got);
    ck_assert_str_eq(got, form);
    inv_work_free(&t.w);
}

START_TEST(by_hand)
{
    static const char *const two[] = { "naive", "drift", NULL }, *const three[] = { "naive", "mean", "drift", NULL };
    static const char *const even[] = { "drift", "naive", "mean", "sma", NULL };
    static const char *const five[] = { "drift", "naive", "wma", "mean", "sma", NULL };
    static const char *const eight[] = { "naive", "drift", "naive", "wma", "mean", "sma", "naive", "mean", NULL };
    expect(INV_COMB_MEAN, two, 8 + 5 / 6.0, 8 + 5 / 3.0, "mean of 2");
    expect(INV_COMB_MEDIAN, two, 8 + 5 / 6.0, 8 + 5 / 3.0, "median of 2");
    expect(INV_COMB_TRIMMED, two, 8 + 5 / 6.0, 8 + 5 / 3.0, "trimmed mean of 2");
    expect(INV_COMB_MEDIAN, three, 8, 8, "median of 3");
    expect(INV_COMB_TRIMMED, three, 8, 8, "trimmed mean of 3");
    expect(INV_COMB_MEDIAN, even, 7, 7, "median of 4");
    expect(INV_COMB_MEAN, even, (5 + 6 + 8 + 8 + 5 / 3.0) / 4, (5 + 6 + 8 + 8 + 10 / 3.0) / 4, "mean of 4");
    expect(INV_COMB_MEDIAN, five, 37 / 6.0, 37 / 6.0, "median of 5");
    expect(INV_COMB_TRIMMED, five, (6 + 37 / 6.0 + 8) / 3, (6 + 37 / 6.0 + 8) / 3, "trimmed mean of 5");
    expect(INV_COMB_TRIMMED, eight, (6 + 37 / 6.0 + 8 + 8) / 4, (6 + 37 / 6.0 + 8 + 8) / 4, "trimmed mean of 8");
    expect(INV_COMB_ERRORS, three, (8 + 5 + 8 + 5 / 3.0) / 3, (8 + 5 + 8 + 10 / 3.0) / 3, "mean by errors of 3");   /* no trial */
}
END_TEST

/* One step, twelve values: forecast from the tenth and the eleventh. naive errs by -1 and
 * 4; mean, of 54/10 and 59/11, by -0.4 and 40/11. */
START_TEST(weights_by_errors)
{
    static const double y[] = { 4, 6, 5, 7, 4, 6, 5, 7, 4, 6, 5, 9 };
    static const char *const names[] = { "naive", "mean", NULL };
    double naive = 1 / (1 + 16.0), mean = 1 / (0.16 + 40 / 11.0 * 40 / 11.0);
    struct trial t;
    combine(&t, INV_COMB_ERRORS, names);
    t.spec.h = t.spec.args.h = 1;
    run(&t, y, 12, 1);
    ck_assert_uint_eq(t.f.fit.nparts, 2);
    close_to(t.f.fit.weight[0], 0.25 + 0.5 * naive / (naive + mean), 1e-5, "naive");
    close_to(t.f.fit.weight[1], 0.25 + 0.5 * mean / (naive + mean), 1e-5, "mean");
    close_to(t.f.fit.weight[0] + t.f.fit.weight[1], 1, 1e-14, "sum");
    close_to(t.f.outlook.forecast[0], t.f.fit.weight[0] * 9 + t.f.fit.weight[1] * 68 / 12, 1e-14, "forecast");
    inv_work_free(&t.w);
}
END_TEST

/* ---- from the members' own ----------------------------------------------------------------- */

static const char *const usual[] = { "ets", "dotm", "ces", "theta", NULL };

/* Without sorting: of four, the sum less the least and the largest is twice the median. */
START_TEST(by_default)
{
    double sum[H] = { 0 }, least[H], most[H];
    for (size_t i = 0; i < 4; i++) {
        struct trial t;
        combine(&t, INV_COMB_MEAN, usual);
        t.spec.model = model(usual[i]);
        run(&t, air, 100, 12);
        for (size_t k = 0; k < H; k++) {
            double x = t.f.outlook.forecast[k];
            sum[k] += x;
            least[k] = i == 0 || x < least[k] ? x : least[k];
            most[k] = i == 0 || x > most[k] ? x : most[k];
        }
        inv_work_free(&t.w);
    }
    struct trial t;
    combine(&t, INV_COMB_MEDIAN, usual + 4);
    t.spec.args.members = NULL;
    run(&t, air, 100, 12);
    ck_assert_uint_eq(t.f.fit.nparts, 4);
    for (size_t k = 0; k < H; k++) {
        close_to(t.f.outlook.forecast[k], (sum[k] - least[k] - most[k]) / 2, 1e-12, "median");
        ck_assert_double_gt(t.f.outlook.sd[k], 0);
    }
    inv_work_free(&t.w);
    combine(&t, INV_COMB_MEAN, usual);
    run(&t, air, 100, 12);
    for (size_t k = 0; k < H; k++)
        close_to(t.f.outlook.forecast[k], sum[k] / 4, 1e-12, "mean");
    inv_work_free(&t.w);
}
END_TEST

START_TEST(who_cannot_serve_is_left_out)
{
    static const double below[] = { 3, -1, 4, 0, 5, 2, -3, 6, 1 };
    static const char *const season[] = { "hw", "naive", "mean", NULL }, *const alone[] = { "hw", "naive", NULL };
    static const char *const none[] = { "croston", "tsb", NULL };
    struct trial t;
    char form[INV_FORM_MAX];
    combine(&t, INV_COMB_MEDIAN, season);
    run(&t, below, 9, 1);
    ck_assert_str_eq(t.name, "comb");
    inv_explain_form(&t.f.fit, form);
    ck_assert_str_eq(form, "median of 2");
    close_to(t.f.outlook.mean[0], (1 + 17 / 9.0) / 2, 1e-14, "naive and mean");
    inv_work_free(&t.w);
    combine(&t, INV_COMB_ERRORS, alone);
    run(&t, below, 9, 1);
    ck_assert_str_eq(t.name, "comb>naive");
    inv_work_free(&t.w);
    combine(&t, INV_COMB_MEDIAN, none);
    run(&t, below, 9, 1);
    ck_assert_str_eq(t.name, "comb>ets");
    inv_work_free(&t.w);
}
END_TEST

/* Lumpy demand has its distribution where all members say so. */
START_TEST(lumpy_members)
{
    static const double y[] = { 0, 3, 0, 0, 2, 0, 5, 0, 0, 1, 0, 4, 0, 0, 3 };
    static const char *const all[] = { "croston", "tsb", NULL }, *const some[] = { "croston", "ses", NULL };
    struct trial t;
    combine(&t, INV_COMB_MEAN, all);
    run(&t, y, 15, 1);
    ck_assert_int_eq(t.f.outlook.kind, INV_OUTLOOK_LUMPY);
    close_to(t.f.outlook.lumpy.p * t.f.outlook.lumpy.size, t.f.outlook.mean[0], 1e-12, "rate");
    inv_work_free(&t.w);
    combine(&t, INV_COMB_MEAN, some);
    run(&t, y, 15, 1);
    ck_assert_int_eq(t.f.outlook.kind, INV_OUTLOOK_LINEAR);
    ck_assert(t.f.outlook.sd[0] > 1 && t.f.outlook.sd[0] < 3);      /* values have 1.8 */
    inv_work_free(&t.w);
}
END_TEST

/* ---- kept fits ---------------------------------------------------------------------------- */

/* The fit says itself who its members are, whatever is named where it is loaded. */
START_TEST(kept)
{
    static const char *const names[] = { "arima", "tbats", "stlm", "naive", "drift", "mean", "sma", "naive", "drift", "mean",
        "sma", "naive", "drift", "mean", "sma", "naive", "drift", "mean", "sma", "wma", NULL };
    struct trial t, loaded;
    struct inv_buf line = { 0 };
    struct inv_series none, more;
    struct inv_rng r;
    combine(&loaded, INV_COMB_MEAN, names + 19);
    combine(&t, INV_COMB_TRIMMED, names);
    run(&t, air, 100, 12);
    ck_assert_int_eq(inv_saved_write(&t.f, &line, &t.err), INV_OK);
    inv_series_look(&none, NULL, 0, 1);
    inv_series_look(&more, air + 100, 20, 1);
    inv_rng_seed(&r, 4, 2);
    ck_assert_int_eq(inv_saved_forecast(line.s, line.n, &none, &loaded.spec, &loaded.w, &r, &loaded.f, &t.err), INV_OK);
    for (size_t k = 0; k < H; k++) {
        close_to(loaded.f.outlook.forecast[k], t.f.outlook.forecast[k], 1e-12, "forecast");
        close_to(loaded.f.outlook.cum_sd[k], t.f.outlook.cum_sd[k], 1e-12, "cum_sd");
    }
    loaded.spec.h = 5000;
    ck_assert_int_eq(inv_saved_forecast(line.s, line.n, &more, &loaded.spec, &loaded.w, &r, &loaded.f, &t.err), INV_OK);
    ck_assert_uint_eq(loaded.f.fit.n, 120);
    ck_assert_uint_eq(loaded.f.fit.nparts, MOST);
    for (size_t i = 0; i < MOST; i++)
        ck_assert_uint_eq(loaded.f.fit.parts[i].n, 120);
    ck_assert(isfinite(loaded.f.outlook.forecast[4999]));
    inv_buf_free(&line);
    inv_work_free(&loaded.w);
    inv_work_free(&t.w);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("comb");
    TCase *t = tcase_create("comb");
    suite_add_tcase(suite, t);
    tcase_set_timeout(t, 60);
    tcase_add_test(t, by_hand);
    tcase_add_test(t, weights_by_errors);
    tcase_add_test(t, by_default);
    tcase_add_test(t, who_cannot_serve_is_left_out);
    tcase_add_test(t, lumpy_members);
    tcase_add_test(t, kept);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? 1 : 0;
}
