/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What virtual machines share: command line, disks of the operator's files, folders, streams. */
#define _GNU_SOURCE
#include "backends/vm/vm.h"

#include "src/base/file.h"
#include "src/base/paths.h"
#include "src/base/util.h"
#include "tests/unit/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cmocka.h>

static struct deadline within(double seconds)
{
    return (struct deadline){.at_s = util_now_s() + seconds, .cancel_fd = -1};
}

/* ---- command line ---- */

static void test_command_line(void **state)
{
    (void)state;
    struct error error = {0};
    char *argv[] = {"/bin/edgetop-guest", "/bin/sh", "-c", "echo \"a b\"; ü=1", "", NULL};
    UTIL_FREE char *line = vm_command_line("quiet panic=1", "vsock:1024", argv, &error);
    assert_string_equal(line, "quiet panic=1 edgetop.channel=vsock:1024 -- "
                              "/bin/sh -c echo%20%22a%20b%22%3B%20%C3%BC%3D1 %00");
    UTIL_FREE char *by_hand = vm_command_line("quiet", NULL, (char *[]){"g", "x", NULL}, &error);
    assert_string_equal(by_hand, "quiet -- x");
}

static void test_command_line_limits(void **state)
{
    (void)state;
    struct error error = {0};
    char *words[35] = {"guest"}, text[600] = "";
    char *one[] = {"guest", text, NULL};
    for (size_t i = 1; i <= 32; i++)
        words[i] = "word";
    UTIL_FREE char *most_words = vm_command_line("", NULL, words, &error);
    assert_non_null(most_words);
    words[33] = "word";
    assert_null(vm_command_line("", NULL, words, &error));
    assert_non_null(strstr(error.text, "has 33 words"));
    memset(text, ' ', 510); /* " -- " and three bytes for each */
    UTIL_FREE char *most_bytes = vm_command_line("", NULL, one, &error);
    assert_int_equal(strlen(most_bytes), 1534);
    text[510] = ' ';
    assert_null(vm_command_line("", NULL, one, &error));
    assert_non_null(strstr(error.text, "with 1537 bytes"));
}

/* ---- disks ---- */

static struct fixture {
    char *folder;
    struct image image;
    struct volume volumes[4];
    struct trial_spec spec;
} fixture;

static char *make_file(const char *name, const char *text)
{
    char *path = util_format("%s/%s", fixture.folder, name);
    scratch_append(path, text);
    return path;
}

/* An image, a model of two files and a folder of inputs. */
static int set_up(void **state)
{
    (void)state;
    fixture.folder = scratch_make();
    setenv("XDG_CACHE_HOME", fixture.folder, 1);
    fixture.image = (struct image){.kernel = make_file("kernel", "k"),
                                   .initramfs = make_file("initramfs", "i"),
                                   .root_disk = make_file("root.ext4", "r"),
                                   .models_disk = make_file("models.ext4", "m")};
    char *inputs = util_format("%s/my inputs", fixture.folder);
    assert_int_equal(mkdir(inputs, 0755), 0);
    free(make_file("my inputs/1.jpg", "one"));
    fixture.volumes[0] = (struct volume){fixture.folder, "/volumes/models"};
    fixture.volumes[1] =
        (struct volume){make_file("a.json", "the manifest"), "/volumes/model/a.json"};
    fixture.volumes[2] = (struct volume){make_file("-a.onnx", "graph"), "/volumes/model/-a.onnx"};
    fixture.volumes[3] = (struct volume){inputs, "/volumes/input"};
    fixture.spec =
        (struct trial_spec){.image = &fixture.image, .volumes = fixture.volumes, .volume_count = 4};
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    char *strings[] = {fixture.image.kernel,         fixture.image.initramfs,
                       fixture.image.root_disk,      fixture.image.models_disk,
                       fixture.volumes[1].host_path, fixture.volumes[2].host_path,
                       fixture.volumes[3].host_path};
    for (size_t i = 0; i < ARRAY_LENGTH(strings); i++)
        free(strings[i]);
    unsetenv("XDG_CACHE_HOME");
    scratch_remove(fixture.folder);
    return 0;
}

/* What debugfs prints of a disk; heap. */
static char *ask_disk(const char *disk, const char *request)
{
    UTIL_FREE char *output = util_format("%s/output", fixture.folder);
    UTIL_FREE char *command = util_format(
        "PATH=$PATH:/usr/sbin:/sbin; debugfs -R '%s' '%s' >'%s' 2>&1", request, disk, output);
    assert_int_equal(system(command), 0); // NOLINT(cert-env33-c)
    return file_read(output, NULL);
}

static void assert_on_disk(const struct vm_disk *disk, const char *label, const char *file,
                           const char *text)
{
    UTIL_FREE char *request = util_format("cat \"%s\"", file);
    UTIL_FREE char *content = ask_disk(disk->path, request);
    UTIL_FREE char *super = ask_disk(disk->path, "stats -h");
    UTIL_FREE char *name = util_format("Filesystem volume name:   %s\n", label);
    assert_string_equal(disk->label, label);
    assert_non_null(strstr(super, name));
    assert_null(strstr(super, "has_journal"));
    assert_non_null(strstr(content, text));
}

static struct vm_disks prepare(void)
{
    struct error error = {0};
    struct vm_disks disks;
    vm_prepare(&fixture.spec, within(60), &error);
    assert_string_equal(error.text, "");
    assert_int_equal(vm_disks_find(&disks, &fixture.spec, &error), 0);
    assert_int_equal(disks.count, 4);
    return disks;
}

static void test_disks(void **state)
{
    (void)state;
    struct vm_disks disks = prepare();
    assert_string_equal(disks.items[0].label, "root");
    assert_string_equal(disks.items[0].path, fixture.image.root_disk);
    assert_string_equal(disks.items[1].label, "models");
    assert_string_equal(disks.items[1].path, fixture.image.models_disk);
    assert_on_disk(&disks.items[2], "model", "/a.json", "the manifest");
    assert_on_disk(&disks.items[2], "model", "/-a.onnx", "graph");
    assert_on_disk(&disks.items[3], "input", "/1.jpg", "one");
    vm_disks_free(&disks);
}

/* An empty disk of the trial's own, all of whose space is taken. */
static void test_scratch_disk(void **state)
{
    (void)state;
    struct error error = {0};
    struct vm_disks disks;
    struct stat info;
    fixture.spec.volume_count = 1;
    fixture.spec.scratch = fixture.folder;
    fixture.spec.scratch_bytes = 5 << 20;
    assert_int_equal(vm_disks_find(&disks, &fixture.spec, &error), 0);
    assert_int_equal(disks.count, 3);
    const struct vm_disk *scratch = &disks.items[2];
    assert_true(scratch->writable && !disks.items[0].writable && !disks.items[1].writable);
    UTIL_FREE char *super = ask_disk(scratch->path, "stats -h");
    assert_non_null(strstr(super, "Filesystem volume name:   scratch\n"));
    assert_int_equal(stat(scratch->path, &info), 0);
    assert_true(info.st_size > 5 << 20);
    assert_true(info.st_blocks * 512 >= info.st_size);
    vm_disks_free(&disks);
    fixture.spec.scratch = "/proc/no/such/folder";
    assert_int_equal(vm_disks_find(&disks, &fixture.spec, &error), -1);
    assert_non_null(strstr(error.text, "no disk could be made of /proc/no"));
    assert_int_equal(error.code, EXIT_MACHINE);
    vm_disks_free(&disks);
}

/* What has not changed is made once; what has changed replaces the old. */
static void test_disks_are_kept(void **state)
{
    (void)state;
    struct vm_disks first = prepare();
    struct stat before, after;
    assert_int_equal(stat(first.items[2].path, &before), 0);
    free(make_file("my inputs/2.jpg", "two"));
    struct vm_disks second = prepare();
    assert_string_equal(first.items[2].path, second.items[2].path);
    assert_int_equal(stat(second.items[2].path, &after), 0);
    assert_int_equal(before.st_ino, after.st_ino);
    assert_string_not_equal(first.items[3].path, second.items[3].path);
    assert_on_disk(&second.items[3], "input", "/2.jpg", "two");
    assert_int_not_equal(access(first.items[3].path, F_OK), 0);
    vm_disks_free(&first);
    vm_disks_free(&second);
}

static void test_missing_files(void **state)
{
    (void)state;
    struct error error = {0};
    assert_int_equal(unlink(fixture.volumes[2].host_path), 0);
    assert_int_equal(vm_prepare(&fixture.spec, within(60), &error), -1);
    assert_non_null(strstr(error.text, "-a.onnx"));
    assert_int_equal(unlink(fixture.image.kernel), 0);
    assert_int_equal(vm_prepare(&fixture.spec, within(60), &error), -1);
    assert_non_null(strstr(error.text, "/kernel: No such file"));
}

/* A disk is not waited for longer than allowed, and what is half made does not count. */
static void test_interrupted(void **state)
{
    (void)state;
    struct error error = {0};
    UTIL_CLOSE int cancel = eventfd(1, EFD_CLOEXEC);
    struct deadline deadline = {.at_s = INFINITY, .cancel_fd = cancel};
    struct vm_disks disks;
    assert_int_equal(vm_prepare(&fixture.spec, deadline, &error), -1);
    assert_int_equal(error.code, EXIT_CANCELLED);
    assert_int_equal(vm_disks_find(&disks, &fixture.spec, &error), -1);
    vm_disks_free(&disks);
}

/* Nobody cancelled it: the machine did not make the disk in time. */
static void test_too_slow(void **state)
{
    (void)state;
    struct error error = {0};
    assert_int_equal(vm_prepare(&fixture.spec, within(0), &error), -1);
    assert_int_equal(error.code, EXIT_MACHINE);
    assert_non_null(strstr(error.text, "was not made in time"));
}

/* ---- folders ---- */

static void test_folder(void **state)
{
    (void)state;
    struct error error = {0};
    struct stat info;
    char *folder = vm_folder_make(3, &error);
    assert_non_null(folder);
    UTIL_FREE char *path = util_strdup(folder), *file = util_format("%s/file", folder);
    UTIL_FREE char *own = util_format("/%d-3", (int)getpid());
    assert_non_null(strstr(folder, own));
    assert_int_equal(stat(folder, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0711);
    scratch_append(file, "text");
    free(folder);
    folder = vm_folder_make(3, &error); /* again: it is empty */
    assert_int_not_equal(access(file, F_OK), 0);
    scratch_append(file, "text");
    vm_folder_remove(folder);
    assert_int_not_equal(access(path, F_OK), 0);
}

static void test_sweep(void **state)
{
    (void)state;
    UTIL_FREE char *runtime = paths_runtime();
    UTIL_FREE char *dead = util_format("%s/%d-1", runtime, (1 << 22) + 1); /* beyond pid_max */
    UTIL_FREE char *file = util_format("%s/socket", dead);
    assert_int_equal(file_make_dirs(dead), 0);
    scratch_append(file, "");
    assert_true(vm_folders_sweep() >= 1);
    assert_int_not_equal(access(dead, F_OK), 0);
}

/* ---- streams ---- */

static int connect_to(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    strcpy(address.sun_path, path);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(connect(fd, (struct sockaddr *)&address, sizeof address), 0);
    return fd;
}

static struct backend_event next(struct streams *streams, int end_fd)
{
    struct backend_event event = {.kind = BACKEND_EXIT};
    streams_next(streams, end_fd, within(0.2), &event);
    return event;
}

/* The guest's channel: it connects, speaks, is told to end; the console is a pipe. */
static void test_streams(void **state)
{
    (void)state;
    struct error error = {0};
    struct streams streams;
    int console[2];
    char heard[16] = "";
    UTIL_CLOSE int end = eventfd(0, EFD_CLOEXEC);
    UTIL_FREE char *path = util_format("%s/channel", fixture.folder);
    scratch_append(path, "stale");
    streams_init(&streams);
    streams.listeners[OUTPUT_EVENTS] = vm_listen(path, &error);
    assert_int_equal(pipe(console), 0);
    streams.outputs[OUTPUT_CONSOLE] = console[0];
    assert_int_equal(next(&streams, end).kind, BACKEND_DEADLINE);
    vm_release(&streams); /* nobody is there: nothing happens */

    int guest = connect_to(path);
    assert_int_equal(write(guest, "event\n", 6), 6);
    struct backend_event event = next(&streams, end);
    assert_int_equal(event.kind, BACKEND_OUTPUT);
    assert_int_equal(event.stream, OUTPUT_EVENTS);
    assert_memory_equal(event.data, "event\n", 6);
    vm_release(&streams);
    assert_int_equal(read(guest, heard, sizeof heard), 4);
    assert_string_equal(heard, "end\n");

    assert_int_equal(write(console[1], "words", 5), 5);
    assert_int_equal(next(&streams, end).stream, OUTPUT_CONSOLE);
    close(guest);
    close(console[1]);
    assert_int_equal(eventfd_write(end, 1), 0);
    assert_false(streams_next(&streams, end, within(5), &event));
    assert_false(streams_next(&streams, -1, within(5), &event));
    streams_close(&streams);
}

/* A guest that connected, spoke and was gone before anybody looked is heard all the same. */
static void test_late(void **state)
{
    (void)state;
    struct error error = {0};
    struct streams streams;
    struct backend_event event;
    UTIL_FREE char *path = util_format("%s/channel", fixture.folder);
    streams_init(&streams);
    streams.listeners[OUTPUT_EVENTS] = vm_listen(path, &error);
    int guest = connect_to(path);
    assert_int_equal(write(guest, "last\n", 5), 5);
    close(guest);
    assert_true(streams_next(&streams, -1, within(5), &event));
    assert_int_equal(event.length, 5);
    assert_false(streams_next(&streams, -1, within(5), &event));
    streams_close(&streams);
}

static void test_long_path(void **state)
{
    (void)state;
    struct error error = {0};
    char path[200];
    memset(path, 'x', sizeof path);
    path[sizeof path - 1] = '\0';
    assert_int_equal(vm_listen(path, &error), -1);
    assert_non_null(strstr(error.text, "107 bytes at most"));
}

/* A folder that cannot be written is no fault of who asked for the run. */
static void test_failures_of_the_machine(void **state)
{
    (void)state;
    struct error error = {0};
    assert_int_equal(vm_listen("/proc/channel", &error), -1);
    assert_int_equal(error.code, EXIT_MACHINE);
    setenv("XDG_CACHE_HOME", fixture.image.kernel, 1); /* a file */
    error = (struct error){0};
    assert_int_equal(vm_prepare(&fixture.spec, within(60), &error), -1);
    assert_int_equal(error.code, EXIT_MACHINE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_command_line),
        cmocka_unit_test(test_command_line_limits),
        cmocka_unit_test_setup_teardown(test_disks, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_scratch_disk, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_disks_are_kept, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_missing_files, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_interrupted, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_too_slow, set_up, tear_down),
        cmocka_unit_test(test_folder),
        cmocka_unit_test(test_sweep),
        cmocka_unit_test_setup_teardown(test_streams, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_late, set_up, tear_down),
        cmocka_unit_test(test_long_path),
        cmocka_unit_test_setup_teardown(test_failures_of_the_machine, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
