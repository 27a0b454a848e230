/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "tables.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

char *table_file(const char *suffix, const char *bytes, size_t n)
{
    const char *dir = getenv("TMPDIR");
    size_t size = strlen(dir ? dir : "/tmp") + strlen(suffix) + 32;
    char *path = malloc(size);
    ck_assert_ptr_nonnull(path);
    snprintf(path, size, "%s/invtable-XXXXXX%s", dir ? dir : "/tmp", suffix);
    int fd = mkstemps(path, (int)strlen(suffix));
    ck_assert_msg(fd >= 0, "no file under %s", dir ? dir : "/tmp");
    while (n > 0) {
        ssize_t put = write(fd, bytes, n);
        ck_assert(put > 0);
        bytes += put;
        n -= (size_t)put;
    }
    ck_assert_int_eq(close(fd), 0);
    return path;
}

char *table_text(const char *suffix, const char *text)
{
    return table_file(suffix, text, strlen(text));
}

void table_remove(char *path)
{
    unlink(path);
    free(path);
}

struct inv_input *table_open(const char *path, const struct inv_format *format)
{
    struct inv_input *in = NULL;
    struct inv_err err;
    ck_assert_msg(inv_input_open(&in, &path, 1, format, true, &err) == INV_OK, "%s", err.text);
    return in;
}

struct inv_cell cell_of(const char *s)
{
    return (struct inv_cell){ s, strlen(s) };
}

bool cell_is(struct inv_cell c, const char *s)
{
    return c.n == strlen(s) && (c.n == 0 || memcmp(c.s, s, c.n) == 0);
}
