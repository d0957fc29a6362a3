/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The programs that make the run's private network. */
#define _GNU_SOURCE
#include "src/network/tool.h"

#include "src/base/file.h"
#include "src/base/util.h"

#include <errno.h>
#include <spawn.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

static char *read_all(int fd)
{
    UTIL_FREE char *path = util_format("/proc/self/fd/%d", fd);
    char *text = file_read(path, NULL);
    return text ? text : util_strdup("");
}

/* Runs the program with the text as its input. Returns its exit code, -1 if it could not start.
 * *output and *errors (heap) are what it printed, or why it could not start. */
static int run_program(char *const *argv, const char *input, char **output, char **errors)
{
    UTIL_CLOSE int in = memfd_create("in", MFD_CLOEXEC), out = memfd_create("out", MFD_CLOEXEC),
                   err = memfd_create("err", MFD_CLOEXEC);
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    sigset_t none;
    pid_t pid = 0;
    int status = -1;
    file_write_all(in, input, strlen(input));
    lseek(in, 0, SEEK_SET);
    sigemptyset(&none);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_adddup2(&files, in, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&files, out, STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&files, err, STDERR_FILENO);
    int failure = posix_spawnp(&pid, argv[0], &files, &attributes, argv, environ);
    posix_spawn_file_actions_destroy(&files);
    posix_spawnattr_destroy(&attributes);
    while (failure == 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR) {
    }
    *output = read_all(out);
    *errors = failure ? util_strdup(strerror(failure)) : read_all(err);
    return failure == 0 && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* What to do about an error of ip or nft; NULL if unknown. */
static const char *fix_for(const char *said)
{
    static const struct {
        const char *words, *fix;
    } fixes[] = {
        {"No such file or directory", "install the packages iproute2 and nftables"},
        {"not permitted", "run edgetop with sudo"},
        {"Unknown device type", "sudo modprobe -a bridge veth tun"},
        {"not supported", "sudo modprobe -a bridge veth tun"},
    };
    for (size_t i = 0; i < ARRAY_LENGTH(fixes); i++)
        if (strstr(said, fixes[i].words))
            return fixes[i].fix;
    return NULL;
}

/* Sets the error, with the advice if that is wanted. */
static int explain(const char *what, char *said, bool advise, struct error *error)
{
    const char *fix = advise ? fix_for(said) : NULL;
    said[strcspn(said, "\n")] = '\0';
    return error_set(error, EXIT_NO_ENVIRONMENT, "%s: %s%s%s", what, said, fix ? "; fix: " : "",
                     fix ? fix : "");
}

int tool_ip(pid_t pid, const char *commands, const char *what, struct error *error)
{
    UTIL_FREE char *namespace = util_format("--net=/proc/%d/ns/net", (int)pid);
    char *const here[] = {"ip", "-batch", "-", NULL};
    char *const there[] = {"nsenter", namespace, "ip", "-batch", "-", NULL};
    UTIL_FREE char *output = NULL;
    UTIL_FREE char *errors = NULL;
    if (run_program(pid > 0 ? there : here, commands, &output, &errors) == 0)
        return 0;
    /* In the namespace of a process an error may only mean that the process has ended. */
    return explain(what, errors, pid == 0, error);
}

cJSON *tool_json(char *const *argv, const char *what, struct error *error)
{
    UTIL_FREE char *output = NULL;
    UTIL_FREE char *errors = NULL;
    if (run_program(argv, "", &output, &errors) != 0) {
        explain(what, errors, true, error);
        return NULL;
    }
    cJSON *json = cJSON_Parse(output);
    return json ? json : cJSON_CreateArray(); /* an empty list is printed as nothing */
}

int tool_nft(const char *commands, const char *what, struct error *error)
{
    char *const argv[] = {"nft", "-f", "-", NULL};
    UTIL_FREE char *output = NULL;
    UTIL_FREE char *errors = NULL;
    return run_program(argv, commands, &output, &errors) == 0 ? 0
                                                              : explain(what, errors, true, error);
}
