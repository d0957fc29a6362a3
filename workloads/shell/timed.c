/* SPDX-License-Identifier: GPL-3.0-or-later */
/* timed FILE COMMAND [ARGUMENT...]: runs the command and writes the seconds that it took into the
 * file, to the microsecond: the image's shell cannot measure that. Exit code: the command's. */
#define _GNU_SOURCE
#include <errno.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { EXIT_NOT_RUN = 127, EXIT_SIGNAL = 128 };

static double now_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

int main(int argc, char **argv)
{
    pid_t pid;
    int status = 0;
    if (argc < 3) {
        fprintf(stderr, "usage: timed FILE COMMAND [ARGUMENT...]\n");
        return EXIT_NOT_RUN;
    }
    double begun_s = now_s();
    int failure = posix_spawnp(&pid, argv[2], NULL, NULL, argv + 2, environ);
    if (failure) {
        fprintf(stderr, "timed: %s: %s\n", argv[2], strerror(failure));
        return EXIT_NOT_RUN;
    }
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
    }
    double took_s = now_s() - begun_s;
    FILE *file = fopen(argv[1], "we");
    if (!file || fprintf(file, "%.6f\n", took_s) < 0 || fclose(file) != 0) {
        fprintf(stderr, "timed: %s: %s\n", argv[1], strerror(errno));
        return EXIT_NOT_RUN;
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : EXIT_SIGNAL + WTERMSIG(status);
}
