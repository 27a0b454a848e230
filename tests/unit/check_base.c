/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Status, memory, growing bytes and the quoting of cells in messages. */
#include "config.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "inv/buf.h"
#include "inv/mem.h"
#include "inv/status.h"

START_TEST(err_set_clears_what_was_there)
{
    struct inv_err e;
    ck_assert_int_eq(inv_err_set(&e, INV_EROW, "\"%s\" is not a number", "12x"), INV_EROW);
    ck_assert_int_eq(inv_err_at(&e, "items.csv", 17), INV_EROW);
    ck_assert_int_eq(inv_err_column(&e, "order_cost", 10), INV_EROW);
    ck_assert_int_eq(inv_err_key(&e, "A\t1", 3), INV_EROW);
    ck_assert_str_eq(e.text, "\"12x\" is not a number");
    ck_assert_str_eq(e.file, "items.csv");
    ck_assert_uint_eq(e.line, 17);
    ck_assert_str_eq(e.column, "order_cost");
    ck_assert_str_eq(e.key, "A\\t1");
    inv_err_set(&e, INV_EIO, "gone");
    ck_assert(e.file == NULL && e.line == 0 && e.column[0] == '\0' && e.key[0] == '\0');
}
END_TEST

START_TEST(err_may_be_null)
{
    ck_assert_int_eq(inv_err_set(NULL, INV_EFIT, "%d", 3), INV_EFIT);
    ck_assert_int_eq(inv_err_at(NULL, "f", 1), INV_OK);
    ck_assert_int_eq(inv_err_column(NULL, "c", 1), INV_OK);
    ck_assert_int_eq(inv_err_key(NULL, "k", 1), INV_OK);
}
END_TEST

START_TEST(err_text_is_cut)
{
    char longer[1000];
    memset(longer, 'y', sizeof longer - 1);
    longer[sizeof longer - 1] = '\0';
    struct inv_err e;
    inv_err_set(&e, INV_EARG, "%s", longer);
    ck_assert_uint_eq(strlen(e.text), sizeof e.text - 1);
    ck_assert_str_eq(e.text + sizeof e.text - 4, "...");
}
END_TEST

START_TEST(quote_escapes)
{
    static const struct { const char *in; size_t n; const char *out; } cases[] = {
        { "", 0, "" }, { "plain 12", 8, "plain 12" }, { "a\nb\rc\td", 7, "a\\nb\\rc\\td" },
        { "\0x", 2, "\\x00x" }, { "\x1b[31m", 5, "\\x1b[31m" }, { "\x7f", 1, "\\x7f" },
        { "Gr\xC3\xB6\xC3\x9F" "e", 7, "Gr\xC3\xB6\xC3\x9F" "e" },
        { "\xC3", 1, "\\xc3" },                              /* cut off in the middle */
        { "\xC0\xAF", 2, "\\xc0\\xaf" },                      /* overlong */
        { "\xED\xA0\x80", 3, "\\xed\\xa0\\x80" },              /* a surrogate */
        { "\xF4\x90\x80\x80", 4, "\\xf4\\x90\\x80\\x80" },      /* beyond U+10FFFF */
        { "\xF0\x9F\x93\xA6", 4, "\xF0\x9F\x93\xA6" }, { "\xE2\x82\xAC", 3, "\xE2\x82\xAC" }
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char out[64];
        inv_err_quote(out, sizeof out, cases[i].in, cases[i].n);
        ck_assert_str_eq(out, cases[i].out);
    }
}
END_TEST

START_TEST(quote_cuts_between_characters)
{
    /* "abcdef" needs 7 bytes; what does not fit ends in dots, as far as they fit. */
    static const char *const wants[] = { "", ".", "..", "...", "a...", "ab...", "abcdef", "abcdef" };
    for (size_t size = 1; size <= 8; size++) {
        char *out = malloc(size);          /* exactly: a sanitizer sees one byte more */
        inv_err_quote(out, size, "abcdef", 6);
        ck_assert_str_eq(out, wants[size - 1]);
        free(out);
    }
    char out[7];
    inv_err_quote(out, sizeof out, "a\xC3\xB6\xC3\xB6\xC3\xB6" "b", 8);
    ck_assert_str_eq(out, "a\xC3\xB6...");
    inv_err_quote(NULL, 0, "abc", 3);
}
END_TEST

START_TEST(mem_grows_and_keeps)
{
    int *p = NULL;
    size_t cap = 0;
    for (size_t i = 0; i < 10000; i++) {
        ck_assert_int_eq(INV_MEM_GROW(&p, &cap, i + 1, NULL), INV_OK);
        p[i] = (int)i * 3;
    }
    ck_assert(cap >= 10000 && cap < 20001);
    for (size_t i = 0; i < 10000; i++)
        ck_assert_int_eq(p[i], (int)i * 3);
    int *before = p;
    size_t cap_before = cap;
    struct inv_err e;
    ck_assert_int_eq(INV_MEM_GROW(&p, &cap, SIZE_MAX / 2, &e), INV_ENOMEM);
    ck_assert_int_eq(INV_MEM_GROW(&p, &cap, SIZE_MAX, &e), INV_ENOMEM);
    ck_assert_str_eq(e.text, "out of memory");
    ck_assert(p == before && cap == cap_before);
    free(p);
}
END_TEST

START_TEST(buf_holds_any_bytes)
{
    struct inv_buf b = { 0 };
    ck_assert_int_eq(inv_buf_add(&b, NULL, 0, NULL), INV_OK);
    ck_assert_int_eq(inv_buf_adds(&b, "sku", NULL), INV_OK);
    ck_assert_int_eq(inv_buf_addc(&b, '\0', NULL), INV_OK);
    ck_assert_int_eq(inv_buf_printf(&b, NULL, "%s=%d", "lead_time", 14), INV_OK);
    ck_assert_uint_eq(b.n, 16);
    ck_assert_mem_eq(b.s, "sku\0lead_time=14", 16);
    ck_assert_mem_eq(inv_buf_cstr(&b, NULL), "sku\0lead_time=14", 17);
    ck_assert_uint_eq(b.n, 16);
    for (int i = 0; i < 3000; i++)
        ck_assert_int_eq(inv_buf_printf(&b, NULL, "%04d", i), INV_OK);
    ck_assert_uint_eq(b.n, 16 + 12000);
    ck_assert_mem_eq(b.s + b.n - 8, "29982999", 8);
    struct inv_err e;
    ck_assert_int_eq(inv_buf_reserve(&b, SIZE_MAX - 5, &e), INV_ENOMEM);
    inv_buf_free(&b);
    ck_assert(b.s == NULL && b.n == 0 && b.cap == 0);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("base");
    TCase *t = tcase_create("base");
    tcase_add_test(t, err_set_clears_what_was_there);
    tcase_add_test(t, err_may_be_null);
    tcase_add_test(t, err_text_is_cut);
    tcase_add_test(t, quote_escapes);
    tcase_add_test(t, quote_cuts_between_characters);
    tcase_add_test(t, mem_grows_and_keeps);
    tcase_add_test(t, buf_holds_any_bytes);
    suite_add_tcase(s, t);
    SRunner *runner = srunner_create(s);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
