/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Workspace of a fit: doubles that are reserved before and handed out during it.
 *
 * The caller makes one a thread ({0}), reserves what the next computation says
 * it needs, and uses it again and again; it only grows. Nothing that was taken
 * moves until the next reserve.
 */
#ifndef INV_WORK_H
#define INV_WORK_H

#include "inv/status.h"

struct inv_work {
    double *x;
    size_t used, cap;
};

/* Makes room for `need` doubles and takes everything back. INV_ENOMEM. */
enum inv_status inv_work_reserve(struct inv_work *w, size_t need, struct inv_err *err);
/* n doubles, not cleared; NULL when more is taken than was reserved. */
double *inv_work_take(struct inv_work *w, size_t n);
/* Everything taken since `mark` is free again: mark = inv_work_mark(w) ... */
size_t inv_work_mark(const struct inv_work *w);
void inv_work_release(struct inv_work *w, size_t mark);
void inv_work_free(struct inv_work *w);

#endif
