/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Unit tests of reading the current image from the cache. */
#include "src/base/file.h"
#include "src/base/util.h"
#include "src/cache/image.h"
#include "tests/unit/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define INFO                                                                                       \
    "{\"digest\":\"abc\",\"models_digest\":\"def\",\"arch\":\"arm64\",\"release\":\"trixie\","     \
    "\"files_bytes\":57762085,\"recipe\":\"123\",\"built\":\"2026-11-23T22:39:17Z\","              \
    "\"onnxruntime\":\"1.32.0\"}"

struct fixture {
    char *folder;
    struct image image;
    struct error error;
};

/* A cache whose current image has this info.json; NULL: no such file. */
static void make_image(const struct fixture *fixture, const char *info)
{
    UTIL_FREE char *cache = image_cache_dir();
    UTIL_FREE char *image = util_format("%s/abc", cache);
    UTIL_FREE char *link = util_format("%s/current", cache);
    UTIL_FREE char *path = util_format("%s/info.json", image);
    assert_non_null(strstr(cache, fixture->folder));
    assert_int_equal(file_make_dirs(image), 0);
    assert_int_equal(symlink("abc", link), 0);
    if (info)
        scratch_append(path, info);
}

static int setup(void **state)
{
    struct fixture *fixture = util_alloc(1, sizeof *fixture);
    fixture->folder = scratch_make();
    setenv("XDG_CACHE_HOME", fixture->folder, 1);
    *state = fixture;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *fixture = *state;
    image_free(&fixture->image);
    scratch_remove(fixture->folder);
    free(fixture);
    return 0;
}

static void expect_refused(struct fixture *fixture, const char *text)
{
    assert_int_equal(image_current(&fixture->image, &fixture->error), -1);
    assert_int_equal(fixture->error.code, EXIT_NO_ENVIRONMENT);
    assert_non_null(strstr(fixture->error.text, text));
    assert_null(fixture->image.folder);
}

static void test_whole(void **state)
{
    struct fixture *fixture = *state;
    make_image(fixture, INFO);
    assert_int_equal(image_current(&fixture->image, &fixture->error), 0);
    const struct image *image = &fixture->image;
    UTIL_FREE char *root = util_format("%s/root", image->folder);
    UTIL_FREE char *tar = util_format("%s/root.tar", image->folder);
    assert_string_equal(strrchr(image->folder, '/'), "/abc");
    assert_string_equal(image->root, root);
    assert_string_equal(image->tar, tar);
    assert_string_equal(image->digest, "abc");
    assert_string_equal(image->models_digest, "def");
    assert_string_equal(image->arch, "arm64");
    assert_string_equal(image->release, "trixie");
    assert_string_equal(image->recipe, "123");
    assert_string_equal(image->built, "2026-11-23T22:39:17Z");
    assert_string_equal(image->onnxruntime, "1.32.0");
    assert_true(image->files_bytes == 57762085.0);
    assert_true(isnan(image->models_bytes));
}

static void test_none(void **state)
{
    expect_refused(*state, "run 'edgetop image build'");
}

static void test_no_description(void **state)
{
    make_image(*state, NULL);
    expect_refused(*state, "info.json: No such file");
}

static void test_damaged(void **state)
{
    make_image(*state, "{\"digest\":\"abc\"");
    expect_refused(*state, "is damaged");
}

static void test_incomplete(void **state)
{
    make_image(*state, "{\"digest\":\"abc\",\"arch\":\"arm64\"}");
    expect_refused(*state, "is damaged");
}

static void test_stale(void **state)
{
    struct fixture *fixture = *state;
    make_image(fixture, INFO);
    assert_int_equal(image_current(&fixture->image, &fixture->error), 0);
    assert_true(image_is_stale(&fixture->image));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_whole, setup, teardown),
        cmocka_unit_test_setup_teardown(test_none, setup, teardown),
        cmocka_unit_test_setup_teardown(test_no_description, setup, teardown),
        cmocka_unit_test_setup_teardown(test_damaged, setup, teardown),
        cmocka_unit_test_setup_teardown(test_incomplete, setup, teardown),
        cmocka_unit_test_setup_teardown(test_stale, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
