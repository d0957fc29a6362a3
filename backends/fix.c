/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the fix verbs of all backends share. */
#define _GNU_SOURCE
#include "backends/fix.h"

#include "src/base/util.h"

#include <errno.h>
#include <glob.h>
#include <grp.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

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

bool fix_is_member(const char *user, const char *group)
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
    if (geteuid() == 0 || !user)
        return;
    fix->groups[fix->group_count++] = group;
    if (fix_is_member(user->pw_name, group))
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

bool fix_has_file(const char *pattern)
{
    glob_t found = {0};
    bool any = glob(pattern, 0, NULL, &found) == 0;
    globfree(&found);
    return any;
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
