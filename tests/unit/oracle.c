/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "oracle.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *slurp(const char *file)
{
    char path[4096];
    const char *src = getenv("srcdir");
    snprintf(path, sizeof path, "%s/../shared/oracle/%s", src ? src : ".", file);
    FILE *f = fopen(path, "rb");
    if (!f)
        return NULL;
    char *s = NULL;
    size_t n = 0, got;
    do {
        s = realloc(s, n + 65537);
        if (!s)
            abort();
        got = fread(s + n, 1, 65536, f);
        n += got;
    } while (got > 0);
    s[n] = '\0';
    fclose(f);
    return s;
}

/* Cuts the next cell off *s; a value may be quoted whole. */
static char *cut(char **s, char end)
{
    char *cell = *s;
    if (*cell == '"' && end == '\n') {
        cell++;
        char *q = strchr(cell, '"');
        *q = '\0';
        *s = q + 1 + strcspn(q + 1, "\n");
        *s += **s == '\n';
        return cell;
    }
    char *stop = cell + strcspn(cell, end == ',' ? "," : "\n");
    *s = stop + (*stop != '\0');
    *stop = '\0';
    return cell;
}

bool oracle_open(struct oracle *o)
{
    return oracle_open_file(o, "cases.csv");
}

bool oracle_open_file(struct oracle *o, const char *file)
{
    *o = (struct oracle){ .text = slurp(file) };
    if (!o->text) {
        printf("the table of known answers is not there: skipped\n");
        return false;
    }
    size_t lines = 0;
    for (const char *s = o->text; *s; s++)
        lines += *s == '\n';
    o->rows = calloc(lines + 1, sizeof *o->rows);
    if (!o->rows)
        abort();
    for (char *s = o->text; *s; o->n++) {
        struct oracle_row *r = &o->rows[o->n];
        r->name = cut(&s, ',');
        r->family = cut(&s, ',');
        r->method = cut(&s, ',');
        r->param = cut(&s, ',');
        r->value = cut(&s, '\n');
    }
    return true;
}

void oracle_close(struct oracle *o)
{
    free(o->rows);
    free(o->text);
}

const char *oracle_next(const struct oracle *o, const char *method, size_t *at)
{
    for (size_t i = *at; i < o->n; i++)
        if (strcmp(o->rows[i].method, method) == 0 && (i == 0 || strcmp(o->rows[i].name, o->rows[i - 1].name) != 0)) {
            *at = i + 1;
            return o->rows[i].name;
        }
    return NULL;
}

const char *oracle_text(const struct oracle *o, const char *name, const char *param)
{
    for (size_t i = 0; i < o->n; i++)
        if (strcmp(o->rows[i].name, name) == 0 && strcmp(o->rows[i].param, param) == 0)
            return o->rows[i].value;
    return NULL;
}

double oracle_number(const struct oracle *o, const char *name, const char *param)
{
    const char *s = oracle_text(o, name, param);
    return s ? strtod(s, NULL) : NAN;
}

size_t oracle_list(const struct oracle *o, const char *name, const char *param, double *v, size_t max)
{
    size_t n = 0;
    const char *s = oracle_text(o, name, param);
    while (s && *s && n < max) {
        char *end;
        v[n++] = strtod(s, &end);
        s = *end == ';' ? end + 1 : NULL;
    }
    return n;
}

size_t oracle_series(const char *series, size_t *m, double *y, size_t max)
{
    char *text = slurp("forecast-series.csv"), *s = text;
    size_t n = 0;
    while (s && *s) {
        const char *name = cut(&s, ','), *season = cut(&s, ',');
        cut(&s, ',');
        const char *value = cut(&s, '\n');
        if (strcmp(name, series) != 0 || n == max)
            continue;
        *m = (size_t)strtoul(season, NULL, 10);
        y[n++] = strcmp(value, "NA") == 0 ? NAN : strtod(value, NULL);
    }
    free(text);
    return n;
}

uint64_t test_seed(const char *test, uint64_t otherwise)
{
    const char *s = getenv("INV_TEST_SEED");
    uint64_t seed = s ? strtoull(s, NULL, 0) : otherwise;
    printf("%s: INV_TEST_SEED=%" PRIu64 "\n", test, seed);
    return seed;
}

/* splitmix64 (Steele, Lea and Flood 2014) */
static uint64_t step(uint64_t *state)
{
    uint64_t z = *state += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

double test_uniform(uint64_t *state) { return (double)(step(state) >> 11) * 0x1p-53; }

double test_between(uint64_t *state, double lo, double hi) { return lo + (hi - lo) * test_uniform(state); }

size_t test_below(uint64_t *state, size_t n) { return (size_t)(test_uniform(state) * (double)n); }
