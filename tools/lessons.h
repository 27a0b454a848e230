/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the series of a group tell each other, learned before the first forecast. */
#ifndef TOOLS_LESSONS_H
#define TOOLS_LESSONS_H

#include "common.h"

#include "inv/keys.h"
#include "inv/lesson.h"

struct models;
struct group_lesson;

/* Read only once learned. */
struct lessons {
    size_t key, carry;                        /* --group's place among a key's cells, or those carried; INV_NO_COLUMN */
    struct inv_keys *names;
    struct group_lesson *group; size_t n, cap;
};

/* After models_open, before the first series is read. The same for every number of threads. */
enum inv_status lessons_learn(struct lessons *l, struct models *m, struct inv_err *err);
void lessons_free(struct lessons *l);
/* Of a key's group; NULL: there is none. */
const struct inv_lesson *lessons_of(const struct lessons *l, const struct inv_group *g);

#endif
