/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "inv/buf.h"
#include "inv/input.h"
#include "table/input.h"
#include "table/quoted.h"
#include "table/scan.h"

/* ---- helpers: a reading told as text ---------------------------------------------------- */

static char folder[] = "/tmp/check_input-XXXXXX";

/* folder/name with n bytes; the returned path is the caller's to free. */
static char *file(const char *name, const char *bytes, size_t n)
{
    size_t size = strlen(folder) + strlen(name) + 2;
    char *path = malloc(size);
    ck_assert(path);
    snprintf(path, size, "%s/%s", folder, name);
    FILE *f = fopen(path, "w");
    ck_assert(f && fwrite(bytes, 1, n, f) == n && fclose(f) == 0);
    return path;
}

#define TEXT(literal) literal, sizeof (literal) - 1

static void add_bytes(struct inv_buf *b, const char *s, size_t n)
{
    static const char hex[] = "0123456789abcdef";
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)s[i];
        char text[4] = { '\\', 'x', hex[c >> 4], hex[c & 15] };
        bool as_is = c >= 0x20 && c < 0x7F && c != '\\';
        ck_assert(inv_buf_add(b, as_is ? s + i : text, as_is ? 1 : 4, NULL) == INV_OK);
    }
}

/* "a|b\n" for the header, "3:[x][y]\n" for a record (a * behind it: not plain),
 * "4!why{raw}\n" for one that cannot be used; "file:0!why" when it ends early. */
static void tell(struct inv_buf *b, const char *const *paths, size_t n, const struct inv_format *f, size_t block)
{
    struct inv_input *in;
    struct inv_err err = { .status = INV_OK };
    b->n = 0;
    if (inv_input_open_block(&in, paths, n, f, true, block, &err) != INV_OK) {
        inv_buf_printf(b, NULL, "%d %s:%llu:%s: %s\n", (int)err.status,
                       err.file ? strrchr(err.file, '/') + 1 : "", (unsigned long long)err.line, err.column, err.text);
        return;
    }
    for (size_t i = 0; i < inv_input_width(in); i++) {
        struct inv_cell c = inv_input_name(in, i);
        inv_buf_adds(b, i ? "|" : "", NULL);
        add_bytes(b, c.s, c.n);
    }
    inv_buf_adds(b, "\n", NULL);
    struct inv_record rec;
    enum inv_status st;
    while ((st = inv_input_next(in, &rec, &err)) == INV_OK || st == INV_EROW) {
        inv_buf_printf(b, NULL, "%llu%c", (unsigned long long)rec.line, st == INV_OK ? ':' : '!');
        for (size_t i = 0; i < (st == INV_OK ? rec.n : 0); i++) {
            inv_buf_adds(b, "[", NULL);
            add_bytes(b, rec.cells[i].s, rec.cells[i].n);
            inv_buf_adds(b, "]", NULL);
        }
        if (st == INV_EROW) {
            ck_assert_uint_eq(err.line, rec.line);
            inv_buf_printf(b, NULL, "%s{", err.text);
            add_bytes(b, rec.raw.s, rec.raw.n);
            inv_buf_adds(b, "}", NULL);
        } else if (!rec.plain) {
            inv_buf_adds(b, "*", NULL);
        }
        inv_buf_adds(b, "\n", NULL);
    }
    ck_assert_int_eq(st, INV_END);
    ck_assert_int_eq(inv_input_next(in, &rec, &err), INV_END);
    inv_input_close(in);
}

static void same_text(struct inv_buf *got, const char *want, size_t block)
{
    const char *text = inv_buf_cstr(got, NULL);
    if (strcmp(text, want) != 0)
        ck_abort_msg("blocks of %zu bytes:\n%s--- wanted:\n%s", block, text, want);
}

static const size_t blocks[] = { 1, 2, 3, 4, 5, 7, 8, 16, 31, 32, 33, 63, 64, 65, 66, 100, 4096, 262144 };
#define BLOCKS (sizeof blocks / sizeof *blocks)

/* The same from blocks of every size. */
static void reads_as(const struct inv_format *f, const char *name, const char *bytes, size_t n, const char *want)
{
    char *path = file(name, bytes, n);
    const char *paths[] = { path };
    struct inv_buf b = { 0 };
    for (size_t i = 0; i < BLOCKS; i++) {
        tell(&b, paths, 1, f, blocks[i]);
        same_text(&b, want, blocks[i]);
    }
    inv_buf_free(&b);
    free(path);
}

static void csv(const char *text, const char *want)
{
    struct inv_format f = inv_format_default();
    reads_as(&f, "t.csv", text, strlen(text), want);
}

/* ---- what the contract says of a table ---------------------------------------------------- */

START_TEST(plain_records)
{
    csv("sku,date,qty\nA-17,2024-02-29,3\n 007 ,,\n,,-12.5\n",
        "sku|date|qty\n2:[A-17][2024-02-29][3]\n3:[ 007 ][][]\n4:[][][-12.5]\n");
    csv("x,y\n", "x|y\n");
    csv("x,y", "x|y\n");
    csv("x,y\n1,2", "x|y\n2:[1][2]\n");
    csv("x,y\n1,", "x|y\n2:[1][]\n");
}
END_TEST

START_TEST(line_ends)
{
    csv("\xEF\xBB\xBFx,y\r\n1,2\r\n3,\r\n", "x|y\n2:[1][2]\n3:[3][]\n");
    csv("\xEF\xBB\xBF\"x\",y\r\n1,2\r", "x|y\n2:[1][2]\n");
    csv("x,y\n1\r2,3\n4,5\r\r\n\r,6\n", "x|y\n2:[1\\x0d2][3]*\n3:[4][5\\x0d]*\n4:[\\x0d][6]*\n");
    csv("x,y\n1,2\r\n3,4\n5,6\r\n", "x|y\n2:[1][2]\n3:[3][4]\n4:[5][6]\n");
    /* a mark is a mark only at the very beginning */
    csv("x,y\n\xEF\xBB\xBF" "1,2\n", "x|y\n2:[\\xef\\xbb\\xbf" "1][2]\n");
    csv("\xEF\xBB,y\n1,2\n", "\\xef\\xbb|y\n2:[1][2]\n");
}
END_TEST

START_TEST(quotes)
{
    csv("x,y,z\n\"a \"\"b\"\", c\",\"\",\"two\nlines\r\n\"\nd,e,f\n",
        "x|y|z\n2:[a \"b\", c][][two\\x0alines\\x0d\\x0a]*\n5:[d][e][f]\n");
    csv("\"a,b\",\"c\nd\"\r\n\"\"\"\",\"\r\"\r\n", "a,b|c\\x0ad\n3:[\"][\\x0d]*\n");
    csv("x,y\n\"1\",\" 2 \"\n  3,4  \n", "x|y\n2:[1][ 2 ]*\n3:[  3][4  ]\n");
    csv("x\n\"a\"", "x\n2:[a]*\n");
    csv("x,y\n\"\n\n\n\",\"\"\"\n\"\"\"\n5,6\n", "x|y\n2:[\\x0a\\x0a\\x0a][\"\\x0a\"]*\n7:[5][6]\n");
}
END_TEST

START_TEST(quotes_that_are_wrong)
{
    csv("x,y\na\"b,2\n3,4\n", "x|y\n2!a quote inside a cell that does not begin with one{a\"b,2}\n3:[3][4]\n");
    csv("x,y\n \"b\",2\n3,4\n", "x|y\n2!a quote inside a cell that does not begin with one{ \"b\",2}\n3:[3][4]\n");
    csv("x,y\n\"b\"c,2\n3,4\n", "x|y\n2!text after a closing quote{\"b\"c,2}\n3:[3][4]\n");
    csv("x,y\n\"b\" ,2\r\n3,4\n", "x|y\n2!text after a closing quote{\"b\" ,2}\n3:[3][4]\n");
    csv("x,y\n\"b\r\nc\"d,\"e\n3,4\n", "x|y\n2!text after a closing quote{\"b\\x0d\\x0ac\"d,\"e}\n4:[3][4]\n");
    csv("x,y\n1,2\nB,\"x\n3,4\n5,6\n", "x|y\n2:[1][2]\n3!a quote that is never closed{B,\"x\\x0a" "3,4\\x0a" "5,6}\n");
    csv("x,y\n\"", "x|y\n2!a quote that is never closed{\"}\n");
    csv("x,y\n\"a\n\"b\n", "x|y\n2!text after a closing quote{\"a\\x0a\"b}\n");
    csv("x,\"y\n1,2\n", "4 t.csv:1:: a quote that is never closed\n");
}
END_TEST

START_TEST(ragged_and_blank)
{
    csv("a,b,c,d\n1,2,3\n1,2,3,4,5\r\n1,2,3,4\n1\n\"1\",2\n",
        "a|b|c|d\n2!3 cells where the header has 4{1,2,3}\n3!5 cells where the header has 4{1,2,3,4,5}\n"
        "4:[1][2][3][4]\n5!1 cell where the header has 4{1}\n6!2 cells where the header has 4{\"1\",2}\n");
    csv("\n\r\na,b\n\n1,2\n\r\n\n3,4\n\n", "a|b\n5:[1][2]\n8:[3][4]\n");
    csv("a\n1\n\n\r\n2\n", "a\n2:[1]\n3:[]\n4:[]\n5:[2]\n");
    csv("a\n\"\"\n1,2\n", "a\n2:[]*\n3!2 cells where the header has 1{1,2}\n");
    csv("a,b\n ,\n \n", "a|b\n2:[ ][]\n3!1 cell where the header has 2{ }\n");
}
END_TEST

START_TEST(headers)
{
    csv("", "4 t.csv:0:: no header\n");
    csv("\n\n", "4 t.csv:0:: no header\n");
    csv("\xEF\xBB\xBF", "4 t.csv:0:: no header\n");
    csv("sku,qty,sku\n", "4 t.csv:1:sku: a column name that occurs twice\n");
    csv("\nsku,qty,\"sku\"\n", "4 t.csv:2:sku: a column name that occurs twice\n");
    csv("sku,,qty\n1,2,3\n", "sku||qty\n2:[1][2][3]\n");
    csv(",a,\n", "4 t.csv:1:\"\": a column name that occurs twice\n");
    csv("sku,q\"ty\n", "4 t.csv:1:: a quote inside a cell that does not begin with one\n");
    csv("Sku,sku, sku\n", "Sku|sku| sku\n");
}
END_TEST

START_TEST(any_bytes)
{
    struct inv_format f = inv_format_default();
    static const char t[] = "a,b\nx\0y,\xff\xfe\n\0,\"\0\"\n";
    reads_as(&f, "t.csv", t, sizeof t - 1, "a|b\n2:[x\\x00y][\\xff\\xfe]\n3:[\\x00][\\x00]*\n");
    f.delimiter = ';';
    reads_as(&f, "t.csv", TEXT("a;b\n1,5;\"2;5\"\n"), "a|b\n2:[1,5][2;5]*\n");
    f.delimiter = '\\';
    reads_as(&f, "t.csv", TEXT("a\\b\n1\\2\n"), "a|b\n2:[1][2]\n");
    f.delimiter = '"';
    reads_as(&f, "t.csv", TEXT("a\n"), "4 :0:: a quote or a line end cannot be the delimiter\n");
}
END_TEST

START_TEST(tsv)
{
    struct inv_format f = inv_format_default();
    const char *t = "a\tb\r\n1\\t2\t\"q\", \\\\n\n\\x\\\t\\n\\r\\\r\nx\ty\n\n1\n";
    const char *want = "a|b\n2:[1\\x092][\"q\", \\x5cn]*\n3:[\\x5cx\\x5c][\\x0a\\x0d\\x5c]*\n4:[x][y]*\n6!1 cell where the header has 2{1}\n";
    reads_as(&f, "t.tsv", t, strlen(t), want);                /* by its name; not plain beside CSV */
    f.syntax = INV_TSV;
    reads_as(&f, "t.csv", TEXT("a\tb\nx\ty,\"z\n"), "a|b\n2:[x][y,\"z]\n");
}
END_TEST

START_TEST(no_header)
{
    struct inv_format f = inv_format_default();
    f.header = false;
    reads_as(&f, "t.csv", TEXT("7,8,9\n1,2,3\n\n4,5\n"), "1|2|3\n1:[7][8][9]\n2:[1][2][3]\n4!2 cells where the header has 3{4,5}\n");
    reads_as(&f, "t.csv", TEXT("\xEF\xBB\xBF\"7\nx\",7\n1,2\n"), "1|2\n1:[7\\x0ax][7]*\n3:[1][2]\n");
    reads_as(&f, "t.csv", TEXT("\n\r\n5\n"), "1\n1:[]\n2:[]\n3:[5]\n");
    reads_as(&f, "t.csv", TEXT("\n5,6\n"), "1|2\n2:[5][6]\n");
    reads_as(&f, "t.csv", TEXT(""), "4 t.csv:0:: no header\n");
}
END_TEST

/* ---- cells ------------------------------------------------------------------------------ */

static enum inv_status number(const struct inv_format *f, const char *text, double *x, struct inv_err *err)
{
    return inv_cell_number(f, (struct inv_cell){ text, strlen(text) }, x, err);
}

START_TEST(missing_and_numbers)
{
    static const char *const missing[] = { "", "NA", "na", "nA", "NaN", "nan", "null", "NULL", "Null", "-999", "?" };
    static const char *const there[] = { "0", "N", "NAN0", "none", "-99", "??", " ", "n/a", "nulls", "@a", ".A" };
    static const char *const tokens[] = { "?", "-999" };
    struct inv_format f = inv_format_default();
    struct inv_err err;
    double x;
    f.na = tokens;
    f.n_na = 2;
    for (size_t i = 0; i < sizeof missing / sizeof *missing; i++) {
        ck_assert_msg(inv_cell_missing(&f, (struct inv_cell){ missing[i], strlen(missing[i]) }), "%s", missing[i]);
        ck_assert_int_eq(number(&f, missing[i], &x, &err), INV_OK);
        ck_assert_msg(isnan(x), "%s", missing[i]);
    }
    for (size_t i = 0; i < sizeof there / sizeof *there; i++)
        ck_assert_msg(!inv_cell_missing(&f, (struct inv_cell){ there[i], strlen(there[i]) }), "%s", there[i]);
    f.n_na = 0;
    ck_assert_int_eq(number(&f, "-999", &x, &err), INV_OK);
    ck_assert(!(x < -999) && !(x > -999));
    ck_assert_int_eq(number(&f, "12x", &x, &err), INV_EROW);
    ck_assert_str_eq(err.text, "\"12x\" is not a number");
    ck_assert_int_eq(number(&f, "1,5", &x, &err), INV_EROW);
    ck_assert_int_eq(number(&f, "1e999", &x, &err), INV_EROW);
    ck_assert_str_eq(err.text, "\"1e999\" is too large");
    f.decimal = ',';
    ck_assert_int_eq(number(&f, "-1,5e1", &x, &err), INV_OK);
    ck_assert(!(x < -15) && !(x > -15));
    ck_assert_int_eq(number(&f, "1.5", &x, &err), INV_EROW);
}
END_TEST

/* ---- several files --------------------------------------------------------------------- */

START_TEST(several_files)
{
    static const char a_text[] = "sku,date,qty\nA,1,2\n", b_text[] = "note,qty,sku\n\"x,y\",7,B\nz,8,C\r\n1,2\n", c_text[] = "sku\nD\n\nE";
    static const char d_text[] = "date\tsku\n5\tF,\n";
    char *a = file("a.csv", TEXT(a_text)), *b = file("b.csv", TEXT(b_text));
    char *c = file("c.csv", TEXT(c_text)), *d = file("d.tsv", TEXT(d_text));
    const char *paths[] = { a, b, c, d, a };
    struct inv_format f = inv_format_default();
    struct inv_buf out = { 0 };
    for (size_t i = 0; i < BLOCKS; i++) {
        tell(&out, paths, 5, &f, blocks[i]);
        same_text(&out, "sku|date|qty|note\n2:[A][1][2][]\n2:[B][][7][x,y]*\n3:[C][][8][z]\n"
                        "4!2 cells where the header has 3{1,2}\n2:[D][][][]\n3:[][][][]\n4:[E][][][]\n2:[F,][5][][]*\n"
                        "2:[A][1][2][]\n", blocks[i]);
    }
    struct inv_input *in;
    struct inv_err err;
    size_t column;
    ck_assert_int_eq(inv_input_open(&in, paths, 4, &f, true, &err), INV_OK);
    ck_assert_uint_eq(inv_input_find(in, "note"), 3);
    ck_assert_uint_eq(inv_input_find(in, "not"), INV_NO_COLUMN);
    ck_assert_int_eq(inv_input_need(in, "sku", &column, &err), INV_OK);
    ck_assert_uint_eq(column, 0);
    ck_assert_int_eq(inv_input_need(in, "date", &column, &err), INV_EUSAGE);
    ck_assert_str_eq(err.text, "no column date; there are note, qty, sku");
    ck_assert_str_eq(err.file, b);
    uint64_t done, total, want = sizeof a_text - 1 + sizeof b_text - 1 + sizeof c_text - 1 + strlen(d_text);
    struct inv_record rec;
    while (inv_input_next(in, &rec, &err) != INV_END)
        ;
    inv_input_progress(in, &done, &total);
    ck_assert_uint_eq(total, want);
    ck_assert_uint_eq(done, want);
    inv_input_close(in);
    inv_buf_free(&out);
    free(a);
    free(b);
    free(c);
    free(d);
}
END_TEST

START_TEST(no_header_of_several_files)
{
    char *a = file("a.csv", TEXT("1,2\n")), *b = file("b.csv", TEXT("")), *c = file("c.csv", "3,4,5\n", 6);
    const char *paths[] = { b, a, c };
    struct inv_format f = inv_format_default();
    struct inv_buf out = { 0 };
    f.header = false;
    tell(&out, paths, 3, &f, 4096);
    same_text(&out, "1|2|3\n1:[1][2][]\n1:[3][4][5]\n", 4096);
    inv_buf_free(&out);
    free(a);
    free(b);
    free(c);
}
END_TEST

START_TEST(more_files_than_descriptors)
{
    enum { FILES = 300 };
    char *paths[FILES], name[24], text[40];
    for (int i = 0; i < FILES; i++) {
        snprintf(name, sizeof name, "part%d.csv", i);
        int n = snprintf(text, sizeof text, "sku,c%d\n%d,%d\n", i % 7, i, i * i);
        paths[i] = file(name, text, (size_t)n);
    }
    struct rlimit old, few = { 20, 20 };
    ck_assert_int_eq(getrlimit(RLIMIT_NOFILE, &old), 0);
    few.rlim_max = old.rlim_max;
    ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &few), 0);
    struct inv_format f = inv_format_default();
    struct inv_input *in;
    struct inv_err err;
    struct inv_record rec;
    ck_assert_int_eq(inv_input_open(&in, (const char *const *)paths, FILES, &f, true, &err), INV_OK);
    ck_assert_uint_eq(inv_input_width(in), 8);
    for (int i = 0; i < FILES; i++) {
        ck_assert_int_eq(inv_input_next(in, &rec, &err), INV_OK);
        int n = snprintf(text, sizeof text, "%d", i * i);
        struct inv_cell c = rec.cells[1 + i % 7];
        ck_assert(c.n == (size_t)n && memcmp(c.s, text, c.n) == 0);
    }
    ck_assert_int_eq(inv_input_next(in, &rec, &err), INV_END);
    inv_input_close(in);
    ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &old), 0);
    for (int i = 0; i < FILES; i++)
        free(paths[i]);
}
END_TEST

START_TEST(files_that_cannot_be_read)
{
    struct inv_format f = inv_format_default();
    struct inv_input *in;
    struct inv_err err;
    const char *missing[] = { "/no/such/file.csv" }, *directory[] = { folder }, *twice[] = { "-", "-" };
    ck_assert_int_eq(inv_input_open(&in, missing, 1, &f, true, &err), INV_EIO);
    ck_assert_str_eq(err.text, "No such file or directory");
    ck_assert_str_eq(err.file, "/no/such/file.csv");
    ck_assert_int_eq(inv_input_open(&in, directory, 1, &f, true, &err), INV_EIO);
    ck_assert_str_eq(err.text, "Is a directory");
    int null = open("/dev/null", O_RDONLY), keep = dup(0);
    char *some = file("some", TEXT("a\n1\n"));
    dup2(open(some, O_RDONLY), 0);
    ck_assert_int_eq(inv_input_open(&in, twice, 2, &f, true, &err), INV_EUSAGE);
    ck_assert_str_eq(err.text, "standard input (-) is named twice");
    dup2(null, 0);
    ck_assert_int_eq(inv_input_open(&in, NULL, 0, &f, true, &err), INV_EUSAGE);
    ck_assert_str_eq(err.text, "no header");
    ck_assert_str_eq(err.file, "-");
    dup2(keep, 0);
    f.syntax = INV_JSONL;
    ck_assert_int_eq(inv_input_open(&in, missing, 1, &f, true, &err), INV_EUSAGE);
    free(some);
}
END_TEST

/* Pipes cannot be opened again: their headers are read and they wait. */
START_TEST(pipes)
{
    static const char *const text[] = { "a,b\n1,2\n3,4\n", "b\n5\n" };
    char path[2][32];
    const char *paths[] = { path[0], path[1] };
    struct inv_format f = inv_format_default();
    struct inv_buf out = { 0 };
    int fd[2][2];
    for (int i = 0; i < 2; i++) {
        ck_assert_int_eq(pipe(fd[i]), 0);
        ck_assert_int_eq(write(fd[i][1], text[i], strlen(text[i])), (ssize_t)strlen(text[i]));
        close(fd[i][1]);
        snprintf(path[i], sizeof path[i], "/dev/fd/%d", fd[i][0]);
    }
    tell(&out, paths, 2, &f, 4);
    same_text(&out, "a|b\n2:[1][2]\n3:[3][4]\n2:[][5]\n", 4);
    inv_buf_free(&out);
}
END_TEST

/* ---- generated tables ------------------------------------------------------------------- */

static uint64_t state;

/* xorshift64*, Vigna 2016 */
static unsigned below(unsigned n)
{
    state ^= state >> 12;
    state ^= state << 25;
    state ^= state >> 27;
    return (unsigned)((state * 2685821657736338717U) >> 33) % n;
}

static void seed(void)
{
    const char *given = getenv("CHECK_SEED");
    state = given ? strtoull(given, NULL, 10) : (uint64_t)time(NULL) * 1000003U + (uint64_t)getpid();
    printf("CHECK_SEED=%llu\n", (unsigned long long)state);
    fflush(stdout);
    state |= 1;
}

/* Fewer where each costs much: under valgrind. */
static int rounds(int n)
{
    return getenv("INV_TEST_SHORT") ? (n + 9) / 10 : n;
}

/* Every record is written at random with or without quotes, LF or CRLF: the
 * cells that come back are those that were made. */
START_TEST(made_records_come_back)
{
    static const char alphabet[] = "ab1.-,,\"\"\n\r\n \t\\\xc3";
    seed();
    struct inv_format f = inv_format_default();
    struct inv_buf text = { 0 }, want = { 0 }, got = { 0 };
    for (int round = 0; round < rounds(150); round++) {
        unsigned width = 1 + below(7), line = 2;
        bool wild = below(3) > 0;
        text.n = want.n = 0;
        for (unsigned j = 0; j < width; j++) {
            inv_buf_printf(&text, NULL, "%sc%u", j ? "," : "", j);
            inv_buf_printf(&want, NULL, "%sc%u", j ? "|" : "", j);
        }
        inv_buf_adds(&text, "\n", NULL);
        inv_buf_adds(&want, "\n", NULL);
        for (unsigned i = 0, n = below(40); i < n; i++) {
            bool marked = false;
            inv_buf_printf(&want, NULL, "%u:", line);
            for (unsigned j = 0; j < width; j++) {
                char cell[80];
                size_t len = below(10) == 0 ? below(80) : below(9);
                for (size_t k = 0; k < len; k++)
                    cell[k] = alphabet[below(wild ? sizeof alphabet - 1 : 5)];
                bool quote = (wild && below(5) == 0) || (width == 1 && len == 0);
                for (size_t k = 0; k < len; k++)
                    quote = quote || strchr(",\"\n\r", cell[k]);
                marked = marked || quote;
                inv_buf_adds(&text, j ? "," : "", NULL);
                inv_buf_adds(&text, quote ? "\"" : "", NULL);
                for (size_t k = 0; k < len; k++) {
                    inv_buf_adds(&text, cell[k] == '"' ? "\"" : "", NULL);
                    inv_buf_add(&text, cell + k, 1, NULL);
                    line += cell[k] == '\n';
                }
                inv_buf_adds(&text, quote ? "\"" : "", NULL);
                inv_buf_adds(&want, "[", NULL);
                add_bytes(&want, cell, len);
                inv_buf_adds(&want, "]", NULL);
            }
            inv_buf_adds(&text, i + 1 == n && below(2) ? "" : below(2) ? "\r\n" : "\n", NULL);
            inv_buf_adds(&want, marked ? "*\n" : "\n", NULL);
            line++;
        }
        char *path = file("made.csv", text.s, text.n);
        const char *paths[] = { path };
        for (int i = 0; i < 4; i++) {
            size_t block = i == 0 ? 262144 : 1 + below(200);
            tell(&got, paths, 1, &f, block);
            same_text(&got, inv_buf_cstr(&want, NULL), block);
        }
        free(path);
    }
    inv_buf_free(&text);
    inv_buf_free(&want);
    inv_buf_free(&got);
}
END_TEST

/* A line without quotes, read as one that might have them: our scanner's cells
 * are those of libcsv. */
static void csv_agrees(const char *line, size_t n, const struct inv_record *rec)
{
    struct inv_quoted *q;
    struct inv_err err;
    bool open;
    size_t cells;
    ck_assert_int_eq(inv_quoted_alloc(&q, ',', &err), INV_OK);
    ck_assert_int_eq(inv_quoted_line(q, line, n, 0, &open, &err), INV_OK);
    ck_assert(!open);
    const struct inv_cell *c = inv_quoted_cells(q, &cells);
    ck_assert_uint_eq(cells, rec->n);
    for (size_t i = 0; i < cells; i++)
        ck_assert(c[i].n == rec->cells[i].n && memcmp(c[i].s, rec->cells[i].s, c[i].n) == 0);
    inv_quoted_free(q);
}

START_TEST(own_scanner_and_libcsv_agree)
{
    seed();
    struct inv_format f = inv_format_default();
    struct inv_buf text = { 0 };
    inv_buf_adds(&text, "a,b,c,d\n", NULL);
    for (int i = 0; i < 20000; i++) {
        for (int j = 0; j < 4; j++) {
            inv_buf_adds(&text, j ? "," : "", NULL);
            for (unsigned k = below(12); k > 0; k--) {
                static const char alphabet[] = "0123456789 ab\r\t\\\xe2\0";
                inv_buf_add(&text, &alphabet[below(sizeof alphabet)], 1, NULL);
            }
        }
        inv_buf_adds(&text, "x\n", NULL);     /* so that a CR is never the last */
    }
    char *path = file("plain.csv", text.s, text.n);
    const char *paths[] = { path };
    struct inv_input *in;
    struct inv_err err;
    struct inv_record rec;
    ck_assert_int_eq(inv_input_open(&in, paths, 1, &f, true, &err), INV_OK);
    for (int i = 0; i < 20000; i++) {
        ck_assert_int_eq(inv_input_next(in, &rec, &err), INV_OK);
        ck_assert_uint_eq(rec.line, (unsigned)i + 2);
        csv_agrees(rec.raw.s, rec.raw.n, &rec);
    }
    inv_input_close(in);
    inv_buf_free(&text);
    free(path);
}
END_TEST

/* ---- arbitrary bytes against the rules, one byte at a time --------------------------------- */

struct rules { const char *s; size_t n, at; const char *why; size_t cells; bool quoted, cr; };

/* How long the line end at i is; 0 where there is none. */
static size_t line_end(const struct rules *r, size_t i)
{
    if (i < r->n && r->s[i] == '\n')
        return 1;
    if (i < r->n && r->s[i] == '\r')
        return i + 1 == r->n ? 1 : r->s[i + 1] == '\n' ? 2 : 0;
    return 0;
}

static void one_cell(struct rules *r, struct inv_buf *out)
{
    inv_buf_adds(out, "[", NULL);
    bool quoted = r->at < r->n && r->s[r->at] == '"';
    r->quoted = r->quoted || quoted;
    if (quoted) {
        for (r->at++;; r->at++) {
            if (r->at == r->n) {
                r->why = "a quote that is never closed";
                return;
            }
            if (r->s[r->at] == '"' && (r->at + 1 == r->n || r->s[r->at + 1] != '"'))
                break;
            r->at += r->s[r->at] == '"';
            add_bytes(out, r->s + r->at, 1);
        }
        r->at++;
        if (r->at < r->n && r->s[r->at] != ',' && !line_end(r, r->at))
            r->why = "text after a closing quote";
    } else {
        for (; r->at < r->n && r->s[r->at] != ',' && !line_end(r, r->at) && !r->why; r->at++) {
            if (r->s[r->at] == '"')
                r->why = "a quote inside a cell that does not begin with one";
            r->cr = r->cr || r->s[r->at] == '\r';
            add_bytes(out, r->s + r->at, 1);
        }
    }
    inv_buf_adds(out, "]", NULL);
}

/* The record at r->at, told as tell() does, for a table of `width` columns. */
static void one_record(struct rules *r, size_t width, unsigned *line, struct inv_buf *out)
{
    size_t from = r->at, before = out->n;
    struct inv_buf cells = { 0 };
    r->why = NULL;
    r->quoted = r->cr = false;
    for (r->cells = 1;; r->cells++) {
        one_cell(r, &cells);
        if (r->why || r->at == r->n || r->s[r->at] != ',')
            break;
        r->at++;
    }
    bool open = r->why && r->at == r->n && strstr(r->why, "never");
    while (r->why && !open && r->at < r->n && !line_end(r, r->at))
        r->at++;
    size_t end = r->at;
    if (open && end > from && r->s[end - 1] == '\n')
        end--;
    if (open && end > from && r->s[end - 1] == '\r')
        end--;
    r->at += line_end(r, r->at);
    inv_buf_printf(out, NULL, "%u%c", *line, r->why || r->cells != width ? '!' : ':');
    if (r->why)
        inv_buf_printf(out, NULL, "%s{", r->why);
    else if (r->cells != width)
        inv_buf_printf(out, NULL, "%zu cell%s where the header has %zu{", r->cells, r->cells == 1 ? "" : "s", width);
    else
        inv_buf_add(out, cells.s, cells.n, NULL);
    if (r->why || r->cells != width) {
        add_bytes(out, r->s + from, end - from);
        inv_buf_adds(out, "}", NULL);
    } else if (r->quoted || r->cr) {
        inv_buf_adds(out, "*", NULL);
    }
    inv_buf_adds(out, "\n", NULL);
    for (size_t i = from; i < r->at; i++)
        *line += r->s[i] == '\n';
    if (!r->why && end == from && width > 1)
        out->n = before;                            /* a blank line */
    inv_buf_free(&cells);
}

START_TEST(any_bytes_by_the_rules)
{
    static const char alphabet[] = "a1,,,,\n\n\n\r\"\"\"\\\0";
    seed();
    struct inv_format f = inv_format_default();
    struct inv_buf want = { 0 }, got = { 0 };
    for (int round = 0; round < rounds(4000); round++) {
        static const char *const heads[] = { "x\n", "x,y\n", "x,y,z\r\n" };
        static const char *const names[] = { "x\n", "x|y\n", "x|y|z\n" };
        size_t width = 1 + below(3);
        char text[200];
        size_t head = strlen(heads[width - 1]), n = head + below(sizeof text - 8);
        memcpy(text, heads[width - 1], head);
        for (size_t i = head; i < n; i++)
            text[i] = alphabet[below(sizeof alphabet)];
        struct rules r = { .s = text, .n = n, .at = head };
        unsigned line = 2;
        want.n = 0;
        inv_buf_adds(&want, names[width - 1], NULL);
        while (r.at < n)
            one_record(&r, width, &line, &want);
        char *path = file("any.csv", text, n);
        const char *paths[] = { path };
        size_t block = below(2) ? 1 + below(100) : 262144;
        tell(&got, paths, 1, &f, block);
        same_text(&got, inv_buf_cstr(&want, NULL), block);
        free(path);
    }
    inv_buf_free(&want);
    inv_buf_free(&got);
}
END_TEST

/* What is read does not depend on where the blocks end. */
START_TEST(any_bytes_in_any_blocks)
{
    static const char alphabet[] = "a1,,,\n\n\r\"\"\"\\\t\0";
    seed();
    struct inv_format f = inv_format_default();
    struct inv_buf first = { 0 }, again = { 0 };
    for (int round = 0; round < rounds(1500); round++) {
        char text[300];
        size_t n = below(sizeof text);
        for (size_t i = 0; i < n; i++)
            text[i] = alphabet[below(sizeof alphabet)];
        f.header = below(4) > 0;
        char *path = file(below(2) ? "any.csv" : "any.tsv", text, n);
        const char *paths[] = { path };
        tell(&first, paths, 1, &f, 262144);
        for (int i = 0; i < 3; i++) {
            size_t block = 1 + below(80);
            tell(&again, paths, 1, &f, block);
            same_text(&again, inv_buf_cstr(&first, NULL), block);
        }
        free(path);
    }
    inv_buf_free(&first);
    inv_buf_free(&again);
}
END_TEST

/* All ways of scanning against a loop over single bytes. */
START_TEST(scanners)
{
    static const char alphabet[] = "abc\x80\xff,\n\"\r";
    static char text[4096 + 64];
    seed();
    for (size_t way = 0; inv_scan_way(way); way++)
        for (int round = 0; round < rounds(200); round++) {
            size_t n = below(round < 150 ? 200 : 4097), cut = 0, end = 0, odd = 0;
            struct inv_scan s = { 0 };
            unsigned dense = 1 + below(sizeof alphabet - 1);
            for (size_t i = 0; i < sizeof text; i++)
                text[i] = below(3) ? 'x' : alphabet[sizeof alphabet - 2 - below(dense)];
            ck_assert_int_eq(inv_scan_init(&s, ',', '"', NULL), INV_OK);
            s.run = inv_scan_way(way);
            inv_scan_look(&s, text, n);
            for (size_t i = 0; i < n; i++) {
                if (text[i] == ',' || text[i] == '\n')
                    ck_assert(cut < s.ncut && s.cut[cut++] == i);
                if (text[i] == '\n')
                    ck_assert(end < s.nend && s.end[end++] == i);
                if (text[i] == '"' || (i > 0 && text[i - 1] == '\r' && text[i] != '\n'))
                    ck_assert(odd < s.nodd && s.odd[odd++] == i);
            }
            ck_assert(cut == s.ncut && end == s.nend && odd == s.nodd);
            inv_scan_free(&s);
        }
}
END_TEST

/* Records far longer than a block, a window and each other. */
START_TEST(long_records)
{
    struct inv_format f = inv_format_default();
    struct inv_buf text = { 0 };
    enum { LONG = 300000 };
    inv_buf_adds(&text, "a,b\n1,", NULL);
    for (int i = 0; i < LONG; i++)
        inv_buf_addc(&text, (char)('a' + i % 23), NULL);
    inv_buf_adds(&text, "\n2,\"", NULL);
    for (int i = 0; i < LONG; i++)
        inv_buf_adds(&text, i % 11 ? "q" : "\"\"\n", NULL);
    inv_buf_adds(&text, "\"\n3,c\n", NULL);
    char *path = file("long.csv", text.s, text.n);
    const char *paths[] = { path };
    for (size_t i = 0; i < 3; i++) {
        static const size_t sizes[] = { 100, 20000, 262144 };
        struct inv_input *in;
        struct inv_err err;
        struct inv_record rec;
        ck_assert_int_eq(inv_input_open_block(&in, paths, 1, &f, true, sizes[i], &err), INV_OK);
        ck_assert_int_eq(inv_input_next(in, &rec, &err), INV_OK);
        ck_assert_uint_eq(rec.cells[1].n, LONG);
        ck_assert(rec.plain && rec.cells[1].s[LONG - 1] == 'a' + (LONG - 1) % 23);
        ck_assert_int_eq(inv_input_next(in, &rec, &err), INV_OK);
        ck_assert_uint_eq(rec.cells[1].n, LONG + (LONG + 10) / 11);
        ck_assert_int_eq(inv_input_next(in, &rec, &err), INV_OK);
        ck_assert_uint_eq(rec.line, 4 + (LONG + 10) / 11);
        ck_assert_int_eq(inv_input_next(in, &rec, &err), INV_END);
        inv_input_close(in);
    }
    inv_buf_free(&text);
    free(path);
}
END_TEST

/* More columns than a window has bytes. */
START_TEST(wide_records)
{
    struct inv_format f = inv_format_default();
    struct inv_buf text = { 0 };
    enum { WIDE = 20000 };
    for (int row = 0; row < 3; row++)
        for (int i = 0; i < WIDE; i++)
            inv_buf_printf(&text, NULL, "%d%c", i * (row + 1), i + 1 < WIDE ? ',' : '\n');
    char *path = file("wide.csv", text.s, text.n);
    const char *paths[] = { path };
    struct inv_input *in;
    struct inv_err err;
    struct inv_record rec;
    ck_assert_int_eq(inv_input_open(&in, paths, 1, &f, true, &err), INV_OK);
    for (int row = 1; row < 3; row++) {
        ck_assert_int_eq(inv_input_next(in, &rec, &err), INV_OK);
        ck_assert_uint_eq(rec.n, WIDE);
        for (int i = 0; i < WIDE; i += 997) {
            char want[16];
            int n = snprintf(want, sizeof want, "%d", i * (row + 1));
            ck_assert(rec.cells[i].n == (size_t)n && memcmp(rec.cells[i].s, want, (size_t)n) == 0);
        }
    }
    inv_input_close(in);
    inv_buf_free(&text);
    free(path);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("input");
    TCase *t = tcase_create("rules"), *m = tcase_create("files"), *g = tcase_create("generated");
    tcase_add_test(t, plain_records);
    tcase_add_test(t, line_ends);
    tcase_add_test(t, quotes);
    tcase_add_test(t, quotes_that_are_wrong);
    tcase_add_test(t, ragged_and_blank);
    tcase_add_test(t, headers);
    tcase_add_test(t, any_bytes);
    tcase_add_test(t, tsv);
    tcase_add_test(t, no_header);
    tcase_add_test(t, missing_and_numbers);
    tcase_add_test(m, several_files);
    tcase_add_test(m, no_header_of_several_files);
    tcase_add_test(m, more_files_than_descriptors);
    tcase_add_test(m, files_that_cannot_be_read);
    tcase_add_test(m, pipes);
    tcase_add_test(g, made_records_come_back);
    tcase_add_test(g, own_scanner_and_libcsv_agree);
    tcase_add_test(g, any_bytes_by_the_rules);
    tcase_add_test(g, any_bytes_in_any_blocks);
    tcase_add_test(g, scanners);
    tcase_add_test(g, long_records);
    tcase_add_test(g, wide_records);
    tcase_set_timeout(g, 300);
    suite_add_tcase(s, t);
    suite_add_tcase(s, m);
    suite_add_tcase(s, g);
    if (!mkdtemp(folder)) {
        perror(folder);
        return EXIT_FAILURE;
    }
    SRunner *r = srunner_create(s);
    srunner_run_all(r, CK_NORMAL);
    int failed = srunner_ntests_failed(r);
    srunner_free(r);
    char cmd[64];
    snprintf(cmd, sizeof cmd, "rm -rf %s", folder);
    return system(cmd) != 0 || failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
