/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "messages.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "inv/mem.h"

enum { LIMIT = 20 };

/* Messages are of one kind when they differ only in what they quote and count. */
struct kind { char *shape; char *sample; uint64_t count; };
struct messages { struct kind *kinds; size_t n, cap; };

struct messages *messages_alloc(void)
{
    return calloc(1, sizeof(struct messages));
}

void messages_free(struct messages *m)
{
    for (size_t i = 0; m && i < m->n; i++) {
        free(m->kinds[i].shape);
        free(m->kinds[i].sample);
    }
    if (m)
        free(m->kinds);
    free(m);
}

/* Whether the text names the key at c: "key a" does, the a of "value" does not. */
static bool is_key(const struct inv_err *err, const char *c)
{
    static const char word[] = "key ";
    size_t n = strlen(err->key), w = sizeof word - 1;
    return n > 0 && (size_t)(c - err->text) >= w && memcmp(c - w, word, w) == 0 && strncmp(c, err->key, n) == 0
        && (c[n] == '\0' || c[n] == ' ' || c[n] == ':');
}

static bool names_key(const struct inv_err *err)
{
    const char *c = err->text;
    while (*c && !is_key(err, c))
        c++;
    return *c != '\0';
}

/* The message without what is quoted, digits and the key's own name. */
static void shape_of(char *out, size_t size, const struct inv_err *err)
{
    size_t at = (size_t)snprintf(out, size, "%s\n", err->column);
    bool quoted = false;
    for (const char *c = err->text; *c && at + 1 < size; c++) {
        if (is_key(err, c)) {
            c += strlen(err->key) - 1;
            continue;
        }
        if (*c == '"')
            quoted = !quoted;
        if (!quoted && !strchr("0123456789.-+", *c))
            out[at++] = *c;
    }
    out[at < size ? at : size - 1] = '\0';
}

static struct kind *kind_of(struct messages *m, const struct inv_err *err)
{
    char shape[sizeof err->column + sizeof err->text];
    shape_of(shape, sizeof shape, err);
    for (size_t i = 0; i < m->n; i++)
        if (strcmp(m->kinds[i].shape, shape) == 0)
            return &m->kinds[i];
    if (m->n >= 100 || INV_MEM_GROW(&m->kinds, &m->cap, m->n + 1, NULL) != INV_OK)
        return m->n ? &m->kinds[m->n - 1] : NULL;
    struct kind k = { strdup(shape), strdup(err->text), 0 };
    if (!k.shape || !k.sample) {
        free(k.shape);
        free(k.sample);
        return NULL;
    }
    m->kinds[m->n++] = k;
    return &m->kinds[m->n - 1];
}

static void print(const char *program, const struct inv_err *err)
{
    fprintf(stderr, "%s: ", program);
    if (err->file && err->line)
        fprintf(stderr, "%s:%llu: ", err->file, (unsigned long long)err->line);
    else if (err->file)
        fprintf(stderr, "%s: ", err->file);
    if (err->column[0])
        fprintf(stderr, "%s: ", err->column);
    if (err->key[0] && !err->column[0] && !names_key(err))   /* line and column say enough */
        fprintf(stderr, "key %s: ", err->key);
    fprintf(stderr, "%s\n", err->text);
}

void messages_final(const char *program, const struct inv_err *err)
{
    print(program, err);
}

void messages_error(struct messages *m, const char *program, const struct inv_err *err)
{
    struct kind *k = m ? kind_of(m, err) : NULL;
    if (!k || ++k->count <= LIMIT)
        print(program, err);
}

void messages_rest(const struct messages *m, const char *program)
{
    for (size_t i = 0; m && i < m->n; i++)
        if (m->kinds[i].count > LIMIT) {
            const char *column = m->kinds[i].shape;
            size_t n = strcspn(column, "\n");
            fprintf(stderr, "%s: %.*s%s%llu more like: %s\n", program, (int)n, column, n ? ": " : "",
                    (unsigned long long)(m->kinds[i].count - LIMIT), m->kinds[i].sample);
        }
}

static void say(const struct run *run, const char *format, va_list ap)
{
    fprintf(stderr, "%s: ", run->tool->name);
    vfprintf(stderr, format, ap);
    fputc('\n', stderr);
}

void tool_note(struct run *run, const char *format, ...)
{
    va_list ap;
    va_start(ap, format);
    if (!run->common.quiet)
        say(run, format, ap);
    va_end(ap);
}

void tool_alarm(struct run *run, const char *format, ...)
{
    va_list ap;
    va_start(ap, format);
    say(run, format, ap);
    va_end(ap);
}

void tool_note_set(struct run *run, enum inv_param param, const char *first)
{
    if (!inv_params_is_set(run->params, param) || run->set_noted[param])
        return;
    run->set_noted[param] = true;
    tool_note(run, "--set %s does not change %s, which is given", inv_param_table()[param].name, first);
}

/* ---- rejected rows ----------------------------------------------------------------------- */

static enum inv_status rejects_header(struct run *run, struct inv_err *err)
{
    struct inv_row row;
    size_t n = run->in ? inv_input_width(run->in) : 0;
    struct inv_format f = run->in_format;
    inv_row_init(&row, &run->rejects_buf, &f, NULL, n + 1);
    if (!run->common.no_header) {
        inv_row_text(&row, "reason");
        for (size_t i = 0; i < n; i++)
            inv_row_cell(&row, inv_input_name(run->in, i));
        if (inv_row_end(&row, err) != INV_OK)
            return err->status;
    }
    run->rejects_begun = true;
    return INV_OK;
}

static enum inv_status reject_failed(struct run *run, const struct inv_err *trouble)
{
    messages_final(run->tool->name, trouble);
    run->status = 2;
    return trouble->status;
}

/* What is wrong, and in which other table (the items) where it is not the row's own. */
static const char *reason_of(struct inv_buf *b, const struct inv_err *e, const char *file, struct inv_err *err)
{
    enum inv_status st = INV_OK;
    if (file && e->file && strcmp(file, e->file) != 0)
        st = inv_buf_printf(b, err, "%s:%llu: ", e->file, (unsigned long long)e->line);
    if (st == INV_OK)
        st = inv_buf_printf(b, err, "%s%s%s", e->column, e->column[0] ? ": " : "", e->text);
    return st == INV_OK ? inv_buf_cstr(b, err) : NULL;
}

/* The reason in front, then the row's bytes as they came. */
static enum inv_status rejects_row(struct run *run, struct inv_cell raw, const char *reason, struct inv_err *err)
{
    struct inv_buf *b = &run->rejects_buf;
    enum inv_status st = run->rejects_begun ? INV_OK : rejects_header(run, err);
    struct inv_row row;
    inv_row_init(&row, b, &run->in_format, NULL, 1);
    inv_row_text(&row, reason);
    if (st == INV_OK)
        st = inv_row_end(&row, err);
    if (st != INV_OK)
        return st;
    b->s[b->n - 1] = run->in_format.delimiter;   /* the row goes on */
    st = inv_buf_add(b, raw.s, raw.n, err);
    if (st == INV_OK)
        st = inv_buf_addc(b, '\n', err);
    if (st == INV_OK && b->n > 1 << 16) {
        st = inv_sink_write(run->rejects, b->s, b->n, err);
        b->n = 0;
    }
    return st;
}

static enum inv_status keep_rejects(struct run *run, const struct inv_cell *raw, size_t n, const char *file, const struct inv_err *why)
{
    struct inv_buf text = { 0 };
    struct inv_err trouble = { 0 };
    const char *reason = reason_of(&text, why, file, &trouble);
    enum inv_status st = reason ? INV_OK : INV_ENOMEM;
    for (size_t i = 0; st == INV_OK && i < n; i++)
        st = rejects_row(run, raw[i], reason, &trouble);
    inv_buf_free(&text);
    return st == INV_OK ? INV_OK : reject_failed(run, &trouble);
}

/* n rows, of file (NULL: of another table, not kept), for one reason. */
static enum inv_status reject(struct run *run, const struct inv_cell *raw, size_t n, const char *file, const struct inv_err *err)
{
    run->rejected += n ? n : 1;
    run->status = 1;
    enum inv_status st = run->rejects && n > 0 ? keep_rejects(run, raw, n, file, err) : INV_OK;
    if (st != INV_OK || !run->common.strict)
        return st;
    run->status = 2;
    return err->status == INV_OK ? INV_EROW : err->status;
}

/* Rows of several files go into one table: those of another order or format are written anew. */
enum inv_status tool_reject_told(struct run *run, const struct inv_record *rec, const struct inv_err *err)
{
    struct inv_buf row = { 0 };
    struct inv_err trouble;
    enum inv_status st = run->rejects ? inv_input_row(run->in, rec, &row, &trouble) : INV_OK;
    if (st == INV_OK)
        st = reject(run, &(struct inv_cell){ row.s, row.n }, 1, rec->file, err);
    else
        st = reject_failed(run, &trouble);
    inv_buf_free(&row);
    return st;
}

enum inv_status tool_reject(void *ctx, const struct inv_record *rec, const struct inv_err *err)
{
    struct run *run = ctx;
    messages_error(run->messages, run->tool->name, err);
    return tool_reject_told(run, rec, err);
}

enum inv_status tool_reject_group(struct run *run, const struct inv_group *g, const struct inv_err *err)
{
    messages_error(run->messages, run->tool->name, err);
    return reject(run, g->raw, g->raw ? g->n : 0, g->file, err);
}

enum inv_status tool_reject_other(void *ctx, const struct inv_record *rec, const struct inv_err *err)
{
    struct run *run = ctx;
    (void)rec;
    messages_error(run->messages, run->tool->name, err);
    return reject(run, NULL, 0, NULL, err);
}

enum inv_status messages_rejects_end(struct run *run, struct inv_err *err)
{
    enum inv_status st = run->rejects_begun || !run->in ? INV_OK : rejects_header(run, err);
    if (st == INV_OK && run->rejects_buf.n > 0)
        st = inv_sink_write(run->rejects, run->rejects_buf.s, run->rejects_buf.n, err);
    return st;
}

bool tool_keeps_raw(const struct run *run)
{
    return run->common.rejects != NULL;
}
