/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Regression that borrows: auto where there are regressors.
 *
 *   log y = a + u'b + l + e        (y itself where demand has many zeros)
 *
 * with terms u of the regressors and the season (terms.h), newer periods weighing more
 * (half at n / 2 periods back: discounted least squares, Brown 1963) and a level l that
 * follows the errors by exponential smoothing where that clearly helps. With a lesson
 * of the series' group (inv/lesson.h) the coefficients are shrunk towards the group's:
 *   b = (X'WX + s2 T^-1)^-1 (X'Wy + s2 T^-1 b0)
 * (Lindley and Smith 1972), the prior being rows of the least-squares triangle.
 *
 * Where it forecasts the end of the history worse than exponential smoothing does, which
 * takes no notice of regressors, auto goes without them.
 *
 * The forecast is exp(log y + sigma^2 / 4), between the median and the mean: sigma holds
 * shocks that regressors do not tell (an advertisement) and overstates what they add
 * to the mean. On the rolling origins of the series that this was chosen with, absolute
 * errors of the median and of exp(sigma^2 / 4) are alike, and the bias is less. */
#include "regressed.h"

#include <float.h>
#include <math.h>
#include <string.h>

#define LEAST_FREE 4            /* values more than coefficients of one's own */
#define JUDGED 12               /* steps by which it is judged, at least, where there are as many */
#define LUMPY_ZEROS 0.2         /* share of zeros that makes demand lumpy */
#define SHORT 10                /* values, where there is no season */
#define CLEARLY 16              /* of n log sse, by which a level must be better */
#define GROUP_VALUES 4          /* that the group's variance of errors counts for */

static const char *const parameters[] = { "alpha", NULL };

static size_t state_room(size_t n, size_t p)
{
    return HEADER + 3 * n + 2 * p + 3 * (p + 1) + inv_lsq_room(p + 1);
}

static size_t room(size_t n, size_t m, size_t h, const struct inv_model_args *a)
{
    size_t p = inv_terms_most(a->nx, m), terms = a->nx + INV_TERMS_CROSSED;
    size_t paths = a->linear ? 0 : inv_regressed_paths(h, a) * (h + 1);
    size_t judged = state_room(terms, p) + 2 * terms + n + 1 + inv_model_hw.room(n, m, 1, a) + inv_model_damped.room(n, m, 1, a)
        + inv_model_ses.room(n, m, 1, a);
    return judged + state_room(terms, p) + 3 * terms + 2 * terms + 3 * (p + 1) + (p + 2) * h + 2 * h + paths;
}

/* nx and m are the fit's. */
struct inv_regressed inv_regressed_look(double *x, size_t nx, size_t m)
{
    struct inv_regressed v = { .t = { .nx = nx, .n = (size_t)x[TERMS], .m = m, .log = x[LOGS] > 0,
                             .term = (struct inv_term *)(void *)(x + HEADER) } };
    size_t p = inv_terms_width(&v.t);
    v.q = p + 1;
    v.c = (struct inv_columns){ .phase = (size_t)x[PHASE], .centre = x + HEADER + 3 * v.t.n,
                                .scale = x + HEADER + 3 * v.t.n + p, .none = x[NONE] };
    v.b = v.c.scale + p;
    v.row = v.b + v.q;
    v.z = v.row + v.q;
    v.l = (struct inv_lsq){ .p = v.q, .d = v.z + v.q, .theta = v.z + 2 * v.q, .square = v.z + 3 * v.q, .r = v.z + 4 * v.q };
    v.level = x[LEVEL];
    return v;
}

double inv_regressed_dot(const double *a, const double *b, size_t n)
{
    double s = 0;
    for (size_t i = 0; i < n; i++)
        s += a[i] * b[i];
    return s;
}

/* Too few values to tell the season and constants of smoothing. */
bool inv_regressed_short(const struct inv_series *s)
{
    return s->seen < (s->m > 1 ? 2 * s->m : SHORT);
}

bool inv_regressed_wanted(const struct inv_series *s, const struct inv_model_args *a)
{
    return s->nx > 0 || (a->lesson && a->lesson->series > 0 && inv_regressed_short(s));
}

/* ---- fit ----------------------------------------------------------------------------- */

/* The group's terms, or what this series suggests itself. */
static void set_terms(const struct inv_series *s, const struct inv_lesson *lesson, bool logs, double *flags, double *x)
{
    struct inv_terms t = { .term = (struct inv_term *)(void *)(x + HEADER) };
    bool lumpy = s->lo <= 0 && (s->lo < 0 || inv_series_zero_share(s) > 0.1);
    if (lesson) {
        t.n = lesson->terms.n;
        t.log = lesson->terms.log;
        memcpy(t.term, lesson->terms.term, t.n * sizeof *t.term);
    } else {
        struct inv_lesson_looks l = { .nx = s->nx, .share = (bool *)(void *)flags, .positive = (bool *)(void *)(flags + s->nx) };
        for (size_t i = 0; i < s->nx; i++)
            l.share[i] = l.positive[i] = true;
        inv_lesson_look(&l, s);
        l.above = !lumpy;
        inv_terms_suggest(&t, &l, s->m, logs);
        t.n = s->nx;            /* products are a matter of many series */
    }
    x[TERMS] = (double)t.n;
    x[PHASE] = (double)s->phase;
    x[LOGS] = t.log;
    x[NONE] = 0;
    for (size_t i = 0; i < s->n && t.log && s->lo <= 0; i++)
        if (s->y[i] > 0 && (x[NONE] == 0 || s->y[i] < 2 * x[NONE]))
            x[NONE] = s->y[i] / 2;
    x[LEVEL] = 0;
}

/* T^-1 as rows, for coefficients of terms that are divided by their scale. */
static void add_prior(struct inv_regressed *v, const struct inv_lesson *l, double s2)
{
    size_t p = v->q - 1;
    for (size_t i = 0; i < p; i++) {
        double target = 0;
        v->row[0] = 0;
        for (size_t j = 0; j < p; j++) {
            v->row[1 + j] = l->root[i * p + j] / v->c.scale[j];
            target += l->root[i * p + j] * l->mean[j];
        }
        inv_lsq_add(&v->l, v->row, target, s2);
    }
}

/* The errors of log y (or y) without the level, NAN where there is none. */
double inv_regressed_error(struct inv_regressed *v, const struct inv_series *s, size_t t)
{
    double y = inv_columns_demand(&v->c, s->y[t]);
    if (!isfinite(y) || !inv_design_counts(s, t) || !inv_columns_row(&v->c, t, inv_columns_at(s, t), v->row))
        return NAN;
    return y - inv_regressed_dot(v->row, v->b, v->q);
}

/* Squared one-step errors when the level follows with alpha; *level: at the end. */
double inv_regressed_follow(struct inv_regressed *v, const struct inv_series *s, double alpha, double *level)
{
    double sse = 0;
    for (size_t t = 0; t < s->n; t++) {
        double e = inv_regressed_error(v, s, t) - *level;
        if (isfinite(e)) {
            sse += e * e;
            *level += alpha * e;
        }
    }
    return sse;
}

/* given: the group's constant; NAN: the series' own. */
static void follow_level(struct inv_regressed *v, const struct inv_series *s, double given, struct inv_fit *fit)
{
    double n = (double)fit->seen, best = INFINITY;
    for (size_t i = 0; i < INV_ALPHAS; i++) {
        if (isfinite(given) && inv_alphas[i] != given)
            continue;
        double level = 0, sse = inv_regressed_follow(v, s, inv_alphas[i], &level), loss = n * log(fmax(sse, DBL_MIN)) + (i > 0 ? CLEARLY : 0);
        if (loss < best) {
            best = loss;
            fit->sse = sse;
            fit->par[INV_REGRESSED_ALPHA] = inv_alphas[i];
            fit->state[LEVEL] = v->level = level;
        }
    }
}

static enum inv_status solve(const struct inv_series *s, const struct inv_lesson *lesson, struct inv_fit *fit, struct inv_err *err)
{
    struct inv_regressed v = inv_regressed_look(fit->state, s->nx, s->m);
    v.c.t = &v.t;
    inv_columns_look(&v.c, s, v.row);
    inv_lsq_init(&v.l, v.q, v.l.d);
    double top = -INFINITY;
    fit->seen = 0;
    for (size_t t = 0; t < s->n; t++) {
        double y = inv_columns_demand(&v.c, s->y[t]);
        bool counts = isfinite(y) && inv_design_counts(s, t);
        fit->seen += counts;
        top = counts && y > top ? y : top;
    }
    double all = inv_columns_take(&v.c, s, &v.l, v.row);
    /* for the check, on a copy: what this series says alone of its errors */
    size_t own = 0;
    for (size_t i = 0; i < v.q; i++)
        own += v.l.d[i] > 1e-14 * v.l.square[i];
    double free = all - (double)own, s2 = free >= 1 ? v.l.sse / free : NAN;
    if (!(fit->seen >= (lesson ? 2 : own + LEAST_FREE)) || !isfinite(v.l.sse))
        return inv_err_set(err, INV_EFIT, "too few values for a regression");
    if (lesson)                 /* a few values that happen to agree say little of the errors */
        add_prior(&v, lesson, (fmax(free, 0) * (free >= 1 ? s2 : 0) + GROUP_VALUES * lesson->s2) / (fmax(free, 0) + GROUP_VALUES));
    inv_lsq_check(&v.l, v.row);
    inv_lsq_solve(&v.l, v.q, v.b);
    fit->state[TOP] = top;
    fit->k = own;
    follow_level(&v, s, lesson && inv_regressed_short(s) ? lesson->alpha : NAN, fit);
    fit->k = fit->seen > own + 1 ? own : 1;
    inv_fit_gaussian(fit, 0);
    if (lesson && !(fit->seen > own + LEAST_FREE))
        fit->sigma = sqrt(lesson->s2);
    return isfinite(fit->sigma) ? INV_OK : inv_err_set(err, INV_EFIT, "errors that are not finite");
}

static enum inv_status fit_terms(const struct inv_series *s, const struct inv_lesson *lesson, struct inv_work *w,
                                 struct inv_fit *fit, struct inv_err *err)
{
    size_t terms = s->nx + INV_TERMS_CROSSED, most = state_room(terms, inv_terms_most(s->nx, s->m));
    inv_fit_start(fit, &inv_model_regressed, s);
    fit->m = s->m;
    fit->state = inv_work_take(w, most);
    double *flags = inv_work_take(w, 2 * terms);
    if (!fit->state || !flags)
        return inv_err_set(err, INV_ENOMEM, "a workspace too small for a regression");
    for (size_t i = 0; i < most; i++)
        fit->state[i] = 0;
    set_terms(s, lesson, true, flags, fit->state);
    fit->nstate = state_room((size_t)fit->state[TERMS], inv_regressed_look(fit->state, s->nx, s->m).q - 1);
    return solve(s, lesson, fit, err);
}

/* ---- whether regressors earn their place --------------------------------------------- */

static bool lumpy(const struct inv_series *s)
{
    return s->lo == 0 && inv_series_zero_share(s) > LUMPY_ZEROS;
}

static double squared(double x)
{
    return x * x;
}

/* What regressors must be better than. */
static const struct inv_model *rival_of(const struct inv_series *s)
{
    if (lumpy(s))
        return &inv_model_ses;
    return s->m > 1 && s->seen >= inv_model_hw.least(s->m) ? &inv_model_hw : &inv_model_damped;
}

/* Absolute errors over the h periods from `from` on; of lumpy demand squared ones, since
 * absolute ones prefer a forecast of zero. */
static double miss(const struct inv_series *s, const struct inv_fit *fit, size_t from, size_t gap, size_t h, double *mean)
{
    double sum = 0;
    inv_fit_mean(fit, gap + h, mean);
    for (size_t k = 0; k < h; k++)
        if (isfinite(s->y[from + k]) && isfinite(mean[gap + k]))
            sum += lumpy(s) ? squared((s->y[from + k] - mean[gap + k]) / s->scale) : fabs(s->y[from + k] - mean[gap + k]);
    return sum;
}

/* From two origins: is it worse than exponential smoothing, which takes no
 * notice of regressors? A history too short to say speaks for them. */
static bool loses(const struct inv_series *s, const struct inv_lesson *lesson, const struct inv_model_args *a, struct inv_work *w)
{
    size_t most = s->n / 4, h = a->h > JUDGED ? a->h : JUDGED, mark = inv_work_mark(w);
    double with = 0, without = 0, *mean = inv_work_take(w, s->n + 1);
    h = h < most ? h : most;
    for (size_t i = 1; i <= 2 && h > 0 && mean; i++) {
        struct inv_series head = inv_series_head(s, s->n - i * h), core = inv_series_core(&head), bare = core;
        const struct inv_model *rival = rival_of(&core);
        struct inv_fit one, other;
        size_t inner = inv_work_mark(w), gap = head.n - head.end;
        bare.x = NULL;
        bare.nx = 0;
        if (core.seen < rival->least(core.m) || core.lo == core.hi
            || fit_terms(&core, lesson, w, &one, NULL) != INV_OK || rival->fit(&bare, a, w, &other, NULL) != INV_OK)
            break;
        with += miss(s, &one, s->n - i * h, gap, h, mean);
        without += miss(s, &other, s->n - i * h, gap, h, mean);
        inv_work_release(w, inner);
    }
    inv_work_release(w, mark);
    return with > without;
}

static enum inv_status fit_regressed(const struct inv_series *all, const struct inv_model_args *a, struct inv_work *w,
                                     struct inv_fit *fit, struct inv_err *err)
{
    struct inv_series s = inv_fit_recent(all);
    const struct inv_lesson *lesson = a->lesson;
    if (lesson && (lesson->series == 0 || lesson->terms.nx != s.nx || lesson->terms.m != s.m
                   || (lesson->terms.log && (s.lo < 0 || inv_series_zero_share(&s) > 0.1))))
        lesson = NULL;
    if (s.nx == 0 && !(lesson && lesson->terms.log))
        return inv_err_set(err, INV_EFIT, "no regressors");
    if (s.nx > 0 && loses(&s, lesson, a, w))
        return inv_err_set(err, INV_EFIT, "regressors that explain less than smoothing does");
    return fit_terms(&s, lesson, w, fit, err);
}

static size_t four(size_t m) { (void)m; return 4; }

const struct inv_model inv_model_regressed = {
    .name = "regressed", .title = "regression that borrows from the group's series",
    .source = "Blattberg and George (1991); Lindley and Smith (1972)",
    .flags = INV_MODEL_HIDDEN | INV_MODEL_SEASONAL, .parameters = parameters, .shorter = &inv_model_ses,
    .least = four, .room = room, .fit = fit_regressed, .add = inv_regressed_add, .outlook = inv_regressed_outlook,
    .explain = inv_regressed_explain, .residuals = inv_regressed_residuals, .update = inv_regressed_update
};
