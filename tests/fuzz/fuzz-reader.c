/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The reader: any bytes give the same records whatever the size of the blocks;
 * records split by the scanner are the same when they come back with all cells
 * quoted, by way of libcsv; and what the writer writes is read back.
 * First byte: format. Second: size of a block. Files after that, separated. */
#include "config.h"
#include "fuzz.h"

#include <string.h>

#include "inv/buf.h"
#include "inv/output.h"
#include "table/input.h"

#define FILES 3

/* All of a table, for comparison: records that can be used, and those that cannot. */
struct table {
    struct inv_buf records;      /* cells with their lengths */
    struct inv_buf places;       /* status, file, line, raw bytes */
    struct inv_buf quoted;       /* the table again, all cells in quotes */
    struct inv_buf written;      /* the table again, by the writer */
    size_t rows;
};

static void put(struct inv_buf *b, const void *s, size_t n)
{
    MUST(inv_buf_add(b, (const char *)&n, sizeof n, NULL) == INV_OK);
    MUST(inv_buf_add(b, s, n, NULL) == INV_OK);
}

static void put_quoted(struct inv_buf *b, struct inv_cell c, char before)
{
    MUST(before == '\0' || inv_buf_addc(b, before, NULL) == INV_OK);
    MUST(inv_buf_addc(b, '"', NULL) == INV_OK);
    for (size_t i = 0; i < c.n; i++)
        MUST(inv_buf_add(b, c.s[i] == '"' ? "\"\"" : &c.s[i], c.s[i] == '"' ? 2 : 1, NULL) == INV_OK);
    MUST(inv_buf_addc(b, '"', NULL) == INV_OK);
}

static void take_quoted(struct table *t, const struct inv_cell *cells, size_t n, char delimiter)
{
    for (size_t i = 0; i < n; i++)
        put_quoted(&t->quoted, cells[i], i ? delimiter : '\0');
    MUST(inv_buf_addc(&t->quoted, '\n', NULL) == INV_OK);
}

static void take(struct table *t, struct inv_row *row, const struct inv_record *rec)
{
    for (size_t i = 0; i < rec->n; i++) {
        put(&t->records, rec->cells[i].s, rec->cells[i].n);
        if (rec->plain)
            inv_row_plain(row, rec->cells[i]);
        else
            inv_row_cell(row, rec->cells[i]);
    }
    take_quoted(t, rec->cells, rec->n, row->format->delimiter);
    MUST(inv_row_end(row, NULL) == INV_OK);
    t->rows++;
}

static void read_all(struct inv_input *in, const struct inv_format *f, struct table *t)
{
    struct inv_row row;
    struct inv_record rec;
    struct inv_err err;
    size_t width = inv_input_width(in);
    MUST(width > 0);
    struct inv_cell *names = malloc(width * sizeof *names);
    for (size_t i = 0; i < width; i++)
        names[i] = inv_input_name(in, i);
    inv_row_init(&row, &t->written, f, names, width);
    MUST(inv_row_header(&row, NULL) == INV_OK);
    if (f->header)
        take_quoted(t, names, width, f->delimiter);
    uint64_t line = 0;
    const char *file = NULL;
    for (enum inv_status st; (st = inv_input_next(in, &rec, &err)) != INV_END; ) {
        MUST(st == INV_OK || st == INV_EROW);
        MUST(rec.line > line || rec.file != file);
        file = rec.file;
        line = rec.line;
        put(&t->places, &st, sizeof st);
        put(&t->places, rec.file, strlen(rec.file));
        put(&t->places, &rec.line, sizeof rec.line);
        put(&t->places, rec.raw.s, rec.raw.n);
        if (st == INV_OK) {
            MUST(rec.n == width);
            take(t, &row, &rec);
        } else {
            MUST(err.status == INV_EROW && err.line == rec.line && err.text[0]);
        }
    }
    MUST(inv_input_next(in, &rec, &err) == INV_END);
    free(names);
}

static void table_free(struct table *t)
{
    inv_buf_free(&t->records);
    inv_buf_free(&t->places);
    inv_buf_free(&t->quoted);
    inv_buf_free(&t->written);
}

/* false where it cannot be opened. */
static bool read_files(const char *const *paths, size_t n, const struct inv_format *f, size_t block, struct table *t)
{
    struct inv_input *in;
    struct inv_err err;
    *t = (struct table){ 0 };
    enum inv_status st = inv_input_open_block(&in, paths, n, f, false, block, &err);
    if (st != INV_OK) {
        MUST(st == INV_EUSAGE && err.status == st && err.text[0]);
        return false;
    }
    read_all(in, f, t);
    inv_input_close(in);
    return true;
}

static bool equal(const struct inv_buf *a, const struct inv_buf *b)
{
    return a->n == b->n && (a->n == 0 || memcmp(a->s, b->s, a->n) == 0);
}

/* The same records come out of these bytes. */
static void same_records(const struct table *t, const struct inv_buf *bytes, const struct inv_format *f)
{
    struct memory_file file;
    struct table again;
    if (!f->header && t->rows == 0)
        return;                      /* no bytes: no columns */
    if (f->syntax == INV_TSV && bytes->n >= 3 && memcmp(bytes->s, "\xEF\xBB\xBF", 3) == 0)
        return;                      /* TSV has no quotes that would save it from being taken for a mark */
    memory_file_open(&file, bytes->s, bytes->n);
    MUST(read_files((const char *const[]){ file.path }, 1, f, 4096, &again));
    MUST(again.rows == t->rows && equal(&again.records, &t->records));
    table_free(&again);
    memory_file_close(&file);
}

static struct inv_format format_of(unsigned choice)
{
    static const char delimiters[] = { ',', ';', '\t', ' ' };
    struct inv_format f = inv_format_default();
    f.delimiter = delimiters[choice & 3];
    f.header = !(choice & 4);
    if (choice & 8) {
        f.syntax = INV_TSV;
        f.delimiter = '\t';
    }
    return f;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2)
        return 0;
    struct inv_format f = format_of(data[0]);
    size_t block = 1 + (size_t)data[1] * 4, n = 0;
    struct memory_file files[FILES];
    const char *paths[FILES];
    data += 2;
    size -= 2;
    do {
        struct part p = next_part(&data, &size);
        memory_file_open(&files[n], p.s, p.n);
        paths[n] = files[n].path;
        n++;
    } while (size > 0 && n < FILES);
    struct table t, u;
    bool opened = read_files(paths, n, &f, (size_t)1 << 18, &t);
    MUST(read_files(paths, n, &f, block, &u) == opened);
    MUST(equal(&t.records, &u.records) && equal(&t.places, &u.places));
    if (opened && f.syntax == INV_CSV)
        same_records(&t, &t.quoted, &f);
    if (opened)
        same_records(&t, &t.written, &f);
    table_free(&t);
    table_free(&u);
    while (n-- > 0)
        memory_file_close(&files[n]);
    return 0;
}
