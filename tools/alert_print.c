/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Alerts in order of what they cost, as a table and as text. */
#include "config.h"
#include "alert.h"

#include <stdlib.h>
#include <string.h>

#include "inv/mem.h"

void alert_free(struct alert *a)
{
    free(a->key);
    free(a->carry);
    free(a->rule);
    free(a->message);
    free(a->suggestion);
}

struct alert *alert_new(struct alert_work *w, const char *key, size_t nkey, const char *rule, struct inv_err *err)
{
    if (INV_MEM_GROW(&w->alerts, &w->cap, w->n + 1, err) != INV_OK)
        return NULL;
    struct alert *a = &w->alerts[w->n];
    *a = (struct alert){ .status = INV_ALERT_NEW, .time = INT64_MIN, .order = w->n };
    a->key = malloc(nkey + 1);
    a->rule = strdup(rule);
    if (!a->key || !a->rule) {
        alert_free(a);
        inv_err_set(err, INV_ENOMEM, "out of memory");
        return NULL;
    }
    memcpy(a->key, key, nkey);
    a->key[nkey] = '\0';
    w->n++;
    return a;
}

const char *alert_cell(const char *cells, size_t i)
{
    for (; i > 0; i--)
        cells += strlen(cells) + 1;
    return cells;
}

/* Worst first; what is over comes last; then money at stake; then as they came. */
static int by_weight(const void *pa, const void *pb)
{
    const struct alert *a = pa, *b = pb;
    bool over_a = a->status == INV_ALERT_CLEARED, over_b = b->status == INV_ALERT_CLEARED;
    if (over_a != over_b)
        return over_a ? 1 : -1;
    if (a->found.severity != b->found.severity)
        return a->found.severity > b->found.severity ? -1 : 1;
    if (a->money < b->money || a->money > b->money)
        return a->money > b->money ? -1 : 1;
    return a->order < b->order ? -1 : a->order > b->order;
}

/* Sorts and moves what is quiet behind the rest; returns how many are to be told. */
static size_t arrange(struct alert_work *w)
{
    size_t n = 0;
    for (size_t i = 0; i < w->n; i++)
        if (!w->alerts[i].quiet) {
            struct alert a = w->alerts[n];
            w->alerts[n++] = w->alerts[i];
            w->alerts[i] = a;
        }
    if (n > 0)
        qsort(w->alerts, n, sizeof *w->alerts, by_weight);
    return n;
}

/* ---- table -------------------------------------------------------------------------------- */

static void table_cells(struct inv_row *row, const struct alert_work *w, const struct alert *a)
{
    size_t nkeys = w->run->keys.n;
    for (size_t i = 0; i < nkeys; i++)
        inv_row_text(row, alert_cell(a->key, i));
    inv_row_text(row, inv_severity_name(a->found.severity));
    inv_row_text(row, a->rule);
    inv_row_num(row, a->found.value);
    inv_row_num(row, a->found.threshold);
    inv_row_text(row, a->message);
    inv_row_text(row, a->suggestion);
    inv_row_text(row, inv_alert_status_name(a->status));
    for (size_t i = 0; i < w->ncarry; i++)
        inv_row_text(row, a->carry ? alert_cell(a->carry, i) : "");
}

static enum inv_status table_names(const struct alert_work *w, struct inv_layout *l, struct inv_err *err)
{
    static const char *const own[] = { "severity", "rule", "value", "threshold", "message", "suggestion", "status" };
    enum inv_status st = INV_OK;
    for (size_t i = 0; i < w->run->keys.n && st == INV_OK; i++)
        st = inv_layout_add(l, (struct inv_cell){ w->run->keys.s[i], strlen(w->run->keys.s[i]) }, INV_FROM_INPUT, i, err);
    for (size_t i = 0; i < COUNT(own) && st == INV_OK; i++)
        st = inv_layout_add(l, (struct inv_cell){ own[i], strlen(own[i]) }, INV_FROM_FILTER, i, err);
    for (size_t i = 0; i < w->ncarry && st == INV_OK; i++)
        st = inv_layout_add(l, inv_input_name(w->run->in, w->carry[i]), INV_FROM_ITEM, i, err);
    if (st == INV_OK && l->width != w->run->keys.n + COUNT(own) + w->ncarry)
        st = inv_err_set(err, INV_EUSAGE, "--carry or --group-by names a column that is in the output already");
    return st;
}

enum inv_status alert_table(struct alert_work *w, size_t n, struct inv_format format, struct inv_buf *out, struct inv_err *err)
{
    struct inv_layout l = { 0 };
    struct inv_row row;
    enum inv_status st = table_names(w, &l, err);
    inv_row_init(&row, out, &format, l.names, l.width);
    if (st == INV_OK)
        st = inv_row_header(&row, err);
    for (size_t i = 0; i < n && st == INV_OK; i++) {
        table_cells(&row, w, &w->alerts[i]);
        st = inv_row_end(&row, err);
    }
    inv_layout_free(&l);
    return st;
}

/* ---- text ------------------------------------------------------------------------------------ */

enum inv_status alert_counts(const struct alert_work *w, size_t n, struct inv_buf *out, struct inv_err *err)
{
    size_t count[4] = { 0 }, cleared = 0;
    for (size_t i = 0; i < n; i++)
        if (w->alerts[i].status == INV_ALERT_CLEARED)
            cleared++;
        else
            count[w->alerts[i].found.severity]++;
    enum inv_status st = INV_OK;
    const char *comma = "";
    for (int s = INV_SEVERITY_UNKNOWN; s >= 0 && st == INV_OK; s--)
        if (count[s] > 0) {
            st = inv_buf_printf(out, err, "%s%zu %s%s", comma, count[s], inv_severity_name((enum inv_severity)s),
                                s == INV_SEVERITY_WARNING && count[s] > 1 ? "s" : "");
            comma = ", ";
        }
    if (cleared > 0 && st == INV_OK)
        st = inv_buf_printf(out, err, "%s%zu cleared", comma, cleared);
    return st;
}

/* Control characters would move a terminal's cursor about. */
static void safe(struct inv_buf *out, const char *s)
{
    for (; *s; s++)
        inv_buf_addc(out, (unsigned char)*s < 0x20 || *s == 0x7F ? ' ' : *s, NULL);
}

static enum inv_status text_alert(const struct alert_work *w, const struct alert *a, struct inv_buf *out, struct inv_err *err)
{
    inv_buf_adds(out, "  ", NULL);
    for (size_t i = 0; i < w->run->keys.n; i++) {
        safe(out, alert_cell(a->key, i));
        inv_buf_addc(out, ' ', NULL);
    }
    inv_buf_printf(out, NULL, " %s%s%s\n      ", a->rule, w->o->state && a->status != INV_ALERT_CLEARED ? ", " : "",
                   w->o->state && a->status != INV_ALERT_CLEARED ? inv_alert_status_name(a->status) : "");
    safe(out, a->message);
    if (a->suggestion[0]) {
        inv_buf_adds(out, "\n      -> ", NULL);
        safe(out, a->suggestion);
    }
    return inv_buf_addc(out, '\n', err);
}

static const char *heading(const struct alert_work *w, const struct alert *a)
{
    if (w->o->group_by)
        return a->carry ? alert_cell(a->carry, 0) : "";
    return a->status == INV_ALERT_CLEARED ? "cleared" : inv_severity_name(a->found.severity);
}

/* Alerts under one heading stand together, headings in the order of their worst. */
static enum inv_status text_groups(struct alert_work *w, size_t n, struct inv_buf *out, struct inv_err *err)
{
    enum inv_status st = INV_OK;
    bool *done = calloc(n ? n : 1, sizeof *done);
    if (!done)
        return inv_err_set(err, INV_ENOMEM, "out of memory");
    for (size_t i = 0; i < n && st == INV_OK; i++) {
        if (done[i])
            continue;
        const char *name = heading(w, &w->alerts[i]);
        inv_buf_addc(out, '\n', NULL);
        safe(out, *name ? name : "(none)");
        inv_buf_addc(out, '\n', NULL);
        for (size_t k = i; k < n && st == INV_OK; k++)
            if (!done[k] && strcmp(heading(w, &w->alerts[k]), name) == 0) {
                done[k] = true;
                st = text_alert(w, &w->alerts[k], out, err);
            }
    }
    free(done);
    return st;
}

enum inv_status alert_text(struct alert_work *w, size_t n, size_t more, struct inv_buf *out, struct inv_err *err)
{
    enum inv_status st = alert_counts(w, n, out, err);
    if (st == INV_OK)
        st = inv_buf_addc(out, '\n', err);
    if (st == INV_OK)
        st = text_groups(w, n, out, err);
    if (st == INV_OK && more > 0)
        st = inv_buf_printf(out, err, "\nand %zu more\n", more);
    return st;
}

enum inv_status alert_print(struct alert_work *w, struct inv_err *err)
{
    size_t all = arrange(w), n = w->o->top > 0 && (size_t)w->o->top < all ? (size_t)w->o->top : all;
    struct inv_format format = w->run->out_format;
    struct inv_buf out = { 0 };
    enum inv_status st = INV_OK;
    if (w->o->format == FORMAT_JSONL)
        format.syntax = INV_JSONL;
    if (n > 0 && (w->o->format == FORMAT_TABLE || w->o->format == FORMAT_JSONL))
        st = alert_table(w, n, format, &out, err);
    else if (n > 0)
        st = w->o->format == FORMAT_TEXT ? alert_text(w, n, all - n, &out, err)
           : w->o->format == FORMAT_HTML ? alert_html(w, n, all - n, &out, err) : alert_mail(w, n, all - n, &out, err);
    if (st == INV_OK)
        st = tool_write(w->run, &out, true, err);
    if (st == INV_OK && n < all && w->o->format == FORMAT_TABLE)
        tool_note(w->run, "and %zu more", all - n);
    inv_buf_free(&out);
    return st;
}
