/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the fuzz targets share. */
#ifndef TESTS_FUZZ_H
#define TESTS_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/* Ends the target, which keeps the input, with what is wrong. */
#define MUST(condition) \
    do { \
        if (!(condition)) { \
            fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
            abort(); \
        } \
    } while (0)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Bytes as a file that can be opened by name, again and again. */
struct memory_file { int fd; char path[40]; };
void memory_file_open(struct memory_file *f, const void *bytes, size_t n);
void memory_file_close(struct memory_file *f);

/* The part of data before the first separator, 0x1E; *data and *size become what is behind it. */
struct part { const char *s; size_t n; };
struct part next_part(const uint8_t **data, size_t *size);

#endif
