/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads the table of known answers (case,family,method,param,value) that may
 * stand beside the source tree; tests skip where it does not. */
#ifndef INV_TEST_ORACLE_H
#define INV_TEST_ORACLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct oracle_row { char *name, *family, *method, *param, *value; };
struct oracle { char *text; struct oracle_row *rows; size_t n; };

/* false, with a note on standard output, where the table is not there. */
bool oracle_open(struct oracle *o);
/* The same of another table of these five columns, such as R's forecast-reference.csv. */
bool oracle_open_file(struct oracle *o, const char *file);
void oracle_close(struct oracle *o);
/* The next case of a method from row `at`, or NULL; *at moves past it. */
const char *oracle_next(const struct oracle *o, const char *method, size_t *at);
/* A parameter's text or number; NULL or NAN where the case has none. */
const char *oracle_text(const struct oracle *o, const char *name, const char *param);
double oracle_number(const struct oracle *o, const char *name, const char *param);
/* Numbers separated by semicolons; returns how many (at most max). */
size_t oracle_list(const struct oracle *o, const char *name, const char *param, double *v, size_t max);
/* The values of one of R's series (series,season,t,y); returns how many, 0 where it is not there. */
size_t oracle_series(const char *series, size_t *m, double *y, size_t max);

/* Random numbers for instances: INV_TEST_SEED sets the seed, which is printed. */
uint64_t test_seed(const char *test, uint64_t otherwise);
double test_uniform(uint64_t *state);                            /* 0 <= u < 1 */
double test_between(uint64_t *state, double lo, double hi);
size_t test_below(uint64_t *state, size_t n);

#endif
