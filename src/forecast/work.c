/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inv/work.h"

#include <stdlib.h>

#include "inv/mem.h"

enum inv_status inv_work_reserve(struct inv_work *w, size_t need, struct inv_err *err)
{
    w->used = 0;
    return INV_MEM_GROW(&w->x, &w->cap, need, err);
}

double *inv_work_take(struct inv_work *w, size_t n)
{
    if (n > w->cap - w->used)
        return NULL;
    double *p = w->x + w->used;
    w->used += n;
    return p;
}

size_t inv_work_mark(const struct inv_work *w)
{
    return w->used;
}

void inv_work_release(struct inv_work *w, size_t mark)
{
    w->used = mark;
}

void inv_work_free(struct inv_work *w)
{
    free(w->x);
    *w = (struct inv_work){ 0 };
}
