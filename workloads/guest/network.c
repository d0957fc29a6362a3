/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The guest program's part in the run's private network: the host adds the card a moment after the
 * program has started. */
#define _GNU_SOURCE
#include "workloads/guest/network.h"

#include <arpa/inet.h>
#include <errno.h>
#include <net/if.h>
#include <net/route.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static const char card[] = "eth0";
enum { WAIT_MS = 10000, STEP_MS = 2 };

static struct ifreq request_for_card(void)
{
    struct ifreq request = {0};
    strcpy(request.ifr_name, card);
    return request;
}

/* Sets an address of the card by one ioctl request. */
static bool set_address(int fd, unsigned long request, uint32_t address)
{
    struct ifreq change = request_for_card();
    struct sockaddr_in *target = (struct sockaddr_in *)(void *)&change.ifr_addr;
    target->sin_family = AF_INET;
    target->sin_addr.s_addr = address;
    return ioctl(fd, request, &change) == 0;
}

static bool set_up(int fd, uint32_t address, int prefix_bits)
{
    struct ifreq change = request_for_card();
    change.ifr_flags = IFF_UP;
    return set_address(fd, SIOCSIFADDR, address) &&
           set_address(fd, SIOCSIFNETMASK, htonl(~0U << (32 - prefix_bits))) &&
           ioctl(fd, SIOCSIFFLAGS, &change) == 0;
}

static bool is_ready(int fd, uint32_t address)
{
    struct ifreq state = request_for_card(), has = request_for_card();
    const struct sockaddr_in *present = (const struct sockaddr_in *)(const void *)&has.ifr_addr;
    return ioctl(fd, SIOCGIFFLAGS, &state) == 0 && (state.ifr_flags & IFF_RUNNING) &&
           ioctl(fd, SIOCGIFADDR, &has) == 0 && present->sin_addr.s_addr == address;
}

/* A route to the one server. */
static bool add_route(int fd, const char *router, const char *server)
{
    struct rtentry route = {.rt_flags = RTF_UP | RTF_GATEWAY | RTF_HOST};
    struct sockaddr_in *to = (struct sockaddr_in *)(void *)&route.rt_dst,
                       *by = (struct sockaddr_in *)(void *)&route.rt_gateway;
    to->sin_family = by->sin_family = AF_INET;
    errno = EINVAL;
    return inet_pton(AF_INET, server, &to->sin_addr) == 1 &&
           inet_pton(AF_INET, router, &by->sin_addr) == 1 && ioctl(fd, SIOCADDRT, &route) == 0;
}

static bool exists(int fd, uint32_t address)
{
    struct ifreq state = request_for_card();
    (void)address;
    return ioctl(fd, SIOCGIFFLAGS, &state) == 0;
}

static bool await(bool (*holds)(int fd, uint32_t address), int fd, uint32_t address)
{
    for (int waited_ms = 0; waited_ms < WAIT_MS; waited_ms += STEP_MS) {
        if (holds(fd, address))
            return true;
        nanosleep(&(struct timespec){.tv_nsec = STEP_MS * 1000000L}, NULL);
    }
    return false;
}

bool guest_network_await(const char *setting, bool ours, char *reason, size_t size)
{
    char address[16] = "", router[16] = "", server[16] = "";
    struct in_addr wanted;
    int prefix_bits = 0;
    int parts =
        sscanf(setting, "%15[0-9.]/%d,%15[0-9.],%15[0-9.]", address, &prefix_bits, router, server);
    int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    errno = EINVAL;
    bool good = fd >= 0 && parts >= 2 && prefix_bits > 0 && prefix_bits < 32 &&
                inet_pton(AF_INET, address, &wanted) == 1;
    good = good && (!ours || (await(exists, fd, 0) && set_up(fd, wanted.s_addr, prefix_bits) &&
                              (!*server || add_route(fd, router, server))));
    if (!good)
        snprintf(reason, size, "%s cannot be set to %s: %s", card, setting, strerror(errno));
    else if (!(good = await(is_ready, fd, wanted.s_addr)))
        snprintf(reason, size, "the network was not ready within %d s", WAIT_MS / 1000);
    if (fd >= 0)
        close(fd);
    return good;
}
