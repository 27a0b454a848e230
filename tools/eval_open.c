/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-eval --actual: the forecast's columns, and the tables of values. */
#include "config.h"
#include "eval.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "inv/mem.h"
#include "inv/num.h"

/* ---- tables of values ---------------------------------------------------------------------------- */

static enum inv_status need_keys(const struct evaluator *e, const struct join *j, struct inv_err *err)
{
    size_t column;
    enum inv_status st = INV_OK;
    for (size_t i = 0; i < e->run->keys.n && st == INV_OK; i++)
        st = join_need(j, e->run->keys.s[i], &column, err);
    return st;
}

struct places { size_t time, value, stockout, skip; };

/* A row that cannot be read is told, and counts as not there. */
static enum inv_status read_row(struct evaluator *e, struct eval_table *t, size_t row, const struct places *p,
                                struct inv_timefmt *fmt, struct inv_err *err)
{
    double out = 0, skip = 0;
    struct inv_cell c = join_cell(t->join, row, p->time);
    enum inv_status st = inv_time_parse(fmt, c.s, c.n, &t->t[row], err);
    if (st == INV_EROW) {
        inv_err_at(err, join_file(t->join), join_line(t->join, row));
        inv_err_column(err, e->run->common.time, strlen(e->run->common.time));
    }
    if (st == INV_OK)
        st = join_number(t->join, row, p->value, &t->v[row], err);
    if (st == INV_OK && p->stockout != INV_NO_COLUMN)
        st = join_number(t->join, row, p->stockout, &out, err);
    if (st == INV_OK && p->skip != INV_NO_COLUMN)
        st = join_number(t->join, row, p->skip, &skip, err);
    t->used[row] = st == INV_OK;
    if (out > 0 || skip > 0)
        t->v[row] = INFINITY;                  /* not to count: sold less than was wanted, nobody knows how much less; or left out */
    return st == INV_EROW ? tool_reject_other(e->run, NULL, err) : st;
}

static enum inv_status table_open(struct evaluator *e, struct eval_table *t, const char *path, struct inv_err *err)
{
    struct places p = { 0, 0, INV_NO_COLUMN, INV_NO_COLUMN };
    const char *skip = e->o->models.skip;
    struct inv_timefmt fmt;
    enum inv_status st = join_load(e->run, path, &t->join, err);
    if (st == INV_OK)
        st = need_keys(e, t->join, err);
    if (st == INV_OK)
        st = join_need(t->join, e->run->common.time, &p.time, err);
    if (st == INV_OK)
        st = join_need(t->join, e->run->common.value, &p.value, err);
    if (st == INV_OK && skip)
        st = join_need(t->join, skip, &p.skip, err);
    if (st == INV_OK)
        st = inv_timefmt_init(&fmt, tool_freq(e->run), e->run->common.date_format, err);
    if (st != INV_OK)
        return st;
    size_t n = join_count(t->join);
    t->t = calloc(n + 1, sizeof *t->t);
    t->v = calloc(n + 1, sizeof *t->v);
    t->used = calloc(n + 1, sizeof *t->used);
    if (!t->t || !t->v || !t->used)
        return inv_err_set(err, INV_ENOMEM, "out of memory");
    p.stockout = join_column(t->join, "stockout");
    for (size_t row = 0; row < n && st == INV_OK; row++)
        st = read_row(e, t, row, &p, &fmt, err);
    return st;
}

static void table_close(struct eval_table *t)
{
    join_free(t->join);
    free(t->t);
    free(t->v);
    free(t->used);
}

/* ---- the forecast's columns -------------------------------------------------------------------------- */

/* What stands behind the letters of lo95, hi95 or q0.5, as a number; NAN: another column. */
static double suffix(struct inv_cell name, const char *letters)
{
    size_t n = strlen(letters);
    double x;
    bool is = name.n > n && memcmp(name.s, letters, n) == 0 && name.s[n] >= '0' && name.s[n] <= '9'
           && inv_num_parse(name.s + n, name.n - n, '.', &x) == INV_NUM_OK;
    return is ? x : (double)NAN;
}

static size_t column_like(const struct inv_input *in, const char *letters, double x)
{
    for (size_t i = 0; i < inv_input_width(in); i++)
        if (fabs(suffix(inv_input_name(in, i), letters) - x) < 1e-9 * x)
            return i;
    return INV_NO_COLUMN;
}

static enum inv_status add_column(struct evaluator *e, size_t column, struct inv_err *err)
{
    enum inv_status st = INV_MEM_GROW(&e->num, &e->cap_num, e->nnum + 1, err);
    if (st == INV_OK)
        e->num[e->nnum++] = column;
    return st;
}

/* A level's columns, where both are there and it is not among the levels yet. */
static enum inv_status add_level(struct evaluator *e, double percent, bool needed, struct inv_err *err)
{
    size_t lo = column_like(e->run->in, "lo", percent), hi = column_like(e->run->in, "hi", percent);
    if (lo == INV_NO_COLUMN || hi == INV_NO_COLUMN)
        return needed ? inv_err_set(err, INV_EUSAGE, "--level: the forecast has no lo%g and hi%g", percent, percent) : INV_OK;
    for (size_t i = 0; i < e->what.nlevels; i++)
        if (fabs(e->levels[i] - percent / 100) < 1e-9)
            return INV_OK;
    enum inv_status st = INV_MEM_GROW(&e->levels, &e->cap_levels, e->what.nlevels + 1, err);
    if (st == INV_OK)
        st = add_column(e, lo, err);
    if (st == INV_OK)
        st = add_column(e, hi, err);
    if (st == INV_OK)
        e->levels[e->what.nlevels++] = percent / 100;
    return st;
}

static enum inv_status add_prob(struct evaluator *e, double p, bool needed, struct inv_err *err)
{
    size_t q = column_like(e->run->in, "q", p);
    if (q == INV_NO_COLUMN)
        return needed ? inv_err_set(err, INV_EUSAGE, "--quantiles: the forecast has no q%g", p) : INV_OK;
    enum inv_status st = INV_MEM_GROW(&e->probs, &e->cap_probs, e->what.nprobs + 1, err);
    if (st == INV_OK)
        st = add_column(e, q, err);
    if (st == INV_OK)
        e->probs[e->what.nprobs++] = p;
    return st;
}

/* Those named; else 95 % first, then what there is. */
static enum inv_status levels(struct evaluator *e, struct inv_err *err)
{
    const struct model_options *o = &e->o->models;
    struct models *m = &e->models;
    enum inv_status st = models_numbers(e->run, "level", o->level, 100, 0, 1, &m->levels, &m->nlevels, err);
    for (size_t i = 0; i < m->nlevels && st == INV_OK; i++)
        st = add_level(e, m->levels[i] * 100, true, err);
    if (st != INV_OK || o->level)
        return st;
    st = add_level(e, 95, false, err);
    for (size_t i = 0; i < inv_input_width(e->run->in) && st == INV_OK; i++) {
        double percent = suffix(inv_input_name(e->run->in, i), "lo");
        if (percent > 0 && percent < 100)
            st = add_level(e, percent, false, err);
    }
    return st;
}

static enum inv_status quantiles(struct evaluator *e, struct inv_err *err)
{
    const struct model_options *o = &e->o->models;
    struct models *m = &e->models;
    enum inv_status st = models_numbers(e->run, "quantiles", o->quantiles, 1, 0, 1, &m->probs, &m->nprobs, err);
    for (size_t i = 0; i < m->nprobs && st == INV_OK; i++)
        st = add_prob(e, m->probs[i], true, err);
    for (size_t i = 0; i < inv_input_width(e->run->in) && st == INV_OK && !o->quantiles; i++) {
        double p = suffix(inv_input_name(e->run->in, i), "q");
        if (p > 0 && p < 1)
            st = add_prob(e, p, false, err);
    }
    return st;
}

/* In the order that eval_actual.c says. */
static enum inv_status columns(struct evaluator *e, struct inv_err *err)
{
    struct inv_input *in = e->run->in;
    size_t forecast;
    enum inv_status st = inv_input_need(in, "forecast", &forecast, err);
    e->sums = inv_input_find(in, e->run->common.time) == INV_NO_COLUMN && inv_input_find(in, "periods") != INV_NO_COLUMN
           && inv_input_find(in, "as_of") != INV_NO_COLUMN;
    if (st == INV_OK)
        st = add_column(e, inv_input_find(in, e->sums ? "periods" : "step"), err);
    if (st == INV_OK)
        st = add_column(e, forecast, err);
    size_t adjusted = inv_input_find(in, "adjusted");
    e->adjusted = adjusted != INV_NO_COLUMN;
    if (st == INV_OK)
        st = add_column(e, adjusted, err);
    if (st == INV_OK)
        st = levels(e, err);
    if (st == INV_OK)
        st = quantiles(e, err);
    if (st == INV_OK)
        st = add_column(e, inv_input_find(in, "model"), err);
    e->what.levels = e->levels;
    e->what.probs = e->probs;
    return st;
}

/* ---- models by name --------------------------------------------------------------------------------------- */

static enum inv_status intern(struct evaluator *e, const char *name, size_t n, size_t *id, struct inv_err *err)
{
    static const char corrected[] = "+adjusted";
    bool fresh;
    enum inv_status st = inv_keys_add(e->methods, name, n, id, &fresh, err);
    if (st != INV_OK || !fresh || !e->adjusted)
        return st;
    struct inv_buf both = { 0 };
    size_t second;
    st = inv_buf_add(&both, name, n, err);
    if (st == INV_OK)
        st = inv_buf_add(&both, corrected, sizeof corrected - 1, err);
    if (st == INV_OK)
        st = inv_keys_add(e->methods, both.s, both.n, &second, &fresh, err);
    inv_buf_free(&both);
    return st == INV_OK && !fresh ? inv_err_set(err, INV_EUSAGE, "a model is called like another's corrections") : st;
}

/* "hw>damped" is what hw came to. */
static enum inv_status model_word(void *ctx, struct inv_cell c, double *x, struct inv_err *err)
{
    const char *end = c.n > 0 ? memchr(c.s, '>', c.n) : NULL;
    size_t id = 0;
    enum inv_status st = intern(ctx, c.s, end ? (size_t)(end - c.s) : c.n, &id, err);
    *x = (double)id;
    return st;
}

/* ---- opening -------------------------------------------------------------------------------------------- */

static enum inv_status open_series(struct evaluator *e, struct inv_err *err)
{
    struct models *m = &e->models;
    struct series_spec spec = { .num = e->num, .nnum = e->nnum, .carry = e->carry, .ncarry = e->ncarry,
                                .nwords = 1, .word = model_word, .word_ctx = e };
    m->carry = e->carry;
    m->ncarry = e->ncarry;
    const char *time = e->run->common.time;
    if (e->sums)
        e->run->common.time = "as_of";         /* in this table only */
    m->cells = calloc(inv_input_width(e->run->in) + 1, sizeof *m->cells);
    enum inv_status st = m->cells ? series_open(&m->series, e->run, &spec, err) : inv_err_set(err, INV_ENOMEM, "out of memory");
    e->run->common.time = time;
    if (st == INV_OK)
        st = series_season(&m->series, &m->m, err);
    m->own = m->series.has && !m->series.guess;
    return st;
}

enum inv_status eval_actual_open(struct evaluator *e, struct inv_err *err)
{
    e->models = (struct models){ .run = e->run, .o = &e->o->models };
    enum inv_status st = tool_open_input(e->run, err);
    if (st == INV_OK)
        st = columns(e, err);
    size_t id;
    if (st == INV_OK && e->num[e->nnum - 1] == INV_NO_COLUMN)
        st = intern(e, "forecast", 8, &id, err);
    if (st == INV_OK)
        st = tool_columns(e->run, e->run->in, e->run->common.carry, &e->carry, &e->ncarry, err);
    e->nkept = e->ncarry;
    if (st == INV_OK)
        st = table_open(e, &e->actual, e->o->actual, err);
    e->has_history = e->o->history != NULL;
    if (st == INV_OK && e->has_history)
        st = table_open(e, &e->history, e->o->history, err);
    if (st == INV_OK)
        st = open_series(e, err);
    e->compare.h = e->o->step > 0 && e->o->models.horizon > e->o->step
        ? (size_t)((e->o->models.horizon + e->o->step - 1) / e->o->step) : 1;
    return st;
}

void eval_actual_close(struct evaluator *e)
{
    table_close(&e->actual);
    table_close(&e->history);
    free(e->num);
    free(e->levels);
    free(e->probs);
    free(e->scratch.actual);
    free(e->scratch.history);
    free(e->scratch.lines);
    free(e->scratch.x);
}
