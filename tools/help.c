/* SPDX-License-Identifier: GPL-3.0-or-later */
/* --help and the words for completion, from the same tables that parse. */
#include "config.h"
#include "options.h"

#include <string.h>

enum { WIDTH = 79, TEXT_AT = 27 };

/* Wraps text from column `at` on, further lines indented to TEXT_AT. */
static void wrap(FILE *out, const char *text, int at)
{
    if (at > TEXT_AT - 2) {
        fputc('\n', out);
        at = 0;
    }
    for (; at < TEXT_AT; at++)
        fputc(' ', out);
    while (*text) {
        size_t n = strcspn(text, " ");
        if (at > TEXT_AT && at + 1 + (int)n > WIDTH) {
            fprintf(out, "\n%*s", TEXT_AT, "");
            at = TEXT_AT;
        } else if (at > TEXT_AT) {
            fputc(' ', out);
            at++;
        }
        fwrite(text, 1, n, out);
        at += (int)n;
        text += n + (text[n] == ' ');
    }
    fputc('\n', out);
}

static void help_option(FILE *out, char letter, const char *name, const char *arg, const char *help)
{
    int at = letter ? fprintf(out, "  -%c, --", letter) : fprintf(out, "      --");
    for (const char *c = name; *c; c++, at++)
        fputc(*c == '_' ? '-' : *c, out);
    if (arg)
        at += fprintf(out, "=%s", arg);
    wrap(out, help, at);
}

static void help_table(FILE *out, const struct tool_option *o, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (o[i].kind == OPT_HEADING)
            fprintf(out, "\n%s:\n", o[i].name);
        else
            help_option(out, o[i].letter, o[i].name, o[i].arg, o[i].help);
    }
}

static void help_params(FILE *out, const struct tool *tool)
{
    if (tool->nparams == 0)
        return;
    fputs("\nPlanning parameters (a column, --items, or an option):\n", out);
    for (size_t i = 0; i < tool->nparams; i++) {
        const struct inv_param_def *d = &inv_param_table()[tool->params[i]];
        help_option(out, 0, d->name, d->arg, d->help);
    }
}

void options_help(const struct tool *tool, FILE *out)
{
    fprintf(out, "Usage: %s [OPTION]... [FILE]...\n%s\n\nExample:\n%s\n", tool->name, tool->summary, tool->example);
    if (tool->noptions > 0 && tool->options[0].kind != OPT_HEADING)
        fputs("\nOptions:\n", out);
    help_table(out, tool->options, tool->noptions);
    if (tool->shared)
        help_table(out, tool->shared->table, tool->shared->n);
    help_params(out, tool);
    size_t n;
    const struct tool_option *common = options_common(&n);
    help_table(out, common, n);
    fprintf(out, "\nThe manual: man %s, man invtools\n", tool->name);
}

static void words(FILE *out, const struct tool_option *o, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (o[i].kind == OPT_HEADING)
            continue;
        fprintf(out, "--%s\t%s\t%s\n", o[i].name, o[i].arg ? o[i].arg : "", o[i].choices ? o[i].choices : "");
        if (o[i].letter)
            fprintf(out, "-%c\t%s\t%s\n", o[i].letter, o[i].arg ? o[i].arg : "", o[i].choices ? o[i].choices : "");
    }
}

/* One line an option: word, argument, choices, tabs between. */
void options_completion(const struct tool *tool, FILE *out)
{
    size_t n;
    words(out, tool->options, tool->noptions);
    if (tool->shared)
        words(out, tool->shared->table, tool->shared->n);
    const struct tool_option *common = options_common(&n);
    words(out, common, n);
    for (size_t i = 0; i < tool->nparams; i++) {
        const struct inv_param_def *d = &inv_param_table()[tool->params[i]];
        fputs("--", out);
        for (const char *c = d->name; *c; c++)
            fputc(*c == '_' ? '-' : *c, out);
        fprintf(out, "\t%s\t\n", d->arg);
    }
}
