/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What serves where all known values are equal: a level of which nothing varies,
 * or of which too little is known. The same mean at all steps, with an error of
 * its own in every period and one of the level, sigma / sqrt(n), that all share. */
#include <math.h>

#include "models.h"

static size_t one(size_t m) { (void)m; return 1; }

static size_t room(size_t n, size_t m, size_t h, const struct inv_model_args *a)
{
    (void)n;
    (void)m;
    (void)a;
    return h + 1;
}

/* One value, or twice the same, says nothing of the spread: as a guess it is
 * that of Poisson counts for whole numbers, else as large as the value. */
static double guessed_sigma(const struct inv_series *s)
{
    return s->whole ? sqrt(s->scale) : s->scale;
}

static enum inv_status fit_flat(const struct inv_series *s, const struct inv_model_args *a, struct inv_work *w,
                                struct inv_fit *fit, struct inv_err *err)
{
    (void)a;
    inv_fit_start(fit, &inv_model_flat, s);
    double *level = inv_work_take(w, 1);
    if (!level)
        return inv_err_set(err, INV_ENOMEM, "a workspace too small for a level");
    *level = fit->par[0] = s->hi;
    fit->state = level;
    fit->nstate = 1;
    fit->sigma = s->seen > 2 || s->hi == 0 ? 0 : guessed_sigma(s);
    return INV_OK;
}

static enum inv_status outlook_flat(const struct inv_fit *fit, size_t h, const struct inv_model_args *a,
                                    struct inv_work *w, struct inv_rng *r, struct inv_outlook *o, struct inv_err *err)
{
    (void)a;
    (void)r;
    double *own = inv_work_take(w, h);
    if (!own)
        return inv_err_set(err, INV_ENOMEM, "a workspace too small for a level");
    for (size_t k = 0; k < h; k++)
        own[k] = fit->sigma / sqrt((double)fit->seen);
    o->kind = INV_OUTLOOK_LINEAR;
    o->sigma = fit->sigma;
    o->own = own;
    o->period = 1;
    return INV_OK;
}

static const char *const parameters[] = { "level", NULL };

const struct inv_model inv_model_flat = {
    .name = "flat", .title = "the one value that there is",
    .flags = INV_MODEL_HIDDEN, .parameters = parameters,
    .least = one, .room = room, .fit = fit_flat, .add = inv_fit_flat, .outlook = outlook_flat
};
