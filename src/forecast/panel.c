/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "panel.h"

#include <math.h>
#include <string.h>

#include "models.h"

#define MOST_ORIGINS 2
#define LEAST_STEPS 6       /* tried over at most this many steps, or a season */
#define LEAST_HISTORY 8     /* known values that a trial leaves to be fitted to */
#define LEAST_ERROR 1e-6    /* in shares of the largest value: none is told apart below it */

static const struct inv_model *const members[] = {
    &inv_model_naive, &inv_model_snaive, &inv_model_drift, &inv_model_mean, &inv_model_sma,
    &inv_model_ses, &inv_model_holt, &inv_model_damped, &inv_model_linear,
    &inv_model_ets, &inv_model_theta, &inv_model_otm, &inv_model_dotm, &inv_model_ces, &inv_model_stlm,
    &inv_model_tbats,       /* the last: with a season only, as its powers run away with short trends */
};
#define MEMBERS (sizeof members / sizeof members[0])
_Static_assert(MEMBERS <= INV_PANEL_MOST, "the panel has no seat left");

const struct inv_model *const *inv_panel_members(size_t *n)
{
    *n = MEMBERS;
    return members;
}

/* ---- trials ------------------------------------------------------------------------ */

/* As far ahead as will be asked for, if two thirds of the history stay. */
static void plan(struct inv_panel *p, const struct inv_series *s, size_t h)
{
    size_t most = s->m > LEAST_STEPS ? s->m : LEAST_STEPS, third = s->n / 3;
    p->steps = h > 0 && h < most ? h : most;
    p->steps = p->steps < third ? p->steps : third;
    p->origins = p->steps > 0 ? third / p->steps : 0;
    p->origins = p->origins < MOST_ORIGINS ? p->origins : MOST_ORIGINS;
}

static size_t origin(const struct inv_panel *p, const struct inv_series *s, size_t i)
{
    return s->n - (i + 1) * p->steps;
}

/* Near the fit to the whole: the constants hardly change, and many steps uphill
 * are saved. Demand without negatives is forecast without them. */
static void try_once(const struct inv_panel *p, const struct inv_series *s, const struct inv_model_args *a, size_t from,
                     const struct inv_fit *whole, struct inv_work *w, double *out)
{
    struct inv_series head = inv_series_head(s, from), core = inv_series_core(&head);
    struct inv_model_args args = *a;
    struct inv_fit fit;
    size_t gap = from - head.end, mark = inv_work_mark(w);
    double *mean = inv_work_take(w, gap + p->steps), lo = s->lo < 0 ? -INFINITY : 0;
    args.near = whole;
    bool served = mean && whole->model && core.seen >= LEAST_HISTORY && core.lo < core.hi
        && core.seen >= whole->model->least(core.m) && whole->model->fit(&core, &args, w, &fit, NULL) == INV_OK;
    if (served)
        inv_fit_mean(&fit, gap + p->steps, mean);
    for (size_t k = 0; k < p->steps; k++)
        out[k] = !served ? NAN : mean[gap + k] < lo ? lo : mean[gap + k];
    inv_work_release(w, mark);
}

/* Log of a member's root mean squared error; NAN: it was not tried. */
static double log_error(const struct inv_panel *p, size_t member, double scale)
{
    size_t n = p->origins * p->steps;
    double sum = 0, count = 0;
    for (size_t i = 0; i < n; i++) {
        double e = (p->actual[i] - p->tried[member * n + i]) / scale;
        if (isfinite(e)) {
            sum += e * e;
            count++;
        }
    }
    return count > 0 ? log(sqrt(sum / count) + LEAST_ERROR) : NAN;
}

static void compare(struct inv_panel *p, double scale)
{
    double mean = 0, count = 0;
    for (size_t i = 0; i < p->n; i++) {
        p->loss[i] = log_error(p, i, scale);
        if (isfinite(p->loss[i]))
            mean += (p->loss[i] - mean) / ++count;
    }
    for (size_t i = 0; i < p->n; i++)
        p->loss[i] = isfinite(p->loss[i]) ? p->loss[i] - mean : 0;
}

static void try_all(struct inv_panel *p, const struct inv_series *s, const struct inv_model_args *a, struct inv_work *w)
{
    for (size_t i = 0; i < p->origins; i++) {
        size_t from = origin(p, s, i), n = p->origins * p->steps;
        memcpy(p->actual + i * p->steps, s->y + from, p->steps * sizeof *s->y);
        for (size_t k = 0; k < p->n; k++)
            try_once(p, s, a, from, &p->fit[k], w, p->tried + k * n + i * p->steps);
    }
    compare(p, s->scale);
}

double inv_panel_error(const struct inv_panel *p, const double *weight)
{
    size_t n = p->origins * p->steps;
    double sum = 0, count = 0;
    for (size_t i = 0; i < n; i++) {
        double mean = 0, all = 0;
        for (size_t k = 0; k < p->n; k++)
            if (isfinite(p->tried[k * n + i])) {
                mean += weight[k] * p->tried[k * n + i];
                all += weight[k];
            }
        if (isfinite(p->actual[i]) && all > 0) {
            double e = p->actual[i] - mean / all;
            sum += e * e;
            count++;
        }
    }
    return count > 0 ? sqrt(sum / count) : NAN;
}

/* ---- the panel --------------------------------------------------------------------- */

size_t inv_panel_room_of(const struct inv_model *const *member, size_t count, size_t n, size_t m, size_t h,
                         const struct inv_model_args *a)
{
    struct inv_model_args args = *a;
    args.linear = true;
    size_t all = 0, most = 0;
    for (size_t i = 0; i < count; i++) {
        size_t need = member[i]->room(n, m, h, &args);
        all += need;
        most = need > most ? need : most;
    }
    return all + most + (count + 2) * n + count * (sizeof(struct inv_fit) / sizeof(double) + 1);
}

size_t inv_panel_room(size_t n, size_t m, size_t h, const struct inv_model_args *a)
{
    return inv_panel_room_of(members, MEMBERS, n, m, h, a) + inv_traits_room(n, m);
}

static bool can_serve(const struct inv_model *model, const struct inv_series *s)
{
    return s->seen >= model->least(s->m) && !((model->flags & INV_MODEL_LUMPY) && s->lo < 0);
}

enum inv_status inv_panel_hear(struct inv_panel *p, const struct inv_model *const *member, size_t count,
                               const struct inv_series *s, const struct inv_model_args *a, struct inv_work *w,
                               struct inv_err *err)
{
    struct inv_model_args args = *a;
    size_t served = 0;
    args.near = NULL;
    if (count > INV_PANEL_MOST)
        return inv_err_set(err, INV_EARG, "%zu models to combine are more than %d", count, INV_PANEL_MOST);
    p->n = count;
    p->origins = p->steps = 0;
    p->fit = (struct inv_fit *)(void *)inv_work_take(w, count * (sizeof *p->fit / sizeof(double) + 1));
    if (!p->fit)
        return inv_err_set(err, INV_ENOMEM, "a workspace too small for the panel");
    for (size_t i = 0; i < count; i++) {
        bool ok = can_serve(member[i], s) && member[i]->fit(s, &args, w, &p->fit[i], NULL) == INV_OK;
        p->fit[i].model = ok ? p->fit[i].model : NULL;
        served += ok;
    }
    return served > 0 ? INV_OK : inv_err_set(err, INV_EFIT, "no member of the panel can serve");
}

enum inv_status inv_panel_try(struct inv_panel *p, const struct inv_series *s, const struct inv_model_args *a,
                              struct inv_work *w, struct inv_err *err)
{
    plan(p, s, a->h);
    size_t n = p->origins * p->steps;
    p->actual = inv_work_take(w, n);
    p->tried = inv_work_take(w, p->n * n);
    if (!p->actual || !p->tried)
        return inv_err_set(err, INV_ENOMEM, "a workspace too small for the panel");
    try_all(p, s, a, w);
    return INV_OK;
}

static enum inv_status look(struct inv_panel *p, const struct inv_series *s, struct inv_work *w, struct inv_err *err)
{
    size_t mark = inv_work_mark(w);
    double *scratch = inv_work_take(w, inv_traits_room(s->n, s->m));
    if (!scratch)
        return inv_err_set(err, INV_ENOMEM, "a workspace too small for the panel");
    inv_traits_look(s, scratch, p->traits);
    inv_work_release(w, mark);
    return INV_OK;
}

enum inv_status inv_panel_fit(struct inv_panel *p, const struct inv_series *s, const struct inv_model_args *a,
                              struct inv_work *w, struct inv_err *err)
{
    enum inv_status st = look(p, s, w, err);
    if (st == INV_OK)
        st = inv_panel_hear(p, members, s->m > 1 ? MEMBERS : MEMBERS - 1, s, a, w, err);
    return st == INV_OK ? inv_panel_try(p, s, a, w, err) : st;
}
