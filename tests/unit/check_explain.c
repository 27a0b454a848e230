/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What --explain says: tests against R, errors against the fits' own sums, the
 * order of the facts. */
#include "config.h"

#include <check.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "air.h"
#include "inv/explain.h"
#include "inv/normality.h"

static void close_to(double got, double want, double rel, const char *what)
{
    if (!(fabs(got - want) <= rel * fabs(want)))
        ck_abort_msg("%s: %.17g is not %.17g", what, got, want);
}

/* ---- one explanation at a time ------------------------------------------------------ */

enum { FACTS = 500 };
struct heard { char name[FACTS][32]; struct inv_fact fact[FACTS]; size_t n; };

static void hear(void *ctx, const char *form, const struct inv_fact *fact)
{
    struct heard *h = ctx;
    ck_assert_uint_lt(h->n, FACTS);
    ck_assert_uint_gt(strlen(form), 0);
    snprintf(h->name[h->n], sizeof h->name[0], "%s", fact->name);
    h->fact[h->n++] = *fact;
}

static struct heard explain(const char *model, const double *y, size_t n, size_t m)
{
    struct inv_forecast_spec spec = { .model = inv_model_find(model, strlen(model)), .h = 3, .cap = 10, .args = { .h = 3 } };
    struct inv_work w = { 0 }, more = { 0 };
    struct inv_forecast f;
    struct inv_rng r;
    struct inv_err err;
    struct heard h = { .n = 0 };
    struct inv_explain out = { hear, &h };
    inv_rng_seed(&r, 1, 1);
    ck_assert_int_eq(inv_forecast(y, n, m, &spec, &w, &r, &f, &err), INV_OK);
    ck_assert_int_eq(inv_explain_forecast(&f, &spec.args, &more, &out, &err), INV_OK);
    inv_work_free(&w);
    inv_work_free(&more);
    return h;
}

static const struct inv_fact *fact(const struct heard *h, const char *name)
{
    for (size_t i = 0; i < h->n; i++)
        if (strcmp(h->name[i], name) == 0)
            return &h->fact[i];
    return NULL;
}

/* ---- values from R --------------------------------------------------------------------- */

START_TEST(jarque_bera)
{
    /* x <- c(12,17,11,15,19,13,14,11,19,14,22,16); tseries::jarque.bera.test(x) */
    static const double x[] = { 12, 17, NAN, 11, 15, 19, 13, 14, 11, 19, 14, 22, 16 };
    struct inv_jarque_bera jb = inv_normality_jarque_bera(x, 13);
    ck_assert_uint_eq(jb.n, 12);
    close_to(jb.stat, 0.76554935615840691, 1e-13, "statistic");
    close_to(jb.p, 0.68196654398719114, 1e-13, "p");
    static const double same[] = { 3, 3, 3, 3 };
    ck_assert(isnan(inv_normality_jarque_bera(same, 4).stat));
    ck_assert(isnan(inv_normality_jarque_bera(x, 2).p));
    ck_assert(isnan(inv_normality_jarque_bera(NULL, 0).p));
}
END_TEST

/* y <- as.numeric(AirPassengers); e <- diff(y), e <- diff(y, 12);
 * Box.test(e, lag = 24, type = "Ljung-Box"); tseries::jarque.bera.test(e) */
START_TEST(errors_of_naive_models)
{
    struct heard h = explain("naive", air, AIR, 12);
    const struct inv_fact *q = fact(&h, "ljung_box"), *jb = fact(&h, "jarque_bera");
    ck_assert(q != NULL && jb != NULL);
    ck_assert_int_eq(q->kind, INV_FACT_TEST);
    ck_assert_double_eq(q->value, 24);
    close_to(q->stat, 334.36492509364547, 1e-12, "naive, Ljung-Box");
    ck_assert_double_lt(q->p, 1e-15);
    close_to(jb->stat, 4.989390034398372364, 1e-12, "naive, Jarque-Bera");
    close_to(jb->p, 0.082521615227621137, 1e-12, "naive, its p");
    h = explain("snaive", air, AIR, 12);
    q = fact(&h, "ljung_box"), jb = fact(&h, "jarque_bera");
    ck_assert(q != NULL && jb != NULL);
    close_to(q->stat, 275.03638914043307, 1e-12, "snaive, Ljung-Box");
    close_to(jb->stat, 2.11287361469028401, 1e-12, "snaive, Jarque-Bera");
    close_to(jb->p, 0.34769250110394556, 1e-12, "snaive, its p");
}
END_TEST

/* Box.test(x - mean(x), lag = 3, type = "Ljung-Box") with the x above: 12 errors
 * give (12 + 2) / 5 = 2 lags, and at least three. */
START_TEST(few_errors)
{
    static const double x[] = { 12, 17, 11, 15, 19, 13, 14, 11, 19, 14, 22, 16 };
    struct heard h = explain("mean", x, 12, 1);
    const struct inv_fact *q = fact(&h, "ljung_box");
    ck_assert(q != NULL);
    ck_assert_double_eq(q->value, 3);
    close_to(q->stat, 3.01688300704956491, 1e-12, "Ljung-Box");
    close_to(q->p, 0.38902946626619661, 1e-12, "p");
    h = explain("mean", x, 3, 1);
    ck_assert(fact(&h, "ljung_box") == NULL);
    ck_assert(fact(&h, "n") != NULL);
}
END_TEST

/* Each smoothing constant takes a degree of freedom (Ljung and Box 1978, of ARMA terms; an ETS
 * form is an ARIMA with as many: Hyndman et al. 2008, ch. 11). */
START_TEST(smoothing_constants_count)
{
    struct heard h = explain("ses", air, AIR, 12);
    ck_assert_double_eq(fact(&h, "ljung_box")->value, 23);
    h = explain("holt", air, AIR, 1);
    ck_assert_double_eq(fact(&h, "ljung_box")->value, 8);
}
END_TEST

/* ---- the facts ------------------------------------------------------------------------- */

/* Weights add up to one; a constant has its level and no test. */
START_TEST(parts_and_weights)
{
    struct heard sum = explain("auto", air, 60, 12);
    double weights = 0;
    for (size_t i = 0; i < sum.n; i++)
        weights += strcmp(sum.name[i], "weight") == 0 ? sum.fact[i].value : 0;
    if (fact(&sum, "weight"))
        close_to(weights, 1, 1e-12, "weights");
    static const double same[] = { 4, 4, 4, 4 };
    struct heard h = explain("ses", same, 4, 1);
    ck_assert_double_eq(fact(&h, "level")->value, 4);
    ck_assert_double_eq(fact(&h, "sigma")->value, 0);
    ck_assert(fact(&h, "ljung_box") == NULL);
}
END_TEST

/* The squares of the errors add up to what the fit says, holes or none. */
START_TEST(errors_are_the_fits)
{
    size_t nmodels, tried = 0;
    const struct inv_model *const *models = inv_model_list(&nmodels);
    double y[AIR], e[AIR];
    for (int holes = 0; holes < 2; holes++) {
        memcpy(y, air, sizeof y);
        if (holes)
            y[20] = y[21] = y[77] = y[100] = NAN;
        for (size_t i = 0; i < nmodels; i++) {
            struct inv_series s;
            struct inv_work w = { 0 };
            struct inv_fit fit;
            struct inv_err err;
            struct inv_model_args args = { .h = 1 };
            const struct inv_model *model = models[i];
            inv_series_look(&s, y, AIR, 12);
            if (!model->residuals)
                continue;
            ck_assert_int_eq(inv_work_reserve(&w, 2 * model->room(AIR, 12, 1, &args), &err), INV_OK);
            enum inv_status st = model->fit(&s, &args, &w, &fit, &err);
            if (st == INV_EFIT) {       /* not every model takes holes */
                inv_work_free(&w);
                continue;
            }
            ck_assert_int_eq(st, INV_OK);
            if (fit.model->residuals && fit.n == AIR) {
                double sse = 0;
                ck_assert_int_eq(fit.model->residuals(&fit, &s, &w, e, &err), INV_OK);
                for (size_t t = 0; t < AIR; t++)
                    sse += isfinite(e[t]) ? e[t] * e[t] : 0;
                close_to(sse, fit.sse, 1e-9, model->name);
                tried++;
            }
            inv_work_free(&w);
        }
    }
    ck_assert_uint_ge(tried, 12);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("explain");
    TCase *t = tcase_create("explain");
    suite_add_tcase(suite, t);
    tcase_add_test(t, jarque_bera);
    tcase_add_test(t, errors_of_naive_models);
    tcase_add_test(t, few_errors);
    tcase_add_test(t, smoothing_constants_count);
    tcase_add_test(t, parts_and_weights);
    tcase_add_test(t, errors_are_the_fits);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? 1 : 0;
}
