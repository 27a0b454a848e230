/* SPDX-License-Identifier: GPL-3.0-or-later */
/* auto: the models that suit a series, weighed by how well they did on its end.
 *
 * Each candidate is fitted to the history without its last periods, from up to
 * three origins, and judged by the squared error of what it then forecast for
 * them. The forecast is the mean of the candidates' with weights in inverse
 * proportion to these errors (Bates and Granger 1969): with histories of this
 * length the choice of a single model is mostly chance, while the weighted mean
 * is better than each of them. Lumpy demand is left to ewm, which has learned
 * from other series what a single one cannot tell. */
#include <math.h>

#include "comb.h"
#include "models.h"

#define ORIGINS 3
#define LEAST_STEPS 6       /* judged by at most this many steps, or a season */
#define LEAST_SEEN 6        /* fewer known values: exponential smoothing alone */
#define LEAST_WEIGHT 0.02   /* a part with less is left out */
#define LUMPY_ZEROS 0.2     /* share of zeros that makes demand lumpy */

#define MOST 7
struct group {
    const struct inv_model *model[MOST];
    size_t untried;         /* how many of them to take where the history is too short to judge */
};

static const struct group plain = {
    { &inv_model_ses, &inv_model_damped, &inv_model_naive, &inv_model_drift, &inv_model_holt, &inv_model_mean,
      &inv_model_sma }, 3
};
static const struct group seasonal = {
    { &inv_model_hw, &inv_model_ses, &inv_model_damped, &inv_model_linear, &inv_model_snaive, &inv_model_sma }, 3
};

/* The trials of one series. */
struct judge {
    const struct inv_series *s;
    const struct inv_model_args *args;
    struct inv_work *w;
    size_t steps, origins;
    double *mean;           /* steps + a gap of the history's length */
};

static const struct group *suited(const struct inv_series *s)
{
    return s->m > 1 && s->seen >= inv_model_hw.least(s->m) ? &seasonal : &plain;
}

/* How far ahead, and from how many origins: half of the history and what the
 * group's first model needs stay for fitting. steps 0: it is too short. */
static void plan(struct judge *j, const struct group *g)
{
    size_t n = j->s->n, keep = n / 2, need = g->model[0]->least(j->s->m);
    keep = keep > need ? keep : need;
    size_t most = j->s->m > LEAST_STEPS ? j->s->m : LEAST_STEPS;
    j->steps = j->args->h < most ? j->args->h : most;
    j->steps = j->steps > 0 ? j->steps : 1;
    if (keep + 1 >= n) {
        j->steps = 0;
        return;
    }
    j->steps = j->steps < n - keep - 1 ? j->steps : n - keep - 1;
    j->origins = n - j->steps - keep + 1;
    j->origins = j->origins < ORIGINS ? j->origins : ORIGINS;
}

static double square(const struct judge *j, size_t from, const double *mean)
{
    double sum = 0, lo = j->s->lo < 0 ? -INFINITY : 0;
    for (size_t k = 0; k < j->steps; k++)
        if (isfinite(j->s->y[from + k])) {
            double x = mean[k] < lo ? lo : mean[k], e = (j->s->y[from + k] - x) / j->s->scale;
            sum += e * e;
        }
    return sum;
}

/* A history that knows nothing, or one value only: all candidates forecast that. */
static double same_for_all(const struct judge *j, size_t from, double value)
{
    for (size_t k = 0; k < j->steps; k++)
        j->mean[k] = value;
    return square(j, from, j->mean);
}

/* The error from one origin; the fit is a start for the next. INFINITY: the
 * model cannot serve there. */
static double judge_origin(struct judge *j, const struct inv_model *model, size_t from, const struct inv_fit *near,
                           struct inv_fit *fit)
{
    struct inv_series head = inv_series_head(j->s, from), core = inv_series_core(&head);
    size_t gap = from - head.end;
    if (head.seen == 0 || core.lo == core.hi)
        return same_for_all(j, from, head.seen ? core.lo : 0);
    struct inv_model_args args = *j->args;
    args.near = near->model ? near : NULL;
    if (core.seen < model->least(core.m) || model->fit(&core, &args, j->w, fit, NULL) != INV_OK)
        return INFINITY;
    inv_fit_mean(fit, gap + j->steps, j->mean);
    return square(j, from, j->mean + gap);
}

/* From the earliest origin to the latest; *fit: the last one. */
static double judge_model(struct judge *j, const struct inv_model *model, struct inv_fit *fit)
{
    double loss = 0;
    struct inv_fit last = { 0 };
    *fit = last;
    for (size_t i = j->origins; i-- > 0 && isfinite(loss);) {
        loss += judge_origin(j, model, j->s->n - j->steps - i, &last, fit);
        last = *fit;
    }
    return isfinite(loss) ? loss : INFINITY;
}

/* Weights from losses, in place; parts that hardly count get 0. */
static void weigh(double *x, size_t n)
{
    double least = INFINITY, worst = 0, sum = 0;
    for (size_t i = 0; i < n; i++)
        if (x[i] < INFINITY) {
            least = x[i] < least ? x[i] : least;
            worst = x[i] > worst ? x[i] : worst;
        }
    double floor = 1e-9 * worst > 0 ? 1e-9 * worst : 1;     /* a perfect one takes nearly all */
    for (size_t i = 0; i < n; i++) {
        x[i] = x[i] < INFINITY ? (least + floor) / (x[i] + floor) : 0;
        sum += x[i];
    }
    double kept = 0;
    for (size_t i = 0; i < n; i++) {
        x[i] = x[i] >= LEAST_WEIGHT * sum ? x[i] : 0;
        kept += x[i];
    }
    for (size_t i = 0; i < n && kept > 0; i++)
        x[i] /= kept;
}

/* Fits those that have a weight to the whole history, from scratch: from the
 * trials' fits they would end at the same tops of the likelihood, which need not
 * be the highest any more. Weights of what could not be fitted go to the others. */
static size_t fit_parts(const struct judge *j, const struct group *g, double *weight, struct inv_fit *part)
{
    size_t n = 0;
    double sum = 0;
    for (size_t i = 0; i < MOST && g->model[i]; i++) {
        if (!(weight[i] > 0) || j->s->seen < g->model[i]->least(j->s->m))
            continue;
        if (g->model[i]->fit(j->s, j->args, j->w, &part[n], NULL) != INV_OK)
            continue;
        weight[n++] = weight[i];
        sum += weight[i];
    }
    for (size_t i = 0; i < n; i++)
        weight[i] /= sum;
    return n;
}

static bool is_lumpy(const struct inv_series *s)
{
    return s->lo >= 0 && inv_series_zero_share(s) > LUMPY_ZEROS && s->seen >= inv_model_ewm.least(s->m);
}

static enum inv_status fit_auto(const struct inv_series *all, const struct inv_model_args *a, struct inv_work *w,
                                struct inv_fit *fit, struct inv_err *err)
{
    enum inv_status regressed = all->nx > 0 ? inv_model_regressed.fit(all, a, w, fit, err) : INV_EFIT;
    if (regressed != INV_EFIT)
        return regressed;
    struct inv_series s = inv_fit_recent(all);
    if (is_lumpy(&s))
        return inv_model_ewm.fit(&s, a, w, fit, err);
    const struct group *g = suited(&s);
    struct judge j = { .s = &s, .args = a, .w = w };
    plan(&j, g);
    double *weight = inv_work_take(w, MOST);
    struct inv_fit *part = (struct inv_fit *)(void *)inv_work_take(w, MOST * (sizeof *part / sizeof(double) + 1));
    j.mean = inv_work_take(w, s.n + j.steps);
    if (!weight || !part || !j.mean)
        return inv_err_set(err, INV_ENOMEM, "a workspace too small for the candidates");
    if (s.seen < LEAST_SEEN || s.lo == s.hi)
        return inv_err_set(err, INV_EFIT, "too few values to judge by");
    struct inv_fit trial;
    size_t n = 0;
    for (; n < MOST && g->model[n]; n++)
        weight[n] = j.steps > 0 ? judge_model(&j, g->model[n], &trial) : n < g->untried ? 1 : INFINITY;
    weigh(weight, n);
    n = fit_parts(&j, g, weight, part);
    if (n == 0)
        return inv_err_set(err, INV_EFIT, "no candidate can serve");
    if (n == 1) {
        *fit = part[0];
        return INV_OK;
    }
    inv_fit_start(fit, &inv_model_auto, &s);
    fit->parts = part;
    fit->weight = weight;
    fit->nparts = n;
    return INV_OK;
}

static size_t one(size_t m) { (void)m; return 1; }

/* Trials and final fits leave their states behind. */
static size_t room(size_t n, size_t m, size_t h, const struct inv_model_args *a)
{
    const struct group *groups[] = { &plain, &seasonal };
    size_t most = inv_model_ewm.room(n, m, h, a);
    struct inv_model_args args = *a;
    args.linear = true;
    for (size_t i = 0; i < 2; i++) {
        size_t need = 0;
        for (size_t k = 0; k < MOST && groups[i]->model[k]; k++)
            need += groups[i]->model[k]->room(n, m, h, &args);
        most = need > most ? need : most;
    }
    size_t alone = inv_model_hw.room(n, m, h, a);
    return (ORIGINS + 2) * most + alone + MOST * (sizeof(struct inv_fit) / sizeof(double) + 2) + 2 * n + 2 * m
        + LEAST_STEPS + inv_comb_room(h) + (a->nx > 0 ? inv_model_regressed.room(n, m, h, a) : 0);
}

const struct inv_model inv_model_auto = {
    .name = "auto", .title = "the models that suit the series, weighed by their errors at its end",
    .source = "Bates and Granger (1969)",
    .flags = INV_MODEL_CHOOSES | INV_MODEL_SEASONAL, .shorter = &inv_model_ses,
    .least = one, .room = room, .fit = fit_auto, .add = inv_comb_add, .outlook = inv_comb_outlook,
    .update = inv_comb_update
};
