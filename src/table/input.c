/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "table/input.h"

#include <stdlib.h>
#include <string.h>

#include "inv/buf.h"
#include "inv/mem.h"
#include "table/names.h"
#include "table/scan.h"
#include "table/source.h"
#include "table/split.h"

/* Large enough that a read(2) costs nothing beside the bytes, small enough to
 * stay in the second-level cache. */
#define BLOCK_BYTES ((size_t)256 << 10)

struct inv_input {
    struct inv_format format;
    struct inv_source *sources; size_t n, cap;
    struct inv_names names;
    struct inv_cell *cells;        /* the record in the order of names; empty where a file lacks it */
    size_t turn;                   /* the source that is read; n: all are */
    bool begun;                    /* that source has been taken up */
    bool same;                     /* its columns stand as in names */
    bool ours;                     /* its syntax and delimiter are the format's */
    uint64_t line;                 /* where its next record begins */
    uint64_t done;                 /* bytes of the sources before it */
    struct inv_split split;        /* for records that are not plain */
    /* The plain ones, found by the scanner in a window of the block. */
    struct inv_scan scan;
    size_t scan_bytes;             /* a window is never larger */
    const char *window;
    uint64_t fills;                /* the block's, when the window was scanned */
    size_t width;                  /* of the source */
    struct inv_cell *part;         /* the record in the source's order: cells where that is the same */
    struct inv_cell *own;          /* part, where it is not */
    size_t cap_own;
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
    free(in->own);
    inv_scan_free(&in->scan);
    inv_names_free(&in->names);
    inv_split_free(&in->split);
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

/* The source whose turn it is: opened, and what its records look like. */
static enum inv_status begin_source(struct inv_input *in, struct inv_err *err)
{
    struct inv_source *s = &in->sources[in->turn];
    enum inv_status st = inv_source_take_up(s, err);
    if (st != INV_OK)
        return st;
    in->begun = true;
    in->line = s->body_line;
    in->same = s->width == in->names.n;
    for (size_t i = 0; i < s->width; i++)
        in->same = in->same && s->map[i] == i;
    in->ours = s->syntax == in->format.syntax && (s->syntax == INV_TSV || s->delimiter == in->format.delimiter);
    for (size_t i = 0; i < in->names.n; i++)
        in->cells[i] = (struct inv_cell){ "", 0 };
    inv_split_free(&in->split);
    inv_split_init(&in->split, s->syntax, s->delimiter);
    in->width = s->width;
    in->part = in->cells;
    if (!in->same) {
        st = INV_MEM_GROW(&in->own, &in->cap_own, s->width, err);
        in->part = in->own;
    }
    inv_scan_free(&in->scan);
    in->window = NULL;
    return st == INV_OK ? inv_scan_init(&in->scan, s->delimiter, s->syntax == INV_TSV ? '\\' : '"', err) : st;
}

static void end_source(struct inv_input *in)
{
    struct inv_source *s = &in->sources[in->turn];
    in->done += s->regular ? s->size : s->block.offset;
    inv_source_close(s);
    in->turn++;
    in->begun = false;
    in->window = NULL;
    inv_scan_clear(&in->scan);
}

static enum inv_status ragged(const struct inv_split *p, size_t width, struct inv_err *err)
{
    return inv_err_set(err, INV_EROW, "%zu cell%s where the header has %zu", p->n, p->n == 1 ? "" : "s", width);
}

/* A record in the order of its file to that of the united header. */
static const struct inv_cell *place(struct inv_input *in, const struct inv_cell *part)
{
    const size_t *map = in->sources[in->turn].map;
    if (in->same)
        return part;
    for (size_t i = 0; i < in->width; i++)
        in->cells[map[i]] = part[i];
    return in->cells;
}

/* The record that the splitter has found, as the caller sees it. */
static enum inv_status take_record(struct inv_input *in, struct inv_record *rec, enum inv_status st, struct inv_err *err)
{
    struct inv_source *s = &in->sources[in->turn];
    const struct inv_split *p = &in->split;
    *rec = (struct inv_record){ .cells = p->cells, .n = in->names.n, .file = s->path, .line = in->line,
                                .raw = { s->block.s + s->block.at, p->raw }, .plain = p->plain && in->ours };
    s->block.at += p->next;
    in->line += p->lines;
    if (st == INV_OK && p->n != s->width)
        st = ragged(p, s->width, err);
    if (st == INV_OK) {
        rec->cells = place(in, p->cells);
        return INV_OK;
    }
    rec->n = 0;
    inv_err_at(err, s->path, rec->line);
    return st;
}

/* ---- plain records: positions that the scanner has found --------------------------------- */

/* The next record, where it is plain and has as many cells as the header: the
 * cut that would end its last cell is the line end then. */
static inline bool take_plain(struct inv_input *in, struct inv_record *rec)
{
    struct inv_scan *w = &in->scan;
    if (w->at_end >= w->nend)
        return false;
    const uint32_t *cut = w->cut + w->at_cut;
    uint32_t end = w->end[w->at_end];
    size_t n = in->width;
    if (n > w->ncut - w->at_cut || cut[n - 1] != end || (w->at_odd < w->nodd && w->odd[w->at_odd] <= end))
        return false;
    const char *s = in->window;
    struct inv_cell *part = in->part;
    uint32_t from = w->at;
    for (size_t i = 0; i < n; i++) {
        part[i] = (struct inv_cell){ s + from, cut[i] - from };
        from = cut[i] + 1;
    }
    size_t cr = end > w->at && s[end - 1] == '\r';
    part[n - 1].n -= cr;
    rec->raw = (struct inv_cell){ s + w->at, end - w->at - cr };
    rec->cells = in->same ? part : place(in, part);
    rec->n = in->names.n;
    rec->file = in->sources[in->turn].path;
    rec->line = in->line++;
    rec->plain = in->ours;
    w->at = from;
    w->at_cut += n;
    w->at_end++;
    return true;
}

/* The block's `at` has stood still while records were taken from the window. */
static void leave_window(struct inv_input *in, struct inv_block *b)
{
    if (in->window && in->fills == b->fills)
        b->at = (size_t)(in->window - b->s) + in->scan.at;
}

/* After a record that the splitter has taken: the window goes on behind it. */
static void enter_window(struct inv_input *in, const struct inv_block *b)
{
    if (in->window && in->fills == b->fills && b->at <= (size_t)(in->window - b->s) + in->scan_bytes)
        inv_scan_skip(&in->scan, b->at - (size_t)(in->window - b->s));
    else
        in->window = NULL;
    if (!in->window)
        inv_scan_clear(&in->scan);
}

/* Scans the bytes from b->at on. False where no line ends in them. */
static bool scan_window(struct inv_input *in, struct inv_block *b)
{
    size_t n = b->end - b->at;
    if (n == 0)
        return false;
    in->window = b->s + b->at;
    in->fills = b->fills;
    inv_scan_look(&in->scan, in->window, n < in->scan_bytes ? n : in->scan_bytes);
    return in->scan.nend > 0;
}

/* A window that begins at b->at and in which a line ends; false where the
 * record there is too long, or the last one without a line end. */
static bool next_window(struct inv_input *in, struct inv_block *b, enum inv_status *st, struct inv_err *err)
{
    *st = INV_OK;
    if (scan_window(in, b))
        return true;
    if (b->eof || b->end - b->at >= in->scan_bytes)
        return false;
    *st = inv_block_fill(b, err);
    return *st == INV_OK && scan_window(in, b);
}

/* A blank line before the first record of a table of one column without a header. */
static enum inv_status take_blank(struct inv_input *in, struct inv_record *rec)
{
    struct inv_source *s = &in->sources[in->turn];
    s->blank--;
    in->cells[s->map[0]] = (struct inv_cell){ "", 0 };
    *rec = (struct inv_record){ .cells = in->cells, .n = in->names.n, .file = s->path, .line = in->line++,
                                .raw = { "", 0 }, .plain = in->ours };
    return INV_OK;
}

/* One record from the splitter; INV_END at the end of the source. A blank line
 * is passed by, and *again says so. */
static enum inv_status take_any(struct inv_input *in, struct inv_record *rec, bool *again, struct inv_err *err)
{
    struct inv_block *b = &in->sources[in->turn].block;
    enum inv_status st = inv_split_next(&in->split, b, err);
    *again = st == INV_OK && in->split.raw == 0 && in->width > 1;
    if (*again) {
        b->at += in->split.next;
        in->line += in->split.lines;
    } else if (st == INV_OK || st == INV_EROW) {
        st = take_record(in, rec, st, err);
    }
    if (st == INV_OK || st == INV_EROW)
        enter_window(in, b);
    return st;
}

/* The record at hand is not plain, or the window is used up. */
static enum inv_status next_of_source(struct inv_input *in, struct inv_record *rec, bool *again, struct inv_err *err)
{
    struct inv_source *s = &in->sources[in->turn];
    enum inv_status st;
    *again = false;
    if (s->width == 0)
        return INV_END;
    if (s->blank > 0)
        return take_blank(in, rec);
    leave_window(in, &s->block);
    if (in->scan.at_end >= in->scan.nend) {
        *again = next_window(in, &s->block, &st, err);
        if (st != INV_OK || (*again && take_plain(in, rec))) {
            *again = false;
            return st;
        }
    }
    return take_any(in, rec, again, err);
}

static enum inv_status next_long_way(struct inv_input *in, struct inv_record *rec, struct inv_err *err)
{
    while (in->turn < in->n) {
        bool again = false;
        enum inv_status st = in->begun ? INV_OK : begin_source(in, err);
        if (st == INV_OK)
            st = next_of_source(in, rec, &again, err);
        if (st == INV_END)
            end_source(in);
        else if (!again || take_plain(in, rec))
            return st;
    }
    return INV_END;
}

enum inv_status inv_input_next(struct inv_input *in, struct inv_record *rec, struct inv_err *err)
{
    return take_plain(in, rec) ? INV_OK : next_long_way(in, rec, err);
}

void inv_input_progress(const struct inv_input *in, uint64_t *done, uint64_t *total)
{
    *done = in->done;
    if (in->turn < in->n && in->begun) {
        const struct inv_block *b = &in->sources[in->turn].block;
        size_t at = in->window && in->fills == b->fills ? (size_t)(in->window - b->s) + in->scan.at : b->at;
        *done += b->offset - (b->end - at);
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
