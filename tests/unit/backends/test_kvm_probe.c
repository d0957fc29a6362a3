/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Unit tests of the KVM probe: what it says of devices that are no KVM, and that it never takes
 * long. */
#include "backends/vm/kvm_probe.h"
#include "src/base/util.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static void test_missing_device(void **state)
{
    struct probe probe = {0};
    (void)state;
    assert_false(kvm_probe_device("/dev/no-such-kvm", &probe));
    assert_string_equal(probe.reason, "no KVM: there is no /dev/no-such-kvm");
    assert_true(strlen(probe.hint) > 0);
}

static void test_other_device(void **state)
{
    struct probe probe = {0};
    (void)state;
    assert_false(kvm_probe_device("/dev/null", &probe));
    assert_non_null(strstr(probe.reason, "creating a machine failed"));
    assert_true(strlen(probe.hint) > 0);
}

/* Only an ordinary user can be refused. */
static void test_forbidden_device(void **state)
{
    struct probe probe = {0};
    char path[] = "/tmp/edgetop-kvm-XXXXXX";
    int status, fd = mkstemp(path);
    (void)state;
    assert_true(fd >= 0);
    assert_int_equal(fchmod(fd, 0), 0);
    pid_t child = fork();
    if (child == 0) {
        if (geteuid() == 0 && setuid(65534) != 0)
            _exit(2);
        bool usable = kvm_probe_device(path, &probe);
        _exit(!usable && strstr(probe.reason, "no permission to use") && strstr(probe.hint, "kvm")
                  ? 0
                  : 1);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    close(fd);
    unlink(path);
}

/* Whatever the answer is on this machine: a reason and a hint, or none; in time; the same again, at
 * once where the loop was run. */
static void test_this_machine(void **state)
{
    struct probe probe = {0}, again = {0};
    double begun_s = util_now_s();
    (void)state;
    bool usable = kvm_probe(&probe);
    assert_true(util_now_s() - begun_s < 1.8);
    assert_int_equal(usable, probe.reason[0] == '\0');
    assert_int_equal(usable, probe.hint[0] == '\0');
    begun_s = util_now_s();
    assert_int_equal(kvm_probe(&again), usable);
    assert_string_equal(again.reason, probe.reason);
    if (usable || strstr(probe.reason, "too slow"))
        assert_true(util_now_s() - begun_s < 0.01);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_missing_device),
        cmocka_unit_test(test_other_device),
        cmocka_unit_test(test_forbidden_device),
        cmocka_unit_test(test_this_machine),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
