/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which form of TBATS (ibid., sec. 3.3 and 3.4): harmonics from F-tests on the
 * series less a moving average, then one more or one less of a season while
 * AICc falls; trends and the power; ARMA errors from small orders to larger ones. Each
 * fit begins where the one before ended. */
#include <float.h>
#include <math.h>
#include <string.h>

#include "tbats.h"

#define SIGNIFICANT 0.001
#define INSIDE 0.7
#define GAIN 1e-9           /* of AICc: less is no reason for another form */

struct search {
    const struct inv_series *s;
    struct inv_work *w;
    struct inv_tbats *best;
    double aicc;            /* of best; INFINITY: none yet */
};

double inv_tbats_aicc(const struct inv_tbats *t)
{
    double n = (double)t->seen, k = (double)inv_tbats_count(t) + 1;
    double sse = t->sse > DBL_MIN ? t->sse : DBL_MIN;
    return n > k + 1 ? n * log(sse) + 2 * k + 2 * k * (k + 1) / (n - k - 1) : INFINITY;
}

/* ---- starts ------------------------------------------------------------------------------- */

static void pass_on(struct inv_tbats *t, size_t to, const struct inv_tbats *from, size_t at, double otherwise)
{
    if (to < INV_TBATS_CONSTANTS)
        t->constant[to] = from && at < INV_TBATS_CONSTANTS ? from->constant[at] : otherwise;
}

static void start_from(struct inv_tbats *t, const struct inv_tbats *from)
{
    static const struct inv_tbats none;
    const struct inv_tbats_at *a = from ? &from->at : &none.at;
    pass_on(t, t->at.alpha, from, a->alpha, 0.1);
    pass_on(t, t->at.beta, from, a->beta, 0.01);
    pass_on(t, t->at.phi, from, a->phi, 0.95);
    pass_on(t, t->at.omega, from, a->omega, 0.4);
    for (size_t i = 0; i < INV_TBATS_SEASONS; i++)
        if (t->at.gamma[i] < INV_TBATS_CONSTANTS) {
            bool has = from && a->gamma[i] < INV_TBATS_CONSTANTS;
            pass_on(t, t->at.gamma[i], from, a->gamma[i], 0.002);
            pass_on(t, t->at.gamma[i] + 1, from, has ? a->gamma[i] + 1 : INV_TBATS_CONSTANTS, 0.002);
            t->constant[t->at.gamma[i]] *= INSIDE;      /* an edge is a bad place to start from */
            t->constant[t->at.gamma[i] + 1] *= INSIDE;
        }
    for (size_t i = 0; i < t->form.p; i++)
        pass_on(t, t->at.ar + i, from, from && i < from->form.p ? a->ar + i : INV_TBATS_CONSTANTS, 0);
    for (size_t i = 0; i < t->form.q; i++)
        pass_on(t, t->at.ma + i, from, from && i < from->form.q ? a->ma + i : INV_TBATS_CONSTANTS, 0);
}

/* Fits a form from where `from` ended (NULL: from scratch, with this alpha); true where it is the best so far. */
static bool try_from(struct search *q, const struct inv_tbats_form *form, const struct inv_tbats *from, double alpha)
{
    struct inv_tbats t;
    inv_tbats_lay(&t, form);
    if (inv_tbats_count(&t) + 3 > q->s->seen)
        return false;
    start_from(&t, from);
    if (!from) {
        t.constant[t.at.alpha] = alpha;
        for (size_t i = 0; i < form->ns && alpha > 0.3; i++)
            if (t.at.gamma[i] < INV_TBATS_CONSTANTS)
                t.constant[t.at.gamma[i]] = t.constant[t.at.gamma[i] + 1] = 0.03;
    }
    if (inv_tbats_fit(&t, q->s, q->aicc, q->w, NULL) != INV_OK)
        return false;
    double aicc = inv_tbats_aicc(&t);
    if (!(aicc < q->aicc - GAIN))
        return false;
    *q->best = t;
    q->aicc = aicc;
    return true;
}

static bool try_form(struct search *q, const struct inv_tbats_form *form)
{
    struct inv_tbats from = *q->best;
    return try_from(q, form, q->aicc < INFINITY ? &from : NULL, 0.1);
}

/* ---- harmonics ---------------------------------------------------------------------------- */

/* The series less the mean of m periods around; NAN near the ends. */
static void detrend(const struct inv_series *s, size_t m, double *out)
{
    size_t half = m / 2;
    for (size_t t = 0; t < s->n; t++) {
        double sum = 0, count = 0;
        out[t] = NAN;
        if (t < half || t + half >= s->n)
            continue;
        for (size_t i = t - half; i <= t + half; i++)
            if (!isnan(s->y[i])) {
                double w = m % 2 == 0 && (i == t - half || i == t + half) ? 0.5 : 1;
                sum += w * s->y[i];
                count += w;
            }
        out[t] = count > 0 ? s->y[t] - sum / count : NAN;
    }
}

/* The sum of squares of the j-th harmonic of x. */
static double harmonic_square(const double *x, size_t n, size_t m, size_t j)
{
    double a = 0, b = 0, count = 0;
    for (size_t t = 0; t < n; t++)
        if (!isnan(x[t])) {
            double angle = 2 * 3.14159265358979323846 * (double)(j * t % m) / (double)m;
            a += x[t] * cos(angle);
            b += x[t] * sin(angle);
            count++;
        }
    return count > 0 ? (a * a + b * b) * (2 * j == m ? 1 : 2) / count : 0;
}

/* The last harmonic whose F-test says something, at least 1; P(F > f) on 2 and r
 * degrees of freedom is (1 + 2 f / r)^(-r/2). */
static size_t significant(const struct inv_series *s, size_t m, size_t most, struct inv_work *w)
{
    size_t mark = inv_work_mark(w), last = 1;
    double *x = inv_work_take(w, s->n), left = 0, n = 0;
    if (!x)
        return 1;
    detrend(s, m, x);
    for (size_t t = 0; t < s->n; t++)
        if (!isnan(x[t])) {
            left += x[t] * x[t];
            n++;
        }
    for (size_t j = 1; j <= most; j++) {
        double square = harmonic_square(x, s->n, m, j), r = n - 2 * (double)j - 1;
        left = left > square ? left - square : 0;
        if (r > 0 && pow(left / (left + square + DBL_MIN), r / 2) < SIGNIFICANT)
            last = j;
    }
    inv_work_release(w, mark);
    return last;
}

static size_t most_harmonics(size_t m, size_t nm)
{
    size_t most = m / 2, share = INV_TBATS_HARMONICS / nm;
    return most < share ? most : share;
}

static void count_harmonics(struct search *q, struct inv_tbats_form *form)
{
    for (size_t i = 0; i < form->ns; i++) {
        size_t most = most_harmonics(form->m[i], form->ns), room = q->s->seen / (4 * form->ns);
        form->k[i] = significant(q->s, form->m[i], most, q->w);
        room = room > 1 ? room : 1;
        form->k[i] = form->k[i] < room ? form->k[i] : room;
    }
}

static void search_harmonics(struct search *q)
{
    for (size_t i = 0; i < q->best->form.ns; i++) {
        size_t most = most_harmonics(q->best->form.m[i], q->best->form.ns);
        bool more = false;
        struct inv_tbats_form form = q->best->form;
        while (form.k[i] < most) {
            form.k[i]++;
            if (!try_form(q, &form))
                break;
            more = true;
        }
        form = q->best->form;
        while (!more && form.k[i] > 0) {
            form.k[i]--;
            if (!try_form(q, &form))
                break;
        }
    }
}

/* ---- the rest of a form ---------------------------------------------------------------------- */

static void search_trends(struct search *q, bool power)
{
    struct inv_tbats_form form = q->best->form;
    form.power = power;
    for (enum inv_tbats_trend trend = INV_TBATS_LEVEL; trend <= INV_TBATS_DAMPED; trend++) {
        form.trend = trend;
        if ((trend != q->best->form.trend || power != q->best->form.power) && !(power && trend == INV_TBATS_TREND))
            try_form(q, &form);
    }
}

/* One order more at a time, of both kinds first. */
static void search_errors(struct search *q)
{
    for (bool better = true; better;) {
        struct inv_tbats_form form = q->best->form;
        better = false;
        for (size_t i = 0; i < 3; i++) {
            struct inv_tbats_form more = form;
            more.p += i != 1;
            more.q += i != 0;
            if (more.p <= INV_TBATS_ARMA && more.q <= INV_TBATS_ARMA && try_form(q, &more))
                better = true;
        }
    }
}

enum inv_status inv_tbats_choose(struct inv_tbats *best, const struct inv_series *s, const size_t *m, size_t nm,
                                 struct inv_work *w, struct inv_err *err)
{
    struct search q = { .s = s, .w = w, .best = best, .aicc = INFINITY };
    struct inv_tbats_form form = { .trend = INV_TBATS_LEVEL, .ns = nm };
    memcpy(form.m, m, nm * sizeof *m);
    count_harmonics(&q, &form);
    try_from(&q, &form, NULL, 0.1);
    try_from(&q, &form, NULL, 0.6);
    if (q.aicc == INFINITY) {               /* too short for so much season */
        for (size_t i = 0; i < nm; i++)
            form.k[i] = 0;
        try_from(&q, &form, NULL, 0.1);
    }
    if (q.aicc == INFINITY)
        return inv_err_set(err, INV_EFIT, "too few values for tbats");
    search_trends(&q, false);
    if (s->lo > 0)
        search_trends(&q, true);
    search_harmonics(&q);
    search_errors(&q);
    return INV_OK;
}
