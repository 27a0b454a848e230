/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "carry.h"

#include <stdlib.h>
#include <string.h>

static enum inv_status lay_out(struct carry *c, const char *const *columns, struct inv_err *err)
{
    struct run *run = c->run;
    enum inv_status st = INV_OK;
    for (size_t i = 0; i < inv_input_width(run->in) && st == INV_OK; i++)
        st = inv_layout_add(&c->layout, inv_input_name(run->in, i), INV_FROM_INPUT, i, err);
    const size_t *extra;
    size_t n = inv_params_extra(run->params, &extra);
    for (size_t i = 0; i < n && st == INV_OK; i++)
        st = inv_layout_add(&c->layout, inv_params_item_name(run->params, extra[i]), INV_FROM_ITEM, extra[i], err);
    for (size_t i = 0; i < c->ncolumns && st == INV_OK; i++)
        st = inv_layout_add(&c->layout, (struct inv_cell){ columns[i], strlen(columns[i]) }, INV_FROM_FILTER, i, err);
    return st;
}

static void find_runs(const struct inv_layout *l, size_t *runs)
{
    for (size_t i = l->width; i-- > 0;) {
        const struct inv_slot *s = &l->slots[i];
        bool goes_on = i + 1 < l->width && s->from == INV_FROM_INPUT && s[1].from == INV_FROM_INPUT
                    && s[1].index == s->index + 1;
        runs[i] = goes_on ? runs[i + 1] + 1 : 1;
    }
}

enum inv_status carry_open(struct carry *c, struct run *run, const char *const *columns, size_t n, struct inv_err *err)
{
    *c = (struct carry){ .run = run, .ncolumns = n };
    c->same = run->in_format.syntax == INV_CSV && run->out_format.syntax == INV_CSV
           && run->in_format.delimiter == run->out_format.delimiter;
    c->values = calloc(n ? n : 1, sizeof *c->values);
    enum inv_status st = c->values ? lay_out(c, columns, err) : inv_err_set(err, INV_ENOMEM, "out of memory");
    if (st == INV_OK && !(c->runs = calloc(c->layout.width + 1, sizeof *c->runs)))
        st = inv_err_set(err, INV_ENOMEM, "out of memory");
    if (st != INV_OK)
        return st;
    find_runs(&c->layout, c->runs);
    inv_row_init(&c->row, &c->buf, &run->out_format, c->layout.names, c->layout.width);
    return inv_row_header(&c->row, err);
}

void carry_close(struct carry *c)
{
    inv_layout_free(&c->layout);
    inv_buf_free(&c->buf);
    free(c->values);
    free(c->runs);
}

void carry_clear(struct carry *c)
{
    for (size_t i = 0; i < c->ncolumns; i++)
        c->values[i].kind = VALUE_MISSING;
}

enum inv_status carry_write(struct carry *c, const struct inv_record *rec, const struct inv_param_row *params,
                            struct inv_err *err)
{
    bool plain = rec->plain && c->same, straight = rec->straight && c->same;
    for (size_t i = 0, n; i < c->layout.width; i += n) {
        const struct inv_slot *s = &c->layout.slots[i];
        n = straight ? c->runs[i] : 1;
        if (s->from == INV_FROM_FILTER)
            value_write(&c->row, &c->values[s->index]);
        else if (s->from == INV_FROM_ITEM && params->item)
            inv_row_cell(&c->row, params->item[s->index]);
        else if (s->from == INV_FROM_ITEM)
            inv_row_missing(&c->row);
        else if (plain)
            inv_row_plain_run(&c->row, &rec->cells[s->index], n);
        else
            inv_row_cell(&c->row, rec->cells[s->index]);
    }
    enum inv_status st = inv_row_end(&c->row, err);
    return st == INV_OK ? tool_write(c->run, &c->buf, false, err) : st;
}

enum inv_status carry_flush(struct carry *c, struct inv_err *err)
{
    return tool_write(c->run, &c->buf, true, err);
}
