/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Complex exponential smoothing: against the equations in complex numbers (gen-ces.py),
 * and what follows from them. */
#include "config.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "ces-values.h"
#include "forecast/ces_pass.h"
#include "inv/forecast.h"
#include "oracle.h"

#define COUNT(x) (sizeof (x) / sizeof *(x))
#define N COUNT(ces_y)
#define M 4
#define MOST_STATES (2 + 2 * M)

static void close_to(double got, double want, double eps, const char *what)
{
    if (!(fabs(got - want) <= eps * (1 + fabs(want))))
        ck_abort_msg("%s: %.12g is not %.12g", what, got, want);
}

struct trial { struct inv_work w; struct inv_series s; struct inv_fit fit; struct inv_err err; };

static void fit(struct trial *t, const double *y, size_t n, size_t m, const struct inv_fit *near)
{
    struct inv_model_args a = { .h = 24, .near = near };
    const struct inv_model *model = inv_model_find("ces", 3);
    inv_series_look(&t->s, y, n, m);
    ck_assert_int_eq(inv_work_reserve(&t->w, model->room(n, m, 24, &a), NULL), INV_OK);
    ck_assert_int_eq(model->fit(&t->s, &a, &t->w, &t->fit, &t->err), INV_OK);
}

/* ---- the equations ---------------------------------------------------------------- */

static const char *const names[] = { "none", "simple", "partial", "full" };

/* One form at given constants, as the last of several sets: starting states from a pass with
 * it as the first, forecasts from an update over all values. */
static void as_printed(enum inv_ces_form form, const double *y, const double *par, const double *want)
{
    size_t m = form == INV_CES_NONE ? 1 : M, states = inv_ces_states(form, m), last = inv_ces_sets(form) - 1;
    double room[INV_CES_LANES * MOST_STATES], guess[MOST_STATES], e[N * INV_CES_LANES], start[2 * MOST_STATES];
    double set[INV_CES_LANES][INV_CES_CONSTANTS], sse = 0, mean = 0, count = 0, forecast[9];
    for (size_t t = 0; t < (form == INV_CES_NONE ? 10 : M); t++)
        if (!isnan(y[t]))
            mean += (y[t] - mean) / ++count;
    guess[0] = mean;
    guess[1] = mean / 1.1;
    double *s = guess + (form == INV_CES_SIMPLE ? 0 : 2);
    for (size_t i = 0; i < M && form != INV_CES_NONE; i++) {
        s[i] = ces_figure[i] + (form == INV_CES_SIMPLE ? mean : 0);
        if (form != INV_CES_PARTIAL)
            s[i + M] = s[i] / 1.1;
    }
    struct inv_ces_pass pass = { form, m, N, y, room, guess, e };
    for (size_t i = 0; i < INV_CES_LANES; i++)
        for (size_t j = 0; j < INV_CES_CONSTANTS; j++)
            set[i][j] = par[j] - (i < last ? 0.01 : 0);
    inv_ces_pass(&pass, set, NULL);
    for (size_t t = 0; t < N; t++)
        sse += e[t * INV_CES_LANES + last] * e[t * INV_CES_LANES + last];
    close_to(sse, want[0], 1e-11, names[form]);
    memcpy(set[0], par, sizeof set[0]);
    inv_ces_pass(&pass, set, start);
    struct inv_fit f = { .model = inv_model_find("ces", 3), .kind = form, .m = m, .state = start,
                         .nstate = 2 * states };
    struct inv_series all;
    memcpy(f.par, par, INV_CES_CONSTANTS * sizeof *par);
    inv_series_look(&all, y, N, m);
    ck_assert_int_eq(f.model->update(&f, &all, NULL), INV_OK);
    close_to(f.sse, want[0], 1e-11, names[form]);
    inv_fit_mean(&f, 9, forecast);
    for (size_t k = 0; k < 9; k++)
        close_to(forecast[k], want[1 + k], 1e-11, names[form]);
}

START_TEST(in_complex_numbers)
{
    for (size_t i = 0; i < INV_CES_FORMS; i++) {
        as_printed((enum inv_ces_form)i, ces_y, ces_sets[i], ces_full[i]);
        as_printed((enum inv_ces_form)i, ces_holes, ces_sets[i], ces_with_holes[i]);
    }
}
END_TEST

/* ---- the fit ---------------------------------------------------------------------- */

static const double shape[] = { 0.7, 1.1, 0.9, 1.3 };

static void make(double *y, size_t n, double season, uint64_t *seed)
{
    for (size_t t = 0; t < n; t++)
        y[t] = 80 + (double)t + 12 * test_uniform(seed) + season * shape[t % M];
    y[7] = y[n / 2] = y[n / 2 + 1] = NAN;
}

/* n log sum e^2 and what the prior adds. */
static double objective(const struct inv_ces_task *task, const double *par, double *work)
{
    size_t states = inv_ces_states(task->form, task->m);
    double set[INV_CES_LANES][INV_CES_CONSTANTS], sse = 0, n = 0;
    double lag = task->form == INV_CES_SIMPLE ? 1 : (double)task->season;
    struct inv_ces_pass pass = { task->form, task->m, task->n, task->y, work, work + INV_CES_LANES * states,
                                 work + (INV_CES_LANES + 1) * states };
    for (size_t i = 0; i < INV_CES_LANES; i++)
        memcpy(set[i], par, sizeof set[i]);
    inv_ces_pass(&pass, set, NULL);
    for (size_t t = 0; t < task->n; t++) {
        sse += pass.e[t * INV_CES_LANES] * pass.e[t * INV_CES_LANES];
        n += !isnan(task->y[t]);
    }
    return n * log(sse) + 10 * (par[0] - 1.3) * (par[0] - 1.3) + 100 * lag * lag * (par[1] - 1) * (par[1] - 1);
}

/* No constants near those of a fit are better. */
START_TEST(a_minimum)
{
    uint64_t seed = test_seed("minimum", 81);
    static const double flat[M] = { -10, 5, -15, 20 };
    double *work = malloc(INV_CES_ROOM(60, M) * sizeof *work);
    for (size_t round = 0; round < 40; round++) {
        double y[60], par[INV_CES_CONSTANTS] = { 0 }, x[MOST_STATES];
        size_t kind = round % INV_CES_FORMS;
        make(y, 60, 40, &seed);
        struct inv_ces_task task = { (enum inv_ces_form)kind, kind == INV_CES_NONE ? 1 : M, M, y, 60, flat, NULL };
        ck_assert(inv_ces_fit(&task, work, par, x));
        double best = objective(&task, par, work);
        for (size_t i = 0; i < inv_ces_shapes[kind].constants; i++)
            for (int sign = -1; sign <= 1; sign += 2) {
                double other[INV_CES_CONSTANTS];
                memcpy(other, par, sizeof other);
                other[i] += sign * 0.002;
                if (objective(&task, other, work) < best - 1e-3 && other[i] > 0.01 && other[i] < 1.5)
                    ck_abort_msg("%s: constant %zu is better at %g than at %g", names[kind], i, other[i], par[i]);
            }
    }
    free(work);
}
END_TEST

START_TEST(forms)
{
    uint64_t seed = test_seed("forms", 82);
    double y[60];
    char form[INV_FORM_MAX];
    struct trial t = { 0 };
    make(y, 60, 0, &seed);
    fit(&t, y, 60, M, NULL);
    t.fit.model->form(&t.fit, form);
    ck_assert_str_eq(form, "CES(none)");
    make(y, 60, 80, &seed);
    fit(&t, y, 60, M, NULL);
    t.fit.model->form(&t.fit, form);
    ck_assert_uint_ne(t.fit.kind, INV_CES_NONE);
    ck_assert_str_eq(form + strlen(form) - 4, ")[4]");
    fit(&t, y, 60, 31, NULL);       /* less than two seasons */
    t.fit.model->form(&t.fit, form);
    ck_assert_str_eq(form, "CES(none)");
    inv_work_free(&t.w);
}
END_TEST

/* ---- what follows ------------------------------------------------------------------ */

START_TEST(update_is_a_run_over_all)
{
    uint64_t seed = test_seed("update", 83);
    for (size_t round = 0; round < 12; round++) {
        double y[60], e[60], state[2 * MOST_STATES], mean[9], again[9], sse = 0;
        struct trial t = { 0 };
        make(y, 60, round % 3 ? 60 : 0, &seed);
        fit(&t, y, 60, M, NULL);
        ck_assert_int_eq(t.fit.model->residuals(&t.fit, &t.s, &t.w, e, NULL), INV_OK);
        for (size_t j = 0; j < 60; j++)
            sse += isnan(e[j]) ? 0 : e[j] * e[j];
        close_to(t.fit.sse, sse, 1e-12, "the residuals' squares");
        inv_fit_mean(&t.fit, 9, mean);
        struct inv_fit f = t.fit;
        size_t half = f.nstate / 2;
        memcpy(state, t.fit.state + half, half * sizeof *state);
        memcpy(state + half, t.fit.state + half, half * sizeof *state);
        f.state = state;
        f.n = f.seen = 0;
        f.sse = 0;
        for (size_t from = 0, to = 0; from < 60; from = to) {
            struct inv_series s;
            to = from == 0 ? 9 : from == 9 ? 31 : 60;
            inv_series_look(&s, y + from, to - from, M);
            ck_assert_int_eq(f.model->update(&f, &s, NULL), INV_OK);
        }
        ck_assert_uint_eq(f.n, 60);
        ck_assert_uint_eq(f.seen, t.fit.seen);
        close_to(f.aicc, t.fit.aicc, 1e-11, "aicc after updates");
        inv_fit_mean(&f, 9, again);
        for (size_t k = 0; k < 9; k++)
            close_to(again[k], mean[k], 1e-11, "a forecast after updates");
        inv_work_free(&t.w);
    }
}
END_TEST

/* A value that is 1 above its forecast moves what follows by psi. */
START_TEST(psi_is_what_a_shock_does)
{
    uint64_t seed = test_seed("psi", 84);
    for (size_t round = 0; round < 12; round++) {
        double y[60], mean[10], moved[9];
        struct trial t = { 0 };
        struct inv_model_args a = { .h = 10 };
        struct inv_outlook o = { .mean = mean };
        make(y, 60, round % 3 ? 60 : 0, &seed);
        fit(&t, y, 60, M, NULL);
        inv_fit_mean(&t.fit, 10, mean);
        ck_assert_int_eq(t.fit.model->outlook(&t.fit, 10, &a, &t.w, NULL, &o, NULL), INV_OK);
        double next = mean[0] + 1;
        struct inv_series s;
        inv_series_look(&s, &next, 1, M);
        ck_assert_int_eq(t.fit.model->update(&t.fit, &s, NULL), INV_OK);
        inv_fit_mean(&t.fit, 9, moved);
        ck_assert_double_eq(o.psi[0], 1);
        for (size_t k = 0; k < 9; k++)
            close_to(moved[k] - mean[k + 1], o.psi[k + 1], 1e-10, "psi");
        inv_work_free(&t.w);
    }
}
END_TEST

/* From a fit to the same series nothing changes; its form is kept, whatever it is. */
START_TEST(near_fits)
{
    uint64_t seed = test_seed("near", 85);
    double y[60], mean[8], warm[8];
    struct trial first = { 0 }, then = { 0 };
    make(y, 60, 60, &seed);
    fit(&first, y, 60, M, NULL);
    inv_fit_mean(&first.fit, 8, mean);
    fit(&then, y, 60, M, &first.fit);
    ck_assert_uint_eq(then.fit.kind, first.fit.kind);
    ck_assert_double_le(then.fit.sse, first.fit.sse * (1 + 1e-4));
    inv_fit_mean(&then.fit, 8, warm);
    for (size_t k = 0; k < 8; k++)
        close_to(warm[k], mean[k], 1e-3, "from near");
    first.fit.kind = INV_CES_NONE;
    fit(&then, y, 60, M, &first.fit);
    ck_assert_uint_eq(then.fit.kind, INV_CES_NONE);
    inv_work_free(&first.w);
    inv_work_free(&then.w);
}
END_TEST

static void count(void *ctx, const struct inv_fact *fact)
{
    ck_assert(isfinite(fact->value) && fact->name[0]);
    ++*(size_t *)ctx;
}

START_TEST(what_it_says)
{
    size_t facts = 0;
    struct trial t = { 0 };
    fit(&t, ces_y, N, M, NULL);
    const struct inv_ces_shape *f = &inv_ces_shapes[t.fit.kind];
    t.fit.model->explain(&t.fit, &(struct inv_facts){ count, &facts });
    ck_assert_uint_eq(facts, f->constants + inv_ces_states((enum inv_ces_form)t.fit.kind, t.fit.m));
    ck_assert_uint_eq(t.fit.model->dynamics(&t.fit), f->constants);
    inv_work_free(&t.w);
}
END_TEST

int main(void)
{
    const struct { const char *name; const TTest *test; } tests[] = {
        { "complex numbers", in_complex_numbers }, { "minimum", a_minimum }, { "forms", forms },
        { "update", update_is_a_run_over_all }, { "psi", psi_is_what_a_shock_does }, { "near", near_fits },
        { "says", what_it_says },
    };
    Suite *suite = suite_create("ces");
    for (size_t i = 0; i < COUNT(tests); i++) {
        TCase *c = tcase_create(tests[i].name);
        tcase_add_test(c, tests[i].test);
        suite_add_tcase(suite, c);
    }
    SRunner *r = srunner_create(suite);
    srunner_run_all(r, CK_ENV);
    int failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed ? 1 : 0;
}
