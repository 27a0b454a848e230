/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One file of an input: opened, its header read, laid aside, taken up again. Internal. */
#ifndef INV_TABLE_SOURCE_H
#define INV_TABLE_SOURCE_H

#include "inv/table.h"
#include "table/block.h"
#include "table/names.h"
#include "table/split.h"

struct inv_source {
    const char *path;          /* borrowed */
    enum inv_syntax syntax;
    char delimiter;
    bool header;               /* its first record names the columns; else they are 1, 2, 3 */
    bool regular;              /* can be closed and opened again */
    uint64_t size;             /* bytes in all; 0: not known */
    struct inv_block block;
    uint64_t body, body_line;  /* where its records begin: offset, line */
    uint64_t blank;            /* blank lines before body that are records (one column, no header) */
    size_t width;              /* columns; 0 only without a header, where it is empty */
    size_t *map;               /* where each stands in the united header */
};

/* Opens path ("-": standard input). */
enum inv_status inv_source_open(struct inv_source *s, const char *path, const struct inv_format *format,
                                bool by_name, size_t block, struct inv_err *err);
/* Reads the header into names and map, and leaves the block at the first record. */
enum inv_status inv_source_header(struct inv_source *s, struct inv_names *names, struct inv_err *err);
/* Closes a regular file and gives its memory back; others stay open. */
void inv_source_lay_aside(struct inv_source *s);
enum inv_status inv_source_take_up(struct inv_source *s, struct inv_err *err);
/* Closes the file and frees its memory; the map stays. */
void inv_source_close(struct inv_source *s);
void inv_source_free(struct inv_source *s);

#endif
