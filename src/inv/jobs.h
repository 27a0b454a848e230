/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A pool that works on items in parallel and gives them back in order.
 *
 * Every thread does the same: takes the next item under a lock (produce),
 * works on it alone (work), and hands it over under another lock in the order
 * in which it was produced (consume). Nobody waits while there is work to do,
 * and at most `slots` items are under way, so memory is bounded.
 */
#ifndef INV_JOBS_H
#define INV_JOBS_H

#include "inv/status.h"

struct inv_jobs {
    size_t threads;    /* at least 1; 1 runs in the calling thread alone */
    size_t slots;      /* items under way; 0: four a thread */
    void *ctx;         /* handed to every call */
    /* Fills item (one of `items`, below); INV_END when there are no more. Serial, in order. */
    enum inv_status (*produce)(void *ctx, void *item, struct inv_err *err);
    /* Works on it; thread (0..threads-1) names the workspace it may use. Parallel. */
    enum inv_status (*work)(void *ctx, size_t thread, void *item, struct inv_err *err);
    /* Takes the result. Serial, in the order of produce. */
    enum inv_status (*consume)(void *ctx, void *item, struct inv_err *err);
};

/* items: the caller's array of at least `slots` pointers, reused round and
 * round. Ends at the first status that is neither INV_OK nor INV_END and
 * returns that one which comes first in order; its error is in err. All items
 * before that one are consumed and none from it on, whatever `threads` is.
 * INV_END from work or consume ends the run there without an error. Returns
 * INV_OK where there was none. err may be NULL. */
enum inv_status inv_jobs_run(const struct inv_jobs *j, void *const *items, struct inv_err *err);
/* The processors that this process may use; at least 1. */
size_t inv_jobs_processors(void);

#endif
