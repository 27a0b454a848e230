/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-forecast: what its options say, and which columns it reads. */
#include "config.h"
#include "forecast.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "inv/mem.h"
#include "inv/num.h"

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

static enum inv_status carry_group(struct forecaster *f, struct inv_err *err)
{
    size_t column, cap = f->ncarry;
    enum inv_status st = inv_input_need(f->run->in, f->o->models.group, &column, err);
    if (st == INV_OK)
        st = INV_MEM_GROW(&f->carry, &cap, f->ncarry + 1, err);
    if (st == INV_OK)
        f->carry[f->ncarry++] = column;
    return st;
}

/* Behind --carry's columns come those of which --group, --sum or the items need the cell. */
static enum inv_status open_carry(struct forecaster *f, struct inv_err *err)
{
    enum inv_status st = tool_columns(f->run, f->run->in, f->run->common.carry, &f->carry, &f->nkept, err);
    f->ncarry = f->nkept;
    if (st == INV_OK && f->o->models.group)
        st = carry_group(f, err);
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

enum inv_status forecast_open(struct forecaster *f, struct inv_err *err)
{
    f->models.future = f->o->future;
    if (f->o->models.regressors && !f->o->future)
        return inv_err_set(err, INV_EUSAGE, "--regressors: their values of the coming periods come with --future FILE");
    enum inv_status st = forecast_fits_open(f, err);
    if (st == INV_OK)
        st = f->fits && !f->o->update ? models_begin_keys(&f->models, f->run, &f->o->models, err)
            : models_begin(&f->models, f->run, &f->o->models, err);
    if (st == INV_OK && f->o->explain && (f->o->sum || f->o->paths > 0))
        st = inv_err_set(err, INV_EUSAGE, "--explain and --%s contradict each other", f->o->sum ? "sum" : "paths");
    if (st == INV_OK && f->o->sum && f->o->paths > 0)
        st = inv_err_set(err, INV_EUSAGE, "--sum and --paths contradict each other");
    if (st == INV_OK)
        st = open_sum(f, err);
    if (st == INV_OK)
        st = open_carry(f, err);
    if (st == INV_OK)
        st = adjust_open(f, err);
    f->models.learns = !f->fits || f->o->update;
    if (st == INV_OK)
        st = like_open(f, err);
    if (st == INV_OK)
        st = models_open(&f->models, f->carry, f->ncarry, err);
    if (st == INV_OK)
        st = like_read(f, err);
    if (st == INV_OK)
        forecast_fits_settle(f);
    return st == INV_OK ? forecast_columns(f, err) : st;
}

void forecast_close(struct forecaster *f)
{
    models_close(&f->models);
    forecast_fits_close(f);
    like_close(f);
    join_free(f->adjust);
    inv_layout_free(&f->layout);
    free(f->carry);
}

/* ---- a key's --sum ------------------------------------------------------------------------------ */

static enum inv_status sum_cell(const struct forecaster *f, const struct inv_group *g, double *n, struct inv_err *err)
{
    for (size_t i = 0; i < f->ncarry; i++)
        if (f->carry[i] == f->sum_column) {
            if (inv_duration_parse(g->carry[i], f->run->in_format.decimal, inv_freq_days(f->models.series.freq), n, err) == INV_OK)
                return INV_OK;
            inv_err_column(err, f->o->sum, strlen(f->o->sum));
            err->status = INV_EROW;
            return inv_err_at(err, g->latest_file, g->latest_line);
        }
    return INV_OK;
}

enum inv_status forecast_begin(void *ctx, struct batch *b, size_t k, struct inv_err *err)
{
    struct forecaster *f = ctx;
    const struct inv_group *g = &b->groups[k];
    b->row[k][0] = forecast_fits_find(f, g);
    b->row[k][1] = adjust_find(f);
    double *n = &b->number[k][0];
    enum inv_status st = like_find(f, g, &b->row[k][2], &b->number[k][1], err);
    if (st != INV_OK)
        return st;
    *n = f->sum;
    if (!isnan(*n))
        return INV_OK;
    st = f->sum_is_param ? inv_param_need(&b->params[k], f->sum_param, n, err) : sum_cell(f, g, n, err);
    if (st != INV_OK)
        return st;
    if (*n > 0 && *n <= 100000)
        return INV_OK;
    inv_err_set(err, INV_EROW, "%g is no number of periods to sum over (above 0, at most 100000)", *n);
    inv_err_column(err, f->o->sum, strlen(f->o->sum));
    return inv_err_at(err, g->latest_file, g->latest_line);
}
