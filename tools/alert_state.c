/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a person has been told before (--state), and what not to tell for now (--snooze).
 *
 * The state is a table: the key columns, rule, severity, units, since (first
 * seen), told (last told; empty: not yet), runs (in a row that it held). A key
 * that today's input does not have, or whose row cannot be used, keeps its
 * state: nothing is known of it, so nothing is cleared.
 */
#include "config.h"
#include "alert.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "inv/keys.h"
#include "inv/mem.h"
#include "inv/num.h"

struct entry {
    enum inv_severity severity;
    double units;
    int64_t since, told;          /* INT64_MIN: not told */
    int64_t runs;
    bool seen, fires, lingers;    /* today: looked at, holds, neither holds nor is over */
    bool gone;
};

struct alert_state {
    struct inv_keys *ids;         /* key cells and rule -> entry */
    struct entry *entries; size_t n, cap;
    struct inv_keys *snoozed;     /* key cells and rule, or rule "" for all */
    int64_t *until; size_t cap_until;
    struct inv_buf scratch;
    struct inv_format format;     /* plain CSV, whatever the run's tables are */
};

static bool id_of(struct alert_state *s, const char *key, size_t nkey, const char *rule)
{
    s->scratch.n = 0;
    return inv_buf_add(&s->scratch, key, nkey, NULL) == INV_OK
        && inv_buf_add(&s->scratch, rule, strlen(rule) + 1, NULL) == INV_OK;
}

/* ---- reading ----------------------------------------------------------------------------------- */

enum { S_RULE, S_SEVERITY, S_UNITS, S_SINCE, S_TOLD, S_RUNS, S_COUNT };
static const char *const state_columns[S_COUNT] = { "rule", "severity", "units", "since", "told", "runs" };

static enum inv_status bad_cell(const struct inv_record *rec, const char *column, struct inv_err *err)
{
    inv_err_set(err, INV_EIO, "is not what inv-alert writes there");
    inv_err_column(err, column, strlen(column));
    return inv_err_at(err, rec->file, rec->line);
}

static bool read_day(struct inv_cell c, int64_t *t)
{
    struct inv_timefmt f;
    *t = INT64_MIN;
    return c.n == 0 || inv_num_parse_int(c.s, c.n, t) == INV_NUM_OK
        || (inv_timefmt_init(&f, INV_FREQ_NONE, NULL, NULL) == INV_OK && inv_time_parse(&f, c.s, c.n, t, NULL) == INV_OK);
}

/* The key's cells of a record, each ended by a NUL, then text. */
static enum inv_status record_id(struct alert_state *s, const struct inv_record *rec, const size_t *keys, size_t n,
                                 struct inv_cell rule, struct inv_err *err)
{
    enum inv_status st = INV_OK;
    s->scratch.n = 0;
    for (size_t i = 0; i <= n && st == INV_OK; i++) {
        struct inv_cell c = i < n ? rec->cells[keys[i]] : rule;
        st = inv_buf_add(&s->scratch, c.s, c.n, err);
        if (st == INV_OK)
            st = inv_buf_addc(&s->scratch, '\0', err);
    }
    return st;
}

static enum inv_status read_entry(struct alert_state *s, const struct inv_record *rec, const size_t *keys, size_t nkeys,
                                  const size_t *at, struct inv_err *err)
{
    struct entry e = { 0 };
    size_t id;
    bool fresh;
    if (!inv_severity_by_name(rec->cells[at[S_SEVERITY]].s, rec->cells[at[S_SEVERITY]].n, &e.severity))
        return bad_cell(rec, state_columns[S_SEVERITY], err);
    if (inv_num_parse(rec->cells[at[S_UNITS]].s, rec->cells[at[S_UNITS]].n, '.', &e.units) != INV_NUM_OK)
        return bad_cell(rec, state_columns[S_UNITS], err);
    if (!read_day(rec->cells[at[S_SINCE]], &e.since) || !read_day(rec->cells[at[S_TOLD]], &e.told))
        return bad_cell(rec, state_columns[S_TOLD], err);
    if (inv_num_parse_int(rec->cells[at[S_RUNS]].s, rec->cells[at[S_RUNS]].n, &e.runs) != INV_NUM_OK)
        return bad_cell(rec, state_columns[S_RUNS], err);
    enum inv_status st = record_id(s, rec, keys, nkeys, rec->cells[at[S_RULE]], err);
    if (st == INV_OK)
        st = inv_keys_add(s->ids, s->scratch.s, s->scratch.n, &id, &fresh, err);
    if (st == INV_OK && fresh)
        st = INV_MEM_GROW(&s->entries, &s->cap, s->n + 1, err);
    if (st == INV_OK && fresh)
        s->entries[s->n++] = e;
    return st;
}

/* Opens a small table of ours: columns by name, those of the key among them. */
static enum inv_status open_table(struct alert_work *w, const char *const *path, struct inv_input **in, size_t **keys,
                                  const char *const *names, size_t *at, size_t n, struct inv_err *err)
{
    enum inv_status st = inv_input_open(in, path, 1, &w->state->format, true, err);
    if (st == INV_OK)
        st = tool_key_columns(w->run, *in, keys, err);
    for (size_t i = 0; i < n && st == INV_OK; i++)
        st = inv_input_need(*in, names[i], &at[i], err);
    return st;
}

static enum inv_status read_state(struct alert_work *w, struct inv_err *err)
{
    struct inv_input *in = NULL;
    size_t *keys = NULL, at[S_COUNT];
    if (access(w->o->state, F_OK) != 0 && errno == ENOENT)
        return INV_OK;
    enum inv_status st = open_table(w, &w->o->state, &in, &keys, state_columns, at, S_COUNT, err);
    struct inv_record rec;
    while (st == INV_OK && (st = inv_input_next(in, &rec, err)) == INV_OK)
        st = read_entry(w->state, &rec, keys, w->run->keys.n, at, err);
    if (st == INV_EROW)
        err->status = st = INV_EIO;      /* half a state would repeat and clear at random */
    inv_input_close(in);
    free(keys);
    return st == INV_END ? INV_OK : st;
}

static enum inv_status read_snoozed(struct alert_state *s, const struct inv_record *rec, const size_t *keys, size_t nkeys,
                                    const size_t *at, struct inv_err *err)
{
    size_t id;
    bool fresh;
    int64_t until;
    struct inv_cell rule = rec->cells[at[0]];
    if (rule.n == 1 && rule.s[0] == '*')
        rule.n = 0;
    if (!read_day(rec->cells[at[1]], &until))
        return bad_cell(rec, "until", err);
    enum inv_status st = record_id(s, rec, keys, nkeys, rule, err);
    if (st == INV_OK)
        st = inv_keys_add(s->snoozed, s->scratch.s, s->scratch.n, &id, &fresh, err);
    if (st == INV_OK)
        st = INV_MEM_GROW(&s->until, &s->cap_until, id + 1, err);
    if (st == INV_OK)
        s->until[id] = until == INT64_MIN ? INT64_MAX : until;   /* no date: until it is taken out */
    return st;
}

static enum inv_status read_snooze(struct alert_work *w, struct inv_err *err)
{
    static const char *const names[] = { "rule", "until" };
    struct inv_input *in = NULL;
    size_t *keys = NULL, at[2];
    enum inv_status st = open_table(w, &w->o->snooze, &in, &keys, names, at, 2, err);
    struct inv_record rec;
    while (st == INV_OK && (st = inv_input_next(in, &rec, err)) == INV_OK)
        st = read_snoozed(w->state, &rec, keys, w->run->keys.n, at, err);
    if (st == INV_EROW)
        err->status = st = INV_EIO;
    inv_input_close(in);
    free(keys);
    return st == INV_END ? INV_OK : st;
}

enum inv_status state_open(struct alert_work *w, struct inv_err *err)
{
    w->state = calloc(1, sizeof *w->state);
    if (!w->state)
        return inv_err_set(err, INV_ENOMEM, "out of memory");
    w->state->format = inv_format_default();
    enum inv_status st = inv_keys_alloc(&w->state->ids, err);
    if (st == INV_OK)
        st = inv_keys_alloc(&w->state->snoozed, err);
    if (st == INV_OK && w->o->state)
        st = read_state(w, err);
    if (st == INV_OK && w->o->snooze)
        st = read_snooze(w, err);
    return st;
}

void state_close(struct alert_work *w)
{
    if (!w->state)
        return;
    inv_keys_free(w->state->ids);
    inv_keys_free(w->state->snoozed);
    free(w->state->entries);
    free(w->state->until);
    inv_buf_free(&w->state->scratch);
    free(w->state);
    w->state = NULL;
}

/* ---- today ------------------------------------------------------------------------------------------- */

void state_seen(struct alert_work *w, const char *key, size_t nkey, const char *rule, const struct inv_alert *now)
{
    size_t id;
    struct alert_state *s = w->state;
    if (s->n == 0 || !id_of(s, key, nkey, rule) || !inv_keys_find(s->ids, s->scratch.s, s->scratch.n, &id))
        return;
    struct entry *e = &s->entries[id];
    e->seen = true;
    e->fires = e->fires || now->fires;
    e->lingers = e->lingers || (!now->fires && !inv_alert_over(now, w->o->clear_margin));
}

static bool asleep(const struct alert_work *w, const struct alert *a, size_t nkey)
{
    struct alert_state *s = w->state;
    const char *const rules[] = { a->rule, "" };
    for (size_t i = 0; i < 2 && inv_keys_count(s->snoozed) > 0; i++) {
        size_t id;
        if (id_of(s, a->key, nkey, rules[i]) && inv_keys_find(s->snoozed, s->scratch.s, s->scratch.n, &id)
            && (s->until[id] == INT64_MAX || w->now < s->until[id] + INV_TIME_DAY))
            return true;
    }
    return false;
}

static size_t cells_length(const char *cells, size_t n)
{
    return (size_t)(alert_cell(cells, n) - cells);
}

static double days_since(const struct alert_work *w, int64_t then)
{
    if (then == INT64_MIN)
        return 0;
    return (double)(w->now - then) / (w->form.form == INV_FORM_INTEGER ? 1.0 : (double)INV_TIME_DAY);
}

static enum inv_status decide(struct alert_work *w, struct alert *a, double repeat_after, struct inv_err *err)
{
    struct alert_state *s = w->state;
    size_t id, nkey = cells_length(a->key, w->run->keys.n);
    bool fresh, snoozed = asleep(w, a, nkey);
    if (!id_of(s, a->key, nkey, a->rule))
        return inv_err_set(err, INV_ENOMEM, "out of memory");
    enum inv_status st = inv_keys_add(s->ids, s->scratch.s, s->scratch.n, &id, &fresh, err);
    if (st == INV_OK && fresh)
        st = INV_MEM_GROW(&s->entries, &s->cap, s->n + 1, err);
    if (st != INV_OK)
        return st;
    if (fresh)
        s->entries[s->n++] = (struct entry){ .since = w->now, .told = INT64_MIN, .seen = true, .fires = true };
    struct entry *e = &s->entries[id];
    e->runs++;
    bool told = e->told != INT64_MIN;
    struct inv_alert_past past = { e->severity, e->units, days_since(w, e->told) };
    a->status = inv_alert_compare(&a->found, told ? &past : NULL, repeat_after);
    a->quiet = snoozed || a->status == INV_ALERT_QUIET || e->runs < w->o->hold;
    if (!a->quiet)
        e->told = w->now;
    if (!a->quiet || !told) {
        e->severity = a->found.severity;
        e->units = a->found.units;
    }
    return INV_OK;
}

static enum inv_status clear(struct alert_work *w, size_t id, struct inv_err *err)
{
    size_t n;
    const char *key = inv_keys_get(w->state->ids, id, &n);
    struct entry *e = &w->state->entries[id];
    e->gone = true;
    if (e->told == INT64_MIN)
        return INV_OK;                   /* nobody was told of it */
    size_t nkey = cells_length(key, w->run->keys.n);
    struct alert *a = alert_new(w, key, nkey, key + nkey, err);
    if (!a)
        return err->status;
    a->found.severity = e->severity;
    a->found.value = a->found.threshold = NAN;
    a->status = INV_ALERT_CLEARED;
    a->message = strdup("cleared: it no longer holds");
    a->suggestion = strdup("");
    a->time = w->newest;
    return a->message && a->suggestion ? INV_OK : inv_err_set(err, INV_ENOMEM, "out of memory");
}

static enum inv_status repeat_days(const struct alert_work *w, double *days, struct inv_err *err)
{
    *days = INFINITY;
    if (!w->o->repeat_after)
        return INV_OK;
    struct inv_cell c = { w->o->repeat_after, strlen(w->o->repeat_after) };
    struct inv_err why = { 0 };
    if (inv_duration_parse(c, '.', 1, days, &why) != INV_OK)
        return inv_err_set(err, INV_EUSAGE, "--repeat-after: %s", why.text);
    return INV_OK;
}

enum inv_status state_decide(struct alert_work *w, struct inv_err *err)
{
    double days;
    enum inv_status st = repeat_days(w, &days, err);
    size_t present = w->n, before = w->state->n;
    for (size_t i = 0; i < present && st == INV_OK; i++) {
        struct alert *a = &w->alerts[i];
        if (a->quiet || a->found.severity == INV_SEVERITY_UNKNOWN)
            continue;                    /* what could not be told has no state */
        st = decide(w, a, days, err);
    }
    for (size_t id = 0; id < before && st == INV_OK; id++) {
        const struct entry *e = &w->state->entries[id];
        if (e->seen && !e->fires && !e->lingers)
            st = clear(w, id, err);
    }
    return st;
}

/* ---- writing ------------------------------------------------------------------------------------------ */

static void write_day(struct inv_row *row, const struct alert_work *w, int64_t t)
{
    struct inv_timefmt day = { .form = INV_FORM_DAY, .unit = INV_FORM_DAY };
    char s[INV_TIME_MAX];
    if (t == INT64_MIN)
        inv_row_missing(row);
    else if (w->form.form == INV_FORM_INTEGER)
        inv_row_int(row, t);
    else
        inv_row_cell(row, (struct inv_cell){ s, inv_time_format(&day, t, s) });
}

static enum inv_status write_entry(struct alert_work *w, struct inv_row *row, size_t id, struct inv_err *err)
{
    size_t n;
    const char *key = inv_keys_get(w->state->ids, id, &n);
    const struct entry *e = &w->state->entries[id];
    for (size_t i = 0; i <= w->run->keys.n; i++)     /* the rule is the cell after the key's */
        inv_row_text(row, alert_cell(key, i));
    inv_row_text(row, inv_severity_name(e->severity));
    inv_row_num(row, e->units);
    write_day(row, w, e->since);
    write_day(row, w, e->told);
    inv_row_int(row, e->runs);
    return inv_row_end(row, err);
}

static enum inv_status write_all(struct alert_work *w, struct inv_buf *b, struct inv_err *err)
{
    struct alert_state *s = w->state;
    struct inv_row row;
    inv_row_init(&row, b, &s->format, NULL, w->run->keys.n + S_COUNT);
    for (size_t i = 0; i < w->run->keys.n; i++)
        inv_row_text(&row, w->run->keys.s[i]);
    for (size_t i = 0; i < S_COUNT; i++)
        inv_row_text(&row, state_columns[i]);
    enum inv_status st = inv_row_end(&row, err);
    for (size_t id = 0; id < s->n && st == INV_OK; id++) {
        const struct entry *e = &s->entries[id];
        bool dropped = e->seen && !e->fires && !e->lingers;
        if (!e->gone && !(dropped && e->told == INT64_MIN))
            st = write_entry(w, &row, id, err);
    }
    return st;
}

enum inv_status state_save(struct alert_work *w, struct inv_err *err)
{
    struct inv_buf b = { 0 };
    struct inv_sink *sink = NULL;
    if (!w->o->state)
        return INV_OK;
    enum inv_status st = write_all(w, &b, err);
    if (st == INV_OK)
        st = inv_sink_open(&sink, w->o->state, err);
    if (st == INV_OK && (st = inv_sink_write(sink, b.s, b.n, err)) != INV_OK)
        inv_sink_abort(sink);
    else if (st == INV_OK)
        st = inv_sink_commit(sink, err);
    inv_buf_free(&b);
    return st;
}
