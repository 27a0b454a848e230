/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "models.h"

#include <stdlib.h>
#include <string.h>

#include "inv/keys.h"
#include "inv/num.h"

#define O(member) offsetof(struct model_options, member)

static const struct tool_option option_table[] = {
    { 0, "Models", OPT_HEADING, 0, NULL, NULL, NULL, 0, 0 },
    { 'H', "horizon", OPT_INT, O(horizon), "N", "periods to forecast (default: one season; 8 where there is none)", NULL, 1, 100000 },
    { 'm', "model", OPT_TEXT, O(model), "NAME[,NAME...]", "auto (default) or others of --list-models, rows for each", NULL, 0, 0 },
    { 0, "list-models", OPT_FLAG, O(list_models), NULL, "list the models that there are", NULL, 0, 0 },
    { 0, "window", OPT_INT, O(window), "N", "sma: periods of the mean (default: fitted)", NULL, 1, 1e9 },
    { 0, "weights", OPT_TEXT, O(weights), "W1,W2...", "wma: weights, the newest period's first", NULL, 0, 0 },
    { 0, "ets", OPT_TEXT, O(ets), "FORM", "ets: error A|M, trend N|A|Ad|M|Md, season N|A|M, such as AAdM; Z is chosen (default ZZZ)", NULL, 0, 0 },
    { 0, "ets-region", OPT_CHOICE, O(ets_region), "R", "ets: constants from the usual (default) or all the admissible region", "usual|admissible", 0, 0 },
    { 0, "ets-choice", OPT_CHOICE, O(ets_choice), "C", "ets: cautious (default), or the least aicc as it is", "cautious|aicc", 0, 0 },
    { 0, "order", OPT_TEXT, O(order), "P,D,Q[,P,D,Q]", "arima, sarima: this order, and that of the season (default: chosen)", NULL, 0, 0 },
    { 0, "full-search", OPT_FLAG, O(full_search), NULL, "arima, sarima: all orders instead of a walk among neighbours", NULL, 0, 0 },
    { 0, "lambda", OPT_TEXT, O(lambda), "auto|X", "arima, sarima: Box-Cox transformation by Guerrero's lambda, or by X", NULL, 0, 0 },
    { 0, "rest", OPT_TEXT, O(rest), "NAME", "stlm: the model of what the seasons leave (default: smoothing)", NULL, 0, 0 },
    { 0, "members", OPT_TEXT, O(members), "NAME,NAME...", "comb: the models it combines (default ets,dotm,ces,theta)", NULL, 0, 0 },
    { 0, "combine", OPT_CHOICE, O(combine), "R", "comb: by median (default), mean, trimmed mean, or weights by earlier errors", "median|mean|trimmed|errors", 0, 0 },
    { 0, "regressors", OPT_TEXT, O(regressors), "COLS", "what else moves demand: prices, promotions", NULL, 0, 0 },
    { 0, "holidays", OPT_TEXT, O(holidays), "FILE", "date,name: a regressor for each name", NULL, 0, 0 },
    { 0, "calendar", OPT_FLAG, O(calendar), NULL, "regressors: days of a month, quarter or year; the day of the week", NULL, 0, 0 },
    { 0, "group", OPT_TEXT, O(group), "COL", "series with the same cell there learn from each other (default: all, where there are regressors)", NULL, 0, 0 },
    { 0, "degree", OPT_INT, O(degree), "N", "poly: its degree (default: by AICc)", NULL, 1, 6 },
    { 0, "level", OPT_TEXT, O(level), "P[,P...]", "bounds that hold P % (default 95)", NULL, 0, 0 },
    { 0, "quantiles", OPT_TEXT, O(quantiles), "P[,P...]", "quantiles of demand, such as 0.5,0.9", NULL, 0, 0 },
    { 0, "intervals", OPT_CHOICE, O(intervals), "I", "bounds by the model (default), or as earlier errors have them: conformal", "model|conformal", 0, 0 },
    { 0, "fill", OPT_CHOICE, O(fill), "F", "periods without a row are zero (default) or na", "zero|na", 0, 0 },
    { 0, "skip", OPT_TEXT, O(skip), "COL", "periods where this 0/1 column is set are missing (inv-clean's outlier)", NULL, 0, 0 },
    { 0, "integer", OPT_FLAG, O(integer), NULL, "whole units", NULL, 0, 0 },
    { 0, "allow-negative", OPT_FLAG, O(allow_negative), NULL, "negatives also where the history has none", NULL, 0, 0 },
    { 0, "cap", OPT_NUM, O(cap), "X", "no forecast above X times the largest value (default 10; 0: none)", NULL, 0, 1e300 },
};

const struct tool_options model_option_set = { option_table, COUNT(option_table) };

enum inv_status models_list(struct run *run, struct inv_err *err)
{
    size_t n;
    const struct inv_model *const *models = inv_model_list(&n);
    struct inv_buf out = { 0 };
    enum inv_status st = INV_OK;
    for (size_t i = 0; i < n && st == INV_OK; i++)
        st = inv_buf_printf(&out, err, "%-8s %s\n%-8s   %s\n", models[i]->name, models[i]->title, "", models[i]->source);
    if (st == INV_OK)
        st = tool_write(run, &out, true, err);
    inv_buf_free(&out);
    return st;
}

/* ---- what the options say ------------------------------------------------------------------- */

static enum inv_status parse_models(struct models *m, struct inv_err *err)
{
    struct texts names = { 0 };
    enum inv_status st = tool_split(m->run, m->o->model ? m->o->model : "auto", &names, err);
    m->model = calloc(names.n ? names.n : 1, sizeof *m->model);
    if (st == INV_OK && !m->model)
        st = inv_err_set(err, INV_ENOMEM, "out of memory");
    for (size_t i = 0; i < names.n && st == INV_OK; i++) {
        m->model[m->n] = inv_model_find(names.s[i], strlen(names.s[i]));
        if (!m->model[m->n++])
            st = inv_err_set(err, INV_EUSAGE, "--model: \"%s\" is none of --list-models", names.s[i]);
    }
    texts_free(&names);
    return st;
}

enum inv_status models_numbers(struct run *run, const char *option, const char *list, double scale, double lo, double hi,
                               double **out, size_t *n, struct inv_err *err)
{
    struct texts parts = { 0 };
    enum inv_status st = list ? tool_split(run, list, &parts, err) : INV_OK;
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

static enum inv_status parse_ets(struct models *m, struct inv_err *err)
{
    struct inv_err what;
    if (m->o->ets && inv_ets_choice_parse(m->o->ets, &m->ets, &what) != INV_OK)
        return inv_err_set(err, INV_EUSAGE, "--ets: %s", what.text);
    m->ets.admissible = m->o->ets_region > 0;
    m->ets.plain = m->o->ets_choice > 0;
    return INV_OK;
}

static enum inv_status parse_arima(struct models *m, struct inv_err *err)
{
    struct inv_err what;
    m->arima.full = m->o->full_search;
    if (m->o->order && inv_arima_choice_order(m->o->order, &m->arima, &what) != INV_OK)
        return inv_err_set(err, INV_EUSAGE, "--order: %s", what.text);
    if (m->o->lambda && inv_arima_choice_lambda(m->o->lambda, &m->arima, &what) != INV_OK)
        return inv_err_set(err, INV_EUSAGE, "--lambda: %s", what.text);
    return INV_OK;
}

static enum inv_status parse_rest(struct models *m, struct inv_err *err)
{
    const char *name = m->o->rest;
    m->rest = name ? inv_model_find(name, strlen(name)) : NULL;
    if (name && (!m->rest || m->rest->flags & (INV_MODEL_CHOOSES | INV_MODEL_LUMPY) || strcmp(name, "stlm") == 0))
        return inv_err_set(err, INV_EUSAGE, "--rest: \"%s\" is no model for a series without season", name);
    return INV_OK;
}

/* A combination of combinations would hide what is in it; a probability is no demand. */
static bool can_join(const struct inv_model *model)
{
    return model && !(model->flags & (INV_MODEL_CHOOSES | INV_MODEL_SHARE));
}

static enum inv_status parse_members(struct models *m, struct inv_err *err)
{
    struct texts names = { 0 };
    enum inv_status st = m->o->members ? tool_split(m->run, m->o->members, &names, err) : INV_OK;
    if (st == INV_OK && names.n > INV_COMB_MOST)
        st = inv_err_set(err, INV_EUSAGE, "--members: %zu models are more than %d", names.n, INV_COMB_MOST);
    m->member = calloc(names.n ? names.n : 1, sizeof *m->member);
    if (st == INV_OK && !m->member)
        st = inv_err_set(err, INV_ENOMEM, "out of memory");
    for (size_t i = 0; i < names.n && st == INV_OK; i++) {
        m->member[m->nmembers] = inv_model_find(names.s[i], strlen(names.s[i]));
        if (!m->member[m->nmembers])
            st = inv_err_set(err, INV_EUSAGE, "--members: \"%s\" is none of --list-models", names.s[i]);
        else if (!can_join(m->member[m->nmembers++]))
            st = inv_err_set(err, INV_EUSAGE, "--members: \"%s\" is no model that can be combined with others", names.s[i]);
    }
    texts_free(&names);
    return st;
}

static enum inv_status parse_lists(struct models *m, struct inv_err *err)
{
    enum inv_status st = parse_models(m, err);
    if (st == INV_OK)
        st = parse_rest(m, err);
    if (st == INV_OK)
        st = parse_members(m, err);
    if (st == INV_OK)
        st = models_numbers(m->run, "level", m->o->level ? m->o->level : "95", 100, 0, 1, &m->levels, &m->nlevels, err);
    if (st == INV_OK)
        st = models_numbers(m->run, "quantiles", m->o->quantiles, 1, 0, 1, &m->probs, &m->nprobs, err);
    if (st == INV_OK)
        st = models_numbers(m->run, "weights", m->o->weights, 1, 0, 1e300, &m->weights, &m->nweights, err);
    if (st == INV_OK)
        st = parse_arima(m, err);
    return st == INV_OK ? parse_ets(m, err) : st;
}

/* ---- opening ---------------------------------------------------------------------------------- */

static struct regressors_spec regressors_of(const struct models *m)
{
    return (struct regressors_spec){ m->o->regressors, m->future, m->o->holidays, m->o->calendar };
}

/* Value, stockout, --skip, then the regressors' columns. */
static enum inv_status open_numbers(struct models *m, bool values, struct inv_err *err)
{
    enum { FIXED = 3 };
    struct regressors *r = &m->regressors;
    m->num = calloc(FIXED + r->ncolumns, sizeof *m->num);
    if (!m->num)
        return inv_err_set(err, INV_ENOMEM, "out of memory");
    m->num[0] = m->num[2] = INV_NO_COLUMN;
    enum inv_status st = values ? inv_input_need(m->run->in, m->run->common.value, &m->num[0], err) : INV_OK;
    m->num[1] = inv_input_find(m->run->in, "stockout");
    if (st == INV_OK && m->o->skip && values)
        st = inv_input_need(m->run->in, m->o->skip, &m->num[2], err);
    m->nnum = m->num[2] != INV_NO_COLUMN ? 3 : m->num[1] != INV_NO_COLUMN ? 2 : 1;
    if (r->ncolumns > 0)
        m->nnum = FIXED + r->ncolumns;
    for (size_t i = 0; i < r->ncolumns; i++)
        m->num[FIXED + i] = r->column[i];
    return st;
}

static enum inv_status begin(struct models *m, struct run *run, const struct model_options *o, bool values, struct inv_err *err)
{
    *m = (struct models){ .run = run, .o = o, .future = m->future };
    struct regressors_spec spec = regressors_of(m);
    enum inv_status st = parse_lists(m, err);
    if (st == INV_OK)
        st = tool_open_input(run, err);
    if (st == INV_OK)
        st = regressors_begin(&m->regressors, run, &spec, values, err);
    if (st == INV_OK)
        st = open_numbers(m, values, err);
    if (st != INV_OK)
        return st;
    m->cells = calloc(inv_input_width(run->in) + 1, sizeof *m->cells);
    return m->cells ? INV_OK : inv_err_set(err, INV_ENOMEM, "out of memory");
}

enum inv_status models_begin(struct models *m, struct run *run, const struct model_options *o, struct inv_err *err)
{
    return begin(m, run, o, true, err);
}

enum inv_status models_begin_keys(struct models *m, struct run *run, const struct model_options *o, struct inv_err *err)
{
    return begin(m, run, o, false, err);
}

/* --group's cell of a key, then what its series have to say. */
static enum inv_status open_lessons(struct models *m, struct inv_err *err)
{
    struct run *run = m->run;
    if (m->o->group && run->common.sorted)
        return inv_err_set(err, INV_EUSAGE, "--group: series learn from all others, which --sorted does not keep");
    if ((m->regressors.n == 0 && !m->o->group) || run->common.sorted)
        return INV_OK;
    m->lessons.key = m->lessons.carry = INV_NO_COLUMN;
    size_t column = m->o->group ? inv_input_find(run->in, m->o->group) : INV_NO_COLUMN;
    for (size_t i = 0; i < run->keys.n && m->o->group; i++)
        if (m->series.key[i] == column)
            m->lessons.key = i;
    for (size_t i = 0; i < m->ncarry && m->o->group; i++)
        if (m->carry[i] == column)
            m->lessons.carry = i;
    return lessons_learn(&m->lessons, m, err);
}

enum inv_status models_open(struct models *m, const size_t *carry, size_t ncarry, struct inv_err *err)
{
    m->carry = carry;
    m->ncarry = ncarry;
    struct series_spec spec = { .num = m->num, .nnum = m->nnum, .carry = carry, .ncarry = ncarry };
    enum inv_status st = series_open(&m->series, m->run, &spec, err);
    if (st == INV_OK)
        st = series_seasons(&m->series, &m->seasons, &m->nseasons, err);
    m->m = st == INV_OK ? m->seasons[0] : 1;
    struct regressors_spec other = regressors_of(m);
    if (st == INV_OK)
        st = regressors_open(&m->regressors, &m->series, &other, m->m, err);
    m->own = m->series.has && !m->series.guess;
    m->h = m->o->horizon > 0 ? (size_t)m->o->horizon : m->m > 1 ? m->m : 8;
    return st == INV_OK && m->learns ? open_lessons(m, err) : st;
}

void models_close(struct models *m)
{
    series_close(&m->series);
    regressors_free(&m->regressors);
    lessons_free(&m->lessons);
    free(m->num);
    free(m->model);
    free(m->member);
    free(m->weights);
    free(m->seasons);
    free(m->levels);
    free(m->probs);
    free(m->cells);
}

/* ---- columns that are kept ------------------------------------------------------------------------- */

enum inv_status models_kept_columns(const struct models *m, struct inv_layout *layout, size_t nkept, struct inv_err *err)
{
    enum inv_status st = INV_OK;
    for (size_t i = 0; i < nkept && st == INV_OK; i++)
        st = inv_layout_add(layout, inv_input_name(m->run->in, m->carry[i]), INV_FROM_INPUT, i, err);
    const size_t *item;
    size_t n = inv_params_extra(m->run->params, &item);
    for (size_t i = 0; i < n && st == INV_OK; i++)
        st = inv_layout_add(layout, inv_params_item_name(m->run->params, item[i]), INV_FROM_ITEM, item[i], err);
    return st;
}

void models_kept_cells(const struct inv_layout *layout, struct inv_row *row, const struct inv_group *g,
                       const struct inv_param_row *params)
{
    for (size_t i = 0; i < layout->width; i++) {
        const struct inv_slot *slot = &layout->slots[i];
        if (slot->from == INV_FROM_INPUT)
            inv_row_cell(row, g->carry[slot->index]);
        else if (slot->from == INV_FROM_ITEM)
            inv_row_cell(row, params->item ? params->item[slot->index] : (struct inv_cell){ "", 0 });
    }
}

/* ---- forecasting -------------------------------------------------------------------------------- */

struct inv_forecast_spec models_spec(const struct models *m, size_t i, size_t h)
{
    return (struct inv_forecast_spec){
        .model = m->model[i], .h = h, .allow_negative = m->o->allow_negative, .cap = m->o->cap, .whole = m->o->integer,
        .args = { .window = (size_t)m->o->window, .weights = m->nweights > 0 ? m->weights : NULL, .nweights = m->nweights,
                  .ets = m->ets, .arima = m->arima, .seasons = m->seasons, .nseasons = m->nseasons, .rest = m->rest, .h = h,
                  .members = m->nmembers > 0 ? m->member : NULL, .nmembers = m->nmembers, .rule = (enum inv_comb_rule)m->o->combine,
                  .nx = m->regressors.n, .degree = (size_t)m->o->degree },
        .xname = m->regressors.names.s,
    };
}

void models_seed(const struct models *m, const struct inv_group *g, struct inv_rng *r)
{
    struct inv_hash128 h = { 0, 0 };
    for (size_t i = 0; i < m->run->keys.n; i++) {
        struct inv_hash128 c = inv_hash_bytes(g->key[i].s, g->key[i].n);
        h.lo = h.lo * UINT64_C(0x9E3779B97F4A7C15) + c.lo;
    }
    inv_rng_seed(r, (uint64_t)m->run->common.seed, h.lo);
}
