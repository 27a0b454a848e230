/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A hash of keys: bytes to a dense number 0, 1, 2, ... in the order of arrival. */
#ifndef INV_KEYS_H
#define INV_KEYS_H

#include "inv/status.h"

struct inv_keys;   /* owns a copy of each key's bytes */

enum inv_status inv_keys_alloc(struct inv_keys **k, struct inv_err *err);
void inv_keys_free(struct inv_keys *k);
/* The number of the key; *fresh says whether it was added now. */
enum inv_status inv_keys_add(struct inv_keys *k, const char *s, size_t n, size_t *id, bool *fresh, struct inv_err *err);
/* Looks up only: false where it is not there. */
bool inv_keys_find(const struct inv_keys *k, const char *s, size_t n, size_t *id);
size_t inv_keys_count(const struct inv_keys *k);
/* The bytes stay where they are until inv_keys_free. */
const char *inv_keys_get(const struct inv_keys *k, size_t id, size_t *n);

/* A 128-bit hash of bytes: what --sorted remembers of a key that has gone by. */
struct inv_hash128 { uint64_t hi, lo; };
struct inv_hash128 inv_hash_bytes(const char *s, size_t n);

/* A set of 128-bit hashes, 18 to 21 bytes an entry (open addressing, load up to 7/8). */
struct inv_seen;
enum inv_status inv_seen_alloc(struct inv_seen **s, struct inv_err *err);
void inv_seen_free(struct inv_seen *s);
enum inv_status inv_seen_add(struct inv_seen *s, struct inv_hash128 h, bool *fresh, struct inv_err *err);

#endif
