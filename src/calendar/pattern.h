/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Date patterns: the part of strptime that a table needs, without a locale.
 * Private to src/calendar. */
#ifndef INV_PATTERN_H
#define INV_PATTERN_H

#include "inv/time.h"

/* How a cell answered a reader. */
enum inv_match {
    INV_MATCH_NO,           /* it has another form */
    INV_MATCH_IMPOSSIBLE,   /* the form, but there is no such date */
    INV_MATCH_YES
};

/* Checks the pattern and says what it resolves. INV_EUSAGE. */
enum inv_status inv_pattern_check(const char *pattern, enum inv_form *unit, struct inv_err *err);
enum inv_match inv_pattern_read(const char *pattern, const char *s, size_t n, int64_t *t);
/* Years 1..9999; the length is at most INV_TIME_MAX for a checked pattern, and
 * 0 where %y cannot say the year. */
size_t inv_pattern_write(const char *pattern, int64_t t, char *out);

#endif
