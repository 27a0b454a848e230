/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the fits of all models share. */
#include <float.h>
#include <math.h>

#include "models.h"

#define LOOK_BACK 4096
#define LOOK_SEASONS 20

void inv_fit_start(struct inv_fit *fit, const struct inv_model *model, const struct inv_series *s)
{
    *fit = (struct inv_fit){ .model = model, .n = s->n, .m = 1, .seen = s->seen, .loglik = NAN, .aicc = NAN,
                             .ahead = s->x ? s->x + s->n * s->nx : NULL, .nx = s->nx, .xname = s->xname };
}

void inv_fit_gaussian(struct inv_fit *fit, double log_scale)
{
    double n = (double)fit->seen, k = (double)fit->k + 1;
    fit->sigma = fit->seen > fit->k ? sqrt(fit->sse / (n - (double)fit->k)) : 0;
    fit->loglik = -n / 2 * log(fit->sse > DBL_MIN ? fit->sse : DBL_MIN) - log_scale;
    fit->aicc = n > k + 1 ? -2 * fit->loglik + 2 * k + 2 * k * (k + 1) / (n - k - 1) : INFINITY;
}

double inv_fit_log_scale(const struct inv_fit *fit)
{
    return -fit->loglik - (double)fit->seen / 2 * log(fit->sse > DBL_MIN ? fit->sse : DBL_MIN);
}

struct inv_series inv_fit_recent(const struct inv_series *s)
{
    size_t most = LOOK_SEASONS * s->m > LOOK_BACK ? LOOK_SEASONS * s->m : LOOK_BACK;
    if (s->n <= most)
        return *s;
    struct inv_series tail = inv_series_tail(s, most);
    return inv_series_core(&tail);
}

void inv_fit_flat(const struct inv_fit *fit, double weight, size_t h, double *mean)
{
    for (size_t k = 0; k < h; k++)
        mean[k] += weight * fit->state[0];
}

void inv_fit_mean(const struct inv_fit *fit, size_t h, double *mean)
{
    for (size_t k = 0; k < h; k++)
        mean[k] = 0;
    fit->model->add(fit, 1, h, mean);
}

enum inv_status inv_fit_expect(const struct inv_fit *fit, size_t h, struct inv_work *w, double *mean,
                               struct inv_err *err)
{
    if (fit->model->mean)
        return fit->model->mean(fit, h, w, mean, err);
    inv_fit_mean(fit, h, mean);
    return INV_OK;
}
