/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `edgetop doctor --fix ENV`: installs and starts what an environment needs. Every command is shown
 * before any is run. */
#define _GNU_SOURCE
#include "src/doctor.h"

#include "backends/firecracker_program.h"
#include "backends/kvm_probe.h"
#include "src/util.h"

#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define DOCKER_SOCKET "/var/run/docker.sock"
#define DOCKER_LOG    "/var/log/dockerd.log"

enum { COMMANDS_MAX = 8 };

/* Shell commands in order. */
struct commands {
    char *lines[COMMANDS_MAX];
    size_t count;
};

/* Adds a command that needs root, so goes through sudo for others. */
static void add(struct commands *commands, const char *command)
{
    commands->lines[commands->count++] =
        util_format("%s%s", geteuid() == 0 ? "" : "sudo ", command);
}

/* ---- Docker ---- */

static bool is_installed(const char *program)
{
    static const char *const folders[] = {"/usr/bin", "/usr/sbin", "/usr/local/bin",
                                          "/usr/local/sbin"};
    for (size_t i = 0; i < ARRAY_LENGTH(folders); i++) {
        UTIL_FREE char *path = util_format("%s/%s", folders[i], program);
        if (access(path, X_OK) == 0)
            return true;
    }
    return false;
}

/* errno of a connection to the daemon: 0, or EACCES where it runs but not for this user. */
static int docker_connect(void)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX, .sun_path = DOCKER_SOCKET};
    UTIL_CLOSE int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    return connect(fd, (struct sockaddr *)&address, sizeof address) == 0 ? 0 : errno;
}

/* True when the group database lists the user, even if this login is older than that. */
static bool is_member(const char *user, const char *group)
{
    const struct group *entry = getgrnam(group);
    for (char **member = entry ? entry->gr_mem : NULL; member && *member; member++)
        if (strcmp(*member, user) == 0)
            return true;
    return false;
}

static void plan_docker(struct commands *commands)
{
    bool installed = is_installed("dockerd");
    int failure = docker_connect();
    if (!installed) {
        add(commands, "apt-get update");
        /* apparmor: where the kernel has it, Docker needs its tools to start anything. */
        add(commands, "env DEBIAN_FRONTEND=noninteractive apt-get install -y "
                      "--no-install-recommends docker.io apparmor");
    }
    if (access("/run/systemd/system", F_OK) == 0 && failure != 0 && failure != EACCES)
        add(commands, "systemctl enable --now docker");
    else if (failure != 0 && failure != EACCES)
        add(commands, "'" EDGETOP_SOURCE_DIR "/backends/start-dockerd' " DOCKER_LOG);
    const struct passwd *user = getpwuid(getuid());
    if (geteuid() != 0 && user && !is_member(user->pw_name, "docker")) {
        UTIL_FREE char *command = util_format("usermod -aG docker %s", user->pw_name);
        add(commands, command);
    }
}

/* ---- virtual machines ---- */

/* The probe knows what makes KVM usable, where a command does: "sudo COMMAND; then ...". */
static void plan_kvm(struct commands *commands)
{
    struct probe probe = {0};
    if (kvm_probe(&probe) || strncmp(probe.hint, "sudo ", 5) != 0)
        return;
    probe.hint[strcspn(probe.hint, ";")] = '\0';
    add(commands, probe.hint + 5);
}

static void plan_firecracker(struct commands *commands)
{
    struct error error;
    char version[64];
    UTIL_FREE char *program = firecracker_find(&error);
    if (!program || firecracker_version(program, version, sizeof version, &error) != 0 ||
        !firecracker_is_supported(version)) {
        UTIL_FREE char *command = firecracker_install_command();
        add(commands, "env DEBIAN_FRONTEND=noninteractive apt-get install -y curl ca-certificates");
        add(commands, command);
    }
    plan_kvm(commands);
}

/* ---- any environment ---- */

/* What mends each backend; others say in their probe what to do by hand. */
static const struct {
    const char *backend;
    void (*plan)(struct commands *commands);
} fixes[] = {{"docker", plan_docker}, {"firecracker", plan_firecracker}};

static void plan(const struct environment *environment, struct commands *commands)
{
    for (size_t i = 0; i < ARRAY_LENGTH(fixes); i++)
        if (strcmp(environment->backend, fixes[i].backend) == 0)
            fixes[i].plan(commands);
}

static bool confirm(void)
{
    char answer[16];
    if (!isatty(STDIN_FILENO)) {
        fprintf(stderr, "edgetop: nobody to ask: give --yes to run these commands\n");
        return false;
    }
    printf("Run these commands? [y/N] ");
    fflush(stdout);
    return fgets(answer, sizeof answer, stdin) && (answer[0] == 'y' || answer[0] == 'Y');
}

static int run(const struct commands *commands)
{
    for (size_t i = 0; i < commands->count; i++) {
        printf("+ %s\n", commands->lines[i]);
        fflush(stdout);
        if (system(commands->lines[i]) != 0) {
            fprintf(stderr, "edgetop: this command failed: %s\n", commands->lines[i]);
            return -1;
        }
    }
    return 0;
}

static void probe_and_say(const struct environment *environment, struct probe *probe)
{
    doctor_probe(environment, probe);
    const char *detail = probe->ready ? probe->version : probe->reason;
    printf("%s %s%s%s\n", environment->name,
           probe->ready ? "is ready" : "is not ready:", *detail ? " " : "", detail);
    if (!probe->ready && probe->hint[0])
        printf("  fix: %s\n", probe->hint);
    if (probe->warning[0])
        printf("  warning: %s\n", probe->warning);
}

/* A user's groups are those of the login. */
static void say_login(const struct environment *environment)
{
    const struct passwd *user = getpwuid(getuid());
    if (strcmp(environment->backend, "docker") == 0 && docker_connect() == EACCES && user &&
        is_member(user->pw_name, "docker"))
        printf("You are in the group docker from your next login on: log out and in again, or run "
               "'newgrp docker' in this terminal.\n");
}

static int run_confirmed(const struct environment *environment, const struct commands *commands,
                         bool yes)
{
    struct probe probe;
    for (size_t i = 0; i < commands->count; i++)
        printf("  %s\n", commands->lines[i]);
    if (!yes && !confirm())
        return EXIT_USAGE;
    int failed = run(commands);
    probe_and_say(environment, &probe);
    say_login(environment);
    return failed == 0 && probe.ready ? EXIT_ALL_OK : EXIT_NO_ENVIRONMENT;
}

int doctor_fix(const struct environment *environment, bool yes)
{
    struct probe probe;
    struct commands commands = {0};
    probe_and_say(environment, &probe);
    if (probe.ready)
        return EXIT_ALL_OK;
    plan(environment, &commands);
    if (commands.count == 0)
        say_login(environment);
    int code =
        commands.count > 0 ? run_confirmed(environment, &commands, yes) : EXIT_NO_ENVIRONMENT;
    for (size_t i = 0; i < commands.count; i++)
        free(commands.lines[i]);
    return code;
}
