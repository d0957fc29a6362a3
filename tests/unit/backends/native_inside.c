/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stands in for the guest program in the test of the native backend: one deed, named by the first
 * argument. Static, so that it is alone in its image. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <net/if.h>
#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

static bool can_open(const char *path, int flags)
{
    int fd = open(path, flags | O_CLOEXEC, 0644);
    if (fd >= 0)
        close(fd);
    return fd >= 0;
}

static bool has_one_core(void)
{
    cpu_set_t cpus;
    return sched_getaffinity(0, sizeof cpus, &cpus) == 0 && CPU_COUNT(&cpus) == 1;
}

static bool has_name(const char *wanted)
{
    char name[64] = "";
    return gethostname(name, sizeof name - 1) == 0 && strcmp(name, wanted) == 0;
}

static bool loopback_is_up(void)
{
    struct ifreq request = {.ifr_name = "lo"};
    int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    bool up = fd >= 0 && ioctl(fd, SIOCGIFFLAGS, &request) == 0 && (request.ifr_flags & IFF_UP);
    if (fd >= 0)
        close(fd);
    return up;
}

static int look_around(void)
{
    const struct {
        const char *what;
        bool holds;
    } checks[] = {
        {"is the init process", getpid() == 1},
        {"is root", getuid() == 0},
        {"has a host name of its own", has_name("edgetop")},
        {"has one core", has_one_core()},
        {"has loopback", loopback_is_up()},
        {"cannot gain privileges", prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1},
        {"cannot write the image", !can_open("/new", O_WRONLY | O_CREAT)},
        {"cannot write /proc", !can_open("/proc/sys/kernel/hostname", O_WRONLY)},
        {"can write /tmp", can_open("/tmp/new", O_WRONLY | O_CREAT)},
        {"can write /dev/null", can_open("/dev/null", O_WRONLY)},
        {"can read /dev/urandom", can_open("/dev/urandom", O_RDONLY)},
        {"can read a folder's file", can_open("/volumes/models/file", O_RDONLY)},
        {"can read a single file", can_open("/volumes/input/picture", O_RDONLY)},
        {"cannot write a volume", !can_open("/volumes/models/file", O_WRONLY)},
        {"cannot write beside it", !can_open("/volumes/new", O_WRONLY | O_CREAT)},
        {"does not see the host's files", !can_open("/etc/passwd", O_RDONLY)},
        {"has no environment but its own", getenv("EDGETOP_TEST_SECRET") == NULL},
    };
    int failed = 0;
    for (size_t i = 0; i < sizeof checks / sizeof *checks; i++) {
        if (!checks[i].holds)
            printf("not so: %s\n", checks[i].what);
        failed += !checks[i].holds;
    }
    return failed;
}

static int eat_memory(void)
{
    for (int mib = 0; mib < 512; mib++) {
        char *piece = malloc(1 << 20);
        if (piece)
            memset(piece, 1, 1 << 20);
    }
    return 0;
}

static int await_lifeline(void)
{
    char byte;
    return read(STDIN_FILENO, &byte, 1) == 0 ? 7 : 1;
}

int main(int argc, char **argv)
{
    const char *deed = argc > 1 ? argv[1] : "";
    if (strcmp(deed, "speak") == 0) {
        fputs("to the console", stderr);
        return puts("an event") < 0 ? 1 : 3;
    }
    if (strcmp(deed, "look") == 0)
        return look_around();
    if (strcmp(deed, "eat") == 0)
        return eat_memory();
    if (strcmp(deed, "lifeline") == 0)
        return await_lifeline();
    while (strcmp(deed, "flood") == 0)
        puts("and so on, and so on, and so on, and so on, and so on, and so on, and so on");
    return pause();
}
