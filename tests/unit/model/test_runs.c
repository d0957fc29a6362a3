/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Unit tests of finding, listing and following runs, and of the places they are kept in. */
#include "src/base/file.h"
#include "src/base/paths.h"
#include "src/base/util.h"
#include "src/journal/lock.h"
#include "src/model/runs.h"
#include "tests/unit/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

struct fixture {
    char *folder, *runs;
    struct error error;
};

static int setup(void **state)
{
    struct fixture *fixture = util_alloc(1, sizeof *fixture);
    fixture->folder = scratch_make();
    UTIL_FREE char *lock = util_format("%s/lock", fixture->folder);
    setenv("XDG_STATE_HOME", fixture->folder, 1);
    setenv("EDGETOP_LOCK", lock, 1);
    fixture->runs = paths_runs();
    *state = fixture;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *fixture = *state;
    scratch_remove(fixture->folder);
    free(fixture->runs);
    free(fixture);
    return 0;
}

/* Makes a run directory with one event; its path. */
static char *make_run(struct fixture *fixture, const char *name)
{
    char *path = util_format("%s/%s", fixture->runs, name);
    assert_int_equal(file_make_dirs(path), 0);
    UTIL_FREE char *journal = util_format("%s/journal.ndjson", path);
    scratch_append(journal, "{\"t\":0,\"ev\":\"run\",\"v\":1,\"name\":\"demo\"}\n");
    return path;
}

static void make_three_runs(struct fixture *fixture)
{
    free(make_run(fixture, "20260102T030405Z-demo"));
    free(make_run(fixture, "20260304T050607Z-evening"));
    free(make_run(fixture, "20260203T040506Z-demo"));
    free(make_run(fixture, ".new-run"));
    UTIL_FREE char *empty = util_format("%s/20270101T000000Z-empty", fixture->runs);
    assert_int_equal(file_make_dirs(empty), 0);
}

/* A child that holds the lock for a run until it is told to end. */
struct engine {
    pid_t pid;
    int to_engine, from_engine;
};

static struct engine start_engine(const char *directory)
{
    int down[2], up[2];
    char byte = '?';
    assert_int_equal(pipe(down), 0);
    assert_int_equal(pipe(up), 0);
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        close(down[1]);
        int fd = lock_take(NULL);
        byte = fd >= 0 && lock_write(fd, directory) == 0 ? 'y' : 'n';
        if (write(up[1], &byte, 1) == 1)
            while (read(down[0], &byte, 1) > 0)
                continue;
        _exit(0);
    }
    close(down[0]);
    close(up[1]);
    assert_int_equal(read(up[0], &byte, 1), 1);
    assert_int_equal(byte, 'y');
    return (struct engine){.pid = pid, .to_engine = down[1], .from_engine = up[0]};
}

static void end_engine(struct engine *engine)
{
    util_close(&engine->to_engine);
    util_close(&engine->from_engine);
    waitpid(engine->pid, NULL, 0);
}

/* ---- places ---- */

static void places_follow_the_xdg_variables(void **state)
{
    (void)state;
    setenv("XDG_STATE_HOME", "/s", 1);
    setenv("XDG_CACHE_HOME", "/c", 1);
    setenv("XDG_CONFIG_HOME", "/g", 1);
    UTIL_FREE char *runs = paths_runs();
    UTIL_FREE char *cache = paths_cache();
    UTIL_FREE char *config = paths_config();
    assert_string_equal(runs, "/s/edgetop/runs");
    assert_string_equal(cache, "/c/edgetop");
    assert_string_equal(config, "/g/edgetop/config.json");
}

static void relative_xdg_variables_are_ignored(void **state)
{
    (void)state;
    setenv("HOME", "/home/me", 1);
    setenv("XDG_STATE_HOME", "relative", 1);
    setenv("XDG_CACHE_HOME", "", 1);
    unsetenv("XDG_CONFIG_HOME");
    UTIL_FREE char *runs = paths_runs();
    UTIL_FREE char *cache = paths_cache();
    UTIL_FREE char *config = paths_config();
    bool root = geteuid() == 0;
    assert_string_equal(runs,
                        root ? "/var/lib/edgetop/runs" : "/home/me/.local/state/edgetop/runs");
    assert_string_equal(cache, root ? "/var/cache/edgetop" : "/home/me/.cache/edgetop");
    assert_string_equal(config, "/home/me/.config/edgetop/config.json");
}

/* ---- finding ---- */

static void list_has_whole_runs_newest_first(void **state)
{
    struct fixture *fixture = *state;
    size_t count = 9;
    assert_null(runs_list(&count));
    assert_int_equal(count, 0);
    make_three_runs(fixture);
    struct runs_entry *entries = runs_list(&count);
    assert_int_equal(count, 3);
    assert_string_equal(entries[0].name, "20260304T050607Z-evening");
    assert_string_equal(entries[1].name, "20260203T040506Z-demo");
    assert_string_equal(entries[2].name, "20260102T030405Z-demo");
    for (size_t i = 0; i < count; i++)
        assert_false(entries[i].running);
    runs_free(entries, count);
}

/* The last component of what is found, or "" with the error set. */
static const char *found(struct fixture *fixture, const char *which)
{
    static char name[256];
    name[0] = '\0';
    UTIL_FREE char *path = runs_find(which, &fixture->error);
    if (path)
        strncat(name, strrchr(path, '/') + 1, sizeof name - 1);
    return name;
}

static void find_takes_names_parts_and_paths(void **state)
{
    struct fixture *fixture = *state;
    assert_string_equal(found(fixture, NULL), "");
    assert_non_null(strstr(fixture->error.text, "no run yet"));
    make_three_runs(fixture);
    assert_string_equal(found(fixture, NULL), "20260304T050607Z-evening");
    assert_string_equal(found(fixture, ""), "20260304T050607Z-evening");
    assert_string_equal(found(fixture, "even"), "20260304T050607Z-evening");
    assert_string_equal(found(fixture, "202601"), "20260102T030405Z-demo");
    assert_string_equal(found(fixture, "20260203T040506Z-demo"), "20260203T040506Z-demo");
    UTIL_FREE char *path = util_format("%s/20260203T040506Z-demo/", fixture->runs);
    assert_string_equal(found(fixture, path), "20260203T040506Z-demo");
    UTIL_FREE char *journal = util_format("%sjournal.ndjson", path);
    assert_string_equal(found(fixture, journal), "20260203T040506Z-demo");
}

static void find_says_what_is_wrong(void **state)
{
    struct fixture *fixture = *state;
    make_three_runs(fixture);
    assert_string_equal(found(fixture, "demo"), "");
    assert_non_null(strstr(fixture->error.text, "fits 2 runs"));
    assert_string_equal(found(fixture, "evenign"), "");
    assert_non_null(strstr(fixture->error.text, "is it evening?"));
    assert_string_equal(found(fixture, "somethingelse"), "");
    assert_non_null(strstr(fixture->error.text, "edgetop runs"));
    assert_string_equal(found(fixture, "/nonexistent/run"), "");
    assert_non_null(strstr(fixture->error.text, "/nonexistent/run"));
    assert_int_equal(fixture->error.code, EXIT_USAGE);
}

static void the_running_run_comes_first(void **state)
{
    struct fixture *fixture = *state;
    make_three_runs(fixture);
    UTIL_FREE char *path = util_format("%s/20260102T030405Z-demo", fixture->runs);
    struct engine engine = start_engine(path);
    size_t count;
    struct runs_entry *entries = runs_list(&count);
    assert_true(entries[2].running && !entries[0].running && !entries[1].running);
    runs_free(entries, count);
    assert_string_equal(found(fixture, NULL), "20260102T030405Z-demo");
    end_engine(&engine);
    assert_string_equal(found(fixture, NULL), "20260304T050607Z-evening");
}

/* A run of another state folder is not found, though it holds the machine's lock. */
static void a_running_run_of_another_folder_is_not_found(void **state)
{
    struct fixture *fixture = *state;
    make_three_runs(fixture);
    UTIL_FREE char *other =
        util_format("%s/other/edgetop/runs/20270101T000000Z-other", fixture->folder);
    UTIL_FREE char *journal = util_format("%s/journal.ndjson", other);
    assert_int_equal(file_make_dirs(other), 0);
    scratch_append(journal, "{\"t\":0,\"ev\":\"run\",\"v\":1}\n");
    assert_null(runs_running());
    struct engine engine = start_engine(other);
    assert_string_equal(found(fixture, NULL), "20260304T050607Z-evening");
    UTIL_FREE char *running = runs_running();
    assert_string_equal(running, other);
    end_engine(&engine);
    assert_null(runs_running());
}

/* ---- viewing ---- */

static void a_view_follows_the_run_to_its_end(void **state)
{
    struct fixture *fixture = *state;
    UTIL_FREE char *path = make_run(fixture, "20260102T030405Z-demo");
    UTIL_FREE char *journal = util_format("%s/journal.ndjson", path);
    struct engine engine = start_engine(path);
    struct runs_view view;
    assert_int_equal(runs_open(&view, path, &fixture->error), 0);
    assert_int_equal(runs_poll(&view), 1);
    assert_true(view.alive);
    assert_string_equal(view.model->name, "demo");
    assert_int_equal(runs_poll(&view), 0);

    scratch_append(journal, "{\"t\":3,\"ev\":\"end\",\"reason\":\"done\"}");
    assert_int_equal(runs_poll(&view), 0);
    scratch_append(journal, "\n");
    end_engine(&engine);
    assert_int_equal(runs_poll(&view), 1);
    assert_false(view.alive);
    assert_true(view.model->end_t == 3);
    runs_close(&view);
}

static void opening_what_is_no_run_is_an_error(void **state)
{
    struct fixture *fixture = *state;
    struct runs_view view;
    UTIL_FREE char *missing = util_format("%s/missing", fixture->folder);
    assert_int_equal(runs_open(&view, missing, &fixture->error), -1);
    assert_non_null(strstr(fixture->error.text, missing));
    assert_int_equal(runs_open(&view, fixture->folder, &fixture->error), -1);
    assert_non_null(strstr(fixture->error.text, "journal.ndjson"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(places_follow_the_xdg_variables),
        TEST(relative_xdg_variables_are_ignored),
        TEST(list_has_whole_runs_newest_first),
        TEST(find_takes_names_parts_and_paths),
        TEST(find_says_what_is_wrong),
        TEST(the_running_run_comes_first),
        TEST(a_running_run_of_another_folder_is_not_found),
        TEST(a_view_follows_the_run_to_its_end),
        TEST(opening_what_is_no_run_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
