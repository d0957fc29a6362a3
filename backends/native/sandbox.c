/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The native environment from inside: mounts, identity, limits, then the guest program. It has what
 * a container has, except what costs at run time. */
#define _GNU_SOURCE
#include "backends/native/sandbox.h"

#include "src/base/util.h"
#include "workloads/guest/inside.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <unistd.h>

enum step_kind { STEP_FOLDER, STEP_FILE, STEP_MOUNT };

/* A mount, or a mount point to make. */
struct sandbox_step {
    enum step_kind kind;
    char *source, *target, *type, *options;
    unsigned long flags;
};

static const unsigned long read_only = MS_RDONLY | MS_NOSUID | MS_NODEV;

/* ---- before the child: the list of steps ---- */

static struct sandbox_step *add_step(struct sandbox *sandbox, enum step_kind kind, const char *path)
{
    UTIL_GROW(sandbox->steps, sandbox->step_count, sandbox->step_capacity);
    struct sandbox_step *step = &sandbox->steps[sandbox->step_count++];
    *step = (struct sandbox_step){.kind = kind, .target = util_format("%s%s", sandbox->root, path)};
    return step;
}

static void add_mount(struct sandbox *sandbox, const char *source, const char *path,
                      const char *type, unsigned long flags, const char *options)
{
    struct sandbox_step *step = add_step(sandbox, STEP_MOUNT, path);
    step->source = util_strdup(source);
    step->type = util_strdup(type);
    step->flags = flags;
    step->options = util_strdup(options);
}

/* In a user namespace the flags of a mount for access times are locked, so a remount must repeat
 * them. */
static unsigned long locked_flags(const char *path)
{
    struct statvfs info;
    if (statvfs(path, &info) != 0)
        return 0;
    return (info.f_flag & ST_NOATIME ? MS_NOATIME : 0UL) |
           (info.f_flag & ST_NODIRATIME ? MS_NODIRATIME : 0UL) |
           (info.f_flag & ST_RELATIME ? MS_RELATIME : 0UL) |
           (info.f_flag & ST_NOEXEC ? MS_NOEXEC : 0UL);
}

static void add_read_only_bind(struct sandbox *sandbox, const char *source, const char *path)
{
    add_mount(sandbox, source, path, NULL, MS_BIND, NULL);
    add_mount(sandbox, NULL, path, NULL, MS_BIND | MS_REMOUNT | read_only | locked_flags(source),
              NULL);
}

static void add_device(struct sandbox *sandbox, const char *device)
{
    add_step(sandbox, STEP_FILE, device);
    add_mount(sandbox, device, device, NULL, MS_BIND, NULL);
}

static void add_volume(struct sandbox *sandbox, const struct volume *volume)
{
    struct stat info;
    bool folder = stat(volume->host_path, &info) == 0 && S_ISDIR(info.st_mode);
    UTIL_FREE char *parent = util_strdup(volume->guest_path);
    *strrchr(parent, '/') = '\0';
    if (strcmp(parent, "/volumes") != 0)
        add_step(sandbox, STEP_FOLDER, parent);
    add_step(sandbox, folder ? STEP_FOLDER : STEP_FILE, volume->guest_path);
    add_read_only_bind(sandbox, volume->host_path, volume->guest_path);
}

static void add_scratch(struct sandbox *sandbox, const char *folder)
{
    const unsigned long flags = MS_NOSUID | MS_NODEV | MS_NOEXEC;
    add_mount(sandbox, folder, "/scratch", NULL, MS_BIND, NULL);
    add_mount(sandbox, NULL, "/scratch", NULL, MS_BIND | MS_REMOUNT | flags | locked_flags(folder),
              NULL);
}

void sandbox_init(struct sandbox *sandbox, const struct trial_spec *spec, bool host_side)
{
    const unsigned long hardened = MS_NOSUID | MS_NODEV | MS_NOEXEC;
    *sandbox = (struct sandbox){.root = spec->image->root, .host_side = host_side};
    child_init(&sandbox->child, spec->argv, spec->cpus, spec->cpu_count);
    add_read_only_bind(sandbox, spec->image->root, "");
    add_mount(sandbox, NULL, "", NULL, MS_PRIVATE, NULL);
    if (spec->scratch)
        add_scratch(sandbox, spec->scratch);
    add_mount(sandbox, "tmpfs", "/tmp", "tmpfs", hardened, INSIDE_TMP_OPTIONS);
    add_mount(sandbox, "proc", "/proc", "proc", hardened | MS_RDONLY, NULL);
    add_mount(sandbox, "sysfs", "/sys", "sysfs", hardened | MS_RDONLY, NULL);
    add_mount(sandbox, "tmpfs", "/dev", "tmpfs", MS_NOSUID | MS_NOEXEC, "size=64k,mode=755");
    static const char *const devices[] = {"/dev/null", "/dev/zero", "/dev/urandom"};
    for (size_t i = 0; i < ARRAY_LENGTH(devices); i++)
        add_device(sandbox, devices[i]);
    add_mount(sandbox, NULL, "/dev", NULL, MS_REMOUNT | MS_RDONLY | MS_NOSUID | MS_NOEXEC, NULL);
    add_mount(sandbox, "tmpfs", "/volumes", "tmpfs", MS_NOSUID | MS_NODEV, "size=64k,mode=755");
    for (size_t i = 0; i < spec->volume_count; i++)
        add_volume(sandbox, &spec->volumes[i]);
    add_mount(sandbox, NULL, "/volumes", NULL, MS_REMOUNT | read_only, NULL);
}

void sandbox_free(struct sandbox *sandbox)
{
    for (size_t i = 0; i < sandbox->step_count; i++) {
        free(sandbox->steps[i].source);
        free(sandbox->steps[i].target);
        free(sandbox->steps[i].type);
        free(sandbox->steps[i].options);
    }
    free(sandbox->steps);
    sandbox->steps = NULL;
}

/* ---- in the child: system calls only ---- */

static int step_do(const struct sandbox_step *step)
{
    if (step->kind == STEP_FOLDER)
        return mkdir(step->target, 0755) == 0 || errno == EEXIST ? 0 : -1;
    if (step->kind == STEP_MOUNT)
        return mount(step->source, step->target, step->type, step->flags, step->options);
    int fd = open(step->target, O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
    return fd < 0 ? -1 : close(fd);
}

/* So the mounts made here are not visible outside. In a chroot / may not be a mount point (EINVAL);
 * then it is enough that the image's mount, which holds all others, is private. */
static int make_mounts_private(void)
{
    return mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0 || errno == EINVAL ? 0 : -1;
}

/* pivot_root(".", ".") puts the old root on top of the new one, where it can be unmounted: see
 * pivot_root(2). In a chroot pivot_root fails, and chroot replaces it; the guest cannot leave that,
 * because CAP_SYS_CHROOT is dropped. */
static int change_root(const char *root)
{
    if (chdir(root) != 0)
        return -1;
    if (syscall(SYS_pivot_root, ".", ".") == 0)
        return umount2(".", MNT_DETACH) == 0 ? chdir("/") : -1;
    return errno == EINVAL && chroot(".") == 0 ? chdir("/") : -1;
}

static void build_root(const struct sandbox *sandbox)
{
    if (make_mounts_private() != 0)
        child_fail(&sandbox->child, "make private", "the mounts");
    for (size_t i = 0; i < sandbox->step_count; i++)
        if (step_do(&sandbox->steps[i]) != 0)
            child_fail(&sandbox->child, sandbox->steps[i].kind == STEP_MOUNT ? "mount" : "make",
                       sandbox->steps[i].target);
    if (change_root(sandbox->root) != 0)
        child_fail(&sandbox->child, "change the root to", sandbox->root);
}

void sandbox_try(void)
{
    if (make_mounts_private() != 0)
        _exit(errno);
    /* In a chroot the call above did not include /proc. */
    mount(NULL, "/proc", NULL, MS_PRIVATE, NULL);
    _exit(mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL) == 0 ? 0 : errno);
}

/* The process cannot go back: it may do only what the user nobody may. A change of the user cancels
 * the signal at the parent's death, so it is requested again. */
static int become_nobody(void)
{
    const int nobody = 65534;
    return syscall(SYS_setresgid, nobody, nobody, nobody) == 0 &&
                   syscall(SYS_setresuid, nobody, nobody, nobody) == 0 &&
                   prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0
               ? prctl(PR_SET_PDEATHSIG, SIGKILL)
               : -1;
}

void sandbox_enter(const struct sandbox *sandbox)
{
    const struct child *child = &sandbox->child;
    child_begin(child);
    build_root(sandbox);
    sethostname(INSIDE_HOSTNAME, strlen(INSIDE_HOSTNAME));
    if (!sandbox->host_side)
        inside_loopback_up();
    child_settle(child);
    if ((sandbox->host_side ? become_nobody : inside_drop_capabilities)() != 0)
        child_fail(child, "drop", "capabilities");
    child_exec(child);
}
