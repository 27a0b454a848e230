/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every model of the registry through what goes wrong: short, constant, zero, huge,
 * tiny, broken and very long series, long horizons, explosive growth, whole units,
 * caps. What is expected are properties: finite, ordered, within limits, the same
 * after being kept. */
#include "config.h"

#include <check.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "inv/conformal.h"
#include "inv/saved.h"

enum { H = 9, MOST = 160, PATHS = 3 };

/* ---- series ------------------------------------------------------------------------------ */

struct series { const char *name; double y[MOST]; size_t n, m; };

static double uniform(uint64_t *x)
{
    *x ^= *x << 13, *x ^= *x >> 7, *x ^= *x << 17;
    return (double)(*x >> 11) * 0x1p-53;
}

static double some(const char *what, size_t t, size_t n, uint64_t *x)
{
    double u = uniform(x), busy = 20 + 10 * u + (double)(5 * (t % 4 == 1));
    if (strcmp(what, "constant") == 0)
        return 7;
    if (strcmp(what, "zero") == 0)
        return 0;
    if (strcmp(what, "one non-zero") == 0)
        return t == n / 3 ? 5 : 0;
    if (strcmp(what, "non-zero at last") == 0)
        return t == n - 1 ? 5 : 0;
    if (strcmp(what, "outlier") == 0)
        return t == n / 2 ? 1e12 : busy;
    if (strcmp(what, "tiny") == 0)
        return 1e-300 * busy;
    if (strcmp(what, "huge") == 0)
        return 1e300 * busy;
    if (strcmp(what, "tiny and huge") == 0)
        return t % 2 ? 1e-300 : 1e300 * u;
    if (strcmp(what, "negatives that vanish") == 0)
        return t % 2 ? -1e-125 : 1e251 * busy;
    if (strcmp(what, "half missing") == 0)
        return t > 0 && u < 0.5 ? NAN : busy;
    if (strcmp(what, "ends missing") == 0)
        return t < 5 || t + 6 > n ? NAN : busy;
    if (strcmp(what, "explosive") == 0)
        return t + 8 < n ? 1 + floor(3 * u) : 50 - 6 * (double)(n - 1 - t);
    if (strcmp(what, "doubling") == 0)
        return ldexp(1, (int)t);
    if (strcmp(what, "lumpy") == 0)
        return u < 0.3 ? ceil(9 * u) : 0;
    if (strcmp(what, "negative") == 0)
        return busy - 40;
    if (strcmp(what, "exact season") == 0)
        return (double)(1 + t % 4 * 3);
    if (strcmp(what, "exact line") == 0)
        return 3 + 2 * (double)t;
    if (strcmp(what, "falls to zero") == 0)
        return t < n / 2 ? 100 - 1.5 * (double)t + u : 0;
    return busy;
}

static const struct { const char *name; size_t n, m; } shapes[] = {
    { "one", 1, 1 }, { "two", 2, 1 }, { "three", 3, 1 }, { "three of a season", 3, 12 },
    { "one", 1, 12 }, { "two", 2, 4 }, { "four", 4, 4 }, { "five", 5, 1 }, { "eight", 8, 4 }, { "nine", 9, 4 },
    { "constant", 30, 4 }, { "constant", 2, 1 }, { "zero", 30, 4 }, { "zero", 1, 1 },
    { "one non-zero", 40, 4 }, { "non-zero at last", 40, 1 }, { "outlier", 60, 4 }, { "outlier", 60, 12 },
    { "tiny", 40, 4 }, { "huge", 40, 4 }, { "tiny and huge", 40, 1 }, { "busy", 20, 52 }, { "busy", 60, 60 },
    { "negatives that vanish", 40, 4 }, { "negatives that vanish", 8, 5 },
    { "half missing", 60, 4 }, { "half missing", 60, 12 }, { "ends missing", 50, 4 }, { "explosive", 24, 1 },
    { "explosive", 40, 4 }, { "doubling", 40, 1 }, { "doubling", 60, 12 }, { "lumpy", 60, 1 }, { "lumpy", 60, 12 },
    { "negative", 60, 12 }, { "exact season", 40, 4 }, { "exact line", 40, 4 }, { "exact line", 12, 1 },
    { "falls to zero", 80, 4 }, { "busy", 60, 4 }, { "busy", 150, 12 }
};
enum { SHAPES = sizeof shapes / sizeof *shapes };

static struct series make(size_t i)
{
    struct series s = { .name = shapes[i].name, .n = shapes[i].n, .m = shapes[i].m };
    uint64_t x = 88172645463325252u + i;
    for (size_t t = 0; t < s.n; t++)
        s.y[t] = some(s.name, t, s.n, &x);
    return s;
}

/* ---- forecasts ---------------------------------------------------------------------------- */

struct trial { struct inv_forecast_spec spec; struct inv_work w; struct inv_forecast f; struct inv_err err; struct inv_rng r; };

/* What is being tried, for the report of a failure. */
static char trying[200];

#define expect(cond, ...) do { if (!(cond)) { char why[600]; snprintf(why, sizeof why, __VA_ARGS__); \
    ck_abort_msg("%s: %s", trying, why); } } while (0)

static void forecast(struct trial *t, const struct series *s)
{
    inv_rng_seed(&t->r, 5, 8);
    enum inv_status st = inv_forecast(s->y, s->n, s->m, &t->spec, &t->w, &t->r, &t->f, &t->err);
    expect(st == INV_OK, "status %d, %s", (int)st, t->err.text);
}

static double greatest(const struct series *s)
{
    double big = 0;
    for (size_t t = 0; t < s->n; t++)
        big = isfinite(s->y[t]) && fabs(s->y[t]) > big ? fabs(s->y[t]) : big;
    return big;
}

static bool negatives(const struct series *s)
{
    for (size_t t = 0; t < s->n; t++)
        if (s->y[t] < 0)
            return true;
    return false;
}

struct limits { double lo, hi; bool whole; };

static void within(const struct limits *l, double x, double n, const char *what, size_t k)
{
    expect(isfinite(x), "%s of step %zu is %g", what, k, x);
    double hi = n * l->hi < 1.7e308 ? n * l->hi : 1.7e308, lo = n * l->lo > -1.7e308 ? n * l->lo : -1.7e308;
    expect(x >= lo * (1 + 1e-12) - 1e-300 && x <= hi * (1 + 1e-12) + 1e-300, "%s of step %zu is %g, outside %g to %g", what, k, x, lo, hi);
    expect(!l->whole || x == floor(x), "%s of step %zu is %.17g, not whole", what, k, x);
}

static const double probs[] = { 0.001, 0.05, 0.5, 0.9, 0.99, 0.9999 };
enum { PROBS = sizeof probs / sizeof *probs };

static void look_at_quantiles(const struct trial *t, const struct limits *l)
{
    const struct inv_outlook *o = &t->f.outlook;
    double q[2][H];
    struct inv_total total = inv_outlook_total(o, o->h);
    double before = -INFINITY;
    for (size_t i = 0; i < PROBS; i++) {
        double *now = q[i % 2], *then = q[(i + 1) % 2], sum = inv_total_quantile(o, &total, probs[i]);
        inv_outlook_quantile(o, probs[i], now);
        for (size_t k = 0; k < o->h; k++) {
            within(l, now[k], 1, "a quantile", k);
            expect(i == 0 || now[k] >= then[k] - 1e-12 * fabs(then[k]), "quantile %g of step %zu falls", probs[i], k);
        }
        within(l, sum, (double)o->h, "a quantile of the total", o->h);
        expect(sum >= before - 1e-12 * fabs(before), "quantile %g of the total falls", probs[i]);
        before = sum;
    }
}

static void look_at_paths(struct trial *t, const struct limits *l)
{
    const struct inv_outlook *o = &t->f.outlook;
    double *scratch = calloc(inv_outlook_path_room(o) + 1, sizeof *scratch), q[H];
    for (size_t i = 0; i < PATHS; i++) {
        inv_outlook_path(o, i, &t->r, scratch, q);
        for (size_t k = 0; k < o->h; k++)
            within(l, q[k], 1, "a path", k);
    }
    free(scratch);
}

static void look_at(struct trial *t, const struct series *s)
{
    const struct inv_outlook *o = &t->f.outlook;
    const struct inv_forecast_spec *p = &t->spec;
    double most = p->cap > 0 ? p->cap * greatest(s) : INFINITY;
    most = p->cap > 0 && greatest(s) == 0 ? p->cap : most;      /* of nothing the scale is 1 */
    struct limits l = { p->allow_negative || negatives(s) ? -most : 0, most, p->whole };
    if (t->f.fit.model->flags & INV_MODEL_SHARE)
        l = (struct limits){ 0, 1, p->whole };                  /* a probability */
    if (p->whole && isfinite(most)) {
        l.hi = floor(l.hi);
        l.lo = ceil(l.lo);
    }
    for (size_t k = 0; k < o->h; k++) {
        within(&l, o->forecast[k], 1, "the forecast", k);
        expect(isfinite(o->sd[k]) && o->sd[k] >= 0, "sd of step %zu is %g", k, o->sd[k]);
        expect(isfinite(o->cum_sd[k]) && o->cum_sd[k] >= 0, "cum_sd of step %zu is %g", k, o->cum_sd[k]);
        expect(k == 0 || o->cum_sd[k] >= o->cum_sd[k - 1], "cum_sd falls at step %zu", k);
    }
    struct inv_total total = inv_outlook_total(o, o->h);
    within(&l, total.mean, (double)o->h, "the total", o->h);
    look_at_quantiles(t, &l);
    look_at_paths(t, &l);
}

/* Kept, loaded, and carried on over two values more. */
static void keep(struct trial *t)
{
    struct inv_buf line = { 0 };
    struct trial again = { .spec = t->spec };
    static const double two[] = { 3, NAN };
    struct inv_series none, more;
    const struct inv_model *which;
    expect(inv_saved_write(&t->f, &line, &t->err) == INV_OK, "cannot be kept");
    inv_series_look(&none, NULL, 0, 1);
    inv_series_look(&more, two, 2, 1);
    inv_rng_seed(&again.r, 5, 8);
    enum inv_status st = inv_saved_forecast(line.s, line.n, &none, &again.spec, &again.w, &again.r, &again.f, &again.err);
    expect(st == INV_OK, "kept: %s", again.err.text);
    for (size_t k = 0; k < H; k++) {
        expect(again.f.outlook.forecast[k] == t->f.outlook.forecast[k], "kept: %.17g at step %zu is not %.17g",
               again.f.outlook.forecast[k], k, t->f.outlook.forecast[k]);
        expect(again.f.outlook.cum_sd[k] == t->f.outlook.cum_sd[k], "kept: another cum_sd at step %zu", k);
    }
    if (inv_saved_updates(&t->f, &which)) {
        st = inv_saved_forecast(line.s, line.n, &more, &again.spec, &again.w, &again.r, &again.f, &again.err);
        expect(st == INV_OK || st == INV_EFIT, "carried on: %s", again.err.text);
        for (size_t k = 0; k < H && st == INV_OK; k++)
            expect(isfinite(again.f.outlook.forecast[k]) && isfinite(again.f.outlook.cum_sd[k]), "carried on: step %zu", k);
    }
    inv_buf_free(&line);
    inv_work_free(&again.w);
}

/* ---- tests ------------------------------------------------------------------------------------ */

/* Hidden rows serve as fallbacks of the others. */
START_TEST(every_shape)
{
    size_t n;
    const struct inv_model *model = inv_model_list(&n)[_i];
    struct trial t = { .spec = { .model = model, .h = H, .args = { .h = H } } };
    static const struct inv_forecast_spec ways[] = {
        { .cap = 10 }, { .cap = 0 }, { .cap = 10, .whole = true }, { .cap = 1.3, .whole = true }, { .cap = 2, .allow_negative = true }
    };
    for (size_t i = 0; i < SHAPES; i++) {
        struct series s = make(i);
        for (size_t k = 0; k < sizeof ways / sizeof *ways; k++) {
            if (k > 1 && i % 3 != 0)
                continue;
            t.spec.cap = ways[k].cap;
            t.spec.whole = ways[k].whole;
            t.spec.allow_negative = ways[k].allow_negative;
            snprintf(trying, sizeof trying, "%s, %zu values of \"%s\", season %zu, way %zu", model->name, s.n, s.name, s.m, k);
            forecast(&t, &s);
            look_at(&t, &s);
            if (k == 0)
                keep(&t);
            inv_work_free(&t.w);    /* one that has grown hides what a model forgets to ask for */
        }
    }
}
END_TEST

/* The same with bounds from earlier errors. */
START_TEST(bounds_from_errors)
{
    size_t n;
    const struct inv_model *model = inv_model_list(&n)[_i];
    struct trial t = { .spec = { .model = model, .h = H, .cap = 10, .args = { .h = H } } };
    struct inv_conformal c = { .origins = 3 };
    for (size_t i = 0; i < SHAPES; i++) {
        struct series s = make(i);
        t.spec.whole = i % 2;
        snprintf(trying, sizeof trying, "%s, %zu values of \"%s\", season %zu, conformal", model->name, s.n, s.name, s.m);
        inv_rng_seed(&t.r, 5, 8);
        enum inv_status st = inv_conformal_forecast(&c, s.y, s.n, s.m, &t.spec, &t.w, &t.r, &t.f, &t.err);
        expect(st == INV_OK, "status %d, %s", (int)st, t.err.text);
        look_at(&t, &s);
    }
    inv_conformal_free(&c);
    inv_work_free(&t.w);
}
END_TEST

START_TEST(long_horizon)
{
    size_t n, h = 10000;
    const struct inv_model *model = inv_model_list(&n)[_i];
    struct trial t = { .spec = { .model = model, .h = h, .cap = 10, .args = { .h = h } } };
    struct series s = make(SHAPES - 2);
    snprintf(trying, sizeof trying, "%s, horizon %zu", model->name, h);
    forecast(&t, &s);
    double most = 10 * greatest(&s), *q = calloc(h, sizeof *q);
    inv_outlook_quantile(&t.f.outlook, 0.95, q);
    for (size_t k = 0; k < h; k++) {
        expect(t.f.outlook.forecast[k] >= 0 && t.f.outlook.forecast[k] <= most, "%g at step %zu", t.f.outlook.forecast[k], k);
        expect(q[k] >= 0 && q[k] <= most, "quantile %g at step %zu", q[k], k);
        expect(isfinite(t.f.outlook.cum_sd[k]), "cum_sd at step %zu", k);
    }
    free(q);
    inv_work_free(&t.w);
}
END_TEST

static double cpu(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

/* Seconds that one pass of exponential smoothing over y takes here: what a fit is measured by. */
static double a_pass(const double *y, size_t n)
{
    double best = INFINITY;
    for (int i = 0; i < 5; i++) {
        volatile double keep;
        double begin = cpu(), l = y[0];
        for (size_t t = 0; t < n; t++)
            l += 0.1 * (y[t] - l);
        keep = l;
        (void)keep;
        double took = cpu() - begin;
        best = took < best ? took : best;
    }
    return best;
}

/* A long history takes no longer than so many passes over it. */
enum { LONG = 100000, PASSES = 5000 };

START_TEST(long_history)
{
    size_t n;
    const struct inv_model *model = inv_model_list(&n)[_i];
    double *y = malloc(LONG * sizeof *y);
    uint64_t x = 88172645463325252u;
    ck_assert_ptr_nonnull(y);
    for (size_t kind = 0; kind < 2; kind++) {
        for (size_t t = 0; t < LONG; t++)
            y[t] = kind ? (uniform(&x) < 0.3 ? ceil(6 * uniform(&x)) : 0) : 50 + 20 * uniform(&x) + 9 * sin(0.9 * (double)t);
        struct trial t = { .spec = { .model = model, .h = H, .cap = 10, .args = { .h = H } } };
        snprintf(trying, sizeof trying, "%s, %d values%s", model->name, LONG, kind ? " of lumpy demand" : "");
        double pass = a_pass(y, LONG), begin = cpu();
        inv_rng_seed(&t.r, 5, 8);
        expect(inv_forecast(y, LONG, 7, &t.spec, &t.w, &t.r, &t.f, &t.err) == INV_OK, "%s", t.err.text);
        double took = cpu() - begin;
        expect(took < PASSES * pass, "took %.0f passes", took / pass);
        expect(t.f.outlook.forecast[0] >= 0 && t.f.outlook.forecast[0] <= 790, "%g", t.f.outlook.forecast[0]);
        inv_work_free(&t.w);
    }
    free(y);
}
END_TEST

/* Demand between 1 and 50 is not forecast far beyond, whatever its last values do. */
START_TEST(no_explosions)
{
    size_t n;
    const struct inv_model *model = inv_model_list(&n)[_i];
    struct trial t = { .spec = { .model = model, .h = H, .cap = 10, .args = { .h = H } } };
    uint64_t x = 1234567 + (uint64_t)_i;
    for (int round = 0, rounds = getenv("INV_TEST_SHORT") ? 6 : 60; round < rounds; round++) {
        struct series s = { .name = "a leap", .n = 6 + (size_t)(40 * uniform(&x)), .m = uniform(&x) < 0.5 ? 1 : 4 };
        double rate = 1 + uniform(&x);
        for (size_t k = 0; k < s.n; k++) {
            double level = 50 * pow(rate, (double)k - (double)s.n + 1);
            s.y[k] = level < 1 ? 1 : ceil(level);
        }
        snprintf(trying, sizeof trying, "%s, round %d", model->name, round);
        forecast(&t, &s);
        for (size_t k = 0; k < H; k++)
            expect(t.f.outlook.forecast[k] >= 0 && t.f.outlook.forecast[k] <= 500, "%g at step %zu", t.f.outlook.forecast[k], k);
    }
    inv_work_free(&t.w);
}
END_TEST

START_TEST(nothing_to_forecast)
{
    size_t n;
    const struct inv_model *const *models = inv_model_list(&n);
    static const double none[] = { NAN, NAN, NAN };
    for (size_t i = 0; i < n; i++) {
        struct trial t = { .spec = { .model = models[i], .h = 0, .args = { .h = 0 } } };
        struct series s = make(SHAPES - 1);
        ck_assert_int_eq(inv_forecast(s.y, s.n, 1, &t.spec, &t.w, &t.r, &t.f, &t.err), INV_EARG);
        t.spec.h = 1;
        ck_assert_int_eq(inv_forecast(none, 3, 1, &t.spec, &t.w, &t.r, &t.f, &t.err), INV_EFIT);
        ck_assert_int_eq(inv_forecast(NULL, 0, 1, &t.spec, &t.w, &t.r, &t.f, &t.err), INV_EFIT);
        inv_work_free(&t.w);
    }
}
END_TEST

int main(void)
{
    size_t n;
    (void)inv_model_list(&n);
    Suite *suite = suite_create("edges");
    TCase *t = tcase_create("edges");
    suite_add_tcase(suite, t);
    tcase_set_timeout(t, 600);
    tcase_add_loop_test(t, every_shape, 0, (int)n);
    tcase_add_loop_test(t, bounds_from_errors, 0, (int)n);
    tcase_add_loop_test(t, long_horizon, 0, (int)n);
    tcase_add_loop_test(t, long_history, 0, (int)n);
    tcase_add_loop_test(t, no_explosions, 0, (int)n);
    tcase_add_test(t, nothing_to_forecast);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? 1 : 0;
}
