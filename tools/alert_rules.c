/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a row of the plan to what the rules find in it. */
#include "config.h"
#include "alert.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "inv/grid.h"

void rules_close(struct alert_work *w)
{
    for (size_t i = 0; i < w->ncustom; i++) {
        free(w->custom[i].name);
        free(w->custom[i].left);
        free(w->custom[i].right);
    }
    free(w->custom);
    free(w->keys);
    free(w->carry);
}

/* ---- columns -------------------------------------------------------------------------------------- */

static size_t first_of(const struct inv_input *in, const char *a, const char *b)
{
    size_t c = inv_input_find(in, a);
    return c != INV_NO_COLUMN ? c : inv_input_find(in, b);
}

/* A column of the input, or what comes from elsewhere. */
static bool known(const struct alert_work *w, const char *name)
{
    enum inv_param p;
    return inv_input_find(w->run->in, name) != INV_NO_COLUMN || (strcmp(name, "as_of") == 0 && w->run->common.as_of)
        || (inv_param_by_name(name, strlen(name), &p) && inv_params_known(w->run->params, p));
}

/* The first of what a rule needs that is not there, nor another that can stand
 * for it; NULL: nothing is missing. */
static const char *lacks(const struct alert_work *w, enum inv_rule rule)
{
    const struct { const char *name, *other; } needs[INV_RULE_COUNT][3] = {
        [INV_RULE_STOCKOUT] = { { "on_hand", NULL } }, [INV_RULE_NEGATIVE_STOCK] = { { "on_hand", NULL } },
        [INV_RULE_STOCKOUT_RISK] = { { "on_hand", NULL }, { "demand", "cover" }, { "lead_time", "next_receipt" } },
        [INV_RULE_BELOW_SAFETY] = { { "on_hand", NULL }, { "safety_stock", NULL } },
        [INV_RULE_BELOW_REORDER] = { { "on_hand", "inventory_position" }, { "reorder_point", NULL } },
        [INV_RULE_OVERSTOCK] = { { "on_hand", NULL }, { "max_stock", "order_up_to" } },
        [INV_RULE_OVERDUE] = { { "next_receipt", NULL }, { "as_of", w->run->common.time } },
        [INV_RULE_ANOMALY] = { { "anomaly", "outlier" } }, [INV_RULE_DEAD_STOCK] = { { "on_hand", NULL }, { "demand", NULL } },
        [INV_RULE_BIAS] = { { "bias", NULL } },
    };
    for (size_t i = 0; i < COUNT(needs[rule]) && needs[rule][i].name; i++)
        if (!known(w, needs[rule][i].name) && !(needs[rule][i].other && known(w, needs[rule][i].other)))
            return needs[rule][i].name;
    return NULL;
}

/* Which rules the columns allow; the others are skipped, and said to be with
 * --explain. Where they allow none, silence is no all clear. */
static void look_for_rules(struct alert_work *w)
{
    size_t usable = 0;
    for (size_t i = 0; i < w->ncustom; i++)
        usable += w->custom[i].left_at != INV_NO_COLUMN;
    for (int r = 0; r < INV_RULE_COUNT; r++) {
        const char *name = lacks(w, (enum inv_rule)r);
        if (!name)
            usable++;
        else if (w->o->explain)
            tool_note(w->run, "rule %s is skipped: there is no %s", inv_rule_name((enum inv_rule)r), name);
    }
    if (usable > 0)
        return;
    tool_note(w->run, "no rule has its columns: nothing is looked at%s", w->o->explain ? "" : " (--explain says what is missing)");
    w->o->any = true;
    w->o->worst = INV_SEVERITY_UNKNOWN;
}

static enum inv_status custom_columns(struct alert_work *w, struct inv_err *err)
{
    for (size_t i = 0; i < w->ncustom; i++) {
        struct custom_rule *r = &w->custom[i];
        r->left_at = inv_input_find(w->run->in, r->left);
        if (r->right)
            r->right_at = inv_input_find(w->run->in, r->right);
        bool gone = r->left_at == INV_NO_COLUMN || (r->right && r->right_at == INV_NO_COLUMN);
        if (gone && w->o->explain)
            tool_note(w->run, "rule %s is skipped: there is no %s", r->name, r->left_at == INV_NO_COLUMN ? r->left : r->right);
        if (gone)
            r->left_at = INV_NO_COLUMN;
    }
    (void)err;
    return INV_OK;
}

/* The columns of --group-by and --carry, which go with an alert. */
static enum inv_status carried(struct alert_work *w, struct inv_err *err)
{
    struct inv_buf list = { 0 };
    enum inv_status st = inv_buf_printf(&list, err, "%s%s%s", w->o->group_by ? w->o->group_by : "",
                                        w->o->group_by && w->run->common.carry ? "," : "",
                                        w->run->common.carry ? w->run->common.carry : "");
    if (st == INV_OK && list.n > 0)
        st = inv_buf_cstr(&list, err) ? tool_columns(w->run, w->run->in, list.s, &w->carry, &w->ncarry, err) : INV_ENOMEM;
    inv_buf_free(&list);
    return st;
}

enum inv_status rules_open(struct alert_work *w, struct inv_err *err)
{
    const struct inv_input *in = w->run->in;
    w->at = (struct alert_columns){
        .position = inv_input_find(in, "inventory_position"), .transfer_in = inv_input_find(in, "transfer_in"),
        .transfer_out = inv_input_find(in, "transfer_out"), .cover = inv_input_find(in, "cover"),
        .stockout_date = inv_input_find(in, "stockout_date"), .as_of = inv_input_find(in, "as_of"),
        .date = inv_input_find(in, w->run->common.time), .freq = inv_input_find(in, "freq"),
        .anomaly = first_of(in, "anomaly", "outlier"), .bias = inv_input_find(in, "bias"),
        .receipt = inv_input_find(in, "next_receipt"),
    };
    enum inv_status st = tool_key_columns(w->run, in, &w->keys, err);
    if (st == INV_OK)
        st = carried(w, err);
    if (st == INV_OK)
        st = inv_timefmt_init(&w->form, tool_freq(w->run), w->run->common.date_format, err);
    if (st == INV_OK)
        st = rules_custom(w, err);
    if (st == INV_OK)
        st = custom_columns(w, err);
    if (st == INV_OK)
        look_for_rules(w);
    return st;
}

/* ---- one row ---------------------------------------------------------------------------------------- */

static enum inv_status number(struct alert_work *w, const struct inv_record *rec, size_t column, double *v, struct inv_err *err)
{
    *v = NAN;
    if (column == INV_NO_COLUMN)
        return INV_OK;
    enum inv_status st = inv_cell_number(&w->run->in_format, rec->cells[column], v, err);
    struct inv_cell name = inv_input_name(w->run->in, column);
    return st == INV_OK ? st : inv_err_column(err, name.s, name.n);
}

/* INT64_MIN where the cell is missing. */
static enum inv_status instant(struct alert_work *w, const struct inv_record *rec, size_t column, int64_t *t, struct inv_err *err)
{
    *t = INT64_MIN;
    if (column == INV_NO_COLUMN || inv_cell_missing(&w->run->in_format, rec->cells[column]))
        return INV_OK;
    enum inv_status st = inv_time_parse(&w->form, rec->cells[column].s, rec->cells[column].n, t, err);
    struct inv_cell name = inv_input_name(w->run->in, column);
    return st == INV_OK ? st : inv_err_column(err, name.s, name.n);
}

/* Periods from one instant to another, on the calendar of freq. */
static double periods_between(const struct alert_work *w, enum inv_freq freq, int64_t from, int64_t to)
{
    struct inv_grid g;
    if (from == INT64_MIN || to == INT64_MIN)
        return NAN;
    if (w->form.form == INV_FORM_INTEGER)
        return (double)(to - from);
    if (inv_freq_days(freq) <= 0 || inv_grid_fit(&g, freq, w->form.unit, true, (int64_t[]){ from }, 1, NULL) != INV_OK)
        return NAN;
    return (double)(inv_grid_index(&g, to) - inv_grid_index(&g, from));
}

/* The last day of what t stands for: of its week, month .. where it is the first
 * day of it, else the one that it names. Stamps and integers are themselves. */
static int64_t last_day(const struct alert_work *w, enum inv_freq freq, int64_t t)
{
    struct inv_grid g;
    if (freq >= INV_FREQ_W && freq <= INV_FREQ_Y && w->form.form != INV_FORM_INTEGER
        && inv_grid_fit(&g, freq, w->form.unit, true, &t, 1, NULL) == INV_OK && inv_grid_starts(&g))
        return inv_grid_time(&g, inv_grid_index(&g, t) + 1) - INV_TIME_DAY;
    bool point = w->form.unit == INV_FORM_STAMP || w->form.form == INV_FORM_INTEGER;
    return point ? t : inv_time_after(w->form.unit, t) - INV_TIME_DAY;
}

/* Periods from today, the last day of as_of's period or --as-of, until the day
 * of a receipt. */
static double until(const struct alert_work *w, enum inv_freq freq, int64_t as_of, int64_t receipt)
{
    int64_t today = w->now_given != INT64_MIN ? w->now_given : as_of;
    if (today == INT64_MIN || receipt == INT64_MIN)
        return NAN;
    if (w->form.form == INV_FORM_INTEGER)
        return (double)(receipt - today);
    if (w->now_given == INT64_MIN)
        today = last_day(w, freq, as_of);
    double days = (double)(last_day(w, INV_FREQ_D, receipt) - today) / (double)INV_TIME_DAY;
    return inv_freq_days(freq) > 0 ? days / inv_freq_days(freq) : days;
}

static enum inv_status item_params(const struct inv_param_row *p, struct alert_item *item, struct inv_err *err)
{
    const struct { enum inv_param param; double *v; } wanted[] = {
        { INV_P_ON_HAND, &item->in.on_hand }, { INV_P_ON_ORDER, &item->in.on_order },
        { INV_P_BACKORDERED, &item->in.backordered }, { INV_P_DEMAND, &item->in.demand },
        { INV_P_SAFETY_STOCK, &item->in.safety_stock }, { INV_P_REORDER_POINT, &item->in.reorder_point },
        { INV_P_ORDER_QTY, &item->in.order_qty }, { INV_P_ORDER_UP_TO, &item->in.order_up_to },
        { INV_P_MAX_STOCK, &item->in.max_stock }, { INV_P_LEAD_TIME, &item->in.lead_time },
        { INV_P_UNIT_COST, &item->unit_cost },
    };
    enum inv_status st = INV_OK;
    for (size_t i = 0; i < COUNT(wanted) && st == INV_OK; i++)
        st = inv_param_get(p, wanted[i].param, wanted[i].v, err);
    return st;
}

static enum inv_status item_times(struct alert_work *w, const struct inv_record *rec, struct alert_item *item, struct inv_err *err)
{
    int64_t as_of, date, out = INT64_MIN, receipt = INT64_MIN;
    enum inv_status st = instant(w, rec, w->at.as_of, &as_of, err);
    if (st == INV_OK)
        st = instant(w, rec, w->at.date, &date, err);
    if (st == INV_OK)
        st = instant(w, rec, w->at.stockout_date, &out, err);
    if (st == INV_OK)
        st = instant(w, rec, w->at.receipt, &receipt, err);
    if (st != INV_OK)
        return st;
    item->time = w->at.as_of != INV_NO_COLUMN ? as_of : date;
    if (item->time > w->newest)
        w->newest = item->time;
    if (w->at.date != INV_NO_COLUMN)
        item->date = rec->cells[w->at.date];
    if (out != INT64_MIN) {
        item->stockout_date = rec->cells[w->at.stockout_date];
        item->in.runs_out = periods_between(w, item->freq, as_of, out);
    }
    item->in.receipt = until(w, item->freq, item->time, receipt);
    item->in.receipt_day = w->form.form == INV_FORM_INTEGER || !(inv_freq_days(item->freq) > 1) ? 1 : 1 / inv_freq_days(item->freq);
    if (receipt != INT64_MIN)
        item->receipt = rec->cells[w->at.receipt];
    return INV_OK;
}

/* The position, with what other places give and without what they take. */
static enum inv_status item_position(struct alert_work *w, const struct inv_record *rec, struct alert_item *item, struct inv_err *err)
{
    double given = NAN, taken = NAN;
    enum inv_status st = number(w, rec, w->at.position, &item->in.position, err);
    if (st == INV_OK)
        st = number(w, rec, w->at.transfer_in, &given, err);
    if (st == INV_OK)
        st = number(w, rec, w->at.transfer_out, &taken, err);
    if (!isnan(item->in.position))
        item->in.position += (isnan(given) ? 0 : given) - (isnan(taken) ? 0 : taken);
    return st;
}

static enum inv_status read_item(struct alert_work *w, const struct inv_record *rec, struct alert_item *item, struct inv_err *err)
{
    *item = (struct alert_item){ .in = inv_alert_defaults(), .freq = tool_freq_of(w->run, rec->cells, w->at.freq) };
    struct inv_param_row p;
    inv_params_join(w->run->params, rec->cells, &p);
    p.file = rec->file;
    p.line = rec->line;
    p.days_per_period = inv_freq_days(item->freq);
    enum inv_status st = item_params(&p, item, err);
    double cover = NAN;
    if (st == INV_OK)
        st = item_position(w, rec, item, err);
    if (st == INV_OK)
        st = number(w, rec, w->at.cover, &cover, err);
    if (st == INV_OK)
        st = number(w, rec, w->at.anomaly, &item->in.anomaly, err);
    if (st == INV_OK)
        st = number(w, rec, w->at.bias, &item->in.bias, err);
    if (st == INV_OK)
        st = item_times(w, rec, item, err);
    item->net = item->in.on_hand - (isnan(item->in.backordered) ? 0 : item->in.backordered);
    item->position = isnan(item->in.position) ? item->net + (isnan(item->in.on_order) ? 0 : item->in.on_order) : item->in.position;
    if (isnan(item->in.demand) && cover > 0 && item->net > 0)
        item->in.demand = item->net / cover;
    return st;
}

/* ---- findings --------------------------------------------------------------------------------------------- */

static bool holds(const char *op, double a, double b)
{
    if (isnan(a) || isnan(b))
        return false;
    switch (op[0]) {
    case '<': return op[1] ? a <= b : a < b;
    case '>': return op[1] ? a >= b : a > b;
    case '!': return a < b || a > b;
    default: return a <= b && a >= b;
    }
}

static enum inv_status cells_of(const struct inv_record *rec, const size_t *columns, size_t n, struct inv_buf *b, struct inv_err *err)
{
    enum inv_status st = INV_OK;
    b->n = 0;
    for (size_t i = 0; i < n && st == INV_OK; i++) {
        struct inv_cell c = rec->cells[columns[i]];
        const char *nul = memchr(c.s, '\0', c.n);   /* cells are ended by a NUL here: one within ends it */
        st = inv_buf_add(b, c.s, nul ? (size_t)(nul - c.s) : c.n, err);
        if (st == INV_OK)
            st = inv_buf_addc(b, '\0', err);
    }
    return st;
}

static char *copy(const struct inv_buf *b)
{
    char *s = malloc(b->n + 1);
    if (s && b->n > 0)
        memcpy(s, b->s, b->n);
    if (s)
        s[b->n] = '\0';
    return s;
}

static enum inv_status add(struct alert_work *w, const struct inv_record *rec, const struct inv_buf *key, const char *rule,
                           const struct alert_item *item, const struct inv_alert *a, struct alert **out, struct inv_err *err)
{
    struct inv_buf carry = { 0 };
    enum inv_status st = cells_of(rec, w->carry, w->ncarry, &carry, err);
    *out = st == INV_OK ? alert_new(w, key->s, key->n, rule, err) : NULL;
    if (*out) {
        (*out)->carry = copy(&carry);
        (*out)->found = *a;
        (*out)->time = item->time;
        (*out)->money = isnan(item->unit_cost) ? a->units : a->units * item->unit_cost;
    }
    inv_buf_free(&carry);
    return *out ? INV_OK : st == INV_OK ? err->status : st;
}

static enum inv_status customs(struct alert_work *w, const struct inv_record *rec, const struct inv_buf *key,
                               const struct alert_item *item, struct inv_err *err)
{
    enum inv_status st = INV_OK;
    for (size_t i = 0; i < w->ncustom && st == INV_OK; i++) {
        const struct custom_rule *r = &w->custom[i];
        if (r->left_at == INV_NO_COLUMN)
            continue;
        struct inv_alert a = { .severity = r->severity, .threshold = r->number, .below = r->op[0] == '<' };
        st = number(w, rec, r->left_at, &a.value, err);
        if (st == INV_OK && r->right)
            st = number(w, rec, r->right_at, &a.threshold, err);
        a.fires = st == INV_OK && holds(r->op, a.value, a.threshold);
        a.units = a.fires ? fabs(a.value - a.threshold) : 0;
        struct alert *out = NULL;
        if (a.fires)
            st = add(w, rec, key, r->name, item, &a, &out, err);
        if (out)
            st = words_custom(r, &a, out, err);
        if (st == INV_OK)
            state_seen(w, key->s, key->n, r->name, &a);
    }
    return st;
}

enum inv_status rules_row(struct alert_work *w, const struct inv_record *rec, struct inv_err *err)
{
    struct alert_item item;
    struct inv_alert found[INV_RULE_COUNT];
    struct inv_buf key = { 0 };
    size_t before = w->n;
    enum inv_status st = read_item(w, rec, &item, err);
    if (st == INV_OK)
        st = cells_of(rec, w->keys, w->run->keys.n, &key, err);
    if (st == INV_OK)
        inv_alert_check(&item.in, found);
    if (st == INV_OK)
        st = customs(w, rec, &key, &item, err);
    for (size_t r = 0; r < INV_RULE_COUNT && st == INV_OK; r++) {
        struct alert *out = NULL;
        if (found[r].fires)
            st = add(w, rec, &key, inv_rule_name((enum inv_rule)r), &item, &found[r], &out, err);
        if (out)
            st = words_rule(&item, &found[r], out, err);
        if (st == INV_OK)
            state_seen(w, key.s, key.n, inv_rule_name((enum inv_rule)r), &found[r]);
    }
    if (st == INV_OK)
        w->rows++;
    else if (st == INV_EROW)
        while (w->n > before)            /* a row that cannot be used says nothing */
            alert_free(&w->alerts[--w->n]);
    inv_buf_free(&key);
    return st;
}
