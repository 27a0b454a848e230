/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-abc: the policy matrix, which says by class how an item is planned. */
#include "config.h"
#include "abc.h"

#include <stdlib.h>
#include <string.h>

static const char *const matched[4] = { "class_abc", "class_xyz", "pattern", "lifecycle" };

void abc_policy_close(struct policy *p)
{
    inv_input_close(p->in);
    hold_free(&p->rows);
    for (size_t i = 0; i < p->nadded; i++)
        free(p->names[i]);
    free(p->names);
    free(p->added);
}

/* The header's cells are not terminated. */
static enum inv_status add_column(struct policy *p, size_t column, struct inv_err *err)
{
    struct inv_cell name = inv_input_name(p->in, column);
    char *copy = calloc(name.n + 1, 1);
    if (!copy)
        return inv_err_set(err, INV_ENOMEM, "out of memory");
    memcpy(copy, name.s, name.n);
    p->added[p->nadded] = column;
    p->names[p->nadded++] = copy;
    return INV_OK;
}

static enum inv_status find_columns(struct policy *p, const char *path, struct inv_err *err)
{
    size_t width = inv_input_width(p->in), nmatched = 0;
    enum inv_status st = INV_OK;
    p->added = calloc(width + 1, sizeof *p->added);
    p->names = calloc(width + 1, sizeof *p->names);
    if (!p->added || !p->names)
        return inv_err_set(err, INV_ENOMEM, "out of memory");
    for (size_t m = 0; m < COUNT(matched); m++) {
        p->match[m] = inv_input_find(p->in, matched[m]);
        nmatched += p->match[m] != INV_NO_COLUMN;
    }
    for (size_t i = 0; i < width && st == INV_OK; i++) {
        bool key = false;
        for (size_t m = 0; m < COUNT(matched); m++)
            key = key || p->match[m] == i;
        if (!key)
            st = add_column(p, i, err);
    }
    if (st != INV_OK || nmatched > 0)
        return st;
    inv_err_set(err, INV_EUSAGE, "has none of the columns class_abc, class_xyz, pattern, lifecycle");
    return inv_err_at(err, path, 0);
}

/* What is a parameter must be one that the next filter can read; durations have their say there. */
static enum inv_status check_row(struct run *run, const struct policy *p, const struct inv_record *rec,
                                 struct inv_err *err)
{
    for (size_t i = 0; i < p->nadded; i++) {
        struct inv_cell name = inv_input_name(p->in, p->added[i]);
        enum inv_param param;
        double v;
        if (!inv_param_by_name(name.s, name.n, &param))
            continue;
        if (inv_params_read(run->params, param, rec->cells[p->added[i]], 1, &v, err) != INV_OK) {
            inv_err_at(err, rec->file, rec->line);
            return inv_err_column(err, name.s, name.n);
        }
    }
    return INV_OK;
}

enum inv_status abc_policy_open(struct policy *p, struct run *run, const char *path, struct inv_err *err)
{
    if (!path)
        return INV_OK;
    enum inv_status st = tool_open_table(run, path, &p->in, err);
    if (st == INV_OK)
        st = find_columns(p, path, err);
    p->rows.width = st == INV_OK ? inv_input_width(p->in) : 0;
    while (st == INV_OK) {
        struct inv_record rec;
        st = inv_input_next(p->in, &rec, err);
        if (st == INV_END)
            return INV_OK;
        if (st == INV_OK)
            st = check_row(run, p, &rec, err);
        st = st == INV_EROW ? tool_reject_other(run, &rec, err) : st == INV_OK ? hold_add(&p->rows, rec.cells, err)
            : st;
    }
    return st;
}

/* An empty cell, or *, is for all. */
static bool covers(struct inv_cell wanted, struct inv_cell is)
{
    if (wanted.n == 0 || (wanted.n == 1 && wanted.s[0] == '*'))
        return true;
    return wanted.n == is.n && memcmp(wanted.s, is.s, is.n) == 0;
}

size_t abc_policy_find(struct policy *p, const struct inv_cell classes[4])
{
    for (size_t row = 0; row < p->rows.n; row++) {
        bool all = true;
        for (size_t m = 0; m < COUNT(matched) && all; m++)
            all = p->match[m] == INV_NO_COLUMN || covers(hold_cell(&p->rows, row, p->match[m]), classes[m]);
        if (all)
            return row;
    }
    p->unmatched++;
    return SIZE_MAX;
}
