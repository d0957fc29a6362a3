/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The disks of virtual machines. The image has its own. The operator's files get one disk for each
 * folder in /volumes; the cache keeps it under the digest of its content,
 * `paths_cache()`/disks/<digest>.ext4, and the link `<label>` there points to that of the present
 * run. */
#define _GNU_SOURCE
#include "backends/vm/vm.h"

#include "src/base/digest.h"
#include "src/base/file.h"
#include "src/base/paths.h"
#include "src/base/util.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define MAKE_DISK    EDGETOP_SOURCE_DIR "/backends/make-disk"
#define MAKE_SCRATCH EDGETOP_SOURCE_DIR "/backends/make-scratch"
#define VOLUMES      "/volumes/"

static const double SCRATCH_S = 120; /* a slow SD card needs time to allocate the space */

/* The operator's files on one disk. */
struct group {
    const char *label;
    size_t label_bytes;
    const struct volume *volumes[BACKEND_VOLUMES_MAX];
    size_t count;
};

struct groups {
    struct group items[BACKEND_VOLUMES_MAX];
    size_t count;
};

static struct group *group_of(struct groups *groups, const char *label, size_t label_bytes)
{
    for (size_t i = 0; i < groups->count; i++)
        if (groups->items[i].label_bytes == label_bytes &&
            memcmp(groups->items[i].label, label, label_bytes) == 0)
            return &groups->items[i];
    struct group *group = &groups->items[groups->count++];
    *group = (struct group){.label = label, .label_bytes = label_bytes};
    return group;
}

/* All volumes except the first, which is the image's models. */
static struct groups make_groups(const struct trial_spec *spec)
{
    struct groups groups = {0};
    for (size_t i = 1; i < spec->volume_count; i++) {
        const char *label = spec->volumes[i].guest_path + strlen(VOLUMES);
        struct group *group = group_of(&groups, label, strcspn(label, "/"));
        group->volumes[group->count++] = &spec->volumes[i];
    }
    return groups;
}

static char *disks_folder(void)
{
    UTIL_FREE char *cache = paths_cache();
    return util_format("%s/disks", cache);
}

static char *label_of(const struct group *group)
{
    return util_format("%.*s", (int)group->label_bytes, group->label);
}

/* ---- making a disk ---- */

/* <digest>.ext4 (heap), the digest of label, names and contents; NULL with the error set. */
static char *name_of(const struct group *group, struct error *error)
{
    UTIL_FREE char *list = label_of(group);
    for (size_t i = 0; i < group->count; i++) {
        UTIL_FREE char *digest = digest_path(group->volumes[i]->host_path, error);
        if (!digest)
            return NULL;
        char *longer = util_format("%s\n%s %s", list, group->volumes[i]->guest_path, digest);
        free(list);
        list = longer;
    }
    UTIL_FREE char *digest = digest_text(list, error);
    return digest ? util_format("%s.ext4", digest) : NULL;
}

/* Starts the script in a new process group with default signals. *errors reads its standard error.
 * Its standard output is dropped, because the engine's output has another purpose. 0 or errno. */
static int start_script(char **argv, pid_t *pid, int *errors)
{
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    sigset_t none;
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0)
        return errno;
    sigemptyset(&none);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_adddup2(&files, ends[1], STDERR_FILENO);
    posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    int failure = posix_spawn(pid, argv[0], &files, &attributes, argv, environ);
    posix_spawn_file_actions_destroy(&files);
    posix_spawnattr_destroy(&attributes);
    close(ends[1]);
    *errors = ends[0];
    return failure;
}

/* Reads the beginning of the script's errors until it ends: true; false if it was killed at the
 * deadline. */
static bool await_script(pid_t pid, int errors, struct deadline deadline, char *text, size_t size)
{
    struct pollfd polled[] = {{.fd = errors, .events = POLLIN},
                              {.fd = deadline.cancel_fd, .events = POLLIN}};
    char chunk[4096];
    size_t used = 0;
    for (;;) {
        int ready = poll(polled, 2, deadline_left_ms(deadline));
        if (ready < 0 && errno == EINTR)
            continue;
        if (ready <= 0 || polled[1].revents) {
            kill(-pid, SIGTERM);
            return false;
        }
        ssize_t got = read(errors, chunk, sizeof chunk);
        if (got <= 0)
            return true;
        size_t taken = (size_t)got < size - 1 - used ? (size_t)got : size - 1 - used;
        memcpy(text + used, chunk, taken);
        used += taken;
        text[used] = '\0';
    }
}

/* The script was killed: somebody cancelled it, or it took too long. */
static int explain_kill(const char *source, struct deadline deadline, struct error *error)
{
    struct pollfd cancel = {.fd = deadline.cancel_fd, .events = POLLIN};
    if (poll(&cancel, 1, 0) > 0)
        return error_set(error, EXIT_CANCELLED, "making a disk of %s was interrupted", source);
    return error_set(error, EXIT_MACHINE, "a disk of %s was not made in time", source);
}

static int run_script(char **argv, struct deadline deadline, struct error *error)
{
    char text[256] = "";
    pid_t pid = 0;
    int status;
    UTIL_CLOSE int errors = -1;
    int failure = start_script(argv, &pid, &errors);
    if (failure)
        return error_set(error, EXIT_MACHINE, "%s: %s", argv[0], strerror(failure));
    bool ended = await_script(pid, errors, deadline, text, sizeof text);
    util_close(&errors); /* it may wait until somebody reads */
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
    }
    if (!ended)
        return explain_kill(argv[3], deadline, error);
    if (status == 0)
        return 0;
    text[strcspn(text, "\n")] = '\0';
    return error_set(error, EXIT_MACHINE, "no disk could be made of %s: %s", argv[3], text);
}

static int make_disk(const struct group *group, const char *path, struct deadline deadline,
                     struct error *error)
{
    UTIL_FREE char *label = label_of(group);
    char *argv[4 + BACKEND_VOLUMES_MAX] = {MAKE_DISK, label, (char *)path};
    for (size_t i = 0; i < group->count; i++)
        argv[3 + i] = group->volumes[i]->host_path;
    return access(path, R_OK) == 0 ? 0 : run_script(argv, deadline, error);
}

/* Makes the disk, if the cache has none, and the link to it. Its name (heap); NULL with the error
 * set. */
static char *prepare_group(const char *folder, const struct group *group, struct deadline deadline,
                           struct error *error)
{
    char *name = name_of(group, error);
    if (!name)
        return NULL;
    UTIL_FREE char *path = util_format("%s/%s", folder, name);
    UTIL_FREE char *label = label_of(group);
    UTIL_FREE char *link = util_format("%s/%s", folder, label);
    if (make_disk(group, path, deadline, error) == 0) {
        unlink(link);
        if (symlink(name, link) == 0)
            return name;
        error_set(error, EXIT_MACHINE, "cannot make %s: %s", link, strerror(errno));
    }
    free(name);
    return NULL;
}

/* ---- once in a run ---- */

/* Removes the disks of earlier runs: all except the named ones. */
static void remove_others(const char *folder, char *const *names, size_t count)
{
    DIR *directory = opendir(folder);
    for (struct dirent *entry; directory && (entry = readdir(directory));) {
        bool used = entry->d_type != DT_REG;
        for (size_t i = 0; i < count; i++)
            used |= strcmp(entry->d_name, names[i]) == 0;
        if (!used)
            unlinkat(dirfd(directory), entry->d_name, 0);
    }
    if (directory)
        closedir(directory);
}

static int prepare_groups(const struct groups *groups, struct deadline deadline,
                          struct error *error)
{
    UTIL_FREE char *folder = disks_folder();
    char *names[BACKEND_VOLUMES_MAX];
    size_t made = 0;
    if (groups->count > 0 && file_make_dirs(folder) != 0)
        return error_set(error, EXIT_MACHINE, "cannot make %s: %s", folder, strerror(errno));
    while (made < groups->count &&
           (names[made] = prepare_group(folder, &groups->items[made], deadline, error)))
        made++;
    if (made == groups->count)
        remove_others(folder, names, made);
    for (size_t i = 0; i < made; i++)
        free(names[i]);
    return made == groups->count ? 0 : -1;
}

/* Images of earlier versions of edgetop cannot boot. */
static int check_image(const struct image *image, struct error *error)
{
    const char *files[] = {image->kernel, image->initramfs, image->root_disk, image->models_disk};
    for (size_t i = 0; i < ARRAY_LENGTH(files); i++)
        if (access(files[i], R_OK) != 0)
            return error_set(error, EXIT_NO_ENVIRONMENT, "%s: %s (run edgetop image build)",
                             files[i], strerror(errno));
    return 0;
}

int vm_prepare(const struct trial_spec *spec, struct deadline deadline, struct error *error)
{
    struct groups groups = make_groups(spec);
    return check_image(spec->image, error) ? -1 : prepare_groups(&groups, deadline, error);
}

/* ---- a trial's disks ---- */

static int add_disk(struct vm_disks *disks, const char *label, const char *path,
                    struct error *error)
{
    struct vm_disk *disk = &disks->items[disks->count];
    snprintf(disk->label, sizeof disk->label, "%s", label);
    disk->path = realpath(path, NULL);
    if (!disk->path)
        return error_set(error, EXIT_MACHINE, "%s: %s", path, strerror(errno));
    disks->count++;
    return 0;
}

static int add_scratch(struct vm_disks *disks, const struct trial_spec *spec, struct error *error)
{
    UTIL_FREE char *path = util_format("%s/disk.ext4", spec->scratch);
    UTIL_FREE char *bytes = util_format("%.0f", spec->scratch_bytes);
    char *argv[] = {MAKE_SCRATCH, path, bytes, (char *)spec->scratch, NULL};
    struct deadline deadline = deadline_in(SCRATCH_S);
    if (run_script(argv, deadline, error) || add_disk(disks, "scratch", path, error))
        return -1;
    disks->items[disks->count - 1].writable = true;
    return 0;
}

int vm_disks_find(struct vm_disks *disks, const struct trial_spec *spec, struct error *error)
{
    struct groups groups = make_groups(spec);
    UTIL_FREE char *folder = disks_folder();
    *disks = (struct vm_disks){0};
    int result = add_disk(disks, "root", spec->image->root_disk, error);
    if (result == 0)
        result = add_disk(disks, "models", spec->image->models_disk, error);
    for (size_t i = 0; result == 0 && i < groups.count; i++) {
        UTIL_FREE char *label = label_of(&groups.items[i]);
        UTIL_FREE char *link = util_format("%s/%s", folder, label);
        result = add_disk(disks, label, link, error);
    }
    if (result == 0 && spec->scratch)
        result = add_scratch(disks, spec, error);
    return result;
}

void vm_disks_free(struct vm_disks *disks)
{
    for (size_t i = 0; i < disks->count; i++)
        free(disks->items[i].path);
    *disks = (struct vm_disks){0};
}
