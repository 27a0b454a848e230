/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "join.h"

#include <stdlib.h>
#include <string.h>

#include "inv/keys.h"
#include "inv/mem.h"

/* A row: where its cells begin, its line, the next row of its key. */
struct entry { size_t at; uint64_t line; size_t next; };

struct join {
    struct run *run;
    const char *path;
    struct inv_input *in;                 /* closed when freed; its header is used until then */
    struct texts names;                   /* of the shared key columns */
    size_t *mine, *theirs;                /* their places in this table and in the run's input */
    struct inv_keys *keys;
    struct inv_buf key;                   /* scratch */
    struct inv_buf bytes;                 /* of all cells, one after the other */
    size_t *ends; size_t nends, cap_ends; /* where each cell ends in bytes */
    struct entry *rows; size_t nrows, cap_rows;
    size_t *first, *last; size_t cap_first, cap_last, nkeys;
    bool *used; size_t cap_used;          /* by key: it was looked for */
};

void join_free(struct join *j)
{
    if (!j)
        return;
    inv_input_close(j->in);
    texts_free(&j->names);
    inv_keys_free(j->keys);
    inv_buf_free(&j->key);
    inv_buf_free(&j->bytes);
    free(j->mine);
    free(j->theirs);
    free(j->ends);
    free(j->rows);
    free(j->first);
    free(j->last);
    free(j->used);
    free(j);
}

static enum inv_status shared_keys(struct join *j, struct inv_err *err)
{
    const struct texts *keys = &j->run->keys;
    j->mine = calloc(keys->n, sizeof *j->mine);
    j->theirs = calloc(keys->n, sizeof *j->theirs);
    if (!j->mine || !j->theirs)
        return inv_err_set(err, INV_ENOMEM, "out of memory");
    enum inv_status st = INV_OK;
    for (size_t i = 0; i < keys->n && st == INV_OK; i++) {
        size_t a = inv_input_find(j->in, keys->s[i]), b = inv_input_find(j->run->in, keys->s[i]);
        if (a == INV_NO_COLUMN || b == INV_NO_COLUMN)
            continue;
        j->mine[j->names.n] = a;
        j->theirs[j->names.n] = b;
        st = texts_add(&j->names, keys->s[i], err);
    }
    if (st == INV_OK && j->names.n == 0) {
        inv_err_set(err, INV_EUSAGE, "has none of the key columns of the input (%s)", j->run->common.key);
        st = inv_err_at(err, j->path, 0);
    }
    return st;
}

/* The cells of a key, each with its length in front: no two keys look alike. */
static enum inv_status key_of(struct join *j, const struct inv_cell *cells, const size_t *columns, struct inv_err *err)
{
    enum inv_status st = INV_OK;
    j->key.n = 0;
    for (size_t i = 0; i < j->names.n && st == INV_OK; i++) {
        struct inv_cell c = cells[columns[i]];
        st = inv_buf_add(&j->key, (const char *)&c.n, sizeof c.n, err);
        if (st == INV_OK)
            st = inv_buf_add(&j->key, c.s, c.n, err);
    }
    return st;
}

static enum inv_status add_cells(struct join *j, const struct inv_record *rec, struct inv_err *err)
{
    enum inv_status st = INV_MEM_GROW(&j->ends, &j->cap_ends, j->nends + rec->n, err);
    for (size_t i = 0; i < rec->n && st == INV_OK; i++) {
        st = inv_buf_add(&j->bytes, rec->cells[i].s, rec->cells[i].n, err);
        j->ends[j->nends++] = j->bytes.n;
    }
    return st;
}

static enum inv_status add_row(struct join *j, const struct inv_record *rec, struct inv_err *err)
{
    size_t id;
    bool fresh;
    enum inv_status st = key_of(j, rec->cells, j->mine, err);
    if (st == INV_OK)
        st = inv_keys_add(j->keys, j->key.s, j->key.n, &id, &fresh, err);
    if (st == INV_OK)
        st = INV_MEM_GROW(&j->rows, &j->cap_rows, j->nrows + 1, err);
    if (st == INV_OK && fresh)
        st = INV_MEM_GROW(&j->first, &j->cap_first, id + 1, err);
    if (st == INV_OK && fresh)
        st = INV_MEM_GROW(&j->last, &j->cap_last, id + 1, err);
    if (st == INV_OK && fresh)
        st = INV_MEM_GROW(&j->used, &j->cap_used, id + 1, err);
    if (st == INV_OK)
        st = add_cells(j, rec, err);
    if (st != INV_OK)
        return st;
    if (fresh) {
        j->first[id] = j->nrows;
        j->used[id] = false;
        j->nkeys = id + 1;
    } else {
        j->rows[j->last[id]].next = j->nrows;
    }
    j->last[id] = j->nrows;
    j->rows[j->nrows++] = (struct entry){ j->nends - rec->n, rec->line, JOIN_NONE };
    return INV_OK;
}

static enum inv_status read_all(struct join *j, struct inv_err *err)
{
    for (;;) {
        struct inv_record rec;
        enum inv_status st = inv_input_next(j->in, &rec, err);
        if (st == INV_END)
            return INV_OK;
        st = st == INV_EROW ? tool_reject_other(j->run, &rec, err) : st == INV_OK ? add_row(j, &rec, err) : st;
        if (st != INV_OK)
            return st;
    }
}

/* The one column of that name. */
static enum inv_status by_column(struct join *j, const char *column, struct inv_err *err)
{
    j->mine = calloc(1, sizeof *j->mine);
    j->theirs = calloc(1, sizeof *j->theirs);      /* of a record that is the cell alone */
    if (!j->mine || !j->theirs)
        return inv_err_set(err, INV_ENOMEM, "out of memory");
    enum inv_status st = inv_input_need(j->in, column, &j->mine[0], err);
    return st == INV_OK ? texts_add(&j->names, column, err) : st;
}

static enum inv_status load(struct run *run, const char *path, const char *column, struct join **out, struct inv_err *err)
{
    struct join *j = calloc(1, sizeof *j);
    if (!j)
        return inv_err_set(err, INV_ENOMEM, "out of memory");
    j->run = run;
    j->path = path;
    enum inv_status st = inv_keys_alloc(&j->keys, err);
    if (st == INV_OK)
        st = tool_open_table(run, path, &j->in, err);
    if (st == INV_OK)
        st = column ? by_column(j, column, err) : shared_keys(j, err);
    if (st == INV_OK)
        st = read_all(j, err);
    if (st != INV_OK) {
        join_free(j);
        j = NULL;
    }
    *out = j;
    return st;
}

enum inv_status join_load(struct run *run, const char *path, struct join **out, struct inv_err *err)
{
    return load(run, path, NULL, out, err);
}

enum inv_status join_load_by(struct run *run, const char *path, const char *column, struct join **out, struct inv_err *err)
{
    return load(run, path, column, out, err);
}

size_t join_find_by(struct join *j, struct inv_cell cell)
{
    return join_find(j, &cell);
}

size_t join_column(const struct join *j, const char *name)
{
    return inv_input_find(j->in, name);
}

enum inv_status join_need(const struct join *j, const char *name, size_t *column, struct inv_err *err)
{
    return inv_input_need(j->in, name, column, err);
}

size_t join_find(struct join *j, const struct inv_cell *cells)
{
    size_t id;
    if (key_of(j, cells, j->theirs, NULL) != INV_OK || !inv_keys_find(j->keys, j->key.s, j->key.n, &id))
        return JOIN_NONE;
    j->used[id] = true;
    return j->first[id];
}

size_t join_unused(const struct join *j, size_t *row)
{
    size_t n = 0;
    for (size_t id = j->nkeys; id-- > 0;)
        if (!j->used[id]) {
            *row = j->first[id];
            n++;
        }
    return n;
}

void join_note_unused(const struct join *j, const char *what)
{
    size_t row, n = j ? join_unused(j, &row) : 0;
    if (n > 0)
        tool_note(j->run, "%s: %s of %zu key%s that the input does not have (the first on line %llu)", j->path, what, n,
                  n == 1 ? "" : "s", (unsigned long long)join_line(j, row));
}

size_t join_next(const struct join *j, size_t row)
{
    return j->rows[row].next;
}

size_t join_width(const struct join *j)
{
    return inv_input_width(j->in);
}

struct inv_cell join_name(const struct join *j, size_t column)
{
    return inv_input_name(j->in, column);
}

bool join_is_key(const struct join *j, size_t column)
{
    for (size_t i = 0; i < j->names.n; i++)
        if (j->mine[i] == column)
            return true;
    return false;
}

size_t join_count(const struct join *j)
{
    return j->nrows;
}

struct inv_cell join_cell(const struct join *j, size_t row, size_t column)
{
    size_t i = j->rows[row].at + column, from = i ? j->ends[i - 1] : 0;
    /* Where all cells are empty there are no bytes, and nothing may be added to a null pointer. */
    return (struct inv_cell){ j->bytes.s ? j->bytes.s + from : "", j->ends[i] - from };
}

uint64_t join_line(const struct join *j, size_t row)
{
    return j->rows[row].line;
}

const char *join_file(const struct join *j)
{
    return j->path;
}

enum inv_status join_number(const struct join *j, size_t row, size_t column, double *v, struct inv_err *err)
{
    enum inv_status st = inv_cell_number(&j->run->in_format, join_cell(j, row, column), v, err);
    if (st == INV_OK)
        return st;
    inv_err_at(err, j->path, join_line(j, row));
    struct inv_cell name = inv_input_name(j->in, column);
    return inv_err_column(err, name.s, name.n);
}
