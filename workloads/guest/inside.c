/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is the same inside every environment. */
#define _GNU_SOURCE
#include "workloads/guest/inside.h"

#include <linux/capability.h>
#include <net/if.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

void inside_loopback_up(void)
{
    struct ifreq request = {.ifr_name = "lo", .ifr_flags = IFF_UP | IFF_RUNNING};
    int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd >= 0) {
        ioctl(fd, SIOCSIFFLAGS, &request);
        close(fd);
    }
}

int inside_drop_capabilities(void)
{
    for (int capability = 0; prctl(PR_CAPBSET_READ, capability) >= 0; capability++)
        if (capability != CAP_DAC_OVERRIDE && prctl(PR_CAPBSET_DROP, capability) != 0)
            return -1;
    struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
    const __u32 kept = 1U << CAP_DAC_OVERRIDE;
    struct __user_cap_data_struct data[2] = {{.effective = kept, .permitted = kept}};
    if (syscall(SYS_capset, &header, data) != 0)
        return -1;
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
}
