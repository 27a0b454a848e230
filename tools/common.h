/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What every filter shares: the option table, messages, the tables it reads and
 * writes, rejected rows, exit status. A filter is a struct tool and a main of
 * one line; the only places that print are in this folder.
 */
#ifndef TOOLS_COMMON_H
#define TOOLS_COMMON_H

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "inv/buf.h"
#include "inv/freq.h"
#include "inv/group.h"
#include "inv/input.h"
#include "inv/layout.h"
#include "inv/output.h"
#include "inv/params.h"

#define COUNT(a) (sizeof (a) / sizeof *(a))

/* ---- options: one const table a filter (options.c) --------------------------------- */

enum option_kind {
    OPT_FLAG,      /* bool: true when given */
    OPT_TEXT,      /* const char * */
    OPT_TEXTS,     /* struct texts: may be given again and again */
    OPT_INT,       /* int64_t in lo..hi */
    OPT_NUM,       /* double in lo..hi */
    OPT_CHOICE,    /* int: the place of the word in choices, a|b|c */
    OPT_HEADING    /* name is a line of its own in --help */
};

struct texts { const char **s; size_t n, cap; };

struct tool_option {
    char letter;               /* 0: none */
    const char *name;          /* without the dashes */
    enum option_kind kind;
    size_t offset;             /* of its member in the filter's options struct */
    const char *arg;           /* N, FILE, COLS, F|G|H; NULL for a flag */
    const char *help;
    const char *choices;       /* OPT_CHOICE */
    double lo, hi;             /* OPT_INT, OPT_NUM */
};

/* A table of options that several filters share. */
struct tool_options { const struct tool_option *table; size_t n; };

/* Options that every filter has (contract, section 5). */
struct common {
    const char *key, *time, *value;
    bool csv, tsv, no_header, bom, sorted, strict, progress, no_progress, quiet;
    const char *delimiter, *decimal, *date_format, *na;
    int in_format, out_format, freq;           /* places in their choices; -1: not given */
    const char *season, *as_of, *items, *carry, *output, *rejects;
    struct texts set;
    int64_t jobs, seed, precision;
    bool help, version;
};

struct run;

struct tool {
    const char *name;                          /* inv-eoq */
    const char *summary;                       /* one sentence for --help and the man page */
    const char *example;                       /* lines for the top of --help, two spaces in front */
    const struct tool_option *options; size_t noptions;
    const struct tool_options *shared; size_t shared_at;    /* NULL: none; where their struct is in the filter's */
    const enum inv_param *params; size_t nparams;   /* parameters that it takes as options */
    const enum inv_param *zero; size_t nzero;       /* of which it takes 0 where others do not */
    const void *defaults; size_t size;         /* of the filter's own options struct */
    /* The filter's work; its status ends the run when it is not INV_OK. */
    enum inv_status (*run)(struct run *run, struct inv_err *err);
    /* Maps the exit status just before the end; NULL: as it is. argv for options not yet read. */
    int (*exit_status)(const struct run *run, int status, int argc, char **argv);
};

/* Parses argv, does --help and --version, opens what the options name, runs the
 * filter, closes everything; returns the exit status. Never calls exit. */
int tool_main(const struct tool *tool, int argc, char **argv);

#ifdef INV_FUZZ
#define TOOL_MAIN(t) int tool_fuzz(int argc, char **argv); \
    int tool_fuzz(int argc, char **argv) { return tool_main(&(t), argc, argv); }
#else
#define TOOL_MAIN(t) int main(int argc, char **argv) { return tool_main(&(t), argc, argv); }
#endif

/* ---- a run (common.c, tables.c) --------------------------------------------------------- */

struct run {
    const struct tool *tool;
    struct common common;
    void *options;                    /* the filter's own */
    const char *const *paths; size_t npaths;
    struct inv_format in_format, out_format;
    struct texts keys;                /* names of the key columns */
    struct texts na, split;           /* owned pieces of option texts */
    struct inv_params *params;        /* --set, options, --items; bound by tool_open_input */
    struct inv_input *in;             /* opened by tool_open_input */
    struct inv_sink *out, *rejects;
    struct inv_buf rejects_buf;
    bool rejects_begun, completed;
    bool set_noted[INV_P_COUNT];      /* that a --set leaves what is given */
    struct messages *messages;
    struct progress *progress;
    uint64_t rejected;
    int status;                       /* exit status so far: 0, or 1 once a row was rejected */
};

/* Opens the input (files named, or "-"), reads --items and binds the parameters; once. */
enum inv_status tool_open_input(struct run *run, struct inv_err *err);
/* Opens another table (--stock, --discounts ...) in the same format. */
enum inv_status tool_open_table(struct run *run, const char *path, struct inv_input **in, struct inv_err *err);

/* Columns of the input for the names in run->keys; *columns is allocated (free it). */
enum inv_status tool_key_columns(struct run *run, const struct inv_input *in, size_t **columns, struct inv_err *err);
/* A key that the user names must be a column; the default one need not. */
enum inv_status tool_named_keys(struct run *run, struct inv_err *err);
/* Columns for a comma-separated list of names; *columns and the pieces are owned by the run or caller alike. */
enum inv_status tool_columns(struct run *run, const struct inv_input *in, const char *list,
                             size_t **columns, size_t *n, struct inv_err *err);
/* Splits a,b,c: the pieces live as long as the run. */
enum inv_status tool_split(struct run *run, const char *list, struct texts *out, struct inv_err *err);
void texts_free(struct texts *t);
enum inv_status texts_add(struct texts *t, const char *s, struct inv_err *err);

/* Frequency of --freq; INV_FREQ_NONE where not given. */
enum inv_freq tool_freq(const struct run *run);
/* Frequency of a cell of a `freq` column, else --freq, else INV_FREQ_NONE. column may be INV_NO_COLUMN. */
enum inv_freq tool_freq_of(const struct run *run, const struct inv_cell *cells, size_t column);
/* Seasons of --season 7,365: *season allocated; n = 0 where not given. */
enum inv_status tool_seasons(struct run *run, size_t **season, size_t *n, struct inv_err *err);
size_t tool_jobs(const struct run *run);

/* ---- rows that cannot be used, and messages (messages.c) ------------------------------- */

/* Reports a row: message, --rejects, exit status 1. INV_OK to go on; under
 * --strict err's own status (the caller returns it: exit 2). run is the ctx,
 * so that it serves as `reject` of groups and items. */
enum inv_status tool_reject(void *run, const struct inv_record *rec, const struct inv_err *err);
/* The same for what came of a row, st: INV_EROW and INV_EARG reject it, where it stands unless err says so already. */
enum inv_status tool_reject_row(struct run *run, const struct inv_record *rec, enum inv_status st, struct inv_err *err);
/* The same without a word: what is wrong was said with another row. */
enum inv_status tool_reject_told(struct run *run, const struct inv_record *rec, const struct inv_err *err);
/* The same for a row of another table (--items, --stock): told and counted, not
 * among the rejects, whose columns are the input's. */
enum inv_status tool_reject_other(void *run, const struct inv_record *rec, const struct inv_err *err);
/* The same for a key: its message once, all of its kept rows to --rejects. */
enum inv_status tool_reject_group(struct run *run, const struct inv_group *g, const struct inv_err *err);
/* Whether rows must be kept for --rejects (inv_group_spec.keep_raw). */
bool tool_keeps_raw(const struct run *run);
/* A remark on standard error unless --quiet: "inv-clean: ...". */
void tool_note(struct run *run, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* The same also with --quiet: why the exit status is not 0. */
void tool_alarm(struct run *run, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Says once, where --set names param, that it does not change `first`, which follows from it but is given. */
void tool_note_set(struct run *run, enum inv_param param, const char *first);
/* A call from time to time: draws the bar when it is due. */
void tool_progress(struct run *run);

/* ---- output (rows.c) ------------------------------------------------------------------------ */

/* Buffers rows and hands full blocks to the sink. */
enum inv_status tool_write(struct run *run, struct inv_buf *buf, bool all, struct inv_err *err);

/* Adds a column that the filter writes; INV_EUSAGE where there is one of that name. */
enum inv_status tool_column_add(struct inv_layout *layout, struct inv_cell name, struct inv_err *err);

/* A computed cell. */
enum value_kind { VALUE_MISSING, VALUE_NUM, VALUE_TEXT };
struct value { enum value_kind kind; double num; struct inv_cell text; };
/* Inline, so that a value goes from registers to its place: one that a call returns in parts is
 * copied from memory in whole words, which waits until the parts have arrived there. */
static inline struct value value_num(double x)       /* NAN: missing */
{
    return (struct value){ isnan(x) ? VALUE_MISSING : VALUE_NUM, x, { NULL, 0 } };
}

static inline struct value value_cell(struct inv_cell c)     /* borrowed until the row is written */
{
    return (struct value){ VALUE_TEXT, 0, c };
}

static inline struct value value_text(const char *s)         /* likewise */
{
    return value_cell((struct inv_cell){ s, strlen(s) });
}

void value_write(struct inv_row *row, const struct value *v);

/* A filter that works row by row: carries every column through and adds its own. */
struct row_filter {
    const char *const *columns; size_t ncolumns;     /* those it computes */
    void *ctx;
    /* Computes out[ncolumns] of one row (all VALUE_MISSING before). INV_EROW
     * rejects it; INV_END leaves it out without a word. May be NULL-safe only. */
    enum inv_status (*row)(void *ctx, struct run *run, const struct inv_record *rec,
                           const struct inv_param_row *params, struct value *out, struct inv_err *err);
    double days_per_period;                          /* 0: no calendar known */
    /* The calendar of a row where the table has one (a freq column); NULL: days_per_period for all. */
    double (*days)(void *ctx, const struct inv_record *rec);
    bool own_table;                                  /* `row` writes itself, and returns INV_END */
};
enum inv_status tool_rows(struct run *run, const struct row_filter *f, struct inv_err *err);

#endif
