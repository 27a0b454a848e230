/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-eval: names of columns and measures, and the tables after the last key. */
#include "config.h"
#include "eval.h"

#include <math.h>
#include <string.h>

#include "inv/num.h"

const char *eval_part(const struct evaluator *e, size_t part)
{
    return part == 0 ? "train" : part + 1 == e->nparts ? "test" : "validation";
}

const char *eval_measure_name(const struct evaluator *e, size_t i, char out[48])
{
    double of;
    const char *name = inv_measure_name(&e->what, i, &of);
    size_t n = strlen(name);
    bool level = i < INV_MEASURES + 2 * e->what.nlevels - 2;      /* in percent, as in lo80 */
    memcpy(out, name, n);
    if (!isnan(of))
        n += inv_num_format(level ? 100 * of : of, 15, '.', out + n);
    out[n] = '\0';
    return out;
}

size_t eval_measure_find(const struct evaluator *e, const char *name, size_t n)
{
    char text[48];
    for (size_t i = 0; i < e->width; i++)
        if (strlen(eval_measure_name(e, i, text)) == n && memcmp(text, name, n) == 0)
            return i;
    return NO_MEASURE;
}

const char *eval_method(const struct evaluator *e, size_t i, size_t *n)
{
    return inv_keys_get(e->methods, i, n);
}

void eval_measures(const struct evaluator *e, struct inv_row *row, const struct inv_ratio *r)
{
    for (size_t i = 0; i < e->width; i++)
        inv_row_num(row, inv_accuracy_value(&r[i], i));
}

double eval_loss(const struct evaluator *e, const struct inv_ratio *r)
{
    return fabs(inv_accuracy_value(&r[e->rank], e->rank));
}

double eval_value_added(const struct inv_ratio *before, const struct inv_ratio *after)
{
    return inv_accuracy_value(&before[INV_WAPE], INV_WAPE) - inv_accuracy_value(&after[INV_WAPE], INV_WAPE);
}

/* ---- columns --------------------------------------------------------------------------------- */

static enum inv_status add(struct evaluator *e, const char *name, struct inv_err *err)
{
    return tool_column_add(&e->layout, (struct inv_cell){ name, strlen(name) }, err);
}

static enum inv_status add_all(struct evaluator *e, const char *const *names, size_t n, struct inv_err *err)
{
    enum inv_status st = INV_OK;
    for (size_t i = 0; i < n && st == INV_OK; i++)
        st = add(e, names[i], err);
    return st;
}

/* Whether --summary compares models: there must be more than one. */
static bool compares(const struct evaluator *e)
{
    bool unknown = e->o->actual && e->run->common.sorted;      /* others may still come */
    return e->o->summary && (unknown || inv_keys_count(e->methods) > 1);
}

enum inv_status eval_columns(struct evaluator *e, struct inv_err *err)
{
    static const char *const of_key[] = { "step", "windows" }, *const of_step[] = { "step", "keys" };
    static const char *const of_all[] = { "keys", "windows" }, *const compared[] = { "rank", "distance", "dm", "dm_p" };
    bool key = !e->o->summary && e->o->by != BY_STEP;
    enum inv_status st = key ? add_all(e, (const char *const *)e->run->keys.s, e->run->keys.n, err) : INV_OK;
    if (st == INV_OK)
        st = add(e, "model", err);
    if (st == INV_OK && e->nparts > 1)
        st = add(e, "part", err);
    if (st == INV_OK)
        st = key && e->o->by == BY_KEY ? add_all(e, of_key + 1, 1, err) : key ? add_all(e, of_key, 2, err)
           : e->o->by == BY_STEP ? add_all(e, of_step, COUNT(of_step), err) : add_all(e, of_all, COUNT(of_all), err);
    char name[48];
    for (size_t i = 0; i < e->width && st == INV_OK; i++)
        st = add(e, eval_measure_name(e, i, name), err);
    if (st == INV_OK && e->adjusted)
        st = add(e, "fva", err);
    if (st == INV_OK && compares(e))
        st = add_all(e, compared, COUNT(compared), err);
    return st == INV_OK && key ? models_kept_columns(&e->models, &e->layout, e->nkept, err) : st;
}

/* ---- --summary and --by step ------------------------------------------------------------------------- */

/* The method with the least loss of those compared; none: k. */
static size_t best_method(const struct evaluator *e)
{
    size_t best = e->compare.k;
    double least = INFINITY;
    for (size_t i = 0; i < e->compare.k; i++) {
        const struct eval_total *t = eval_total(e, i, e->nparts - 1);
        double loss = t ? eval_loss(e, t->ratios) : (double)NAN;
        if (loss < least) {
            least = loss;
            best = i;
        }
    }
    return best;
}

/* Mean rank, the distance that ranks must differ by, and the test against the best. */
static void write_compared(const struct evaluator *e, struct inv_row *row, size_t method, size_t part, size_t best)
{
    const struct inv_ranks *r = &e->compare.ranks;
    bool in = method < e->compare.k && part + 1 == e->nparts;
    bool ranked = in && r->n > 0 && e->compare.k > 1;
    inv_row_num(row, ranked ? r->sum[method] / r->n : (double)NAN);
    inv_row_num(row, ranked ? inv_ranks_distance(e->compare.k, r->n, 0.05) : (double)NAN);
    struct inv_dm_test t = { 0, (double)NAN, (double)NAN, (double)NAN };
    if (in && best < e->compare.k && best != method)
        t = eval_compare_dm(e, method, best);
    inv_row_num(row, t.stat);
    inv_row_num(row, t.p);
}

static void begin_row(const struct evaluator *e, struct inv_row *row, struct inv_buf *buf, size_t method, size_t part)
{
    size_t n;
    const char *name = eval_method(e, method, &n);
    inv_row_init(row, buf, &e->run->out_format, e->layout.names, e->layout.width);
    inv_row_cell(row, (struct inv_cell){ name, n });
    if (e->nparts > 1)
        inv_row_text(row, eval_part(e, part));
}

/* The value that corrections add to the totals before them. */
static void write_added(const struct evaluator *e, struct inv_row *row, size_t method, size_t step, const struct inv_ratio *r)
{
    const struct eval_total *before = method % 2 ? eval_total(e, method - 1, 0) : NULL;
    if (e->adjusted)
        inv_row_num(row, before && step <= before->nsteps ? eval_value_added(before->ratios + step * e->width, r) : (double)NAN);
}

static enum inv_status write_summary(const struct evaluator *e, struct inv_buf *buf, size_t method, size_t part, size_t best,
                                     struct inv_err *err)
{
    const struct eval_total *t = eval_total(e, method, part);
    struct inv_row row;
    begin_row(e, &row, buf, method, part);
    inv_row_int(&row, (int64_t)t->keys);
    inv_row_int(&row, (int64_t)t->windows);
    eval_measures(e, &row, t->ratios);
    write_added(e, &row, method, 0, t->ratios);
    if (compares(e))
        write_compared(e, &row, method, part, best);
    return inv_row_end(&row, err);
}

static enum inv_status write_steps(const struct evaluator *e, struct inv_buf *buf, size_t method, size_t part, struct inv_err *err)
{
    const struct eval_total *t = eval_total(e, method, part);
    enum inv_status st = INV_OK;
    for (size_t k = 1; k <= t->nsteps && st == INV_OK; k++) {
        const struct inv_ratio *r = t->ratios + k * e->width;
        struct inv_row row;
        begin_row(e, &row, buf, method, part);
        inv_row_int(&row, (int64_t)k);
        inv_row_int(&row, (int64_t)r[INV_MAE].den);
        eval_measures(e, &row, r);
        write_added(e, &row, method, k, r);
        st = inv_row_end(&row, err);
    }
    return st;
}

enum inv_status eval_tables(struct evaluator *e, struct inv_err *err)
{
    struct inv_buf buf = { 0 };
    enum inv_status st = INV_OK;
    size_t best = best_method(e);
    for (size_t i = 0; i < inv_keys_count(e->methods) && st == INV_OK; i++)
        for (size_t part = 0; part < e->nparts && st == INV_OK; part++) {
            if (eval_total(e, i, part) && e->o->by == BY_STEP)
                st = write_steps(e, &buf, i, part, err);
            else if (eval_total(e, i, part) && e->o->summary)
                st = write_summary(e, &buf, i, part, best, err);
        }
    if (st == INV_OK)
        st = tool_write(e->run, &buf, true, err);
    inv_buf_free(&buf);
    return st;
}
