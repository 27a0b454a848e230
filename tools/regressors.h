/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Regressors of a series: columns of the input, whose future is in another table;
 * holidays; terms of the calendar. */
#ifndef TOOLS_REGRESSORS_H
#define TOOLS_REGRESSORS_H

#include "join.h"
#include "series.h"

#include "inv/grid.h"

/* The names of regressors. */
struct regressors_spec {
    const char *columns, *future;             /* --regressors, --future */
    const char *holidays;                     /* --holidays FILE */
    bool calendar;                            /* --calendar */
};

struct holiday { int64_t time; size_t name; };

/* Read only once opened. A period's values: columns, holidays by name, calendar. */
struct regressors {
    struct texts names;                       /* n of them: columns first */
    size_t n, ncolumns, nholidays, ncalendar;
    size_t *column;                           /* of the input */
    struct join *future;                      /* NULL: none */
    size_t future_time, *future_column;
    struct holiday *holiday; size_t ndays, cap_days;
    const char *path;                         /* of --future */
};

/* The columns of the input (history: it has them) and the table of their future; the input is open. */
enum inv_status regressors_begin(struct regressors *r, struct run *run, const struct regressors_spec *spec, bool history,
                                 struct inv_err *err);
/* Holidays and calendar; the series are open. season: terms of it are not needed again. */
enum inv_status regressors_open(struct regressors *r, struct series *s, const struct regressors_spec *spec, size_t season,
                                struct inv_err *err);
void regressors_free(struct regressors *r);

/* A key's periods. */
struct regressors_key {
    const struct series *series;
    const struct inv_group *g;
    const struct inv_grid *grid;
    size_t row;                               /* its first in the future's table; JOIN_NONE: it has none */
    const int64_t *index;                     /* g->n: the period of each row */
    size_t num;                               /* the first column's place in g->num */
    int64_t first; size_t n;                  /* the history's periods */
    size_t h;                                 /* periods ahead; 0: as far as the table of the future goes */
    bool holes;                               /* with h 0: periods that this table lacks are not asked for */
    bool blind;                               /* no period ahead is needed: h is 0, and that is right */
};
/* Where values go; arrays only grow. */
struct regressors_values {
    double *x; size_t cap_x;                  /* (n + h) * r->n; NAN is missing, in the history only */
    unsigned char *given; size_t cap_given;   /* h: whether the period is asked for */
    double *count; size_t cap_count;          /* scratch */
    size_t h;
};
/* INV_EROW names column, key and date where a period ahead lacks a value. */
enum inv_status regressors_key(const struct regressors *r, const struct regressors_key *k, struct regressors_values *v,
                               struct inv_err *err);

#endif
