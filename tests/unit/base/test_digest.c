/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SHA-256 of files and folders. */
#include "src/base/digest.h"

#include "src/base/util.h"
#include "tests/unit/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* FIPS 180-4's example "abc". */
static const char abc_digest[] = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

static void test_file(void **state)
{
    (void)state;
    struct error error = {0};
    char *folder = scratch_make();
    UTIL_FREE char *path = util_format("%s/a b'c", folder);
    scratch_append(path, "abc");
    UTIL_FREE char *digest = digest_file(path, &error), *same = digest_path(path, &error);
    assert_string_equal(digest, abc_digest);
    assert_string_equal(same, abc_digest);
    scratch_remove(folder);
}

static void test_folder(void **state)
{
    (void)state;
    struct error error = {0};
    char *folder = scratch_make(), *moved = scratch_make();
    UTIL_FREE char *a = util_format("%s/a", folder), *b = util_format("%s/b", folder);
    UTIL_FREE char *moved_a = util_format("%s/a", moved), *moved_b = util_format("%s/b", moved);
    scratch_append(b, "second");
    scratch_append(a, "first");
    scratch_append(moved_a, "first");
    scratch_append(moved_b, "second");
    UTIL_FREE char *digest = digest_path(folder, &error), *same = digest_path(moved, &error);
    scratch_append(b, "!");
    UTIL_FREE char *changed = digest_path(folder, &error);
    assert_string_equal(digest, same); /* wherever it lies, in whatever order it was made */
    assert_string_not_equal(digest, changed);
    scratch_remove(folder);
    scratch_remove(moved);
}

static void test_missing(void **state)
{
    (void)state;
    struct error error = {0};
    assert_null(digest_path("/no/such/file", &error));
    assert_non_null(strstr(error.text, "/no/such/file"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_file),
        cmocka_unit_test(test_folder),
        cmocka_unit_test(test_missing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
