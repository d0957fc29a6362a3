/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A folder of a test's own. */
#define _GNU_SOURCE
#include "tests/unit/scratch.h"

#include "src/base/file.h"
#include "src/base/util.h"

#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

char *scratch_make(void)
{
    const char *base = getenv("TMPDIR");
    char *folder = util_format("%s/edgetop-test-XXXXXX", base ? base : "/tmp");
    if (!mkdtemp(folder)) {
        perror(folder);
        abort();
    }
    return folder;
}

static int remove_item(const char *path, const struct stat *info, int type, struct FTW *where)
{
    (void)info;
    (void)type;
    (void)where;
    return remove(path);
}

void scratch_remove(char *folder)
{
    nftw(folder, remove_item, 16, FTW_DEPTH | FTW_PHYS);
    free(folder);
}

void scratch_append(const char *path, const char *text)
{
    UTIL_CLOSE int fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    if (fd < 0 || file_write_all(fd, text, strlen(text)) != 0) {
        perror(path);
        abort();
    }
}
