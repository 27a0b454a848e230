/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Groups: opening, and reading one row. */
#include "inv/group.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "inv/num.h"
#include "table/cells.h"
#include "table/groups.h"

enum inv_status inv_groups_open(struct inv_groups **out, struct inv_input *in, const struct inv_format *format,
                                const struct inv_group_spec *spec, struct inv_err *err)
{
    struct inv_groups *gs = calloc(1, sizeof *gs);
    *out = NULL;
    if (gs)
        gs->num = calloc(spec->nnum + 1, sizeof *gs->num);
    if (!gs || !gs->num) {
        free(gs);
        return inv_err_set(err, INV_ENOMEM, "out of memory");
    }
    gs->in = in;
    gs->format = format;
    gs->spec = spec;
    *out = gs;
    return INV_OK;
}

void inv_groups_close(struct inv_groups *gs)
{
    if (!gs)
        return;
    inv_seen_free(gs->seen);
    inv_hashed_free(gs->hashed);
    inv_buf_free(&gs->raw);
    free(gs->num);
    free(gs);
}

enum inv_status inv_groups_next(struct inv_groups *gs, struct inv_group *g, struct inv_err *err)
{
    return gs->spec->sorted ? inv_groups_next_sorted(gs, g, err) : inv_groups_next_hashed(gs, g, err);
}

void inv_groups_rewind(struct inv_groups *gs)
{
    if (gs->hashed)
        inv_hashed_rewind(gs->hashed);
}

/* ---- rows ------------------------------------------------------------------------------ */

/* Tells of gs->rec; what comes back ends the run unless it is INV_OK. */
static enum inv_status reject(const struct inv_groups *gs, const struct inv_err *why, struct inv_err *err)
{
    enum inv_status st = gs->spec->reject ? gs->spec->reject(gs->spec->reject_ctx, &gs->rec, why) : INV_OK;
    if (st != INV_OK && err) {
        *err = *why;
        err->status = st;
    }
    return st;
}

enum inv_status inv_groups_fetch(struct inv_groups *gs, struct inv_err *err)
{
    for (;;) {
        struct inv_err why;
        enum inv_status st = inv_input_next(gs->in, &gs->rec, &why);
        if (st == INV_OK || st == INV_END)
            return st;
        if (st != INV_EROW) {
            if (err)
                *err = why;
            return st;
        }
        st = reject(gs, &why, err);
        if (st != INV_OK)
            return st;
    }
}

/* Fills in where, and tells. */
static enum inv_status reject_cell(const struct inv_groups *gs, size_t column, struct inv_err *why, struct inv_err *err)
{
    struct inv_cell name = inv_input_name(gs->in, column);
    inv_err_at(why, gs->rec.file, gs->rec.line);
    inv_err_column(why, name.s, name.n);
    inv_cells_name(why, gs->rec.cells, gs->spec->key, gs->spec->nkey);
    return reject(gs, why, err);
}

/* A numeric token of --na comes first; else most cells are plain numbers. */
static inline enum inv_status number(const struct inv_format *f, struct inv_cell c, double *v, struct inv_err *why)
{
    if (f->n_na == 0 && inv_num_parse(c.s, c.n, f->decimal, v) == INV_NUM_OK)
        return INV_OK;
    return inv_cell_number(f, c, v, why);
}

static enum inv_status parse_time(struct inv_groups *gs, struct inv_err *why)
{
    const struct inv_group_spec *spec = gs->spec;
    struct inv_cell c = gs->rec.cells[spec->time];
    if (gs->format->n_na > 0 && inv_cell_missing(gs->format, c))
        return inv_err_set(why, INV_EROW, "no value");
    enum inv_status st = spec->parse_time(spec->time_ctx, c, &gs->time, why);
    if (st == INV_EROW && inv_cell_missing(gs->format, c))
        return inv_err_set(why, INV_EROW, "no value");
    return st;
}

enum inv_status inv_groups_parse(struct inv_groups *gs, bool *used, struct inv_err *err)
{
    const struct inv_group_spec *spec = gs->spec;
    struct inv_err why;
    enum inv_status st = INV_OK;
    size_t column = spec->time;
    *used = false;
    if (column != INV_NO_COLUMN)
        st = parse_time(gs, &why);
    for (size_t i = 0; st == INV_OK && i < spec->nnum; i++) {
        column = spec->num[i];
        gs->num[i] = (double)NAN;
        if (column != INV_NO_COLUMN && i + spec->nwords >= spec->nnum)
            st = spec->word(spec->word_ctx, gs->rec.cells[column], &gs->num[i], &why);
        else if (column != INV_NO_COLUMN)
            st = number(gs->format, gs->rec.cells[column], &gs->num[i], &why);
    }
    *used = st == INV_OK;
    if (st == INV_OK)
        return INV_OK;
    if (st == INV_EROW)
        return reject_cell(gs, column, &why, err);
    if (err)
        *err = why;
    return st;
}

static enum inv_status pack_cells(struct inv_groups *gs, struct inv_err *err)
{
    enum inv_status st = INV_OK;
    for (size_t i = 0; i < gs->rec.n && st == INV_OK; i++) {
        struct inv_cell c = gs->rec.cells[i];
        st = inv_buf_add(&gs->raw, (const char *)&c.n, sizeof c.n, err);
        if (st == INV_OK)
            st = inv_buf_add(&gs->raw, c.s, c.n, err);
    }
    return st;
}

enum inv_status inv_groups_raw(struct inv_groups *gs, struct inv_cell *raw, struct inv_err *err)
{
    bool cells = gs->spec->keep_cells;
    size_t lead = 0;
    enum inv_status st = INV_OK;
    gs->raw.n = 0;
    if (cells)
        st = inv_buf_add(&gs->raw, (const char *)&lead, sizeof lead, err);
    lead = gs->raw.n;
    if (st == INV_OK && gs->spec->keep_raw)
        st = inv_input_row(gs->in, &gs->rec, &gs->raw, err);
    if (st == INV_OK && cells) {
        size_t text = gs->raw.n - lead;
        memcpy(gs->raw.s, &text, sizeof text);
        st = pack_cells(gs, err);
    }
    *raw = (struct inv_cell){ gs->raw.s, gs->raw.n };
    return st;
}
