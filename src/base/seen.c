/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A set of hashes in little more than their own bytes.
 *
 * Ordered linear probing (Amble and Knuth 1974, "Ordered hash tables"): a
 * hash's home grows with its value, and the table is in order of value. So a
 * search ends at the first larger one even where the table is nearly full, and
 * the table grows by small steps where it stands, without a second copy.
 */
#include "inv/keys.h"

#include <stdlib.h>
#include <string.h>

__extension__ typedef unsigned __int128 u128;

struct inv_seen {
    struct inv_hash128 *slots;     /* both halves 0: empty */
    size_t homes;                  /* homes are 0..homes-1 */
    size_t total;                  /* slots, with room for what the last homes push on */
    size_t count;
    bool zero;                     /* the hash that looks like an empty slot */
};

#define FIRST_HOMES 56

static size_t total_for(size_t homes)
{
    return homes + homes / 32 + 64;
}

enum inv_status inv_seen_alloc(struct inv_seen **s, struct inv_err *err)
{
    *s = calloc(1, sizeof **s);
    struct inv_hash128 *slots = calloc(total_for(FIRST_HOMES), sizeof *slots);
    if (!*s || !slots) {
        free(*s);
        free(slots);
        *s = NULL;
        return inv_err_set(err, INV_ENOMEM, "out of memory");
    }
    **s = (struct inv_seen){ .slots = slots, .homes = FIRST_HOMES, .total = total_for(FIRST_HOMES) };
    return INV_OK;
}

void inv_seen_free(struct inv_seen *s)
{
    if (s)
        free(s->slots);
    free(s);
}

/* Spreads the upper half, whatever made the hash: the order is that of what
 * this returns. Both steps can be undone, so different hashes stay different. */
static struct inv_hash128 spread(struct inv_hash128 h)
{
    h.hi ^= h.lo * UINT64_C(0x9E3779B97F4A7C15);
    h.hi = (h.hi ^ h.hi >> 32) * UINT64_C(0xD6E8FEB86659FD93);
    h.hi = (h.hi ^ h.hi >> 32) * UINT64_C(0xD6E8FEB86659FD93);
    h.hi ^= h.hi >> 32;
    return h;
}

static bool empty(struct inv_hash128 h)
{
    return (h.hi | h.lo) == 0;
}

static bool less(struct inv_hash128 a, struct inv_hash128 b)
{
    return a.hi != b.hi ? a.hi < b.hi : a.lo < b.lo;
}

static size_t home(struct inv_hash128 h, size_t homes)
{
    return (size_t)(((u128)h.hi * homes) >> 64);
}

/* Puts all hashes, in order, at the end of the slots; returns where they start. */
static size_t pack(struct inv_seen *s, size_t total)
{
    size_t to = total;
    for (size_t i = s->total; i-- > 0;) {
        struct inv_hash128 h = s->slots[i];
        if (!empty(h)) {
            s->slots[i] = (struct inv_hash128){ 0, 0 };
            s->slots[--to] = h;
        }
    }
    return to;
}

/* Puts what pack left at `from` to its place among `homes`. Each lands at its
 * home or behind the one before, which is never beyond where it lies now
 * unless the last ones do not fit: then false, and it stays packed. */
static bool unpack(struct inv_seen *s, size_t from, size_t homes, size_t total)
{
    size_t next = 0;
    for (size_t i = from; i < total; i++) {
        size_t at = home(s->slots[i], homes);
        next = (at > next ? at : next) + 1;
    }
    if (next > total)
        return false;
    next = 0;
    for (size_t i = from; i < total; i++) {
        struct inv_hash128 h = s->slots[i];
        size_t at = home(h, homes);
        at = at > next ? at : next;
        s->slots[i] = (struct inv_hash128){ 0, 0 };
        s->slots[at] = h;
        next = at + 1;
    }
    return true;
}

/* By an eighth: 18 to 21 bytes a hash. */
static enum inv_status grow(struct inv_seen *s, struct inv_err *err)
{
    size_t homes = s->homes;
    for (bool placed = false; !placed;) {
        homes += homes / 8;
        size_t total = total_for(homes);
        if (total > SIZE_MAX / 2 / sizeof *s->slots)
            return inv_err_set(err, INV_ENOMEM, "out of memory");
        struct inv_hash128 *slots = realloc(s->slots, total * sizeof *slots);
        if (!slots)
            return inv_err_set(err, INV_ENOMEM, "out of memory");
        memset(slots + s->total, 0, (total - s->total) * sizeof *slots);
        s->slots = slots;
        size_t from = pack(s, total);
        s->total = total;
        placed = unpack(s, from, homes, total);
    }
    s->homes = homes;
    return INV_OK;
}

/* Where h is or belongs; *at is the slots' end where it fits nowhere. */
static bool locate(const struct inv_seen *s, struct inv_hash128 h, size_t *at)
{
    size_t i = home(h, s->homes);
    while (i < s->total && !empty(s->slots[i]) && less(s->slots[i], h))
        i++;
    *at = i;
    return i < s->total && s->slots[i].hi == h.hi && s->slots[i].lo == h.lo;
}

/* Puts h at `at` and what is there one further; false where there is no room. */
static bool insert(struct inv_seen *s, size_t at, struct inv_hash128 h)
{
    size_t end = at;
    while (end < s->total && !empty(s->slots[end]))
        end++;
    if (end == s->total)
        return false;
    memmove(s->slots + at + 1, s->slots + at, (end - at) * sizeof *s->slots);
    s->slots[at] = h;
    s->count++;
    return true;
}

enum inv_status inv_seen_add(struct inv_seen *s, struct inv_hash128 hash, bool *fresh, struct inv_err *err)
{
    struct inv_hash128 h = spread(hash);
    if (empty(h)) {
        *fresh = !s->zero;
        s->zero = true;
        return INV_OK;
    }
    size_t at;
    *fresh = !locate(s, h, &at);
    if (!*fresh)
        return INV_OK;
    while (s->count >= s->homes / 8 * 7 || !insert(s, at, h)) {
        enum inv_status st = grow(s, err);
        if (st != INV_OK)
            return st;
        locate(s, h, &at);
    }
    return INV_OK;
}
