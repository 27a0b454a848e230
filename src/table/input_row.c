/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inv/output.h"
#include "table/input.h"

enum inv_status inv_input_row(const struct inv_input *in, const struct inv_record *rec, struct inv_buf *out,
                              struct inv_err *err)
{
    if (inv_input_straight(in))
        return inv_buf_add(out, rec->raw.s, rec->raw.n, err);
    struct inv_row row;
    size_t width = rec->n > 0 ? rec->n : 1;
    inv_row_init(&row, out, inv_input_format(in), NULL, width);
    for (size_t i = 0; i < rec->n; i++)
        inv_row_cell(&row, rec->cells[i]);
    if (rec->n == 0)
        inv_row_cell(&row, rec->raw);
    enum inv_status st = inv_row_end(&row, err);
    if (st == INV_OK)
        out->n--;   /* the line end */
    return st;
}
