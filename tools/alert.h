/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-alert's own: what is said of whom, from the rows to the message. */
#ifndef TOOLS_ALERT_H
#define TOOLS_ALERT_H

#include "common.h"
#include "inv/alert.h"
#include "inv/time.h"

enum alert_format { FORMAT_TABLE, FORMAT_TEXT, FORMAT_MAIL, FORMAT_HTML, FORMAT_JSONL };

struct alert_options {
    int format;
    bool exit_code, explain;
    const char *to, *from, *subject;
    struct texts rules;
    const char *state, *snooze, *max_age, *repeat_after, *group_by;
    int64_t min_rows, top, hold;
    double clear_margin;
    enum inv_severity worst;      /* out: of what holds now; with `any` */
    bool any;
};

/* One alert, ready to be told. Owns its texts. */
struct alert {
    char *key;                    /* the key's cells, each ended by a NUL */
    char *carry;                  /* likewise: --group-by, then --carry */
    char *rule, *message, *suggestion;
    struct inv_alert found;       /* severity, value, threshold, units */
    double money;                 /* units x unit_cost; units where no cost is known */
    enum inv_alert_status status;
    bool quiet;                   /* holds, but is not to be told */
    int64_t time;                 /* of its row; INT64_MIN: none */
    size_t order;                 /* of arrival */
};

/* ---- rules (alert_rules.c): from a row to what is found -------------------------------- */

/* NAME: COLUMN OP COLUMN|NUMBER [SEVERITY] */
struct custom_rule {
    char *name, *left, *right;    /* right NULL: number */
    char op[3];
    double number;
    enum inv_severity severity;
    size_t left_at, right_at;     /* columns */
};

struct alert_columns {
    size_t position, transfer_in, transfer_out, cover, stockout_date, as_of, date, freq, anomaly, bias, receipt;
};

struct alert_work {
    struct run *run;
    struct alert_options *o;
    struct alert_columns at;
    struct custom_rule *custom; size_t ncustom, cap_custom;
    size_t *keys;
    size_t *carry; size_t ncarry;           /* --group-by first */
    struct inv_timefmt form;                /* of as_of, else date */
    int64_t newest;                         /* of them; INT64_MIN: none */
    int64_t now, now_given;                 /* now_given: INT64_MIN where --as-of is not */
    struct alert *alerts; size_t n, cap;
    uint64_t rows;                          /* used */
    struct alert_state *state;
};

/* What a row says, in the rules' terms, and in words. */
struct alert_item {
    struct inv_alert_in in;
    double net, position, unit_cost;
    enum inv_freq freq;
    struct inv_cell stockout_date, receipt, date;
    int64_t time;
};

enum inv_status rules_open(struct alert_work *w, struct inv_err *err);
void rules_close(struct alert_work *w);
enum inv_status rules_row(struct alert_work *w, const struct inv_record *rec, struct inv_err *err);

/* Reads --rule into w->custom (alert_custom.c). INV_EUSAGE: what is wrong with which. */
enum inv_status rules_custom(struct alert_work *w, struct inv_err *err);

/* ---- words (alert_words.c) ---------------------------------------------------------------- */

/* Texts for a rule's finding; INV_ENOMEM. */
enum inv_status words_rule(const struct alert_item *item, const struct inv_alert *a, struct alert *out, struct inv_err *err);
enum inv_status words_custom(const struct custom_rule *r, const struct inv_alert *a, struct alert *out, struct inv_err *err);
/* A number as people write it: 12, 0.35, 1240. */
void words_number(struct inv_buf *b, double x);

/* ---- state (alert_state.c) ------------------------------------------------------------------ */

/* Reads --state (a file that is not there is empty) and --snooze. */
enum inv_status state_open(struct alert_work *w, struct inv_err *err);
void state_close(struct alert_work *w);
/* Told of every rule looked at: keeps or clears what was there. fires: it goes to the alerts. */
void state_seen(struct alert_work *w, const char *key, size_t nkey, const char *rule, const struct inv_alert *now);
/* Decides what is told: status and quiet of each alert; adds the cleared ones. */
enum inv_status state_decide(struct alert_work *w, struct inv_err *err);
/* Writes the new state; call once all else is written. */
enum inv_status state_save(struct alert_work *w, struct inv_err *err);

/* ---- telling (alert_print.c, alert_mail.c) ---------------------------------------------------- */

struct alert *alert_new(struct alert_work *w, const char *key, size_t nkey, const char *rule, struct inv_err *err);
void alert_free(struct alert *a);
/* n cells, each ended by a NUL, from a run of them. */
const char *alert_cell(const char *cells, size_t i);
/* Sorts, leaves out what is quiet, and writes what is left in the format asked. */
enum inv_status alert_print(struct alert_work *w, struct inv_err *err);
enum inv_status alert_table(struct alert_work *w, size_t n, struct inv_format format, struct inv_buf *out, struct inv_err *err);
enum inv_status alert_text(struct alert_work *w, size_t n, size_t more, struct inv_buf *out, struct inv_err *err);
enum inv_status alert_html(struct alert_work *w, size_t n, size_t more, struct inv_buf *out, struct inv_err *err);
enum inv_status alert_mail(struct alert_work *w, size_t n, size_t more, struct inv_buf *out, struct inv_err *err);
/* "2 critical, 1 warning" of the first n. */
enum inv_status alert_counts(const struct alert_work *w, size_t n, struct inv_buf *out, struct inv_err *err);

#endif
