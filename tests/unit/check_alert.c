/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Expected values are worked by hand from the rules' own words. */
#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "inv/alert.h"

/* Which rules fire, as their first letters in order of the enum; '.' is quiet. */
static const char *fired(const struct inv_alert_in *in, struct inv_alert *found, char *out)
{
    inv_alert_check(in, found);
    for (int r = 0; r < INV_RULE_COUNT; r++)
        out[r] = found[r].fires ? (char)('0' + r) : '.';
    out[INV_RULE_COUNT] = '\0';
    return out;
}

/* 80 on hand, 10 of them owed; safe at 35, ordered at 90, 12.5 a period. */
static struct inv_alert_in well(void)
{
    struct inv_alert_in in = inv_alert_defaults();
    in.on_hand = 80;
    in.backordered = 10;
    in.on_order = 45;
    in.safety_stock = 35;
    in.reorder_point = 90;
    in.demand = 12.5;
    in.lead_time = 4;
    in.order_up_to = 180;
    return in;
}

START_TEST(nothing_known_nothing_said)
{
    struct inv_alert found[INV_RULE_COUNT];
    char s[INV_RULE_COUNT + 1];
    struct inv_alert_in in = inv_alert_defaults();
    ck_assert_str_eq(fired(&in, found, s), "..........");
}
END_TEST

START_TEST(all_is_well)
{
    struct inv_alert found[INV_RULE_COUNT];
    char s[INV_RULE_COUNT + 1];
    struct inv_alert_in in = well();
    ck_assert_str_eq(fired(&in, found, s), "..........");
}
END_TEST

START_TEST(each_rule_at_its_border)
{
    struct inv_alert found[INV_RULE_COUNT];
    char s[INV_RULE_COUNT + 1];
    struct { const char *want; double on_hand, backordered, on_order, demand, order_qty, max_stock; } rows[] = {
        { "0..34.....", 10, 10, 45, 12.5, 0, NAN },      /* net 0; position 45 <= 90 */
        { "0..3......", 10, 10, 45, 12.5, 45.5, NAN },   /* 45 + 45.5 > 90: ordered */
        { "0..34.....", 10, 10, 45, 12.5, 45, NAN },     /* exactly 90 is at the reorder point */
        { "01.34.....", -2, 0, 45, 12.5, 0, NAN },
        { "..23......", 34.5, 0, 80, 12.5, 0, NAN },     /* 34.5 / 12.5 = 2.76 < 4 */
        { "..........", 50, 0, 80, 12.5, 0, NAN },       /* 50 / 12.5 = 4: an order arrives in time */
        { "..2.......", 49.9, 0, 80, 12.5, 0, NAN },
        { ".....5....", 215.5, 0, 0, 12.5, 0, NAN },     /* order_up_to + safety_stock = 215 */
        { "..........", 215, 0, 0, 12.5, 0, NAN },
        { ".....5....", 150.5, 0, 0, 12.5, 0, 150 },     /* max_stock goes before */
        { "........8.", 99, 0, 0, 0, 0, NAN },           /* no demand */
        { "...3......", 0, 0, 0, 0, 0, NAN },            /* no stock, no demand: no stock-out */
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct inv_alert_in in = well();
        in.on_hand = rows[i].on_hand;
        in.backordered = rows[i].backordered;
        in.on_order = rows[i].on_order;
        in.demand = rows[i].demand;
        in.order_qty = rows[i].order_qty;
        in.max_stock = rows[i].max_stock;
        ck_assert_msg(strcmp(fired(&in, found, s), rows[i].want) == 0, "row %zu: %s, not %s", i, s, rows[i].want);
    }
}
END_TEST

START_TEST(receipts_and_forecasts_decide_the_risk)
{
    struct inv_alert found[INV_RULE_COUNT];
    char s[INV_RULE_COUNT + 1];
    struct inv_alert_in in = well();
    in.runs_out = 4;                         /* during the 4th period; an order arrives after it */
    ck_assert_str_eq(fired(&in, found, s), "..2.......");
    ck_assert_double_eq(found[INV_RULE_STOCKOUT_RISK].value, 4);
    ck_assert_double_eq(found[INV_RULE_STOCKOUT_RISK].threshold, 4);
    in.runs_out = 5;
    ck_assert_str_eq(fired(&in, found, s), "..........");
    in.receipt = 5.5;                        /* the receipt comes later than an order would */
    ck_assert_str_eq(fired(&in, found, s), "..2.......");
    in.receipt = 2;
    ck_assert_str_eq(fired(&in, found, s), "..........");
    in.receipt = -0.5;
    ck_assert_str_eq(fired(&in, found, s), "......6...");
    in.runs_out = 4;                         /* overdue: nothing is sure to come before an order would */
    ck_assert_str_eq(fired(&in, found, s), "..2...6...");
    in.runs_out = INFINITY;
    in.receipt = 5.5;
    ck_assert_str_eq(fired(&in, found, s), "..........");
}
END_TEST

/* A week's lead time of 5 days: supply comes within a period. */
START_TEST(risk_within_a_period)
{
    static const struct { double on_hand, runs_out, value; bool risk; } rows[] = {
        { 7, 1, 7 / 40.0, true },            /* the cover says that it is on the second day */
        { 31, 1, 31 / 40.0, false },         /* on the sixth */
        { 97, 1, 0, true },                  /* the forecast is far above the mean: may be at once */
        { 97, 2, 2, false },
        { 7, 2, 2, false },
        { 31, NAN, 31 / 40.0, false },
        { 7, NAN, 7 / 40.0, true }
    };
    struct inv_alert found[INV_RULE_COUNT];
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct inv_alert_in in = inv_alert_defaults();
        in.on_hand = rows[i].on_hand;
        in.demand = 40;
        in.lead_time = 5 / 7.0;
        in.runs_out = rows[i].runs_out;
        inv_alert_check(&in, found);
        ck_assert_msg(found[INV_RULE_STOCKOUT_RISK].fires == rows[i].risk, "row %zu", i);
        ck_assert_double_eq(found[INV_RULE_STOCKOUT_RISK].value, rows[i].value);
    }
}
END_TEST

/* A receipt in the middle of the second week; runs_out counts it, net stock does not. */
START_TEST(risk_before_a_receipt)
{
    static const struct { double on_hand, runs_out, receipt; bool risk; } rows[] = {
        { 41, 5, 11 / 7.0, true },           /* gone on Monday, the receipt comes on Thursday */
        { 77, 5, 11 / 7.0, false },          /* gone on Sunday */
        { 30, 5, 11 / 7.0, false },          /* the forecast knows that the first week needs less than the mean */
        { 41, 5, 8 / 7.0, false },           /* it comes on Monday */
        { 41, 2, 11 / 7.0, true },
        { 41, 1, 11 / 7.0, true },
        { 41, 2, 1 / 7.0, false }            /* tomorrow: what comes after is no matter of this one */
    };
    struct inv_alert found[INV_RULE_COUNT];
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct inv_alert_in in = inv_alert_defaults();
        in.on_hand = rows[i].on_hand;
        in.demand = 40;
        in.lead_time = 9;
        in.runs_out = rows[i].runs_out;
        in.receipt = rows[i].receipt;
        in.receipt_day = 1 / 7.0;
        inv_alert_check(&in, found);
        ck_assert_msg(found[INV_RULE_STOCKOUT_RISK].fires == rows[i].risk, "row %zu", i);
        ck_assert_double_eq(found[INV_RULE_STOCKOUT_RISK].threshold, rows[i].receipt);
    }
}
END_TEST

START_TEST(what_is_at_stake)
{
    struct inv_alert found[INV_RULE_COUNT];
    struct inv_alert_in in = well();
    in.on_hand = 21;
    inv_alert_check(&in, found);             /* net 11, position 56 */
    ck_assert_double_eq_tol(found[INV_RULE_STOCKOUT_RISK].units, 12.5 * 4 - 11, 1e-12);
    ck_assert_double_eq(found[INV_RULE_BELOW_SAFETY].units, 24);
    ck_assert_double_eq(found[INV_RULE_BELOW_REORDER].units, 34);
    in.on_hand = 300;
    inv_alert_check(&in, found);
    ck_assert_double_eq(found[INV_RULE_OVERSTOCK].units, 85);
}
END_TEST

START_TEST(bias_and_anomaly)
{
    struct inv_alert found[INV_RULE_COUNT];
    char s[INV_RULE_COUNT + 1];
    struct inv_alert_in in = inv_alert_defaults();
    in.bias = 0.2;
    ck_assert_str_eq(fired(&in, found, s), "..........");
    in.bias = -0.21;
    in.anomaly = 1;
    ck_assert_str_eq(fired(&in, found, s), ".......7.9");
    in.anomaly = 0;
    ck_assert_str_eq(fired(&in, found, s), ".........9");
}
END_TEST

START_TEST(new_worse_repeat)
{
    struct inv_alert now = { .severity = INV_SEVERITY_WARNING, .units = 30 };
    struct inv_alert_past past = { INV_SEVERITY_WARNING, 20, 6.9 };
    ck_assert_int_eq(inv_alert_compare(&now, NULL, INFINITY), INV_ALERT_NEW);
    ck_assert_int_eq(inv_alert_compare(&now, &past, 7), INV_ALERT_QUIET);   /* 30 is not more than 1.5 x 20 */
    now.units = 30.1;
    ck_assert_int_eq(inv_alert_compare(&now, &past, 7), INV_ALERT_WORSE);
    now.units = 5;
    past.days = 7;
    ck_assert_int_eq(inv_alert_compare(&now, &past, 7), INV_ALERT_REPEAT);
    now.severity = INV_SEVERITY_CRITICAL;
    ck_assert_int_eq(inv_alert_compare(&now, &past, 7), INV_ALERT_WORSE);
}
END_TEST

START_TEST(over_with_a_margin)
{
    struct inv_alert low = { .value = 54, .threshold = 50, .below = true }, high = { .value = 46, .threshold = 50 };
    ck_assert(inv_alert_over(&low, 0) && inv_alert_over(&low, 0.08) && !inv_alert_over(&low, 0.0801));
    ck_assert(inv_alert_over(&high, 0) && inv_alert_over(&high, 0.08) && !inv_alert_over(&high, 0.0801));
    low.value = NAN;
    ck_assert(inv_alert_over(&low, 9));
}
END_TEST

START_TEST(names_and_back)
{
    for (int i = 0; i <= INV_SEVERITY_UNKNOWN; i++) {
        const char *name = inv_severity_name((enum inv_severity)i);
        enum inv_severity s;
        ck_assert(inv_severity_by_name(name, strlen(name), &s) && s == (enum inv_severity)i);
    }
    enum inv_severity s;
    ck_assert(!inv_severity_by_name("warn", 4, &s));
    for (int r = 0; r < INV_RULE_COUNT; r++)
        ck_assert(strlen(inv_rule_name((enum inv_rule)r)) > 3);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("alert");
    TCase *c = tcase_create("alert");
    tcase_add_test(c, nothing_known_nothing_said);
    tcase_add_test(c, all_is_well);
    tcase_add_test(c, each_rule_at_its_border);
    tcase_add_test(c, receipts_and_forecasts_decide_the_risk);
    tcase_add_test(c, risk_within_a_period);
    tcase_add_test(c, risk_before_a_receipt);
    tcase_add_test(c, what_is_at_stake);
    tcase_add_test(c, bias_and_anomaly);
    tcase_add_test(c, new_worse_repeat);
    tcase_add_test(c, over_with_a_margin);
    tcase_add_test(c, names_and_back);
    suite_add_tcase(s, c);
    SRunner *r = srunner_create(s);
    srunner_run_all(r, CK_NORMAL);
    int failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed != 0;
}
