/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <check.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "inv/input.h"
#include "inv/output.h"

#define CELL(literal) ((struct inv_cell){ literal, sizeof (literal) - 1 })

/* ---- rows --------------------------------------------------------------------------------- */

static struct inv_buf buf;
static struct inv_format format;

static void expect(const char *want, size_t n)
{
    if (buf.n != n || memcmp(buf.s, want, n) != 0)
        ck_abort_msg("got %.*s, wanted %s", (int)buf.n, buf.s, want);
    buf.n = 0;
}
#define EXPECT(literal) expect(literal, sizeof (literal) - 1)

static void setup(void)
{
    format = inv_format_default();
}

static void teardown(void)
{
    inv_buf_free(&buf);
}

static void one_row(const struct inv_cell *cells, size_t n)
{
    struct inv_row r;
    struct inv_err err;
    inv_row_init(&r, &buf, &format, cells, n);
    for (size_t i = 0; i < n; i++)
        inv_row_cell(&r, cells[i]);
    ck_assert_int_eq(inv_row_end(&r, &err), INV_OK);
}

START_TEST(csv_quotes_where_needed)
{
    const struct inv_cell c[] = { CELL("plain"), CELL("a,b"), CELL("say \"hi\""), CELL("two\nlines"), CELL("cr\r"),
                                  CELL(""), CELL(" spaces "), CELL("tab\t"), CELL("\""), CELL("nul\0x"), CELL("semi;\\") };
    one_row(c, 11);
    EXPECT("plain,\"a,b\",\"say \"\"hi\"\"\",\"two\nlines\",\"cr\r\",, spaces ,tab\t,\"\"\"\",nul\0x,semi;\\\n");
    format.delimiter = ';';
    one_row(c + 9, 2);
    EXPECT("nul\0x;\"semi;\\\"\n");
}
END_TEST

/* Each special byte at each place of cells of each length: no word of eight or
 * sixteen bytes may hide one. */
START_TEST(csv_quotes_at_every_place)
{
    static const char special[] = ",\"\n\r";
    char text[80], want[96];
    for (size_t n = 1; n < 70; n++)
        for (size_t at = 0; at <= n; at++)
            for (size_t k = 0; k < 4; k++) {
                memset(text, 'x', sizeof text);
                if (at < n)
                    text[at] = special[k];
                text[n] = special[(k + 1) % 4];         /* behind the cell: not looked at */
                const struct inv_cell c[] = { { text, n }, CELL("y") };
                one_row(c, 2);
                size_t w = 0;
                if (at < n)
                    want[w++] = '"';
                for (size_t i = 0; i < n; i++) {
                    want[w++] = text[i];
                    if (text[i] == '"')
                        want[w++] = '"';
                }
                if (at < n)
                    want[w++] = '"';
                memcpy(want + w, ",y\n", 4);
                expect(want, w + 3);
            }
}
END_TEST

START_TEST(one_column)
{
    const struct inv_cell c[] = { CELL("") };
    one_row(c, 1);
    EXPECT("\"\"\n");
    struct inv_row r;
    inv_row_init(&r, &buf, &format, c, 1);
    inv_row_plain(&r, c[0]);
    inv_row_end(&r, NULL);
    inv_row_missing(&r);
    inv_row_end(&r, NULL);
    inv_row_num(&r, (double)NAN);
    inv_row_end(&r, NULL);
    EXPECT("\"\"\n\"\"\n\"\"\n");
    format.syntax = INV_TSV;
    one_row(c, 1);
    EXPECT("\n");
}
END_TEST

START_TEST(tsv_escapes)
{
    format.syntax = INV_TSV;
    const struct inv_cell c[] = { CELL("a\tb"), CELL("\n"), CELL("\\"), CELL("\r"), CELL("\"q\", x"), CELL("\\\\t\\"), CELL("") };
    one_row(c, 7);
    EXPECT("a\\tb\t\\n\t\\\\\t\\r\t\"q\", x\t\\\\\\\\t\\\\\t\n");
}
END_TEST

START_TEST(cells_side_by_side)
{
    static const char record[] = "\xEF\xBB\xBF" "x,one,,a longer one than eight,5";
    const struct inv_cell c[] = { { record, 4 }, { record + 5, 3 }, { record + 9, 0 }, { record + 10, 23 }, { record + 34, 1 } };
    struct inv_row r;
    inv_row_init(&r, &buf, &format, NULL, 6);
    inv_row_num(&r, 7);
    inv_row_plain_run(&r, c + 1, 4);
    inv_row_plain_run(&r, c, 1);
    ck_assert_int_eq(inv_row_end(&r, NULL), INV_OK);
    EXPECT("7,one,,a longer one than eight,5,\xEF\xBB\xBF" "x\n");
    format.header = false;
    inv_row_init(&r, &buf, &format, NULL, 5);
    inv_row_plain_run(&r, c, 5);        /* the first cell of all that looks like a mark of UTF-8 is quoted */
    ck_assert_int_eq(inv_row_end(&r, NULL), INV_OK);
    EXPECT("\"\xEF\xBB\xBF" "x\",one,,a longer one than eight,5\n");
    inv_row_plain_run(&r, c, 0);
    inv_row_plain_run(&r, c + 2, 3);
    inv_row_num(&r, 1);
    inv_row_num(&r, 2);
    ck_assert_int_eq(inv_row_end(&r, NULL), INV_OK);
    EXPECT(",a longer one than eight,5,1,2\n");
}
END_TEST

START_TEST(json)
{
    format.syntax = INV_JSONL;
    format.decimal = ',';
    const struct inv_cell names[] = { CELL("sku"), CELL("a\"b\\"), CELL("c"), CELL("d"), CELL("e") };
    struct inv_row r;
    inv_row_init(&r, &buf, &format, names, 5);
    ck_assert_int_eq(inv_row_header(&r, NULL), INV_OK);
    inv_row_cell(&r, CELL("007"));
    inv_row_num(&r, -2.385);
    inv_row_num(&r, (double)INFINITY);
    inv_row_int(&r, -9007199254740993);
    inv_row_plain(&r, CELL("x"));
    ck_assert_int_eq(inv_row_end(&r, NULL), INV_OK);
    EXPECT("{\"sku\":\"007\",\"a\\\"b\\\\\":-2.385,\"c\":null,\"d\":-9007199254740993,\"e\":\"x\"}\n");
    inv_row_init(&r, &buf, &format, names, 1);
    inv_row_cell(&r, CELL("\b\f\n\r\t\v\0\x1f\x7f/\"\\"));
    inv_row_end(&r, NULL);
    EXPECT("{\"sku\":\"\\b\\f\\n\\r\\t\\u000b\\u0000\\u001f\\u007f/\\\"\\\\\"}\n");
}
END_TEST

/* The second row's first and third cell are those of the first row, from the buffer,
 * which moves as it grows. */
static void row_again(const char *key, const char *word)
{
    const struct inv_cell names[] = { CELL("k"), CELL("n"), CELL("w"), CELL("x") };
    size_t from[3];
    struct inv_row r;
    inv_row_init(&r, &buf, &format, names, 4);
    from[0] = buf.n;
    inv_row_text(&r, key);
    from[1] = buf.n;
    inv_row_int(&r, 1);
    from[2] = buf.n;
    inv_row_text(&r, word);
    inv_row_num(&r, 0.5);
    size_t end = buf.n;
    ck_assert_int_eq(inv_row_end(&r, NULL), INV_OK);
    inv_row_again(&r, from[0], from[1] - from[0], 1);
    inv_row_int(&r, 2);
    inv_row_again(&r, from[2], end - from[2], 2);
    ck_assert_int_eq(inv_row_end(&r, NULL), INV_OK);
}

START_TEST(cells_once_more)
{
    row_again("a,b", "w");
    EXPECT("\"a,b\",1,w,0.5\n\"a,b\",2,w,0.5\n");
    format.syntax = INV_TSV;
    row_again("a\tb", "");
    EXPECT("a\\tb\t1\t\t0.5\na\\tb\t2\t\t0.5\n");
    format.syntax = INV_JSONL;
    row_again("a", "w");
    EXPECT("{\"k\":\"a\",\"n\":1,\"w\":\"w\",\"x\":0.5}\n{\"k\":\"a\",\"n\":2,\"w\":\"w\",\"x\":0.5}\n");
    format.syntax = INV_CSV;
    char word[5000];
    memset(word, 'w', sizeof word - 1);
    word[sizeof word - 1] = '\0';
    row_again("k", word);
    ck_assert_uint_eq(buf.n, 2 * (sizeof "k,1,,0.5" + sizeof word - 1));
    ck_assert_mem_eq(buf.s + buf.n / 2 + 4, word, sizeof word - 1);
    buf.n = 0;
}
END_TEST

/* bytes.decode('utf-8', 'replace') of Python 3.11, which follows Unicode's
 * practice of one U+FFFD for each maximal part of a sequence. */
START_TEST(json_of_bad_utf8)
{
    static const struct { const char *in; const char *out; } cases[] = {
        { "\xc3\xa9\xe2\x82\xac\xf0\x9f\x93\xa6", "\xc3\xa9\xe2\x82\xac\xf0\x9f\x93\xa6" },
        { "a\xff" "b", "a?b" }, { "\xc0\xaf", "??" }, { "\xe0\x80\x80", "???" }, { "\xed\xa0\x80", "???" },
        { "\xf4\x90\x80\x80", "????" }, { "\xe2\x82", "?" }, { "\xe2\x82z", "?z" }, { "\xf0\x9f\x93", "?" },
        { "\xf0\x9f\x93\xf0\x9f\x93\xa6", "?\xf0\x9f\x93\xa6" }, { "\x80\x80", "??" }, { "\xc3", "?" },
        { "\xf1\x80\x80\xe1\x80\xc2" "b", "???b" }, { "\xf8\x88\x80\x80\x80", "?????" }, { "\xee\x80\x80\xef\xbf\xbf", "\xee\x80\x80\xef\xbf\xbf" },
    };
    format.syntax = INV_JSONL;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct inv_buf want = { 0 };
        inv_buf_adds(&want, "{\"x\":\"", NULL);
        for (const char *p = cases[i].out; *p; p++)
            inv_buf_add(&want, *p == '?' ? "\xef\xbf\xbd" : p, *p == '?' ? 3 : 1, NULL);
        inv_buf_adds(&want, "\"}\n", NULL);
        const struct inv_cell names[] = { CELL("x") };
        struct inv_row r;
        inv_row_init(&r, &buf, &format, names, 1);
        inv_row_cell(&r, (struct inv_cell){ cases[i].in, strlen(cases[i].in) });
        inv_row_end(&r, NULL);
        size_t n = want.n;
        expect(inv_buf_cstr(&want, NULL), n);
        inv_buf_free(&want);
    }
}
END_TEST

START_TEST(numbers)
{
    const struct inv_cell names[] = { CELL("a"), CELL("b"), CELL("c") };
    struct inv_row r;
    inv_row_init(&r, &buf, &format, names, 3);
    inv_row_num(&r, 141.4213562373095);
    inv_row_num(&r, (double)NAN);
    inv_row_num(&r, 346);
    inv_row_end(&r, NULL);
    EXPECT("141.4213562373095,,346\n");
    format.decimal = ',';
    inv_row_init(&r, &buf, &format, names, 3);
    inv_row_num(&r, 2.5);
    inv_row_num(&r, 1e-7);
    inv_row_num(&r, -12);
    inv_row_end(&r, NULL);
    EXPECT("\"2,5\",1e-7,-12\n");
    format.delimiter = ';';
    format.precision = 3;
    inv_row_init(&r, &buf, &format, names, 3);
    inv_row_num(&r, 141.4213562373095);
    inv_row_num(&r, 2.385);
    inv_row_text(&r, "1,5");
    inv_row_end(&r, NULL);
    EXPECT("141;2,38;1,5\n");              /* 2.385 is 2.38499999999999978684 */
}
END_TEST

START_TEST(headers)
{
    const struct inv_cell names[] = { CELL("sku"), CELL("q,ty") };
    struct inv_row r;
    format.bom = true;
    inv_row_init(&r, &buf, &format, names, 2);
    ck_assert_int_eq(inv_row_header(&r, NULL), INV_OK);
    EXPECT("\xEF\xBB\xBFsku,\"q,ty\"\n");
    format.header = false;
    ck_assert_int_eq(inv_row_header(&r, NULL), INV_OK);
    EXPECT("\xEF\xBB\xBF");
    format.syntax = INV_JSONL;
    ck_assert_int_eq(inv_row_header(&r, NULL), INV_OK);
    EXPECT("");
    /* a name that begins with the mark's bytes must not read as one */
    format = inv_format_default();
    const struct inv_cell marked[] = { CELL("\xEF\xBB\xBFx"), CELL("y") };
    inv_row_init(&r, &buf, &format, marked, 2);
    ck_assert_int_eq(inv_row_header(&r, NULL), INV_OK);
    EXPECT("\"\xEF\xBB\xBFx\",y\n");
}
END_TEST

START_TEST(rows_that_do_not_fit)
{
    const struct inv_cell names[] = { CELL("a"), CELL("b") };
    struct inv_row r;
    struct inv_err err;
    inv_row_init(&r, &buf, &format, names, 2);
    inv_row_text(&r, "x");
    ck_assert_int_eq(inv_row_end(&r, &err), INV_EARG);
    ck_assert_str_eq(err.text, "a row of 1 cells in a table of 2 columns");
}
END_TEST

/* ---- sinks ---------------------------------------------------------------------------------- */

static char folder[] = "/tmp/check_output-XXXXXX";
static char path[64];

static void in_folder(const char *name)
{
    snprintf(path, sizeof path, "%s/%s", folder, name);
}

static void holds(const char *name, const char *want)
{
    char got[256], full[64];
    snprintf(full, sizeof full, "%s/%s", folder, name);
    FILE *f = fopen(full, "r");
    ck_assert_msg(f != NULL, "%s: %s", full, strerror(errno));
    size_t n = fread(got, 1, sizeof got - 1, f);
    got[n] = '\0';
    fclose(f);
    ck_assert_str_eq(got, want);
}

static size_t files_there(void)
{
    size_t n = 0;
    DIR *d = opendir(folder);
    for (struct dirent *e; (e = readdir(d)) != NULL;)
        n += strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0;
    closedir(d);
    return n;
}

static void empty_folder(void)
{
    char cmd[64];
    snprintf(cmd, sizeof cmd, "rm -rf %s/*", folder);
    ck_assert_int_eq(system(cmd), 0);
}

static void write_all(const char *to, const char *text, bool commit)
{
    struct inv_sink *s;
    struct inv_err err;
    if (inv_sink_open(&s, to, &err) != INV_OK)
        ck_abort_msg("%s: %s", to, err.text);
    ck_assert_int_eq(inv_sink_write(s, text, strlen(text), &err), INV_OK);
    if (commit)
        ck_assert_int_eq(inv_sink_commit(s, &err), INV_OK);
    else
        inv_sink_abort(s);
}

START_TEST(a_file_is_whole_or_not_there)
{
    struct stat about;
    in_folder("out.csv");
    write_all(path, "lost", false);
    ck_assert_uint_eq(files_there(), 0);
    mode_t mask = umask(027);
    write_all(path, "first\n", true);
    umask(mask);
    holds("out.csv", "first\n");
    ck_assert_int_eq(stat(path, &about), 0);
    ck_assert_uint_eq(about.st_mode & 07777, 0640);
    ck_assert_int_eq(chmod(path, 0604), 0);
    char other[64];
    snprintf(other, sizeof other, "%s/was.csv", folder);
    ck_assert_int_eq(link(path, other), 0);
    write_all(path, "lost\n", false);
    holds("out.csv", "first\n");
    write_all(path, "second\n", true);
    holds("out.csv", "second\n");
    holds("was.csv", "first\n");
    ck_assert_int_eq(stat(path, &about), 0);
    ck_assert_uint_eq(about.st_mode & 07777, 0604);
    ck_assert_uint_eq(files_there(), 2);
    empty_folder();
}
END_TEST

START_TEST(nothing_shows_before_the_commit)
{
    struct inv_sink *s;
    in_folder("out.csv");
    write_all(path, "old\n", true);
    ck_assert_int_eq(inv_sink_open(&s, path, NULL), INV_OK);
    for (int i = 0; i < 200000; i++)
        ck_assert_int_eq(inv_sink_write(s, "new\n", 4, NULL), INV_OK);
    ck_assert_int_eq(inv_sink_flush(s, NULL), INV_OK);
    holds("out.csv", "old\n");
    ck_assert_int_eq(inv_sink_commit(s, NULL), INV_OK);
    struct stat about;
    ck_assert_int_eq(stat(path, &about), 0);
    ck_assert_int_eq(about.st_size, 800000);
    ck_assert_uint_eq(files_there(), 1);
    empty_folder();
}
END_TEST

START_TEST(a_link_is_followed)
{
    struct stat about;
    char sub[64], real[80];
    snprintf(sub, sizeof sub, "%s/sub", folder);
    snprintf(real, sizeof real, "%s/real.csv", sub);
    ck_assert_int_eq(mkdir(sub, 0777), 0);
    in_folder("link.csv");
    ck_assert_int_eq(symlink("sub/next.csv", path), 0);
    in_folder("sub/next.csv");
    ck_assert_int_eq(symlink("real.csv", path), 0);
    in_folder("link.csv");
    write_all(path, "one\n", true);              /* a link that leads nowhere yet */
    holds("sub/real.csv", "one\n");
    write_all(path, "two\n", true);
    holds("sub/real.csv", "two\n");
    ck_assert_int_eq(lstat(path, &about), 0);
    ck_assert(S_ISLNK(about.st_mode));
    in_folder("loop");
    ck_assert_int_eq(symlink("loop", path), 0);
    struct inv_sink *s;
    struct inv_err err;
    ck_assert_int_eq(inv_sink_open(&s, path, &err), INV_EIO);
    ck_assert_str_eq(err.text, "Too many levels of symbolic links");
    empty_folder();
}
END_TEST

START_TEST(special_files_are_written_directly)
{
    struct stat about;
    char text[32];
    write_all("/dev/null", "x", true);
    ck_assert_int_eq(stat("/dev/null", &about), 0);
    ck_assert(S_ISCHR(about.st_mode));
    in_folder("pipe");
    ck_assert_int_eq(mkfifo(path, 0666), 0);
    int fd = open(path, O_RDONLY | O_NONBLOCK);
    write_all(path, "through\n", true);
    ck_assert_int_eq(read(fd, text, sizeof text), 8);
    close(fd);
    in_folder("file");
    fd = open(path, O_RDWR | O_CREAT, 0666);
    char name[32];
    snprintf(name, sizeof name, "/dev/fd/%d", fd);
    write_all(name, "ours\n", true);             /* whoever opened it keeps it */
    ck_assert_int_eq(pread(fd, text, sizeof text, 0), 5);
    close(fd);
    empty_folder();
}
END_TEST

START_TEST(sinks_that_fail)
{
    struct inv_sink *s;
    struct inv_err err;
    ck_assert_int_eq(inv_sink_open(&s, "/no/such/folder/out.csv", &err), INV_EIO);
    ck_assert_str_eq(err.text, "No such file or directory");
    ck_assert_str_eq(err.file, "/no/such/folder/out.csv");
    ck_assert_int_eq(inv_sink_open(&s, folder, &err), INV_EIO);
    ck_assert_str_eq(err.text, "Is a directory");
    if (access("/dev/full", W_OK) == 0) {
        ck_assert_int_eq(inv_sink_open(&s, "/dev/full", &err), INV_OK);
        ck_assert_int_eq(inv_sink_write(s, "x", 1, &err), INV_OK);
        ck_assert_int_eq(inv_sink_commit(s, &err), INV_EIO);
        ck_assert_str_eq(err.text, "No space left on device");
    }
    in_folder("");
    if (geteuid() != 0) {
        ck_assert_int_eq(chmod(folder, 0555), 0);
        in_folder("out.csv");
        ck_assert_int_eq(inv_sink_open(&s, path, &err), INV_EIO);
        ck_assert_str_eq(err.text, "Permission denied");
        ck_assert_int_eq(chmod(folder, 0755), 0);
    }
}
END_TEST

/* A file system that is full: the old file stays. */
START_TEST(a_full_disk_leaves_the_old_file)
{
    struct inv_sink *s;
    struct inv_err err;
    in_folder("out.csv");
    write_all(path, "old\n", true);
    struct rlimit old, few = { 1000000, RLIM_INFINITY };
    getrlimit(RLIMIT_FSIZE, &old);
    few.rlim_max = old.rlim_max;
    signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &few);
    ck_assert_int_eq(inv_sink_open(&s, path, &err), INV_OK);
    enum inv_status st = INV_OK;
    for (int i = 0; i < 300000 && st == INV_OK; i++)
        st = inv_sink_write(s, "0123456\n", 8, &err);
    setrlimit(RLIMIT_FSIZE, &old);
    ck_assert_int_eq(st, INV_EIO);
    ck_assert_str_eq(err.text, "File too large");
    ck_assert_str_eq(err.file, path);
    inv_sink_abort(s);
    holds("out.csv", "old\n");
    ck_assert_uint_eq(files_there(), 1);
    empty_folder();
}
END_TEST

START_TEST(standard_output)
{
    struct inv_sink *s;
    struct inv_err err;
    int keep = dup(1), fd[2];
    ck_assert_int_eq(pipe(fd), 0);
    dup2(fd[1], 1);
    ck_assert_int_eq(inv_sink_open(&s, NULL, &err), INV_OK);
    ck_assert_int_eq(inv_sink_write(s, "a,b\n", 4, &err), INV_OK);
    ck_assert_int_eq(inv_sink_commit(s, &err), INV_OK);
    char text[8];
    ck_assert_int_eq(read(fd[0], text, sizeof text), 4);
    ck_assert_int_eq(write(1, "", 0), 0);                  /* still open */
    signal(SIGPIPE, SIG_IGN);
    close(fd[0]);
    ck_assert_int_eq(inv_sink_open(&s, NULL, &err), INV_OK);
    ck_assert_int_eq(inv_sink_write(s, "a,b\n", 4, &err), INV_OK);
    enum inv_status gone = inv_sink_commit(s, &err);
    close(1);
    ck_assert_int_eq(inv_sink_open(&s, NULL, &err), INV_OK);
    ck_assert_int_eq(inv_sink_write(s, "a,b\n", 4, &err), INV_OK);
    enum inv_status closed = inv_sink_commit(s, &err);
    dup2(keep, 1);
    ck_assert_int_eq(gone, INV_END);
    ck_assert_int_eq(closed, INV_EIO);
    ck_assert_str_eq(err.text, "standard output: Bad file descriptor");
}
END_TEST

int main(void)
{
    Suite *s = suite_create("output");
    TCase *t = tcase_create("rows"), *k = tcase_create("sinks");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, csv_quotes_where_needed);
    tcase_add_test(t, csv_quotes_at_every_place);
    tcase_add_test(t, one_column);
    tcase_add_test(t, tsv_escapes);
    tcase_add_test(t, cells_side_by_side);
    tcase_add_test(t, json);
    tcase_add_test(t, json_of_bad_utf8);
    tcase_add_test(t, cells_once_more);
    tcase_add_test(t, numbers);
    tcase_add_test(t, headers);
    tcase_add_test(t, rows_that_do_not_fit);
    tcase_add_test(k, a_file_is_whole_or_not_there);
    tcase_add_test(k, nothing_shows_before_the_commit);
    tcase_add_test(k, a_link_is_followed);
    tcase_add_test(k, special_files_are_written_directly);
    tcase_add_test(k, sinks_that_fail);
    tcase_add_test(k, a_full_disk_leaves_the_old_file);
    tcase_add_test(k, standard_output);
    tcase_set_timeout(t, 120);
    suite_add_tcase(s, t);
    suite_add_tcase(s, k);
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
