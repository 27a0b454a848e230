/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-abc: the classes of all items, and the rows that go out. */
#include "config.h"
#include "abc.h"

#include <math.h>
#include <stdlib.h>

/* ---- one value an item -------------------------------------------------------------------------- */

/* Several criteria, each spread over 0..1, make a score. */
static void score(struct abc *a)
{
    size_t n = a->cells.n, k = a->ncriteria;
    for (size_t c = 0; c < k; c++) {
        for (size_t i = 0; i < n; i++)
            a->values[i] = a->x[i * k + c];
        inv_abc_normalise(a->values, n, a->criteria[c].less);
        for (size_t i = 0; i < n; i++)
            a->x[i * k + c] = a->values[i];
    }
    for (size_t i = 0; i < n; i++)
        a->values[i] = a->nweights ? inv_abc_score_weighted(a->x + i * k, a->weights, k)
                                   : inv_abc_score_ng(a->x + i * k, k);
}

static enum inv_status classify(struct abc *a, struct inv_err *err)
{
    size_t n = a->cells.n;
    a->classes = calloc(n + 1, sizeof *a->classes);
    a->values = calloc(n + 1, sizeof *a->values);
    a->order = calloc(n + 1, sizeof *a->order);
    if (!a->classes || !a->values || !a->order)
        return inv_err_set(err, INV_ENOMEM, "out of memory");
    if (a->ncriteria > 1)
        score(a);
    else
        for (size_t i = 0; i < n; i++)
            a->values[i] = a->x[i];
    return inv_abc_classes(a->values, n, a->thresholds, a->nthresholds, a->o->basis == 1, a->classes, a->order, err);
}

/* ---- rows ---------------------------------------------------------------------------------------- */

static struct inv_cell letter(int place)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    return (struct inv_cell){ letters + place, 1 };
}

static void history_values(const struct abc *a, const struct item *it, struct value *v)
{
    v[H_DEMAND] = value_num(it->demand);
    v[H_SD] = value_num(it->sd);
    v[H_ANNUAL] = value_num(it->annual);
    v[H_ADI] = value_num(it->shape.adi);
    v[H_CV2] = value_num(it->shape.cv2);
    v[H_PATTERN] = value_text(inv_shape_pattern_name(it->shape.pattern));
    v[H_LIFE] = value_text(inv_life_name(it->life));
    v[H_FREQ] = value_text(inv_freq_name(a->freq));
    v[H_AS_OF] = value_cell((struct inv_cell){ a->texts.s ? a->texts.s + it->as_of : "", it->as_of_n });
}

/* The last class is Z, however many there are. Without demand an item is in it; without a spread in none. */
static struct inv_cell xyz_of(struct abc *a, const struct item *it)
{
    if (isnan(it->cv) && !(it->demand <= 0)) {
        a->no_spread++;
        return (struct inv_cell){ "", 0 };
    }
    return letter(25 - (int)a->ncv + inv_abc_xyz(it->cv, a->cv_thresholds, a->ncv));
}

static struct inv_cell carried(const struct abc *a, size_t i, size_t column)
{
    return column == INV_NO_COLUMN ? (struct inv_cell){ "", 0 } : hold_cell(&a->cells, i, column);
}

static void policy_values(struct abc *a, size_t i, struct inv_cell classes[4], struct value *v)
{
    const struct item *it = &a->items[i];
    classes[2] = it->shaped ? value_text(inv_shape_pattern_name(it->shape.pattern)).text : carried(a, i, a->pattern_in);
    classes[3] = it->shaped ? value_text(inv_life_name(it->life)).text : carried(a, i, a->life_in);
    struct policy *p = &a->policy;
    size_t row = abc_policy_find(p, classes);
    for (size_t k = 0; k < p->nadded && row != SIZE_MAX; k++)
        v[a->ncolumns - p->nadded + k] = value_cell(hold_cell(&p->rows, row, p->added[k]));
}

static enum inv_status write_item(struct abc *a, size_t i, struct inv_cell *cells, struct inv_err *err)
{
    const struct item *it = &a->items[i];
    const struct inv_abc *c = &a->classes[i];
    struct inv_cell classes[4] = { letter(c->cls), xyz_of(a, it) };
    struct value *v = a->history ? a->out.values : a->rows.values;
    struct inv_param_row p;
    for (size_t k = 0; k < a->ncolumns; k++)
        v[k].kind = VALUE_MISSING;
    v[R_ABC] = value_cell(classes[0]);
    v[R_XYZ] = value_cell(classes[1]);
    v[R_SHARE] = value_num(c->share);
    v[R_CUM] = value_num(c->cum_share);
    v[R_CV] = value_num(it->cv);
    if (a->history)
        history_values(a, it, v);
    if (a->score)
        v[a->score] = value_num(a->values[i]);
    if (a->policy.in)
        policy_values(a, i, classes, v);
    hold_row(&a->cells, i, cells);
    inv_params_join(a->run->params, cells, &p);
    return a->history ? reduce_write(&a->out, &p, err) : carry_write(&a->rows, &(struct inv_record){ .cells = cells }, &p, err);
}

static void remark(const struct abc *a)
{
    size_t n = a->cells.n;
    if (n > 0 && isnan(a->classes[0].share))
        tool_note(a->run, "nothing is above 0 by %s: all are in class %.1s", a->criteria[0].name,
                  letter((int)a->nthresholds).s);
    if (a->no_spread > 0)
        tool_note(a->run, "class_xyz is empty for %llu of %zu: it needs demand and demand_sd, or cv",
                  (unsigned long long)a->no_spread, n);
    if (a->policy.unmatched > 0)
        tool_note(a->run, "%s has no row for the classes of %llu of %zu", a->o->policy,
                  (unsigned long long)a->policy.unmatched, n);
}

enum inv_status abc_write(struct abc *a, struct inv_err *err)
{
    struct inv_cell *own = a->history ? NULL : calloc(a->cells.width + 1, sizeof *own);
    struct inv_cell *cells = a->history ? a->out.cells : own;
    enum inv_status st = cells ? classify(a, err) : inv_err_set(err, INV_ENOMEM, "out of memory");
    for (size_t r = 0; r < a->cells.n && st == INV_OK; r++)
        st = write_item(a, a->o->ranked ? a->order[r] : r, cells, err);
    if (st == INV_OK)
        st = a->history ? reduce_flush(&a->out, err) : carry_flush(&a->rows, err);
    if (st == INV_OK)
        remark(a);
    free(own);
    return st;
}
