/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-clean: what is done to the values of a regular series. */
#include "config.h"
#include "clean.h"

#include <math.h>
#include <string.h>

#include "inv/mem.h"

static enum inv_status make_room(struct clean *c, struct inv_err *err)
{
    enum inv_status st = INV_MEM_GROW(&c->want, &c->cap_want, c->reg.n, err);
    return st == INV_OK ? INV_MEM_GROW(&c->sold, &c->cap_sold, c->reg.n, err) : st;
}

static enum inv_status treat_outliers(struct clean *c, struct inv_err *err)
{
    const struct clean_options *o = c->o;
    struct inv_regular *r = &c->reg;
    enum inv_outlier_method method = (enum inv_outlier_method)o->method;
    double threshold = o->threshold > 0 ? o->threshold : inv_outlier_threshold(method);
    enum inv_status st = inv_outlier_find(&c->outlier, method, threshold, c->season, r->y, r->n, err);
    if (st != INV_OK || o->outliers == OUTLIERS_FLAG)
        return st;
    for (size_t i = 0; i < r->n; i++)
        if (c->outlier.flag[i] && o->outliers == OUTLIERS_REPLACE)
            r->y[i] = c->outlier.expected[i];
        else if (c->outlier.flag[i])
            r->y[i] = r->y[i] > c->outlier.hi[i] ? c->outlier.hi[i] : c->outlier.lo[i];
    return INV_OK;
}

/* Zero fills what has no row; an estimate fills whatever has no value, but for
 * stock-outs, which are missing on purpose. */
static enum inv_status fill_gaps(struct clean *c, struct inv_err *err)
{
    struct inv_regular *r = &c->reg;
    enum inv_fill used, method = (enum inv_fill)c->o->fill;
    for (size_t i = 0; i < r->n; i++)
        c->want[i] = !r->stockout[i] && (method == INV_FILL_ZERO ? r->rows[i] == 0 : isnan(r->y[i]));
    enum inv_status st = inv_fill_gaps(&c->fill, method, c->season, r->y, c->want, r->n, &used, err);
    if (used != method)
        c->remarks.unfit++;
    return st;
}

/* Demand of a stock-out: what its season and neighbours say, and at least what was sold. */
static enum inv_status estimate_stockouts(struct clean *c, struct inv_err *err)
{
    struct inv_regular *r = &c->reg;
    enum inv_fill used;
    enum inv_status st = inv_fill_gaps(&c->fill, INV_FILL_SEASONAL, c->season, r->y, r->stockout, r->n, &used, err);
    for (size_t i = 0; st == INV_OK && i < r->n; i++)
        if (r->stockout[i] && !(r->y[i] >= c->sold[i]) && !isnan(c->sold[i]))
            r->y[i] = c->sold[i];
    return st;
}

enum inv_status clean_values(struct clean *c, struct inv_err *err)
{
    struct inv_regular *r = &c->reg;
    bool zero = c->o->fill == INV_FILL_ZERO;
    enum inv_status st = make_room(c, err);
    if (st != INV_OK)
        return st;
    if (zero)
        for (size_t i = 0; i < r->n; i++)
            if (r->rows[i] == 0)
                r->y[i] = 0;
    if (c->raw)
        memcpy(c->sold, r->y, r->n * sizeof *r->y);
    for (size_t i = 0; c->stockouts && i < r->n; i++)
        if (r->stockout[i])
            r->y[i] = NAN;
    if (c->o->outliers != OUTLIERS_NONE)
        st = treat_outliers(c, err);
    if (st == INV_OK && !zero && c->o->fill != INV_FILL_NA)
        st = fill_gaps(c, err);
    if (st == INV_OK && c->stockouts && c->o->stockout_fill == ESTIMATE)
        st = estimate_stockouts(c, err);
    return st;
}
