/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-reorder: what is on order, by date. */
#include "config.h"
#include "reorder.h"

#include <math.h>
#include <stdlib.h>

#include "inv/mem.h"

/* ---- the table ----------------------------------------------------------------------------------------- */

/* One row of the receipts; what is wrong with it is told once, here. */
static enum inv_status read_receipt(struct dates *d, size_t row, size_t date, size_t qty, struct inv_err *err)
{
    int64_t after;
    struct dated *r = &d->dated[row];
    enum inv_status st = join_number(d->receipts, row, qty, &r->qty, err);
    if (st == INV_OK && !(r->qty >= 0))
        st = isnan(r->qty) ? inv_err_set(err, INV_EROW, "a missing value")
                           : inv_err_set(err, INV_EROW, "%g is below 0", r->qty);
    size_t column = qty;
    if (st == INV_OK) {
        struct inv_cell c = join_cell(d->receipts, row, date);
        column = date;
        st = inv_time_parse_span(&d->fmt, c.s, c.n, &r->day, &after, err);
    }
    if (st != INV_EROW && st != INV_EARG)
        return st;
    struct inv_record rec = { .file = join_file(d->receipts), .line = join_line(d->receipts, row) };
    err->status = INV_EROW;
    inv_err_at(err, rec.file, rec.line);
    struct inv_cell name = join_name(d->receipts, column);
    inv_err_column(err, name.s, name.n);
    r->qty = NAN;
    return tool_reject_other(d->run, &rec, err);
}

enum inv_status receipts_open(struct dates *d, const char *path, struct inv_err *err)
{
    size_t date, qty;
    if (!path)
        return INV_OK;
    enum inv_status st = join_load(d->run, path, &d->receipts, err);
    if (st == INV_OK)
        st = join_need(d->receipts, d->run->common.time, &date, err);
    if (st == INV_OK)
        st = join_need(d->receipts, d->run->common.value, &qty, err);
    if (st != INV_OK)
        return st;
    size_t n = join_count(d->receipts);
    d->dated = calloc(n + 1, sizeof *d->dated);
    if (!d->dated)
        return inv_err_set(err, INV_ENOMEM, "out of memory");
    for (size_t i = 0; i < n && st == INV_OK; i++)
        st = read_receipt(d, i, date, qty, err);
    return st;
}

/* ---- receipts --------------------------------------------------------------------------------------- */

/* The period in which a day's goods can be sold: that which the day lies in.
 * Where labels are not the first days of their periods (Fridays, month ends)
 * they may be the last as well: then the first label not before the day. */
int64_t dates_period_of(const struct dates *d, int64_t day)
{
    int64_t index = inv_grid_index(&d->row.grid, day);
    return (!inv_grid_starts(&d->row.grid) && inv_grid_time(&d->row.grid, index) < day ? index + 1 : index) - d->row.period;
}

static int by_period(const void *a, const void *b)
{
    int64_t x = ((const struct inv_receipt *)a)->period, y = ((const struct inv_receipt *)b)->period;
    return (x > y) - (x < y);
}

enum inv_status receipts_of_row(struct dates *d, const struct inv_record *rec, struct inv_err *err)
{
    size_t row = d->receipts ? join_find(d->receipts, rec->cells) : JOIN_NONE;
    for (; row != JOIN_NONE; row = join_next(d->receipts, row)) {
        const struct dated *r = &d->dated[row];
        bool late = d->row.known && r->day < d->row.as_of;
        if (isnan(r->qty))
            continue;
        if (late) {
            d->row.overdue += r->qty;
            d->noverdue++;
        }
        if (d->row.next == INT64_MIN || r->day < d->row.next)
            d->row.next = r->day;
        if (late && d->drop_overdue)
            continue;
        enum inv_status st = INV_MEM_GROW(&d->due, &d->cap_due, d->row.ndue + 1, err);
        if (st != INV_OK)
            return st;
        d->due[d->row.ndue++] = (struct inv_receipt){ d->row.known ? dates_period_of(d, r->day) : 1, r->qty };
        d->row.due_total += r->qty;
    }
    d->nundated += d->row.ndue > 0 && !d->row.known;
    d->row.due = d->due;
    if (d->row.ndue > 1)
        qsort(d->due, d->row.ndue, sizeof *d->due, by_period);
    return INV_OK;
}

void receipts_note(const struct dates *d)
{
    if (d->nover > 0)
        tool_note(d->run, "%s: the forecasts of %llu row%s end before as_of: nothing of them is left",
                  join_file(d->forecast), (unsigned long long)d->nover, d->nover == 1 ? "" : "s");
    if (d->nundated > 0)
        tool_note(d->run, "%s: receipts of %llu row%s without a calendar (as_of and --freq): taken as coming next, whatever "
                  "their dates", join_file(d->receipts), (unsigned long long)d->nundated, d->nundated == 1 ? "" : "s");
    if (d->nmore > 0)
        tool_note(d->run, "%s: more than on_order says for %llu row%s: the position has on_order", join_file(d->receipts),
                  (unsigned long long)d->nmore, d->nmore == 1 ? "" : "s");
    if (d->noverdue > 0)
        tool_note(d->run, "%llu receipt%s overdue (dated before as_of): %s; column overdue says how much",
                  (unsigned long long)d->noverdue, d->noverdue == 1 ? " is" : "s are",
                  d->drop_overdue ? "left out" : "counted as coming next (--overdue drop leaves them out)");
}
