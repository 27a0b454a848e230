/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cost RESULT COMMAND [ARG...]: runs the command and writes to RESULT what it
 * cost: CPU seconds, elapsed seconds, greatest memory in kB, exit status. A
 * small program, because the kernel counts the memory of whoever forks, too. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static double seconds(struct timeval t)
{
    return (double)t.tv_sec + 1e-6 * (double)t.tv_usec;
}

int main(int argc, char **argv)
{
    if (argc < 3)
        return EXIT_FAILURE;
    double start = now();
    pid_t pid = fork();
    if (pid == 0) {
        execvp(argv[2], argv + 2);
        perror(argv[2]);
        _exit(127);
    }
    int status;
    struct rusage use;
    if (pid < 0 || wait4(pid, &status, 0, &use) < 0) {
        perror("cost");
        return EXIT_FAILURE;
    }
    double took = now() - start;
    FILE *out = fopen(argv[1], "w");
    if (!out) {
        perror(argv[1]);
        return EXIT_FAILURE;
    }
    fprintf(out, "%.6f %.6f %ld %d\n", seconds(use.ru_utime) + seconds(use.ru_stime), took, use.ru_maxrss,
            WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
    return fclose(out) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
