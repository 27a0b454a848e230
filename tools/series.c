/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "series.h"

#include <stdlib.h>
#include <string.h>

#include "inv/mem.h"

enum { PREVIEW = 1000 };     /* rows that tell the form and the frequency of a sorted table */

static enum inv_status parse_time(void *ctx, struct inv_cell c, int64_t *t, struct inv_err *err)
{
    return inv_time_parse(ctx, c.s, c.n, t, err);
}

void series_close(struct series *s)
{
    inv_groups_close(s->groups);
    for (size_t i = 0; i < s->nheld; i++)
        inv_group_free(&s->held[i]);
    free(s->held);
    free(s->key);
    *s = (struct series){ 0 };
}

/* ---- what the rows say --------------------------------------------------------------------- */

static void look(struct series *s, const struct inv_group *g)
{
    inv_freqscan_add(&s->scan, s->fmt.unit, g->time, g->n);
    for (size_t i = 0; i < g->n; i++) {
        int64_t t = g->time[i];
        if (t <= s->before || t == s->latest)
            continue;
        s->before = t > s->latest ? s->latest : t;
        s->latest = t > s->latest ? t : s->latest;
    }
}

/* All of the input, twice over. */
static enum inv_status look_at_all(struct series *s, struct inv_err *err)
{
    struct inv_group g = { 0 };
    enum inv_status st;
    while ((st = inv_groups_next(s->groups, &g, err)) == INV_OK)
        look(s, &g);
    inv_groups_rewind(s->groups);
    inv_group_free(&g);
    return st == INV_END ? INV_OK : st;
}

/* The first keys of a sorted input, which are held until they are asked for. */
static enum inv_status look_at_first(struct series *s, struct inv_err *err)
{
    for (size_t rows = 0; rows < PREVIEW; rows += s->held[s->nheld - 1].n) {
        struct inv_group g = { 0 };
        enum inv_status st = INV_MEM_GROW(&s->held, &s->cap_held, s->nheld + 1, err);
        if (st == INV_OK)
            st = inv_groups_next(s->groups, &g, err);
        if (st != INV_OK) {
            inv_group_free(&g);
            return st == INV_END ? INV_OK : st;
        }
        look(s, &g);
        s->held[s->nheld++] = g;
    }
    return INV_OK;
}

/* Where the last date ends: of stamps that are not hours the whole day counts. */
static int64_t after_latest(const struct series *s)
{
    enum inv_form unit = s->fmt.unit == INV_FORM_STAMP && s->freq != INV_FREQ_H ? INV_FORM_DAY : s->fmt.unit;
    return inv_time_after(unit, s->latest);
}

static enum inv_status settle(struct series *s, struct inv_err *err)
{
    const struct common *c = &s->run->common;
    s->freq = tool_freq(s->run);
    s->given = s->freq != INV_FREQ_NONE;
    bool empty = s->latest == INT64_MIN;
    if (!empty) {
        if (!s->given)
            s->freq = inv_freqscan_freq(&s->scan, s->fmt.unit);
        s->guess = inv_freqscan_guess(&s->scan, s->fmt.unit);
        s->has = inv_freqscan_has(&s->scan, s->fmt.unit, s->freq);
        s->end = after_latest(s);
        s->end_known = !c->sorted;
    }
    enum inv_status st = s->given && !empty ? inv_freqscan_check(s->fmt.unit, s->freq, err) : INV_OK;
    int64_t first;
    if (st == INV_OK && c->as_of) {
        st = series_date(s, "as-of", c->as_of, &first, &s->end, err);
        s->as_of_given = s->end_known = true;
    }
    return st;
}

/* The roles are columns of their own, whatever the output makes of them. */
static enum inv_status check_roles(const struct run *run, struct inv_err *err)
{
    const struct common *c = &run->common;
    bool twice = strcmp(c->time, c->value) == 0;
    const char *name = c->time;
    for (size_t i = 0; i < run->keys.n && !twice; i++) {
        name = run->keys.s[i];
        twice = strcmp(name, c->time) == 0 || strcmp(name, c->value) == 0;
    }
    return twice ? inv_err_set(err, INV_EUSAGE, "column %.80s is named twice by --key, --time and --value", name) : INV_OK;
}

enum inv_status series_open(struct series *s, struct run *run, const struct series_spec *spec, struct inv_err *err)
{
    *s = (struct series){ .run = run, .latest = INT64_MIN, .before = INT64_MIN };
    enum inv_status st = check_roles(run, err);
    if (st == INV_OK)
        st = inv_timefmt_init(&s->fmt, tool_freq(run), run->common.date_format, err);
    int64_t first, after;
    if (st == INV_OK && run->common.as_of)
        st = series_date(s, "as-of", run->common.as_of, &first, &after, err);    /* before a long input is read */
    if (st == INV_OK)
        st = tool_key_columns(run, run->in, &s->key, err);
    if (st == INV_OK)
        st = inv_input_need(run->in, run->common.time, &s->time, err);
    if (st != INV_OK)
        return st;
    s->spec = (struct inv_group_spec){
        .key = s->key, .nkey = run->keys.n, .time = s->time,
        .num = spec->num, .nnum = spec->nnum, .nwords = spec->nwords, .word = spec->word, .word_ctx = spec->word_ctx,
        .carry = spec->carry, .ncarry = spec->ncarry,
        .sorted = run->common.sorted, .keep_raw = tool_keeps_raw(run), .keep_cells = spec->keep_cells,
        .parse_time = parse_time, .time_ctx = &s->fmt, .reject = tool_reject, .reject_ctx = run
    };
    st = inv_groups_open(&s->groups, run->in, &run->in_format, &s->spec, err);
    if (st == INV_OK)
        st = run->common.sorted ? look_at_first(s, err) : look_at_all(s, err);
    return st == INV_OK ? settle(s, err) : st;
}

/* ---- series by series ------------------------------------------------------------------------ */

enum inv_status series_next(struct series *s, struct inv_group *g, struct inv_err *err)
{
    if (s->at == s->nheld)
        return inv_groups_next(s->groups, g, err);
    struct inv_group held = s->held[s->at];
    s->held[s->at++] = *g;       /* its memory is freed with the others' */
    *g = held;
    return INV_OK;
}

enum inv_status series_none(const struct series *s, const struct inv_cell *key, struct inv_group *g, struct inv_err *err)
{
    return inv_group_none(g, &s->spec, key, err);
}

void series_rewind(struct series *s)
{
    inv_groups_rewind(s->groups);
}

enum inv_status series_where(const struct series *s, const struct inv_group *g, struct inv_err *err)
{
    struct inv_buf name = { 0 };
    for (size_t i = 0; i < s->spec.nkey; i++) {
        if (i > 0)
            inv_buf_addc(&name, ' ', NULL);
        inv_buf_add(&name, g->key[i].s, g->key[i].n, NULL);
    }
    inv_err_at(err, g->file, g->line);
    inv_err_key(err, name.s ? name.s : "", name.n);
    inv_buf_free(&name);
    return err->status;
}

enum inv_status series_grid(const struct series *s, const struct inv_group *g, bool own, struct inv_grid *grid, struct inv_err *err)
{
    enum inv_status st = inv_grid_fit(grid, s->freq, s->fmt.unit, own, g->time, g->n, err);
    if (st != INV_EROW)
        return st;
    char why[sizeof err->text];
    memcpy(why, err->text, sizeof why);
    inv_err_set(err, INV_EROW, "%s, as those of the first keys do; %s", why, s->given ? "leave out --sorted" : "say --freq");
    return series_where(s, g, err);
}

static int ascending(const void *a, const void *b)
{
    size_t x = *(const size_t *)a, y = *(const size_t *)b;
    return (x > y) - (x < y);
}

enum inv_status series_seasons(const struct series *s, size_t **season, size_t *n, struct inv_err *err)
{
    enum inv_status st = tool_seasons(s->run, season, n, err);
    if (st != INV_OK)
        return st;
    if (*n == 0) {
        *season = malloc(sizeof **season);
        if (!*season)
            return inv_err_set(err, INV_ENOMEM, "out of memory");
        (*season)[(*n)++] = inv_freq_season(s->freq);
    }
    qsort(*season, *n, sizeof **season, ascending);
    size_t kept = 1;
    for (size_t i = 1; i < *n; i++)     /* each once, and 1 is none */
        if ((*season)[kept - 1] == 1)
            (*season)[kept - 1] = (*season)[i];
        else if ((*season)[i] != (*season)[kept - 1])
            (*season)[kept++] = (*season)[i];
    *n = kept;
    return INV_OK;
}

enum inv_status series_season(const struct series *s, size_t *m, struct inv_err *err)
{
    size_t *season, n;
    enum inv_status st = series_seasons(s, &season, &n, err);
    if (st == INV_OK) {
        *m = season[0];
        free(season);
    }
    return st;
}

enum inv_status series_date(const struct series *s, const char *option, const char *text, int64_t *first, int64_t *after,
                            struct inv_err *err)
{
    enum inv_status st = inv_time_parse_span(&s->fmt, text, strlen(text), first, after, err);
    if (st != INV_EARG)
        return st;
    char why[sizeof err->text];
    memcpy(why, err->text, sizeof why);
    return inv_err_set(err, INV_EUSAGE, "--%s: %.300s", option, why);
}

const char *series_text(const struct series *s, int64_t t, char out[INV_TIME_MAX + 1])
{
    out[inv_time_format(&s->fmt, t, out)] = '\0';
    return out;
}
