/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parts of a combination see the same surprise e in every new value, and
 * each moves its forecasts by its own psi_j e: the combination moves by the
 * weighted mean of them. So its psi, the scales of its steps and the errors of
 * its parameters are weighted means of the parts'. Its sigma is the root mean
 * square of theirs, which is a little more than its own. Where all parts forecast
 * lumpy demand, the outlook is the last one's, at the combination's rate; one
 * beside others has but the variance of a period's demand. */
#include "comb.h"

#include <math.h>

#include "lumpy.h"

size_t inv_comb_room(size_t h)
{
    return 4 * h;
}

size_t inv_comb_room_of(const struct inv_fit *fit, size_t n, size_t m, size_t h, const struct inv_model_args *a)
{
    size_t most = 0;
    for (size_t i = 0; i < fit->nparts; i++) {
        size_t need = inv_comb_room_of(&fit->parts[i], n, m, h, a);
        most = need > most ? need : most;
    }
    return fit->model->room(n, m, h, a) + most + fit->nparts * (h + 1);
}

void inv_comb_add(const struct inv_fit *fit, double weight, size_t h, double *mean)
{
    for (size_t i = 0; i < fit->nparts; i++)
        fit->parts[i].model->add(&fit->parts[i], weight * fit->weight[i], h, mean);
}

/* What all parts add to. */
struct sums { double *psi, *scale, *rank, var; };

/* One error that is as large as all of the part's parameters' together. */
static double rank_of(const struct inv_outlook *part, size_t k)
{
    if (!part->rank || part->nrank <= 1)
        return part->rank ? part->rank[k] : 0;
    double square = 0;
    for (size_t i = 0; i < part->nrank; i++)
        square += part->rank[i * part->rank_stride + k] * part->rank[i * part->rank_stride + k];
    return sqrt(square);
}

static void add_part(const struct inv_outlook *part, double weight, size_t h, struct sums *s)
{
    for (size_t k = 0; k < h; k++) {
        s->psi[k] += weight * (part->psi ? part->psi[k] : k == 0);
        s->scale[k] += weight * (part->scale ? part->scale[k] : 1);
        s->rank[k] += weight * (rank_of(part, k) + (part->own ? part->own[k] : 0));
    }
    s->var += weight * part->sigma * part->sigma;
}

/* Of demand that is lumpy with the same sizes but this mean. */
static void set_rate(struct inv_lumpy *l, double rate)
{
    l->p = rate / l->size;
    if (!(l->p < 1)) {
        l->p = 1;
        l->size = rate > 0 ? rate : l->size;
    }
    l->p = l->p > 0 ? l->p : 0;
}

enum inv_status inv_comb_outlook(const struct inv_fit *fit, size_t h, const struct inv_model_args *a,
                                 struct inv_work *w, struct inv_rng *r, struct inv_outlook *o, struct inv_err *err)
{
    struct inv_model_args args = *a;
    struct sums s = { inv_work_take(w, h), inv_work_take(w, h), inv_work_take(w, h), 0 };
    double *mean = inv_work_take(w, h);
    if (!s.psi || !s.scale || !s.rank || !mean)
        return inv_err_set(err, INV_ENOMEM, "a workspace too small for a combination");
    for (size_t k = 0; k < h; k++)
        s.psi[k] = s.scale[k] = s.rank[k] = 0;
    args.linear = true;
    size_t lumpy = 0;
    for (size_t i = 0; i < fit->nparts; i++) {
        struct inv_outlook part = { .mean = mean };
        size_t mark = inv_work_mark(w);
        inv_fit_mean(&fit->parts[i], h, mean);
        enum inv_status st = fit->parts[i].model->outlook(&fit->parts[i], h, &args, w, r, &part, err);
        if (st != INV_OK)
            return st;
        inv_work_release(w, mark);
        if (part.kind == INV_OUTLOOK_LUMPY) {
            part.sigma = sqrt(inv_lumpy_variance(&part.lumpy));
            o->lumpy = part.lumpy;
            lumpy++;
        }
        add_part(&part, fit->weight[i], h, &s);
    }
    o->kind = lumpy == fit->nparts ? INV_OUTLOOK_LUMPY : INV_OUTLOOK_LINEAR;
    if (o->kind == INV_OUTLOOK_LUMPY)
        set_rate(&o->lumpy, o->mean[0]);
    o->sigma = sqrt(s.var);
    o->psi = s.psi;
    o->scale = s.scale;
    o->rank = s.rank;
    return INV_OK;
}

enum inv_status inv_comb_update(struct inv_fit *fit, const struct inv_series *more, struct inv_err *err)
{
    struct inv_fit *part = (struct inv_fit *)(uintptr_t)fit->parts;
    enum inv_status st = INV_OK;
    for (size_t i = 0; i < fit->nparts && st == INV_OK; i++)
        st = part[i].model->update ? part[i].model->update(&part[i], more, err)
            : inv_err_set(err, INV_EUSAGE, "model %s cannot be carried on over new rows", part[i].model->name);
    fit->n += more->n;
    fit->seen += more->seen;
    return st;
}
