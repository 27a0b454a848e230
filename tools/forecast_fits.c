/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-forecast --save-model, --load-model, --update: fits that are kept. */
#include "config.h"
#include "forecast.h"

#include <stdlib.h>
#include <string.h>

#include "inv/mem.h"

/* ---- opening ------------------------------------------------------------------------------- */

static bool is_tsv(const char *path)
{
    size_t n = path ? strlen(path) : 0;
    return n >= 4 && strcmp(path + n - 4, ".tsv") == 0;
}

static enum inv_status check_options(const struct forecaster *f, struct inv_err *err)
{
    const struct forecast_options *o = f->o;
    if (o->update && !o->load)
        return inv_err_set(err, INV_EUSAGE, "--update needs --load-model");
    if (o->load && !o->update && f->run->npaths > 0)
        return inv_err_set(err, INV_EUSAGE, "--load-model alone reads no table; --update takes new rows");
    if (o->load && !o->update && o->models.model)
        return inv_err_set(err, INV_EUSAGE, "--model: the fits of --load-model have their own");
    if (o->load && o->models.intervals)
        return inv_err_set(err, INV_EUSAGE, "--intervals conformal needs the history, which --load-model does without");
    if (is_tsv(o->save) || is_tsv(o->load))
        return inv_err_set(err, INV_EUSAGE, "--%s-model: a file of fits is CSV, not TSV", is_tsv(o->save) ? "save" : "load");
    if (o->save && strcmp(o->save, "-") == 0)
        return inv_err_set(err, INV_EUSAGE, "--save-model: standard output (-) has the table");
    if (o->load && strcmp(o->load, "-") == 0)
        return inv_err_set(err, INV_EUSAGE, "--load-model: a file, not standard input (-)");
    return INV_OK;
}

/* The frequency is that of the fits; their file is the table where there is no other. */
static enum inv_status use_fits(struct forecaster *f, struct inv_err *err)
{
    struct run *run = f->run;
    static const enum inv_freq choices[] = { INV_FREQ_H, INV_FREQ_D, INV_FREQ_W, INV_FREQ_M, INV_FREQ_Q, INV_FREQ_Y, INV_FREQ_INT };
    enum inv_freq freq = fits_freq(f->fits);
    if (run->common.freq >= 0 && tool_freq(run) != freq)
        return inv_err_set(err, INV_EUSAGE, "--freq: the fits of %.200s are of %s", f->o->load, inv_freq_name(freq));
    for (size_t i = 0; i < COUNT(choices); i++)
        if (choices[i] == freq)
            run->common.freq = (int)i;
    if (f->o->update)
        return INV_OK;
    run->in_format = inv_format_default();
    run->paths = &f->o->load;
    run->npaths = 1;
    return INV_OK;
}

enum inv_status forecast_fits_open(struct forecaster *f, struct inv_err *err)
{
    enum inv_status st = check_options(f, err);
    if (st == INV_OK && f->o->load)
        st = fits_load(f->run, f->o->load, f->o->update, &f->fits, err);
    if (st == INV_OK && f->o->load)
        st = use_fits(f, err);
    if (st == INV_OK && f->o->load) {
        f->kept = calloc(fits_count(f->fits) + 1, sizeof *f->kept);
        st = f->kept ? INV_OK : inv_err_set(err, INV_ENOMEM, "out of memory");
    }
    return st == INV_OK && f->o->save ? fits_create(f->run, f->o->save, &f->sink, err) : st;
}

/* Once the series are open: what rows cannot say is taken from the fits. */
void forecast_fits_settle(struct forecaster *f)
{
    if (!f->fits)
        return;
    if (f->models.series.fmt.form == INV_FORM_NONE)
        f->models.series.fmt = *fits_form(f->fits);
    if (!f->run->common.season && f->o->models.horizon <= 0)
        f->models.h = fits_season(f->fits) > 1 ? fits_season(f->fits) : 8;
}

void forecast_fits_close(struct forecaster *f)
{
    fits_free(f->fits);
    fits_abort(f->sink);
    free(f->kept);
}

/* ---- keys, under the locks -------------------------------------------------------------------- */

size_t forecast_fits_find(struct forecaster *f, const struct inv_group *g)
{
    size_t i = f->fits ? fits_find(f->fits, g->key) : FITS_NONE;
    f->fresh += f->fits && i == FITS_NONE;
    return i;
}

enum inv_status forecast_fits_more(void *ctx, struct inv_cell *key, struct inv_err *err)
{
    struct forecaster *f = ctx;
    (void)err;
    return f->like ? like_more(f, key) : f->fits && fits_rest(f->fits, key) ? INV_OK : INV_END;
}

enum inv_status forecast_fits_end(void *ctx, const struct batch *b, size_t k, struct inv_err *err)
{
    struct forecaster *f = ctx;
    size_t n = b->begin_kept[k + 1] - b->begin_kept[k];
    f->old += b->count[k][0];
    f->met += b->count[k][1];
    for (size_t i = b->row[k][0]; f->fits && i != FITS_NONE; i = fits_at(f->fits, i)->next)
        f->kept[i] = true;
    return f->sink && n > 0 ? fits_write(f->sink, b->kept.s + b->begin_kept[k], n, err) : INV_OK;
}

/* ---- a key, in parallel ------------------------------------------------------------------------- */

enum inv_status forecast_fits_save(struct scene *s, const struct inv_forecast *out, struct inv_err *err)
{
    const struct forecaster *f = s->f;
    struct inv_cell date = { s->as_of, s->nas_of };
    if (!f->sink)
        return INV_OK;
    return fits_row(f->sink, s->kept, s->g->key, date, f->models.series.freq, &s->wk->grid, out, err);
}

/* The periods of the key's rows; those that the fit has seen do not count again. */
static enum inv_status new_periods(struct scene *s, const struct fits_record *r, uint64_t *old, int64_t *last, struct inv_err *err)
{
    struct worker *wk = s->wk;
    const struct inv_group *g = s->g;
    enum inv_status st = INV_MEM_GROW(&wk->index, &wk->cap_index, g->n + 1, err);
    if (st != INV_OK)
        return st;
    *last = r->last;
    for (size_t i = 0; i < g->n; i++) {
        wk->index[i] = inv_grid_index(&wk->grid, g->time[i]);
        *last = wk->index[i] > *last ? wk->index[i] : *last;
        *old += s->f->o->update && wk->index[i] <= r->last;
    }
    *last = models_last(&s->f->models, &wk->grid, *last);
    if (*last >= r->last)
        return INV_OK;
    inv_err_set(err, INV_EROW, "its fit has seen periods after --as-of");
    return series_where(&s->f->models.series, g, err);
}

static enum inv_status one_record(struct scene *s, size_t i, struct batch *b, size_t k, struct inv_err *err)
{
    const struct forecaster *f = s->f;
    const struct fits_record *r = fits_at(f->fits, i);
    struct inv_cell line = fits_line(f->fits, i);
    struct inv_forecast out;
    struct inv_series more;
    struct inv_rng rng;
    s->wk->grid = r->grid;
    b->count[k][0] = 0;
    enum inv_status st = new_periods(s, r, &b->count[k][0], &s->last, err);
    if (st == INV_OK)
        st = models_periods(&f->models, s->wk, s->g, r->last + 1, s->last, &b->doubled, err);
    if (st == INV_OK)
        st = models_values(&f->models, s->wk, s->g, b->future[k], forecast_whole(s, b->number[k][0]), err);
    if (st == INV_OK)
        st = forecast_dates(s, err);
    if (st != INV_OK)
        return st;
    struct inv_forecast_spec spec = forecast_spec(s, 0);
    inv_series_look(&more, s->wk->reg.y, s->wk->reg.n, 1);
    more.x = spec.x;
    more.nx = spec.x ? spec.args.nx : 0;
    more.xname = spec.xname;
    models_seed(&f->models, s->g, &rng);
    st = inv_saved_forecast(line.s, line.n, &more, &spec, &s->wk->work, &rng, &out, err);
    return forecast_out(s, st, &out, &spec, &rng, b->number[k][0], err);
}

enum inv_status forecast_fits_rows(struct scene *s, struct batch *b, size_t k, struct inv_err *err)
{
    enum inv_status st = INV_OK;
    for (size_t i = b->row[k][0]; i != FITS_NONE && st == INV_OK; i = fits_at(s->f->fits, i)->next)
        st = one_record(s, i, b, k, err);
    return st;
}

/* ---- at the end ------------------------------------------------------------------------------------ */

/* Fits of keys that were rejected stay as they are. */
static enum inv_status keep_rejected(struct forecaster *f, struct inv_err *err)
{
    struct inv_buf buf = { 0 };
    enum inv_status st = INV_OK;
    struct inv_cell *key = calloc(f->run->keys.n + 1, sizeof *key);
    if (!key)
        return inv_err_set(err, INV_ENOMEM, "out of memory");
    for (size_t i = 0; f->fits && i < fits_count(f->fits) && st == INV_OK; i++) {
        const struct fits_record *r = fits_at(f->fits, i);
        char date[INV_TIME_MAX];
        if (f->kept[i])
            continue;
        size_t n = inv_time_format(fits_form(f->fits), inv_grid_time(&r->grid, r->last), date);
        fits_key(f->fits, r->key, key);
        buf.n = 0;
        st = fits_copy(f->sink, &buf, key, (struct inv_cell){ date, n }, f->fits, i, err);
        if (st == INV_OK)
            st = fits_write(f->sink, buf.s, buf.n, err);
    }
    free(key);
    inv_buf_free(&buf);
    return st;
}

enum inv_status forecast_fits_finish(struct forecaster *f, struct inv_err *err)
{
    adjust_note(f);
    like_note(f);
    if (f->fresh > 0)
        tool_note(f->run, "keys that %s does not have, which were fitted anew: %llu", f->o->load, (unsigned long long)f->fresh);
    if (f->old > 0)
        tool_note(f->run, "rows of periods that the fits had seen, which were passed over: %llu", (unsigned long long)f->old);
    if (!f->sink)
        return INV_OK;
    enum inv_status st = keep_rejected(f, err);
    if (st != INV_OK)
        return st;
    st = fits_commit(f->sink, err);
    f->sink = NULL;
    return st;
}
