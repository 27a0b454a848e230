/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The series of the input: its rows by key, and the calendar that they share.
 *
 * The form of the dates, the frequency and the last date are properties of the
 * table. Without --sorted they are found over all of it before the first
 * series comes out; with it from the first keys (until 1000 rows), and hold then.
 */
#ifndef TOOLS_SERIES_H
#define TOOLS_SERIES_H

#include "common.h"

#include "inv/period.h"
#include "inv/time.h"

struct series_spec {
    const size_t *num; size_t nnum;          /* columns read as numbers; INV_NO_COLUMN: all missing */
    const size_t *carry; size_t ncarry;      /* columns of which the latest cell is kept */
    bool keep_cells;                         /* see inv/group.h */
    size_t nwords;                           /* the last of num are words, see inv/group.h */
    enum inv_status (*word)(void *ctx, struct inv_cell c, double *x, struct inv_err *err);
    void *word_ctx;
};

struct series {
    struct run *run;
    struct inv_timefmt fmt;                  /* fixed once opened, unless no row could be used */
    enum inv_freq freq;                      /* --freq, or what the dates have; INV_FREQ_NONE without a row */
    bool given, guess;                       /* by --freq; no key has two different dates */
    bool has;                                /* the dates lie at the phase of freq already (inv_freqscan_has) */
    bool as_of_given, end_known;             /* --as-of; end is known: not with --sorted and no --as-of */
    int64_t end;                             /* the first instant after --as-of, or after the last date of the input */
    int64_t latest, before;                  /* the last instant seen when it was opened, and the one before it */
    size_t *key;                             /* key columns, run->keys.n */
    size_t time;                             /* column */
    /* the module's own */
    struct inv_freqscan scan;
    struct inv_group_spec spec;
    struct inv_groups *groups;
    struct inv_group *held; size_t nheld, cap_held, at;
};

/* After tool_open_input. The arrays of spec are borrowed. */
enum inv_status series_open(struct series *s, struct run *run, const struct series_spec *spec, struct inv_err *err);
void series_close(struct series *s);
/* The next key's rows; INV_END after the last. g is the caller's, {0} at first
 * (its memory may be exchanged for another's). */
enum inv_status series_next(struct series *s, struct inv_group *g, struct inv_err *err);
/* A key without rows, of these cells (run->keys.n). */
enum inv_status series_none(const struct series *s, const struct inv_cell *key, struct inv_group *g, struct inv_err *err);
/* From the first again; not with --sorted. */
void series_rewind(struct series *s);

/* How this key's periods lie: on their own dates where `own`. INV_EROW, ready for
 * tool_reject_group: dates that do not fit those of the first keys (--sorted). */
enum inv_status series_grid(const struct series *s, const struct inv_group *g, bool own, struct inv_grid *grid, struct inv_err *err);
/* The periods of a season: --season's first, else that of the frequency. */
enum inv_status series_season(const struct series *s, size_t *m, struct inv_err *err);
/* All seasons, the shortest first; {1}: none. *season is allocated, *n at least 1. */
enum inv_status series_seasons(const struct series *s, size_t **season, size_t *n, struct inv_err *err);
/* Says where in err: file and line of the key's first row, and the key. Returns err's status. */
enum inv_status series_where(const struct series *s, const struct inv_group *g, struct inv_err *err);
/* A date option's span in the form of the table; INV_EUSAGE names the option. */
enum inv_status series_date(const struct series *s, const char *option, const char *text, int64_t *first, int64_t *after,
                            struct inv_err *err);
/* An instant as text in out, terminated; "" where it cannot be written. */
const char *series_text(const struct series *s, int64_t t, char out[INV_TIME_MAX + 1]);

#endif
