/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files of fits: --save-model, --load-model.
 *
 * A CSV table, whatever the formats of the run, a row a key and model: the key
 * columns, the column of time with the last period that the fit has seen, and
 *   fit_freq   its frequency
 *   fit_grid   how its periods lie: five whole numbers, struct inv_grid's unit, own,
 *              anchor, phase and offset
 *   fit        the fit itself, the line of inv/saved.h
 */
#ifndef TOOLS_FITS_H
#define TOOLS_FITS_H

#include "common.h"

#include "inv/grid.h"
#include "inv/saved.h"

#define FITS_NONE ((size_t)-1)

/* ---- reading --------------------------------------------------------------------------- */

struct fits;

struct fits_record {
    size_t at, len;            /* of the line */
    uint64_t line;             /* in the file */
    struct inv_grid grid;
    int64_t last;              /* the last period that was seen */
    size_t key, next;          /* number of its key; the next record of that */
};

/* Reads the whole file. `update`: all fits must be such that can be carried on. INV_EUSAGE,
 * INV_EROW with file and line: what is wrong with it. */
enum inv_status fits_load(struct run *run, const char *path, bool update, struct fits **out, struct inv_err *err);
void fits_free(struct fits *f);

/* What all fits share: the frequency, the form of their dates, and the first one's season. */
enum inv_freq fits_freq(const struct fits *f);
const struct inv_timefmt *fits_form(const struct fits *f);
size_t fits_season(const struct fits *f);
size_t fits_count(const struct fits *f);

/* The first record of a key; FITS_NONE. Counts the key as asked for. */
size_t fits_find(struct fits *f, const struct inv_cell *key);
const struct fits_record *fits_at(const struct fits *f, size_t i);
struct inv_cell fits_line(const struct fits *f, size_t i);
const char *fits_file(const struct fits *f);
/* The cells of key `id` (run->keys.n). */
void fits_key(const struct fits *f, size_t id, struct inv_cell *key);
/* The next key that was not asked for, nkeys cells, counted as asked for now; false: none is left. */
bool fits_rest(struct fits *f, struct inv_cell *key);

/* ---- writing ---------------------------------------------------------------------------- */

struct fits_sink;

enum inv_status fits_create(struct run *run, const char *path, struct fits_sink **out, struct inv_err *err);
/* Appends a row to a buffer; several threads may. `date`: of the last period. */
enum inv_status fits_row(const struct fits_sink *s, struct inv_buf *buf, const struct inv_cell *key, struct inv_cell date,
                         enum inv_freq freq, const struct inv_grid *grid, const struct inv_forecast *f, struct inv_err *err);
/* The same for a record as it was read. */
enum inv_status fits_copy(const struct fits_sink *s, struct inv_buf *buf, const struct inv_cell *key, struct inv_cell date,
                          const struct fits *f, size_t i, struct inv_err *err);
enum inv_status fits_write(struct fits_sink *s, const char *p, size_t n, struct inv_err *err);
/* Puts the file in its place; or leaves the old one. */
enum inv_status fits_commit(struct fits_sink *s, struct inv_err *err);
void fits_abort(struct fits_sink *s);

#endif
