/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Unit tests of the journal: writing, a full disk, repair, and reading while it grows. */
#define _GNU_SOURCE
#include "src/base/file.h"
#include "src/base/json.h"
#include "src/base/util.h"
#include "src/journal/events.h"
#include "src/journal/journal.h"
#include "tests/unit/scratch.h"
#include "tests/unit/synthetic.h"

#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

struct fixture {
    char *folder, *path;
    struct error error;
};

static int setup(void **state)
{
    struct fixture *fixture = util_alloc(1, sizeof *fixture);
    fixture->folder = scratch_make();
    fixture->path = util_format("%s/journal.ndjson", fixture->folder);
    *state = fixture;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *fixture = *state;
    scratch_remove(fixture->folder);
    free(fixture->path);
    free(fixture);
    return 0;
}

/* Collects the member "k" of every event as text, one a line. */
static void collect(void *context, const cJSON *event)
{
    char **text = context;
    char *longer = util_format("%s%g\n", *text, json_number(event, "k"));
    free(*text);
    *text = longer;
}

static void count_event(void *context, const cJSON *event)
{
    (void)event;
    ++*(size_t *)context;
}

static void put_number(struct journal *journal, const char *key, double value)
{
    cJSON *event = events_note(journal_now_s(journal), 0, LEVEL_INFO, "");
    cJSON_AddNumberToObject(event, key, value);
    journal_put(journal, event);
}

/* The members "k" of all events of the file. */
static char *read_all(const char *path)
{
    char *text = util_strdup("");
    struct journal_reader *reader = journal_reader_open(path, NULL);
    assert_non_null(reader);
    assert_true(journal_reader_poll(reader, collect, &text) >= 0);
    assert_int_equal(journal_reader_bad_lines(reader), 0);
    assert_false(journal_reader_partial(reader));
    journal_reader_close(reader);
    return text;
}

/* ---- writing ---- */

static void writer_appends_lines_in_order(void **state)
{
    struct fixture *fixture = *state;
    scratch_append(fixture->path, "{\"t\":1,\"ev\":\"note\",\"k\":0}\n");
    struct journal *journal = journal_open(fixture->path, 41, &fixture->error);
    assert_non_null(journal);
    assert_true(journal_now_s(journal) >= 41);
    put_number(journal, "k", 1);
    put_number(journal, "k", 2);
    assert_int_equal(journal_sync(journal, &fixture->error), 0);
    UTIL_FREE char *synced = read_all(fixture->path);
    assert_string_equal(synced, "0\n1\n2\n");
    put_number(journal, "k", 3);
    assert_int_equal(journal_close(journal, &fixture->error), 0);
    UTIL_FREE char *closed = read_all(fixture->path);
    assert_string_equal(closed, "0\n1\n2\n3\n");
}

enum { THREADS = 4, EVENTS = 500 };

struct producer {
    struct journal *journal;
    int number;
};

static void *produce(void *argument)
{
    const struct producer *producer = argument;
    for (int i = 0; i < EVENTS; i++)
        put_number(producer->journal, "k", producer->number * EVENTS + i);
    return NULL;
}

/* Checks that the numbers of each thread came in its order. */
static void check_order(void *context, const cJSON *event)
{
    int *next = context;
    int k = json_int(event, "k", -1);
    assert_in_range(k, 0, THREADS * EVENTS - 1);
    assert_int_equal(next[k / EVENTS]++, k % EVENTS);
}

static void threads_never_mix_their_lines(void **state)
{
    struct fixture *fixture = *state;
    pthread_t threads[THREADS];
    struct producer producers[THREADS];
    struct journal *journal = journal_open(fixture->path, 0, &fixture->error);
    for (int i = 0; i < THREADS; i++) {
        producers[i] = (struct producer){.journal = journal, .number = i};
        pthread_create(&threads[i], NULL, produce, &producers[i]);
    }
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    assert_int_equal(journal_close(journal, &fixture->error), 0);

    int next[THREADS] = {0};
    struct journal_reader *reader = journal_reader_open(fixture->path, &fixture->error);
    assert_int_equal(journal_reader_poll(reader, check_order, next), THREADS * EVENTS);
    assert_int_equal(journal_reader_bad_lines(reader), 0);
    journal_reader_close(reader);
}

static void open_names_what_it_cannot_write(void **state)
{
    struct fixture *fixture = *state;
    UTIL_FREE char *path = util_format("%s/missing/journal.ndjson", fixture->folder);
    assert_null(journal_open(path, 0, &fixture->error));
    assert_non_null(strstr(fixture->error.text, path));
    assert_int_equal(fixture->error.code, EXIT_MACHINE);
}

/* ---- a full disk ---- */

static void limit_file_size(rlim_t bytes)
{
    struct rlimit limit;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
    limit.rlim_cur = bytes < limit.rlim_max ? bytes : limit.rlim_max;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

/* A file size limit makes short writes just as a full disk does. */
static void short_write_leaves_whole_lines_and_no_hole(void **state)
{
    struct fixture *fixture = *state;
    enum { LIMIT = 1000, COUNT = 100 };
    signal(SIGXFSZ, SIG_IGN);
    struct journal *journal = journal_open(fixture->path, 0, &fixture->error);
    limit_file_size(LIMIT);
    for (int i = 0; i < COUNT; i++)
        put_number(journal, "k", i);
    assert_int_equal(journal_sync(journal, &fixture->error), -1);
    assert_non_null(strstr(fixture->error.text, fixture->path));
    size_t length;
    UTIL_FREE char *kept = file_read(fixture->path, &length);
    assert_in_range(length, 1, LIMIT);
    assert_int_equal(kept[length - 1], '\n');
    assert_int_equal(journal_sync(journal, &fixture->error), -1);

    limit_file_size(RLIM_INFINITY);
    put_number(journal, "k", COUNT);
    assert_int_equal(journal_sync(journal, &fixture->error), 0);
    assert_int_equal(journal_close(journal, &fixture->error), 0);
    UTIL_FREE char *expected = util_strdup("");
    for (int i = 0; i <= COUNT; i++) {
        char *longer = util_format("%s%d\n", expected, i);
        free(expected);
        expected = longer;
    }
    UTIL_FREE char *read = read_all(fixture->path);
    assert_string_equal(read, expected);
}

static void full_disk_is_called_by_its_name(void **state)
{
    struct fixture *fixture = *state;
    struct journal *journal = journal_open("/dev/full", 0, &fixture->error);
    assert_non_null(journal);
    put_number(journal, "k", 1);
    assert_int_equal(journal_sync(journal, &fixture->error), -1);
    assert_non_null(strstr(fixture->error.text, "disk full"));
    assert_int_equal(fixture->error.code, EXIT_MACHINE);
    assert_int_equal(journal_close(journal, &fixture->error), -1);
}

/* ---- repair ---- */

static void check_repair(struct fixture *fixture, const char *before, const char *after)
{
    unlink(fixture->path);
    scratch_append(fixture->path, before);
    assert_int_equal(journal_repair(fixture->path, &fixture->error), 0);
    UTIL_FREE char *text = file_read(fixture->path, NULL);
    assert_string_equal(text, after);
}

static void repair_cuts_the_torn_line_only(void **state)
{
    struct fixture *fixture = *state;
    check_repair(fixture, "", "");
    check_repair(fixture, "{\"k\":1}\n", "{\"k\":1}\n");
    check_repair(fixture, "{\"k\":1}\n{\"k\":", "{\"k\":1}\n");
    check_repair(fixture, "{\"k\":", "");
    UTIL_FREE char *tail = util_alloc(200001, 1);
    memset(tail, 'x', 200000);
    UTIL_FREE char *torn = util_format("{\"k\":1}\n%s", tail);
    check_repair(fixture, torn, "{\"k\":1}\n");
    assert_int_equal(journal_repair("/nonexistent/journal.ndjson", &fixture->error), -1);
    assert_int_equal(fixture->error.code, EXIT_MACHINE);
}

static void reader_survives_the_repair_under_it(void **state)
{
    struct fixture *fixture = *state;
    char *text = util_strdup("");
    scratch_append(fixture->path, "{\"k\":1}\n{\"k\":2");
    struct journal_reader *reader = journal_reader_open(fixture->path, &fixture->error);
    assert_int_equal(journal_reader_poll(reader, collect, &text), 1);
    assert_true(journal_reader_partial(reader));
    assert_int_equal(journal_repair(fixture->path, &fixture->error), 0);
    scratch_append(fixture->path, "{\"k\":3}\n");
    assert_int_equal(journal_reader_poll(reader, collect, &text), 1);
    assert_false(journal_reader_partial(reader));
    assert_int_equal(journal_reader_bad_lines(reader), 0);
    assert_string_equal(text, "1\n3\n");
    journal_reader_close(reader);
    free(text);
}

/* ---- reading ---- */

struct line_writer {
    struct fixture *fixture;
    struct journal_reader *reader;
    size_t written, read;
};

/* Appends the event byte by byte, polling after each. */
static void append_bytes(void *context, const cJSON *event)
{
    struct line_writer *writer = context;
    UTIL_FREE char *text = cJSON_PrintUnformatted(event);
    for (const char *at = text; *at; at++) {
        scratch_append(writer->fixture->path, (char[]){*at, '\0'});
        assert_int_equal(journal_reader_poll(writer->reader, count_event, &writer->read), 0);
        assert_true(journal_reader_partial(writer->reader));
    }
    scratch_append(writer->fixture->path, "\n");
    assert_int_equal(journal_reader_poll(writer->reader, count_event, &writer->read), 1);
    assert_false(journal_reader_partial(writer->reader));
    assert_int_equal(writer->read, ++writer->written);
}

static void reader_follows_a_writer_byte_by_byte(void **state)
{
    struct fixture *fixture = *state;
    scratch_append(fixture->path, "");
    struct line_writer writer = {.fixture = fixture,
                                 .reader = journal_reader_open(fixture->path, &fixture->error)};
    char *envs[] = {"native"}, *workloads[] = {"traffic-light"};
    struct synthetic run = {.envs = envs,
                            .env_count = 1,
                            .workloads = workloads,
                            .workload_count = 1,
                            .trials = 1,
                            .inferences = 2,
                            .cores = 2,
                            .hz = 2};
    synthetic_run(&run, append_bytes, &writer);
    assert_true(writer.read > 10);
    journal_reader_close(writer.reader);
}

static void lines_that_are_no_object_are_counted(void **state)
{
    struct fixture *fixture = *state;
    static const char lines[] = "{\"k\":1}\nnot JSON\n\n[1]\n7\n{\"k\":2} more\n{\"k\":\n"
                                "\xff\xfe\n{\"k\":3}\r\n{\"k\":4}\n";
    char *text = util_strdup("");
    scratch_append(fixture->path, lines);
    FILE *file = fopen(fixture->path, "a");
    fwrite("\0\0{\"k\":5}\n{\"k\"\0:6\n{\"k\":7}\n", 1, 26, file);
    fclose(file);
    struct journal_reader *reader = journal_reader_open(fixture->path, &fixture->error);
    long events = journal_reader_poll(reader, collect, &text);
    assert_int_equal(events + (long)journal_reader_bad_lines(reader), 13);
    assert_non_null(strstr(text, "1\n3\n4\n"));
    assert_non_null(strstr(text, "7\n"));
    assert_null(strstr(text, "2\n"));
    journal_reader_close(reader);
    free(text);
}

/* A line {"k":N,"x":"aaa..."} of the given length without its newline. */
static void append_long_line(const char *path, int k, size_t length)
{
    UTIL_FREE char *head = util_format("{\"k\":%d,\"x\":\"", k);
    size_t filling = length - strlen(head) - 2;
    UTIL_FREE char *text = util_alloc(filling + 1, 1);
    memset(text, 'a', filling);
    scratch_append(path, head);
    scratch_append(path, text);
    scratch_append(path, "\"}");
}

static void long_lines_are_read_up_to_a_bound(void **state)
{
    struct fixture *fixture = *state;
    char *text = util_strdup("");
    const size_t mebibyte = 1024 * 1024;
    append_long_line(fixture->path, 1, 3 * mebibyte);
    scratch_append(fixture->path, "\n");
    append_long_line(fixture->path, 2, 40 * mebibyte);
    struct journal_reader *reader = journal_reader_open(fixture->path, &fixture->error);
    assert_int_equal(journal_reader_poll(reader, collect, &text), 1);
    assert_true(journal_reader_partial(reader));
    scratch_append(fixture->path, " still the same line\n{\"k\":3}\n");
    assert_int_equal(journal_reader_poll(reader, collect, &text), 1);
    assert_int_equal(journal_reader_bad_lines(reader), 1);
    assert_false(journal_reader_partial(reader));
    assert_string_equal(text, "1\n3\n");
    journal_reader_close(reader);
    free(text);
}

static void reader_reports_what_it_cannot_read(void **state)
{
    struct fixture *fixture = *state;
    size_t count = 0;
    assert_null(journal_reader_open(fixture->path, &fixture->error));
    assert_non_null(strstr(fixture->error.text, "No such file"));
    assert_int_equal(fixture->error.code, EXIT_USAGE);
    UTIL_FREE char *loop = util_format("%s/loop", fixture->folder);
    assert_int_equal(symlink("loop", loop), 0);
    assert_null(journal_reader_open(loop, &fixture->error));
    assert_int_equal(fixture->error.code, EXIT_MACHINE);
    struct journal_reader *reader = journal_reader_open(fixture->folder, &fixture->error);
    assert_non_null(reader);
    assert_int_equal(journal_reader_poll(reader, count_event, &count), -1);
    journal_reader_close(reader);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(writer_appends_lines_in_order),
        TEST(threads_never_mix_their_lines),
        TEST(open_names_what_it_cannot_write),
        TEST(short_write_leaves_whole_lines_and_no_hole),
        TEST(full_disk_is_called_by_its_name),
        TEST(repair_cuts_the_torn_line_only),
        TEST(reader_survives_the_repair_under_it),
        TEST(reader_follows_a_writer_byte_by_byte),
        TEST(lines_that_are_no_object_are_counted),
        TEST(long_lines_are_read_up_to_a_bound),
        TEST(reader_reports_what_it_cannot_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
