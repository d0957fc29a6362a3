/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `edgetop doctor --fix ENV`: installs and starts what an environment needs. Every command is shown
 * before any is run. */
#define _GNU_SOURCE
#include "src/commands/doctor_fix.h"

#include "src/base/program.h"
#include "src/base/util.h"
#include "src/commands/doctor.h"

#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

/* What mends each backend; others say in their probe what to do by hand. A plan's groups are those
 * that it may add the user to. */
static const struct {
    const char *backend;
    void (*plan)(struct fix *fix, const struct environment *environment);
    const char *groups[2];
} plans[] = {{"docker", fix_plan_docker, {"docker"}},
             {"libvirt", fix_plan_libvirt, {"libvirt", "kvm"}},
             {"firecracker", fix_plan_firecracker, {"kvm"}}};

/* ---- for plans ---- */

void fix_add(struct fix *fix, const char *command)
{
    fix->lines[fix->count++] = util_format("%s%s", geteuid() == 0 ? "" : "sudo ", command);
}

void fix_install(struct fix *fix, const char *packages)
{
    UTIL_FREE char *install = util_format("env DEBIAN_FRONTEND=noninteractive apt-get install -y "
                                          "--no-install-recommends %s",
                                          packages);
    fix_add(fix, "apt-get update");
    fix_add(fix, install);
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

void fix_join(struct fix *fix, const char *group)
{
    const struct passwd *user = getpwuid(getuid());
    if (geteuid() == 0 || !user || is_member(user->pw_name, group))
        return;
    UTIL_FREE char *command = util_format("usermod -aG %s %s", group, user->pw_name);
    fix_add(fix, command);
}

bool fix_is_installed(const char *program)
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

bool fix_has_systemd(void)
{
    return access("/run/systemd/system", F_OK) == 0;
}

int fix_connect(const char *socket_path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    snprintf(address.sun_path, sizeof address.sun_path, "%s", socket_path);
    UTIL_CLOSE int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    return connect(fd, (struct sockaddr *)&address, sizeof address) == 0 ? 0 : errno;
}

/* ---- any environment ---- */

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

static int run(const struct fix *fix)
{
    for (size_t i = 0; i < fix->count; i++) {
        printf("+ %s\n", fix->lines[i]);
        fflush(stdout);
        if (system(fix->lines[i]) != 0) {
            fprintf(stderr, "edgetop: this command failed: %s\n", fix->lines[i]);
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
static void say_login(const char *const *groups, size_t count)
{
    const struct passwd *user = getpwuid(getuid());
    for (size_t i = 0; i < count && geteuid() != 0 && user; i++)
        if (groups[i] && is_member(user->pw_name, groups[i]) && !program_has_group(groups[i]))
            printf("You are in the group %s from your next login on: log out and in again, or run "
                   "'newgrp %s' in this terminal.\n",
                   groups[i], groups[i]);
}

static int run_confirmed(const struct fix *fix, bool yes)
{
    for (size_t i = 0; i < fix->count; i++)
        printf("  %s\n", fix->lines[i]);
    if (!yes && !confirm())
        return EXIT_USAGE;
    return run(fix) == 0 ? EXIT_ALL_OK : EXIT_NO_ENVIRONMENT;
}

/* Runs the plan, where there is one; the environment's state is told before and after. */
static int follow_plan(size_t plan, const struct environment *environment, bool yes)
{
    struct fix fix = {0};
    struct probe probe;
    plans[plan].plan(&fix, environment);
    int code = fix.count > 0 ? run_confirmed(&fix, yes) : EXIT_NO_ENVIRONMENT;
    if (fix.count > 0 && code != EXIT_USAGE) {
        probe_and_say(environment, &probe);
        code = probe.ready ? code : EXIT_NO_ENVIRONMENT;
    }
    if (code != EXIT_USAGE)
        say_login(plans[plan].groups, ARRAY_LENGTH(plans[plan].groups));
    for (size_t i = 0; i < fix.count; i++)
        free(fix.lines[i]);
    return code;
}

int doctor_fix(const struct environment *environment, bool yes)
{
    struct probe probe;
    probe_and_say(environment, &probe);
    if (probe.ready)
        return EXIT_ALL_OK;
    for (size_t i = 0; i < ARRAY_LENGTH(plans); i++)
        if (strcmp(plans[i].backend, environment->backend) == 0)
            return follow_plan(i, environment, yes);
    return EXIT_NO_ENVIRONMENT;
}
