/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "fuzz.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

void memory_file_open(struct memory_file *f, const void *bytes, size_t n)
{
    f->fd = memfd_create("fuzz", MFD_CLOEXEC);
    MUST(f->fd >= 0);
    MUST(n == 0 || write(f->fd, bytes, n) == (ssize_t)n);
    snprintf(f->path, sizeof f->path, "/proc/self/fd/%d", f->fd);
}

void memory_file_close(struct memory_file *f)
{
    close(f->fd);
}

struct part next_part(const uint8_t **data, size_t *size)
{
    const uint8_t *end = *size ? memchr(*data, 0x1E, *size) : NULL;
    size_t n = end ? (size_t)(end - *data) : *size;
    struct part p = { (const char *)*data, n };
    *data += n + (end != NULL);
    *size -= n + (end != NULL);
    return p;
}
