/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "hold.h"

#include <stdlib.h>

#include "inv/mem.h"

void hold_free(struct hold *h)
{
    inv_buf_free(&h->bytes);
    free(h->ends);
}

enum inv_status hold_add(struct hold *h, const struct inv_cell *cells, struct inv_err *err)
{
    enum inv_status st = INV_MEM_GROW(&h->ends, &h->cap_ends, h->nends + h->width, err);
    for (size_t i = 0; i < h->width && st == INV_OK; i++) {
        st = cells[i].n ? inv_buf_add(&h->bytes, cells[i].s, cells[i].n, err) : INV_OK;
        h->ends[h->nends++] = h->bytes.n;
    }
    h->n++;
    return st;
}

struct inv_cell hold_cell(const struct hold *h, size_t row, size_t column)
{
    size_t i = row * h->width + column, from = i ? h->ends[i - 1] : 0;
    return (struct inv_cell){ h->bytes.s ? h->bytes.s + from : "", h->ends[i] - from };
}

void hold_row(const struct hold *h, size_t row, struct inv_cell *cells)
{
    for (size_t i = 0; i < h->width; i++)
        cells[i] = hold_cell(h, row, i);
}
