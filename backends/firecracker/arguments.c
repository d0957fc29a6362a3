/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command that starts Firecracker. */
#include "backends/firecracker/arguments.h"

#include "backends/firecracker/program.h"
#include "src/base/json.h"
#include "src/base/util.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define JAIL EDGETOP_SOURCE_DIR "/backends/jail"

static void add_word(struct firecracker_arguments *arguments, const char *word)
{
    arguments->words[arguments->count++] = (char *)word;
}

/* Owns the text from now on. */
static void keep_text(struct firecracker_arguments *arguments, char *text)
{
    arguments->texts[arguments->text_count++] = text;
}

/* Adds a word that is owned; returns it. */
static const char *add_text(struct firecracker_arguments *arguments, char *text)
{
    keep_text(arguments, text);
    add_word(arguments, text);
    return text;
}

static void add_words(struct firecracker_arguments *arguments, const char *const *words,
                      size_t count)
{
    for (size_t i = 0; i < count; i++)
        add_word(arguments, words[i]);
}

/* What stands before the firecracker program's own arguments: namespaces that end with the engine,
 * the mounts of the jail, the jailer. The files that the machine opens have the same paths in the
 * jail as outside. */
static int add_jail(struct firecracker_arguments *arguments, const char *folder, int trial,
                    const char *program, const cJSON *config, struct error *error)
{
    static const char *const before[] = {"/usr/bin/unshare", "--mount",      "--pid", "--fork",
                                         "--kill-child",     "--mount-proc", JAIL};
    UTIL_FREE char *id = util_format("edgetop-%d-%d", (int)getpid(), trial);
    char *jailer = firecracker_find_jailer(program, error);
    if (!jailer)
        return -1;
    keep_text(arguments, jailer);
    add_words(arguments, before, ARRAY_LENGTH(before));
    const char *base = add_text(arguments, util_format("%s/jail", folder));
    add_text(arguments, util_format("%s/%s/%s/root", base, strrchr(program, '/') + 1, id));
    add_word(arguments, folder);
    const cJSON *boot = cJSON_GetObjectItemCaseSensitive(config, "boot-source"), *drive;
    add_word(arguments, json_string(boot, "kernel_image_path"));
    add_word(arguments, json_string(boot, "initrd_path"));
    cJSON_ArrayForEach(drive, cJSON_GetObjectItemCaseSensitive(config, "drives"))
    {
        const char *path = json_string(drive, "path_on_host");
        bool writable = !json_bool(drive, "is_read_only", true);
        if (writable && chown(path, FIRECRACKER_JAIL_USER, FIRECRACKER_JAIL_USER) != 0)
            return error_set(error, EXIT_MACHINE, "%s: %s", path, strerror(errno));
        add_text(arguments, util_format("%s%s", writable ? "+" : "", path));
    }
    add_word(arguments, "--");
    add_word(arguments, jailer);
    add_word(arguments, "--id");
    add_text(arguments, util_strdup(id));
    add_words(arguments, (const char *const[]){"--exec-file", program, "--uid"}, 3);
    add_text(arguments, util_format("%d", FIRECRACKER_JAIL_USER));
    add_word(arguments, "--gid");
    add_text(arguments, util_format("%d", FIRECRACKER_JAIL_USER));
    add_words(arguments, (const char *const[]){"--chroot-base-dir", base, "--"}, 3);
    return 0;
}

/* Firecracker writes its own errors to the log: on standard output they would mix with the guest's
 * lines. */
int firecracker_arguments(struct firecracker_arguments *arguments, const char *folder, int trial,
                          const cJSON *config, struct error *error)
{
    char *program = firecracker_find(error);
    if (!program)
        return -1;
    keep_text(arguments, program);
    if (config && add_jail(arguments, folder, trial, program, config, error))
        return -1;
    if (!config)
        add_word(arguments, program);
    add_word(arguments, "--api-sock");
    add_text(arguments, util_format("%s/api", folder));
    add_word(arguments, "--log-path");
    add_text(arguments, util_format("%s/log", folder));
    add_words(arguments, (const char *const[]){"--level", "Error"}, 2);
    return 0;
}

void firecracker_arguments_free(struct firecracker_arguments *arguments)
{
    for (size_t i = 0; i < arguments->text_count; i++)
        free(arguments->texts[i]);
}
