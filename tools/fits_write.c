/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writing files of fits. */
#include "config.h"
#include "fits.h"

#include <stdlib.h>
#include <string.h>

struct fits_sink {
    struct run *run;
    struct inv_sink *sink;
    struct inv_format format;
    struct inv_layout layout;
};

static enum inv_status add(struct fits_sink *s, const char *name, struct inv_err *err)
{
    return tool_column_add(&s->layout, (struct inv_cell){ name, strlen(name) }, err);
}

static enum inv_status write_header(struct fits_sink *s, struct inv_err *err)
{
    struct inv_buf buf = { 0 };
    struct inv_row row;
    inv_row_init(&row, &buf, &s->format, s->layout.names, s->layout.width);
    enum inv_status st = inv_row_header(&row, err);
    if (st == INV_OK)
        st = inv_sink_write(s->sink, buf.s, buf.n, err);
    inv_buf_free(&buf);
    return st;
}

enum inv_status fits_create(struct run *run, const char *path, struct fits_sink **out, struct inv_err *err)
{
    struct fits_sink *s = *out = calloc(1, sizeof *s);
    if (!s)
        return inv_err_set(err, INV_ENOMEM, "out of memory");
    s->run = run;
    s->format = inv_format_default();
    enum inv_status st = INV_OK;
    for (size_t i = 0; i < run->keys.n && st == INV_OK; i++)
        st = add(s, run->keys.s[i], err);
    if (st == INV_OK)
        st = add(s, run->common.time, err);
    if (st == INV_OK)
        st = add(s, "fit_freq", err);
    if (st == INV_OK)
        st = add(s, "fit_grid", err);
    if (st == INV_OK)
        st = add(s, "fit", err);
    if (st == INV_OK)
        st = inv_sink_open(&s->sink, path, err);
    return st == INV_OK ? write_header(s, err) : st;
}

static void begin_row(const struct fits_sink *s, struct inv_row *row, struct inv_buf *buf, const struct inv_cell *key,
                      struct inv_cell date, enum inv_freq freq, const struct inv_grid *g)
{
    char grid[160];
    inv_row_init(row, buf, &s->format, s->layout.names, s->layout.width);
    for (size_t i = 0; i < s->run->keys.n; i++)
        inv_row_cell(row, key[i]);
    inv_row_cell(row, date);
    inv_row_text(row, inv_freq_name(freq));
    snprintf(grid, sizeof grid, "%d %d %d %lld %lld", (int)g->unit, g->own, g->anchor, (long long)g->phase, (long long)g->offset);
    inv_row_text(row, grid);
}

enum inv_status fits_row(const struct fits_sink *s, struct inv_buf *buf, const struct inv_cell *key, struct inv_cell date,
                         enum inv_freq freq, const struct inv_grid *grid, const struct inv_forecast *f, struct inv_err *err)
{
    struct inv_buf line = { 0 };
    struct inv_row row;
    enum inv_status st = inv_saved_write(f, &line, err);
    if (st == INV_OK) {
        begin_row(s, &row, buf, key, date, freq, grid);
        inv_row_cell(&row, (struct inv_cell){ line.s, line.n });
        st = inv_row_end(&row, err);
    }
    inv_buf_free(&line);
    return st;
}

enum inv_status fits_copy(const struct fits_sink *s, struct inv_buf *buf, const struct inv_cell *key, struct inv_cell date,
                          const struct fits *f, size_t i, struct inv_err *err)
{
    struct inv_row row;
    begin_row(s, &row, buf, key, date, fits_freq(f), &fits_at(f, i)->grid);
    inv_row_cell(&row, fits_line(f, i));
    return inv_row_end(&row, err);
}

enum inv_status fits_write(struct fits_sink *s, const char *p, size_t n, struct inv_err *err)
{
    return inv_sink_write(s->sink, p, n, err);
}

static void release(struct fits_sink *s)
{
    inv_layout_free(&s->layout);
    free(s);
}

enum inv_status fits_commit(struct fits_sink *s, struct inv_err *err)
{
    enum inv_status st = inv_sink_commit(s->sink, err);
    release(s);
    return st;
}

void fits_abort(struct fits_sink *s)
{
    if (!s)
        return;
    if (s->sink)
        inv_sink_abort(s->sink);
    release(s);
}
