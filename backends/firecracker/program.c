/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The firecracker program on this machine. */
#define _GNU_SOURCE
#include "backends/firecracker/program.h"

#include "backends/process/process.h"
#include "src/base/program.h"
#include "src/base/text.h"
#include "src/base/util.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

static const double VERSION_S = 2;

/* ---- where it is ---- */

char *firecracker_find(struct error *error)
{
    const char *given = getenv("EDGETOP_FIRECRACKER");
    if (given && *given && access(given, X_OK) != 0) {
        error_set(error, EXIT_NO_ENVIRONMENT, "EDGETOP_FIRECRACKER: %s: %s", given,
                  strerror(errno));
        return NULL;
    }
    UTIL_FREE char *found = given && *given ? util_strdup(given) : program_find("firecracker");
    if (!found)
        error_set(error, EXIT_NO_ENVIRONMENT, "there is no program firecracker in your PATH");
    return found ? realpath(found, NULL) : NULL;
}

char *firecracker_find_jailer(const char *firecracker, struct error *error)
{
    const char *slash = strrchr(firecracker, '/');
    char *beside = util_format("%.*s/jailer", (int)(slash - firecracker), firecracker);
    if (access(beside, X_OK) == 0)
        return beside;
    free(beside);
    char *found = program_find("jailer");
    if (!found)
        error_set(error, EXIT_NO_ENVIRONMENT,
                  "there is no program jailer beside %s, nor in your PATH", firecracker);
    return found;
}

char *firecracker_install_command(void)
{
    struct utsname system = {.machine = "x86_64"};
    uname(&system);
    UTIL_FREE char *name = util_format("v" FIRECRACKER_TRIED "-%s", system.machine);
    return util_format("sh -c 'cd $(mktemp -d) && curl -fL https://github.com/firecracker-microvm/"
                       "firecracker/releases/download/v" FIRECRACKER_TRIED "/firecracker-%s.tgz | "
                       "tar xz && cd release-%s && install firecracker-%s "
                       "/usr/local/bin/firecracker && install jailer-%s /usr/local/bin/jailer'",
                       name, name, name, name);
}

/* ---- its version ---- */

bool firecracker_parse_version(const char *output, char *text, size_t size)
{
    static const char before[] = "Firecracker v";
    if (strncmp(output, before, strlen(before)) != 0)
        return false;
    const char *version = output + strlen(before);
    size_t length = strspn(version, "0123456789.");
    snprintf(text, size, "%.*s", (int)length, version);
    return length > 0;
}

bool firecracker_is_supported(const char *version)
{
    int major = 0, minor = 0, oldest_major = 0, oldest_minor = 0;
    sscanf(version, "%d.%d", &major, &minor);
    sscanf(FIRECRACKER_OLDEST, "%d.%d", &oldest_major, &oldest_minor);
    return major > oldest_major || (major == oldest_major && minor >= oldest_minor);
}

/* Reads what the program prints, until its end or the deadline. */
static void read_output(int fd, struct deadline deadline, char *text, size_t size)
{
    size_t used = 0;
    struct pollfd output = {.fd = fd, .events = POLLIN};
    while (used < size - 1 && poll(&output, 1, deadline_left_ms(deadline)) > 0) {
        ssize_t got = read(fd, text + used, size - 1 - used);
        if (got <= 0)
            break;
        used += (size_t)got;
    }
    text[used] = '\0';
}

int firecracker_version(const char *firecracker, char *text, size_t size, struct error *error)
{
    struct deadline deadline = deadline_in(VERSION_S);
    char *argv[] = {(char *)firecracker, "--version", NULL}, output[256] = "";
    struct process process;
    struct child child;
    UTIL_CLOSE int ours = -1;
    process_init(&process);
    child_init(&child, argv, NULL, 0);
    child.stdio[0] = open("/dev/null", O_RDONLY | O_CLOEXEC);
    child.stdio[2] = open("/dev/null", O_WRONLY | O_CLOEXEC);
    process_pipe(&ours, &child.stdio[1], true);
    int result = process_create(&process, &child, 0, child_become, &child, error);
    if (result == 0)
        result = process_go(&process, "Firecracker", deadline, error);
    if (result == 0)
        read_output(ours, deadline, output, sizeof output);
    process_destroy(&process);
    if (result == 0 && !firecracker_parse_version(output, text, size))
        result = error_set(error, EXIT_NO_ENVIRONMENT,
                           "%s --version does not print a version of Firecracker", firecracker);
    return result;
}

/* ---- how it ends ---- */

/* Messages that Firecracker logs at every end, and on Arm boards at every start. */
static bool is_harmless(const char *message)
{
    static const char *const beginnings[] = {"Firecracker exiting", "Could not enable SSBD",
                                             "The host does not support SSBD",
                                             "Could not read the coherency"};
    for (size_t i = 0; i < ARRAY_LENGTH(beginnings); i++)
        if (strncmp(message, beginnings[i], strlen(beginnings[i])) == 0)
            return true;
    return false;
}

void firecracker_last_message(const char *log, char *text, size_t size)
{
    *text = '\0';
    for (const char *line = log, *end; *line; line = *end ? end + 1 : end) {
        end = strchrnul(line, '\n');
        const char *bracket = memmem(line, (size_t)(end - line), "] ", 2);
        const char *message = bracket ? bracket + 2 : line;
        if (message < end && !is_harmless(message))
            snprintf(text, size, "%.*s", (int)(end - message), message);
    }
    text_make_printable(text);
}

/* Firecracker's exit codes: its src/vmm/src/lib.rs, enum FcExitCode. */
static const struct {
    int code;
    const char *meaning;
} exit_codes[] = {
    {0, "the virtual machine ended before its workload was done"},
    {148, "Firecracker's seccomp filter refused a system call"},
    {149, "Firecracker ended by SIGBUS"},
    {150, "Firecracker ended by SIGSEGV"},
    {151, "Firecracker ended by SIGXFSZ: a file reached a size limit"},
    {152, "Firecracker refused its configuration"},
    {153, "Firecracker refused its arguments"},
    {154, "Firecracker ended by SIGXCPU: its CPU time reached a limit"},
    {155, "Firecracker ended by SIGPIPE"},
    {156, "Firecracker ended by SIGHUP"},
    {157, "Firecracker ended by SIGILL"},
};

static void name_exit(int exit_code, struct text *text)
{
    for (size_t i = 0; i < ARRAY_LENGTH(exit_codes); i++)
        if (exit_codes[i].code == exit_code) {
            text_add(text, "%s", exit_codes[i].meaning);
            return;
        }
    if (exit_code > 128 && exit_code < 128 + NSIG)
        text_add(text, "Firecracker was killed by signal %d (%s)", exit_code - 128,
                 strsignal(exit_code - 128));
    else
        text_add(text, "Firecracker ended with exit code %d", exit_code);
}

void firecracker_explain_exit(int exit_code, const char *log, char *text, size_t size)
{
    char message[256];
    struct text explanation = text_in(text, size);
    name_exit(exit_code, &explanation);
    firecracker_last_message(log, message, sizeof message);
    if (*message)
        text_add(&explanation, ": %s", message);
}
