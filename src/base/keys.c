/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inv/keys.h"

#include <stdlib.h>
#include <string.h>

#include "inv/mem.h"

/* Open addressing with linear steps. A slot keeps 32 bits of the hash, which
 * say both where it belongs and, nearly always, that a key is another one; so
 * growth needs no second look at the keys. id + 1, 0 is an empty slot. */
struct slot { uint32_t hash, id1; };

struct key { const char *s; size_t n; };

/* The bytes lie in blocks that never move, so that a key's address lasts. */
struct block { struct block *next; size_t used, size; char s[]; };

#define FIRST_BLOCK 4096
#define LAST_BLOCK ((size_t)1 << 20)
#define MOST_KEYS 0xFFFFFFFEu

struct inv_keys {
    struct slot *slots;
    size_t mask;                 /* slots - 1 */
    struct key *keys;
    size_t count, cap;
    struct block *block;
};

enum inv_status inv_keys_alloc(struct inv_keys **k, struct inv_err *err)
{
    *k = calloc(1, sizeof **k);
    struct slot *slots = calloc(16, sizeof *slots);
    if (!*k || !slots) {
        free(*k);
        free(slots);
        *k = NULL;
        return inv_err_set(err, INV_ENOMEM, "out of memory");
    }
    (*k)->slots = slots;
    (*k)->mask = 15;
    return INV_OK;
}

void inv_keys_free(struct inv_keys *k)
{
    if (!k)
        return;
    while (k->block) {
        struct block *next = k->block->next;
        free(k->block);
        k->block = next;
    }
    free(k->slots);
    free(k->keys);
    free(k);
}

/* The slot of the key, or the empty one where it would go. */
static size_t locate(const struct inv_keys *k, uint32_t hash, const char *s, size_t n)
{
    size_t i = hash & k->mask;
    for (; k->slots[i].id1; i = (i + 1) & k->mask) {
        if (k->slots[i].hash != hash)
            continue;
        const struct key *key = &k->keys[k->slots[i].id1 - 1];
        if (key->n == n && (n == 0 || memcmp(key->s, s, n) == 0))
            break;
    }
    return i;
}

static enum inv_status grow_slots(struct inv_keys *k, struct inv_err *err)
{
    size_t mask = k->mask * 2 + 1;
    struct slot *slots = calloc(mask + 1, sizeof *slots);
    if (!slots)
        return inv_err_set(err, INV_ENOMEM, "out of memory");
    for (size_t i = 0; i <= k->mask; i++) {
        if (!k->slots[i].id1)
            continue;
        size_t at = k->slots[i].hash & mask;
        while (slots[at].id1)
            at = (at + 1) & mask;
        slots[at] = k->slots[i];
    }
    free(k->slots);
    k->slots = slots;
    k->mask = mask;
    return INV_OK;
}

static char *copy_bytes(struct inv_keys *k, const char *s, size_t n)
{
    struct block *b = k->block;
    if (!b || b->size - b->used < n) {
        size_t size = !b ? FIRST_BLOCK : b->size < LAST_BLOCK ? b->size * 2 : LAST_BLOCK;
        if (size < n)
            size = n;
        if (size > SIZE_MAX / 2 || !(b = malloc(sizeof *b + size)))
            return NULL;
        *b = (struct block){ .next = k->block, .size = size };
        k->block = b;
    }
    char *to = b->s + b->used;
    if (n > 0)
        memcpy(to, s, n);
    b->used += n;
    return to;
}

enum inv_status inv_keys_add(struct inv_keys *k, const char *s, size_t n, size_t *id, bool *fresh, struct inv_err *err)
{
    uint32_t hash = (uint32_t)inv_hash_bytes(s, n).lo;
    size_t at = locate(k, hash, s, n);
    *fresh = k->slots[at].id1 == 0;
    if (!*fresh) {
        *id = k->slots[at].id1 - 1;
        return INV_OK;
    }
    if (k->count >= MOST_KEYS)
        return inv_err_set(err, INV_ENOMEM, "more than %u keys", MOST_KEYS);
    enum inv_status st = INV_MEM_GROW(&k->keys, &k->cap, k->count + 1, err);
    if (st == INV_OK && k->count >= (k->mask + 1) / 4 * 3) {
        st = grow_slots(k, err);
        at = st == INV_OK ? locate(k, hash, s, n) : at;
    }
    if (st != INV_OK)
        return st;
    char *copy = copy_bytes(k, s, n);
    if (!copy)
        return inv_err_set(err, INV_ENOMEM, "out of memory");
    *id = k->count;
    k->keys[k->count++] = (struct key){ copy, n };
    k->slots[at] = (struct slot){ hash, (uint32_t)k->count };
    return INV_OK;
}

bool inv_keys_find(const struct inv_keys *k, const char *s, size_t n, size_t *id)
{
    size_t at = locate(k, (uint32_t)inv_hash_bytes(s, n).lo, s, n);
    if (k->slots[at].id1 == 0)
        return false;
    *id = k->slots[at].id1 - 1;
    return true;
}

size_t inv_keys_count(const struct inv_keys *k)
{
    return k->count;
}

const char *inv_keys_get(const struct inv_keys *k, size_t id, size_t *n)
{
    *n = k->keys[id].n;
    return k->keys[id].s;
}
