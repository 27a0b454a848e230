/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "table/input.h"

#include <stdlib.h>
#include <string.h>

#include "table/names.h"
#include "table/records.h"
#include "table/source.h"

/* Large enough that a read(2) costs nothing beside the bytes, small enough to
 * stay in the second-level cache. */
#define BLOCK_BYTES ((size_t)256 << 10)

struct inv_input {
    struct inv_format format;
    struct inv_source *sources; size_t n, cap;
    struct inv_names names;
    struct inv_cell *cells;        /* the record in the order of names; empty where a file lacks it */
    size_t turn;                   /* the source that is read; n: all are */
    struct inv_records records;    /* of that source */
    size_t scan_bytes;
    bool begun;                    /* that source has been taken up */
    bool same;                     /* its columns stand as in names */
    bool ours;                     /* its syntax and delimiter are the format's */
    uint64_t done;                 /* bytes of the sources before it */
};

static enum inv_status check_format(const struct inv_format *f, struct inv_err *err)
{
    if (f->syntax == INV_JSONL)
        return inv_err_set(err, INV_EUSAGE, "JSON lines can only be written");
    if (f->syntax == INV_CSV && (f->delimiter == '"' || f->delimiter == '\n' || f->delimiter == '\r'))
        return inv_err_set(err, INV_EUSAGE, "a quote or a line end cannot be the delimiter");
    return INV_OK;
}

static enum inv_status open_sources(struct inv_input *in, const char *const *paths, size_t n, bool by_name,
                                    size_t block, struct inv_err *err)
{
    bool standard = false;
    for (size_t i = 0; i < n; i++) {
        bool dash = strcmp(paths[i], "-") == 0;
        if (dash && standard)
            return inv_err_set(err, INV_EUSAGE, "standard input (-) is named twice");
        standard = standard || dash;
        enum inv_status st = inv_source_open(&in->sources[i], paths[i], &in->format, by_name, block, err);
        if (st != INV_OK)
            return st;
        in->n = i + 1;
        st = inv_source_header(&in->sources[i], &in->names, err);
        if (st != INV_OK)
            return st;
        if (i > 0)
            inv_source_lay_aside(&in->sources[i]);
    }
    if (in->names.n == 0) {
        inv_err_set(err, INV_EUSAGE, "no header");
        inv_err_at(err, paths[0], 0);
        return INV_EUSAGE;
    }
    return INV_OK;
}

enum inv_status inv_input_open_block(struct inv_input **out, const char *const *paths, size_t n,
                                     const struct inv_format *format, bool by_name, size_t block, struct inv_err *err)
{
    static const char *const standard[] = { "-" };
    *out = NULL;
    enum inv_status st = check_format(format, err);
    if (st != INV_OK)
        return st;
    struct inv_input *in = calloc(1, sizeof *in);
    size_t files = n > 0 ? n : 1;
    if (!in || !(in->sources = calloc(files, sizeof *in->sources))) {
        free(in);
        return inv_err_set(err, INV_ENOMEM, "out of memory");
    }
    in->format = *format;
    in->scan_bytes = block < INV_SCAN_BYTES ? block : INV_SCAN_BYTES;
    st = open_sources(in, n > 0 ? paths : standard, files, by_name, block, err);
    if (st == INV_OK && !(in->cells = calloc(in->names.n, sizeof *in->cells)))
        st = inv_err_set(err, INV_ENOMEM, "out of memory");
    if (st != INV_OK) {
        inv_input_close(in);
        return st;
    }
    *out = in;
    return INV_OK;
}

enum inv_status inv_input_open(struct inv_input **in, const char *const *paths, size_t n,
                               const struct inv_format *format, bool by_name, struct inv_err *err)
{
    return inv_input_open_block(in, paths, n, format, by_name, BLOCK_BYTES, err);
}

void inv_input_close(struct inv_input *in)
{
    if (!in)
        return;
    for (size_t i = 0; i < in->n; i++)
        inv_source_free(&in->sources[i]);
    free(in->sources);
    free(in->cells);
    inv_names_free(&in->names);
    inv_records_free(&in->records);
    free(in);
}

bool inv_input_straight(const struct inv_input *in)
{
    return in->same && in->ours;
}

const struct inv_format *inv_input_format(const struct inv_input *in)
{
    return &in->format;
}

size_t inv_input_width(const struct inv_input *in)
{
    return in->names.n;
}

struct inv_cell inv_input_name(const struct inv_input *in, size_t column)
{
    return in->names.cells[column];
}

size_t inv_input_find(const struct inv_input *in, const char *name)
{
    return inv_names_find(&in->names, (struct inv_cell){ name, strlen(name) });
}

/* "no column date; there are sku, day, qty" */
static enum inv_status lacks(const struct inv_input *in, const struct inv_source *s, const char *name, struct inv_err *err)
{
    struct inv_err mine;
    char text[sizeof mine.text];
    size_t at = 0;
    for (size_t i = 0; i < s->width && at + 1 < sizeof text; i++) {
        struct inv_cell c = in->names.cells[s->map[i]];
        if (i > 0 && at + 2 < sizeof text) {
            memcpy(text + at, ", ", 2);
            at += 2;
        }
        inv_err_quote(text + at, sizeof text - at, c.s, c.n);
        at += strlen(text + at);
    }
    text[at] = '\0';
    inv_err_set(err, INV_EUSAGE, "no column %s; there are %s", name, text);
    inv_err_at(err, s->path, 0);
    return INV_EUSAGE;
}

enum inv_status inv_input_need(const struct inv_input *in, const char *name, size_t *column, struct inv_err *err)
{
    *column = inv_input_find(in, name);
    for (size_t i = 0; i < in->n; i++) {
        const struct inv_source *s = &in->sources[i];
        size_t k = 0;
        while (k < s->width && s->map[k] != *column)
            k++;
        if (k == s->width && s->width > 0)
            return lacks(in, s, name, err);
    }
    return INV_OK;
}

/* ---- records ------------------------------------------------------------------------------ */

/* The source whose turn it is: opened, and what its records look like. */
static enum inv_status begin_source(struct inv_input *in, struct inv_err *err)
{
    struct inv_source *s = &in->sources[in->turn];
    enum inv_status st = inv_source_take_up(s, err);
    if (st == INV_OK)
        st = inv_records_open(&in->records, &s->block, s->syntax, s->delimiter, s->width, s->body_line, in->scan_bytes, err);
    if (st != INV_OK)
        return st;
    in->begun = true;
    in->same = s->width == in->names.n;
    for (size_t i = 0; i < s->width; i++)
        in->same = in->same && s->map[i] == i;
    in->ours = s->syntax == in->format.syntax && (s->syntax == INV_TSV || s->delimiter == in->format.delimiter);
    for (size_t i = 0; i < in->names.n; i++)
        in->cells[i] = (struct inv_cell){ "", 0 };
    return INV_OK;
}

static void end_source(struct inv_input *in)
{
    struct inv_source *s = &in->sources[in->turn];
    in->done += s->regular ? s->size : s->block.offset;
    inv_source_close(s);
    in->turn++;
    in->begun = false;
}

/* A blank line before the first record of a table of one column without a header. */
static enum inv_status take_blank(struct inv_input *in, struct inv_record *rec)
{
    static const struct inv_cell empty = { "", 0 };
    in->sources[in->turn].blank--;
    *rec = (struct inv_record){ .cells = &empty, .n = 1, .line = in->records.line++, .raw = empty, .plain = true };
    return INV_OK;
}

/* The next record of the source at hand, in its own order; INV_END behind the last. */
static inline enum inv_status next_of_source(struct inv_input *in, struct inv_record *rec, struct inv_err *err)
{
    if (inv_records_plain(&in->records, rec))
        return INV_OK;
    const struct inv_source *s = &in->sources[in->turn];
    if (s->blank > 0)
        return take_blank(in, rec);
    return s->width == 0 ? INV_END : inv_records_other(&in->records, rec, err);
}

/* A record in the order of its file to that of the united header. */
static void place(struct inv_input *in, struct inv_record *rec)
{
    const size_t *map = in->sources[in->turn].map;
    for (size_t i = 0; i < rec->n; i++)
        in->cells[map[i]] = rec->cells[i];
    rec->cells = in->cells;
    rec->n = in->names.n;
}

enum inv_status inv_input_next(struct inv_input *in, struct inv_record *rec, struct inv_err *err)
{
    while (in->turn < in->n) {
        enum inv_status st = in->begun ? INV_OK : begin_source(in, err);
        if (st == INV_OK)
            st = next_of_source(in, rec, err);
        if (st == INV_END) {
            end_source(in);
            continue;
        }
        rec->file = in->sources[in->turn].path;
        if (st == INV_OK) {
            rec->plain = rec->plain && in->ours;
            rec->straight = rec->plain && in->same;
            if (!in->same)
                place(in, rec);
        } else if (st == INV_EROW) {
            rec->n = 0;
            inv_err_at(err, rec->file, rec->line);
        }
        return st;
    }
    return INV_END;
}

void inv_input_progress(const struct inv_input *in, uint64_t *done, uint64_t *total)
{
    *done = in->done;
    if (in->turn < in->n && in->begun) {
        const struct inv_block *b = &in->sources[in->turn].block;
        *done += b->offset - (b->end - inv_records_at(&in->records));
    }
    *total = 0;
    for (size_t i = 0; i < in->n; i++) {
        if (in->sources[i].size == 0) {
            *total = 0;
            return;
        }
        *total += in->sources[i].size;
    }
}
