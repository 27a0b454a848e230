/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "table/source.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "inv/mem.h"
#include "table/sys.h"

/* No table has such a name; a file without line ends does, and would be held twice. */
#define NAME_MAX_BYTES ((size_t)1 << 20)

static bool ends_in(const char *s, const char *tail)
{
    size_t n = strlen(s), t = strlen(tail);
    return n >= t && memcmp(s + n - t, tail, t) == 0;
}

static enum inv_status open_fd(struct inv_source *s, struct inv_err *err)
{
    if (strcmp(s->path, "-") == 0) {
        s->block.fd = STDIN_FILENO;
        return INV_OK;
    }
    do
        s->block.fd = open(s->path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    while (s->block.fd < 0 && errno == EINTR);
    return s->block.fd < 0 ? inv_sys_error(err, s->path, errno) : INV_OK;
}

enum inv_status inv_source_open(struct inv_source *s, const char *path, const struct inv_format *format,
                                bool by_name, size_t block, struct inv_err *err)
{
    bool tsv = format->syntax == INV_TSV || (by_name && ends_in(path, ".tsv"));
    *s = (struct inv_source){ .path = path, .syntax = tsv ? INV_TSV : INV_CSV,
                              .delimiter = tsv ? '\t' : format->delimiter, .header = format->header };
    inv_block_init(&s->block, path, -1, block);
    enum inv_status st = open_fd(s, err);
    struct stat about;
    if (st == INV_OK && fstat(s->block.fd, &about) != 0)
        st = inv_sys_error(err, path, errno);
    if (st != INV_OK) {
        inv_source_close(s);
        return st;
    }
    bool file = S_ISREG(about.st_mode);
    s->regular = file && s->block.fd != STDIN_FILENO;
    if (file && about.st_size > 0) {
        off_t at = s->regular ? 0 : lseek(s->block.fd, 0, SEEK_CUR);
        s->size = at >= 0 && at < about.st_size ? (uint64_t)(about.st_size - at) : 0;
    }
    return INV_OK;
}

static enum inv_status skip_bom(struct inv_block *b, struct inv_err *err)
{
    while (b->end - b->at < 3 && !b->eof) {
        enum inv_status st = inv_block_fill(b, err);
        if (st != INV_OK)
            return st;
    }
    if (b->end - b->at >= 3 && memcmp(b->s + b->at, "\xEF\xBB\xBF", 3) == 0)
        b->at += 3;
    return INV_OK;
}

/* A name that occurs twice in the file's own header. */
static enum inv_status check_twice(const struct inv_source *s, const struct inv_names *names, struct inv_err *err)
{
    bool *seen = calloc(names->n, sizeof *seen);
    if (!seen)
        return inv_err_set(err, INV_ENOMEM, "out of memory");
    enum inv_status st = INV_OK;
    for (size_t i = 0; i < s->width && st == INV_OK; i++) {
        struct inv_cell name = names->cells[s->map[i]];
        if (seen[s->map[i]]) {
            st = inv_err_set(err, INV_EUSAGE, "a column name that occurs twice");
            inv_err_column(err, name.n ? name.s : "\"\"", name.n ? name.n : 2);
        }
        seen[s->map[i]] = true;
    }
    free(seen);
    return st;
}

/* The first record names the columns, or only counts them. */
static enum inv_status read_names(struct inv_source *s, const struct inv_split *split, struct inv_names *names,
                                  struct inv_err *err)
{
    s->width = split->n;
    s->map = calloc(s->width, sizeof *s->map);
    if (!s->map)
        return inv_err_set(err, INV_ENOMEM, "out of memory");
    enum inv_status st = INV_OK;
    for (size_t i = 0; i < s->width && st == INV_OK; i++) {
        char number[24];
        struct inv_cell name = { number, (size_t)snprintf(number, sizeof number, "%zu", i + 1) };
        if (s->header)
            name = split->cells[i];
        st = name.n > NAME_MAX_BYTES ? inv_err_set(err, INV_EUSAGE, "a column name of %zu bytes", name.n)
                                     : inv_names_add(names, name, &s->map[i], err);
    }
    return st == INV_OK ? check_twice(s, names, err) : st;
}

/* The first record that is not blank; leaves the block at it. s->body_line
 * becomes its line. */
static enum inv_status first_record(struct inv_source *s, struct inv_split *split, struct inv_err *err)
{
    struct inv_block *b = &s->block;
    enum inv_status st;
    s->body_line = 1;
    while ((st = inv_split_next(split, b, err)) == INV_OK && split->raw == 0) {
        b->at += split->next;
        s->body_line++;
    }
    return st;
}

static enum inv_status read_header(struct inv_source *s, struct inv_split *split, struct inv_names *names,
                                   struct inv_err *err)
{
    struct inv_block *b = &s->block;
    enum inv_status st = skip_bom(b, err);
    if (st == INV_OK)
        st = first_record(s, split, err);
    if (st == INV_END && s->header) {
        inv_err_set(err, INV_EUSAGE, "no header");
        inv_err_at(err, s->path, 0);
        return INV_EUSAGE;
    }
    if (st == INV_OK)
        st = read_names(s, split, names, err);
    if (st == INV_EROW || st == INV_EUSAGE) {      /* without its header, the file is of no use */
        err->status = st = INV_EUSAGE;
        inv_err_at(err, s->path, s->body_line);
    }
    if (st != INV_OK)
        return st == INV_END ? INV_OK : st;
    if (s->header) {
        b->at += split->next;
        s->body_line += split->lines;
    } else if (s->width == 1) {                    /* blank lines are records there */
        s->blank = s->body_line - 1;
        s->body_line = 1;
    }
    s->body = b->offset - (b->end - b->at);
    return INV_OK;
}

enum inv_status inv_source_header(struct inv_source *s, struct inv_names *names, struct inv_err *err)
{
    struct inv_split split;
    struct inv_err mine = { .status = INV_OK };
    inv_split_init(&split, s->syntax, s->delimiter);
    enum inv_status st = read_header(s, &split, names, &mine);
    inv_split_free(&split);
    if (st != INV_OK && err)
        *err = mine;
    return st;
}

void inv_source_lay_aside(struct inv_source *s)
{
    if (s->regular)
        inv_source_close(s);
}

enum inv_status inv_source_take_up(struct inv_source *s, struct inv_err *err)
{
    if (s->block.fd >= 0)
        return INV_OK;
    enum inv_status st = open_fd(s, err);
    if (st != INV_OK)
        return st;
    if (lseek(s->block.fd, (off_t)s->body, SEEK_SET) < 0)
        return inv_sys_error(err, s->path, errno);
    s->block.at = s->block.end = 0;
    s->block.eof = false;
    s->block.offset = s->body;
    return INV_OK;
}

void inv_source_close(struct inv_source *s)
{
    if (s->block.fd > STDIN_FILENO)
        close(s->block.fd);
    s->block.fd = -1;
    inv_block_free(&s->block);
}

void inv_source_free(struct inv_source *s)
{
    inv_source_close(s);
    free(s->map);
    s->map = NULL;
}
