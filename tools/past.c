/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "past.h"

#include <math.h>
#include <stdlib.h>

#include "inv/mem.h"

void past_free(struct past *p)
{
    inv_regular_free(&p->regular);
    free(p->index);
}

static enum inv_status span(struct past *p, const struct series *in, size_t n, int64_t *first, struct inv_err *err)
{
    inv_regular_range(p->index, n, first, &p->last);
    if (!in->as_of_given)
        return INV_OK;
    p->last = inv_grid_index(&p->grid, in->end - 1);
    if (inv_grid_end(&p->grid, p->last) > in->end)
        p->last--;
    return p->last >= *first ? INV_OK : inv_err_set(err, INV_EROW, "no history up to --as-of");
}

enum inv_status past_lay(struct past *p, const struct series *in, const struct inv_group *g, size_t value,
                         size_t stockout, bool zero, struct inv_err *err)
{
    int64_t first = 0;
    struct inv_regular *r = &p->regular;
    enum inv_status st = series_grid(in, g, in->has, &p->grid, err);
    if (st == INV_OK)
        st = INV_MEM_GROW(&p->index, &p->cap_index, g->n, err);
    if (st != INV_OK)
        return st;
    inv_grid_indices(&p->grid, g->time, g->n, p->index);
    st = span(p, in, g->n, &first, err);
    if (st == INV_OK)
        st = inv_regular_fill(r, INV_AGG_SUM, INV_RETURNS_KEEP, first, p->last, p->index, g->time, g->num[value], g->n,
                              err);
    if (st != INV_OK)
        return st;
    inv_regular_mark(r, p->index, g->num[stockout], g->n);
    for (size_t t = 0; t < r->n; t++)
        if (r->stockout[t])
            r->y[t] = NAN;
        else if (r->rows[t] == 0 && zero)
            r->y[t] = 0;
    return INV_OK;
}
