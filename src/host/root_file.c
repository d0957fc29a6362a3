/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Small files of /proc, /sys and /etc: their first line, or the value of a key. */
#include "src/host/root_file.h"

#include "src/base/file.h"
#include "src/base/text.h"
#include "src/base/util.h"

#include <string.h>
#include <unistd.h>

char *root_file_line(const char *root, const char *path)
{
    char text[256];
    UTIL_FREE char *file = util_format("%s/%s", root, path);
    if (!file_read_line(file, text, sizeof text) || text[0] == '\0')
        return NULL;
    text_make_printable(text);
    return util_strdup(text);
}

bool root_file_exists(const char *root, const char *path)
{
    UTIL_FREE char *file = util_format("%s/%s", root, path);
    return access(file, F_OK) == 0;
}

bool root_file_has_word(const char *root, const char *path, const char *word)
{
    UTIL_FREE char *text = root_file_line(root, path);
    return text && strstr(text, word);
}

char *root_file_key(const char *root, const char *path, const char *key)
{
    UTIL_FREE char *file = util_format("%s/%s", root, path);
    UTIL_FREE char *text = file_read(file, NULL);
    char *rest = text, *line;
    while ((line = strsep(&rest, "\n"))) {
        size_t length = strlen(key);
        if (strncmp(line, key, length) != 0 || !strchr(" \t:=", line[length]))
            continue;
        char *value = line + length + strspn(line + length, " \t:=");
        if (*value == '"' || *value == '\'') {
            char quote[] = {*value++, '\0'};
            value[strcspn(value, quote)] = '\0';
        }
        text_make_printable(value);
        return util_strdup(value);
    }
    return NULL;
}
