/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Status and error: what a call that can fail gives back.
 *
 * A function returns an enum inv_status and, when it is not INV_OK, fills the
 * caller's struct inv_err. Nothing below tools/ prints or exits.
 */
#ifndef INV_STATUS_H
#define INV_STATUS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum inv_status {
    INV_OK = 0,
    INV_END,       /* no more: end of input, no error */
    INV_ENOMEM,    /* out of memory, or a size that overflows */
    INV_EIO,       /* a file that cannot be opened, read or written */
    INV_EUSAGE,    /* wrong use: an option, a column, a header */
    INV_EROW,      /* a row or key that cannot be used; the next ones can */
    INV_EARG,      /* an argument outside its range */
    INV_EFIT       /* a model that could not be fitted */
};

/* Messages are for people: long cells are cut to fit and end in "...". */
struct inv_err {
    enum inv_status status;
    const char *file;      /* borrowed; NULL where there is none */
    uint64_t line;         /* physical line on which the record starts; 0: none */
    char column[96];       /* "" where there is none */
    char key[96];          /* "" where there is none */
    char text[320];        /* what is wrong */
};

/* Fills err (may be NULL) with status and a printf-style text, clears the
 * rest, and returns status, so that callers write: return inv_err_set(...). */
enum inv_status inv_err_set(struct inv_err *err, enum inv_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Say where: each returns err->status, or INV_OK for NULL. */
enum inv_status inv_err_at(struct inv_err *err, const char *file, uint64_t line);
enum inv_status inv_err_column(struct inv_err *err, const char *column, size_t length);
enum inv_status inv_err_key(struct inv_err *err, const char *key, size_t length);

/* Copies n bytes of s into out (size bytes) as text for a message: control
 * and invalid bytes escaped, long ones cut with "...". Always terminated. */
void inv_err_quote(char *out, size_t size, const char *s, size_t n);

#endif
