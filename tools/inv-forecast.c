/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-forecast: demand of the coming periods, a series at a time, in parallel. */
#include "config.h"
#include "forecast.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "inv/jobs.h"
#include "inv/mem.h"
#include "inv/num.h"

#define O(member) offsetof(struct forecast_options, member)

static const struct tool_option option_table[] = {
    { 'H', "horizon", OPT_INT, O(horizon), "N", "periods to forecast (default: one season; 8 where there is none)", NULL, 1, 100000 },
    { 'm', "model", OPT_TEXT, O(model), "NAME[,NAME...]", "auto (default) or others of --list-models, rows for each", NULL, 0, 0 },
    { 0, "list-models", OPT_FLAG, O(list_models), NULL, "list the models that there are", NULL, 0, 0 },
    { 0, "window", OPT_INT, O(window), "N", "sma: periods of the mean (default: fitted)", NULL, 1, 1e9 },
    { 0, "weights", OPT_TEXT, O(weights), "W1,W2...", "wma: weights, the newest period's first", NULL, 0, 0 },
    { 0, "level", OPT_TEXT, O(level), "P[,P...]", "bounds that hold P % (default 95)", NULL, 0, 0 },
    { 0, "quantiles", OPT_TEXT, O(quantiles), "P[,P...]", "quantiles of demand, such as 0.5,0.9", NULL, 0, 0 },
    { 0, "sum", OPT_TEXT, O(sum), "N|COLUMN", "forecast the total of the next N periods instead", NULL, 0, 0 },
    { 0, "paths", OPT_INT, O(paths), "N", "write N sample paths instead", NULL, 1, 1e7 },
    { 0, "fill", OPT_CHOICE, O(fill), "F", "periods without a row are zero (default) or na", "zero|na", 0, 0 },
    { 0, "integer", OPT_FLAG, O(integer), NULL, "whole units", NULL, 0, 0 },
    { 0, "allow-negative", OPT_FLAG, O(allow_negative), NULL, "negatives also where the history has none", NULL, 0, 0 },
    { 0, "cap", OPT_NUM, O(cap), "X", "no forecast above X times the largest value (default 10; 0: none)", NULL, 0, 1e300 },
};

static const struct forecast_options defaults = { .model = "auto", .level = "95", .cap = 10 };

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

static enum inv_status list_models(struct run *run, struct inv_err *err)
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

static enum inv_status open_all(struct forecaster *f, struct inv_err *err)
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

static void close_all(struct forecaster *f)
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

/* ---- the jobs -------------------------------------------------------------------------------------- */

struct pool { struct forecaster *f; struct worker *workers; };

static enum inv_status join_params(struct forecaster *f, struct batch *b, size_t k, struct inv_err *err)
{
    const struct inv_group *g = &b->groups[k];
    for (size_t i = 0; i < f->run->keys.n; i++)
        f->cells[f->series.key[i]] = g->key[i];
    for (size_t i = 0; i < f->ncarry; i++)
        f->cells[f->carry[i]] = g->carry[i];
    inv_params_join(f->run->params, f->cells, &b->params[k]);
    b->params[k].file = g->latest_file;
    b->params[k].line = g->latest_line;
    b->params[k].days_per_period = inv_freq_days(f->series.freq);
    return forecast_periods(f, &b->params[k], g, &b->sum[k], err);
}

static enum inv_status produce(void *ctx, void *item, struct inv_err *err)
{
    struct forecaster *f = ((struct pool *)ctx)->f;
    struct batch *b = item;
    size_t rows = 0;
    b->n = 0;
    b->buf.n = 0;
    b->doubled = 0;
    while (b->n < BATCH_KEYS && rows < BATCH_ROWS) {
        enum inv_status st = series_next(&f->series, &b->groups[b->n], err);
        if (st == INV_END)
            return b->n > 0 ? INV_OK : INV_END;
        if (st != INV_OK)
            return st;
        rows += b->groups[b->n].n;
        b->errs[b->n].status = INV_OK;
        st = join_params(f, b, b->n, &b->errs[b->n]);
        if (st != INV_OK && st != INV_EROW)
            return st;
        b->n++;
    }
    return INV_OK;
}

static enum inv_status work(void *ctx, size_t thread, void *item, struct inv_err *err)
{
    struct pool *p = ctx;
    struct batch *b = item;
    for (size_t k = 0; k < b->n; k++) {
        b->begin[k] = b->buf.n;
        if (b->errs[k].status != INV_OK)
            continue;
        enum inv_status st = forecast_rows(p->f, &p->workers[thread], b, k, &b->errs[k]);
        if (st == INV_OK)
            continue;
        b->buf.n = b->begin[k];
        if (st != INV_EROW) {
            if (err)
                *err = b->errs[k];
            return st;
        }
    }
    return INV_OK;
}

static enum inv_status consume(void *ctx, void *item, struct inv_err *err)
{
    struct forecaster *f = ((struct pool *)ctx)->f;
    struct batch *b = item;
    enum inv_status st = INV_OK;
    for (size_t k = 0; k < b->n && st == INV_OK; k++)
        if (b->errs[k].status != INV_OK && (st = tool_reject_group(f->run, &b->groups[k], &b->errs[k])) != INV_OK) {
            if (err)
                *err = b->errs[k];
            b->buf.n = b->begin[k];            /* what came before it stands */
        }
    f->doubled += b->doubled;
    tool_progress(f->run);
    enum inv_status wrote = tool_write(f->run, &b->buf, true, st == INV_OK ? err : NULL);
    return st != INV_OK ? st : wrote;
}

static void pool_free(struct pool *p, size_t threads, struct batch *batches, void **items, size_t slots)
{
    for (size_t i = 0; i < threads && p->workers; i++) {
        struct worker *w = &p->workers[i];
        inv_work_free(&w->work);
        inv_regular_free(&w->reg);
        free(w->index);
        free(w->q);
        free(w->path);
    }
    for (size_t i = 0; i < slots && batches; i++) {
        for (size_t k = 0; k < BATCH_KEYS; k++)
            inv_group_free(&batches[i].groups[k]);
        inv_buf_free(&batches[i].buf);
    }
    free(p->workers);
    free(batches);
    free(items);
}

static enum inv_status forecast_all(struct forecaster *f, struct inv_err *err)
{
    size_t threads = tool_jobs(f->run), slots = threads * 4;
    struct pool p = { f, calloc(threads, sizeof *p.workers) };
    struct batch *batches = calloc(slots, sizeof *batches);
    void **items = calloc(slots, sizeof *items);
    enum inv_status st = INV_ENOMEM;
    if (p.workers && batches && items) {
        for (size_t i = 0; i < slots; i++)
            items[i] = &batches[i];
        struct inv_jobs jobs = { .threads = threads, .slots = slots, .ctx = &p, .produce = produce, .work = work, .consume = consume };
        st = inv_jobs_run(&jobs, items, err);
    } else {
        inv_err_set(err, INV_ENOMEM, "out of memory");
    }
    pool_free(&p, threads, batches, items, slots);
    return st;
}

static enum inv_status write_header(struct forecaster *f, struct inv_err *err)
{
    struct inv_buf buf = { 0 };
    struct inv_row row;
    inv_row_init(&row, &buf, &f->run->out_format, f->layout.names, f->layout.width);
    enum inv_status st = inv_row_header(&row, err);
    if (st == INV_OK)
        st = tool_write(f->run, &buf, true, err);
    inv_buf_free(&buf);
    return st;
}

static enum inv_status run_forecast(struct run *run, struct inv_err *err)
{
    struct forecaster f = { .run = run, .o = run->options };
    if (f.o->list_models)
        return list_models(run, err);
    enum inv_status st = open_all(&f, err);
    if (st == INV_OK)
        st = write_header(&f, err);
    if (st == INV_OK)
        st = forecast_all(&f, err);
    if (st == INV_OK && f.doubled > 0)
        tool_note(run, "%llu periods have several rows: they are summed", (unsigned long long)f.doubled);
    close_all(&f);
    return st;
}

static const struct tool tool = {
    .name = "inv-forecast",
    .summary = "Demand of the coming periods with its uncertainty, a row a key and step.",
    .example = "  inv-clean --freq W sales.csv | inv-forecast -H 8",
    .options = option_table, .noptions = COUNT(option_table),
    .defaults = &defaults, .size = sizeof(struct forecast_options),
    .run = run_forecast,
};

TOOL_MAIN(tool)
