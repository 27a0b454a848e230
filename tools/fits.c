/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading files of fits. */
#include "config.h"
#include "fits.h"

#include <stdlib.h>
#include <string.h>

#include "inv/freqscan.h"
#include "inv/keys.h"
#include "inv/mem.h"
#include "inv/num.h"

enum { MOST_KEYS = 64 };

struct fits {
    struct run *run;
    const char *path;
    struct inv_format format;
    struct inv_timefmt form;
    enum inv_freq freq;
    size_t season;
    struct inv_keys *keys;
    struct inv_buf key, lines;            /* key: scratch */
    struct fits_record *record; size_t n, cap;
    size_t *first; size_t cap_first;      /* record of each key */
    size_t *latest; size_t cap_latest;
    bool *asked; size_t cap_asked;
    size_t rest;                          /* keys before it were asked for */
    struct inv_work work;
};

void fits_free(struct fits *f)
{
    if (!f)
        return;
    inv_keys_free(f->keys);
    inv_buf_free(&f->key);
    inv_buf_free(&f->lines);
    inv_work_free(&f->work);
    free(f->record);
    free(f->first);
    free(f->latest);
    free(f->asked);
    free(f);
}

/* ---- a row --------------------------------------------------------------------------------- */

/* Columns of the file. */
struct columns { size_t key[MOST_KEYS], date, freq, grid, fit; };

static enum inv_status find_columns(const struct fits *f, const struct inv_input *in, struct columns *c, struct inv_err *err)
{
    const struct texts *keys = &f->run->keys;
    enum inv_status st = keys->n <= MOST_KEYS ? INV_OK : inv_err_set(err, INV_EUSAGE, "more than %d key columns", MOST_KEYS);
    for (size_t i = 0; i < keys->n && st == INV_OK; i++)
        st = inv_input_need(in, keys->s[i], &c->key[i], err);
    if (st == INV_OK)
        st = inv_input_need(in, f->run->common.time, &c->date, err);
    if (st == INV_OK)
        st = inv_input_need(in, "fit_freq", &c->freq, err);
    if (st == INV_OK)
        st = inv_input_need(in, "fit_grid", &c->grid, err);
    return st == INV_OK ? inv_input_need(in, "fit", &c->fit, err) : st;
}

/* The cells of a key, each with its length in front: no two keys look alike. */
static enum inv_status key_bytes(struct fits *f, const struct inv_cell *key, const size_t *columns, struct inv_err *err)
{
    enum inv_status st = INV_OK;
    f->key.n = 0;
    for (size_t i = 0; i < f->run->keys.n && st == INV_OK; i++) {
        struct inv_cell c = key[columns ? columns[i] : i];
        st = inv_buf_add(&f->key, (const char *)&c.n, sizeof c.n, err);
        if (st == INV_OK)
            st = inv_buf_add(&f->key, c.s, c.n, err);
    }
    return st;
}

static enum inv_status file_key(struct fits *f, const struct inv_cell *cells, const size_t *columns, struct inv_err *err)
{
    struct fits_record *r = &f->record[f->n];
    bool fresh;
    enum inv_status st = key_bytes(f, cells, columns, err);
    if (st == INV_OK)
        st = inv_keys_add(f->keys, f->key.s, f->key.n, &r->key, &fresh, err);
    if (st == INV_OK)
        st = INV_MEM_GROW(&f->first, &f->cap_first, r->key + 1, err);
    if (st == INV_OK)
        st = INV_MEM_GROW(&f->latest, &f->cap_latest, r->key + 1, err);
    if (st == INV_OK)
        st = INV_MEM_GROW(&f->asked, &f->cap_asked, r->key + 1, err);
    if (st != INV_OK)
        return st;
    if (fresh) {
        f->first[r->key] = f->n;
        f->asked[r->key] = false;
    } else
        f->record[f->latest[r->key]].next = f->n;
    f->latest[r->key] = f->n;
    return INV_OK;
}

/* "1 0 1 0 0" */
static bool read_grid(struct inv_cell c, struct inv_grid *g)
{
    int64_t x[5];
    const char *at = c.s, *end = c.s + c.n;
    for (size_t i = 0; i < 5; i++) {
        const char *space = i < 4 ? memchr(at, ' ', (size_t)(end - at)) : end;
        if (!space || inv_num_parse_int(at, (size_t)(space - at), &x[i]) != INV_NUM_OK)
            return false;
        at = space + 1;
    }
    bool good = x[0] >= INV_FORM_NONE && x[0] <= INV_FORM_CUSTOM && x[2] >= 0 && x[2] <= 31
        && x[3] >= 0 && x[3] < 12 && x[4] >= 0 && x[4] < INV_TIME_DAY;
    g->unit = (enum inv_form)x[0];
    g->own = x[1] != 0;
    g->anchor = (int)x[2];
    g->phase = x[3];
    g->offset = x[4];
    return good;
}

static enum inv_status bad(const struct inv_record *rec, const char *column, struct inv_err *err)
{
    err->status = INV_EROW;
    inv_err_at(err, rec->file, rec->line);
    return inv_err_column(err, column, strlen(column));
}

static enum inv_status calendar_of(struct fits *f, const struct inv_record *rec, const struct columns *c,
                                   struct fits_record *r, struct inv_err *err)
{
    enum inv_freq freq;
    int64_t t;
    if (!inv_freq_by_name(rec->cells[c->freq].s, rec->cells[c->freq].n, &freq) || (f->n > 0 && freq != f->freq)) {
        inv_err_set(err, INV_EROW, f->n > 0 ? "not the frequency of the rows before" : "not a frequency");
        return bad(rec, "fit_freq", err);
    }
    f->freq = freq;
    enum inv_status st = f->n > 0 ? INV_OK : inv_timefmt_init(&f->form, freq, f->run->common.date_format, err);
    if (st != INV_OK)
        return st;
    if (!read_grid(rec->cells[c->grid], &r->grid)) {
        inv_err_set(err, INV_EROW, "not how periods lie");
        return bad(rec, "fit_grid", err);
    }
    r->grid.freq = freq;
    if (inv_time_parse(&f->form, rec->cells[c->date].s, rec->cells[c->date].n, &t, err) != INV_OK)
        return bad(rec, f->run->common.time, err);
    if (inv_freqscan_check(f->form.unit, freq, err) != INV_OK)
        return bad(rec, "fit_freq", err);
    r->last = inv_grid_index(&r->grid, t);
    return INV_OK;
}

/* Looks at the fit once, so that damage ends the run before anything is written. */
static enum inv_status check_fit(struct fits *f, const struct inv_record *rec, struct inv_cell line, bool update, struct inv_err *err)
{
    struct inv_forecast forecast;
    const struct inv_model *which;
    enum inv_status st = inv_saved_read(line.s, line.n, &f->work, &forecast, err);
    if (st == INV_EARG)
        return bad(rec, "fit", err);
    if (st != INV_OK)
        return st;
    if (f->n == 0)
        f->season = forecast.s.m;
    if (!update || inv_saved_updates(&forecast, &which))
        return INV_OK;
    inv_err_set(err, INV_EUSAGE, "model %s cannot be carried on with --update", which->name);
    return inv_err_at(err, rec->file, rec->line);
}

static enum inv_status add_record(struct fits *f, const struct inv_record *rec, const struct columns *c, bool update, struct inv_err *err)
{
    enum inv_status st = INV_MEM_GROW(&f->record, &f->cap, f->n + 1, err);
    if (st != INV_OK)
        return st;
    struct fits_record *r = &f->record[f->n];
    struct inv_cell line = rec->cells[c->fit];
    *r = (struct fits_record){ .at = f->lines.n, .len = line.n, .line = rec->line, .next = FITS_NONE };
    st = calendar_of(f, rec, c, r, err);
    if (st == INV_OK)
        st = check_fit(f, rec, line, update, err);
    if (st == INV_OK)
        st = inv_buf_add(&f->lines, line.s, line.n, err);
    if (st == INV_OK)
        st = file_key(f, rec->cells, c->key, err);
    f->n += st == INV_OK;
    return st;
}

static enum inv_status read_all(struct fits *f, bool update, struct inv_err *err)
{
    struct inv_input *in;
    struct columns c;
    enum inv_status st = inv_input_open(&in, &f->path, 1, &f->format, false, err);
    if (st != INV_OK)
        return st;
    st = find_columns(f, in, &c, err);
    while (st == INV_OK) {
        struct inv_record rec;
        st = inv_input_next(in, &rec, err);
        if (st == INV_EROW)
            inv_err_at(err, rec.file, rec.line);
        if (st == INV_OK)
            st = add_record(f, &rec, &c, update, err);
    }
    inv_input_close(in);
    if (err->file && strcmp(err->file, f->path) == 0)
        err->file = f->path;              /* outlives the input */
    return st == INV_END ? INV_OK : st;
}

enum inv_status fits_load(struct run *run, const char *path, bool update, struct fits **out, struct inv_err *err)
{
    struct fits *f = *out = calloc(1, sizeof *f);
    if (!f)
        return inv_err_set(err, INV_ENOMEM, "out of memory");
    f->run = run;
    f->path = path;
    f->format = inv_format_default();
    f->season = 1;
    enum inv_status st = inv_keys_alloc(&f->keys, err);
    if (st == INV_OK)
        st = read_all(f, update, err);
    if (st == INV_OK && f->n == 0) {
        inv_err_set(err, INV_EUSAGE, "has no fits");
        st = inv_err_at(err, path, 0);
    }
    if (st == INV_EROW)
        st = err->status = INV_EUSAGE;    /* no row of the input is to blame */
    return st;
}

/* ---- what there is --------------------------------------------------------------------------- */

enum inv_freq fits_freq(const struct fits *f)
{
    return f->freq;
}

const struct inv_timefmt *fits_form(const struct fits *f)
{
    return &f->form;
}

size_t fits_season(const struct fits *f)
{
    return f->season;
}

size_t fits_count(const struct fits *f)
{
    return f->n;
}

size_t fits_find(struct fits *f, const struct inv_cell *key)
{
    size_t id;
    if (key_bytes(f, key, NULL, NULL) != INV_OK || !inv_keys_find(f->keys, f->key.s, f->key.n, &id))
        return FITS_NONE;
    f->asked[id] = true;
    return f->first[id];
}

const struct fits_record *fits_at(const struct fits *f, size_t i)
{
    return &f->record[i];
}

struct inv_cell fits_line(const struct fits *f, size_t i)
{
    return (struct inv_cell){ f->lines.s + f->record[i].at, f->record[i].len };
}

const char *fits_file(const struct fits *f)
{
    return f->path;
}

void fits_key(const struct fits *f, size_t id, struct inv_cell *key)
{
    size_t len;
    const char *at = inv_keys_get(f->keys, id, &len);
    for (size_t i = 0; i < f->run->keys.n; i++) {
        memcpy(&key[i].n, at, sizeof key[i].n);
        key[i].s = at + sizeof key[i].n;
        at = key[i].s + key[i].n;
    }
}

bool fits_rest(struct fits *f, struct inv_cell *key)
{
    size_t n = inv_keys_count(f->keys);
    while (f->rest < n && f->asked[f->rest])
        f->rest++;
    if (f->rest == n)
        return false;
    f->asked[f->rest] = true;
    fits_key(f, f->rest, key);
    return true;
}
