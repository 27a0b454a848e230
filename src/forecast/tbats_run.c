/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "tbats.h"

#define NEAR_LOG 1e-6           /* omega below it is the logarithm */
#define HALF_PI 1.57079632679489661923
#define WIDEST 1.2              /* of the angle between the middle and a ray */
#define MOST_GROWTH 1e30        /* times the data: nothing beyond it is forecast */

/* ---- layout ----------------------------------------------------------------------------- */

static size_t place(bool there, size_t count, size_t *n)
{
    size_t at = there ? *n : INV_TBATS_CONSTANTS;
    *n += there ? count : 0;
    return at;
}

/* Whether a shorter season has the frequency j / m already. */
static bool taken(const struct inv_tbats_form *f, size_t season, size_t j)
{
    for (size_t i = 0; i < season; i++)
        if (j * f->m[i] % f->m[season] == 0 && j * f->m[i] / f->m[season] <= f->k[i])
            return true;
    return false;
}

/* The cone's rays, for harmonics from angle `first` to `last`; where it is wide, a narrower one. */
static void lay_rays(double ray[2][2], double first, double last)
{
    double lo = last - HALF_PI, hi = first + HALF_PI, middle = (lo + hi) / 2;
    lo = lo > middle - WIDEST ? lo : middle - WIDEST;
    hi = hi < middle + WIDEST ? hi : middle + WIDEST;
    ray[0][0] = cos(lo);
    ray[0][1] = -sin(lo);
    ray[1][0] = cos(hi);
    ray[1][1] = -sin(hi);
}

static void lay_harmonics(struct inv_tbats *t)
{
    const struct inv_tbats_form *f = &t->form;
    double first = 0, last = 0;
    t->nh = 0;
    t->nx = f->trend == INV_TBATS_LEVEL ? 1 : 2;
    for (size_t i = 0; i < f->ns; i++, first = last = 0) {
        for (size_t j = 1; j <= f->k[i] && t->nh < INV_TBATS_HARMONICS; j++) {
            if (taken(f, i, j))
                continue;
            double angle = 4 * HALF_PI * (double)j / (double)f->m[i];
            first = first > 0 && last > 0 ? first : angle;
            last = angle;
            t->harmonic[t->nh++] = (struct inv_tbats_harmonic){ cos(angle), sin(angle), i, 2 * j == f->m[i] };
            t->nx += 2 * j == f->m[i] ? 1 : 2;
        }
        lay_rays(t->ray[i], first, last);
    }
}

void inv_tbats_settle(struct inv_tbats *t)
{
    for (size_t i = 0; i < t->form.ns; i++)
        for (size_t j = 0; j < 2 && t->at.gamma[i] < INV_TBATS_CONSTANTS; j++) {
            const double *c = t->constant + t->at.gamma[i];
            t->gamma[i][j] = c[0] * t->ray[i][0][j] + c[1] * t->ray[i][1][j];
        }
}

void inv_tbats_lay(struct inv_tbats *t, const struct inv_tbats_form *form)
{
    memset(t, 0, sizeof *t);
    t->form = *form;
    size_t n = 0;
    t->at.alpha = place(true, 1, &n);
    t->at.beta = place(form->trend != INV_TBATS_LEVEL, 1, &n);
    t->at.phi = place(form->trend == INV_TBATS_DAMPED, 1, &n);
    for (size_t i = 0; i < INV_TBATS_SEASONS; i++)
        t->at.gamma[i] = place(i < form->ns && form->k[i] > 0, 2, &n);
    t->at.ar = place(form->p > 0, form->p, &n);
    t->at.ma = place(form->q > 0, form->q, &n);
    t->at.omega = place(form->power, 1, &n);
    t->at.n = n;
    t->scale = 1;
    lay_harmonics(t);
}

double inv_tbats_get(const struct inv_tbats *t, size_t at, double otherwise)
{
    return at < INV_TBATS_CONSTANTS ? t->constant[at] : otherwise;
}

size_t inv_tbats_count(const struct inv_tbats *t)
{
    return t->at.n + t->nx;
}

/* ---- Box-Cox ------------------------------------------------------------------------------ */

double inv_tbats_transform(const struct inv_tbats *t, double y)
{
    if (!t->form.power)
        return y;
    double omega = t->constant[t->at.omega], v = log(y / t->scale);
    return t->scale * (omega < NEAR_LOG ? v : expm1(omega * v) / omega);
}

static double limited(const struct inv_tbats *t, double y)
{
    return y < MOST_GROWTH * t->scale ? y : MOST_GROWTH * t->scale;
}

double inv_tbats_back(const struct inv_tbats *t, double z)
{
    if (!t->form.power)
        return z;
    double omega = t->constant[t->at.omega], u = z / t->scale;
    if (omega < NEAR_LOG)
        return limited(t, t->scale * exp(u));
    return 1 + omega * u > 0 ? limited(t, t->scale * pow(1 + omega * u, 1 / omega)) : 0;
}

double inv_tbats_slope(const struct inv_tbats *t, double z)
{
    if (!t->form.power)
        return 1;
    double v = inv_tbats_back(t, z) / t->scale;
    return v > 0 ? pow(v, 1 - t->constant[t->at.omega]) : 0;
}

/* ---- one period after another --------------------------------------------------------------- */

static double of_states(const struct inv_tbats *t, double phi)
{
    double u = t->x[0];
    const double *x = t->x + 1;
    if (t->form.trend != INV_TBATS_LEVEL)
        u += phi * *x++;
    for (size_t i = 0; i < t->nh; i++) {
        u += *x;
        x += t->harmonic[i].single ? 1 : 2;
    }
    return u;
}

static double of_errors(const struct inv_tbats *t)
{
    double a = 0;
    for (size_t i = 0; i < t->form.p; i++)
        a += t->constant[t->at.ar + i] * t->d[i];
    for (size_t i = 0; i < t->form.q; i++)
        a += t->constant[t->at.ma + i] * t->e[i];
    return a;
}

static void move(struct inv_tbats *t, double phi, double d)
{
    double *x = t->x + 1;
    t->x[0] += t->constant[t->at.alpha] * d;
    if (t->form.trend != INV_TBATS_LEVEL) {
        t->x[0] += phi * *x;
        *x = phi * *x + t->constant[t->at.beta] * d;
        x++;
    }
    for (size_t i = 0; i < t->nh; i++) {
        const struct inv_tbats_harmonic *h = &t->harmonic[i];
        const double *gamma = t->gamma[h->season];
        double s = x[0];
        if (h->single) {
            *x++ = -s + gamma[0] * d;
            continue;
        }
        x[0] = h->cos * s + h->sin * x[1] + gamma[0] * d;
        x[1] = h->cos * x[1] - h->sin * s + gamma[1] * d;
        x += 2;
    }
}

static void remember(double *last, double x)
{
    for (size_t i = INV_TBATS_ARMA - 1; i > 0; i--)
        last[i] = last[i - 1];
    last[0] = x;
}

double inv_tbats_step(struct inv_tbats *t, double z)
{
    double phi = inv_tbats_get(t, t->at.phi, 1), a = of_errors(t);
    double d = isnan(z) ? a : z - of_states(t, phi), e = d - a;
    move(t, phi, d);
    remember(t->d, d);
    remember(t->e, e);
    return isnan(z) ? NAN : e;
}

void inv_tbats_run(struct inv_tbats *t, const double *z, size_t n, double *e)
{
    memcpy(t->x, t->start, t->nx * sizeof *t->x);
    memset(t->d, 0, sizeof t->d);
    memset(t->e, 0, sizeof t->e);
    t->sse = 0;
    t->seen = 0;
    for (size_t i = 0; i < n; i++) {
        double error = inv_tbats_step(t, z[i]);
        if (e)
            e[i] = error;
        if (isnan(error))
            continue;
        t->sse += error * error;
        t->seen++;
    }
}

double inv_tbats_ahead(const struct inv_tbats *t)
{
    return of_states(t, inv_tbats_get(t, t->at.phi, 1)) + of_errors(t);
}

/* w' F^(j-1) g (ibid., sec. 2.3): the states that an error of 1 leaves, carried on. */
void inv_tbats_psi(const struct inv_tbats *t, size_t h, double *psi)
{
    struct inv_tbats one = *t;
    memset(one.x, 0, sizeof one.x);
    memset(one.d, 0, sizeof one.d);
    memset(one.e, 0, sizeof one.e);
    inv_tbats_step(&one, 1);
    for (size_t j = 0; j < h; j++) {
        psi[j] = j == 0 ? 1 : inv_tbats_ahead(&one);
        if (j > 0)
            inv_tbats_step(&one, NAN);
    }
}
