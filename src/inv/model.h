/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Forecasting models: each is a row of functions in one registry.
 *
 * A model is fitted to a series (arrays in), and says then what it expects of
 * the coming periods (arrays out). A new one is one file with its row, and one
 * line in forecast/model.c.
 */
#ifndef INV_MODEL_H
#define INV_MODEL_H

#include "inv/outlook.h"
#include "inv/rng.h"
#include "inv/series.h"
#include "inv/work.h"

#define INV_FIT_PARAMETERS 8

enum inv_model_flag {
    INV_MODEL_SEASONAL = 1,     /* makes use of the season */
    INV_MODEL_LUMPY = 2,        /* for demand with periods of zero; takes no negatives */
    INV_MODEL_CHOOSES = 4,      /* tries other rows and leaves the fit to one of them */
    INV_MODEL_HIDDEN = 8        /* a fallback, not on the list */
};

/* What the user fixes instead of letting it be fitted. {0}: everything is fitted. */
struct inv_model_args {
    size_t window;              /* sma: periods; 0: fitted */
    const double *weights;      /* wma: the newest period's first; NULL: 3, 2, 1 */
    size_t nweights;
    size_t h;                   /* steps that will be asked for; auto judges by them */
    size_t paths;               /* sample paths that will be asked for */
    bool linear;                /* an outlook without simulation, to the first order where there
                                   is no formula */
    const struct inv_fit *near; /* a fit of this model to nearly the same series, to start from;
                                   NULL: none */
};

struct inv_model;

/* A fitted model. Its arrays are in the workspace, so it lives until that is
 * reserved anew. */
struct inv_fit {
    const struct inv_model *model;
    size_t n, m;                /* length of the series and the season used; 1: none */
    size_t kind;                /* which of a model's forms, where it has several */
    double par[INV_FIT_PARAMETERS];   /* values of model->parameters */
    const double *state;        /* what the forecast needs of the past */
    size_t nstate;
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
    /* Room for what comes: models learned from all series of the input first,
     * and fits that are kept and carried on with new values. NULL: not there. */
    enum inv_status (*learn)(void *lesson, const struct inv_series *s, struct inv_err *err);
    enum inv_status (*update)(struct inv_fit *fit, const double *y, size_t n, struct inv_err *err);
};

/* mean[h]: the fit's point forecasts. */
void inv_fit_mean(const struct inv_fit *fit, size_t h, double *mean);

/* The registry: *n rows, in the order of the list. */
const struct inv_model *const *inv_model_list(size_t *n);
/* By name (length len); NULL where there is none. Hidden rows are not found. */
const struct inv_model *inv_model_find(const char *name, size_t len);

#endif
