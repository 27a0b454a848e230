/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A bar on standard error, once the work has taken two seconds. */
#include "config.h"
#include "messages.h"

#include <stdlib.h>
#include <time.h>
#include <unistd.h>

struct progress { bool always, drawn; double begin, last; };

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

struct progress *progress_alloc(bool always)
{
    struct progress *p = calloc(1, sizeof *p);
    if (p) {
        p->always = always;
        p->begin = p->last = now();
    }
    return p;
}

void progress_free(struct progress *p)
{
    if (p && p->drawn)
        fputs("\r\033[K", stderr);
    free(p);
}

void progress_draw(struct progress *p, const char *program, uint64_t done, uint64_t total)
{
    double t = now();
    if ((!p->always && t - p->begin < 2) || t - p->last < 0.2)
        return;
    p->last = t;
    p->drawn = true;
    if (total == 0) {
        fprintf(stderr, "\r%s: %.0f MB", program, (double)done / 1e6);
        return;
    }
    double share = (double)done / (double)total;
    if (share > 1)
        share = 1;
    int full = (int)(share * 40);
    fprintf(stderr, "\r%s: [%.*s%*s] %3.0f %%  %.0f s left ", program, full,
            "########################################", 40 - full, "",
            100 * share, share > 0 ? (t - p->begin) * (1 - share) / share : 0.0);
}

void tool_progress(struct run *run)
{
    if (!run->progress || !run->in)
        return;
    uint64_t done = 0, total = 0;
    inv_input_progress(run->in, &done, &total);
    progress_draw(run->progress, run->tool->name, done, total);
}
