/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ARIMA models against R 4.2's arima and forecast 8.20's Arima and auto.arima: the
 * table of known answers, and values with their calls above them. */
#include "config.h"

#include <check.h>
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "forecast/arima_fit.h"
#include "forecast/arima_state.h"
#include "inv/explain.h"
#include "inv/forecast.h"
#include "oracle.h"

#define MOST 400

static void close_to(double got, double want, double eps, const char *what)
{
    ck_assert_msg(fabs(got - want) <= eps * (1 + fabs(want)), "%s: %.12g, not %.12g", what, got, want);
}

struct trial {
    struct inv_forecast_spec spec;
    struct inv_work w;
    struct inv_forecast f;
    struct inv_err err;
    char name[INV_FORECAST_NAME];
};

static struct trial trial_of(const char *model, size_t h)
{
    struct trial t = { .spec = { .model = inv_model_find(model, strlen(model)), .h = h, .cap = 0, .allow_negative = true,
                                 .args = { .h = h } } };
    ck_assert_msg(t.spec.model != NULL, "no model %s", model);
    return t;
}

static void fix_order(struct trial *t, const char *order)
{
    struct inv_arima_choice *a = &t->spec.args.arima;
    a->fixed = true;
    int got = sscanf(order, "ARIMA(%zu %zu %zu)(%zu %zu %zu)", &a->p, &a->d, &a->q, &a->P, &a->D, &a->Q);
    ck_assert_int_eq(got, 6);
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

/* ---- the likelihood ----------------------------------------------------------------------- */

/* At given coefficients. */
static double loglik_at(const struct inv_arima_order *o, const double *coef, const double *y, size_t n, bool gaps)
{
    struct inv_work w = { 0 };
    struct inv_series s;
    struct inv_arima_data x;
    struct inv_arima_found f;
    inv_series_look(&s, y, n, o->m);
    ck_assert_int_eq(inv_work_reserve(&w, inv_arima_data_room(n, 0, o, gaps), NULL), INV_OK);
    ck_assert(inv_arima_data_take(&x, n, 0, o, gaps, &w));
    inv_arima_data_fill(&x, &s, o);
    inv_arima_at(&x, o, coef, &f);
    inv_work_free(&w);
    return f.loglik;
}

/* R starts differences from a variance of 1e6 var(e) around 0, which is not enough of it
 * where the values are many sd(e): its loglik is off by up to 4e-3 then. With kappa = 1e9
 * and x - x[1] it is right; these are
 * arima(x-x[1], order=o, seasonal=s, fixed=coef, transform.pars=FALSE, include.mean=FALSE,
 * method="ML", kappa=1e9)$loglik for cases of the table. */
static const struct { const char *name; double loglik; } without_kappa[] = {
    { "arima105", 244.69648669675 }, { "arima107", -425.44110196392 }, { "arima110", -322.93120139466 },
    { "arima111", 78.458794888368 }
};

struct known {
    const char *id, *series, *model;
    struct inv_arima_order o;
    double coef[INV_ARIMA_COEF], y[MOST];
    size_t n;
    bool log;
};

static void read_coef(const struct oracle *o, struct known *k)
{
    static const char *const part[] = { "ar", "ma", "sar", "sma" };
    size_t many[] = { k->o.p, k->o.q, k->o.P, k->o.Q }, at = 0;
    for (size_t i = 0; i < 4; i++)
        for (size_t j = 1; j <= many[i]; j++) {
            char name[16];
            snprintf(name, sizeof name, "%s%zu", part[i], j);
            k->coef[at++] = oracle_number(o, k->id, name);
        }
}

/* The next case whose model begins with "ARIMA(". */
static bool next_known(const struct oracle *o, size_t *at, struct known *k)
{
    for (; *at < o->n; ++*at) {
        const struct oracle_row *r = &o->rows[*at];
        if (strncmp(r->method, "ARIMA(", 6) != 0 || (*at > 0 && strcmp(r->name, o->rows[*at - 1].name) == 0))
            continue;
        *k = (struct known){ .id = r->name, .series = r->family, .model = r->method };
        ++*at;
        ck_assert_int_eq(sscanf(k->model, "ARIMA(%zu %zu %zu)(%zu %zu %zu)", &k->o.p, &k->o.d, &k->o.q, &k->o.P, &k->o.D,
                                &k->o.Q), 6);
        k->n = oracle_series(k->series, &k->o.m, k->y, MOST);
        k->o.constant = oracle_text(o, k->id, "intercept") || oracle_text(o, k->id, "drift");
        k->log = oracle_number(o, k->id, "option_lambda") == 0;
        read_coef(o, k);
        return true;
    }
    return false;
}

static double right_loglik(const struct oracle *o, const struct known *k, double *eps)
{
    *eps = k->o.d + k->o.D > 0 ? 2e-5 : 1e-9;
    for (size_t i = 0; i < sizeof without_kappa / sizeof *without_kappa; i++)
        if (strcmp(k->id, without_kappa[i].name) == 0) {
            *eps = 1e-8;
            return without_kappa[i].loglik;
        }
    return oracle_number(o, k->id, "loglik");
}

START_TEST(likelihood_as_in_R)
{
    struct oracle o;
    struct known k;
    size_t at = 0, cases = 0;
    if (!oracle_open_file(&o, "forecast-reference.csv"))
        return;
    for (; next_known(&o, &at, &k); cases++) {
        double eps, want = right_loglik(&o, &k, &eps);
        for (size_t t = 0; t < k.n && k.log; t++)
            k.y[t] = log(k.y[t]);
        close_to(loglik_at(&k.o, k.coef, k.y, k.n, false), want, eps, k.id);
        close_to(loglik_at(&k.o, k.coef, k.y, k.n, true), loglik_at(&k.o, k.coef, k.y, k.n, false), 1e-9, k.id);
    }
    ck_assert_uint_eq(cases, 17);
    oracle_close(&o);
}
END_TEST

/* The fit is no worse, and forecasts and bounds are R's where it is the same. */
START_TEST(fits_as_in_R)
{
    struct oracle o;
    struct known k;
    size_t at = 0;
    if (!oracle_open_file(&o, "forecast-reference.csv"))
        return;
    while (next_known(&o, &at, &k)) {
        struct trial t = trial_of("arima", 10);
        fix_order(&t, k.model);
        if (k.log)
            t.spec.args.arima.transform = INV_ARIMA_BOXCOX;
        t.spec.args.arima.no_constant = !k.o.constant;
        ck_assert_int_eq(run(&t, k.y, k.n, k.o.m), INV_OK);
        double loglik = oracle_number(&o, k.id, "loglik"), slack = k.o.d + k.o.D > 0 ? 4e-3 : 1e-3;
        ck_assert_msg(t.f.fit.loglik > loglik - slack, "%s: %.9g, not %.9g", k.id, t.f.fit.loglik, loglik);
        if (t.f.fit.loglik > loglik + 0.01)
            continue;
        double lo[10], hi[10];
        inv_outlook_quantile(&t.f.outlook, 0.025, lo);
        inv_outlook_quantile(&t.f.outlook, 0.975, hi);
        for (size_t h = 0; h < 8; h++) {
            char mean[16], low[16], high[16];
            snprintf(mean, sizeof mean, "mean_%zu", h + 1);
            snprintf(low, sizeof low, "lo95_%zu", h + 1);
            snprintf(high, sizeof high, "hi95_%zu", h + 1);
            double width = oracle_number(&o, k.id, high) - oracle_number(&o, k.id, low);
            close_to(t.f.outlook.forecast[h], oracle_number(&o, k.id, mean), 2e-3, k.id);
            ck_assert_msg(fabs(lo[h] - oracle_number(&o, k.id, low)) < 0.01 * width, "%s low %zu: %g", k.id, h, lo[h]);
            ck_assert_msg(fabs(hi[h] - oracle_number(&o, k.id, high)) < 0.01 * width, "%s high %zu: %g", k.id, h, hi[h]);
        }
        inv_work_free(&t.w);
    }
    oracle_close(&o);
}
END_TEST

/* auto.arima(x): what is chosen has an AICc that is as low, up to what R's likelihood is off by. */
START_TEST(choices_as_in_R)
{
    static const char *const names[] = {
        "AirPassengers", "USAccDeaths", "UKgas", "Nile", "WWWusage", "lynx", "austres", "nottem", "LakeHuron", "JohnsonJohnson"
    };
    struct oracle o;
    double y[MOST];
    size_t m, same = 0;
    if (!oracle_open_file(&o, "forecast-reference.csv"))
        return;
    for (size_t i = 0; i < 10; i++) {
        char id[64];
        struct trial t = trial_of("arima", 3);
        struct inv_arima_model found;
        size_t n = oracle_series(names[i], &m, y, MOST), p[6] = { 0 };
        snprintf(id, sizeof id, "autoarima_%s", names[i]);
        ck_assert_int_eq(run(&t, y, n, m), INV_OK);
        inv_arima_open(&t.f.fit, &found);
        sscanf(oracle_text(&o, id, "order"), "%zu %zu %zu %zu %zu %zu", &p[0], &p[1], &p[2], &p[3], &p[4], &p[5]);
        ck_assert_uint_eq(found.order.d, p[1]);
        ck_assert_uint_eq(found.order.D, p[4]);
        double aicc = oracle_number(&o, id, "aicc");
        ck_assert_msg(t.f.fit.aicc < aicc + 0.01, "%s: %.9g, not %.9g", id, t.f.fit.aicc, aicc);
        same += found.order.p == p[0] && found.order.q == p[2] && found.order.P == p[3] && found.order.Q == p[5];
        inv_work_free(&t.w);
    }
    ck_assert_uint_ge(same, 7);     /* the others have a lower AICc, or one as low and fewer terms */
    oracle_close(&o);
}
END_TEST

/* ---- values that are missing, regressors ----------------------------------------------------- */

static size_t huron(double *y)
{
    size_t m;
    return oracle_series("LakeHuron", &m, y, MOST);
}

/* x <- LakeHuron; x[c(5,20,21,22,60)] <- NA; a <- arima(x, order=c(1,0,1), method="ML"); predict(a, 3)
 * y <- log(AirPassengers); y[c(30,31,77,100)] <- NA
 * b <- arima(y-y[1], order=c(0,1,1), seasonal=c(0,1,1), method="ML", kappa=1e9); predict(b, 3) */
/* y <- log(AirPassengers)-log(112); y[c(3,40)] <- NA: one of them among the first 13.
 * arima(y, order=c(0,1,1), seasonal=c(0,1,1), fixed=c(-0.4,-0.55), transform.pars=FALSE, method="ML",
 * kappa=1e6)$loglik */
START_TEST(missing_at_the_start)
{
    static const double coef[] = { -0.4, -0.55 };
    struct inv_arima_order o = { .d = 1, .q = 1, .D = 1, .Q = 1, .m = 12 };
    double y[MOST];
    size_t m, n = oracle_series("AirPassengers", &m, y, MOST);
    if (n == 0)
        return;
    for (size_t i = 0; i < n; i++)
        y[i] = log(y[i]) - log(112);
    y[2] = y[39] = NAN;
    close_to(loglik_at(&o, coef, y, n, true), 241.14205771001, 1e-9, "loglik");
}
END_TEST

START_TEST(missing_values)
{
    double y[MOST];
    size_t m, n = huron(y);
    if (n == 0)
        return;
    static const size_t huron_gaps[] = { 4, 19, 20, 21, 59 }, air_gaps[] = { 29, 30, 76, 99 };
    for (size_t i = 0; i < 5; i++)
        y[huron_gaps[i]] = NAN;
    struct trial t = trial_of("arima", 3);
    fix_order(&t, "ARIMA(1 0 1)(0 0 0)");
    ck_assert_int_eq(run(&t, y, n, 1), INV_OK);
    struct inv_arima_model a;
    inv_arima_open(&t.f.fit, &a);
    close_to(t.f.fit.loglik, -97.185168795488, 1e-9, "loglik");
    close_to(a.coef[0], 0.74289833726098, 1e-5, "ar1");
    close_to(a.coef[1], 0.360965288075, 1e-5, "ma1");
    close_to(a.linear[0], 579.0841797798, 1e-7, "mean");
    static const double huron_mean[] = { 579.72031243489, 579.55676167154, 579.43526008139 };
    for (size_t h = 0; h < 3; h++)
        close_to(t.f.outlook.forecast[h], huron_mean[h], 1e-7, "LakeHuron");
    close_to(t.f.fit.sse / (double)t.f.fit.seen, 0.4512531514749, 1e-6, "sigma2");

    n = oracle_series("AirPassengers", &m, y, MOST);
    for (size_t i = 0; i < n; i++)
        y[i] = log(y[i]);
    for (size_t i = 0; i < 4; i++)
        y[air_gaps[i]] = NAN;
    fix_order(&t, "ARIMA(0 1 1)(0 1 1)");
    ck_assert_int_eq(run(&t, y, n, m), INV_OK);
    close_to(t.f.fit.loglik, 236.06331168806, 1e-6, "loglik");
    static const double air_mean[] = { 6.1099503002262, 6.0536634347962, 6.1718918832605 };
    for (size_t h = 0; h < 3; h++)
        close_to(t.f.outlook.forecast[h], air_mean[h], 1e-6, "AirPassengers");
    inv_work_free(&t.w);
}
END_TEST

/* h <- LakeHuron; t <- as.numeric(time(h)) - 1920; z <- sin(seq_along(h)*0.7)
 * a <- arima(h, order=c(2,0,0), xreg=cbind(t,z), method="ML"); predict(a, 3, newxreg=...)
 * b <- arima(h, order=c(0,1,1), xreg=z, method="ML", kappa=1e9) */
START_TEST(regressors)
{
    double y[MOST], x[2 * MOST], z[MOST];
    size_t n = huron(y);
    if (n == 0)
        return;
    for (size_t t = 0; t < n + 3; t++) {
        x[2 * t] = 1875 + (double)t - 1920;
        z[t] = x[2 * t + 1] = sin((double)(t + 1) * 0.7);
    }
    const struct inv_model *model = inv_model_find("arima", 5);
    struct inv_series s;
    struct inv_work w = { 0 };
    struct inv_fit fit;
    struct inv_arima_model a;
    struct inv_err err;
    struct inv_model_args args = { .h = 3, .nx = 2, .arima = { .fixed = true, .p = 2 } };
    inv_series_look(&s, y, n, 1);
    s.x = x;
    s.nx = 2;
    ck_assert_int_eq(inv_work_reserve(&w, model->room(n, 1, 3, &args), NULL), INV_OK);
    ck_assert_int_eq(model->fit(&s, &args, &w, &fit, &err), INV_OK);
    inv_arima_open(&fit, &a);
    static const double coef[] = { 1.0043428008923, -0.2910528514264 };
    static const double linear[] = { 579.09961949627, -0.021613794684457, -0.020142190533605 };
    static const double linear_se[] = { 0.23684451917969, 0.0081068462591212, 0.21173443758184 };
    close_to(fit.loglik, -101.19374679876, 1e-9, "loglik");
    for (size_t i = 0; i < 2; i++)
        close_to(a.coef[i], coef[i], 3e-5, "coefficient");
    close_to(a.se[0], 0.097717515549763, 1e-3, "se of ar1");
    close_to(a.se[1], 0.10039496719662, 1e-3, "se of ar2");
    for (size_t i = 0; i < 3; i++) {
        close_to(a.linear[i], linear[i], 1e-5, "regression");
        close_to(a.linear_se[i], linear_se[i], 2e-3, "its se");
    }
    double mean[3];
    static const double want[] = { 579.38795906672, 578.78605695888, 578.345255174 };
    inv_fit_mean(&fit, 3, mean);
    for (size_t h = 0; h < 3; h++)
        close_to(mean[h], want[h], 1e-6, "forecast");

    args.nx = s.nx = 1;
    s.x = z;
    args.arima = (struct inv_arima_choice){ .fixed = true, .d = 1, .q = 1, .no_constant = true };
    ck_assert_int_eq(inv_work_reserve(&w, model->room(n, 1, 3, &args), NULL), INV_OK);
    ck_assert_int_eq(model->fit(&s, &args, &w, &fit, &err), INV_OK);
    inv_arima_open(&fit, &a);
    close_to(fit.loglik, -107.75222428113, 1e-8, "loglik with a difference");
    close_to(a.linear[0], -0.0042913041755155, 1e-4, "its regression");
    close_to(a.linear_se[0], 0.17947864332629, 1e-3, "its se");
    inv_work_free(&w);
}
END_TEST

/* A regressor that never changes, one twice over: the forecast is that without the second. */
START_TEST(collinear_regressors)
{
    double y[MOST], x[3 * MOST], once[2][3], thrice[2][3];
    size_t n = huron(y);
    if (n == 0)
        return;
    const struct inv_model *model = inv_model_find("arima", 5);
    for (size_t nx = 1; nx <= 3; nx += 2)
        for (size_t d = 0; d <= 1; d++) {
            for (size_t t = 0; t < n + 3; t++) {
                x[t * nx] = sin((double)(t + 1) * 0.7);
                if (nx == 3) {
                    x[t * nx + 1] = x[t * nx];
                    x[t * nx + 2] = 5;
                }
            }
            struct inv_series s;
            struct inv_work w = { 0 };
            struct inv_fit fit;
            struct inv_model_args args = { .h = 3, .nx = nx, .arima = { .fixed = true, .p = 1, .d = d, .no_constant = d == 1 } };
            inv_series_look(&s, y, n, 1);
            s.x = x;
            s.nx = nx;
            ck_assert_int_eq(inv_work_reserve(&w, model->room(n, 1, 3, &args), NULL), INV_OK);
            ck_assert_int_eq(model->fit(&s, &args, &w, &fit, NULL), INV_OK);
            inv_fit_mean(&fit, 3, nx == 1 ? once[d] : thrice[d]);
            ck_assert(isfinite(fit.loglik));
            inv_work_free(&w);
        }
    for (size_t h = 0; h < 3; h++) {
        close_to(thrice[0][h], once[0][h], 1e-5, "with a mean");
        close_to(thrice[1][h], once[1][h], 1e-5, "with a difference");
    }
}
END_TEST

/* From a fit to nearly the same series: the same order, and as good a fit to it. */
START_TEST(warm_starts)
{
    double y[MOST];
    size_t m, n = oracle_series("USAccDeaths", &m, y, MOST);
    if (n == 0)
        return;
    struct trial a = trial_of("arima", 3), b = a, c = a;
    ck_assert_int_eq(run(&a, y, n - 1, m), INV_OK);
    b.spec.args.near = &a.f.fit;
    ck_assert_int_eq(run(&b, y, n, m), INV_OK);
    fix_order(&c, "ARIMA(0 1 1)(0 1 1)");
    ck_assert_int_eq(run(&c, y, n, m), INV_OK);
    ck_assert_uint_eq(a.f.fit.kind, b.f.fit.kind);
    ck_assert_uint_eq(b.f.fit.kind, c.f.fit.kind);
    close_to(b.f.fit.loglik, c.f.fit.loglik, 1e-9, "loglik");
    inv_work_free(&a.w);
    inv_work_free(&b.w);
    inv_work_free(&c.w);
}
END_TEST

/* All orders: none that the walk finds is better. */
START_TEST(full_search)
{
    static const char *const names[] = { "Nile", "WWWusage", "UKgas" };
    double y[MOST];
    for (size_t i = 0; i < 3; i++) {
        size_t m, n = oracle_series(names[i], &m, y, MOST);
        if (n == 0)
            return;
        struct trial walk = trial_of("arima", 3), full = walk;
        full.spec.args.arima.full = true;
        ck_assert_int_eq(run(&walk, y, n, m), INV_OK);
        ck_assert_int_eq(run(&full, y, n, m), INV_OK);
        struct inv_arima_model a, b;
        inv_arima_open(&walk.f.fit, &a);
        inv_arima_open(&full.f.fit, &b);
        double term = 0.4 + 20 / (double)walk.f.fit.seen;
        ck_assert_msg(full.f.fit.aicc + term * (double)b.k <= walk.f.fit.aicc + term * (double)a.k + 0.01, "%s: %g, %g", names[i],
                      full.f.fit.aicc, walk.f.fit.aicc);
        inv_work_free(&walk.w);
        inv_work_free(&full.w);
    }
}
END_TEST

/* ---- going on --------------------------------------------------------------------------------- */

/* A fit to the head that is updated forecasts as the same parameters do that are run over all. */
static void update_equals_a_run(const char *order, size_t m, size_t nx, const double *y, const double *x, size_t n)
{
    struct inv_model_args args = { .h = 5, .nx = nx, .arima = { .fixed = true } };
    struct trial t = trial_of("arima", 5);
    fix_order(&t, order);
    args.arima = t.spec.args.arima;
    size_t head = n * 2 / 3;
    struct inv_series s, more;
    struct inv_work w = { 0 };
    struct inv_fit fit;
    struct inv_arima_model a;
    double went[5], ran[5];
    inv_series_look(&s, y, head, m);
    s.x = x;
    s.nx = nx;
    ck_assert_int_eq(inv_work_reserve(&w, t.spec.model->room(n, m, 5, &args) + 20000, NULL), INV_OK);
    ck_assert_int_eq(t.spec.model->fit(&s, &args, &w, &fit, NULL), INV_OK);
    struct inv_fit all = fit;
    all.state = inv_work_take(&w, fit.nstate);
    memcpy(all.state, fit.state, fit.nstate * sizeof *all.state);
    inv_series_look(&more, y + head, n - head, m);
    more.x = x ? x + head * nx : NULL;
    more.nx = nx;
    ck_assert_int_eq(t.spec.model->update(&fit, &more, NULL), INV_OK);
    ck_assert_uint_eq(fit.n, n);

    inv_arima_open(&all, &a);
    struct inv_arima_sums sums = { 0 };
    inv_arima_begin(&a, y, n, inv_work_take(&w, inv_arima_begin_room(&a.order)));
    inv_arima_run(&a, y, x, nx, 0, n, NULL, &sums);
    all.n = n;
    all.ahead = x ? x + n * nx : NULL;
    inv_fit_mean(&fit, 5, went);
    inv_fit_mean(&all, 5, ran);
    for (size_t h = 0; h < 5; h++)
        close_to(went[h], ran[h], 1e-11, order);
    close_to(fit.sse, sums.sse, 1e-10, order);
    ck_assert_uint_eq(fit.seen, sums.count);
    inv_work_free(&w);
}

START_TEST(updates)
{
    uint64_t seed = test_seed("updates", 20);
    double y[150], x[160];
    for (size_t t = 0; t < 160; t++)
        x[t] = test_uniform(&seed);
    for (size_t t = 0; t < 150; t++)
        y[t] = 20 + 5 * sin((double)t * 0.52) + 0.1 * (double)t + 3 * test_uniform(&seed) + x[t];
    update_equals_a_run("ARIMA(1 0 1)(0 0 0)", 1, 0, y, NULL, 150);
    update_equals_a_run("ARIMA(2 1 1)(0 1 1)", 12, 0, y, NULL, 150);
    update_equals_a_run("ARIMA(1 1 0)(1 0 0)", 12, 1, y, x, 150);
    for (size_t t = 0; t < 150; t++)
        y[t] += 2 * (double)t;      /* a drift */
    update_equals_a_run("ARIMA(0 1 1)(0 0 0)", 1, 0, y, NULL, 150);
    y[40] = y[41] = y[120] = NAN;
    update_equals_a_run("ARIMA(1 1 1)(0 1 1)", 12, 0, y, NULL, 150);
    y[40] = y[41] = 22;         /* only the new values miss one */
    update_equals_a_run("ARIMA(1 1 1)(0 1 1)", 12, 0, y, NULL, 150);
    update_equals_a_run("ARIMA(2 0 1)(1 0 0)", 4, 0, y, NULL, 150);
}
END_TEST

/* The likelihood that an update ends with is that of its coefficients over all values. */
START_TEST(updated_likelihood)
{
    uint64_t seed = test_seed("updated likelihood", 8);
    struct trial t = trial_of("arima", 1);
    struct inv_series more;
    struct inv_arima_model a;
    double y[100], e[112];
    for (size_t i = 0; i < 112; i++)
        e[i] = test_between(&seed, -1, 1);
    for (size_t i = 0; i < 100; i++)    /* such that the innovations' variance falls all the time */
        y[i] = e[i + 12] - 0.8 * e[i];
    fix_order(&t, "ARIMA(0 0 1)(0 0 1)");
    t.spec.args.arima.no_constant = true;
    ck_assert_int_eq(run(&t, y, 70, 12), INV_OK);
    inv_series_look(&more, y + 70, 30, 12);
    ck_assert_int_eq(t.spec.model->update(&t.f.fit, &more, NULL), INV_OK);
    inv_arima_open(&t.f.fit, &a);
    close_to(t.f.fit.loglik, loglik_at(&a.order, a.coef, y, 100, false), 1e-9, "loglik");
    inv_work_free(&t.w);
}
END_TEST

/* With a value missing among the new ones only, the gains are those of Kalman's filter
 * from the first value on. */
START_TEST(a_gap_after_none)
{
    uint64_t seed = test_seed("a gap", 5);
    double y[60];
    struct inv_arima_model a[2];
    struct inv_fit fit[2];
    double *state[2], work[2000];
    for (size_t t = 0; t < 60; t++)
        y[t] = test_between(&seed, 5, 9);
    y[50] = y[53] = NAN;
    for (int gaps = 0; gaps < 2; gaps++) {
        struct inv_arima_order o = { .p = 1, .d = 1, .q = 1, .Q = 1, .m = 4 };
        state[gaps] = calloc(inv_arima_state_room(&o, 0), sizeof **state);
        fit[gaps] = (struct inv_fit){ .kind = inv_arima_kind(&o), .m = 4, .n = 60, .state = state[gaps] };
        inv_arima_open(&fit[gaps], &a[gaps]);
        a[gaps].coef[0] = 0.5;
        a[gaps].coef[1] = 0.3;
        a[gaps].coef[2] = -0.6;
        inv_arima_begin(&a[gaps], y, 60, work);
        if (gaps)
            *a[gaps].gaps = 1;
        for (size_t i = a[gaps].r; i < a[gaps].N && gaps; i++)
            a[gaps].P[i * a[gaps].N + i] = 1e6;
        struct inv_arima_sums sums = { 0 };
        inv_arima_run(&a[gaps], y, NULL, 0, 0, 60, NULL, &sums);
    }
    for (size_t i = 0; i < a[0].N; i++)
        close_to(a[0].x[i], a[1].x[i], 1e-5, "state");      /* 1e6 is not infinite */
    free(state[0]);
    free(state[1]);
}
END_TEST

/* ---- what goes wrong ----------------------------------------------------------------------------- */

static void forecasts(const char *model, const double *y, size_t n, size_t m, size_t h, const char *what)
{
    struct trial t = trial_of(model, h);
    t.spec.allow_negative = false;
    t.spec.cap = 10;
    ck_assert_msg(run(&t, y, n, m) == INV_OK, "%s: %s", what, t.err.text);
    for (size_t k = 0; k < h; k++)
        ck_assert_msg(isfinite(t.f.outlook.forecast[k]) && isfinite(t.f.outlook.sd[k]) && isfinite(t.f.outlook.cum_sd[k]),
                      "%s at step %zu: %g %g", what, k, t.f.outlook.forecast[k], t.f.outlook.sd[k]);
    inv_work_free(&t.w);
}

START_TEST(odd_series)
{
    static const char *const models[] = { "arima", "sarima" };
    double y[120];
    for (size_t i = 0; i < 2; i++)
        for (size_t m = 1; m <= 52; m += m == 1 ? 3 : 48) {
            uint64_t seed = 3;
            for (size_t n = 1; n < 20; n++) {
                for (size_t t = 0; t < n; t++)
                    y[t] = 5 + (double)(t * t % 7);
                forecasts(models[i], y, n, m, 6, "a short one");
            }
            for (size_t t = 0; t < 60; t++)
                y[t] = 7;
            forecasts(models[i], y, 60, m, 4, "a constant");
            y[20] = 1e9;
            forecasts(models[i], y, 60, m, 4, "an outlier");
            for (size_t t = 0; t < 60; t++)
                y[t] = t == 30;
            forecasts(models[i], y, 60, m, 4, "one sale");
            for (size_t t = 0; t < 60; t++)
                y[t] = 0;
            forecasts(models[i], y, 60, m, 4, "no sale");
            for (size_t t = 0; t < 60; t++)
                y[t] = t % 2 ? 1e300 : 2e299;
            forecasts(models[i], y, 60, m, 4, "huge");
            for (size_t t = 0; t < 60; t++)
                y[t] = t % 3 ? 1e-300 : 2e-300;
            forecasts(models[i], y, 60, m, 4, "tiny");
            for (size_t t = 0; t < 60; t++)
                y[t] = 3 * (double)t;
            forecasts(models[i], y, 60, m, 4, "a line");
            for (size_t t = 0; t < 60; t++)
                y[t] = t % 2 && t != 59 ? NAN : 10 + test_uniform(&seed);
            forecasts(models[i], y, 60, m, 4, "half of it missing");
            for (size_t t = 0; t < 60; t++)
                y[t] = exp((double)t * 0.5);
            forecasts(models[i], y, 60, m, 4, "an explosion");
        }
}
END_TEST

/* A given order that reaches further back than there are values: R's arima ends with an error there. */
START_TEST(longer_than_the_series)
{
    static const double y[] = { 5, 7, 6, 9, 4, 8, 7, 9, 5, 6, 8, 7, 6, 9 };
    for (size_t n = 5; n <= 14; n += 9) {
        struct trial t = trial_of("arima", 3);
        ck_assert_int_eq(inv_arima_choice_order("1,0,0,1,0,0", &t.spec.args.arima, &t.err), INV_OK);
        ck_assert_int_eq(run(&t, y, n, 12), INV_OK);
        ck_assert_str_eq(t.f.fit.model->name, n == 5 ? "ses" : "arima");
        ck_assert_double_gt(t.f.outlook.sd[0], 1);
        inv_work_free(&t.w);
    }
}
END_TEST

/* Demand between 1 and 50 stays of that size. */
START_TEST(nothing_explodes)
{
    uint64_t seed = test_seed("nothing explodes", 11);
    double y[80];
    for (size_t i = 0; i < 60; i++) {
        size_t n = 8 + test_below(&seed, 70), m = i % 3 == 0 ? 4 : 1;
        double step = test_between(&seed, 0, 0.2);
        for (size_t t = 0; t < n; t++)
            y[t] = fmin(50, 1 + (double)test_below(&seed, 10) * exp(step * (double)t));
        struct trial t = trial_of("arima", 24);
        ck_assert_int_eq(run(&t, y, n, m), INV_OK);
        for (size_t k = 0; k < 24; k++)
            ck_assert_msg(fabs(t.f.outlook.forecast[k]) < 500, "%zu: %g", i, t.f.outlook.forecast[k]);
        inv_work_free(&t.w);
    }
}
END_TEST

START_TEST(long_ones)
{
    size_t n = 100000;
    double *y = malloc(n * sizeof *y);
    uint64_t seed = 9;
    for (size_t t = 0; t < n; t++)
        y[t] = 100 + 20 * sin((double)t * 0.9) + test_uniform(&seed);
    forecasts("arima", y, n, 7, 30, "100,000 values");
    for (size_t t = 0; t < 800; t++)
        y[t] = 100 + 20 * sin((double)t * 0.0172) + test_uniform(&seed);
    forecasts("arima", y, 800, 365, 30, "a season of 365");
    forecasts("arima", y, 60, 12, 10000, "a long way ahead");
    free(y);
}
END_TEST

/* ---- words ------------------------------------------------------------------------------------------ */

struct heard { size_t n; char name[16][16]; struct inv_fact fact[16]; };

static void hear(void *ctx, const struct inv_fact *f)
{
    struct heard *h = ctx;
    snprintf(h->name[h->n], sizeof h->name[0], "%s", f->name);
    h->fact[h->n++] = *f;
}

/* arima(LakeHuron, order=c(2,0,0), method="ML"): s.e. 0.0983, 0.1008, intercept 0.3319 */
START_TEST(what_it_says)
{
    double y[MOST];
    size_t n = huron(y);
    struct trial t = trial_of("arima", 3);
    struct heard h = { 0 };
    struct inv_facts facts = { hear, &h };
    char form[INV_FORM_MAX];
    if (n == 0)
        return;
    fix_order(&t, "ARIMA(2 0 0)(0 0 0)");
    ck_assert_int_eq(run(&t, y, n, 1), INV_OK);
    t.f.fit.model->form(&t.f.fit, form);
    ck_assert_str_eq(form, "ARIMA(2,0,0) with mean");
    t.f.fit.model->explain(&t.f.fit, &facts);
    ck_assert_uint_eq(h.n, 3);
    ck_assert_str_eq(h.name[0], "ar1");
    close_to(h.fact[0].se, 0.098282920590565, 1e-3, "se");
    close_to(h.fact[1].se, 0.1007919743536, 1e-3, "se");
    ck_assert_str_eq(h.name[2], "mean");
    close_to(h.fact[2].se, 0.33187575662227, 2e-3, "se of the mean");
    double *e = malloc(n * sizeof *e), sum = 0;
    struct inv_work w = { 0 };
    ck_assert_int_eq(inv_work_reserve(&w, t.spec.model->room(n, 1, 3, &t.spec.args), NULL), INV_OK);
    ck_assert_int_eq(t.f.fit.model->residuals(&t.f.fit, &t.f.s, &w, e, NULL), INV_OK);
    for (size_t i = 0; i < n; i++)
        sum += e[i] * e[i];
    close_to(sum, t.f.fit.sse, 1e-8, "sum of squares");
    free(e);
    inv_work_free(&w);
    inv_work_free(&t.w);
}
END_TEST

/* An order keeps a matrix only where it has few states: a small one may need more
 * room than a large one, and all must fit into what is taken before one is chosen. */
START_TEST(room_of_all_orders)
{
    struct inv_arima_order most = { .p = 5, .d = 2, .q = 5, .P = 1, .D = 1, .Q = 1, .m = 52, .constant = true };
    size_t room = inv_arima_state_most(&most, 2);
    for (size_t i = 0; i < 6 * 3 * 6 * 2 * 2 * 2; i++) {
        struct inv_arima_order o = { .p = i % 6, .d = i / 6 % 3, .q = i / 18 % 6, .P = i / 108 % 2, .D = i / 216 % 2,
                                     .Q = i / 432, .m = 52, .constant = true };
        ck_assert_uint_le(inv_arima_state_room(&o, 2), room);
    }
}
END_TEST

int main(void)
{
    Suite *s = suite_create("arima");
    TCase *c = tcase_create("arima");
    tcase_set_timeout(c, 120);
    tcase_add_test(c, likelihood_as_in_R);
    tcase_add_test(c, fits_as_in_R);
    tcase_add_test(c, choices_as_in_R);
    tcase_add_test(c, missing_at_the_start);
    tcase_add_test(c, missing_values);
    tcase_add_test(c, regressors);
    tcase_add_test(c, collinear_regressors);
    tcase_add_test(c, warm_starts);
    tcase_add_test(c, full_search);
    tcase_add_test(c, updates);
    tcase_add_test(c, updated_likelihood);
    tcase_add_test(c, a_gap_after_none);
    tcase_add_test(c, odd_series);
    tcase_add_test(c, nothing_explodes);
    tcase_add_test(c, longer_than_the_series);
    tcase_add_test(c, long_ones);
    tcase_add_test(c, what_it_says);
    tcase_add_test(c, room_of_all_orders);
    suite_add_tcase(s, c);
    SRunner *r = srunner_create(s);
    srunner_run_all(r, CK_ENV);
    int failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed != 0;
}
