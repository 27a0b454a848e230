/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "inv/output.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "table/replace.h"
#include "table/sys.h"

#define SINK_BYTES ((size_t)256 << 10)

struct inv_sink {
    int fd;
    bool standard;                 /* standard output: not ours to close */
    bool written;                  /* something has gone to fd */
    struct inv_replace *file;      /* what appears whole or not at all; NULL: fd is written directly */
    const char *path;              /* borrowed */
    size_t n;
    char s[SINK_BYTES];
};

/* errno's words; a pipe without a reader is no error but the end. */
static enum inv_status failed(const struct inv_sink *s, int error, struct inv_err *err)
{
    if (error == EPIPE)
        return INV_END;
    enum inv_status st = inv_sys_error(err, s->path, error);
    if (s->standard && err) {
        char words[sizeof err->text];
        memcpy(words, err->text, sizeof words);
        inv_err_set(err, INV_EIO, "standard output: %.*s", (int)(sizeof words - 32), words);
    }
    return st;
}

enum inv_status inv_sink_open(struct inv_sink **out, const char *path, struct inv_err *err)
{
    struct inv_sink *s = malloc(sizeof *s);
    *out = NULL;
    if (!s)
        return inv_err_set(err, INV_ENOMEM, "out of memory");
    s->fd = STDOUT_FILENO;
    s->standard = !path;
    s->written = false;
    s->file = NULL;
    s->path = path;
    s->n = 0;
    enum inv_status st = path ? inv_replace_open(&s->file, path, &s->fd, err) : INV_OK;
    if (st != INV_OK) {
        free(s);
        return st;
    }
    *out = s;
    return INV_OK;
}

static enum inv_status put(struct inv_sink *s, const char *p, size_t n, struct inv_err *err)
{
    if (n == 0)
        return INV_OK;
    s->written = true;
    int error = inv_sys_write(s->fd, p, n);
    return error ? failed(s, error, err) : INV_OK;
}

enum inv_status inv_sink_flush(struct inv_sink *s, struct inv_err *err)
{
    size_t n = s->n;
    s->n = 0;
    return put(s, s->s, n, err);
}

enum inv_status inv_sink_write(struct inv_sink *s, const char *p, size_t n, struct inv_err *err)
{
    if (n > sizeof s->s - s->n) {
        enum inv_status st = inv_sink_flush(s, err);
        if (st != INV_OK)
            return st;
        if (n >= sizeof s->s)
            return put(s, p, n, err);
    }
    if (n > 0)
        memcpy(s->s + s->n, p, n);
    s->n += n;
    return INV_OK;
}

/* Some file systems tell of a failed write only when the file is closed;
 * standard output stays open for others, so its duplicate is. */
static int check_close(struct inv_sink *s)
{
    int fd = s->standard ? dup(s->fd) : s->fd;
    if (fd < 0)
        return s->written ? errno : 0;
    return close(fd) != 0 && errno != EINTR ? errno : 0;
}

enum inv_status inv_sink_commit(struct inv_sink *s, struct inv_err *err)
{
    enum inv_status st = inv_sink_flush(s, err);
    if (st != INV_OK) {
        inv_sink_abort(s);
        return st;
    }
    if (s->file) {
        st = inv_replace_commit(s->file, err);
    } else {
        int error = check_close(s);
        if (error)
            st = failed(s, error, err);
    }
    free(s);
    return st;
}

void inv_sink_abort(struct inv_sink *s)
{
    if (!s)
        return;
    if (s->file)
        inv_replace_abort(s->file);
    else if (!s->standard)
        close(s->fd);
    free(s);
}
