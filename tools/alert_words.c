/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an alert says to a planner, and what it suggests. */
#include "config.h"
#include "alert.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "inv/num.h"

/* Rounds to what matters: whole from 100 on, else three significant digits. */
void words_number(struct inv_buf *b, double x)
{
    char s[INV_NUM_MAX];
    bool whole = fabs(x) >= 100 && fabs(x) < 1e15;
    size_t n = inv_num_format(whole ? round(x) : x, whole ? 0 : 3, '.', s);
    inv_buf_add(b, s, n, NULL);
}

/* A span of the table's periods; parts of a long one in days, as people count. */
static void words_span(struct inv_buf *b, double periods, enum inv_freq freq)
{
    const char *word = inv_freq_days(freq) > 0 ? inv_freq_word(freq) : "period";
    if (inv_freq_days(freq) > 1 && fabs(periods) < 1) {
        periods *= inv_freq_days(freq);
        word = inv_freq_word(INV_FREQ_D);
    }
    words_number(b, periods);
    inv_buf_printf(b, NULL, " %s%s", word, fabs(periods - 1) < 0.0005 ? "" : "s");
}

/* A template: %v value, %t threshold, %V and %T the same as spans of time, %u
 * units at stake, %q what to order, %o on order, %d demand, %p the period's word,
 * %s stock-out date, %r that of the next receipt, %c the row's. */
static void expand(struct inv_buf *b, const char *t, const struct alert_item *item, const struct inv_alert *a, double order)
{
    for (; *t; t++) {
        if (*t != '%') {
            inv_buf_addc(b, *t, NULL);
            continue;
        }
        switch (*++t) {
        case 'v': words_number(b, a->value); break;
        case 't': words_number(b, a->threshold); break;
        case 'u': words_number(b, a->units); break;
        case 'q': words_number(b, order); break;
        case 'o': words_number(b, item->in.on_order); break;
        case 'd': words_number(b, item->in.demand); break;
        case 'p': inv_buf_adds(b, inv_freq_days(item->freq) > 0 ? inv_freq_word(item->freq) : "period", NULL); break;
        case 'V': words_span(b, a->value, item->freq); break;
        case 'T': words_span(b, a->threshold, item->freq); break;
        case 's': inv_buf_add(b, item->stockout_date.s, item->stockout_date.n, NULL); break;
        case 'r': inv_buf_add(b, item->receipt.s, item->receipt.n, NULL); break;
        case 'c': inv_buf_add(b, item->date.s, item->date.n, NULL); break;
        default: inv_buf_addc(b, *t, NULL); break;
        }
    }
}

static const char *message(const struct alert_item *item, const struct inv_alert *a)
{
    bool demand = item->in.demand > 0, dated = item->stockout_date.n > 0 && a->value >= item->in.runs_out - 1;
    switch (a->rule) {
    case INV_RULE_STOCKOUT: return demand ? "out of stock: net stock %v, demand %d a %p" : "out of stock: net stock %v";
    case INV_RULE_NEGATIVE_STOCK: return "the record says %v on hand";
    case INV_RULE_STOCKOUT_RISK:
        if (item->in.receipt >= 0)
            return dated ? "runs out on %s, before the next receipt on %r" : "stock for %V, the next receipt on %r";
        return dated ? "runs out on %s; an order placed now takes %T" : "stock for %V; an order placed now takes %T";
    case INV_RULE_BELOW_SAFETY: return "net stock %v is below the safety stock of %t";
    case INV_RULE_BELOW_REORDER: return "position %v is at or below the reorder point of %t: not yet ordered";
    case INV_RULE_OVERSTOCK: return "%v on hand, %u more than the %t there should be at most";
    case INV_RULE_OVERDUE: return "a receipt is overdue by %V";
    case INV_RULE_ANOMALY: return item->date.n > 0 ? "unusual quantity on %c" : "unusual quantity";
    case INV_RULE_DEAD_STOCK: return "%v on hand, no demand";
    case INV_RULE_BIAS: return a->value > 0 ? "forecasts are too high: bias %v" : "forecasts are too low: bias %v";
    case INV_RULE_COUNT: break;
    }
    return "";
}

/* What to order: the plan's quantity, also where it is content with what is on
 * order; else what lifts the position to where it aims. */
static double order_of(const struct alert_item *item)
{
    const struct inv_alert_in *in = &item->in;
    if (in->order_qty > 0)
        return in->order_qty;
    if (in->order_qty <= 0 && in->on_order > 0)
        return NAN;
    double aim = !isnan(in->order_up_to) ? in->order_up_to : in->reorder_point;
    return aim > item->position ? ceil(aim - item->position) : NAN;
}

static const char *supply(const struct alert_item *item, double order, bool urgent)
{
    if (item->in.on_order > 0 && !(order > 0))
        return "hurry the %o on order";
    if (item->in.on_order > 0)
        return urgent ? "order %q now and hurry the %o on order" : "order %q";
    if (order > 0)
        return urgent ? "order %q now, by the fastest way" : "order %q";
    return urgent ? "order now" : "watch it";
}

static const char *suggestion(const struct alert_item *item, const struct inv_alert *a, double order)
{
    switch (a->rule) {
    case INV_RULE_STOCKOUT: case INV_RULE_STOCKOUT_RISK: return supply(item, order, true);
    case INV_RULE_NEGATIVE_STOCK: return "count it and correct the record";
    case INV_RULE_BELOW_SAFETY: case INV_RULE_BELOW_REORDER: return supply(item, order, false);
    case INV_RULE_OVERSTOCK: return item->in.on_order > 0 ? "cancel or put off the %o on order, sell %u off" : "order no more, sell or move %u";
    case INV_RULE_OVERDUE: return item->in.on_order > 0 ? "ask the supplier for the %o on order" : "ask the supplier";
    case INV_RULE_ANOMALY: return "check the record before it is forecast from";
    case INV_RULE_DEAD_STOCK: return "sell off or write off %v";
    case INV_RULE_BIAS: return "look at the model, correct the plan";
    case INV_RULE_COUNT: break;
    }
    return "";
}

static enum inv_status finish(struct inv_buf *b, char **out, struct inv_err *err)
{
    const char *s = inv_buf_cstr(b, err);
    *out = s ? strdup(s) : NULL;
    inv_buf_free(b);
    return *out ? INV_OK : inv_err_set(err, INV_ENOMEM, "out of memory");
}

enum inv_status words_rule(const struct alert_item *item, const struct inv_alert *a, struct alert *out, struct inv_err *err)
{
    struct inv_buf b = { 0 };
    struct inv_alert shown = *a;
    if (a->rule == INV_RULE_OVERDUE)
        shown.value = -a->value;
    double order = order_of(item);
    expand(&b, message(item, a), item, &shown, order);
    enum inv_status st = finish(&b, &out->message, err);
    if (st != INV_OK)
        return st;
    expand(&b, suggestion(item, a, order), item, a, order);
    return finish(&b, &out->suggestion, err);
}

enum inv_status words_custom(const struct custom_rule *r, const struct inv_alert *a, struct alert *out, struct inv_err *err)
{
    struct inv_buf b = { 0 };
    inv_buf_printf(&b, NULL, "%s ", r->left);
    words_number(&b, a->value);
    inv_buf_printf(&b, NULL, " %s %s%s", r->op, r->right ? r->right : "", r->right ? " " : "");
    words_number(&b, a->threshold);
    enum inv_status st = finish(&b, &out->message, err);
    out->suggestion = strdup("");
    return out->suggestion ? st : inv_err_set(err, INV_ENOMEM, "out of memory");
}
