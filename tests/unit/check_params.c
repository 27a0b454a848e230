/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <check.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "inv/params.h"
#include "tables.h"

/* ---- a table, an item master, and the parameters of each row -------------------------- */

struct bench {
    struct inv_format format;
    struct inv_params *params;
    struct inv_input *in;
    char *path, *items;
    char told[2048];           /* what was rejected, a line each */
    struct inv_record rec;
    struct inv_param_row row;
};

static void say(char *out, size_t size, const struct inv_err *e)
{
    size_t at = strlen(out);
    snprintf(out + at, size - at, "%llu: %s: %s [%s]\n", (unsigned long long)e->line, e->column, e->text, e->key);
}

static enum inv_status tell(void *ctx, const struct inv_record *rec, const struct inv_err *e)
{
    struct bench *b = ctx;
    say(b->told, sizeof b->told, e);
    size_t at = strlen(b->told);
    snprintf(b->told + at, sizeof b->told - at, "<%.*s>\n", (int)rec->raw.n, rec->raw.s);
    return INV_OK;
}

static void begin(struct bench *b)
{
    struct inv_err err;
    *b = (struct bench){ .format = inv_format_default() };
    ck_assert_int_eq(inv_params_alloc(&b->params, &b->format, &err), INV_OK);
}

static void items(struct bench *b, const char *text)
{
    struct inv_err err;
    b->items = table_text(".csv", text);
    ck_assert_msg(inv_params_items(b->params, b->items, tell, b, &err) == INV_OK, "%s", err.text);
}

static enum inv_status try_bind(struct bench *b, const char *text, const char *const *keys, size_t nkeys, struct inv_err *err)
{
    b->path = table_text(".csv", text);
    b->in = table_open(b->path, &b->format);
    return inv_params_bind(b->params, b->in, keys, nkeys, err);
}

static void bind(struct bench *b, const char *text)
{
    static const char *const sku[] = { "sku" };
    struct inv_err err;
    ck_assert_msg(try_bind(b, text, sku, 1, &err) == INV_OK, "%s", err.text);
}

static void next(struct bench *b)
{
    struct inv_err err;
    ck_assert_msg(inv_input_next(b->in, &b->rec, &err) == INV_OK, "%s", err.text);
    inv_params_join(b->params, b->rec.cells, &b->row);
    b->row.file = "t.csv";
    b->row.line = b->rec.line;
    b->row.days_per_period = 7;
}

static void end(struct bench *b)
{
    inv_params_free(b->params);
    inv_input_close(b->in);
    if (b->path)
        table_remove(b->path);
    if (b->items)
        table_remove(b->items);
}

static double get(const struct bench *b, enum inv_param p)
{
    struct inv_err err;
    double v;
    ck_assert_msg(inv_param_get(&b->row, p, &v, &err) == INV_OK, "%s", err.text);
    return v;
}

/* file:line: column: text of an error, as a filter prints it; "" for none. */
static const char *complaint(struct inv_err *err, enum inv_status st, enum inv_status want, char *out, size_t size)
{
    ck_assert_int_eq(st, want);
    ck_assert_int_eq(err->status, want);
    snprintf(out, size, "%s:%llu: %s: %s", err->file, (unsigned long long)err->line, err->column, err->text);
    return out;
}

static void refuses(const struct bench *b, enum inv_param p, enum inv_status want, const char *text)
{
    struct inv_err err;
    char out[512];
    double v;
    enum inv_status st = inv_param_get(&b->row, p, &v, &err);
    ck_assert_str_eq(complaint(&err, st, want, out, sizeof out), text);
    ck_assert(isnan(v));
}

/* ---- tests ----------------------------------------------------------------------------- */

START_TEST(set_then_column_then_item_then_option_then_default)
{
    static const struct { bool set, column, item, option; double want; } cases[] = {
        { true, true, true, true, 0.2385 }, { false, true, true, true, 0.3719 }, { false, false, true, true, 0.5127 },
        { false, false, false, true, 0.7943 }, { false, false, false, false, 0.95 },
        { true, false, false, false, 0.2385 }, { false, true, false, true, 0.3719 }, { false, false, true, false, 0.5127 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct bench b;
        struct inv_err err;
        begin(&b);
        if (cases[i].set)
            ck_assert_int_eq(inv_params_set(b.params, "service_level=0.2385", &err), INV_OK);
        if (cases[i].option)
            ck_assert_int_eq(inv_params_option(b.params, INV_P_SERVICE_LEVEL, "0.7943", &err), INV_OK);
        items(&b, cases[i].item ? "sku,service_level\nB,0.1\nA,0.5127\n" : "sku,service_level\nA,NA\n");
        bind(&b, cases[i].column ? "sku,service_level\nA,0.3719\n" : "sku,service_level\nA,\n");
        next(&b);
        ck_assert_double_eq(get(&b, INV_P_SERVICE_LEVEL), cases[i].want);
        end(&b);
    }
}
END_TEST

START_TEST(without_a_value_there_is_none)
{
    struct bench b;
    struct inv_err err;
    char out[512];
    double v;
    begin(&b);
    bind(&b, "sku,holding_cost\nA,10\n");
    next(&b);
    ck_assert(isnan(get(&b, INV_P_ORDER_COST)));
    ck_assert(!inv_params_known(b.params, INV_P_ORDER_COST));
    ck_assert(inv_params_known(b.params, INV_P_HOLDING_COST));
    ck_assert(!inv_params_known(b.params, INV_P_SERVICE_LEVEL));
    enum inv_status st = inv_param_need(&b.row, INV_P_ORDER_COST, &v, &err);
    ck_assert_str_eq(complaint(&err, st, INV_EROW, out, sizeof out),
                     "t.csv:2: order_cost: no value for key A (a column, --items, --order-cost or --set)");
    st = inv_param_need(&b.row, INV_P_REORDER_POINT, &v, &err);
    ck_assert_str_eq(complaint(&err, st, INV_EROW, out, sizeof out),
                     "t.csv:2: reorder_point: no value for key A (a column, --items or --set)");
    ck_assert_str_eq(err.key, "A");
    ck_assert_int_eq(inv_param_need(&b.row, INV_P_HOLDING_COST, &v, &err), INV_OK);
    ck_assert_double_eq(v, 10);
    ck_assert_int_eq(inv_param_need(&b.row, INV_P_LEAD_TIME_SD, &v, &err), INV_OK);
    ck_assert_double_eq(v, 0);
    end(&b);
}
END_TEST

START_TEST(a_row_of_no_table_has_options_and_defaults)
{
    struct bench b;
    struct inv_err err;
    begin(&b);
    ck_assert_int_eq(inv_params_option(b.params, INV_P_ORDER_COST, "12.375", &err), INV_OK);
    items(&b, "sku,order_cost\nA,9\n");
    bind(&b, "sku,order_cost\nA,8\n");
    inv_params_join(b.params, NULL, &b.row);
    ck_assert_double_eq(get(&b, INV_P_ORDER_COST), 12.375);
    ck_assert_double_eq(get(&b, INV_P_REVIEW_PERIOD), 0);
    end(&b);
}
END_TEST

START_TEST(bad_cells_are_named)
{
    struct bench b;
    begin(&b);
    items(&b, "sku,unit_cost\nA,\nB,1.2.3\n");
    bind(&b, "sku,order_cost,holding_cost,service_level,fill_rate,lead_time,demand,pack_size\n"
             "A,12x,0,1,0,-3,-0.5,1e999\n"
             "B,-2.385,-1,95,1.5,14,0,-1\n"
             "C,inf,0x10,0,-0.1,9parsecs,nan,\n"
             "D,0,1e-300,1e-9,0.999999999,0d,1e300,0\n");
    next(&b);
    refuses(&b, INV_P_ORDER_COST, INV_EROW, "t.csv:2: order_cost: \"12x\" is not a number");
    refuses(&b, INV_P_HOLDING_COST, INV_EROW, "t.csv:2: holding_cost: 0 is not above 0");
    refuses(&b, INV_P_SERVICE_LEVEL, INV_EROW, "t.csv:2: service_level: 1 is not below 1 (no finite stock gives certainty)");
    refuses(&b, INV_P_FILL_RATE, INV_EROW, "t.csv:2: fill_rate: 0 is not above 0");
    refuses(&b, INV_P_LEAD_TIME, INV_EROW, "t.csv:2: lead_time: -3 is below 0");
    refuses(&b, INV_P_DEMAND, INV_EROW, "t.csv:2: demand: -0.5 is below 0");
    next(&b);
    refuses(&b, INV_P_ORDER_COST, INV_EROW, "t.csv:3: order_cost: -2.385 is below 0");
    refuses(&b, INV_P_HOLDING_COST, INV_EROW, "t.csv:3: holding_cost: -1 is not above 0");
    refuses(&b, INV_P_SERVICE_LEVEL, INV_EROW, "t.csv:3: service_level: 95 is not below 1 (a share: 95 % is 0.95)");
    refuses(&b, INV_P_FILL_RATE, INV_EROW, "t.csv:3: fill_rate: 1.5 is not below 1 (a share: 95 % is 0.95)");
    refuses(&b, INV_P_PACK_SIZE, INV_EROW, "t.csv:3: pack_size: -1 is below 0");
    ck_assert_double_eq(get(&b, INV_P_DEMAND), 0);
    char out[512], want[512];
    struct inv_err err;
    double v;
    enum inv_status st = inv_param_get(&b.row, INV_P_UNIT_COST, &v, &err);
    snprintf(want, sizeof want, "%s:3: unit_cost: \"1.2.3\" is not a number", b.items);
    ck_assert_str_eq(complaint(&err, st, INV_EROW, out, sizeof out), want);
    next(&b);
    refuses(&b, INV_P_ORDER_COST, INV_EROW, "t.csv:4: order_cost: \"inf\" is not a number");
    refuses(&b, INV_P_HOLDING_COST, INV_EROW, "t.csv:4: holding_cost: \"0x10\" is not a number");
    refuses(&b, INV_P_SERVICE_LEVEL, INV_EROW, "t.csv:4: service_level: 0 is not above 0");
    refuses(&b, INV_P_FILL_RATE, INV_EROW, "t.csv:4: fill_rate: -0.1 is not above 0");
    refuses(&b, INV_P_LEAD_TIME, INV_EROW,
            "t.csv:4: lead_time: \"9parsecs\" is not a number, or one with a unit such as 36h, 14d, 2w, 1mo");
    ck_assert(isnan(get(&b, INV_P_DEMAND)));
    next(&b);
    ck_assert_double_eq(get(&b, INV_P_ORDER_COST), 0);
    ck_assert_double_eq(get(&b, INV_P_HOLDING_COST), 1e-300);
    ck_assert_double_eq(get(&b, INV_P_SERVICE_LEVEL), 1e-9);
    ck_assert_double_eq(get(&b, INV_P_FILL_RATE), 0.999999999);
    ck_assert_double_eq(get(&b, INV_P_LEAD_TIME), 0);
    ck_assert_double_eq(get(&b, INV_P_DEMAND), 1e300);
    ck_assert_double_eq(get(&b, INV_P_PACK_SIZE), 0);
    end(&b);
}
END_TEST

/* Expected: python3 -c 'from fractions import Fraction as F; print(float(F(14)*12/365))' and so on,
 * with the days of a period of section 3 of the contract. */
START_TEST(durations)
{
    static const struct { const char *text; double days, want; } good[] = {
        { "9", 7, 9 }, { "9", 0, 9 }, { "2.5", 7, 2.5 }, { "14d", 7, 2 }, { "14d", 1, 14 }, { "10wd", 1, 14 }, { "10WD", 7, 2 }, { "36h", 1, 1.5 },
        { "36h", 1.0 / 24, 36 }, { "2w", 1, 14 }, { "2W", 7, 2 }, { "1mo", 1, 30.416666666666668 }, { "1MO", 365.0 / 12, 1 },
        { "14d", 365.0 / 12, 0.46027397260273972 }, { "1q", 365.0 / 12, 3 }, { "1y", 7, 52.142857142857146 },
        { "1y", 365.0 / 4, 4 }, { "1.5e1d", 1, 15 }, { "0d", 1, 0 }, { "-2d", 1, -2 }, { "1e2", 0, 100 }, { "+3w", 7, 3 },
    };
    struct inv_err err;
    double v;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        ck_assert_msg(inv_duration_parse(cell_of(good[i].text), '.', good[i].days, &v, &err) == INV_OK, "%s: %s",
                      good[i].text, err.text);
        ck_assert_msg(fabs(v - good[i].want) <= 1e-15 * fabs(good[i].want), "%s: %.17g", good[i].text, v);
    }
    static const char *const bad[] = { "", "d", "1m", "14 d", "d14", "14days", "1,5d", "1e", "0x1d", "infd", "nan", "1d2h", "--1d", "1 w", "１d" };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        ck_assert_msg(inv_duration_parse(cell_of(bad[i]), '.', 7, &v, &err) == INV_EROW, "%s was taken", bad[i]);
    ck_assert_int_eq(inv_duration_parse(cell_of("1,5d"), ',', 1, &v, &err), INV_OK);
    ck_assert_double_eq(v, 1.5);
    ck_assert_int_eq(inv_duration_parse(cell_of("14d"), '.', 0, &v, &err), INV_EROW);
    ck_assert_str_eq(err.text, "\"14d\" has a unit, but this table has no calendar (--freq)");
    ck_assert_int_eq(inv_duration_parse(cell_of("1e308y"), '.', 1, &v, &err), INV_EROW);
    ck_assert_str_eq(err.text, "\"1e308y\" is too large");
    ck_assert_int_eq(inv_duration_parse(cell_of("1e309d"), '.', 1, &v, &err), INV_EROW);
    ck_assert_str_eq(err.text, "\"1e309d\" is too large");
}
END_TEST

START_TEST(units_need_a_calendar)
{
    struct bench b;
    struct inv_err err;
    begin(&b);
    ck_assert_int_eq(inv_params_option(b.params, INV_P_REVIEW_PERIOD, "21d", &err), INV_OK);
    bind(&b, "sku,lead_time\nA,14d\nB,3\n");
    next(&b);
    ck_assert_double_eq(get(&b, INV_P_LEAD_TIME), 2);
    ck_assert_double_eq(get(&b, INV_P_REVIEW_PERIOD), 3);
    b.row.days_per_period = 0;
    refuses(&b, INV_P_LEAD_TIME, INV_EROW, "t.csv:2: lead_time: \"14d\" has a unit, but this table has no calendar (--freq)");
    refuses(&b, INV_P_REVIEW_PERIOD, INV_EUSAGE,
            "t.csv:2: review_period: \"21d\" has a unit, but this table has no calendar (--freq)");
    next(&b);
    b.row.days_per_period = 0;
    ck_assert_double_eq(get(&b, INV_P_LEAD_TIME), 3);
    end(&b);
}
END_TEST

START_TEST(the_command_line_is_checked)
{
    static const struct { const char *set, *text; } bad[] = {
        { "lead", "--set lead: wanted is NAME=VALUE" },
        { "lead=9", "--set lead=9: there is no such parameter" },
        { "=9", "--set =9: there is no such parameter" },
        { "order_cost=", "--set order_cost=: \"\" is not a number" },
        { "order_cost=NA", "--set order_cost=NA: \"NA\" is not a number" },
        { "order_cost=12x", "--set order_cost=12x: \"12x\" is not a number" },
        { "order_cost=-1", "--set order_cost=-1: -1 is below 0" },
        { "holding_cost=0", "--set holding_cost=0: 0 is not above 0" },
        { "lead_time=2,5", "--set lead_time=2,5: \"2,5\" is not a number, or one with a unit such as 36h, 14d, 2w, 1mo" },
        { "lead_time=-2w", "--set lead_time=-2w: -2w is below 0" },
        { "supplier=x", "--set supplier=x: there is no such parameter" },
    };
    struct bench b;
    struct inv_err err;
    begin(&b);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        ck_assert_int_eq(inv_params_set(b.params, bad[i].set, &err), INV_EUSAGE);
        ck_assert_str_eq(err.text, bad[i].text);
    }
    ck_assert_int_eq(inv_params_option(b.params, INV_P_SERVICE_LEVEL, "98", &err), INV_EUSAGE);
    ck_assert_str_eq(err.text, "--service-level: 98 is not below 1 (a share: 95 % is 0.95)");
    char longest[600];
    memset(longest, 'x', sizeof longest);
    longest[sizeof longest - 1] = '\0';
    ck_assert_int_eq(inv_params_set(b.params, longest, &err), INV_EUSAGE);
    /* the last word counts; either spelling */
    ck_assert_int_eq(inv_params_set(b.params, "lead-time=3", &err), INV_OK);
    ck_assert_int_eq(inv_params_set(b.params, "lead_time=4.25", &err), INV_OK);
    bind(&b, "sku,lead_time\nA,x\n");
    next(&b);
    ck_assert_double_eq(get(&b, INV_P_LEAD_TIME), 4.25);
    end(&b);
}
END_TEST

START_TEST(a_decimal_comma_is_of_the_cells)
{
    struct bench b;
    struct inv_err err;
    begin(&b);
    b.format.decimal = ',';
    b.format.delimiter = ';';
    ck_assert_int_eq(inv_params_set(b.params, "price=1.5", &err), INV_OK);
    items(&b, "sku;order_cost\nA;12,75\n");
    bind(&b, "sku;lead_time;holding_cost\nA;10,5d;2.5\n");
    next(&b);
    ck_assert_double_eq(get(&b, INV_P_PRICE), 1.5);
    ck_assert_double_eq(get(&b, INV_P_ORDER_COST), 12.75);
    ck_assert_double_eq(get(&b, INV_P_LEAD_TIME), 1.5);
    refuses(&b, INV_P_HOLDING_COST, INV_EROW, "t.csv:2: holding_cost: \"2.5\" is not a number");
    end(&b);
}
END_TEST

START_TEST(own_tokens_of_missing_values)
{
    static const char *const na[] = { "-999", "n/a", "999" };
    struct bench b;
    begin(&b);
    b.format.na = na;
    b.format.n_na = 3;
    items(&b, "sku,order_cost\nA,7.25\n");
    bind(&b, "sku,order_cost,on_hand,demand\nA,-999,n/a,999\n");
    next(&b);
    ck_assert_double_eq(get(&b, INV_P_ORDER_COST), 7.25);
    ck_assert(isnan(get(&b, INV_P_ON_HAND)));
    ck_assert(isnan(get(&b, INV_P_DEMAND)));     /* though it could be one */
    end(&b);
}
END_TEST

START_TEST(items_are_joined_on_the_keys_that_both_have)
{
    static const char *const keys[] = { "store", "sku" };
    struct bench b;
    struct inv_err err;
    begin(&b);
    items(&b, "order_cost,sku,colour,store\n1.5,A,red,N\n2.5,A,blue,S\n3.5,\"A,\"\"1\"\"\",\"x\ny\",N\n4.5,N,red,A\n");
    ck_assert_int_eq(try_bind(&b, "sku,store\nA,S\nA,N\n\"A,\"\"1\"\"\",N\nA,W\nAN,\nN,A\n", keys, 2, &err), INV_OK);
    static const double want[] = { 2.5, 1.5, 3.5, -1, -1, 4.5 };
    static const uint64_t line[] = { 3, 2, 4, 0, 0, 6 };
    for (size_t i = 0; i < 6; i++) {
        next(&b);
        double v = get(&b, INV_P_ORDER_COST);
        ck_assert_msg(want[i] < 0 ? isnan(v) && !b.row.item : v == want[i], "row %zu: %g", i, v);
        ck_assert_uint_eq(b.row.item_line, line[i]);
    }
    ck_assert_str_eq(b.told, "");
    end(&b);
}
END_TEST

START_TEST(items_by_some_of_the_keys)
{
    static const char *const keys[] = { "store", "sku" };
    struct bench b;
    struct inv_err err;
    begin(&b);
    items(&b, "sku,order_cost\nA,1.5\nB,2.5\n");
    ck_assert_int_eq(try_bind(&b, "store,sku\nN,B\nS,A\nS,B\n", keys, 2, &err), INV_OK);
    static const double want[] = { 2.5, 1.5, 2.5 };
    for (size_t i = 0; i < 3; i++) {
        next(&b);
        ck_assert_double_eq(get(&b, INV_P_ORDER_COST), want[i]);
    }
    double v;
    enum inv_status st = inv_param_need(&b.row, INV_P_LEAD_TIME, &v, &err);
    ck_assert_int_eq(st, INV_EROW);
    ck_assert_str_eq(err.key, "S,B");
    ck_assert_str_eq(err.text, "no value for key S,B (a column, --items, --lead-time or --set)");
    end(&b);
}
END_TEST

START_TEST(items_that_share_no_key)
{
    static const char *const keys[] = { "sku" };
    struct bench b;
    struct inv_err err;
    begin(&b);
    items(&b, "item,order_cost\nA,1\n");
    ck_assert_int_eq(try_bind(&b, "sku,demand\nA,1\n", keys, 1, &err), INV_EUSAGE);
    ck_assert_str_eq(err.file, b.items);
    ck_assert_str_eq(err.text, "no key column that the input has too (of -k sku); there are item, order_cost");
    end(&b);
}
END_TEST

START_TEST(items_that_come_twice_or_are_ragged)
{
    struct bench b;
    begin(&b);
    items(&b, "sku,order_cost\nA,1.5\nB,2.5,\nA,3.5\n\"A\",4.5\nC,5.5\n");
    bind(&b, "sku\nA\nB\nC\n");
    ck_assert_msg(strstr(b.told, "3: "), "%s", b.told);
    ck_assert_msg(strstr(b.told, "<B,2.5,>\n4: sku: the key is there already, at line 2 [A]\n<A,3.5>\n"
                                 "5: sku: the key is there already, at line 2 [A]\n<\"A\",4.5>\n"), "%s", b.told);
    next(&b);
    ck_assert_double_eq(get(&b, INV_P_ORDER_COST), 1.5);
    next(&b);
    ck_assert(isnan(get(&b, INV_P_ORDER_COST)));
    next(&b);
    ck_assert_double_eq(get(&b, INV_P_ORDER_COST), 5.5);
    end(&b);
}
END_TEST

START_TEST(item_columns_that_are_parameters_are_carried)
{
    struct bench b;
    const size_t *extra;
    begin(&b);
    items(&b, "colour,supplier,order_cost,sku,lead_time,unit_cost,Price\nred,Acme,1,A,2,3,4\n");
    bind(&b, "sku,order_cost\nA,9\n");
    ck_assert_uint_eq(inv_params_extra(b.params, &extra), 3);
    ck_assert(cell_is(inv_params_item_name(b.params, extra[0]), "supplier"));
    ck_assert(cell_is(inv_params_item_name(b.params, extra[1]), "lead_time"));
    ck_assert(cell_is(inv_params_item_name(b.params, extra[2]), "unit_cost"));
    next(&b);
    ck_assert(cell_is(b.row.item[extra[0]], "Acme"));
    end(&b);
    begin(&b);
    bind(&b, "sku\nA\n");
    ck_assert_uint_eq(inv_params_extra(b.params, &extra), 0);
    end(&b);
}
END_TEST

START_TEST(items_that_cannot_be_read)
{
    struct bench b;
    struct inv_err err;
    begin(&b);
    ck_assert_int_eq(inv_params_items(b.params, "/no/such/items.csv", tell, &b, &err), INV_EIO);
    ck_assert_str_eq(err.file, "/no/such/items.csv");
    end(&b);
}
END_TEST

/* More items than one chunk of memory holds, each found again. */
START_TEST(many_items)
{
    enum { N = 30011 };
    struct bench b;
    char *text = malloc(N * 40 + 100), *at = text;
    ck_assert_ptr_nonnull(text);
    at += sprintf(at, "sku,order_cost,note\n");
    for (long i = 0; i < N; i++)
        at += sprintf(at, "SKU%05ld,%ld.5,%s\n", i * 7919 % N, i, i % 3 ? "" : "\"a \"\"quoted\"\" note\"");
    begin(&b);
    items(&b, text);
    at = text + sprintf(text, "sku\n");
    for (long i = 0; i < N; i++)
        at += sprintf(at, "SKU%05ld\n", i * 104729 % N);
    bind(&b, text);
    long inverse = 0;   /* item i is number i * 7919 (mod N), N a prime */
    while (inverse * 7919 % N != 1)
        inverse++;
    for (long i = 0; i < N; i++) {
        next(&b);
        long s = i * 104729 % N;
        double want = (double)(s * inverse % N) + 0.5;
        if (get(&b, INV_P_ORDER_COST) < want || get(&b, INV_P_ORDER_COST) > want)
            ck_abort_msg("SKU%05ld: %g is not %g", s, get(&b, INV_P_ORDER_COST), want);
    }
    ck_assert_str_eq(b.told, "");
    free(text);
    end(&b);
}
END_TEST

/* The table of section 3 of the contract, name by name. */
START_TEST(the_table_is_whole)
{
    static const char *const names[] = {
        "demand", "demand_sd", "annual_demand", "periods_per_year", "order_cost", "unit_cost", "price", "holding_cost",
        "holding_rate", "shortage_cost", "production_rate", "lead_time", "lead_time_sd", "review_period", "service_level",
        "fill_rate", "service_days", "moq", "pack_size", "min_stock", "max_stock", "on_hand", "on_order", "backordered",
        "capacity", "volume",
    };
    const struct inv_param_def *table = inv_param_table();
    enum inv_param p;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        ck_assert_msg(inv_param_by_name(names[i], strlen(names[i]), &p), "%s is not there", names[i]);
        ck_assert_str_eq(table[p].name, names[i]);
        ck_assert(table[p].option);
    }
    for (int i = 0; i < INV_P_COUNT; i++) {
        ck_assert_msg(table[i].name && table[i].help && table[i].arg, "row %d has a gap", i);
        ck_assert(inv_param_by_name(table[i].name, strlen(table[i].name), &p) && (int)p == i);
        ck_assert(isnan(table[i].otherwise) || (table[i].otherwise >= table[i].lo && table[i].otherwise <= table[i].hi));
    }
    ck_assert(inv_param_by_name("lead-time", 9, &p) && p == INV_P_LEAD_TIME);
    ck_assert(!inv_param_by_name("lead", 4, &p) && !inv_param_by_name("lead_times", 10, &p) && !inv_param_by_name("", 0, &p));
    ck_assert_double_eq(table[INV_P_SERVICE_LEVEL].otherwise, 0.95);
    ck_assert_double_eq(table[INV_P_LEAD_TIME_SD].otherwise, 0);
    ck_assert_double_eq(table[INV_P_REVIEW_PERIOD].otherwise, 0);
    ck_assert_double_eq(table[INV_P_ON_ORDER].otherwise, 0);
    ck_assert_double_eq(table[INV_P_BACKORDERED].otherwise, 0);
    ck_assert(isnan(table[INV_P_ON_HAND].otherwise) && isnan(table[INV_P_LEAD_TIME].otherwise));
}
END_TEST

int main(void)
{
    Suite *s = suite_create("params");
    TCase *t = tcase_create("params");
    tcase_add_test(t, set_then_column_then_item_then_option_then_default);
    tcase_add_test(t, without_a_value_there_is_none);
    tcase_add_test(t, a_row_of_no_table_has_options_and_defaults);
    tcase_add_test(t, bad_cells_are_named);
    tcase_add_test(t, durations);
    tcase_add_test(t, units_need_a_calendar);
    tcase_add_test(t, the_command_line_is_checked);
    tcase_add_test(t, a_decimal_comma_is_of_the_cells);
    tcase_add_test(t, own_tokens_of_missing_values);
    tcase_add_test(t, items_are_joined_on_the_keys_that_both_have);
    tcase_add_test(t, items_by_some_of_the_keys);
    tcase_add_test(t, items_that_share_no_key);
    tcase_add_test(t, items_that_come_twice_or_are_ragged);
    tcase_add_test(t, item_columns_that_are_parameters_are_carried);
    tcase_add_test(t, items_that_cannot_be_read);
    tcase_add_test(t, many_items);
    tcase_add_test(t, the_table_is_whole);
    suite_add_tcase(s, t);
    SRunner *r = srunner_create(s);
    srunner_run_all(r, CK_NORMAL);
    int failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed != 0;
}
