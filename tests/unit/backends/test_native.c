/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Unit tests of the native backend with an image of one static program; skipped where the host
 * allows no namespaces. */
#define _GNU_SOURCE
#include "backends/environment/registry.h"
#include "src/base/file.h"
#include "src/base/util.h"
#include "src/host/cgroup.h"
#include "tests/unit/scratch.h"

#include <errno.h>
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

enum { MEMORY_BYTES = 64 << 20 };

static struct fixture {
    const struct backend *backend;
    struct probe probe;
    char *folder;
    struct image image;
    struct volume volumes[2];
    int cpu;
} fixture;

static void copy_program(const char *from, const char *to)
{
    size_t length;
    UTIL_FREE char *bytes = file_read(from, &length);
    assert_non_null(bytes);
    FILE *out = fopen(to, "wb");
    assert_non_null(out);
    assert_int_equal(fwrite(bytes, 1, length, out), length);
    assert_int_equal(fclose(out), 0);
    assert_int_equal(chmod(to, 0755), 0);
}

static char *make_folder(const char *name)
{
    char *path = util_format("%s/%s", fixture.folder, name);
    assert_int_equal(file_make_dirs(path), 0);
    return path;
}

static int allowed_cpu(void)
{
    cpu_set_t cpus;
    int cpu = 0;
    assert_int_equal(sched_getaffinity(0, sizeof cpus, &cpus), 0);
    while (!CPU_ISSET((size_t)cpu, &cpus))
        cpu++;
    return cpu;
}

static int set_up(void **state)
{
    static const char *const folders[] = {"root/bin",  "root/tmp", "root/dev",
                                          "root/proc", "root/sys", "root/volumes"};
    (void)state;
    fixture.backend = backend_find("native");
    fixture.backend->probe(NULL, &fixture.probe);
    fixture.folder = scratch_make();
    for (size_t i = 0; i < ARRAY_LENGTH(folders); i++)
        free(make_folder(folders[i]));
    fixture.image.root = util_format("%s/root", fixture.folder);
    UTIL_FREE char *program = util_format("%s/bin/edgetop-guest", fixture.image.root);
    copy_program(EDGETOP_NATIVE_INSIDE, program);
    char *models = make_folder("models"), *picture = util_format("%s/picture", fixture.folder);
    UTIL_FREE char *file = util_format("%s/file", models);
    scratch_append(file, "a model");
    scratch_append(picture, "a picture");
    fixture.volumes[0] = (struct volume){models, "/volumes/models"};
    fixture.volumes[1] = (struct volume){picture, "/volumes/input/picture"};
    fixture.cpu = allowed_cpu();
    return setenv("EDGETOP_TEST_SECRET", "1", 1);
}

static int tear_down(void **state)
{
    (void)state;
    free(fixture.image.root);
    free(fixture.volumes[0].host_path);
    free(fixture.volumes[1].host_path);
    scratch_remove(fixture.folder);
    return 0;
}

static struct deadline within(double seconds)
{
    return (struct deadline){.at_s = util_now_s() + seconds, .cancel_fd = -1};
}

static struct instance *start(const char *program, char *deed, struct error *error)
{
    if (!fixture.probe.ready)
        skip();
    UTIL_FREE char *copy = util_strdup(program);
    char *argv[] = {copy, deed, NULL};
    struct trial_spec spec = {.image = &fixture.image,
                              .run_name = "test",
                              .trial = getpid(),
                              .argv = argv,
                              .volumes = fixture.volumes,
                              .volume_count = ARRAY_LENGTH(fixture.volumes),
                              .cpus = &fixture.cpu,
                              .cpu_count = 1,
                              .memory_bytes = MEMORY_BYTES};
    return fixture.backend->start(&spec, within(30), error);
}

static struct instance *start_deed(char *deed)
{
    struct error error = {0};
    struct instance *instance = start("/bin/edgetop-guest", deed, &error);
    assert_string_equal(error.text, "");
    assert_non_null(instance);
    return instance;
}

struct outcome {
    struct backend_event end;
    char output[2][4096]; /* by stream */
};

/* Takes events until one is no output. */
static struct outcome follow(struct instance *instance, struct deadline deadline)
{
    struct outcome outcome = {0};
    size_t length[2] = {0};
    while ((outcome.end = fixture.backend->next(instance, deadline)).kind == BACKEND_OUTPUT) {
        enum output_stream stream = outcome.end.stream;
        size_t room = sizeof outcome.output[stream] - 1 - length[stream];
        size_t taken = outcome.end.length < room ? outcome.end.length : room;
        memcpy(outcome.output[stream] + length[stream], outcome.end.data, taken);
        length[stream] += taken;
    }
    return outcome;
}

/* ---- tests ---- */

static void test_output_and_exit_code(void **state)
{
    (void)state;
    struct instance *instance = start_deed("speak");
    struct outcome outcome = follow(instance, within(30));
    assert_int_equal(outcome.end.kind, BACKEND_EXIT);
    assert_int_equal(outcome.end.exit_code, 3);
    assert_false(outcome.end.out_of_memory);
    assert_string_equal(outcome.output[OUTPUT_EVENTS], "an event\n");
    assert_string_equal(outcome.output[OUTPUT_CONSOLE], "to the console");
    fixture.backend->destroy(instance);
}

static void test_inside(void **state)
{
    (void)state;
    struct instance *instance = start_deed("look");
    struct outcome outcome = follow(instance, within(30));
    assert_string_equal(outcome.output[OUTPUT_EVENTS], "");
    assert_int_equal(outcome.end.kind, BACKEND_EXIT);
    assert_int_equal(outcome.end.exit_code, 0);
    fixture.backend->destroy(instance);
}

static void test_lifeline(void **state)
{
    (void)state;
    struct instance *instance = start_deed("lifeline");
    fixture.backend->release(instance);
    struct outcome outcome = follow(instance, within(30));
    assert_int_equal(outcome.end.kind, BACKEND_EXIT);
    assert_int_equal(outcome.end.exit_code, 7);
    fixture.backend->destroy(instance);
}

static void test_stop_in_every_state(void **state)
{
    (void)state;
    struct instance *instance = start_deed("pause");
    pid_t pid = fixture.backend->pid(instance);
    assert_int_equal(kill(pid, 0), 0);
    fixture.backend->stop(instance, within(30));
    fixture.backend->stop(instance, within(30));
    assert_int_equal(kill(pid, 0), -1);
    struct outcome outcome = follow(instance, within(30));
    assert_int_equal(outcome.end.kind, BACKEND_EXIT);
    assert_int_equal(outcome.end.exit_code, 128 + SIGKILL);
    fixture.backend->destroy(instance);
}

/* Endless output holds up neither the deadline nor the request to cancel. */
static void test_flood(void **state)
{
    (void)state;
    struct instance *instance = start_deed("flood");
    assert_int_equal(follow(instance, within(0.05)).end.kind, BACKEND_DEADLINE);
    UTIL_CLOSE int cancel_fd = eventfd(1, EFD_CLOEXEC);
    struct deadline cancelled = {.at_s = INFINITY, .cancel_fd = cancel_fd};
    assert_int_equal(follow(instance, cancelled).end.kind, BACKEND_CANCELLED);
    fixture.backend->destroy(instance);
}

/* By this process: the probe speaks of the engine, which may have a cgroup of its own. */
static bool memory_can_be_limited(void)
{
    bool limited = false;
    cgroup_destroy(cgroup_create("test-native", MEMORY_BYTES, &limited, NULL));
    return limited;
}

static void test_memory_limit(void **state)
{
    (void)state;
    if (!memory_can_be_limited())
        skip();
    struct instance *instance = start_deed("eat");
    struct outcome outcome = follow(instance, within(30));
    assert_int_equal(outcome.end.kind, BACKEND_EXIT);
    assert_int_equal(outcome.end.exit_code, 128 + SIGKILL);
    assert_true(outcome.end.out_of_memory);
    fixture.backend->destroy(instance);
}

static void test_no_such_program(void **state)
{
    (void)state;
    struct error error = {0};
    assert_null(start("/bin/nothing", "", &error));
    assert_non_null(strstr(error.text, "/bin/nothing"));
    assert_non_null(strstr(error.text, strerror(ENOENT)));
}

static void test_no_descriptors_left(void **state)
{
    (void)state;
    struct error error = {0};
    struct rlimit before;
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
    struct rlimit none = {.rlim_cur = 0, .rlim_max = before.rlim_max};
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &none), 0);
    struct instance *instance = start("/bin/edgetop-guest", "speak", &error);
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &before), 0);
    assert_null(instance);
    assert_int_equal(error.code, EXIT_MACHINE);
}

static void test_no_image(void **state)
{
    (void)state;
    struct error error = {0};
    const struct image image = {.root = "/no/such/root"};
    const struct trial_spec spec = {.image = &image};
    assert_int_equal(fixture.backend->prepare(&spec, within(1), &error), -1);
    assert_int_equal(error.code, EXIT_NO_ENVIRONMENT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_output_and_exit_code),
        cmocka_unit_test(test_inside),
        cmocka_unit_test(test_lifeline),
        cmocka_unit_test(test_stop_in_every_state),
        cmocka_unit_test(test_flood),
        cmocka_unit_test(test_memory_limit),
        cmocka_unit_test(test_no_such_program),
        cmocka_unit_test(test_no_descriptors_left),
        cmocka_unit_test(test_no_image),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
