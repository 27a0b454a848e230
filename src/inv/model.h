/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Forecasting models: each is a row of functions in one registry.
 *
 * A model is fitted to a series (arrays in), and says then what it expects of
 * the coming periods (arrays out). A new one is one file with its row, and one
 * line in forecast/model.c.
 */
#ifndef INV_MODEL_H
#define INV_MODEL_H

#include "inv/ets.h"
#include "inv/arima.h"
#include "inv/lesson.h"
#include "inv/outlook.h"
#include "inv/rng.h"
#include "inv/series.h"
#include "inv/work.h"

#define INV_FIT_PARAMETERS 16
#define INV_FORM_MAX 96         /* the longest name of a form, with its end */

enum inv_model_flag {
    INV_MODEL_SEASONAL = 1,     /* makes use of the season */
    INV_MODEL_LUMPY = 2,        /* for demand with periods of zero; takes no negatives */
    INV_MODEL_CHOOSES = 4,      /* tries other rows and leaves the fit to one of them */
    INV_MODEL_HIDDEN = 8,       /* a fallback, not on the list */
    INV_MODEL_SHARE = 16        /* forecasts a probability, not a demand; equal values are fitted, too */
};

/* How forecasts are combined (forecast/combine.c). */
enum inv_comb_rule { INV_COMB_MEDIAN, INV_COMB_MEAN, INV_COMB_TRIMMED, INV_COMB_ERRORS };
#define INV_COMB_MOST 20        /* members of a combination */

/* What the user fixes instead of letting it be fitted. {0}: everything is fitted. */
struct inv_model_args {
    size_t window;              /* sma: periods; 0: fitted */
    const double *weights;      /* wma: the newest period's first; NULL: 3, 2, 1 */
    size_t nweights;
    struct inv_ets_choice ets;  /* ets: forms to choose from */
    const size_t *seasons;      /* all seasons, the shortest first; NULL: the series' own */
    size_t nseasons;
    const struct inv_model *rest;   /* stlm: for what is left of the seasons; NULL: exponential smoothing */
    size_t nx;                  /* regressors of the series */
    const struct inv_lesson *lesson;   /* of the series' group; NULL: none */
    size_t degree;              /* poly: of the polynomial; 0: fitted */
    size_t h;                   /* steps that will be asked for; auto judges by them */
    size_t paths;               /* sample paths that will be asked for */
    struct inv_arima_choice arima;   /* arima, sarima: what is not chosen */
    const struct inv_model *const *members;   /* comb: whose forecasts are combined; NULL: its own choice */
    size_t nmembers;            /* at most INV_COMB_MOST */
    enum inv_comb_rule rule;    /* comb: how */
    bool linear;                /* an outlook without simulation, to the first order where there
                                   is no formula */
    const struct inv_fit *near; /* a fit of this model to nearly the same series, to start from;
                                   NULL: none */
};

struct inv_model;

/* What there is to say of a fit: --explain prints it. */
enum inv_fact_kind {
    INV_FACT_PARAMETER,         /* a smoothing constant, an order, a starting state */
    INV_FACT_COEFFICIENT,       /* of a regression: with standard error, t and p */
    INV_FACT_CRITERION,         /* likelihood, AICc */
    INV_FACT_TEST               /* a statistic with its p */
};
struct inv_fact {
    enum inv_fact_kind kind;
    const char *name;           /* lives during the call only */
    double value;
    double se, stat, p;         /* NAN: there is none */
};
struct inv_facts { void (*say)(void *ctx, const struct inv_fact *fact); void *ctx; };

/* A fitted model. Its arrays are in the workspace, so it lives until that is
 * reserved anew. */
struct inv_fit {
    const struct inv_model *model;
    size_t n, m;                /* length of the series and the season used; 1: none */
    size_t kind;                /* which of a model's forms, where it has several */
    double par[INV_FIT_PARAMETERS];   /* values of model->parameters */
    double *state;              /* what else the forecast needs of the past: with par, kind, n, m, k,
                                   sse, sigma and ahead all that it needs, so that a fit can be
                                   kept in a file */
    size_t nstate;
    const double *ahead;        /* the regressors of the periods after the series, as in inv_series.x;
                                   borrowed; NULL: none */
    size_t nx;
    const char *const *xname;   /* as in inv_series; borrowed */
    size_t seen;                /* values that were fitted to */
    size_t k;                   /* parameters and starting states fitted, sigma left out */
    double sse;                 /* sum of squared one-step errors (relative ones where so said) */
    double sigma;               /* sqrt(sse / (seen - k)) */
    double loglik, aicc;        /* NAN where the model has no likelihood */
    const struct inv_fit *parts;       /* of a combination; its forecast is that of the parts */
    const double *weight;              /* with these weights, which add up to 1 */
    size_t nparts;                     /* 0: no combination */
};

struct inv_model {
    const char *name;           /* as on the command line */
    const char *title;          /* for a list of models */
    const char *source;         /* where it is described */
    unsigned flags;
    const char *const *parameters;     /* names of fit.par, ended by NULL; NULL: none */
    const struct inv_model *shorter;   /* what serves where there are fewer values */

    /* Known values that it needs, for a season of m. */
    size_t (*least)(size_t m);
    /* Doubles of workspace that fit and outlook take, the fit's own arrays included. */
    size_t (*room)(size_t n, size_t m, size_t h, const struct inv_model_args *a);
    /* Fits to s, which begins and ends with a known value and is neither
     * constant nor shorter than `least`. INV_EFIT: this series is not for it. */
    enum inv_status (*fit)(const struct inv_series *s, const struct inv_model_args *a,
                           struct inv_work *w, struct inv_fit *fit, struct inv_err *err);
    /* Adds weight times the point forecasts of the h periods after the series to mean[h]. */
    void (*add)(const struct inv_fit *fit, double weight, size_t h, double *mean);
    /* The joint distribution around o->mean[h], which is already there: kind
     * and its fields. Simulation draws from r. */
    enum inv_status (*outlook)(const struct inv_fit *fit, size_t h, const struct inv_model_args *a,
                               struct inv_work *w, struct inv_rng *r, struct inv_outlook *o, struct inv_err *err);
    /* The rest may be NULL. */
    /* mean[h], where the forecasts are not the sum that `add` adds to: that of a combination by median
     * needs workspace. NULL: they are. */
    enum inv_status (*mean)(const struct inv_fit *fit, size_t h, struct inv_work *w, double *mean, struct inv_err *err);
    /* The form that was chosen, as the field writes it: "ETS(A,Ad,M)",
     * "ARIMA(1,1,1)(0,1,1)[12] with drift". Terminated. NULL: the name says it. */
    void (*form)(const struct inv_fit *fit, char out[INV_FORM_MAX]);
    /* Says what the fit consists of. NULL: `parameters`, with their values in fit->par. */
    void (*explain)(const struct inv_fit *fit, const struct inv_facts *out);
    /* e[s->n]: the one-step errors on the series that was fitted to, relative ones
     * where the model's are; NAN where there is none. */
    enum inv_status (*residuals)(const struct inv_fit *fit, const struct inv_series *s, struct inv_work *w, double *e,
                                 struct inv_err *err);
    /* Carries the states on over the periods of `more`, which follow at once on the
     * fit's n (some may be missing, but not the last): afterwards fit->n is larger by more->n, and the
     * fit is as if its parameters had been run over all of them. Writes to
     * fit->state in place. */
    enum inv_status (*update)(struct inv_fit *fit, const struct inv_series *more, struct inv_err *err);
    /* Fitted coefficients that shape the errors' correlation (smoothing constants, AR
     * and MA terms): a test for what is left of it loses as many degrees of freedom. NULL: none. */
    size_t (*dynamics)(const struct inv_fit *fit);
};

/* mean[h]: the fit's point forecasts by `add`. */
void inv_fit_mean(const struct inv_fit *fit, size_t h, double *mean);
/* The same by `mean`, where the model has it. */
enum inv_status inv_fit_expect(const struct inv_fit *fit, size_t h, struct inv_work *w, double *mean, struct inv_err *err);

/* The registry: *n rows, in the order of the list. */
const struct inv_model *const *inv_model_list(size_t *n);
/* By name (length len); NULL where there is none. Hidden rows are not found. */
const struct inv_model *inv_model_find(const char *name, size_t len);

#endif
