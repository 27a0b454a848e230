/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Regressions against R 4.2: lm(Employed ~ t + GNP + Unemployed) on the first twelve
 * years of its data set longley (t counts from 0), predict(se.fit = TRUE) for the other
 * four, with sqrt(se.fit^2 + residual.scale^2) as sd and x'Vx of the summed rows for
 * totals; lm(h ~ t + factor(season) + GNP) with a hole; lm(Employed ~ poly(t, 2)), predicted
 * at the times 15 + 4 (1 - 0.8^k); the ridge-penalised logistic likelihood of sales by
 * optim() and Newton steps, columns within -1..1 and the penalty sum b^2 / (2 2.5^2). */
#include "config.h"

#include <check.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "inv/forecast.h"
#include "inv/lesson.h"
#include "inv/lsq.h"

static const double employed[] = { 60.323, 61.122, 60.171, 61.187, 63.221, 63.639, 64.989, 63.761, 66.019, 67.857,
    68.169, 66.513, 68.655, 69.564, 69.331, 70.551 };
static const double regressors[] = { 234.289, 235.6, 259.426, 232.5, 258.054, 368.2, 284.599, 335.1, 328.975, 209.9,
    346.999, 193.2, 365.385, 187, 363.112, 357.8, 397.469, 290.4, 419.18, 282.2, 442.769, 293.6, 444.546, 468.1,
    482.704, 381.3, 502.601, 393.1, 518.173, 480.6, 554.894, 400.7 };
static const double ahead_mean[] = { 68.7141522164106, 69.4333125545907, 69.5339311322876, 71.3429627097995 };
static const double ahead_sd[] = { 0.904076012662725, 0.92392294866795, 1.17557091910433, 1.38013582405598 };
static const double ahead_cum_sd[] = { 0.90407601266279, 1.61619884278352, 2.5906504421988, 3.79287561928499 };
static const double coefficients[] = { 54.4683629153958, 0.210786819778805, 0.0293999189954707, -0.00649124320776433 };
static const double errors[] = { 14.5805696349961, 1.18007963790333, 0.0550248339787977, 0.00748970779942726 };
static const double p_values[] = { 0.00574078555834939, 0.862676004727649, 0.607656354865081, 0.411351913223928 };
static const double seasonal_y[] = { 10, 12, 9, 14, 13, 16, 11, 18, 15, 19, 14, 22, NAN, 23, 17, 27 };
static const double seasonal_fit[] = { 3.24769458531952, 0.313331053577084, 0.0254981806611373, 2.31736987078239,
    -3.10405125745455, 3.68248748894347 };
static const double poly_mean[] = { 70.9612600840336, 71.3497008952381, 71.6567047748571 };
static const double poly_sd[] = { 1.14353963355971, 1.22259813194041, 1.29650148767768 };
static const double sales[] = { 0, 3, 0, 0, 3, 0, 3, 3, 0, 0, 3, 3, 0, 3, 3, 3, 0, 3, 3, 3 };
static const double sales_x[] = { 3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9, 3, 2, 3, 8, 4, 2, 8 };
static const double logit_trend = 0.0946900377552849, logit_x = 0.0228831989155115, logit_x_se = 0.17807028030382;
static const double logit_ahead[] = { 0.796535350370858, 0.831566248671085 };
static const char *const names[] = { "GNP", "Unemployed", "third" };

/* One forecast; what it points to lives until the next. */
struct trial {
    struct inv_forecast_spec spec;
    struct inv_work w;
    struct inv_forecast f;
    struct inv_err err;
    char name[INV_FORECAST_NAME];
};

static struct trial trial_of(const char *model, const double *x, size_t nx, size_t h)
{
    struct trial t = { .spec = { .model = inv_model_find(model, strlen(model)), .x = x, .xname = names, .h = h, .cap = 10,
                                 .args = { .h = h, .nx = nx } } };
    ck_assert_msg(t.spec.model != NULL, "no model %s", model);
    return t;
}

static enum inv_status run(struct trial *t, const double *y, size_t n, size_t m)
{
    struct inv_rng r;
    inv_rng_seed(&r, 42, 1);
    enum inv_status st = inv_forecast(y, n, m, &t->spec, &t->w, &r, &t->f, &t->err);
    if (st == INV_OK)
        inv_forecast_name(&t->f, t->name);
    return st;
}

static void close_to(double got, double want, double rel, const char *what)
{
    if (!(fabs(got - want) <= rel * fabs(want)))
        ck_abort_msg("%s: %.17g is not %.17g", what, got, want);
}

/* What a fit says of its coefficients. */
struct said { size_t n; double b[40], se[40], p[40]; char name[40][64]; };

static void hear(void *ctx, const struct inv_fact *fact)
{
    struct said *s = ctx;
    ck_assert_uint_lt(s->n, 40);
    ck_assert_int_eq(fact->kind, INV_FACT_COEFFICIENT);
    snprintf(s->name[s->n], sizeof s->name[0], "%s", fact->name);
    s->b[s->n] = fact->value;
    s->se[s->n] = fact->se;
    s->p[s->n++] = fact->p;
}

static void hear_all(void *ctx, const struct inv_fact *fact)
{
    if (fact->kind == INV_FACT_COEFFICIENT)
        hear(ctx, fact);
}

static struct said say(const struct inv_fit *fit)
{
    struct said s = { 0 };
    struct inv_facts facts = { hear, &s };
    fit->model->explain(fit, &facts);
    return s;
}

/* ---- values from outside ---------------------------------------------------------- */

START_TEST(as_lm)
{
    struct trial t = trial_of("linear", regressors, 2, 4);
    ck_assert_int_eq(run(&t, employed, 12, 1), INV_OK);
    ck_assert_str_eq(t.name, "linear");
    for (size_t k = 0; k < 4; k++) {
        close_to(t.f.outlook.forecast[k], ahead_mean[k], 1e-11, "mean");
        close_to(t.f.outlook.sd[k], ahead_sd[k], 1e-11, "sd");
        close_to(t.f.outlook.cum_sd[k], ahead_cum_sd[k], 1e-11, "sd of the total");
    }
    struct said s = say(&t.f.fit);
    ck_assert_uint_eq(s.n, 4);
    ck_assert_str_eq(s.name[0], "intercept");
    ck_assert_str_eq(s.name[3], "Unemployed");
    for (size_t i = 0; i < 4; i++) {
        close_to(s.b[i], coefficients[i], 1e-9, s.name[i]);
        close_to(s.se[i], errors[i], 1e-9, s.name[i]);
        close_to(s.p[i], p_values[i], 1e-9, s.name[i]);
    }
    inv_work_free(&t.w);
}
END_TEST

START_TEST(season_with_a_hole)
{
    double gnp[18];
    for (size_t i = 0; i < 18; i++)
        gnp[i] = i < 16 ? regressors[2 * i] : 500;
    struct trial t = trial_of("linear", gnp, 1, 2);
    ck_assert_int_eq(run(&t, seasonal_y, 16, 4), INV_OK);
    struct said s = say(&t.f.fit);
    ck_assert_uint_eq(s.n, 6);
    for (size_t i = 0; i < 6; i++)
        close_to(s.b[i], seasonal_fit[i], 1e-9, s.name[i]);
    close_to(t.f.outlook.forecast[1], s.b[0] + 17 * s.b[1] + 500 * s.b[2] + s.b[3], 1e-12, "the second place");
    inv_work_free(&t.w);
}
END_TEST

/* Paths have the spread that the sd says, coefficients' part included: 4,000 of them,
 * five standard errors. */
START_TEST(paths_agree)
{
    struct trial t = trial_of("linear", regressors, 2, 4);
    ck_assert_int_eq(run(&t, employed, 12, 1), INV_OK);
    const struct inv_outlook *o = &t.f.outlook;
    double *scratch = malloc(inv_outlook_path_room(o) * sizeof *scratch), q[4], sum = 0, square = 0, n = 4000;
    struct inv_rng r;
    inv_rng_seed(&r, 7, 7);
    for (size_t i = 0; i < 4000; i++) {
        inv_outlook_path(o, i, &r, scratch, q);
        double e = q[0] + q[1] + q[2] + q[3] - (ahead_mean[0] + ahead_mean[1] + ahead_mean[2] + ahead_mean[3]);
        sum += e;
        square += e * e;
    }
    free(scratch);
    ck_assert_double_lt(fabs(sum / n), 5 * ahead_cum_sd[3] / sqrt(n));
    close_to(sqrt(square / n), ahead_cum_sd[3], 5 / sqrt(2 * n), "sd of summed paths");
    inv_work_free(&t.w);
}
END_TEST

/* Longley's own data, of which the columns hardly differ: six columns of R's data set. */
START_TEST(what_hangs_on_others)
{
    double x[3 * 16];
    for (size_t i = 0; i < 16; i++) {
        x[3 * i] = regressors[2 * i];
        x[3 * i + 1] = regressors[2 * i + 1];
        x[3 * i + 2] = 3 * regressors[2 * i] - 2 * regressors[2 * i + 1] + 5;
    }
    struct trial t = trial_of("linear", x, 3, 4);
    ck_assert_int_eq(run(&t, employed, 12, 1), INV_OK);
    for (size_t k = 0; k < 4; k++)
        close_to(t.f.outlook.forecast[k], ahead_mean[k], 1e-9, "mean");
    struct said s = say(&t.f.fit);
    ck_assert_uint_eq(s.n, 5);
    ck_assert_str_eq(s.name[4], "third");
    ck_assert(isnan(s.b[4]));
    for (size_t i = 0; i < 16; i++)
        x[3 * i + 2] = 0.1;
    ck_assert_int_eq(run(&t, employed, 12, 1), INV_OK);
    close_to(t.f.outlook.sd[3], ahead_sd[3], 1e-9, "sd without a constant");
    ck_assert(isnan(say(&t.f.fit).b[4]));
    inv_work_free(&t.w);
}
END_TEST

/* ---- new values ----------------------------------------------------------------------- */

/* A fit to all is the fit to the first part that took the rest in. */
static void carry_on(const double *y, const double *x, size_t nx, size_t n, size_t part, size_t m)
{
    struct trial a = trial_of("linear", x, nx, 1), b = trial_of("linear", x, nx, 1);
    ck_assert_int_eq(run(&a, y, part, m), INV_OK);
    ck_assert_int_eq(run(&b, y, n, m), INV_OK);
    struct inv_series more;
    inv_series_look(&more, y + part, n - part, m);
    more.x = x ? x + part * nx : NULL;
    more.nx = nx;
    ck_assert_int_eq(a.f.fit.model->update(&a.f.fit, &more, NULL), INV_OK);
    ck_assert_uint_eq(a.f.fit.n, b.f.fit.n);
    ck_assert_uint_eq(a.f.fit.seen, b.f.fit.seen);
    close_to(a.f.fit.sigma, b.f.fit.sigma, 1e-9, "sigma");
    struct said s = say(&a.f.fit), t = say(&b.f.fit);
    ck_assert_uint_eq(s.n, t.n);
    for (size_t i = 0; i < s.n; i++) {
        close_to(s.b[i], t.b[i], 1e-7, s.name[i]);
        close_to(s.se[i], t.se[i], 1e-7, s.name[i]);
    }
    inv_work_free(&a.w);
    inv_work_free(&b.w);
}

START_TEST(new_values)
{
    double gnp[20];
    for (size_t i = 0; i < 20; i++)
        gnp[i] = i < 16 ? regressors[2 * i] : 500;
    carry_on(employed, regressors, 2, 15, 11, 1);
    carry_on(seasonal_y, gnp, 1, 16, 12, 4);
    carry_on(seasonal_y, NULL, 0, 16, 12, 4);
}
END_TEST

/* ---- what goes wrong -------------------------------------------------------------------- */

static void all_finite(struct trial *t, const double *y, size_t n, size_t m)
{
    ck_assert_int_eq(run(t, y, n, m), INV_OK);
    for (size_t k = 0; k < t->spec.h; k++) {
        ck_assert(isfinite(t->f.outlook.forecast[k]));
        ck_assert(isfinite(t->f.outlook.sd[k]) && isfinite(t->f.outlook.cum_sd[k]));
    }
}

START_TEST(odd_series)
{
    double y[60], x[2 * 90];
    for (size_t i = 0; i < 90; i++) {
        x[2 * i] = i % 7 == 0;
        x[2 * i + 1] = 1 + (double)(i * i % 11);
    }
    static const double huge[] = { 1, 1e-300, 1e300 };
    for (size_t kind = 0; kind < 3; kind++)
        for (size_t m = 1; m <= 30; m += 29)
            for (size_t n = 1; n <= 60; n++) {
                for (size_t i = 0; i < n; i++)
                    y[i] = i % 3 == 1 && i + 1 < n ? NAN : huge[kind] * (5 + (double)(i * 7 % 13));
                struct trial t = trial_of("linear", x, 2, 30);
                all_finite(&t, y, n, m);
                inv_work_free(&t.w);
            }
    for (size_t i = 0; i < 60; i++)
        y[i] = 5 + (double)(i % 4);
    for (size_t i = 0; i < 180; i++)
        x[i] *= i % 2 ? 1e300 : 1e-300;
    struct trial t = trial_of("linear", x, 2, 30);
    all_finite(&t, y, 60, 12);
    x[2 * 70] = NAN;            /* what is ahead is not known: another model serves */
    all_finite(&t, y, 60, 12);
    ck_assert_str_eq(t.name, "linear>trend");
    inv_work_free(&t.w);
}
END_TEST

/* A long season is waves; the first of them is found again. */
START_TEST(waves)
{
    double y[208];
    for (size_t i = 0; i < 208; i++)
        y[i] = 100 + 0.1 * (double)i + 20 * sin(2 * 3.14159265358979 * (double)i / 52) + (double)(i * 37 % 5) - 2;
    struct trial t = trial_of("linear", NULL, 0, 52);
    all_finite(&t, y, 208, 52);
    struct said s = say(&t.f.fit);
    ck_assert_str_eq(s.name[2], "sin1");
    close_to(s.b[2], 20, 0.05, "sin1");
    close_to(s.b[1], 0.1, 0.05, "trend");
    close_to(t.f.outlook.forecast[12], 100 + 0.1 * 220 + 20 * sin(2 * 3.14159265358979 * 220 / 52), 0.02, "a quarter later");
    inv_work_free(&t.w);
}
END_TEST

/* ---- the triangle --------------------------------------------------------------------------- */

/* A weight of 2 is a row twice; p-values are Student's (R: 2 * pt(-2.5, 7)). */
START_TEST(weights)
{
    static const double x[][2] = { { 1, 2 }, { 1, 3 }, { 1, 5 }, { 1, 8 } }, y[] = { 1, 3, 4, 9 };
    double one[16], two[16], row[2], b[2], c[2];
    struct inv_lsq l, k;
    ck_assert_uint_le(inv_lsq_room(2), 16);
    inv_lsq_init(&l, 2, one);
    inv_lsq_init(&k, 2, two);
    for (size_t i = 0; i < 4; i++) {
        memcpy(row, x[i], sizeof row);
        inv_lsq_add(&l, row, y[i], i == 2 ? 2 : 1);
        for (size_t twice = 0; twice < (i == 2 ? 2u : 1u); twice++) {
            memcpy(row, x[i], sizeof row);
            inv_lsq_add(&k, row, y[i], 1);
        }
    }
    ck_assert_uint_eq(inv_lsq_check(&l, row), 2);
    inv_lsq_solve(&l, 2, b);
    inv_lsq_solve(&k, 2, c);
    close_to(b[0], c[0], 1e-13, "intercept");
    close_to(b[1], c[1], 1e-13, "slope");
    close_to(inv_lsq_sse(&l, 2), inv_lsq_sse(&k, 2), 1e-12, "sse");
    close_to(inv_lsq_sse(&k, 1), 1 + 9 + 16 + 16 + 81 - 21.0 * 21 / 5, 1e-13, "sse of the mean");
    close_to(inv_student_two_sided(-2.5, 7), 0.04099221859, 1e-9, "p");
}
END_TEST

/* ---- curves and probabilities ------------------------------------------------------------------ */

START_TEST(powers)
{
    struct trial t = trial_of("poly", NULL, 0, 3);
    t.spec.args.degree = 2;
    ck_assert_int_eq(run(&t, employed, 16, 1), INV_OK);
    for (size_t k = 0; k < 3; k++) {
        close_to(t.f.outlook.forecast[k], poly_mean[k], 1e-10, "mean");
        close_to(t.f.outlook.sd[k], poly_sd[k], 1e-9, "sd");
    }
    t.spec.args.degree = 0;     /* R: AICc is least for a line */
    ck_assert_int_eq(run(&t, employed, 16, 1), INV_OK);
    char form[INV_FORM_MAX];
    t.f.fit.model->form(&t.f.fit, form);
    ck_assert_str_eq(form, "poly(1)");
    double y[40];               /* what grows with the fifth power does not go on so */
    for (size_t i = 0; i < 40; i++)
        y[i] = 1 + 49 * pow((double)i / 39, 5);
    t.spec.h = 5;
    all_finite(&t, y, 40, 1);
    ck_assert_double_lt(t.f.outlook.forecast[4], 150);
    inv_work_free(&t.w);
}
END_TEST

/* Part 21030226 of expsmooth's carparts, 1998-01 to 2001-03. */
static const double part[39] = { [26] = 1, [27] = 1, [31] = 1, [38] = 4 };

static int degree(const struct trial *t)
{
    char form[INV_FORM_MAX];
    int n = -1;
    t->f.fit.model->form(&t->f.fit, form);
    ck_assert_int_eq(sscanf(form, "poly(%d)", &n), 1);
    return n;
}

/* AICc likes the bends that a few sales among zeros give; the sixth power then went to
 * ten times the largest value. A parabola goes on wherever its vertex is. */
START_TEST(bends)
{
    struct trial t = trial_of("poly", NULL, 0, 24);
    ck_assert_int_eq(run(&t, part, 39, 12), INV_OK);
    for (size_t k = 0; k < 24; k++)
        ck_assert_double_le(t.f.outlook.forecast[k], 4);
    t.spec.args.degree = 6;     /* asked for */
    ck_assert_int_eq(run(&t, part, 39, 12), INV_OK);
    ck_assert_int_eq(degree(&t), 6);
    t.spec.args.degree = 0;
    for (size_t n = 12; n < 40; n++)
        for (size_t vertex = 0; vertex <= n; vertex++) {
            double y[40];
            for (size_t i = 0; i < n; i++)
                y[i] = pow(2 * (double)i - (double)vertex, 2) + ((i * 7 + vertex) % 3 == 0 ? 0.25 : 0);
            ck_assert_int_eq(run(&t, y, n, 1), INV_OK);
            ck_assert_int_ge(degree(&t), 2);
        }
    inv_work_free(&t.w);
}
END_TEST

START_TEST(probabilities)
{
    struct trial t = trial_of("logistic", sales_x, 1, 2);
    ck_assert_int_eq(run(&t, sales, 20, 1), INV_OK);
    ck_assert_str_eq(t.name, "logistic");
    struct said s = say(&t.f.fit);
    ck_assert_uint_eq(s.n, 3);
    close_to(s.b[1], logit_trend, 1e-8, "trend");
    close_to(s.b[2], logit_x, 1e-8, "x");
    close_to(s.se[2], logit_x_se, 1e-6, "its error");
    for (size_t k = 0; k < 2; k++) {
        close_to(t.f.outlook.forecast[k], logit_ahead[k], 1e-9, "probability");
        double q[2];
        inv_outlook_quantile(&t.f.outlook, 0.05, q);
        ck_assert_double_eq(q[k], 0);
        inv_outlook_quantile(&t.f.outlook, 0.5, q);
        ck_assert_double_eq(q[k], 1);
    }
    static const double always[] = { 5, 5, 5, 5, 5, 5 };
    t.spec.args.nx = 0;
    t.spec.x = NULL;
    all_finite(&t, always, 6, 1);
    close_to(t.f.outlook.forecast[0], 6.5 / 7, 1e-9, "(6 + 1/2) of (6 + 1)");
    double y[20];
    for (size_t i = 0; i < 20; i++)
        y[i] = i != 3;
    all_finite(&t, y, 20, 1);
    for (size_t k = 0; k < 2; k++) {        /* far from certain, and yet the mean is the forecast: 4 sd of it */
        double sum = 0;
        for (size_t i = 0; i < t.f.outlook.npaths; i++)
            sum += t.f.outlook.path[i * t.f.outlook.stride + k];
        close_to(sum / (double)t.f.outlook.npaths, t.f.outlook.forecast[k],
                 4 * sqrt(0.01 * 0.99 / (double)t.f.outlook.npaths), "mean of the paths");
    }
    for (size_t i = 0; i < 20; i++)
        y[i] = sales[i] * 1e300;
    all_finite(&t, y, 20, 1);
    ck_assert_double_lt(t.f.outlook.forecast[0], 1);
    inv_work_free(&t.w);
}
END_TEST

/* ---- what series tell each other ------------------------------------------------------------- */

enum { SERIES = 300, LENGTH = 60 };

/* Demand with a price elasticity of N(-2, 0.5^2) and a promotion's effect of N(0.7, 0.2^2). */
struct shop { double y[SERIES][LENGTH], x[SERIES][2 * (LENGTH + 4)], b[SERIES][2]; };

static struct shop *shop_of(struct inv_rng *r)
{
    struct shop *p = malloc(sizeof *p);
    for (size_t i = 0; i < SERIES; i++) {
        p->b[i][0] = -2 + 0.5 * inv_rng_normal(r);
        p->b[i][1] = 0.7 + 0.2 * inv_rng_normal(r);
        for (size_t t = 0; t < LENGTH + 4; t++) {
            double price = exp(0.3 * inv_rng_normal(r)), deal = inv_rng_uniform(r) < 0.2;
            p->x[i][2 * t] = price;
            p->x[i][2 * t + 1] = deal;
            if (t < LENGTH)
                p->y[i][t] = exp(5 + p->b[i][0] * log(price) + p->b[i][1] * deal + 0.4 * inv_rng_normal(r));
        }
    }
    return p;
}

static struct inv_series series_of(const struct shop *p, size_t i)
{
    struct inv_series s;
    inv_series_look(&s, p->y[i], LENGTH, 1);
    s.x = p->x[i];
    s.nx = 2;
    return s;
}

/* b0 and T come back; with them a series of six values is forecast better than by itself. */
START_TEST(a_lesson)
{
    struct inv_rng r;
    uint64_t seed = 20240517;
    printf("seed %llu\n", (unsigned long long)seed);
    inv_rng_seed(&r, seed, 1);
    struct shop *p = shop_of(&r);
    bool flags[4] = { true, true, true, true };
    struct inv_lesson_looks looks = { .nx = 2, .share = flags, .positive = flags + 2 };
    struct inv_term term[2 + INV_TERMS_CROSSED];
    double mean[3], root[9], *evidence = malloc(SERIES * inv_lesson_width(3) * sizeof *evidence);
    struct inv_lesson l = { .terms = { .term = term }, .mean = mean, .root = root };
    struct inv_work w = { 0 };
    for (size_t i = 0; i < SERIES; i++) {
        struct inv_series s = series_of(p, i);
        inv_lesson_look(&looks, &s);
    }
    inv_terms_suggest(&l.terms, &looks, 1, true);
    ck_assert_uint_eq(inv_terms_width(&l.terms), 3);    /* log price, deal, deal times log price */
    ck_assert(l.terms.log && term[0].log > 0 && !(term[1].log > 0) && term[2].by == 2);
    for (size_t i = 0; i < SERIES; i++) {
        struct inv_series s = series_of(p, i);
        ck_assert_int_eq(inv_lesson_study(&l.terms, &s, &w, evidence + i * inv_lesson_width(3), NULL), INV_OK);
    }
    ck_assert_int_eq(inv_lesson_learn(&l, evidence, SERIES, &w, NULL), INV_OK);
    ck_assert_uint_eq(l.series, SERIES);
    ck_assert_double_lt(fabs(mean[0] + 2), 4 * 0.5 / sqrt(SERIES));
    ck_assert_double_lt(fabs(mean[1] - 0.7), 4 * 0.25 / sqrt(SERIES));
    ck_assert_double_lt(fabs(mean[2]), 0.15);
    close_to(sqrt(l.s2), 0.4, 0.05, "sigma");
    double precision = root[0] * root[0] + root[3] * root[3] + root[6] * root[6];
    close_to(1 / sqrt(precision), 0.5, 0.25, "sd of the elasticity, the others given");
    double own = 0, shrunk = 0;
    for (size_t i = 0; i < SERIES; i++)
        for (size_t borrow = 0; borrow < 2; borrow++) {
            struct trial t = trial_of("auto", p->x[i], 2, 4);
            t.spec.args.lesson = borrow ? &l : NULL;
            ck_assert_int_eq(run(&t, p->y[i], 12, 1), INV_OK);
            for (size_t k = 0; k < 4; k++) {
                const double *x = p->x[i] + 2 * (12 + k);
                double e = log(t.f.outlook.forecast[k]) - 5 - p->b[i][0] * log(x[0]) - p->b[i][1] * x[1];
                ck_assert(isfinite(t.f.outlook.sd[k]));
                *(borrow ? &shrunk : &own) += e * e;
            }
            inv_work_free(&t.w);
        }
    ck_assert_double_lt(shrunk, 0.8 * own);
    inv_work_free(&w);
    free(evidence);
    free(p);
}
END_TEST

/* A regression by itself that is clear, new values, and a promotion that never came before. */
START_TEST(borrowers)
{
    double y[44], x[2 * 50];
    for (size_t i = 0; i < 50; i++) {
        x[2 * i] = 1 + 0.5 * (double)(i * 7 % 5);
        x[2 * i + 1] = i % 6 == 0;
        if (i < 44)
            y[i] = 100 * pow(x[2 * i], -1.5) * exp(0.5 * x[2 * i + 1] + 0.02 * (double)(i * 37 % 11) - 0.1);
    }
    struct trial t = trial_of("auto", x, 2, 6);
    all_finite(&t, y, 40, 1);
    ck_assert_str_eq(t.name, "auto>regressed");
    for (size_t k = 0; k < 6; k++)
        close_to(t.f.outlook.forecast[k], 100 * pow(x[2 * (40 + k)], -1.5) * exp(0.5 * x[2 * (40 + k) + 1]), 0.1, "forecast");
    struct said s = { 0 };
    struct inv_facts facts = { hear_all, &s };
    t.f.fit.model->explain(&t.f.fit, &facts);
    ck_assert_str_eq(s.name[0], "log(GNP)");
    close_to(s.b[0], -1.5, 0.03, "elasticity");
    struct inv_series more;
    inv_series_look(&more, y + 40, 4, 1);
    more.x = x + 80;
    more.nx = 2;
    ck_assert_int_eq(t.f.fit.model->update(&t.f.fit, &more, NULL), INV_OK);
    double mean[2];
    inv_fit_mean(&t.f.fit, 2, mean);
    close_to(mean[0], 100 * pow(x[88], -1.5) * exp(0.5 * x[89]), 0.1, "after new values");
    t.spec.args.linear = true;
    all_finite(&t, y, 40, 1);
    double growing[40];         /* regressors that tell nothing of it are left to themselves */
    for (size_t i = 0; i < 40; i++)
        growing[i] = 20 + 5 * (double)i + (double)(i * 37 % 11);
    all_finite(&t, growing, 40, 1);
    ck_assert_ptr_null(strstr(t.name, "regressed"));
    for (size_t i = 0; i < 50; i++)
        x[2 * i + 1] = i >= 40;
    all_finite(&t, y, 40, 1);
    for (size_t n = 1; n < 40; n++)
        all_finite(&t, y, n, n % 2 ? 12 : 30);
    inv_work_free(&t.w);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("regress");
    TCase *c = tcase_create("all");
    tcase_set_timeout(c, 120);
    tcase_add_test(c, as_lm);
    tcase_add_test(c, season_with_a_hole);
    tcase_add_test(c, paths_agree);
    tcase_add_test(c, what_hangs_on_others);
    tcase_add_test(c, new_values);
    tcase_add_test(c, odd_series);
    tcase_add_test(c, waves);
    tcase_add_test(c, weights);
    tcase_add_test(c, powers);
    tcase_add_test(c, bends);
    tcase_add_test(c, probabilities);
    tcase_add_test(c, a_lesson);
    tcase_add_test(c, borrowers);
    suite_add_tcase(s, c);
    SRunner *r = srunner_create(s);
    srunner_run_all(r, CK_ENV);
    int failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
