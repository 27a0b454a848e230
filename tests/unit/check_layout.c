/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "inv/layout.h"
#include "tables.h"

static void add(struct inv_layout *l, const char *name, enum inv_source from, size_t index)
{
    struct inv_err err;
    ck_assert_msg(inv_layout_add(l, cell_of(name), from, index, &err) == INV_OK, "%s", err.text);
}

START_TEST(columns_stay_and_new_ones_follow)
{
    struct inv_layout l = { 0 };
    char first[] = "sku";
    add(&l, first, INV_FROM_INPUT, 0);
    add(&l, "eoq", INV_FROM_INPUT, 1);
    add(&l, "note", INV_FROM_INPUT, 2);
    add(&l, "order_cost", INV_FROM_ITEM, 7);
    add(&l, "eoq", INV_FROM_FILTER, 0);
    add(&l, "annual_cost", INV_FROM_FILTER, 5);
    first[0] = 'X';   /* names are copies */
    static const struct { const char *name; struct inv_slot slot; } want[] = {
        { "sku", { INV_FROM_INPUT, 0 } }, { "eoq", { INV_FROM_FILTER, 0 } }, { "note", { INV_FROM_INPUT, 2 } },
        { "order_cost", { INV_FROM_ITEM, 7 } }, { "annual_cost", { INV_FROM_FILTER, 5 } },
    };
    ck_assert_uint_eq(l.width, 5);
    for (size_t i = 0; i < l.width; i++) {
        ck_assert_msg(cell_is(l.names[i], want[i].name), "column %zu is not %s", i, want[i].name);
        ck_assert_int_eq(l.slots[i].from, want[i].slot.from);
        ck_assert_uint_eq(l.slots[i].index, want[i].slot.index);
    }
    inv_layout_free(&l);
    ck_assert_uint_eq(l.width, 0);
    ck_assert_ptr_null(l.names);
}
END_TEST

START_TEST(names_are_bytes)
{
    struct inv_layout l = { 0 };
    struct inv_err err;
    add(&l, "eoq", INV_FROM_INPUT, 0);
    add(&l, "EOQ", INV_FROM_INPUT, 1);
    add(&l, "eoq ", INV_FROM_INPUT, 2);
    ck_assert_int_eq(inv_layout_add(&l, (struct inv_cell){ "eoq\0", 4 }, INV_FROM_INPUT, 3, &err), INV_OK);
    ck_assert_int_eq(inv_layout_add(&l, (struct inv_cell){ NULL, 0 }, INV_FROM_INPUT, 4, &err), INV_OK);
    ck_assert_int_eq(inv_layout_add(&l, (struct inv_cell){ "", 0 }, INV_FROM_FILTER, 0, &err), INV_OK);
    ck_assert_uint_eq(l.width, 5);
    ck_assert_int_eq(l.slots[4].from, INV_FROM_FILTER);
    inv_layout_free(&l);
}
END_TEST

/* As many columns as a spreadsheet has, each added twice: looked up, not searched for. */
START_TEST(a_wide_table)
{
    struct inv_layout l = { 0 };
    char name[32];
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < 16384; i++) {
            snprintf(name, sizeof name, "c%zu", i * 7919 % 16384);
            add(&l, name, pass ? INV_FROM_FILTER : INV_FROM_INPUT, i);
        }
    ck_assert_uint_eq(l.width, 16384);
    for (size_t i = 0; i < l.width; i++)
        if (l.slots[i].from != INV_FROM_FILTER || l.slots[i].index != i)
            ck_abort_msg("column %zu went astray", i);
    inv_layout_free(&l);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("layout");
    TCase *t = tcase_create("layout");
    tcase_add_test(t, columns_stay_and_new_ones_follow);
    tcase_add_test(t, names_are_bytes);
    tcase_add_test(t, a_wide_table);
    suite_add_tcase(s, t);
    SRunner *r = srunner_create(s);
    srunner_run_all(r, CK_NORMAL);
    int failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed != 0;
}
