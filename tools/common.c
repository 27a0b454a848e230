/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "common.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "inv/mem.h"
#include "messages.h"
#include "options.h"

/* ---- small lists ------------------------------------------------------------------------ */

enum inv_status texts_add(struct texts *t, const char *s, struct inv_err *err)
{
    enum inv_status st = INV_MEM_GROW(&t->s, &t->cap, t->n + 1, err);
    if (st == INV_OK)
        t->s[t->n++] = s;
    return st;
}

void texts_free(struct texts *t)
{
    free(t->s);
    *t = (struct texts){ 0 };
}

enum inv_status tool_split(struct run *run, const char *list, struct texts *out, struct inv_err *err)
{
    char *copy = strdup(list);
    if (!copy)
        return inv_err_set(err, INV_ENOMEM, "out of memory");
    enum inv_status st = texts_add(&run->split, copy, err);
    if (st != INV_OK) {
        free(copy);
        return st;
    }
    for (char *c = copy; c && st == INV_OK; ) {
        char *end = strchr(c, ',');
        if (end)
            *end++ = '\0';
        st = texts_add(out, c, err);
        c = end;
    }
    return st;
}

/* ---- formats ------------------------------------------------------------------------------- */

static enum inv_status one_byte(const char *option, const char *text, char *c, struct inv_err *err)
{
    bool tab = strcmp(text, "\\t") == 0;
    if (!tab && (strlen(text) != 1 || strchr("\"\r\n", text[0])))
        return inv_err_set(err, INV_EUSAGE, "--%s: \"%s\" is not one byte that can stand between cells", option, text);
    *c = tab ? '\t' : text[0];
    return INV_OK;
}

static void set_syntax(struct inv_format *f, int choice, bool tsv)
{
    f->syntax = choice == 2 ? INV_JSONL : choice == 1 || (choice < 0 && tsv) ? INV_TSV : INV_CSV;
    f->delimiter = f->syntax == INV_TSV ? '\t' : ',';
}

static enum inv_status formats(struct run *run, struct inv_err *err)
{
    const struct common *c = &run->common;
    if (c->csv && c->tsv)
        return inv_err_set(err, INV_EUSAGE, "--csv and --tsv contradict each other");
    struct inv_format f = inv_format_default();
    f.header = !c->no_header;
    if (c->decimal && strcmp(c->decimal, ",") != 0 && strcmp(c->decimal, ".") != 0)
        return inv_err_set(err, INV_EUSAGE, "--decimal: \"%s\" is neither . nor ,", c->decimal);
    if (c->decimal)
        f.decimal = c->decimal[0];
    enum inv_status st = c->na ? tool_split(run, c->na, &run->na, err) : INV_OK;
    f.na = run->na.s;
    f.n_na = run->na.n;
    run->in_format = run->out_format = f;
    run->out_format.bom = c->bom;
    run->out_format.precision = (int)c->precision;
    set_syntax(&run->in_format, c->in_format, c->tsv);
    set_syntax(&run->out_format, c->out_format, c->tsv);
    for (int side = 0; side < 2 && c->delimiter && st == INV_OK; side++) {
        struct inv_format *g = side ? &run->out_format : &run->in_format;
        if (g->syntax == INV_CSV)
            st = one_byte("delimiter", c->delimiter, &g->delimiter, err);
    }
    return st;
}

/* ---- a run from end to end ------------------------------------------------------------------------ */

enum inv_status tool_write(struct run *run, struct inv_buf *buf, bool all, struct inv_err *err)
{
    if (buf->n == 0 || (!all && buf->n < 1 << 15))
        return INV_OK;
    enum inv_status st = inv_sink_write(run->out, buf->s, buf->n, err);
    buf->n = 0;
    return st;
}

static enum inv_status begin(struct run *run, struct inv_err *err)
{
    struct common *c = &run->common;
    if (c->output && strcmp(c->output, "-") == 0)
        c->output = NULL;
    if (c->rejects && strcmp(c->rejects, "-") == 0)
        return inv_err_set(err, INV_EUSAGE, "--rejects: standard output (-) has the table");
    enum inv_status st = formats(run, err);
    if (st == INV_OK)
        st = tool_split(run, c->key, &run->keys, err);
    for (size_t i = 0; i < run->keys.n && st == INV_OK; i++)
        for (size_t k = 0; k < i && st == INV_OK; k++)
            if (strcmp(run->keys.s[i], run->keys.s[k]) == 0)
                st = inv_err_set(err, INV_EUSAGE, "--key: column %.80s is named twice", run->keys.s[i]);
    for (size_t i = 0; i < c->set.n && st == INV_OK; i++)
        st = inv_params_set(run->params, c->set.s[i], err);
    return st;
}

static bool same_file(const char *a, const char *b)
{
    struct stat x, y;
    if (strcmp(a, b) == 0)
        return strncmp(a, "/dev/", 5) != 0;
    return stat(a, &x) == 0 && stat(b, &y) == 0 && S_ISREG(x.st_mode) && x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

static enum inv_status open_sinks(struct run *run, struct inv_err *err)
{
    const struct common *c = &run->common;
    if (c->output && c->rejects && same_file(c->output, c->rejects))
        return inv_err_set(err, INV_EUSAGE, "--rejects: %.200s is what --output writes", c->rejects);
    enum inv_status st = inv_sink_open(&run->out, run->common.output, err);
    if (st == INV_OK && run->common.rejects)
        st = inv_sink_open(&run->rejects, run->common.rejects, err);
    if (!run->common.no_progress && !run->common.quiet && (run->common.progress || isatty(STDERR_FILENO)))
        run->progress = progress_alloc(run->common.progress);
    return st;
}

/* The rejects are kept even when the run failed: they say why. */
static enum inv_status finish(struct run *run, enum inv_status st, struct inv_err *err)
{
    struct inv_err trouble = { 0 };
    enum inv_status end = INV_OK;
    if (run->rejects) {
        end = messages_rejects_end(run, &trouble);
        if (end == INV_OK)
            end = inv_sink_commit(run->rejects, &trouble);
        else
            inv_sink_abort(run->rejects);
    }
    if (st == INV_OK && run->out)
        st = inv_sink_commit(run->out, err);
    else if (run->out) {
        if (!run->common.output && st != INV_END)
            inv_sink_flush(run->out, NULL);   /* rows that are done stand */
        inv_sink_abort(run->out);
    }
    if (st == INV_OK && end != INV_OK) {
        *err = trouble;
        st = end;
    }
    run->out = run->rejects = NULL;
    return st;
}

static void release(struct run *run)
{
    progress_free(run->progress);
    inv_input_close(run->in);
    inv_params_free(run->params);
    messages_free(run->messages);
    inv_buf_free(&run->rejects_buf);
    for (size_t i = 0; i < run->split.n; i++)
        free((void *)(uintptr_t)run->split.s[i]);
    texts_free(&run->split);
    texts_free(&run->keys);
    texts_free(&run->na);
    texts_free(&run->common.set);
    for (size_t i = 0; run->options && i < run->tool->noptions; i++)
        if (run->tool->options[i].kind == OPT_TEXTS)
            texts_free((struct texts *)(void *)((char *)run->options + run->tool->options[i].offset));
    free(run->options);
}

/* A reader that has gone ends us as it ends cat. */
static int gone(void)
{
#ifndef INV_FUZZ
    signal(SIGPIPE, SIG_DFL);
    raise(SIGPIPE);
#endif
    return 0;
}

static int failed(const struct run *run, const struct inv_err *err, bool usage)
{
    const char *program = run->tool->name;
    if (err->status == INV_EROW && run->common.strict)
        return 2;                       /* told when it was rejected */
    if (run->status != 2 || err->text[0])
        messages_final(program, err);
    if (usage)
        fprintf(stderr, "Try '%s --help'\n", program);
    return 2;
}

/* What the options are to blame for, and no file. */
static bool wrong_usage(const struct inv_err *err)
{
    return err->status == INV_EUSAGE && (!err->file || strncmp(err->text, "--", 2) == 0);
}

static int prepare(struct run *run, int argc, char **argv, struct inv_err *err)
{
    int first = argc;
    enum inv_status st = options_parse(run, argc, argv, &first, err);
    if (st == INV_OK && (run->common.help || run->common.version))
        return 0;
    run->paths = (const char *const *)(argv + first);
    run->npaths = (size_t)(argc - first);
    if (st == INV_OK)
        st = begin(run, err);
    return st == INV_OK ? -1 : failed(run, err, st == INV_EUSAGE);
}

static int print_and_check(const struct tool *tool, bool help, bool version)
{
    if (help)
        options_help(tool, stdout);
    else if (version)
        printf("%s (invtools) %s\n", tool->name, PACKAGE_VERSION);
    else
        options_completion(tool, stdout);
    if (fflush(stdout) != 0) {
        fprintf(stderr, "%s: standard output: %s\n", tool->name, strerror(errno));
        return 2;
    }
    return 0;
}

static int work(struct run *run, struct inv_err *err)
{
    enum inv_status st = open_sinks(run, err);
    if (st == INV_OK)
        st = run->tool->run(run, err);
    bool row = st == INV_EROW;
    st = finish(run, st, err);
    progress_free(run->progress);
    run->progress = NULL;
    messages_rest(run->messages, run->tool->name);
    if (st == INV_END)
        return gone();
    if (st != INV_OK)
        return row && run->common.strict ? 2 : failed(run, err, wrong_usage(err));
    return run->status;
}

static enum inv_status run_init(struct run *run, const struct tool *tool, struct inv_err *err)
{
    *run = (struct run){ .tool = tool, .common = options_common_defaults() };
    run->options = calloc(1, tool->size ? tool->size : 1);
    run->messages = messages_alloc();
    if (!run->options || !run->messages)
        return inv_err_set(err, INV_ENOMEM, "out of memory");
    if (tool->defaults)
        memcpy(run->options, tool->defaults, tool->size);
    enum inv_status st = inv_params_alloc(&run->params, &run->in_format, err);
    for (size_t i = 0; i < tool->nzero && st == INV_OK; i++)
        inv_params_take_zero(run->params, tool->zero[i]);
    return st;
}

int tool_main(const struct tool *tool, int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], "--completion-words") == 0)
        return print_and_check(tool, false, false);
#ifndef INV_FUZZ
    signal(SIGPIPE, SIG_IGN);
#endif
    struct run run;
    struct inv_err err = { 0 };
    int status = run_init(&run, tool, &err) == INV_OK ? prepare(&run, argc, argv, &err) : failed(&run, &err, false);
    if (run.common.help || run.common.version)
        status = print_and_check(tool, run.common.help, run.common.version);
    else if (status < 0)
        status = work(&run, &err);
    if (tool->exit_status && !run.common.help && !run.common.version)
        status = tool->exit_status(&run, status, argc, argv);
    release(&run);
    return status;
}
