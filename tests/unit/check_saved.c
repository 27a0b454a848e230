/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fits that are saved, loaded and carried on: every model of the registry that
 * can be. What is expected is the same fit that never left memory, one whose states
 * were carried over all values at once, and the errors of its parameters run over
 * all values from the first on. */
#include "config.h"

#include <check.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "air.h"
#include "inv/saved.h"

enum { H = 7, MOST = 400 };

/* A forecast and what it lives in. */
struct trial { struct inv_forecast_spec spec; struct inv_work w; struct inv_forecast f; struct inv_err err; struct inv_buf line; };

static struct trial trial_of(const struct inv_model *model)
{
    return (struct trial){ .spec = { .model = model, .h = H, .args = { .h = H, .paths = 0, .linear = false } } };
}

static void end(struct trial *t)
{
    inv_work_free(&t->w);
    inv_buf_free(&t->line);
}

static struct inv_rng stream(void)
{
    struct inv_rng r;
    inv_rng_seed(&r, 11, 3);
    return r;
}

static enum inv_status fit(struct trial *t, const double *y, size_t n, size_t m)
{
    struct inv_rng r = stream();
    enum inv_status st = inv_forecast(y, n, m, &t->spec, &t->w, &r, &t->f, &t->err);
    if (st == INV_OK) {
        t->line.n = 0;
        ck_assert_int_eq(inv_saved_write(&t->f, &t->line, &t->err), INV_OK);
    }
    return st;
}

/* From t's own line, over n values more. */
static enum inv_status resume(struct trial *t, const double *y, size_t n)
{
    struct inv_rng r = stream();
    struct inv_series more;
    inv_series_look(&more, y, n, 1);
    enum inv_status st = inv_saved_forecast(t->line.s, t->line.n, &more, &t->spec, &t->w, &r, &t->f, &t->err);
    if (st == INV_OK) {
        t->line.n = 0;
        ck_assert_int_eq(inv_saved_write(&t->f, &t->line, &t->err), INV_OK);
    }
    return st;
}

static void close_to(double got, double want, double rel, const char *model, const char *what)
{
    if (!(fabs(got - want) <= rel * (fabs(want) + 1e-3)))
        ck_abort_msg("%s, %s: %.17g is not %.17g", model, what, got, want);
}

static void same_outlook(const struct trial *a, const struct trial *b, const char *what)
{
    double qa[H], qb[H];
    const char *model = a->f.asked->name;
    for (size_t k = 0; k < H; k++) {
        close_to(a->f.outlook.forecast[k], b->f.outlook.forecast[k], 1e-9, model, what);
        close_to(a->f.outlook.sd[k], b->f.outlook.sd[k], 1e-9, model, what);
        close_to(a->f.outlook.cum_sd[k], b->f.outlook.cum_sd[k], 1e-9, model, what);
    }
    inv_outlook_quantile(&a->f.outlook, 0.9, qa);
    inv_outlook_quantile(&b->f.outlook, 0.9, qb);
    for (size_t k = 0; k < H; k++)
        close_to(qa[k], qb[k], 1e-9, model, what);
}

/* ---- series ------------------------------------------------------------------------------ */

struct series { const char *name; double y[MOST]; size_t n, first, m; };

static double uniform(uint64_t *x)
{
    *x ^= *x << 13, *x ^= *x >> 7, *x ^= *x << 17;
    return (double)(*x >> 11) * 0x1p-53;
}

static size_t make_series(struct series *s)
{
    uint64_t x = 88172645463325252u;
    s[0] = (struct series){ .name = "air", .n = AIR, .first = 100, .m = 12 };
    memcpy(s[0].y, air, sizeof air);
    s[1] = s[0];
    s[1].name = "air with holes";
    s[1].y[30] = s[1].y[31] = s[1].y[98] = s[1].y[99] = s[1].y[100] = s[1].y[120] = s[1].y[143] = NAN;
    s[2] = (struct series){ .name = "lumpy", .n = 120, .first = 71, .m = 1 };
    for (size_t t = 0; t < 120; t++)
        s[2].y[t] = uniform(&x) < 0.35 ? floor(1 + 6 * uniform(&x)) : 0;
    s[3] = s[2];
    s[3].name = "lumpy with holes";
    s[3].y[10] = s[3].y[70] = s[3].y[71] = s[3].y[90] = NAN;
    s[4] = (struct series){ .name = "negatives", .n = 90, .first = 60, .m = 4 };
    for (size_t t = 0; t < 90; t++)
        s[4].y[t] = 5 * sin(1.6 * (double)t) + uniform(&x) - 0.02 * (double)t;
    s[5] = (struct series){ .name = "huge", .n = 80, .first = 50, .m = 4 };
    for (size_t t = 0; t < 80; t++)
        s[5].y[t] = 1e300 * (1 + uniform(&x) + 0.5 * (double)(t % 4 == 2));
    return 6;
}

/* ---- tests --------------------------------------------------------------------------------- */

static void through(const struct inv_model *model, const struct series *s, size_t *updated)
{
    struct trial live = trial_of(model), kept = trial_of(model), steps = trial_of(model);
    const struct inv_model *which;
    ck_assert_int_eq(fit(&live, s->y, s->first, s->m), INV_OK);
    ck_assert_int_eq(inv_buf_add(&kept.line, live.line.s, live.line.n, &kept.err), INV_OK);
    ck_assert_int_eq(resume(&kept, NULL, 0), INV_OK);
    same_outlook(&kept, &live, s->name);
    ck_assert_uint_eq(kept.line.n, live.line.n);
    ck_assert_mem_eq(kept.line.s, live.line.s, live.line.n);
    if (!inv_saved_updates(&live.f, &which)) {
        ck_assert_ptr_nonnull(which);
        ck_assert_int_eq(resume(&kept, s->y + s->first, 1), INV_EUSAGE);
    } else {
        ck_assert_int_eq(inv_buf_add(&steps.line, live.line.s, live.line.n, &kept.err), INV_OK);
        ck_assert_msg(resume(&kept, s->y + s->first, s->n - s->first) == INV_OK, "%s, %s: %s", model->name, s->name, kept.err.text);
        for (size_t t = s->first, step = 1; t < s->n; t += step, step = step % 5 + 1) {
            size_t n = step < s->n - t ? step : s->n - t;
            ck_assert_msg(resume(&steps, s->y + t, n) == INV_OK, "%s, %s: %s", model->name, s->name, steps.err.text);
        }
        same_outlook(&steps, &kept, s->name);
        ++*updated;
    }
    end(&live);
    end(&kept);
    end(&steps);
}

START_TEST(every_model)
{
    struct series s[6];
    size_t n, nseries = make_series(s), updated = 0;
    const struct inv_model *const *models = inv_model_list(&n);
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < nseries; k++)
            through(models[i], &s[k], &updated);
    ck_assert_uint_ge(updated, 36);
}
END_TEST

/* The squares of the errors of the same parameters over all values, from the first on. */
static bool same_errors(const struct inv_fit *fit, const struct inv_series *all, struct inv_work *w, const char *what)
{
    double e[MOST], sse = 0;
    struct inv_err err;
    const char *name = fit->model->name;
    if (!fit->model->residuals || fit->n != all->n)
        return false;
    if (strcmp(name, "adida") == 0 || strcmp(name, "imapa") == 0 || strcmp(name, "stlm") == 0)
        return false;           /* a fit lays buckets, or finds seasons, from the end; an update keeps them */
    ck_assert_int_eq(fit->model->residuals(fit, all, w, e, &err), INV_OK);
    for (size_t t = 0; t < all->n; t++)
        sse += isfinite(e[t]) ? e[t] * e[t] : 0;
    close_to(fit->sse, sse, 1e-9, fit->model->name, what);
    return true;
}

START_TEST(updates_are_runs_over_all)
{
    struct series s[6];
    size_t n, nseries = make_series(s), tried = 0;
    const struct inv_model *const *models = inv_model_list(&n);
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < nseries; k++) {
            struct trial t = trial_of(models[i]);
            const struct inv_model *which;
            ck_assert_int_eq(fit(&t, s[k].y, s[k].first, s[k].m), INV_OK);
            if (inv_saved_updates(&t.f, &which) && t.f.unit == 1) {
                ck_assert_int_eq(resume(&t, s[k].y + s[k].first, s[k].n - s[k].first), INV_OK);
                struct inv_series seen, all;
                struct inv_work more = { 0 };
                inv_series_look(&seen, s[k].y, s[k].n, s[k].m);
                all = inv_series_core(&seen);
                ck_assert_int_eq(inv_work_reserve(&more, 100000 + 2 * t.f.fit.model->room(all.n, all.m, 1, &t.spec.args), &t.err), INV_OK);
                tried += same_errors(&t.f.fit, &all, &more, s[k].name);
                for (size_t p = 0; p < t.f.fit.nparts && !t.f.fit.model->residuals; p++)
                    tried += same_errors(&t.f.fit.parts[p], &all, &more, s[k].name);
                inv_work_free(&more);
            }
            end(&t);
        }
    ck_assert_uint_ge(tried, 25);
}
END_TEST

/* Without parameters, or with given ones, going on is the same as fitting to all. */
START_TEST(without_parameters)
{
    static const char *const names[] = { "naive", "snaive", "mean", "sma", "wma" };
    struct series s[6];
    size_t nseries = make_series(s);
    for (size_t i = 0; i < 5; i++)
        for (size_t k = 0; k < nseries; k++) {
            struct trial a = trial_of(inv_model_find(names[i], strlen(names[i]))), b = a;
            a.spec.args.window = b.spec.args.window = 5;
            ck_assert_int_eq(fit(&a, s[k].y, s[k].n, s[k].m), INV_OK);
            ck_assert_int_eq(fit(&b, s[k].y, s[k].first, s[k].m), INV_OK);
            ck_assert_int_eq(resume(&b, s[k].y + s[k].first, s[k].n - s[k].first), INV_OK);
            same_outlook(&b, &a, s[k].name);
            close_to(b.f.fit.sse, a.f.fit.sse, 1e-9, names[i], "sse");
            ck_assert_uint_eq(b.f.fit.seen, a.f.fit.seen);
            end(&a);
            end(&b);
        }
}
END_TEST

/* Regressors of the coming periods are handed in again. */
START_TEST(with_regressors)
{
    enum { N = 60, FIRST = 44, NX = 2 };
    size_t n, tried = 0, updated = 0;
    const struct inv_model *const *models = inv_model_list(&n);
    static const char *const names[] = { "price", "deal" };
    double x[(N + H) * NX], y[N];
    uint64_t seed = 88172645463325252u;
    for (size_t t = 0; t < N + H; t++) {
        x[t * NX] = 2 + uniform(&seed);
        x[t * NX + 1] = uniform(&seed) < 0.3;
        if (t < N)
            y[t] = 90 - 20 * x[t * NX] + 15 * x[t * NX + 1] + 4 * uniform(&seed) + (double)(t % 4 == 1);
    }
    for (size_t i = 0; i < n; i++) {
        struct trial live = trial_of(models[i]), kept = live;
        struct inv_series ahead, more;
        struct inv_rng r = stream();
        const struct inv_model *which;
        live.spec.x = x;
        live.spec.xname = names;
        live.spec.args.nx = kept.spec.args.nx = NX;
        ck_assert_int_eq(fit(&live, y, FIRST, 4), INV_OK);
        inv_series_look(&ahead, NULL, 0, 1);
        ahead.x = x + FIRST * NX;
        ahead.nx = NX;
        ahead.xname = names;
        enum inv_status st = inv_saved_forecast(live.line.s, live.line.n, &ahead, &kept.spec, &kept.w, &r, &kept.f, &kept.err);
        ck_assert_msg(st == INV_OK, "%s: %s", models[i]->name, kept.err.text);
        same_outlook(&kept, &live, "regressors");
        tried += kept.f.fit.nx > 0;
        inv_series_look(&more, y + FIRST, N - FIRST, 4);
        more.x = ahead.x;
        more.nx = NX;
        more.xname = names;
        r = stream();
        if (inv_saved_updates(&live.f, &which)) {
            st = inv_saved_forecast(live.line.s, live.line.n, &more, &kept.spec, &kept.w, &r, &kept.f, &kept.err);
            ck_assert_msg(st == INV_OK, "%s, carried on: %s", models[i]->name, kept.err.text);
            for (size_t k = 0; k < H; k++)
                ck_assert(isfinite(kept.f.outlook.forecast[k]) && isfinite(kept.f.outlook.cum_sd[k]));
            updated += kept.f.fit.nx > 0;
        }
        if (live.f.fit.nx > 0)
            ck_assert_int_eq(resume(&live, NULL, 0), INV_EUSAGE);       /* none are given */
        end(&live);
        end(&kept);
    }
    ck_assert_uint_ge(tried, 1);
    ck_assert_uint_ge(updated, 1);
}
END_TEST

/* What is equal so far is known: it is fitted anew with what comes. */
START_TEST(equal_values_so_far)
{
    static const double zeros[12] = { 0 }, twelve[] = { 0, 0, 0, 0, 0, 0, 3, 0, 1, 0, 2, 2 }, fours[] = { 4, 4, 4, 4, 5, 7, 3 };
    struct trial a = trial_of(inv_model_find("ses", 3)), b = a;
    ck_assert_int_eq(fit(&a, zeros, 6, 1), INV_OK);
    ck_assert_int_eq(a.f.special, INV_FORECAST_ZERO);
    ck_assert_int_eq(resume(&a, zeros, 2), INV_OK);
    ck_assert_int_eq(a.f.special, INV_FORECAST_ZERO);
    ck_assert_int_eq(fit(&a, twelve, 6, 1), INV_OK);
    ck_assert_int_eq(resume(&a, twelve + 6, 6), INV_OK);
    ck_assert_int_eq(fit(&b, twelve, 12, 1), INV_OK);
    same_outlook(&a, &b, "zeros so far");
    ck_assert_int_eq(fit(&a, fours, 2, 1), INV_OK);
    ck_assert_int_eq(a.f.special, INV_FORECAST_FEW);
    ck_assert_int_eq(resume(&a, fours + 2, 5), INV_OK);
    ck_assert_int_eq(fit(&b, fours, 7, 1), INV_OK);
    same_outlook(&a, &b, "two equal ones");
    end(&a);
    end(&b);
}
END_TEST

/* Periods at the end of which nothing is known, and nothing but such. */
START_TEST(gaps)
{
    static const double y[] = { 3, 5, 4, 6, NAN, NAN }, more[] = { NAN, NAN, 7, NAN }, all[] = { 3, 5, 4, 6, NAN, NAN, NAN, NAN, 7, NAN };
    struct trial a = trial_of(inv_model_find("naive", 5)), b = a;
    ck_assert_int_eq(fit(&a, y, 6, 1), INV_OK);
    ck_assert_int_eq(resume(&a, more, 2), INV_OK);
    ck_assert_uint_eq(a.f.gap, 4);
    ck_assert_int_eq(fit(&b, all, 8, 1), INV_OK);
    same_outlook(&a, &b, "a longer gap");
    ck_assert_int_eq(resume(&a, more + 2, 2), INV_OK);
    ck_assert_uint_eq(a.f.gap, 1);
    ck_assert_int_eq(fit(&b, all, 10, 1), INV_OK);
    same_outlook(&a, &b, "after a gap");
    end(&a);
    end(&b);
}
END_TEST

/* Every byte that is another one, and every shorter line, is found out. */
START_TEST(damage)
{
    struct trial t = trial_of(inv_model_find("auto", 4));
    struct inv_buf line = { 0 };
    ck_assert_int_eq(fit(&t, air, 60, 12), INV_OK);
    ck_assert_int_eq(inv_buf_add(&line, t.line.s, t.line.n, &t.err), INV_OK);
    for (size_t i = 0; i < line.n; i++) {
        char was = line.s[i];
        line.s[i] = was == '1' ? '2' : '1';
        ck_assert_int_eq(inv_saved_read(line.s, line.n, &t.w, &t.f, &t.err), INV_EARG);
        ck_assert_uint_gt(strlen(t.err.text), 0);
        line.s[i] = was;
        ck_assert_int_eq(inv_saved_read(line.s, i, &t.w, &t.f, &t.err), INV_EARG);
    }
    ck_assert_int_eq(inv_saved_read(line.s, line.n, &t.w, &t.f, &t.err), INV_OK);
    static const char other[] = "fit 2 something else";
    ck_assert_int_eq(inv_saved_read(other, sizeof other - 1, &t.w, &t.f, &t.err), INV_EARG);
    ck_assert_ptr_nonnull(strstr(t.err.text, "format 2"));
    inv_buf_free(&line);
    end(&t);
}
END_TEST

/* Demand below zero is none for a model of rates. */
START_TEST(negatives_for_rates)
{
    static const double minus = -3;
    struct series s[6];
    make_series(s);
    struct trial t = trial_of(inv_model_find("tsb", 3));
    const struct inv_model *which;
    ck_assert_int_eq(fit(&t, s[2].y, s[2].first, 1), INV_OK);
    if (inv_saved_updates(&t.f, &which))
        ck_assert_int_eq(resume(&t, &minus, 1), INV_EFIT);
    end(&t);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("saved");
    TCase *t = tcase_create("saved");
    suite_add_tcase(suite, t);
    tcase_set_timeout(t, 120);
    tcase_add_test(t, every_model);
    tcase_add_test(t, updates_are_runs_over_all);
    tcase_add_test(t, without_parameters);
    tcase_add_test(t, with_regressors);
    tcase_add_test(t, equal_values_so_far);
    tcase_add_test(t, gaps);
    tcase_add_test(t, damage);
    tcase_add_test(t, negatives_for_rates);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? 1 : 0;
}
