/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inv/safety.h"

#include "stock/check.h"
#include "stock/safety.h"

#include <math.h>
#include <string.h>

static const char *const names[] = {
    "auto", "normal", "service-days", "fill-rate", "poisson", "negbin", "gamma", "empirical", "newsvendor",
    "cost-per-unit", "cost-per-occasion", "bootstrap"
};
#define METHODS (sizeof names / sizeof *names)

const char *inv_safety_name(enum inv_safety method)
{
    return (size_t)method < METHODS ? names[method] : "";
}

bool inv_safety_by_name(const char *s, size_t n, enum inv_safety *method)
{
    for (size_t i = 0; i < METHODS; i++)
        if (strlen(names[i]) == n && memcmp(names[i], s, n) == 0) {
            *method = (enum inv_safety)i;
            return true;
        }
    return false;
}

/* ---- distributions ---------------------------------------------------------------------- */

static enum inv_dist_kind kind_of(enum inv_safety dist, double mean, double sd, bool whole)
{
    if (dist == INV_SAFETY_POISSON)
        return INV_DIST_POISSON;
    /* Without a mean there is no demand of one sign to spread. */
    bool normal = dist == INV_SAFETY_NORMAL || mean == 0;
    if (normal || (dist != INV_SAFETY_GAMMA && dist != INV_SAFETY_NEGBIN && sd <= mean / 2))
        return INV_DIST_NORMAL;
    if (dist == INV_SAFETY_NEGBIN || (whole && dist != INV_SAFETY_GAMMA))
        return INV_DIST_NEGBIN;
    return INV_DIST_GAMMA;
}

static enum inv_safety name_of(enum inv_dist_kind kind)
{
    switch (kind) {
    case INV_DIST_POISSON: return INV_SAFETY_POISSON;
    case INV_DIST_NEGBIN: return INV_SAFETY_NEGBIN;
    case INV_DIST_GAMMA: return INV_SAFETY_GAMMA;
    case INV_DIST_EMPIRICAL:
    case INV_DIST_TABLE: return INV_SAFETY_EMPIRICAL;
    case INV_DIST_NORMAL: case INV_DIST_LOGNORMAL: break;
    }
    return INV_SAFETY_NORMAL;
}

enum inv_status inv_safety_dist(enum inv_safety dist, double mean, double sd, bool whole, double *x, size_t n,
                                struct inv_dist *d, enum inv_safety *used, struct inv_err *err)
{
    enum inv_status st = dist == INV_SAFETY_EMPIRICAL && n > 0
        ? inv_dist_empirical(d, x, n, err) : inv_dist_init(d, kind_of(dist, mean, sd, whole), mean, sd, err);
    if (st == INV_OK)
        *used = name_of(d->kind);
    return st;
}

/* ---- the law of X, and of the demand over the lead time alone ------------------------------ */

/* Demand over no time has no spread. */
static enum inv_status lead_of(struct law *law, enum inv_dist_kind kind, const struct inv_safety_part *p,
                               struct inv_mixture_part *to, struct inv_err *err)
{
    to->weight = p->weight;
    return law->periodic ? inv_dist_init(&to->dist, kind, p->lead_mean, p->lead_mean > 0 ? p->lead_sd : 0, err)
        : INV_OK;
}

static enum inv_status parts_of(struct law *law, const struct inv_safety_in *in, enum inv_dist_kind kind,
                                struct inv_err *err)
{
    struct inv_safety_part whole = { 1, in->mean, in->sd, in->lead_mean, in->lead_sd };
    bool many = in->nparts > 0;
    size_t n = many ? in->nparts : 1;
    struct inv_mixture_part *all = many ? in->work : law->one, *lead = all + n;
    enum inv_status st = INV_OK;
    for (size_t i = 0; i < n && st == INV_OK; i++) {
        const struct inv_safety_part *p = many ? &in->parts[i] : &whole;
        all[i].weight = p->weight;
        st = inv_dist_init(&all[i].dist, kind, p->mean, p->sd, err);
        if (st == INV_OK)
            st = lead_of(law, kind, p, &lead[i], err);
    }
    if (st == INV_OK)
        st = inv_mixture_init(&law->all, all, n, err);
    return st == INV_OK && law->periodic ? inv_mixture_init(&law->lead, lead, n, err) : st;
}

static bool has_dist(enum inv_safety method)
{
    return method == INV_SAFETY_FILL_RATE || method == INV_SAFETY_NEWSVENDOR || method == INV_SAFETY_COST_PER_UNIT
        || method == INV_SAFETY_COST_PER_OCCASION;
}

/* What demand itself spreads: several lead times are in the mixture, and ask for no other distribution. */
static double spread(const struct inv_safety_in *in)
{
    double sd = 0;
    for (size_t i = 0; i < in->nparts; i++)
        sd = hypot(sd, sqrt(in->parts[i].weight) * in->parts[i].sd);
    return in->nparts > 0 ? sd : in->sd;
}

/* Sums that were drawn know nothing of the lead time alone. */
static enum inv_status law_of(struct law *law, const struct inv_safety_in *in, enum inv_safety *used,
                              struct inv_err *err)
{
    enum inv_safety dist = has_dist(in->method) ? in->dist : in->method;
    law->periodic = in->periodic && in->mean > in->lead_mean;
    if ((dist == INV_SAFETY_EMPIRICAL || dist == INV_SAFETY_BOOTSTRAP) && in->n > 0) {
        law->periodic = false;
        law->one[0].weight = 1;
        enum inv_status st = inv_dist_empirical(&law->one[0].dist, in->sums, in->n, err);
        if (st != INV_OK)
            return st;
        *used = dist;
        return inv_mixture_init(&law->all, law->one, 1, err);
    }
    enum inv_status st = parts_of(law, in, kind_of(dist, in->mean, spread(in), in->whole), err);
    if (st == INV_OK)
        *used = name_of(law->all.part->dist.kind);
    return st;
}

/* What is ordered at a time, where nothing says so: the demand of a review period. */
static double lot(const struct inv_safety_in *in, const struct law *law)
{
    bool none = isnan(in->order_qty) || in->order_qty <= 0;
    return none && in->periodic && !law->periodic ? in->mean - in->lead_mean : in->order_qty;
}

/* ---- newsvendor ------------------------------------------------------------------------------ */

double inv_safety_ratio_periodic(double p, double h)
{
    return p / (p + h);
}

double inv_safety_ratio_continuous(double p, double h, double order_qty, double annual_demand)
{
    return 1 - h * order_qty / (p * annual_demand);
}

double inv_safety_ratio_short(double b2, double h, double order_qty, double annual_demand)
{
    return inv_safety_ratio_continuous(b2, h, order_qty, annual_demand);
}

double inv_safety_occasion(double b1, double h, double order_qty, double annual_demand)
{
    return h * order_qty / (b1 * annual_demand);
}

/* ---- all of them ------------------------------------------------------------------------------- */

static enum inv_status check(const struct inv_safety_in *in, struct inv_err *err)
{
    enum inv_status st = inv_check_from_zero(in->mean, "ltd_mean", err);
    if (st == INV_OK)
        st = inv_check_from_zero(in->sd, "ltd_sd", err);
    if (st != INV_OK)
        return st;
    switch (in->method) {
    case INV_SAFETY_SERVICE_DAYS:
        st = inv_check_from_zero(in->demand, "demand", err);
        return st == INV_OK ? inv_check_from_zero(in->days, "service_days", err) : st;
    case INV_SAFETY_FILL_RATE:
        st = inv_check_share(in->fill_rate, "fill_rate", err);
        return st == INV_OK && !(in->periodic && isnan(in->order_qty))
            ? inv_check_from_zero(in->order_qty, "order_qty", err) : st;
    case INV_SAFETY_NEWSVENDOR: case INV_SAFETY_COST_PER_UNIT:
        return inv_check_share(in->ratio, "ratio", err);
    case INV_SAFETY_COST_PER_OCCASION:
        return inv_check_positive(in->occasion, "occasion", err);
    case INV_SAFETY_AUTO: case INV_SAFETY_NORMAL: case INV_SAFETY_POISSON:
    case INV_SAFETY_NEGBIN: case INV_SAFETY_GAMMA: case INV_SAFETY_EMPIRICAL: case INV_SAFETY_BOOTSTRAP:
        break;
    }
    return inv_check_share(in->service_level, "service_level", err);
}

/* A quantile of X. Of the normal its safety stock is kept apart from the mean, which may hide it. */
static void quantile(const struct law *law, double mean, double p, struct inv_safety_out *out)
{
    const struct inv_dist *d = &law->all.part->dist;
    if (law->all.n == 1 && d->kind == INV_DIST_NORMAL) {
        out->safety_stock = d->sd * inv_normal_quantile(p);
        out->reorder_point = d->mean + out->safety_stock;
        return;
    }
    out->reorder_point = inv_mixture_quantile(&law->all, p);
    out->safety_stock = out->reorder_point - mean;
}

static enum inv_status point(const struct inv_safety_in *in, struct inv_safety_out *out, struct inv_err *err)
{
    struct law law = { 0 };
    enum inv_status st = law_of(&law, in, &out->dist, err);
    if (st != INV_OK)
        return st;
    if (in->method == INV_SAFETY_FILL_RATE) {
        out->reorder_point = inv_safety_fill_point(&law, lot(in, &law), in->fill_rate);
    } else if (in->method == INV_SAFETY_COST_PER_OCCASION) {
        if (!inv_safety_occasion_point(&law.all, in->occasion, &out->reorder_point)) {
            inv_err_set(err, INV_EARG, "a stock-out costs less than what stock costs that could prevent it");
            inv_err_column(err, "shortage_cost", 13);
            return INV_EARG;
        }
    } else {
        bool ratio = in->method == INV_SAFETY_NEWSVENDOR || in->method == INV_SAFETY_COST_PER_UNIT;
        quantile(&law, in->mean, ratio ? in->ratio : in->service_level, out);
        return INV_OK;
    }
    out->safety_stock = out->reorder_point - in->mean;
    return INV_OK;
}

enum inv_status inv_safety_solve(const struct inv_safety_in *in, struct inv_safety_out *out, struct inv_err *err)
{
    enum inv_status st = check(in, err);
    if (st != INV_OK)
        return st;
    if (in->method == INV_SAFETY_SERVICE_DAYS) {
        out->dist = in->method;
        out->safety_stock = in->demand * in->days;
        out->reorder_point = in->mean + out->safety_stock;
    } else {
        st = point(in, out, err);
    }
    if (st == INV_OK && !isfinite(out->reorder_point))
        return inv_err_set(err, INV_EARG, "the reorder point is out of the range of numbers");
    return st;
}

enum inv_status inv_safety_serves(const struct inv_safety_in *in, double s, struct inv_safety_served *out,
                                  struct inv_err *err)
{
    struct law law = { 0 };
    enum inv_safety used;
    enum inv_status st = inv_check_from_zero(in->mean, "ltd_mean", err);
    if (st == INV_OK)
        st = inv_check_from_zero(in->sd, "ltd_sd", err);
    if (st == INV_OK)
        st = law_of(&law, in, &used, err);
    if (st != INV_OK)
        return st;
    out->z = law.all.sd > 0 ? (s - law.all.mean) / law.all.sd : (double)NAN;
    out->service_level = inv_mixture_cdf(&law.all, s);
    out->loss = inv_mixture_loss(&law.all, s);
    inv_safety_fill_served(&law, lot(in, &law), s, out);
    return INV_OK;
}
