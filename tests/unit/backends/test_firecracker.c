/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Firecracker's pure parts: what it is told, what its version is, how it ended; what the console of
 * a machine tells; and what the backend says where it is not ready. */
#define _GNU_SOURCE
#include "backends/environment/registry.h"
#include "backends/firecracker/config.h"
#include "backends/firecracker/program.h"
#include "backends/vm/console.h"
#include "src/base/json.h"
#include "src/base/util.h"
#include "tests/unit/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

/* ---- configuration ---- */

static cJSON *make_config_with(const struct environment *environment, const char *vsock,
                               const char *tap)
{
    static struct image image = {.kernel = "/i/kernel", .initramfs = "/i/initramfs"};
    static char *argv[] = {"/bin/edgetop-guest", "/bin/sh", "-c", "echo 1", NULL};
    struct trial_spec spec = {.environment = environment,
                              .image = &image,
                              .argv = argv,
                              .cpu_count = 3,
                              .memory_bytes = (512 << 20) + 4096,
                              .tap = tap};
    struct vm_disks disks = {.count = 3,
                             .items = {{"root", "/i/root.ext4", false},
                                       {"my-data", "/d/data.ext4", false},
                                       {"scratch", "/s/disk.ext4", true}}};
    struct error error = {0};
    cJSON *config = firecracker_config(&spec, &disks, vsock, &error);
    assert_string_equal(error.text, "");
    return config;
}

static cJSON *make_config(const struct environment *environment, const char *vsock)
{
    return make_config_with(environment, vsock, NULL);
}

static const cJSON *part(const cJSON *config, const char *name)
{
    const cJSON *found = cJSON_GetObjectItemCaseSensitive(config, name);
    assert_non_null(found);
    return found;
}

static void test_card(void **state)
{
    (void)state;
    struct environment environment = {.name = "firecracker"};
    JSON_FREE cJSON *without = make_config(&environment, "/run/x/vsock");
    assert_false(cJSON_HasObjectItem(without, "network-interfaces"));
    JSON_FREE cJSON *config = make_config_with(&environment, "/run/x/vsock", "edgetap7");
    const cJSON *card = cJSON_GetArrayItem(part(config, "network-interfaces"), 0);
    assert_string_equal(card->child->valuestring, "eth0"); /* where it is put */
    assert_string_equal(json_string(card, "host_dev_name"), "edgetap7");
}

static void test_config(void **state)
{
    (void)state;
    struct environment environment = {.name = "firecracker"};
    JSON_FREE cJSON *config = make_config(&environment, "/run/x/vsock");
    const cJSON *machine = part(config, "machine-config"), *boot = part(config, "boot-source");
    assert_int_equal(json_int(machine, "vcpu_count", 0), 3);
    assert_int_equal(json_int(machine, "mem_size_mib", 0), 512);
    assert_string_equal(json_string(boot, "kernel_image_path"), "/i/kernel");
    assert_string_equal(json_string(boot, "initrd_path"), "/i/initramfs");
    const char *line = json_string(boot, "boot_args");
    assert_non_null(strstr(line, "reboot=k panic=1"));
    assert_non_null(strstr(line, " edgetop.channel=vsock:1024 -- /bin/sh -c echo%201"));
    assert_null(strstr(line, "nomodule"));
    const cJSON *vsock = part(config, "vsock"), *drives = part(config, "drives");
    assert_true(json_int(vsock, "guest_cid", 0) >= 3);
    assert_string_equal(json_string(vsock, "uds_path"), "/run/x/vsock");
    assert_int_equal(cJSON_GetArraySize(drives), 3);
    const cJSON *root = cJSON_GetArrayItem(drives, 0), *data = cJSON_GetArrayItem(drives, 1);
    assert_string_equal(json_string(root, "drive_id"), "root");
    assert_string_equal(json_string(root, "path_on_host"), "/i/root.ext4");
    assert_true(json_bool(root, "is_root_device", false));
    assert_true(json_bool(root, "is_read_only", false));
    assert_string_equal(json_string(root, "cache_type"), "Unsafe");
    assert_false(cJSON_HasObjectItem(root, "rate_limiter"));
    assert_string_equal(json_string(data, "drive_id"), "my_data");
    assert_false(json_bool(data, "is_root_device", true));
    assert_true(json_bool(data, "is_read_only", false));
    assert_false(json_bool(cJSON_GetArrayItem(drives, 2), "is_read_only", true));
}

/* The machine that is repeated by hand needs nobody who listens. */
static void test_config_by_hand(void **state)
{
    (void)state;
    struct environment environment = {
        .cache = "Writeback",
        .rate_limiter = "{\"ops\":{\"size\":100,\"refill_time\":1000}}",
    };
    JSON_FREE cJSON *config = make_config(&environment, NULL);
    assert_false(cJSON_HasObjectItem(config, "vsock"));
    assert_null(strstr(json_string(part(config, "boot-source"), "boot_args"), "channel"));
    const cJSON *drive = cJSON_GetArrayItem(part(config, "drives"), 1);
    assert_string_equal(json_string(drive, "cache_type"), "Writeback");
    const cJSON *ops = part(part(drive, "rate_limiter"), "ops");
    assert_int_equal(json_int(ops, "size", 0), 100);
}

static void test_settings(void **state)
{
    (void)state;
    struct error error = {0};
    const struct {
        char *cache, *rate_limiter, *reason; /* NULL = they are right */
    } cases[] = {
        {NULL, NULL, NULL},
        {"Writeback", "{}", NULL},
        {"Unsafe", "{\"bandwidth\":{\"size\":1,\"refill_time\":2,\"one_time_burst\":3}}", NULL},
        {"none", NULL, "Unsafe or Writeback, not \"none\""},
        {NULL, "{\"speed\":{}}", "not \"speed\""},
        {NULL, "{\"ops\":{\"size\":1}}", "needs \"size\" and \"refill_time\""},
        {NULL, "{\"ops\":7}", "needs \"size\" and \"refill_time\""},
        {NULL, "{\"ops\":{\"size\":0,\"refill_time\":1}}", "\"size\" of \"rate_limiter\" must be"},
        {NULL, "{\"ops\":{\"size\":1.5,\"refill_time\":1}}", "whole number"},
        {NULL, "{\"ops\":{\"burst\":1}}", "\"burst\" of \"rate_limiter\" is unknown"},
    };
    for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
        struct environment environment = {.cache = cases[i].cache,
                                          .rate_limiter = cases[i].rate_limiter};
        int result = firecracker_check(&environment, &error);
        assert_int_equal(result, cases[i].reason ? -1 : 0);
        if (cases[i].reason && !strstr(error.text, cases[i].reason))
            fail_msg("\"%s\" not in: %s", cases[i].reason, error.text);
    }
}

/* ---- the program ---- */

static void test_versions(void **state)
{
    (void)state;
    char version[16];
    assert_true(firecracker_parse_version("Firecracker v1.16.1\n\n", version, sizeof version));
    assert_string_equal(version, "1.16.1");
    assert_true(firecracker_parse_version("Firecracker v1.17.0-dev+x\n", version, sizeof version));
    assert_string_equal(version, "1.17.0");
    assert_false(firecracker_parse_version("Firecracker\n", version, sizeof version));
    assert_false(firecracker_parse_version("Firecracker vNext", version, sizeof version));
    assert_false(firecracker_parse_version("", version, sizeof version));
    assert_true(firecracker_is_supported("1.10.0"));
    assert_true(firecracker_is_supported("1.16.1"));
    assert_true(firecracker_is_supported("2.0"));
    assert_false(firecracker_is_supported("1.9.1"));
    assert_false(firecracker_is_supported("0.25.2"));
}

/* A program in the scratch folder that is what $EDGETOP_FIRECRACKER names. */
static char *make_program(const char *folder, const char *script)
{
    char *path = util_format("%s/firecracker", folder);
    scratch_append(path, script);
    assert_int_equal(chmod(path, 0755), 0);
    setenv("EDGETOP_FIRECRACKER", path, 1);
    return path;
}

static struct probe probe(void)
{
    struct environment environment = {.name = "firecracker", .backend = "firecracker"};
    struct probe found;
    backend_find("firecracker")->probe(&environment, &found);
    return found;
}

static void assert_not_ready(const char *reason, const char *hint)
{
    struct probe found = probe();
    assert_false(found.ready);
    if (!strstr(found.reason, reason) || !strstr(found.hint, hint))
        fail_msg("\"%s\", \"%s\" not in: %s | %s", reason, hint, found.reason, found.hint);
}

static void test_probe(void **state)
{
    (void)state;
    char *folder = scratch_make();
    setenv("EDGETOP_FIRECRACKER", "/no/such/firecracker", 1);
    assert_not_ready("EDGETOP_FIRECRACKER: /no/such/firecracker: No such file",
                     "sudo sh -c 'cd $(mktemp -d) && curl -fL https://");
    UTIL_FREE char *path = make_program(folder, "#!/bin/sh\necho Firecracker v1.7.0\n");
    assert_not_ready("Firecracker 1.7.0 is too old: edgetop needs 1.10 or newer",
                     "releases/download/v");
    assert_int_equal(unlink(path), 0);
    free(make_program(folder, "#!/bin/sh\necho what?\n"));
    assert_not_ready("--version does not print a version of Firecracker", "curl");
    assert_int_equal(unlink(path), 0);
    free(make_program(folder, "#!/bin/sh\nexec sleep 30\n"));
    assert_not_ready("--version does not print a version of Firecracker", "curl");
    unsetenv("EDGETOP_FIRECRACKER");
    UTIL_FREE char *before = util_strdup(getenv("PATH"));
    setenv("PATH", folder, 1);
    assert_int_equal(unlink(path), 0);
    assert_not_ready("no program firecracker in your PATH", "curl");
    setenv("PATH", before, 1);
    scratch_remove(folder);
}

static void test_exits(void **state)
{
    (void)state;
    char text[400];
    const struct {
        int exit_code;
        const char *log, *text;
    } cases[] = {
        {0, "", "the virtual machine ended before its workload was done"},
        {1, "", "Firecracker ended with exit code 1"},
        {1,
         "2026-11-25T10:00:00.1 [anonymous-instance:main] first\n"
         "2026-11-25T10:00:00.2 [anonymous-instance:main] Cannot open it\n"
         "2026-11-25T10:00:00.3 [anonymous-instance:main] Firecracker exiting with error. "
         "exit_code=1\n",
         "Firecracker ended with exit code 1: Cannot open it"},
        {137, "t [i:main] Could not enable SSBD mitigation through prctl, error 1\n",
         "Firecracker was killed by signal 9 (Killed)"},
        {148, "t [i:fc_vcpu 0] Shutting down VM after intercepting a bad syscall (41).\n",
         "Firecracker's seccomp filter refused a system call: Shutting down VM after intercepting "
         "a bad syscall (41)."},
        {152, "", "Firecracker refused its configuration"},
        {153, "unfinished", "Firecracker refused its arguments: unfinished"},
    };
    for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
        firecracker_explain_exit(cases[i].exit_code, cases[i].log, text, sizeof text);
        assert_string_equal(text, cases[i].text);
    }
}

/* ---- the console ---- */

static void feed(struct vm_console *console, const char *text)
{
    vm_console_feed(console, text, strlen(text));
}

static void test_console(void **state)
{
    (void)state;
    char text[256] = "";
    struct vm_console console = {0};
    feed(&console, "[    0.5] hello\r\n[    1.0] Kernel panic - not sync");
    assert_false(vm_console_cause(&console, text, sizeof text));
    feed(&console,
         "ing: VFS: no root\r\n[    1.1] ---[ end Kernel panic - not syncing: VFS ]---\n\n");
    assert_true(vm_console_cause(&console, text, sizeof text));
    assert_string_equal(text, "the guest's kernel panicked: VFS: no root");
    assert_non_null(strstr(console.last, "---[ end Kernel panic"));
    assert_false(console.out_of_memory);
    feed(&console, "[ 2.0] Out of memory: Killed process 71 (x) total-vm:1kB\n");
    assert_true(console.out_of_memory);
}

static void test_console_of_guest(void **state)
{
    (void)state;
    char text[256] = "", longest[5000];
    struct vm_console console = {0};
    memset(longest, 'x', sizeof longest);
    vm_console_feed(&console, longest, sizeof longest);
    feed(&console, "\nedgetop-guest: no disk is called root\n\033[2Jlast");
    assert_true(vm_console_cause(&console, text, sizeof text));
    assert_string_equal(text, "in the virtual machine: no disk is called root");
    feed(&console, "\n");
    assert_string_equal(console.last, "?[2Jlast");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_card),
        cmocka_unit_test(test_config),
        cmocka_unit_test(test_config_by_hand),
        cmocka_unit_test(test_settings),
        cmocka_unit_test(test_versions),
        cmocka_unit_test(test_probe),
        cmocka_unit_test(test_exits),
        cmocka_unit_test(test_console),
        cmocka_unit_test(test_console_of_guest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
