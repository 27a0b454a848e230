/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "table/sys.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

enum inv_status inv_sys_error(struct inv_err *err, const char *file, int error)
{
#ifdef __GLIBC__
    char words[128];
    const char *text = strerror_r(error, words, sizeof words);
#else
    const char *text = strerror(error);
#endif
    enum inv_status st = inv_err_set(err, INV_EIO, "%s", text);
    inv_err_at(err, file, 0);
    return st;
}

/* Whether a call that failed with `error` may be made again, now or after a wait. */
static bool again(int fd, int error, short event)
{
    if (error == EINTR)
        return true;
    if (error != EAGAIN && error != EWOULDBLOCK)
        return false;
    struct pollfd p = { .fd = fd, .events = event };
    return poll(&p, 1, -1) >= 0 || errno == EINTR;
}

int inv_sys_read(int fd, char *s, size_t n, size_t *got)
{
    const size_t most = (size_t)1 << 30;     /* Linux reads no more than 2 GiB at once */
    for (;;) {
        ssize_t r = read(fd, s, n < most ? n : most);
        if (r >= 0) {
            *got = (size_t)r;
            return 0;
        }
        int error = errno;
        if (!again(fd, error, POLLIN))
            return error;
    }
}

int inv_sys_write(int fd, const char *s, size_t n)
{
    const size_t most = (size_t)1 << 30;
    while (n > 0) {
        ssize_t w = write(fd, s, n < most ? n : most);
        if (w < 0) {
            int error = errno;
            if (!again(fd, error, POLLOUT))
                return error;
            continue;
        }
        s += w;
        n -= (size_t)w;
    }
    return 0;
}
