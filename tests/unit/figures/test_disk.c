/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Disks: scratch volumes, the host's counters, inputs that are read cold, and what is folded from
 * all that. */
#include "src/base/file.h"
#include "src/base/util.h"
#include "src/cache/scratch_volume.h"
#include "src/figures/figures.h"
#include "src/host/disk.h"
#include "tests/unit/fold.h"
#include "tests/unit/scratch.h"
#include "workloads/inference/cold.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define assert_near(a, b) assert_true(fabs((a) - (b)) < 1e-9)

/* A cache of the test's own on a real disk: /tmp may be in memory. */
static char *cache_make(void)
{
    char *folder = util_strdup("/var/tmp/edgetop-test-XXXXXX");
    assert_non_null(mkdtemp(folder));
    setenv("XDG_CACHE_HOME", folder, 1);
    return folder;
}

static void cache_remove(char *folder)
{
    unsetenv("XDG_CACHE_HOME");
    assert_int_equal(file_remove_tree(folder), 0);
    free(folder);
}

/* ---- scratch volumes ---- */

static void a_volume_is_made_and_removed(void **state)
{
    (void)state;
    struct error error = {0};
    char *cache = cache_make();
    char *folder = scratch_volume_make(7, 1 << 20, &error);
    assert_non_null(folder);
    assert_non_null(strstr(folder, cache));
    UTIL_FREE char *file = util_format("%s/file", folder);
    UTIL_FREE char *kept = util_strdup(folder);
    scratch_append(file, "text");
    assert_int_equal(scratch_volume_sweep(), 1); /* this test is no living engine */
    assert_int_equal(access(kept, F_OK), -1);
    scratch_volume_remove(folder);
    cache_remove(cache);
}

static void too_little_space_is_refused(void **state)
{
    (void)state;
    struct error error = {0};
    char *cache = cache_make();
    assert_null(scratch_volume_make(7, 1e18, &error));
    assert_non_null(strstr(error.text, "MiB free, the trial needs"));
    assert_true(scratch_volume_free_bytes() > 0);
    cache_remove(cache);
}

static void a_chilled_volume_is_in_no_cache(void **state)
{
    (void)state;
    struct error error = {0};
    char *cache = cache_make();
    char *folder = scratch_volume_make(7, 1 << 20, &error);
    UTIL_FREE char *file = util_format("%s/file", folder);
    UTIL_FREE char *text = util_alloc(1 << 20, 1);
    memset(text, 'x', (1 << 20) - 1);
    scratch_append(file, text);
    double left_bytes = scratch_volume_chill(folder);
    struct host_disk *disk = host_disk_open(folder);
    if (disk) /* else it is in memory, from where nothing is dropped */
        assert_true(left_bytes == 0);
    host_disk_close(disk);
    scratch_volume_remove(folder);
    cache_remove(cache);
}

/* ---- the host's disk ---- */

static void the_disk_counts_what_is_written(void **state)
{
    (void)state;
    char *cache = cache_make();
    struct host_disk *disk = host_disk_open(cache);
    if (!disk) {
        cache_remove(cache);
        skip();
    }
    double read_before, written_before, read_after, written_after;
    UTIL_FREE char *path = util_format("%s/file", cache);
    UTIL_FREE char *text = util_alloc(1 << 20, 1);
    memset(text, 'x', (1 << 20) - 1);
    host_disk_read(disk, &read_before, &written_before);
    scratch_append(path, text);
    UTIL_CLOSE int fd = open(path, O_RDONLY | O_CLOEXEC);
    assert_int_equal(fsync(fd), 0);
    host_disk_read(disk, &read_after, &written_after);
    assert_true(written_after - written_before >= 1 << 20);
    assert_true(read_after >= read_before);
    UTIL_FREE char *name = host_disk_describe(cache);
    assert_non_null(strstr(name, " on "));
    host_disk_close(disk);
    cache_remove(cache);
}

static void no_disk_has_no_counters(void **state)
{
    (void)state;
    double read_bytes, written_bytes;
    assert_null(host_disk_open("/proc"));
    assert_null(host_disk_open("/no/such/folder"));
    host_disk_read(NULL, &read_bytes, &written_bytes);
    assert_true(isnan(read_bytes) && isnan(written_bytes));
}

/* ---- inputs ---- */

static void inputs_are_written_and_read(void **state)
{
    (void)state;
    struct error error = {0};
    struct events events = {0};
    char *cache = cache_make();
    struct input_file files[] = {
        {.name = "a", .bytes = (uint8_t *)util_strdup("one"), .length = 3},
        {.name = "b", .bytes = (uint8_t *)util_strdup("three"), .length = 5}};
    struct inputs inputs = {.files = files, .count = 2};
    int output = dup(STDOUT_FILENO), nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
    dup2(nowhere, STDOUT_FILENO); /* it tells the host */
    int result = cold_prepare(cache, &inputs, 3, &events, &error);
    dup2(output, STDOUT_FILENO);
    assert_int_equal(result, 0);
    struct cold_read read;
    memset(files[0].bytes, '-', 3);
    assert_int_equal(cold_read(cache, 2, &files[0], &read, &error), 0);
    assert_memory_equal(files[0].bytes, "one", 3);
    assert_true(read.read_s >= 0 && read.again_s >= 0);
    assert_int_equal(cold_read(cache, 3, &files[1], &read, &error), -1);
    assert_non_null(strstr(error.text, "cannot open"));
    files[0].length = 4; /* the file has become shorter */
    assert_int_equal(cold_read(cache, 2, &files[0], &read, &error), -1);
    for (size_t i = 0; i < ARRAY_LENGTH(files); i++)
        free(files[i].bytes);
    events_free(&events);
    close(output);
    close(nowhere);
    cache_remove(cache);
}

/* ---- what is folded ---- */

/* Samples at 1 Hz from t = 1 on: the disk reads 10 MB each second, the environment 4. */
static struct model *disk_run(void)
{
    struct model *model = model_new();
    fold_event(model, "{'ev':'run','host':{'cores':1},'workloads':[{'name':'disk','primary':"
                      "{'name':'read','unit':'MB/s','better':'higher'}}],'envs':['a']}");
    fold_event(model, "{'t':1,'ev':'trial','trial':1,'env':'a','workload':'disk','round':1}");
    for (int t = 1; t <= 20; t++)
        fold_event(model,
                   "{'t':%d,'ev':'sample','trial':1,'core_s':[1],'disk_read_bytes':%d,"
                   "'env_read_bytes':%d}",
                   t, 10000000 * t, 4000000 * t);
    return model;
}

static void told(struct model *model, double t, const char *members)
{
    fold_event(model, "{'t':%g,'ev':'metric','trial':1,'name':'read','value':40,'unit':'MB/s'%s}",
               t, members);
}

static void a_throughput_stands_beside_the_disk(void **state)
{
    (void)state;
    struct model *model = disk_run();
    fold_event(model, "{'t':2,'ev':'cold','trial':1,'left_bytes':0}");
    told(model, 7.5, ",'disk':'read','took_s':3");
    const struct model_metric *metric = &model->metrics[0];
    assert_true(metric->of_disk && metric->reads && metric->cold);
    assert_near(metric->disk_rate, 10);
    assert_near(metric->env_rate, 4);
    told(model, 12.5, ",'disk':'read','took_s':3"); /* the cold was of the one before */
    assert_false(model->metrics[1].cold);
    fold_event(model, "{'t':15,'ev':'result','trial':1,'status':'ok'}");
    struct figures_series cached =
        figures_metric_series(model, 0, 0, 0, ASPECT_CACHED, INFINITY, false);
    struct figures_series cold =
        figures_metric_series(model, 0, 0, 0, ASPECT_COLD, INFINITY, false);
    assert_near(cached.values[0], 75);
    assert_near(cold.values[0], 0.5);
    figures_series_free(&cached);
    figures_series_free(&cold);
    model_free(model);
}

static void what_is_not_known_of_a_disk_is_absent(void **state)
{
    (void)state;
    struct model *model = disk_run();
    fold_event(model, "{'t':2,'ev':'cold','trial':1,'left_bytes':5000000}");
    told(model, 7.5, ",'disk':'read','took_s':3"); /* much stayed in the cache */
    told(model, 8, ",'disk':'write','took_s':3");  /* no sample says what was written */
    told(model, 9, ",'disk':'read','took_s':30");  /* longer than the trial */
    told(model, 10, "");
    assert_false(model->metrics[0].cold);
    assert_true(model->metrics[1].of_disk && !model->metrics[1].reads);
    assert_true(isnan(model->metrics[1].disk_rate));
    assert_true(isnan(model->metrics[2].disk_rate));
    assert_false(model->metrics[3].of_disk);
    fold_event(model, "{'t':15,'ev':'result','trial':1,'status':'ok'}");
    model_free(model);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_volume_is_made_and_removed),
        cmocka_unit_test(too_little_space_is_refused),
        cmocka_unit_test(a_chilled_volume_is_in_no_cache),
        cmocka_unit_test(the_disk_counts_what_is_written),
        cmocka_unit_test(no_disk_has_no_counters),
        cmocka_unit_test(inputs_are_written_and_read),
        cmocka_unit_test(a_throughput_stands_beside_the_disk),
        cmocka_unit_test(what_is_not_known_of_a_disk_is_absent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
