/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-forecast: what its options say, and which columns it reads. */
#include "config.h"
#include "forecast.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "inv/mem.h"
#include "inv/num.h"

/* ---- options -------------------------------------------------------------------------------- */

static enum inv_status parse_models(struct forecaster *f, struct inv_err *err)
{
    struct texts names = { 0 };
    enum inv_status st = tool_split(f->run, f->o->model, &names, err);
    f->models = calloc(names.n ? names.n : 1, sizeof *f->models);
    if (st == INV_OK && !f->models)
        st = inv_err_set(err, INV_ENOMEM, "out of memory");
    for (size_t i = 0; i < names.n && st == INV_OK; i++) {
        f->models[f->nmodels] = inv_model_find(names.s[i], strlen(names.s[i]));
        if (!f->models[f->nmodels++])
            st = inv_err_set(err, INV_EUSAGE, "--model: \"%s\" is none of --list-models", names.s[i]);
    }
    texts_free(&names);
    return st;
}

/* lo..hi, both left out, after division by scale. */
static enum inv_status parse_numbers(struct forecaster *f, const char *option, const char *list, double scale, double lo, double hi,
                                     double **out, size_t *n, struct inv_err *err)
{
    struct texts parts = { 0 };
    enum inv_status st = list ? tool_split(f->run, list, &parts, err) : INV_OK;
    *out = calloc(parts.n ? parts.n : 1, sizeof **out);
    if (st == INV_OK && !*out)
        st = inv_err_set(err, INV_ENOMEM, "out of memory");
    for (size_t i = 0; i < parts.n && st == INV_OK; i++) {
        double x;
        if (inv_num_parse(parts.s[i], strlen(parts.s[i]), '.', &x) != INV_NUM_OK || !(x / scale > lo && x / scale < hi))
            st = inv_err_set(err, INV_EUSAGE, "--%s: \"%s\" is not a number above %g and below %g", option, parts.s[i], lo * scale, hi * scale);
        else
            (*out)[(*n)++] = x / scale;
    }
    texts_free(&parts);
    return st;
}

static enum inv_status parse_lists(struct forecaster *f, struct inv_err *err)
{
    enum inv_status st = parse_models(f, err);
    if (st == INV_OK)
        st = parse_numbers(f, "level", f->o->level, 100, 0, 1, &f->levels, &f->nlevels, err);
    if (st == INV_OK)
        st = parse_numbers(f, "quantiles", f->o->quantiles, 1, 0, 1, &f->probs, &f->nprobs, err);
    if (st == INV_OK)
        st = parse_numbers(f, "weights", f->o->weights, 1, 0, 1e300, &f->weights, &f->nweights, err);
    if (st == INV_OK && f->o->sum && f->o->paths > 0)
        st = inv_err_set(err, INV_EUSAGE, "--sum and --paths contradict each other");
    return st;
}

/* ---- opening ---------------------------------------------------------------------------------- */

/* --sum N, a planning parameter, or a column of the input. */
static enum inv_status open_sum(struct forecaster *f, struct inv_err *err)
{
    const char *s = f->o->sum;
    if (!s)
        return INV_OK;
    double n;
    if (inv_num_parse(s, strlen(s), '.', &n) == INV_NUM_OK) {
        f->sum = n;
        return n > 0 && n <= 100000 ? INV_OK
             : inv_err_set(err, INV_EUSAGE, "--sum: %s is not a number of periods above 0 and up to 100000", s);
    }
    f->sum = NAN;
    f->sum_is_param = inv_param_by_name(s, strlen(s), &f->sum_param) && inv_params_known(f->run->params, f->sum_param);
    return f->sum_is_param ? INV_OK : inv_input_need(f->run->in, s, &f->sum_column, err);
}

/* Behind --carry's columns come those of which --sum or the items need the cell. */
static enum inv_status open_carry(struct forecaster *f, struct inv_err *err)
{
    enum inv_status st = tool_columns(f->run, f->run->in, f->run->common.carry, &f->carry, &f->nkept, err);
    f->ncarry = f->nkept;
    if (st != INV_OK || !f->o->sum)
        return st;
    size_t column = f->sum_is_param ? inv_input_find(f->run->in, inv_param_table()[f->sum_param].name)
                  : isnan(f->sum) ? f->sum_column : INV_NO_COLUMN;
    if (column == INV_NO_COLUMN)
        return INV_OK;
    size_t cap = f->ncarry;
    st = INV_MEM_GROW(&f->carry, &cap, f->ncarry + 1, err);
    if (st == INV_OK)
        f->carry[f->ncarry++] = column;
    return st;
}

static enum inv_status open_columns(struct forecaster *f, struct inv_err *err)
{
    struct run *run = f->run;
    enum inv_status st = inv_input_need(run->in, run->common.value, &f->num[0], err);
    f->num[1] = st == INV_OK ? inv_input_find(run->in, "stockout") : INV_NO_COLUMN;
    f->nnum = f->num[1] == INV_NO_COLUMN ? 1 : 2;
    if (st == INV_OK)
        st = open_sum(f, err);
    if (st == INV_OK)
        st = open_carry(f, err);
    f->cells = calloc(inv_input_width(run->in) + 1, sizeof *f->cells);
    return st == INV_OK && !f->cells ? inv_err_set(err, INV_ENOMEM, "out of memory") : st;
}

enum inv_status forecast_open(struct forecaster *f, struct inv_err *err)
{
    enum inv_status st = parse_lists(f, err);
    if (st == INV_OK)
        st = tool_open_input(f->run, err);
    if (st == INV_OK)
        st = open_columns(f, err);
    struct series_spec spec = { .num = f->num, .nnum = f->nnum, .carry = f->carry, .ncarry = f->ncarry };
    if (st == INV_OK)
        st = series_open(&f->series, f->run, &spec, err);
    if (st == INV_OK)
        st = series_season(&f->series, &f->m, err);
    f->own = f->series.has && !f->series.guess;
    f->h = f->o->horizon > 0 ? (size_t)f->o->horizon : f->m > 1 ? f->m : 8;
    return st == INV_OK ? forecast_columns(f, err) : st;
}

void forecast_close(struct forecaster *f)
{
    series_close(&f->series);
    inv_layout_free(&f->layout);
    free(f->models);
    free(f->weights);
    free(f->levels);
    free(f->probs);
    free(f->carry);
    free(f->cells);
}
