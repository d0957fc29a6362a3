/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `edgetop doctor --fix ENV`: installs and starts what an environment needs. Every command is shown
 * before any is run. */
#define _GNU_SOURCE
#include "backends/environment/registry.h"
#include "src/commands/doctor.h"

#include "backends/fix.h"
#include "src/base/program.h"
#include "src/base/util.h"

#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool confirm(void)
{
    char answer[16];
    if (!isatty(STDIN_FILENO)) {
        fprintf(stderr, "edgetop: nobody can answer here: add --yes to run these commands\n");
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
    environment_probe(environment, probe);
    const char *detail = probe->ready ? probe->version : probe->reason;
    printf("%s %s%s%s\n", environment->name,
           probe->ready ? "is ready" : "is not ready:", *detail ? " " : "", detail);
    if (!probe->ready && probe->hint[0])
        printf("  fix: %s\n", probe->hint);
    if (probe->warning[0])
        printf("  warning: %s\n", probe->warning);
}

/* A login has the groups that its user had when it began. */
static void say_login(const struct fix *fix)
{
    const struct passwd *user = getpwuid(getuid());
    for (size_t i = 0; i < fix->group_count && user; i++)
        if (fix_is_member(user->pw_name, fix->groups[i]) && !program_has_group(fix->groups[i]))
            printf("Your next login has the group %s: log out and in again, or run "
                   "'newgrp %s' in this terminal.\n",
                   fix->groups[i], fix->groups[i]);
}

static int run_confirmed(const struct fix *fix, bool yes)
{
    for (size_t i = 0; i < fix->count; i++)
        printf("  %s\n", fix->lines[i]);
    if (!yes && !confirm())
        return EXIT_USAGE;
    return run(fix) == 0 ? EXIT_ALL_OK : EXIT_MACHINE;
}

/* Runs what the backend plans, where it plans something; reports the state after that. */
static int follow_plan(const struct backend *backend, const struct environment *environment,
                       bool yes)
{
    struct fix fix = {0};
    struct probe probe;
    backend->fix(&fix, environment);
    int code = fix.count > 0 ? run_confirmed(&fix, yes) : EXIT_NO_ENVIRONMENT;
    if (fix.count > 0 && code != EXIT_USAGE) {
        probe_and_say(environment, &probe);
        if (code == EXIT_ALL_OK && !probe.ready)
            code = EXIT_NO_ENVIRONMENT;
    }
    if (code != EXIT_USAGE)
        say_login(&fix);
    for (size_t i = 0; i < fix.count; i++)
        free(fix.lines[i]);
    return code;
}

int doctor_fix(const struct environment *environment, bool yes)
{
    const struct backend *backend = backend_find(environment->backend);
    struct probe probe;
    probe_and_say(environment, &probe);
    if (probe.ready)
        return EXIT_ALL_OK;
    return backend->fix ? follow_plan(backend, environment, yes) : EXIT_NO_ENVIRONMENT;
}
