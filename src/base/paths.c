/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where edgetop keeps its files: the XDG base directories, with system places for root. */
#include "src/base/paths.h"

#include "src/base/util.h"

#include <pwd.h>
#include <stdlib.h>
#include <unistd.h>

/* $name where it is an absolute path (the XDG specification says to ignore others), else NULL. */
static const char *absolute_env(const char *name)
{
    const char *value = getenv(name);
    return value && value[0] == '/' ? value : NULL;
}

static const char *home(void)
{
    const char *value = absolute_env("HOME");
    const struct passwd *user = value ? NULL : getpwuid(getuid());
    return value ? value : user ? user->pw_dir : "/";
}

/* $variable/edgetop, else `system` for root, else ~/`personal`/edgetop. */
static char *base(const char *variable, const char *system, const char *personal)
{
    const char *value = absolute_env(variable);
    if (value)
        return util_format("%s/edgetop", value);
    if (geteuid() == 0)
        return util_strdup(system);
    return util_format("%s/%s/edgetop", home(), personal);
}

char *paths_runs(void)
{
    UTIL_FREE char *state = base("XDG_STATE_HOME", "/var/lib/edgetop", ".local/state");
    return util_format("%s/runs", state);
}

char *paths_cache(void)
{
    return base("XDG_CACHE_HOME", "/var/cache/edgetop", ".cache");
}

char *paths_runtime(void)
{
    if (geteuid() == 0)
        return util_strdup("/run/edgetop");
    const char *value = absolute_env("XDG_RUNTIME_DIR");
    UTIL_FREE char *cache = paths_cache();
    return value ? util_format("%s/edgetop", value) : util_format("%s/run", cache);
}

static char *config_file(const char *name)
{
    const char *value = absolute_env("XDG_CONFIG_HOME");
    return value ? util_format("%s/edgetop/%s", value, name)
                 : util_format("%s/.config/edgetop/%s", home(), name);
}

char *paths_config(void)
{
    return config_file("config.json");
}

char *paths_workloads(void)
{
    return config_file("workloads");
}
