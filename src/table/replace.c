/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "table/replace.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "table/sys.h"

struct inv_replace {
    const char *path;      /* as the caller named it; for messages */
    char *target;          /* the file itself, links followed */
    char beside[48];       /* temporary name in its directory; "" while the file has none */
    int fd, dir;           /* the file, its directory */
    mode_t mode;           /* of the old file */
    uid_t uid; gid_t gid;
    bool old;              /* there is one */
};

/* Where the link at path leads, in new memory; NULL with errno. */
static char *read_link(const char *path)
{
    char text[PATH_MAX];
    ssize_t n = readlink(path, text, sizeof text - 1);
    if (n < 0)
        return NULL;
    text[n] = '\0';
    const char *slash = strrchr(path, '/');
    size_t head = text[0] == '/' || !slash ? 0 : (size_t)(slash - path) + 1;
    char *out = malloc(head + (size_t)n + 1);
    if (out) {
        memcpy(out, path, head);
        memcpy(out + head, text, (size_t)n + 1);
    }
    return out;
}

/* path with links followed, whether or not the last one leads to a file. */
static char *follow(const char *path)
{
    char *at = strdup(path);
    for (int links = 0; at; links++) {
        struct stat about;
        if (lstat(at, &about) != 0 || !S_ISLNK(about.st_mode))
            return at;
        char *next = links < 40 ? read_link(at) : NULL;
        if (links >= 40)
            errno = ELOOP;
        free(at);
        at = next;
    }
    return NULL;
}

/* Whether path is written directly: no regular file, or a descriptor's name,
 * whose file belongs to whoever opened it. */
static bool special(const char *path)
{
    static const char *const names[] = { "/dev/fd/", "/proc/", "/dev/stdout", "/dev/stderr" };
    struct stat about;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strncmp(path, names[i], strlen(names[i])) == 0)
            return true;
    return stat(path, &about) == 0 && !S_ISREG(about.st_mode) && !S_ISDIR(about.st_mode);
}

static void release(struct inv_replace *r)
{
    if (r->fd >= 0)
        close(r->fd);
    if (r->dir >= 0)
        close(r->dir);
    free(r->target);
    free(r);
}

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

/* Returns 0 or an errno, as all that follow. */
static int open_directory(struct inv_replace *r)
{
    size_t head = (size_t)(base_name(r->target) - r->target);
    char *path = head ? strndup(r->target, head) : strdup(".");
    if (!path)
        return ENOMEM;
    r->dir = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int error = r->dir < 0 ? errno : 0;
    free(path);
    return error;
}

/* What the old file was; one that may not be written is not replaced either. */
static int look_at_old(struct inv_replace *r)
{
    struct stat about;
    if (stat(r->target, &about) != 0)
        return errno == ENOENT ? 0 : errno;
    if (S_ISDIR(about.st_mode))
        return EISDIR;
    if (faccessat(AT_FDCWD, r->target, W_OK, AT_EACCESS) != 0)
        return errno;
    r->old = true;
    r->mode = about.st_mode & 07777;
    r->uid = about.st_uid;
    r->gid = about.st_gid;
    return 0;
}

/* A name beside the target that nobody else takes: the n-th try. */
static void name_beside(struct inv_replace *r, unsigned n)
{
    snprintf(r->beside, sizeof r->beside, ".inv-%ld-%u", (long)getpid(), n);
}

/* A file without a name, where the file system has that and /proc can name it
 * later; else one with a temporary name. */
static int open_file(struct inv_replace *r)
{
#ifdef O_TMPFILE
    if (access("/proc/self/fd", X_OK) == 0)
        r->fd = openat(r->dir, ".", O_TMPFILE | O_WRONLY | O_CLOEXEC, 0666);
    if (r->fd >= 0)
        return 0;
#endif
    unsigned n = 0;
    do {
        name_beside(r, n);
        r->fd = openat(r->dir, r->beside, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0666);
    } while (r->fd < 0 && errno == EEXIST && n++ < 10000);
    int error = r->fd < 0 ? errno : 0;
    if (error)
        r->beside[0] = '\0';
    return error;
}

/* The descriptor that path names; -1 for none. */
static int descriptor(const char *path)
{
    static const char dir[] = "/dev/fd/";
    if (strcmp(path, "/dev/stdout") == 0)
        return STDOUT_FILENO;
    if (strcmp(path, "/dev/stderr") == 0)
        return STDERR_FILENO;
    if (strncmp(path, dir, sizeof dir - 1) != 0)
        return -1;
    const char *digits = path + sizeof dir - 1;
    size_t n = strspn(digits, "0123456789");
    return n > 0 && n < 8 && digits[n] == '\0' ? (int)strtol(digits, NULL, 10) : -1;
}

/* A descriptor is written where it stands: opened anew, a file would be
 * overwritten from its start. */
static int open_direct(const char *path, int *fd)
{
    int known = descriptor(path);
    if (known >= 0) {
        *fd = fcntl(known, F_DUPFD_CLOEXEC, 3);
        return *fd < 0 ? errno : 0;
    }
    do
        *fd = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
    while (*fd < 0 && errno == EINTR);
    return *fd < 0 ? errno : 0;
}

enum inv_status inv_replace_open(struct inv_replace **out, const char *path, int *fd, struct inv_err *err)
{
    *out = NULL;
    if (special(path)) {
        int error = open_direct(path, fd);
        return error ? inv_sys_error(err, path, error) : INV_OK;
    }
    struct inv_replace *r = calloc(1, sizeof *r);
    if (!r)
        return inv_err_set(err, INV_ENOMEM, "out of memory");
    r->path = path;
    r->fd = r->dir = -1;
    r->target = follow(path);
    int error = r->target ? look_at_old(r) : errno;
    if (!error)
        error = open_directory(r);
    if (!error)
        error = open_file(r);
    if (error) {
        release(r);
        return inv_sys_error(err, path, error);
    }
    *fd = r->fd;
    *out = r;
    return INV_OK;
}

/* The new file's owner and mode are the old one's, as far as we may. */
static int keep_mode(struct inv_replace *r)
{
    if (!r->old)
        return 0;
    mode_t mode = r->mode;
    if (fchown(r->fd, r->uid, r->gid) != 0)
        mode &= 0777;              /* no set-user-ID for another user */
    return fchmod(r->fd, mode) != 0 ? errno : 0;
}

static int sync_fd(int fd)
{
    if (fsync(fd) == 0 || errno == EINVAL || errno == ENOTSUP)
        return 0;                  /* not every file system can */
    return errno;
}

/* Gives the nameless file the name `name`. */
static int link_as(struct inv_replace *r, const char *name)
{
    char self[40];
    snprintf(self, sizeof self, "/proc/self/fd/%d", r->fd);
    return linkat(AT_FDCWD, self, r->dir, name, AT_SYMLINK_FOLLOW) != 0 ? errno : 0;
}

static int link_beside(struct inv_replace *r)
{
    int error = EEXIST;
    for (unsigned n = 0; error == EEXIST && n < 10000; n++) {
        name_beside(r, n);
        error = link_as(r, r->beside);
    }
    if (error)
        r->beside[0] = '\0';
    return error;
}

static int close_file(struct inv_replace *r)
{
    int error = close(r->fd) != 0 && errno != EINTR ? errno : 0;
    r->fd = -1;
    return error;
}

/* The file takes its place: at once where there is none to replace, else by a
 * name beside it and a rename. */
static int take_place(struct inv_replace *r)
{
    const char *name = base_name(r->target);
    if (!r->beside[0] && !r->old) {
        int error = link_as(r, name);
        if (error != EEXIST)
            return error ? error : close_file(r);
    }
    int error = r->beside[0] ? 0 : link_beside(r);
    if (!error)
        error = close_file(r);
    if (!error && renameat(r->dir, r->beside, r->dir, name) != 0)
        error = errno;
    if (!error)
        r->beside[0] = '\0';
    return error;
}

enum inv_status inv_replace_commit(struct inv_replace *r, struct inv_err *err)
{
    int error = keep_mode(r);
    if (!error)
        error = sync_fd(r->fd);
    if (!error)
        error = take_place(r);
    if (!error)
        error = sync_fd(r->dir);
    const char *path = r->path;
    inv_replace_abort(r);
    return error ? inv_sys_error(err, path, error) : INV_OK;
}

void inv_replace_abort(struct inv_replace *r)
{
    if (r->beside[0])
        unlinkat(r->dir, r->beside, 0);
    release(r);
}
