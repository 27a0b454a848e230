/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <check.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "inv/buf.h"
#include "inv/group.h"
#include "inv/num.h"
#include "inv/rng.h"
#include "tables.h"

/* ---- a table and its groups ------------------------------------------------------------- */

struct bench {
    struct inv_format format;
    struct inv_group_spec spec;
    struct inv_input *in;
    struct inv_groups *gs;
    struct inv_group g;
    char *path;
    char told[4096];           /* rejected rows, a line each */
    enum inv_status answer;    /* to a rejected row */
    size_t columns[8];
};

/* Time is a whole number here; "broken" stops the run. */
static enum inv_status whole(void *ctx, struct inv_cell c, int64_t *t, struct inv_err *err)
{
    (void)ctx;
    if (cell_is(c, "broken"))
        return inv_err_set(err, INV_EIO, "the clock is broken");
    if (inv_num_parse_int(c.s, c.n, t) == INV_NUM_OK)
        return INV_OK;
    return inv_err_set(err, INV_EROW, "\"%.*s\" is not a date", (int)c.n, c.s);
}

static enum inv_status tell(void *ctx, const struct inv_record *rec, const struct inv_err *e)
{
    struct bench *b = ctx;
    size_t at = strlen(b->told);
    snprintf(b->told + at, sizeof b->told - at, "%llu %s [%s]: %s <%.*s>\n", (unsigned long long)e->line, e->column, e->key,
             e->text, (int)rec->raw.n, rec->raw.s);
    return b->answer;
}

/* Columns: key "k", time "t", number "y", carried "c", where the table has them. */
static void begin(struct bench *b, const char *text, size_t n, bool sorted)
{
    struct inv_err err;
    *b = (struct bench){ .format = inv_format_default(), .answer = INV_OK };
    b->path = table_file(".csv", text, n);
    b->in = table_open(b->path, &b->format);
    b->columns[0] = inv_input_find(b->in, "k");
    b->columns[1] = inv_input_find(b->in, "y");
    b->columns[2] = inv_input_find(b->in, "c");
    b->spec = (struct inv_group_spec){
        .key = &b->columns[0], .nkey = b->columns[0] != INV_NO_COLUMN, .time = inv_input_find(b->in, "t"),
        .num = &b->columns[1], .nnum = b->columns[1] != INV_NO_COLUMN,
        .carry = &b->columns[2], .ncarry = b->columns[2] != INV_NO_COLUMN,
        .sorted = sorted, .parse_time = whole, .reject = tell, .reject_ctx = b
    };
    ck_assert_int_eq(inv_groups_open(&b->gs, b->in, &b->format, &b->spec, &err), INV_OK);
}

static void end(struct bench *b)
{
    inv_groups_close(b->gs);
    inv_group_free(&b->g);
    inv_input_close(b->in);
    table_remove(b->path);
}

/* A group in words: key@line: time=number ... | carried@line */
static void describe(const struct bench *b, const struct inv_group *g, struct inv_buf *out)
{
    for (size_t i = 0; i < b->spec.nkey; i++)
        inv_buf_printf(out, NULL, "%s%.*s", i ? "," : "", (int)g->key[i].n, g->key[i].s);
    inv_buf_printf(out, NULL, "@%llu:", (unsigned long long)g->line);
    for (size_t i = 0; i < g->n; i++) {
        inv_buf_printf(out, NULL, " ");
        if (b->spec.time != INV_NO_COLUMN)
            inv_buf_printf(out, NULL, "%lld", (long long)g->time[i]);
        for (size_t k = 0; k < b->spec.nnum; k++)
            if (isnan(g->num[k][i]))
                inv_buf_printf(out, NULL, "=-");
            else
                inv_buf_printf(out, NULL, "=%g", g->num[k][i]);
        if (b->spec.keep_raw)
            inv_buf_printf(out, NULL, "<%.*s>", (int)g->raw[i].n, g->raw[i].s);
    }
    inv_buf_printf(out, NULL, " |");
    for (size_t i = 0; i < b->spec.ncarry; i++)
        inv_buf_printf(out, NULL, " %.*s", (int)g->carry[i].n, g->carry[i].s);
    inv_buf_printf(out, NULL, "@%llu\n", (unsigned long long)g->latest_line);
    ck_assert_str_eq(g->file, b->path);
    ck_assert_str_eq(g->latest_file, b->path);
}

/* All groups, and after them what ended the run where it was no end. */
static void describe_all(struct bench *b, struct inv_buf *out)
{
    struct inv_err err;
    enum inv_status st;
    while ((st = inv_groups_next(b->gs, &b->g, &err)) == INV_OK)
        describe(b, &b->g, out);
    if (st == INV_END)
        ck_assert_int_eq(inv_groups_next(b->gs, &b->g, &err), INV_END);
    else
        inv_buf_printf(out, NULL, "%d:%llu: %s\n", (int)st, (unsigned long long)err.line, err.text);
}

static void groups_are(const char *text, bool sorted, const char *want, const char *told)
{
    struct bench b;
    struct inv_buf out = { 0 };
    begin(&b, text, strlen(text), sorted);
    describe_all(&b, &out);
    ck_assert_str_eq(inv_buf_cstr(&out, NULL), want);
    ck_assert_str_eq(b.told, told);
    inv_buf_free(&out);
    end(&b);
}

/* ---- small tables ------------------------------------------------------------------------- */

START_TEST(sorted_or_not)
{
    const char *text = "k,t,y,c\nB,3,1.5,x\nB,1,-2.25,y\nA,2,7,z\nA,2,8,\n";
    const char *want = "B@2: 3=1.5 1=-2.25 | x@2\nA@4: 2=7 2=8 | @5\n";
    groups_are(text, true, want, "");
    groups_are(text, false, want, "");
}
END_TEST

START_TEST(keys_in_any_order)
{
    groups_are("k,t,y,c\nB,3,1,x\nA,2,7,z\nB,1,2,y\nA,9,8,w\nB,3,3,v\n", false,
               "B@2: 3=1 1=2 3=3 | v@6\nA@3: 2=7 9=8 | w@5\n", "");
}
END_TEST

START_TEST(a_key_that_comes_back)
{
    char want[200];
    snprintf(want, sizeof want, "B@2: 3=1 |@2\nA@3: 2=7 |@3\n%d:4: key B comes back: the input is not sorted by key; leave out --sorted\n",
             INV_EUSAGE);
    groups_are("k,t,y\nB,3,1\nA,2,7\nB,1,2\n", true, want, "");
}
END_TEST

START_TEST(no_rows_one_row_no_key)
{
    for (int sorted = 0; sorted < 2; sorted++) {
        groups_are("k,t,y\n", sorted, "", "");
        groups_are("t,y\n", sorted, "", "");
        groups_are("k,t,y,c\n,5,2.385,q\n", sorted, "@2: 5=2.385 | q@2\n", "");
        groups_are("t,y,c\n5,2.385,q\n4,NA,r\n", sorted, "@2: 5=2.385 4=- | q@2\n", "");
        groups_are("k,c\nA,q\nA,r\nB,s\n", sorted, "A@2:   | r@3\nB@4:  | s@4\n", "");
    }
}
END_TEST

START_TEST(missing_numbers_are_nan)
{
    for (int sorted = 0; sorted < 2; sorted++)
        groups_are("k,t,y\nA,1,\nA,2,NA\nA,3,null\nA,4,NaN\nA,5,0\n", sorted, "A@2: 1=- 2=- 3=- 4=- 5=0 |@6\n", "");
}
END_TEST

START_TEST(rows_that_cannot_be_used)
{
    const char *text = "k,t,y\nA,1,2\nA,2,1x\nA,soon,3\nA,,4\nA,5\nA,6,7\n\"B\",1,inf\n\"C\"1,1,1\nD,1,1e999\nC,2,5\n";
    const char *want = "A@2: 1=2 6=7 |@7\nC@11: 2=5 |@11\n";
    const char *told =
        "3 y [A]: \"1x\" is not a number <A,2,1x>\n"
        "4 t [A]: \"soon\" is not a date <A,soon,3>\n"
        "5 t [A]: no value <A,,4>\n"
        "6  []: 2 cells where the header has 3 <A,5>\n"
        "8 y [B]: \"inf\" is not a number <\"B\",1,inf>\n"
        "9  []: text after a closing quote <\"C\"1,1,1>\n"
        "10 y [D]: \"1e999\" is too large <D,1,1e999>\n";
    groups_are(text, true, want, told);
    groups_are(text, false, want, told);
}
END_TEST

START_TEST(strict_ends_at_the_first)
{
    for (int sorted = 0; sorted < 2; sorted++) {
        struct bench b;
        struct inv_err err;
        const char *text = "k,t,y\nA,1,2\nA,2,1x\nA,3,1\n";
        begin(&b, text, strlen(text), sorted);
        b.answer = INV_EROW;
        ck_assert_int_eq(inv_groups_next(b.gs, &b.g, &err), INV_EROW);
        ck_assert_int_eq(err.status, INV_EROW);
        ck_assert_uint_eq(err.line, 3);
        ck_assert_str_eq(err.column, "y");
        ck_assert_str_eq(err.file, b.path);
        end(&b);
    }
}
END_TEST

START_TEST(a_clock_that_breaks_ends_the_run)
{
    char want[100];
    snprintf(want, sizeof want, "%d:0: the clock is broken\n", INV_EIO);
    for (int sorted = 0; sorted < 2; sorted++)
        groups_are("k,t,y\nA,1,2\nA,broken,2\nB,3,1\n", sorted, want, "");
}
END_TEST

START_TEST(several_key_columns_and_numbers)
{
    static const char text[] = "store,sku,t,y,z\nN,A,1,2,20\nN,A,2,3,\nNA,,1,4,40\nN,A,3,5,50\n,NA,1,6,60\n";
    struct bench b;
    struct inv_buf out = { 0 };
    struct inv_err err;
    begin(&b, text, sizeof text - 1, false);
    size_t key[2] = { 0, 1 }, num[3] = { 3, INV_NO_COLUMN, 4 };
    inv_groups_close(b.gs);
    b.spec.key = key;
    b.spec.nkey = 2;
    b.spec.num = num;
    b.spec.nnum = 3;
    ck_assert_int_eq(inv_groups_open(&b.gs, b.in, &b.format, &b.spec, &err), INV_OK);
    describe_all(&b, &out);
    ck_assert_str_eq(inv_buf_cstr(&out, NULL),
                     "N,A@2: 1=2=-=20 2=3=-=- 3=5=-=50 |@5\nNA,@4: 1=4=-=40 |@4\n,NA@6: 1=6=-=60 |@6\n");
    inv_buf_free(&out);
    end(&b);
}
END_TEST

START_TEST(raw_bytes_of_each_row)
{
    static const char text[] = "k,t,y,note\r\nA,2,1,\"a \"\"b\"\"\r\nc\"\r\nA,1,,plain\r\nB,1,3,\r\n";
    for (int sorted = 0; sorted < 2; sorted++) {
        struct bench b;
        struct inv_buf out = { 0 };
        begin(&b, text, sizeof text - 1, sorted);
        b.spec.keep_raw = true;
        describe_all(&b, &out);
        ck_assert_str_eq(inv_buf_cstr(&out, NULL), "A@2: 2=1<A,2,1,\"a \"\"b\"\"\r\nc\"> 1=-<A,1,,plain> |@2\n"
                                                   "B@5: 1=3<B,1,3,> |@5\n");
        inv_buf_free(&out);
        end(&b);
    }
}
END_TEST

/* Rows of several files are kept as rows of one table. */
START_TEST(raw_bytes_of_files_in_another_order)
{
    char *paths[3] = { table_text(".csv", "k,t,y\nA,2,1\n"), table_text(".csv", "note,y,k,t\n\"a, \"\"b\"\"\",3,A,1\n"),
                       table_text(".tsv", "t\tk\ty\n5\tB,\t7\n") };
    static const char *const want[] = { "A,2,1,", "A,1,3,\"a, \"\"b\"\"\"", "\"B,\",5,7," };
    for (int sorted = 0; sorted < 2; sorted++) {
        struct bench b;
        struct inv_err err;
        begin(&b, "k,t,y\n", 6, sorted);
        inv_groups_close(b.gs);
        inv_input_close(b.in);
        ck_assert_int_eq(inv_input_open(&b.in, (const char *const *)paths, 3, &b.format, true, &err), INV_OK);
        b.spec.keep_raw = true;
        ck_assert_int_eq(inv_groups_open(&b.gs, b.in, &b.format, &b.spec, &err), INV_OK);
        ck_assert_int_eq(inv_groups_next(b.gs, &b.g, &err), INV_OK);
        ck_assert_uint_eq(b.g.n, 2);
        ck_assert_msg(cell_is(b.g.raw[0], want[0]), "%.*s", (int)b.g.raw[0].n, b.g.raw[0].s);
        ck_assert_msg(cell_is(b.g.raw[1], want[1]), "%.*s", (int)b.g.raw[1].n, b.g.raw[1].s);
        ck_assert_int_eq(inv_groups_next(b.gs, &b.g, &err), INV_OK);
        ck_assert_msg(cell_is(b.g.raw[0], want[2]), "%.*s", (int)b.g.raw[0].n, b.g.raw[0].s);
        end(&b);
    }
    for (int i = 0; i < 3; i++)
        table_remove(paths[i]);
}
END_TEST

START_TEST(own_tokens_of_missing_values)
{
    static const char *const na[] = { "-1", "7" };
    static const char text[] = "k,t,y\nA,1,-1\nA,7,3\nA,2,-1.0\n";
    for (int sorted = 0; sorted < 2; sorted++) {
        struct bench b;
        struct inv_buf out = { 0 };
        begin(&b, text, sizeof text - 1, sorted);
        b.format.na = na;
        b.format.n_na = 2;
        describe_all(&b, &out);
        ck_assert_str_eq(inv_buf_cstr(&out, NULL), "A@2: 1=- 2=-1 |@4\n");
        ck_assert_str_eq(b.told, "3 t [A]: no value <A,7,3>\n");
        inv_buf_free(&out);
        end(&b);
    }
}
END_TEST

/* A group outlives the input that it came from. */
START_TEST(a_group_owns_what_it_holds)
{
    static const char text[] = "k,t,y,c\nkey-A,1,2,carried\nkey-B,1,2,other\n";
    for (int sorted = 0; sorted < 2; sorted++) {
        struct bench b;
        struct inv_err err;
        struct inv_group a = { 0 };
        begin(&b, text, sizeof text - 1, sorted);
        b.spec.keep_raw = true;
        ck_assert_int_eq(inv_groups_next(b.gs, &a, &err), INV_OK);
        ck_assert_int_eq(inv_groups_next(b.gs, &b.g, &err), INV_OK);
        end(&b);
        ck_assert(cell_is(a.key[0], "key-A"));
        ck_assert(cell_is(a.carry[0], "carried"));
        ck_assert(cell_is(a.raw[0], "key-A,1,2,carried"));
        ck_assert_int_eq(a.time[0], 1);
        ck_assert_double_eq(a.num[0][0], 2);
        inv_group_free(&a);
    }
}
END_TEST

START_TEST(again_from_the_first)
{
    static const char text[] = "k,t,y,c\nB,1,2,x\nA,5,2.5,y\nB,0,3,z\n";
    for (int sorted = 0; sorted < 2; sorted++) {
        struct bench b;
        struct inv_buf once = { 0 }, more = { 0 };
        begin(&b, text, sorted ? 25 : sizeof text - 1, sorted);
        describe_all(&b, &once);
        inv_groups_rewind(b.gs);
        describe_all(&b, &more);
        ck_assert_str_eq(inv_buf_cstr(&more, NULL), sorted ? "" : inv_buf_cstr(&once, NULL));
        ck_assert_uint_gt(once.n, 20);
        inv_buf_free(&once);
        inv_buf_free(&more);
        end(&b);
    }
}
END_TEST

/* ---- many rows, against a grouping by hand ------------------------------------------------- */

enum { KEYS = 97, ROWS = 20000 };

struct row { size_t key; int64_t t; int y; int c; };

/* Keys of all lengths from 1 to 40 bytes, many sharing their ends. */
static void key_text(size_t id, struct inv_buf *out)
{
    char digits[24];
    snprintf(digits, sizeof digits, "%zu", id);
    for (size_t i = 0; i < id % 40 / 2; i++)
        inv_buf_addc(out, 'k', NULL);
    inv_buf_adds(out, digits, NULL);
    for (size_t i = 0; i < id % 40 / 2; i++)
        inv_buf_addc(out, 'k', NULL);
}

/* What groups of these rows must be: first come, first out. */
static void expect(const struct row *rows, struct inv_buf *out)
{
    bool done[KEYS] = { false };
    for (size_t i = 0; i < ROWS; i++) {
        size_t latest = i;
        if (done[rows[i].key])
            continue;
        done[rows[i].key] = true;
        key_text(rows[i].key, out);
        inv_buf_printf(out, NULL, "@%zu:", i + 2);
        for (size_t j = i; j < ROWS; j++)
            if (rows[j].key == rows[i].key) {
                inv_buf_printf(out, NULL, " %lld=%d", (long long)rows[j].t, rows[j].y);
                latest = rows[j].t >= rows[latest].t ? j : latest;
            }
        inv_buf_printf(out, NULL, " | c%d@%zu\n", rows[latest].c, latest + 2);
    }
}

static int by_key(const void *a, const void *b)
{
    const struct row *x = a, *y = b;
    return (x->key > y->key) - (x->key < y->key);
}

static void check_rows(const struct row *rows, bool sorted)
{
    struct inv_buf text = { 0 }, want = { 0 }, got = { 0 };
    struct bench b;
    inv_buf_adds(&text, "k,t,y,c\n", NULL);
    for (size_t i = 0; i < ROWS; i++) {
        key_text(rows[i].key, &text);
        inv_buf_printf(&text, NULL, ",%lld,%d,c%d\n", (long long)rows[i].t, rows[i].y, rows[i].c);
    }
    expect(rows, &want);
    begin(&b, text.s, text.n, sorted);
    describe_all(&b, &got);
    if (got.n != want.n || memcmp(got.s, want.s, got.n) != 0)
        ck_abort_msg("groups differ");
    ck_assert_str_eq(b.told, "");
    end(&b);
    inv_buf_free(&text);
    inv_buf_free(&want);
    inv_buf_free(&got);
}

START_TEST(many_rows)
{
    static const char *const orders[] = { "random", "by date", "by key" };
    struct row *rows = malloc(ROWS * sizeof *rows);
    struct inv_rng r;
    uint64_t seed = (uint64_t)time(NULL);
    ck_assert_ptr_nonnull(rows);
    for (int order = 0; order < 3; order++) {
        printf("many_rows: %s, seed %llu\n", orders[order], (unsigned long long)seed);
        inv_rng_seed(&r, seed, (uint64_t)order);
        for (size_t i = 0; i < ROWS; i++) {
            rows[i] = (struct row){ order == 1 ? i % KEYS : inv_rng_below(&r, KEYS), (int64_t)inv_rng_below(&r, 500) - 250,
                                    (int)inv_rng_below(&r, 1000), (int)(inv_rng_below(&r, 12)) };
            if (rows[i].c == 11)
                rows[i].c = 1 << 30;   /* now and then a longer one */
        }
        if (order == 2)
            qsort(rows, ROWS, sizeof *rows, by_key);
        check_rows(rows, false);
        if (order == 2)
            check_rows(rows, true);
    }
    free(rows);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("group");
    TCase *t = tcase_create("group");
    tcase_set_timeout(t, 60);
    tcase_add_test(t, sorted_or_not);
    tcase_add_test(t, keys_in_any_order);
    tcase_add_test(t, a_key_that_comes_back);
    tcase_add_test(t, no_rows_one_row_no_key);
    tcase_add_test(t, missing_numbers_are_nan);
    tcase_add_test(t, rows_that_cannot_be_used);
    tcase_add_test(t, strict_ends_at_the_first);
    tcase_add_test(t, a_clock_that_breaks_ends_the_run);
    tcase_add_test(t, several_key_columns_and_numbers);
    tcase_add_test(t, raw_bytes_of_each_row);
    tcase_add_test(t, raw_bytes_of_files_in_another_order);
    tcase_add_test(t, own_tokens_of_missing_values);
    tcase_add_test(t, a_group_owns_what_it_holds);
    tcase_add_test(t, again_from_the_first);
    tcase_add_test(t, many_rows);
    suite_add_tcase(s, t);
    SRunner *r = srunner_create(s);
    srunner_run_all(r, CK_NORMAL);
    int failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed != 0;
}
