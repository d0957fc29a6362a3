/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Unit tests of the route out of the private network, in a network of the test's own. */
#define _GNU_SOURCE
#include "src/base/program.h"
#include "src/base/util.h"
#include "src/network/route.h"

#include <sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

/* Skips the test where the machine allows no network, or has no programs for it. */
static void enter_network(void)
{
    UTIL_FREE char *ip = program_find("ip");
    UTIL_FREE char *nft = program_find("nft");
    if (!ip || !nft || unshare(CLONE_NEWNET) != 0 ||
        system("ip link add uplink type bridge && ip address add 192.0.2.1/24 dev uplink && "
               "ip link set uplink up && sysctl -qw net.ipv4.conf.uplink.forwarding=1 && "
               "nft list ruleset") != 0)
        skip();
}

static void test_bridge_is_gone(void **state)
{
    (void)state;
    struct network network = {.bridge = "edgetop0", .server = "192.0.2.9"};
    struct error error = {.code = EXIT_ALL_OK};
    enter_network();
    assert_int_equal(route_open(&network, &error), -1);
    assert_string_equal(error.text, "cannot open a route to the server: cannot write "
                                    "/proc/sys/net/ipv4/conf/edgetop0/forwarding: "
                                    "No such file or directory");
    assert_int_equal(error.code, EXIT_NO_ENVIRONMENT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_bridge_is_gone)};
    return cmocka_run_group_tests_name("route", tests, NULL, NULL);
}
