/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A fit as a line of text, and back. */
#include "inv/saved.h"

#include <math.h>
#include <string.h>

#include "inv/keys.h"
#include "inv/num.h"
#include "models.h"

#define VERSION 1
#define MOST_DEPTH 4            /* combinations of combinations */
#define FIT_DOUBLES (sizeof(struct inv_fit) / sizeof(double) + 1)

/* ---- writing ----------------------------------------------------------------------- */

/* What a line goes to; the first error stays. */
struct writer { struct inv_buf *out; struct inv_err *err; enum inv_status st; };

static void put(struct writer *w, const char *s, size_t n)
{
    if (w->st == INV_OK)
        w->st = inv_buf_add(w->out, s, n, w->err);
}

static void put_word(struct writer *w, const char *word)
{
    put(w, word, strlen(word));
    put(w, " ", 1);
}

static void put_number(struct writer *w, double x)
{
    char text[INV_NUM_MAX];
    size_t n = inv_num_format(x, 0, '.', text);
    if (isnan(x))
        put_word(w, "-");
    else if (isinf(x))
        put_word(w, x > 0 ? "inf" : "-inf");
    else {
        put(w, text, n);
        put(w, " ", 1);
    }
}

static void put_count(struct writer *w, const char *name, size_t x)
{
    char text[INV_NUM_MAX];
    put_word(w, name);
    put(w, text, inv_num_format_int((int64_t)x, text));
    put(w, " ", 1);
}

static void put_named(struct writer *w, const char *name, double x)
{
    put_word(w, name);
    put_number(w, x);
}

static void put_array(struct writer *w, const char *name, const double *x, size_t n)
{
    put_count(w, name, n);
    for (size_t i = 0; i < n; i++)
        put_number(w, x[i]);
}

static void put_fit(struct writer *w, const struct inv_fit *fit)
{
    size_t npar = INV_FIT_PARAMETERS;
    while (npar > 0 && fit->par[npar - 1] == 0)
        npar--;
    put_word(w, "model");
    put_word(w, fit->model->name);
    put_count(w, "kind", fit->kind);
    put_count(w, "n", fit->n);
    put_count(w, "m", fit->m);
    put_count(w, "seen", fit->seen);
    put_count(w, "k", fit->k);
    put_count(w, "nx", fit->nx);
    put_named(w, "sse", fit->sse);
    put_named(w, "sigma", fit->sigma);
    put_named(w, "loglik", fit->loglik);
    put_named(w, "aicc", fit->aicc);
    put_array(w, "par", fit->par, npar);
    put_array(w, "state", fit->state, fit->nstate);
    put_count(w, "parts", fit->nparts);
    for (size_t i = 0; i < fit->nparts; i++) {
        put_named(w, "weight", fit->weight[i]);
        put_fit(w, &fit->parts[i]);
    }
}

static void put_hash(struct writer *w, struct inv_hash128 h)
{
    static const char digits[] = "0123456789abcdef";
    char text[16];
    for (size_t i = 0; i < sizeof text; i++)
        text[i] = digits[h.lo >> (60 - 4 * i) & 15];
    put(w, text, sizeof text);
}

enum inv_status inv_saved_write(const struct inv_forecast *f, struct inv_buf *out, struct inv_err *err)
{
    struct writer w = { out, err, INV_OK };
    size_t begin = out->n;
    put_count(&w, "fit", VERSION);
    put_word(&w, "asked");
    put_word(&w, f->asked->name);
    put_count(&w, "special", f->special);
    put_count(&w, "gap", f->gap);
    put_named(&w, "unit", f->unit);
    put_count(&w, "n", f->s.n);
    put_count(&w, "m", f->s.m);
    put_count(&w, "seen", f->s.seen);
    put_count(&w, "zeros", f->s.zeros);
    put_named(&w, "lo", f->s.lo);
    put_named(&w, "hi", f->s.hi);
    put_count(&w, "whole", f->s.whole);
    put_fit(&w, &f->fit);
    put_word(&w, "end");
    if (w.st == INV_OK)
        put_hash(&w, inv_hash_bytes(out->s + begin, out->n - begin));
    return w.st;
}

/* ---- reading ----------------------------------------------------------------------- */

/* What is left of a line; the first error stays. */
struct reader { const char *at, *end; struct inv_work *w; struct inv_err *err; enum inv_status st; };

static void damaged(struct reader *r, const char *what)
{
    if (r->st == INV_OK)
        r->st = inv_err_set(r->err, INV_EARG, "a damaged fit: no %s where it should be", what);
}

static size_t get_word(struct reader *r, const char **word)
{
    *word = r->at;
    const char *space = r->at < r->end ? memchr(r->at, ' ', (size_t)(r->end - r->at)) : NULL;
    size_t n = (size_t)((space ? space : r->end) - r->at);
    r->at = space ? space + 1 : r->end;
    return n;
}

static void get_name(struct reader *r, const char *name)
{
    const char *word;
    size_t n = get_word(r, &word);
    if (n != strlen(name) || memcmp(word, name, n) != 0)
        damaged(r, name);
}

static size_t get_count(struct reader *r, const char *name)
{
    const char *word;
    int64_t x = 0;
    get_name(r, name);
    size_t n = get_word(r, &word);
    if (inv_num_parse_int(word, n, &x) != INV_NUM_OK || x < 0)
        damaged(r, name);
    return r->st == INV_OK ? (size_t)x : 0;
}

static double get_number(struct reader *r, const char *what)
{
    const char *word;
    double x = NAN;
    size_t n = get_word(r, &word);
    if (n == 1 && *word == '-')
        return NAN;
    if (n == 3 && memcmp(word, "inf", 3) == 0)
        return INFINITY;
    if (n == 4 && memcmp(word, "-inf", 4) == 0)
        return -INFINITY;
    if (inv_num_parse(word, n, '.', &x) != INV_NUM_OK)
        damaged(r, what);
    return x;
}

static double get_named(struct reader *r, const char *name)
{
    get_name(r, name);
    return get_number(r, name);
}

static void get_array(struct reader *r, const char *name, double *x, size_t n)
{
    for (size_t i = 0; i < n && r->st == INV_OK; i++)
        x[i] = get_number(r, name);
}

static const struct inv_model *get_model(struct reader *r, const char *field)
{
    const char *word;
    get_name(r, field);
    size_t n = get_word(r, &word);
    const struct inv_model *m = r->st == INV_OK ? inv_model_any(word, n) : NULL;
    if (!m && r->st == INV_OK) {
        char quoted[64];
        inv_err_quote(quoted, sizeof quoted, word, n);
        r->st = inv_err_set(r->err, INV_EARG, "a fit of model \"%s\", which there is not", quoted);
    }
    return m;
}

static double *take(struct reader *r, size_t n)
{
    double *x = r->st == INV_OK ? inv_work_take(r->w, n) : NULL;
    if (!x)
        damaged(r, "room");
    return x;
}

static void get_fit(struct reader *r, struct inv_fit *fit, int depth);

static void get_parts(struct reader *r, struct inv_fit *fit, int depth)
{
    fit->nparts = get_count(r, "parts");
    if (fit->nparts == 0 || r->st != INV_OK)
        return;
    double *weight = take(r, fit->nparts);
    struct inv_fit *part = (struct inv_fit *)(void *)(fit->nparts < SIZE_MAX / FIT_DOUBLES / 8 ? take(r, fit->nparts * FIT_DOUBLES) : NULL);
    if (!weight || !part || depth == MOST_DEPTH)
        damaged(r, "parts");
    for (size_t i = 0; i < fit->nparts && r->st == INV_OK; i++) {
        weight[i] = get_named(r, "weight");
        get_fit(r, &part[i], depth + 1);
    }
    fit->weight = weight;
    fit->parts = part;
}

static void get_fit(struct reader *r, struct inv_fit *fit, int depth)
{
    *fit = (struct inv_fit){ .model = get_model(r, "model") };
    fit->kind = get_count(r, "kind");
    fit->n = get_count(r, "n");
    fit->m = get_count(r, "m");
    fit->seen = get_count(r, "seen");
    fit->k = get_count(r, "k");
    fit->nx = get_count(r, "nx");
    fit->sse = get_named(r, "sse");
    fit->sigma = get_named(r, "sigma");
    fit->loglik = get_named(r, "loglik");
    fit->aicc = get_named(r, "aicc");
    size_t npar = get_count(r, "par");
    if (npar > INV_FIT_PARAMETERS)
        damaged(r, "par");
    get_array(r, "par", fit->par, npar);
    fit->nstate = get_count(r, "state");
    fit->state = take(r, fit->nstate);
    get_array(r, "state", fit->state, fit->nstate);
    get_parts(r, fit, depth);
}

static void get_series(struct reader *r, struct inv_series *s)
{
    *s = (struct inv_series){ .n = get_count(r, "n") };
    s->m = get_count(r, "m");
    s->seen = get_count(r, "seen");
    s->zeros = get_count(r, "zeros");
    s->lo = get_named(r, "lo");
    s->hi = get_named(r, "hi");
    s->whole = get_count(r, "whole") > 0;
    double big = fabs(s->lo) > fabs(s->hi) ? fabs(s->lo) : fabs(s->hi);
    s->scale = big > 0 ? big : 1;
    s->end = s->n;
}

/* The hash at the end is that of all before it. */
static bool intact(const char *line, size_t len)
{
    struct inv_buf end = { 0 };
    if (len < 16)
        return false;
    struct writer w = { &end, NULL, INV_OK };
    put_hash(&w, inv_hash_bytes(line, len - 16));
    bool same = w.st == INV_OK && memcmp(end.s, line + len - 16, 16) == 0;
    inv_buf_free(&end);
    return same;
}

size_t inv_saved_room(size_t len)
{
    /* A number takes two bytes at least, a part more than a hundred. */
    return len / 2 + (len / 100 + 1) * (FIT_DOUBLES + 1) + 16;
}

/* w has room for it. */
enum inv_status inv_saved_parse(const char *line, size_t len, struct inv_work *w, struct inv_forecast *f, struct inv_err *err)
{
    struct reader r = { line, line + len, w, err, INV_OK };
    *f = (struct inv_forecast){ .unit = 1 };
    size_t version = get_count(&r, "fit");
    if (r.st == INV_OK && version != VERSION)
        return inv_err_set(err, INV_EARG, "a fit of format %zu; this program knows format %d", version, VERSION);
    if (r.st == INV_OK && !intact(line, len))
        return inv_err_set(err, INV_EARG, "a damaged fit: its hash is another");
    f->asked = get_model(&r, "asked");
    size_t special = get_count(&r, "special");
    f->special = special == INV_FORECAST_CONSTANT ? INV_FORECAST_CONSTANT : special == INV_FORECAST_ZERO ? INV_FORECAST_ZERO
        : special == INV_FORECAST_FEW ? INV_FORECAST_FEW : INV_FORECAST_FITTED;
    f->gap = get_count(&r, "gap");
    f->unit = get_named(&r, "unit");
    get_series(&r, &f->s);
    get_fit(&r, &f->fit, 0);
    get_name(&r, "end");
    return r.st;
}

enum inv_status inv_saved_read(const char *line, size_t len, struct inv_work *w, struct inv_forecast *f, struct inv_err *err)
{
    enum inv_status st = inv_work_reserve(w, inv_saved_room(len), err);
    return st == INV_OK ? inv_saved_parse(line, len, w, f, err) : st;
}
