/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "options.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "inv/mem.h"
#include "inv/num.h"

#define C(member) offsetof(struct common, member)

static const struct tool_option common_options[] = {
    { 0, "Tables", OPT_HEADING, 0, NULL, NULL, NULL, 0, 0 },
    { 'k', "key", OPT_TEXT, C(key), "COLS", "key columns (default sku)", NULL, 0, 0 },
    { 't', "time", OPT_TEXT, C(time), "COL", "column of time (default date)", NULL, 0, 0 },
    { 'y', "value", OPT_TEXT, C(value), "COL", "column of the quantity (default qty)", NULL, 0, 0 },
    { 0, "csv", OPT_FLAG, C(csv), NULL, "read and write CSV (the default)", NULL, 0, 0 },
    { 0, "tsv", OPT_FLAG, C(tsv), NULL, "read and write TSV", NULL, 0, 0 },
    { 'd', "delimiter", OPT_TEXT, C(delimiter), "C", "another one-byte delimiter", NULL, 0, 0 },
    { 0, "in-format", OPT_CHOICE, C(in_format), "csv|tsv", "format of the input", "csv|tsv", 0, 0 },
    { 0, "out-format", OPT_CHOICE, C(out_format), "csv|tsv|jsonl", "format of the output", "csv|tsv|jsonl", 0, 0 },
    { 0, "decimal", OPT_TEXT, C(decimal), "C", "decimal point of numbers: . or ,", NULL, 0, 0 },
    { 0, "date-format", OPT_TEXT, C(date_format), "F", "dates as strptime reads them, such as %d.%m.%Y", NULL, 0, 0 },
    { 0, "na", OPT_TEXT, C(na), "TOKENS", "further cells that mean missing: a,b", NULL, 0, 0 },
    { 0, "no-header", OPT_FLAG, C(no_header), NULL, "no header; columns are named 1, 2, 3", NULL, 0, 0 },
    { 0, "bom", OPT_FLAG, C(bom), NULL, "begin the output with a byte-order mark", NULL, 0, 0 },
    { 0, "precision", OPT_INT, C(precision), "N", "significant digits (default: all that count)", NULL, 1, 17 },
    { 0, "carry", OPT_TEXT, C(carry), "COLS", "further columns to keep where rows are reduced", NULL, 0, 0 },
    { 0, "sorted", OPT_FLAG, C(sorted), NULL, "the rows of a key stand together: little memory", NULL, 0, 0 },
    { 0, "Calendar", OPT_HEADING, 0, NULL, NULL, NULL, 0, 0 },
    { 0, "freq", OPT_CHOICE, C(freq), "F", "H, D, W, M, Q, Y or int (default: from the data)", "H|D|W|M|Q|Y|int", 0, 0 },
    { 0, "season", OPT_TEXT, C(season), "M[,M2]", "periods of a season (default: from the frequency)", NULL, 0, 0 },
    { 0, "as-of", OPT_TEXT, C(as_of), "DATE", "today, for all that depends on it (default: the last date of the input)", NULL, 0, 0 },
    { 0, "Parameters from elsewhere", OPT_HEADING, 0, NULL, NULL, NULL, 0, 0 },
    { 0, "items", OPT_TEXT, C(items), "FILE", "item master with parameter columns, joined on the key", NULL, 0, 0 },
    { 0, "set", OPT_TEXTS, C(set), "NAME=VALUE", "a parameter for all rows, before any column", NULL, 0, 0 },
    { 0, "Running", OPT_HEADING, 0, NULL, NULL, NULL, 0, 0 },
    { 'o', "output", OPT_TEXT, C(output), "FILE", "write there: the whole table or, on failure, nothing", NULL, 0, 0 },
    { 0, "rejects", OPT_TEXT, C(rejects), "FILE", "write rows that cannot be used there, with the reason", NULL, 0, 0 },
    { 0, "strict", OPT_FLAG, C(strict), NULL, "end at the first row that cannot be used", NULL, 0, 0 },
    { 'j', "jobs", OPT_INT, C(jobs), "N", "threads (default: the processors there are)", NULL, 1, 1024 },
    { 0, "seed", OPT_INT, C(seed), "N", "seed of all that is drawn at random (default 1)", NULL, 0, 1e15 },
    { 0, "progress", OPT_FLAG, C(progress), NULL, "show a bar on standard error", NULL, 0, 0 },
    { 0, "no-progress", OPT_FLAG, C(no_progress), NULL, "show none", NULL, 0, 0 },
    { 'q', "quiet", OPT_FLAG, C(quiet), NULL, "no remarks on standard error, only errors", NULL, 0, 0 },
    { 'h', "help", OPT_FLAG, C(help), NULL, "show this help", NULL, 0, 0 },
    { 'V', "version", OPT_FLAG, C(version), NULL, "show the version", NULL, 0, 0 },
};

const struct tool_option *options_common(size_t *n)
{
    *n = COUNT(common_options);
    return common_options;
}

struct common options_common_defaults(void)
{
    return (struct common){ .key = "sku", .time = "date", .value = "qty",
                            .in_format = -1, .out_format = -1, .freq = -1, .seed = 1 };
}

/* ---- getopt_long's view of the tables -------------------------------------------------- */

/* Where a code that getopt_long gives back leads: an option, or a parameter. */
struct target { const struct tool_option *option; void *base; enum inv_param param; };

struct parser {
    struct option *longs; size_t nlongs, cap_longs;
    struct target *targets; size_t ntargets, cap_targets;
    struct inv_buf names;      /* of parameter options, dashes for underscores */
    struct inv_buf letters;
};

enum { CODE_FIRST = 256 };

static enum inv_status parser_long(struct parser *p, const char *name, bool has_arg, struct target t, struct inv_err *err)
{
    enum inv_status st = INV_MEM_GROW(&p->longs, &p->cap_longs, p->nlongs + 2, err);
    if (st == INV_OK)
        st = INV_MEM_GROW(&p->targets, &p->cap_targets, p->ntargets + 1, err);
    if (st != INV_OK)
        return st;
    p->longs[p->nlongs++] = (struct option){ name, has_arg ? required_argument : no_argument, NULL,
                                             CODE_FIRST + (int)p->ntargets };
    p->targets[p->ntargets++] = t;
    p->longs[p->nlongs] = (struct option){ 0 };
    return INV_OK;
}

static enum inv_status parser_table(struct parser *p, const struct tool_option *o, size_t n, void *base, struct inv_err *err)
{
    enum inv_status st = INV_OK;
    for (size_t i = 0; i < n && st == INV_OK; i++) {
        if (o[i].kind == OPT_HEADING)
            continue;
        st = parser_long(p, o[i].name, o[i].kind != OPT_FLAG, (struct target){ &o[i], base, INV_P_COUNT }, err);
        if (st == INV_OK && o[i].letter)
            st = inv_buf_addc(&p->letters, o[i].letter, err);
        if (st == INV_OK && o[i].letter && o[i].kind != OPT_FLAG)
            st = inv_buf_addc(&p->letters, ':', err);
    }
    return st;
}

/* --lead-time for lead_time; all names are written first, so that pointers hold. */
static enum inv_status parser_params(struct parser *p, const struct tool *tool, struct inv_err *err)
{
    enum inv_status st = INV_OK;
    const struct inv_param_def *table = inv_param_table();
    for (size_t i = 0; i < tool->nparams && st == INV_OK; i++) {
        size_t from = p->names.n;
        st = inv_buf_add(&p->names, table[tool->params[i]].name, strlen(table[tool->params[i]].name) + 1, err);
        for (size_t c = from; st == INV_OK && c < p->names.n; c++)
            if (p->names.s[c] == '_')
                p->names.s[c] = '-';
    }
    size_t at = 0;
    for (size_t i = 0; i < tool->nparams && st == INV_OK; i++) {
        st = parser_long(p, p->names.s + at, true, (struct target){ NULL, NULL, tool->params[i] }, err);
        at += strlen(p->names.s + at) + 1;
    }
    return st;
}

static void parser_free(struct parser *p)
{
    free(p->longs);
    free(p->targets);
    inv_buf_free(&p->names);
    inv_buf_free(&p->letters);
}

static enum inv_status parser_init(struct parser *p, struct run *run, struct inv_err *err)
{
    enum inv_status st = inv_buf_adds(&p->letters, ":", err);   /* a missing argument comes back as ':' */
    if (st == INV_OK)
        st = parser_table(p, run->tool->options, run->tool->noptions, run->options, err);
    if (st == INV_OK && run->tool->shared)
        st = parser_table(p, run->tool->shared->table, run->tool->shared->n, (char *)run->options + run->tool->shared_at, err);
    if (st == INV_OK)
        st = parser_params(p, run->tool, err);
    if (st == INV_OK)
        st = parser_table(p, common_options, COUNT(common_options), &run->common, err);
    if (st == INV_OK && !inv_buf_cstr(&p->letters, err))
        st = INV_ENOMEM;
    return st;
}

/* ---- one option ---------------------------------------------------------------------------- */

static enum inv_status set_int(const struct tool_option *o, const char *arg, int64_t *v, struct inv_err *err)
{
    if (inv_num_parse_int(arg, strlen(arg), v) != INV_NUM_OK)
        return inv_err_set(err, INV_EUSAGE, "--%s: \"%s\" is not a whole number", o->name, arg);
    if ((double)*v < o->lo || (double)*v > o->hi)
        return inv_err_set(err, INV_EUSAGE, "--%s: %s is not within %.0f to %.0f", o->name, arg, o->lo, o->hi);
    return INV_OK;
}

static enum inv_status set_num(const struct tool_option *o, const char *arg, double *v, struct inv_err *err)
{
    if (inv_num_parse(arg, strlen(arg), '.', v) != INV_NUM_OK)
        return inv_err_set(err, INV_EUSAGE, "--%s: \"%s\" is not a number", o->name, arg);
    if (*v < o->lo || *v > o->hi)
        return inv_err_set(err, INV_EUSAGE, "--%s: %s is not within %g to %g", o->name, arg, o->lo, o->hi);
    return INV_OK;
}

static enum inv_status set_choice(const struct tool_option *o, const char *arg, int *v, struct inv_err *err)
{
    size_t n = strlen(arg);
    int at = 0;
    for (const char *c = o->choices; c; at++) {
        const char *end = strchr(c, '|');
        size_t len = end ? (size_t)(end - c) : strlen(c);
        if (len == n && memcmp(c, arg, n) == 0) {
            *v = at;
            return INV_OK;
        }
        c = end ? end + 1 : NULL;
    }
    return inv_err_set(err, INV_EUSAGE, "--%s: \"%s\" is none of %s", o->name, arg, o->choices);
}

static enum inv_status set_option(const struct target *t, const char *arg, struct inv_err *err)
{
    const struct tool_option *o = t->option;
    void *at = (char *)t->base + o->offset;
    switch (o->kind) {
    case OPT_FLAG: *(bool *)at = true; return INV_OK;
    case OPT_TEXT: *(const char **)at = arg; return INV_OK;
    case OPT_TEXTS: return texts_add(at, arg, err);
    case OPT_INT: return set_int(o, arg, at, err);
    case OPT_NUM: return set_num(o, arg, at, err);
    case OPT_CHOICE: return set_choice(o, arg, at, err);
    case OPT_HEADING: break;
    }
    return INV_OK;
}

/* getopt_long tells neither an unknown option from an ambiguous one nor which it was. */
static enum inv_status unknown(const struct parser *p, const char *word, int letter, struct inv_err *err)
{
    if (letter > 0 && letter < CODE_FIRST)
        return inv_err_set(err, INV_EUSAGE, "unknown option -%c", letter);
    if (letter >= CODE_FIRST)
        return inv_err_set(err, INV_EUSAGE, "--%s takes no argument", p->longs[letter - CODE_FIRST].name);
    size_t n = strcspn(word + 2, "="), fits = 0;
    for (size_t i = 0; i < p->nlongs; i++)
        fits += strncmp(p->longs[i].name, word + 2, n) == 0;
    return inv_err_set(err, INV_EUSAGE, fits > 1 ? "option %.80s is ambiguous" : "unknown option %.80s", word);
}

static enum inv_status parse_one(struct parser *p, struct run *run, int code, char **argv, struct inv_err *err)
{
    if (code == '?')
        return unknown(p, argv[optind - 1], optopt, err);
    if (code == ':') {
        if (optopt >= CODE_FIRST)
            return inv_err_set(err, INV_EUSAGE, "--%s needs an argument", p->longs[optopt - CODE_FIRST].name);
        return inv_err_set(err, INV_EUSAGE, "-%c needs an argument", optopt);
    }
    if (code >= CODE_FIRST) {
        const struct target *t = &p->targets[code - CODE_FIRST];
        return t->option ? set_option(t, optarg, err) : inv_params_option(run->params, t->param, optarg, err);
    }
    for (size_t i = 0; i < p->ntargets; i++)
        if (p->targets[i].option && p->targets[i].option->letter == code)
            return set_option(&p->targets[i], optarg, err);
    return INV_OK;
}

enum inv_status options_parse(struct run *run, int argc, char **argv, int *first, struct inv_err *err)
{
    struct parser p = { 0 };
    enum inv_status st = parser_init(&p, run, err);
    optind = 0;          /* begin anew, whoever parsed before */
    opterr = 0;
    for (int code = 0; st == INV_OK && code != -1; ) {
        code = getopt_long(argc, argv, p.letters.s, p.longs, NULL);
        if (code != -1)
            st = parse_one(&p, run, code, argv, err);
        if (run->common.help || run->common.version)
            break;
    }
    *first = optind;
    parser_free(&p);
    return st;
}
