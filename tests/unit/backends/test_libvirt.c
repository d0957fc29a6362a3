/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Unit tests of the libvirt backend's pure parts: the machine's description, settings, messages,
 * how a domain ends, and calls that take too long. */
#define _GNU_SOURCE
#include "backends/libvirt/call.h"
#include "backends/libvirt/connection.h"
#include "backends/libvirt/domain.h"
#include "backends/libvirt/settings.h"
#include "backends/libvirt/xml.h"
#include "src/base/util.h"

#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>

#include <cmocka.h>

/* ---- the description ---- */

static const int cpus[] = {1, 3};

static struct vm_disks disks = {.items = {{"root", "/images/it's <one>/root.ext4"},
                                          {"models", "/images/one/models.ext4"},
                                          {"scratch", "/s/disk.ext4", true}},
                                .count = 3};

static struct libvirt_machine a_machine(void)
{
    return (struct libvirt_machine){.name = "edgetop42",
                                    .title = "a & b",
                                    .arch = "x86_64",
                                    .machine = "q35",
                                    .system = true,
                                    .kernel = "/images/one/kernel",
                                    .initramfs = "/images/one/initramfs",
                                    .command_line = "quiet -- /bin/work a%26b",
                                    .disks = &disks,
                                    .cache = "none",
                                    .channel = "/run/edgetop/42-1/channel",
                                    .serial = "/run/edgetop/42-1/serial",
                                    .cpus = cpus,
                                    .cpu_count = ARRAY_LENGTH(cpus),
                                    .memory_bytes = 512ULL << 20};
}

static size_t count_of(const char *text, const char *part)
{
    size_t count = 0;
    for (; (text = strstr(text, part)); text += strlen(part))
        count++;
    return count;
}

static void assert_has(const char *xml, const char *part)
{
    if (!strstr(xml, part))
        fail_msg("no %s in:\n%s", part, xml);
}

static void test_kvm(void **state)
{
    (void)state;
    struct libvirt_machine machine = a_machine();
    UTIL_FREE char *xml = libvirt_xml(&machine);
    assert_has(xml, "<domain type='kvm'>");
    assert_has(xml, "<title>a &amp; b</title>");
    assert_has(xml, "<memory unit='KiB'>524288</memory>");
    assert_has(xml, "<vcpu placement='static' cpuset='1,3'>2</vcpu>");
    assert_has(xml, "<vcpupin vcpu='0' cpuset='1,3'/>\n<vcpupin vcpu='1' cpuset='1,3'/>\n"
                    "<emulatorpin cpuset='1,3'/>");
    assert_has(xml, "<cpu mode='host-passthrough' migratable='off'>"
                    "<topology sockets='1' cores='2' threads='1'/>");
    assert_has(xml, "<cmdline>quiet -- /bin/work a%26b</cmdline>");
    assert_has(xml, "<on_reboot>destroy</on_reboot>");
    assert_has(xml, "<source file='/images/it&apos;s &lt;one>/root.ext4'>");
    assert_has(xml, "cache='none'");
    assert_has(xml, "<source mode='connect' path='/run/edgetop/42-1/channel'/>"
                    "<target type='virtio' name='org.edgetop.channel'/>");
    assert_has(xml, "<source mode='connect' path='/run/edgetop/42-1/serial'/>");
    assert_int_equal(count_of(xml, "<readonly/>"), 2);
    assert_int_equal(count_of(xml, "<seclabel model='dac' relabel='no'/>"), 2);
    assert_int_equal(count_of(xml, "<address type='pci'"), 4);
}

/* A machine without PCI, emulated, by the user's own daemon, which knows no other users. */
static void test_microvm(void **state)
{
    (void)state;
    struct libvirt_machine machine = a_machine();
    machine.machine = "microvm";
    machine.emulated = true;
    machine.system = false;
    UTIL_FREE char *xml = libvirt_xml(&machine);
    assert_has(xml, "<domain type='qemu'>");
    assert_has(xml, "<cpu mode='maximum'>");
    assert_has(xml, "<features><acpi/><apic/></features>");
    assert_int_equal(count_of(xml, "<address type='virtio-mmio'/>"), 4);
    assert_int_equal(count_of(xml, "pci"), 0);
    assert_int_equal(count_of(xml, "<seclabel"), 0);
}

/* The tap device is not libvirt's to make. */
static void test_card(void **state)
{
    (void)state;
    struct libvirt_machine machine = a_machine();
    machine.tap = "edgetap7";
    UTIL_FREE char *xml = libvirt_xml(&machine);
    assert_has(xml, "<interface type='ethernet'>");
    assert_has(xml, "<target dev='edgetap7' managed='no'/>");
    assert_int_equal(count_of(xml, "<address type='pci'"), 5);
}

/* Without firmware there is no ACPI on Arm. */
static void test_arm(void **state)
{
    (void)state;
    struct libvirt_machine machine = a_machine();
    machine.arch = "aarch64";
    machine.machine = "virt";
    machine.emulated = true;
    UTIL_FREE char *xml = libvirt_xml(&machine);
    assert_has(xml, "<type arch='aarch64' machine='virt'>hvm</type>");
    assert_has(xml, "<model>cortex-a72</model>");
    assert_null(strstr(xml, "acpi"));
    machine.emulated = false;
    UTIL_FREE char *real = libvirt_xml(&machine);
    assert_has(real, "<cpu mode='host-passthrough'>");
}

/* To be run by hand: events and log on one console. */
static void test_by_hand(void **state)
{
    (void)state;
    struct libvirt_machine machine = a_machine();
    machine.channel = machine.serial = NULL;
    UTIL_FREE char *xml = libvirt_xml(&machine);
    assert_has(xml, "<serial type='pty'/>");
    assert_int_equal(count_of(xml, "virtio-serial"), 0);
    assert_int_equal(count_of(xml, "<channel"), 0);
}

/* ---- settings ---- */

static void assert_wrong(const struct environment *environment, const char *reason)
{
    struct error error = {0};
    assert_int_equal(libvirt_check(environment, &error), -1);
    assert_has(error.text, reason);
}

static void test_settings(void **state)
{
    (void)state;
    assert_int_equal(libvirt_check(&(struct environment){.name = "kvm"}, NULL), 0);
    assert_int_equal(libvirt_check(&(struct environment){.name = "a", .cache = "none"}, NULL), 0);
    assert_wrong(&(struct environment){.name = "a", .cache = "some"}, "not \"some\"");
    assert_wrong(&(struct environment){.name = "a", .cache = "some"}, "directsync");
    assert_wrong(&(struct environment){.name = "a", .uri = "xen:///"}, "xen:///");
}

static void test_uris(void **state)
{
    (void)state;
    static const char *const good[] = {"qemu:///system", "qemu:///session",
                                       "qemu+unix:///system?socket=/tmp/a"};
    static const char *const bad[] = {"",
                                      "qemu",
                                      "test:///default",
                                      "qemu+ssh://pi/system",
                                      "qemu://pi/system",
                                      "qemu:///systematic",
                                      "qemu:///"};
    for (size_t i = 0; i < ARRAY_LENGTH(good); i++)
        assert_null(libvirt_uri_fault(good[i]));
    for (size_t i = 0; i < ARRAY_LENGTH(bad); i++)
        assert_non_null(libvirt_uri_fault(bad[i]));
    assert_true(libvirt_uri_is_system("qemu+unix:///system?socket=/tmp/a"));
    assert_false(libvirt_uri_is_system("qemu:///session"));
}

static void test_command_line(void **state)
{
    (void)state;
    struct libvirt_settings settings = libvirt_settings_of(&(struct environment){.name = "kvm"});
    UTIL_FREE char *line = libvirt_settings_command_line(&settings, true);
    assert_has(line, "console=tty");
    assert_has(line, "panic=1");
    assert_null(strstr(line, "tsc_early_khz"));
    settings.machine = "microvm";
    UTIL_FREE char *real = libvirt_settings_command_line(&settings, false);
    assert_null(strstr(real, "tsc_early_khz"));
#ifdef __x86_64__
    UTIL_FREE char *emulated = libvirt_settings_command_line(&settings, true);
    const char *khz = strstr(emulated, "tsc_early_khz=");
    assert_non_null(khz);
    assert_true(atof(khz + strlen("tsc_early_khz=")) > 1e5);
#endif
}

/* ---- messages ---- */

static void assert_words(const char *message, const char *expected)
{
    UTIL_FREE char *text = util_strdup(message);
    libvirt_last_message(text);
    assert_string_equal(text, expected);
}

static void test_last_words(void **state)
{
    (void)state;
    assert_words("", "");
    assert_words("one\n", "one");
    assert_words("internal error: process exited while connecting to monitor: \n"
                 "2026-11-23T10:15:00.123456Z qemu-system-x86_64: -blockdev {\"filename\":\"a\"}: "
                 "Could not open 'a': Permission denied\n"
                 "\n",
                 "Could not open 'a': Permission denied");
    assert_words("qemu unexpectedly closed the monitor: 2026-11-23T10:15:00.123456Z "
                 "qemu-system-x86_64: Error loading",
                 "qemu-system-x86_64: Error loading");
    assert_words("2026-11-23 10:15:00.123+0000: shutting down, reason=crashed\n",
                 "2026-11-23 10:15:00.123+0000: shutting down, reason=crashed");
    assert_words("a\x1b[2Jb", "a?[2Jb");
}

static void test_log_words(void **state)
{
    (void)state;
    char killed[] = "2026-11-23 10:15:00.123+0000: starting up libvirt version: 9.0.0\n"
                    "/usr/bin/qemu-system-x86_64 \\\n-msg timestamp=on\n"
                    "2026-11-23 10:15:10.123+0000: shutting down, reason=crashed\n";
    char ended[] = "-msg timestamp=on\n"
                   "2026-11-23T10:15:00.123456Z qemu-system-x86_64: a\x1b[2Jb\n"
                   "2026-11-23 10:15:10.123+0000: shutting down, reason=crashed\n";
    assert_null(libvirt_last_log_line(killed));
    assert_string_equal(libvirt_last_log_line(ended), "qemu-system-x86_64: a?[2Jb");
}

/* ---- the end ---- */

static void test_ends(void **state)
{
    (void)state;
    enum libvirt_end now = LIBVIRT_RUNS;
    now = libvirt_end_after(now, VIR_DOMAIN_EVENT_STARTED, VIR_DOMAIN_EVENT_STARTED_BOOTED);
    assert_int_equal(now, LIBVIRT_RUNS);
    assert_int_equal(
        libvirt_end_after(now, VIR_DOMAIN_EVENT_STOPPED, VIR_DOMAIN_EVENT_STOPPED_DESTROYED),
        LIBVIRT_DESTROYED);
    assert_int_equal(
        libvirt_end_after(now, VIR_DOMAIN_EVENT_STOPPED, VIR_DOMAIN_EVENT_STOPPED_FAILED),
        LIBVIRT_DIED);
    assert_int_equal(
        libvirt_end_after(now, VIR_DOMAIN_EVENT_CRASHED, VIR_DOMAIN_EVENT_CRASHED_PANICKED),
        LIBVIRT_DIED);
    assert_int_equal(
        libvirt_end_after(now, VIR_DOMAIN_EVENT_SHUTDOWN, VIR_DOMAIN_EVENT_SHUTDOWN_HOST),
        LIBVIRT_DESTROYED);
    now = libvirt_end_after(now, VIR_DOMAIN_EVENT_SHUTDOWN, VIR_DOMAIN_EVENT_SHUTDOWN_GUEST);
    assert_int_equal(now, LIBVIRT_SHUT_DOWN);
    /* What follows is its consequence. */
    now = libvirt_end_after(now, VIR_DOMAIN_EVENT_STOPPED, VIR_DOMAIN_EVENT_STOPPED_DESTROYED);
    assert_int_equal(now, LIBVIRT_SHUT_DOWN);
}

/* ---- calls ---- */

struct work {
    int go, abandoned; /* eventfds */
    int done;
};

static void do_work(void *context)
{
    struct work *work = context;
    struct pollfd go = {.fd = work->go, .events = POLLIN};
    while (poll(&go, 1, -1) < 0) {
    }
    work->done++;
}

static void abandon_work(void *context)
{
    struct work *work = context;
    eventfd_write(work->abandoned, 1);
}

static struct work a_work(unsigned go)
{
    return (struct work){.go = eventfd(go, EFD_CLOEXEC), .abandoned = eventfd(0, EFD_CLOEXEC)};
}

static void end_work(struct work *work)
{
    util_close(&work->go);
    util_close(&work->abandoned);
}

static void test_call(void **state)
{
    (void)state;
    struct work work = a_work(1);
    struct deadline never = {.at_s = INFINITY, .cancel_fd = -1};
    assert_true(libvirt_call(do_work, abandon_work, &work, never));
    assert_int_equal(work.done, 1);
    end_work(&work);
}

/* The one that waits goes on; the other is told once the work is done. */
static void test_call_abandoned(void **state)
{
    (void)state;
    UTIL_CLOSE int cancel = eventfd(1, EFD_CLOEXEC);
    const struct deadline deadlines[] = {{.at_s = util_now_s() + 0.05, .cancel_fd = -1},
                                         {.at_s = INFINITY, .cancel_fd = cancel}};
    for (size_t i = 0; i < ARRAY_LENGTH(deadlines); i++) {
        struct work work = a_work(0);
        struct pollfd abandoned = {.fd = work.abandoned, .events = POLLIN};
        assert_false(libvirt_call(do_work, abandon_work, &work, deadlines[i]));
        assert_int_equal(poll(&abandoned, 1, 0), 0);
        eventfd_write(work.go, 1);
        assert_int_equal(poll(&abandoned, 1, -1), 1);
        assert_int_equal(work.done, 1);
        end_work(&work);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_kvm),
        cmocka_unit_test(test_microvm),
        cmocka_unit_test(test_card),
        cmocka_unit_test(test_arm),
        cmocka_unit_test(test_by_hand),
        cmocka_unit_test(test_settings),
        cmocka_unit_test(test_uris),
        cmocka_unit_test(test_command_line),
        cmocka_unit_test(test_last_words),
        cmocka_unit_test(test_log_words),
        cmocka_unit_test(test_ends),
        cmocka_unit_test(test_call),
        cmocka_unit_test(test_call_abandoned),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
