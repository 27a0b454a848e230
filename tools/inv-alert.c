/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-alert: what of the plan needs a person. */
#include "config.h"
#include "alert.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "inv/date.h"

#define O(member) offsetof(struct alert_options, member)

static const struct tool_option option_table[] = {
    { 0, "format", OPT_CHOICE, O(format), "FORMAT", "table (default), text, mail, html or jsonl", "table|text|mail|html|jsonl", 0, 0 },
    { 0, "to", OPT_TEXT, O(to), "ADDRESS", "mail: whom to tell", NULL, 0, 0 },
    { 0, "from", OPT_TEXT, O(from), "ADDRESS", "mail: who tells", NULL, 0, 0 },
    { 0, "subject", OPT_TEXT, O(subject), "TEXT", "mail: in front of the counts", NULL, 0, 0 },
    { 0, "rule", OPT_TEXTS, O(rules), "RULE", "'NAME: COLUMN OP COLUMN|NUMBER [SEVERITY]'; may be given again", NULL, 0, 0 },
    { 0, "explain", OPT_FLAG, O(explain), NULL, "say which rules are skipped, and for want of what", NULL, 0, 0 },
    { 0, "state", OPT_TEXT, O(state), "FILE", "tell only what is new, worse or cleared since the last run", NULL, 0, 0 },
    { 0, "repeat-after", OPT_TEXT, O(repeat_after), "T", "with --state: tell again after 7d", NULL, 0, 0 },
    { 0, "hold", OPT_INT, O(hold), "N", "with --state: tell what holds in N runs in a row", NULL, 1, 1e6 },
    { 0, "clear-margin", OPT_NUM, O(clear_margin), "M", "with --state: cleared when M of the threshold away from it", NULL, 0, 1e6 },
    { 0, "snooze", OPT_TEXT, O(snooze), "FILE", "key, rule (* for all), until: not to be told", NULL, 0, 0 },
    { 0, "group-by", OPT_TEXT, O(group_by), "COL", "headings of the text, a column of the table", NULL, 0, 0 },
    { 0, "top", OPT_INT, O(top), "N", "the first N alone", NULL, 1, 1e9 },
    { 0, "max-age", OPT_TEXT, O(max_age), "T", "input older than this (2d) is no all clear", NULL, 0, 0 },
    { 0, "min-rows", OPT_INT, O(min_rows), "N", "fewer usable rows are no all clear", NULL, 0, 1e15 },
    { 0, "exit-code", OPT_FLAG, O(exit_code), NULL, "end with 0 none, 1 warning, 2 critical, 3 could not tell", NULL, 0, 0 },
};

static const enum inv_param parameters[] = { INV_P_LEAD_TIME, INV_P_UNIT_COST };

/* ---- what time it is ------------------------------------------------------------------------- */

/* Seconds of the civil clock where we are. */
static int64_t clock_now(void)
{
    time_t t = time(NULL);
    struct tm here;
    localtime_r(&t, &here);
    return inv_date_from_civil(here.tm_year + 1900, here.tm_mon + 1, here.tm_mday) * INV_TIME_DAY
         + here.tm_hour * 3600 + here.tm_min * 60 + here.tm_sec;
}

static enum inv_status given_now(struct alert_work *w, struct inv_err *err)
{
    const char *s = w->run->common.as_of;
    int64_t after;
    w->now_given = INT64_MIN;
    if (!s)
        return INV_OK;
    struct inv_err why = { 0 };
    if (inv_time_parse_span(&w->form, s, strlen(s), &w->now_given, &after, &why) != INV_OK)
        return inv_err_set(err, INV_EUSAGE, "--as-of: %s", why.text);
    return INV_OK;
}

/* ---- could not tell ----------------------------------------------------------------------------- */

static enum inv_status unknown(struct alert_work *w, const char *rule, double value, double threshold, char *message, struct inv_err *err)
{
    struct inv_buf key = { 0 };
    enum inv_status st = message ? INV_OK : inv_err_set(err, INV_ENOMEM, "out of memory");
    for (size_t i = 0; i < w->run->keys.n && st == INV_OK; i++)
        st = inv_buf_addc(&key, '\0', err);
    struct alert *a = st == INV_OK ? alert_new(w, key.s, key.n, rule, err) : NULL;
    inv_buf_free(&key);
    if (!a) {
        free(message);
        return err->status;
    }
    a->found = (struct inv_alert){ .severity = INV_SEVERITY_UNKNOWN, .value = value, .threshold = threshold };
    a->message = message;
    a->suggestion = strdup("look at what makes the input");
    a->time = INT64_MAX;
    w->run->status = 1;
    return a->suggestion ? INV_OK : inv_err_set(err, INV_ENOMEM, "out of memory");
}

static char *say(const char *format, double a, double b)
{
    struct inv_buf buf = { 0 };
    for (; *format; format++)
        if (*format == '#')
            words_number(&buf, a), a = b;
        else
            inv_buf_addc(&buf, *format, NULL);
    char *s = inv_buf_cstr(&buf, NULL) ? strdup(buf.s) : NULL;
    inv_buf_free(&buf);
    return s;
}

static enum inv_status check_age(struct alert_work *w, struct inv_err *err)
{
    double limit;
    struct inv_cell c = { w->o->max_age, w->o->max_age ? strlen(w->o->max_age) : 0 };
    if (!w->o->max_age)
        return INV_OK;
    struct inv_err why = { 0 };
    if (inv_duration_parse(c, '.', 1, &limit, &why) != INV_OK)
        return inv_err_set(err, INV_EUSAGE, "--max-age: %s", why.text);
    if (w->newest == INT64_MIN || w->form.form == INV_FORM_INTEGER)
        return unknown(w, "stale_input", NAN, limit, say("no as_of or date says how old the input is", 0, 0), err);
    double age = (double)((w->now_given != INT64_MIN ? w->now_given : clock_now()) - w->newest) / (double)INV_TIME_DAY;
    if (age > limit)
        return unknown(w, "stale_input", age, limit, say("the input is # days old, more than #", age, limit), err);
    return INV_OK;
}

static enum inv_status check_rows(struct alert_work *w, struct inv_err *err)
{
    double rows = (double)w->rows, least = (double)w->o->min_rows;
    if (rows >= least)
        return INV_OK;
    return unknown(w, "short_input", rows, least, say("usable rows: #, fewer than #", rows, least), err);
}

/* ---- the filter ---------------------------------------------------------------------------------- */

static enum inv_status read_rows(struct alert_work *w, struct inv_err *err)
{
    struct inv_record rec;
    for (;;) {
        enum inv_status st = inv_input_next(w->run->in, &rec, err);
        if (st == INV_END)
            return INV_OK;
        if (st == INV_OK)
            st = rules_row(w, &rec, err);
        if (st == INV_EROW || st == INV_EARG) {
            err->status = INV_EROW;
            if (!err->file)
                inv_err_at(err, rec.file, rec.line);
            st = tool_reject(w->run, &rec, err);
        }
        if (st != INV_OK)
            return st;
        tool_progress(w->run);
    }
}

/* An unusual value of last year needs nobody: only the newest rows' count. */
static void drop_old_anomalies(struct alert_work *w)
{
    for (size_t i = 0; i < w->n; i++)
        if (w->alerts[i].time < w->newest && strcmp(w->alerts[i].rule, inv_rule_name(INV_RULE_ANOMALY)) == 0)
            w->alerts[i].quiet = true;
}

static void present(struct alert_work *w)
{
    for (size_t i = 0; i < w->n; i++) {
        const struct alert *a = &w->alerts[i];
        if (a->quiet)
            continue;
        if (!w->o->any || a->found.severity > w->o->worst)
            w->o->worst = a->found.severity;
        w->o->any = true;
    }
}

static enum inv_status tell(struct alert_work *w, struct inv_err *err)
{
    w->now = w->now_given != INT64_MIN ? w->now_given : w->newest != INT64_MIN ? w->newest : clock_now();
    drop_old_anomalies(w);
    enum inv_status st = check_age(w, err);
    if (st == INV_OK)
        st = check_rows(w, err);
    if (st != INV_OK)
        return st;
    present(w);
    st = state_decide(w, err);
    if (st == INV_OK)
        st = alert_print(w, err);
    if (st == INV_OK)
        st = inv_sink_flush(w->run->out, err);
    return st == INV_OK ? state_save(w, err) : st;
}

static enum inv_status run_alert(struct run *run, struct inv_err *err)
{
    struct alert_work w = { .run = run, .o = run->options, .newest = INT64_MIN };
    enum inv_status st = tool_open_input(run, err);
    if (st == INV_OK)
        st = rules_open(&w, err);
    if (st == INV_OK)
        st = given_now(&w, err);
    if (st == INV_OK)
        st = state_open(&w, err);
    if (st == INV_OK)
        st = read_rows(&w, err);
    if (st == INV_OK)
        st = tell(&w, err);
    for (size_t i = 0; i < w.n; i++)
        alert_free(&w.alerts[i]);
    free(w.alerts);
    state_close(&w);
    rules_close(&w);
    return st;
}

/* As Nagios plugins do, whatever went wrong: also when the options could not be read. */
static int exit_code(const struct run *run, int status, int argc, char **argv)
{
    const struct alert_options *o = run->options;
    bool asked = o && o->exit_code;
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++)
        asked = asked || (strncmp(argv[i], "--exit-code", strlen(argv[i])) == 0 && strlen(argv[i]) > 4);
    if (!asked)
        return status;
    if (status != 0 || !o || (o->any && o->worst == INV_SEVERITY_UNKNOWN))
        return 3;
    return !o->any ? 0 : o->worst == INV_SEVERITY_CRITICAL ? 2 : o->worst == INV_SEVERITY_WARNING ? 1 : 0;
}

static const struct alert_options defaults = { .hold = 1 };

static const struct tool tool = {
    .name = "inv-alert",
    .summary = "What needs a person: stock-outs, low, late, dead and excess stock, worst first.",
    .example = "  inv-reorder --stock stock.csv plan.csv | inv-alert --format text",
    .options = option_table, .noptions = COUNT(option_table),
    .params = parameters, .nparams = COUNT(parameters),
    .defaults = &defaults, .size = sizeof(struct alert_options),
    .run = run_alert, .exit_status = exit_code,
};

TOOL_MAIN(tool)
