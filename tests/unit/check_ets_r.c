/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Exponential smoothing beside R's ets (forecast 8.20), where its answers are:
 * ../shared/oracle/forecast-reference.csv. Skipped where they are not. */
#include "config.h"

#include <check.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "forecast/ets_form.h"
#include "inv/forecast.h"

#define STEPS 24

static void close_to(double got, double want, double rel, const char *name, const char *what, size_t k)
{
    if (!(fabs(got - want) <= rel * (1 + fabs(want))))
        ck_abort_msg("%s: %s %zu is %.12g, R says %.12g", name, what, k, got, want);
}

static FILE *shared(const char *name)
{
    char path[4096];
    const char *src = getenv("srcdir");
    snprintf(path, sizeof path, "%s/../shared/oracle/%s", src ? src : ".", name);
    FILE *f = fopen(path, "r");
    if (!f)
        printf("%s is not there: skipped\n", name);
    return f;
}

static size_t read_series(const char *name, double *y, size_t max, size_t *m)
{
    FILE *f = shared("forecast-series.csv");
    char line[256], series[64];
    size_t n = 0, at, season;
    double v;
    while (f && fgets(line, sizeof line, f) && n < max)
        if (sscanf(line, "%63[^,],%zu,%zu,%lf", series, &season, &at, &v) == 4 && strcmp(series, name) == 0) {
            y[n++] = v;
            *m = season;
        }
    if (f)
        fclose(f);
    return n;
}

/* One case: what R fitted. */
struct r_case {
    char name[16], series[32];
    struct inv_ets_form form;
    double alpha, beta, gamma, phi, l, b, s[24], loglik, sigma2, mean[STEPS], hi[STEPS];
    size_t h;
};

static void set_form(struct r_case *c, const char *model)
{
    char e, trend[3], season;
    ck_assert_int_eq(sscanf(model, "ETS(%c,%2[^,],%c)", &e, trend, &season), 3);
    bool grows = trend[0] == 'M', fades = trend[1] == 'd';
    c->form = (struct inv_ets_form){
        e == 'M',
        trend[0] == 'N' ? INV_ETS_LEVEL : grows ? (fades ? INV_ETS_DAMPED_GROWTH : INV_ETS_GROWTH)
                                                : (fades ? INV_ETS_DAMPED : INV_ETS_TREND),
        season == 'N' ? INV_ETS_NONE : season == 'A' ? INV_ETS_ADDITIVE : INV_ETS_MULTIPLICATIVE
    };
}

static void set_value(struct r_case *c, const char *name, double v)
{
    static const struct { const char *name; size_t at; } fields[] = {
        { "alpha", offsetof(struct r_case, alpha) }, { "beta", offsetof(struct r_case, beta) },
        { "gamma", offsetof(struct r_case, gamma) }, { "phi", offsetof(struct r_case, phi) },
        { "l", offsetof(struct r_case, l) }, { "b", offsetof(struct r_case, b) },
        { "loglik", offsetof(struct r_case, loglik) }, { "sigma2", offsetof(struct r_case, sigma2) }
    };
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (strcmp(fields[i].name, name) == 0)
            memcpy((char *)c + fields[i].at, &v, sizeof v);
    size_t k;
    if (sscanf(name, "s%zu", &k) == 1 && name[1] >= '0' && name[1] <= '9' && k < 24)
        c->s[k] = v;
    else if (sscanf(name, "mean_%zu", &k) == 1 && k <= STEPS) {
        c->mean[k - 1] = v;
        c->h = k;
    } else if (sscanf(name, "hi95_%zu", &k) == 1 && k <= STEPS)
        c->hi[k - 1] = v;
}

/* s0 is the last season before the first value; R leaves out one of m: they add
 * up to 0 or m. */
static void season_of(const struct r_case *c, size_t m, double *s)
{
    double rest = c->form.season == INV_ETS_MULTIPLICATIVE ? (double)m : 0;
    for (size_t i = 0; i + 1 < m; i++) {
        s[m - 1 - i] = c->s[i];
        rest -= c->s[i];
    }
    s[0] = rest;
}

/* Means and bounds at R's parameters. */
static void judge_forecasts(const struct r_case *c, const struct inv_ets *e, const struct inv_series *s)
{
    double state[2 + 2 * 24], mean[STEPS];
    struct inv_fit fit = { .model = inv_model_find("ets", 3), .n = s->n, .seen = s->seen };
    struct inv_work w = { 0 };
    struct inv_model_args a = { .h = c->h };
    struct inv_outlook o = { .h = c->h, .lo = -INFINITY, .hi = INFINITY, .unit = 1, .mean = mean };
    struct inv_rng r;
    inv_ets_keep(&fit, e, state);
    fit.sigma = sqrt(c->sigma2);
    inv_fit_mean(&fit, c->h, mean);
    /* R's means of ETS(M,Ad,M) add the slope undamped to the first step, unlike its fit */
    bool odd = c->form.relative && c->form.trend == INV_ETS_DAMPED && c->form.season == INV_ETS_MULTIPLICATIVE;
    for (size_t k = 0; k < c->h; k++)
        close_to(mean[k], c->mean[k], odd ? 0.01 : 1e-6, c->name, "mean", k + 1);
    ck_assert_int_eq(inv_work_reserve(&w, 400000, NULL), INV_OK);
    inv_rng_seed(&r, 1, 1);
    ck_assert_int_eq(inv_ets_fit_outlook(&fit, c->h, &a, &w, &r, &o, NULL), INV_OK);
    ck_assert_int_eq(inv_outlook_finish(&o, &w, NULL), INV_OK);
    bool exact = o.kind == INV_OUTLOOK_LINEAR;
    /* an error of the season's is felt a whole season later; in R's formulas one period earlier */
    bool early = c->form.season == INV_ETS_ADDITIVE;
    for (size_t k = 0; k < c->h && !(early && k + 1 >= e->m && c->form.relative); k++)
        if (!(early && (k + 1) % e->m == 0))
            close_to(o.sd[k] * 1.959963984540054, c->hi[k] - c->mean[k], exact && !odd ? 1e-5 : 0.1, c->name, "bound", k + 1);
    inv_work_free(&w);
}

static void judge(const struct r_case *c, size_t *judged)
{
    double y[300], s[24], end[24];
    size_t m = 1, n = read_series(c->series, y, 300, &m);
    if (n == 0 || c->name[0] == '\0')
        return;
    struct inv_series series;
    inv_series_look(&series, y, n, m);
    m = c->form.season == INV_ETS_NONE ? 1 : m;
    struct inv_ets e = { .form = c->form, .m = m, .alpha = c->alpha, .beta = c->beta, .gamma = c->gamma,
                         .phi = inv_ets_fades(c->form.trend) ? c->phi : 1, .l = c->l, .b = c->b, .s = s, .s_end = end };
    if (m > 1)
        season_of(c, m, s);
    inv_ets_run(&e, &series);
    /* the table has twelve digits of R's parameters */
    close_to(-(double)n / 2 * log(e.sse) - e.log_scale, c->loglik, 1e-6, c->name, "log-likelihood", 0);
    judge_forecasts(c, &e, &series);
    struct inv_work w = { 0 };
    ck_assert_int_eq(inv_work_reserve(&w, inv_ets_room(&c->form, m), NULL), INV_OK);
    struct inv_ets_plan plan = { .cold = INV_ETS_ALL_STARTS };
    ck_assert_int_eq(inv_ets_fit(&e, &c->form, &series, &plan, &w, NULL), INV_OK);
    double ours = -(double)n / 2 * log(e.sse) - e.log_scale;
    if (!(ours > c->loglik - 1e-3))
        ck_abort_msg("%s: log-likelihood %.6f, R finds %.6f", c->name, ours, c->loglik);
    inv_work_free(&w);
    ++*judged;
}

START_TEST(what_r_says)
{
    FILE *f = shared("forecast-reference.csv");
    char line[256], name[16], series[32], rest[160];
    struct r_case c = { .name = "" };
    size_t judged = 0;
    while (f && fgets(line, sizeof line, f)) {
        if (sscanf(line, "%15[^,],%31[^,],%159[^\n]", name, series, rest) != 3 || strncmp(name, "ets", 3) != 0)
            continue;
        if (strcmp(name, c.name) != 0) {
            judge(&c, &judged);
            c = (struct r_case){ .phi = 1 };
            strcpy(c.name, name);
            strcpy(c.series, series);
            set_form(&c, rest);
        }
        char *model_end = strstr(rest, "),"), *comma = strrchr(rest, ',');
        if (model_end && comma > model_end + 1) {
            *comma = '\0';
            set_value(&c, model_end + 2, strtod(comma + 1, NULL));
        }
    }
    judge(&c, &judged);
    if (f) {
        fclose(f);
        ck_assert_uint_eq(judged, 95);
    }
}
END_TEST

/* Within the admissible region, by
 *   for (x in list(c("Nile", "ANN"), ...)) ets(get(x[1]), model = x[2], bounds = "admissible")$loglik
 * (AAdN: model = "AAN", damped = TRUE). */
START_TEST(admissible)
{
    static const struct { const char *series, *form; double loglik; } cases[] = {
        { "Nile", "ANN", -726.390519103 }, { "WWWusage", "AAN", -348.011952690 }, { "WWWusage", "AAdN", -343.903815721 },
        { "USAccDeaths", "ANA", -555.741906984 }, { "UKgas", "AAA", -632.896291109 }, { "UKgas", "MAM", -617.188051708 },
        { "LakeHuron", "AAN", -193.947210589 }
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        double y[300];
        size_t m = 1, n = read_series(cases[i].series, y, 300, &m);
        if (n == 0)
            return;
        struct inv_series s;
        struct inv_model_args a = { .h = 1 };
        struct inv_work w = { 0 };
        struct inv_fit fit;
        const struct inv_model *model = inv_model_find("ets", 3);
        ck_assert_int_eq(inv_ets_choice_parse(cases[i].form, &a.ets, NULL), INV_OK);
        a.ets.admissible = true;
        inv_series_look(&s, y, n, m);
        ck_assert_int_eq(inv_work_reserve(&w, model->room(n, m, 1, &a), NULL), INV_OK);
        ck_assert_int_eq(model->fit(&s, &a, &w, &fit, NULL), INV_OK);
        if (!(fit.loglik > cases[i].loglik - 1e-3))
            ck_abort_msg("%s %s: log-likelihood %.6f, R finds %.6f", cases[i].series, cases[i].form, fit.loglik, cases[i].loglik);
        inv_work_free(&w);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("ets beside R");
    TCase *c = tcase_create("R");
    tcase_set_timeout(c, 300);
    tcase_add_test(c, what_r_says);
    tcase_add_test(c, admissible);
    suite_add_tcase(suite, c);
    SRunner *r = srunner_create(suite);
    srunner_run_all(r, CK_ENV);
    int failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
