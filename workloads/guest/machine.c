/* SPDX-License-Identifier: GPL-3.0-or-later */
/* More tasks of the guest program in a virtual machine: drivers, channel, disks, the end. */
#define _GNU_SOURCE
#include "workloads/guest/machine.h"

#include "workloads/guest/inside.h"
#include "workloads/guest/machine_text.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/vm_sockets.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#define NEW_ROOT "/root" /* in the initramfs */
#define MODULES  "/modules/"

static const unsigned long hardened = MS_NOSUID | MS_NODEV | MS_NOEXEC;
/* How long the VMM may take to connect the channel's other end. */
static const int channel_wait_ms = 10000;

/* ---- the end ---- */

/* Every VMM ends at a reboot on x86, and at a power-off on Arm. If that fails, the kernel panics
 * when this process ends, and the panic ends the machine. */
static void __attribute__((noreturn)) machine_end(void)
{
    kill(-1, SIGKILL);
    sync();
    tcdrain(STDERR_FILENO);
#ifdef __aarch64__
    reboot(RB_POWER_OFF);
#else
    reboot(RB_AUTOBOOT);
#endif
    _exit(EXIT_FAILURE);
}

/* One line on the console, then the end. */
static void __attribute__((noreturn, format(printf, 1, 2))) fail(const char *format, ...)
{
    const char *cause = strerror(errno);
    va_list arguments;
    va_start(arguments, format);
    fputs("edgetop-guest: ", stderr);
    vfprintf(stderr, format, arguments);
    fprintf(stderr, ": %s\n", cause);
    va_end(arguments);
    machine_end();
}

/* The workload's parent is PID 1 of its namespace: when it ends, all others in it end. */
static void __attribute__((noreturn)) watch_over(pid_t guest)
{
    int status = 0;
    while (waitpid(guest, &status, 0) < 0 && errno == EINTR) {
    }
    if (WIFSIGNALED(status))
        fprintf(stderr, "edgetop-guest: killed by signal %d (%s)\n", WTERMSIG(status),
                strsignal(WTERMSIG(status)));
    machine_end();
}

/* ---- drivers ---- */

static void load_module(const char *name)
{
    char path[256];
    snprintf(path, sizeof path, MODULES "%s.ko", name);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || (syscall(SYS_finit_module, fd, "", 0) != 0 && errno != EEXIST))
        fail("the kernel module %s", path);
    close(fd);
    unlink(path); /* frees its memory */
}

static void load_modules(void)
{
    char name[64];
    FILE *list = fopen(MODULES "list", "re");
    if (!list)
        fail(MODULES "list");
    while (fgets(name, sizeof name, list)) {
        name[strcspn(name, "\n")] = '\0';
        load_module(name);
    }
    fclose(list);
}

/* ---- channel ---- */

static int open_vsock(const char *port)
{
    struct sockaddr_vm host = {.svm_family = AF_VSOCK,
                               .svm_cid = VMADDR_CID_HOST,
                               .svm_port = (unsigned)strtoul(port, NULL, 10)};
    int fd = socket(AF_VSOCK, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0 || connect(fd, (struct sockaddr *)&host, sizeof host) != 0)
        fail("the host's vsock port %s", port);
    return fd;
}

static bool port_has_name(const char *port, const char *wanted)
{
    char path[300], name[128] = "";
    snprintf(path, sizeof path, "/sys/class/virtio-ports/%s/name", port);
    FILE *file = fopen(path, "re");
    if (!file)
        return false;
    if (fgets(name, sizeof name, file))
        name[strcspn(name, "\n")] = '\0';
    fclose(file);
    return strcmp(name, wanted) == 0;
}

/* The port of that name as a descriptor, -1 if it is not there (yet). */
static int find_port(const char *name)
{
    char path[300];
    int fd = -1;
    DIR *ports = opendir("/sys/class/virtio-ports");
    for (struct dirent *entry; ports && fd < 0 && (entry = readdir(ports));) {
        snprintf(path, sizeof path, "/dev/%s", entry->d_name);
        if (entry->d_name[0] != '.' && port_has_name(entry->d_name, name))
            fd = open(path, O_RDWR | O_CLOEXEC);
    }
    if (ports)
        closedir(ports);
    return fd;
}

/* The port, its name and its other end appear one after the other. */
static int open_port(const char *name)
{
    struct pollfd port = {.fd = -1, .events = POLLIN};
    for (int waited_ms = 0; waited_ms < channel_wait_ms; waited_ms++) {
        if (port.fd < 0)
            port.fd = find_port(name);
        if (port.fd >= 0 && poll(&port, 1, 0) >= 0 && !(port.revents & POLLHUP))
            return port.fd;
        usleep(1000);
    }
    errno = port.fd < 0 ? ENODEV : ENOTCONN;
    fail("the virtio port %s", name);
}

static void open_channel(const char *channel)
{
    int fd = -1;
    if (strncmp(channel, "vsock:", 6) == 0)
        fd = open_vsock(channel + 6);
    else if (strncmp(channel, "virtio:", 7) == 0)
        fd = open_port(channel + 7);
    errno = EINVAL;
    if (fd < 0 || dup2(fd, STDIN_FILENO) < 0 || dup2(fd, STDOUT_FILENO) < 0)
        fail("edgetop.channel=%s", channel);
    close(fd);
}

/* ---- the first process ---- */

bool machine_is_here(const char *name)
{
    return getpid() == 1 && strcmp(name, "/init") == 0;
}

static void mount_own(const char *type, const char *path)
{
    mkdir(path, 0755);
    if (mount(type, path, type, hardened & ~(unsigned long)MS_NODEV, NULL) != 0)
        fail("mounting %s", path);
}

static char **read_command(const char **channel)
{
    static char line[4096];
    static struct machine_words words;
    FILE *file = fopen("/proc/cmdline", "re");
    if (!file || !fgets(line, sizeof line, file))
        fail("/proc/cmdline");
    fclose(file);
    errno = E2BIG;
    if (machine_parse(line, &words) != 0)
        fail("the workload's command");
    errno = EINVAL;
    if (!words.command[0])
        fail("the kernel's command line has no command after --");
    *channel = words.channel;
    return (char **)words.command;
}

char **machine_begin(void)
{
    const char *channel;
    mount_own("proc", "/proc");
    mount_own("sysfs", "/sys");
    mount_own("devtmpfs", "/dev");
    char **command = read_command(&channel);
    load_modules();
    if (channel)
        open_channel(channel);
    if (unshare(CLONE_NEWPID) != 0)
        fail("a PID namespace");
    pid_t guest = fork();
    if (guest < 0)
        fail("the first process");
    if (guest > 0)
        watch_over(guest);
    setsid();
    return command;
}

/* ---- disks ---- */

static bool read_label(const char *device, char label[MACHINE_LABEL_BYTES])
{
    unsigned char superblock[MACHINE_SUPERBLOCK_BYTES];
    int fd = open(device, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return false;
    ssize_t got = pread(fd, superblock, sizeof superblock, MACHINE_SUPERBLOCK_OFFSET);
    close(fd);
    return got == (ssize_t)sizeof superblock && machine_label(superblock, label);
}

/* Where to mount the disk, and the flags. Only "scratch" is writable. */
static unsigned long place_of(const char *label, char *path, size_t size)
{
    const unsigned long flags = MS_NOSUID | MS_NODEV;
    if (strcmp(label, "root") == 0) {
        snprintf(path, size, NEW_ROOT);
        return flags | MS_RDONLY;
    }
    if (strcmp(label, "scratch") == 0) {
        snprintf(path, size, NEW_ROOT "/scratch");
        return flags;
    }
    snprintf(path, size, NEW_ROOT "/volumes/%s", label);
    mkdir(path, 0755);
    return flags | MS_RDONLY;
}

/* Mounts the disk "root", or all others. Returns how many; -1 with errno, and the disk's name in
 * `failed`. */
static int mount_disks(bool root, char *failed, size_t size)
{
    char device[300], label[MACHINE_LABEL_BYTES], path[64];
    int mounted = 0;
    DIR *disks = opendir("/sys/class/block");
    for (struct dirent *entry; disks && mounted >= 0 && (entry = readdir(disks));) {
        snprintf(device, sizeof device, "/dev/%s", entry->d_name);
        if (strncmp(entry->d_name, "vd", 2) != 0 || !read_label(device, label) ||
            (strcmp(label, "root") == 0) != root)
            continue;
        unsigned long flags = place_of(label, path, sizeof path);
        snprintf(failed, size, "mounting the disk %s", label);
        mounted = mount(device, path, "ext4", flags, NULL) == 0 ? mounted + 1 : -1;
    }
    if (disks)
        closedir(disks);
    return mounted;
}

/* ---- the inside ---- */

struct mounting {
    const char *type, *path, *options;
    unsigned long flags;
};

static int mount_all(const struct mounting *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (mount(list[i].type, list[i].path, list[i].type, list[i].flags, list[i].options) != 0)
            return -1;
    return 0;
}

static int make_devices(void)
{
    static const struct {
        const char *path;
        unsigned number; /* of major 1 */
    } devices[] = {{"dev/null", 3}, {"dev/zero", 5}, {"dev/urandom", 9}};
    for (size_t i = 0; i < sizeof devices / sizeof *devices; i++)
        if (mknod(devices[i].path, S_IFCHR, makedev(1, devices[i].number)) != 0 ||
            chmod(devices[i].path, 0666) != 0)
            return -1;
    return 0;
}

/* Mounts over the new root. /volumes and /dev become read-only when they are complete. */
static int make_mounts(char *reason, size_t size)
{
    static const struct mounting open[] = {
        {"tmpfs", "tmp", INSIDE_TMP_OPTIONS, MS_NOSUID | MS_NODEV | MS_NOEXEC},
        {"proc", "proc", NULL, MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC},
        {"sysfs", "sys", NULL, MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC},
        {"tmpfs", "dev", "size=64k,mode=755", MS_NOSUID | MS_NOEXEC},
        {"tmpfs", "volumes", "size=64k,mode=755", MS_NOSUID | MS_NODEV}};
    static const struct mounting closed[] = {
        {NULL, "dev", NULL, MS_REMOUNT | MS_RDONLY | MS_NOSUID | MS_NOEXEC},
        {NULL, "volumes", NULL, MS_REMOUNT | MS_RDONLY | MS_NOSUID | MS_NODEV}};
    snprintf(reason, size, "mounting over the root");
    if (mount_all(open, sizeof open / sizeof *open) != 0 || make_devices() != 0)
        return -1;
    if (mount_disks(false, reason, size) < 0)
        return -1;
    return mount_all(closed, sizeof closed / sizeof *closed);
}

/* pivot_root cannot leave the initramfs, so the new root is mounted over it. */
static int change_root(void)
{
    if (mount(".", "/", NULL, MS_MOVE, NULL) != 0 || chroot(".") != 0)
        return -1;
    return chdir("/");
}

static int make_inside(char *reason, size_t size)
{
    static char *variables[] = {INSIDE_VARIABLES, NULL};
    int count = mount_disks(true, reason, size);
    if (count == 0) {
        snprintf(reason, size, "the disk root");
        errno = ENODEV;
    }
    if (count <= 0 || chdir(NEW_ROOT) != 0 || make_mounts(reason, size) != 0)
        return -1;
    snprintf(reason, size, "changing the root");
    if (change_root() != 0)
        return -1;
    sethostname(INSIDE_HOSTNAME, strlen(INSIDE_HOSTNAME));
    inside_loopback_up();
    environ = variables;
    snprintf(reason, size, "dropping capabilities");
    return inside_drop_capabilities();
}

int machine_make_inside(char *reason, size_t size)
{
    char what[128];
    if (make_inside(what, sizeof what) == 0)
        return 0;
    snprintf(reason, size, "%s: %s", what, strerror(errno));
    return -1;
}
