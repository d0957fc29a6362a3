/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Small helpers that every part needs. */
#define _GNU_SOURCE
#include "src/base/util.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <grp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include <wchar.h>
#include <wctype.h>

void util_close(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

void util_free(void *pointer_to_pointer)
{
    void **pointer = pointer_to_pointer;
    free(*pointer);
    *pointer = NULL;
}

void util_json_delete(cJSON **json)
{
    cJSON_Delete(*json);
    *json = NULL;
}

static void *util_check(void *memory)
{
    if (memory)
        return memory;
    static const char message[] = "edgetop: out of memory\n";
    ssize_t ignored = write(STDERR_FILENO, message, sizeof message - 1);
    (void)ignored;
    exit(EXIT_FAILURE);
}

void *util_alloc(size_t count, size_t size)
{
    return util_check(calloc(count ? count : 1, size));
}

void *util_realloc(void *memory, size_t count, size_t size)
{
    return util_check(reallocarray(memory, count ? count : 1, size));
}

char *util_strdup(const char *text)
{
    return text ? util_check(strdup(text)) : NULL;
}

char *util_format(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    char *text = NULL;
    int length = vasprintf(&text, format, arguments);
    va_end(arguments);
    return util_check(length < 0 ? NULL : text);
}

double util_now_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

void util_utc(char text[static 21])
{
    time_t now = time(NULL);
    struct tm utc;
    gmtime_r(&now, &utc);
    strftime(text, 21, "%Y-%m-%dT%H:%M:%SZ", &utc);
}

char *util_read_file(const char *path, size_t *length)
{
    UTIL_CLOSE int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return NULL;
    size_t capacity = 65536, used = 0;
    char *text = util_alloc(capacity, 1);
    for (;;) {
        ssize_t got = read(fd, text + used, capacity - used - 1);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0) {
            int saved = errno;
            free(text);
            errno = saved;
            return NULL;
        }
        if (got == 0)
            break;
        used += (size_t)got;
        if (capacity - used < 2) {
            capacity *= 2;
            text = util_realloc(text, capacity, 1);
        }
    }
    text[used] = '\0';
    if (length)
        *length = used;
    return text;
}

bool util_read_line(const char *path, char *text, size_t size)
{
    UTIL_CLOSE int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return false;
    ssize_t got = read(fd, text, size - 1);
    if (got < 0)
        return false;
    text[got] = '\0';
    text[strcspn(text, "\n")] = '\0';
    return true;
}

double util_read_number(const char *path)
{
    char text[64], *end;
    if (!util_read_line(path, text, sizeof text))
        return NAN;
    double value = strtod(text, &end);
    return end == text ? NAN : value;
}

bool util_is_edgetop(pid_t pid)
{
    char path[32], name[32];
    snprintf(path, sizeof path, "/proc/%d/comm", (int)pid);
    return util_read_line(path, name, sizeof name) && strcmp(name, "edgetop") == 0;
}

bool util_has_group(const char *name)
{
    gid_t groups[256];
    const struct group *group = getgrnam(name);
    int count = getgroups((int)ARRAY_LENGTH(groups), groups);
    for (int i = 0; group && i < count; i++)
        if (groups[i] == group->gr_gid)
            return true;
    return group && getegid() == group->gr_gid;
}

int util_write_all(int fd, const void *data, size_t length)
{
    const char *at = data;
    while (length > 0) {
        ssize_t written = write(fd, at, length);
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return -1;
        at += written;
        length -= (size_t)written;
    }
    return 0;
}

static int remove_entry(const char *path, const struct stat *info, int kind, struct FTW *place)
{
    (void)info;
    (void)kind;
    (void)place;
    return remove(path);
}

int util_remove_tree(const char *folder)
{
    return nftw(folder, remove_entry, 16, FTW_DEPTH | FTW_PHYS | FTW_MOUNT);
}

char *util_find_program(const char *name)
{
    UTIL_FREE char *path = util_strdup(getenv("PATH"));
    char *rest = path, *folder;
    while (rest && (folder = strsep(&rest, ":"))) {
        char *file = util_format("%s/%s", *folder ? folder : ".", name);
        if (access(file, X_OK) == 0)
            return file;
        free(file);
    }
    return NULL;
}

int util_sweep_folders(const char *place)
{
    DIR *directory = opendir(place);
    int removed = 0;
    for (struct dirent *entry; directory && (entry = readdir(directory));) {
        if (!isdigit((unsigned char)entry->d_name[0]) ||
            util_is_edgetop((pid_t)atoi(entry->d_name)))
            continue;
        UTIL_FREE char *folder = util_format("%s/%s", place, entry->d_name);
        removed += util_remove_tree(folder) == 0;
    }
    if (directory)
        closedir(directory);
    return removed;
}

double util_cached_share(int fd, size_t length)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE), pages = (length + page - 1) / page, cached = 0;
    if (length == 0)
        return 0;
    void *memory = mmap(NULL, length, PROT_READ, MAP_SHARED, fd, 0);
    if (memory == MAP_FAILED)
        return NAN;
    UTIL_FREE unsigned char *present = util_alloc(pages, 1);
    bool known = mincore(memory, length, present) == 0;
    for (size_t i = 0; i < pages; i++)
        cached += present[i] & 1;
    munmap(memory, length);
    return known ? (double)cached / (double)pages : (double)NAN;
}

int util_make_dirs(const char *path)
{
    UTIL_FREE char *partial = util_strdup(path);
    for (char *slash = partial + 1; (slash = strchr(slash, '/')); slash++) {
        *slash = '\0';
        if (mkdir(partial, 0755) != 0 && errno != EEXIST)
            return -1;
        *slash = '/';
    }
    return mkdir(partial, 0755) != 0 && errno != EEXIST ? -1 : 0;
}

/* Length of the valid UTF-8 sequence at text whose character is printable; 0 where it is broken or
 * a control character. */
static size_t util_printable_length(const unsigned char *text)
{
    if (text[0] < 0x80)
        return text[0] >= 0x20 && text[0] != 0x7f ? 1 : 0;
    size_t length = text[0] >= 0xf0 ? 4 : text[0] >= 0xe0 ? 3 : text[0] >= 0xc2 ? 2 : 0;
    if (length == 0 || text[0] > 0xf4)
        return 0;
    for (size_t i = 1; i < length; i++)
        if ((text[i] & 0xc0) != 0x80)
            return 0;
    bool c1_control = text[0] == 0xc2 && text[1] < 0xa0;
    bool overlong = (text[0] == 0xe0 && text[1] < 0xa0) || (text[0] == 0xf0 && text[1] < 0x90);
    bool surrogate = text[0] == 0xed && text[1] >= 0xa0;
    return c1_control || overlong || surrogate ? 0 : length;
}

void util_make_printable(char *text)
{
    unsigned char *at = (unsigned char *)text;
    while (*at) {
        size_t length = util_printable_length(at);
        if (length == 0)
            *at = '?';
        at += length ? length : 1;
    }
}

double util_json_number(const cJSON *object, const char *key)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, key);
    return cJSON_IsNumber(item) ? item->valuedouble : (double)NAN;
}

int util_json_int(const cJSON *object, const char *key, int fallback)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, key);
    return cJSON_IsNumber(item) ? item->valueint : fallback;
}

bool util_json_bool(const cJSON *object, const char *key, bool fallback)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, key);
    return cJSON_IsBool(item) ? cJSON_IsTrue(item) : fallback;
}

const char *util_json_string(const cJSON *object, const char *key)
{
    return cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, key));
}

void util_json_add_text(cJSON *object, const char *key, const char *text)
{
    if (text && *text)
        cJSON_AddStringToObject(object, key, text);
}

void util_json_add_number(cJSON *object, const char *key, double value)
{
    if (!isnan(value))
        cJSON_AddNumberToObject(object, key, value);
}

void util_json_add_numbers(cJSON *object, const char *key, const double *values, size_t count)
{
    size_t known = 0;
    while (known < count && isnan(values[known]))
        known++;
    cJSON *array = known < count ? cJSON_AddArrayToObject(object, key) : NULL;
    for (size_t i = 0; array && i < count; i++)
        cJSON_AddItemToArray(array, isnan(values[i])
                                        ? cJSON_CreateNull()
                                        : cJSON_CreateNumber(round(values[i] * 1e6) / 1e6));
}

/* Levenshtein distance of two short words; words of more than 63 characters are far from
 * everything. */
static size_t util_edit_distance(const char *a, const char *b)
{
    size_t columns = strlen(b), row[64];
    if (columns >= ARRAY_LENGTH(row) || strlen(a) >= ARRAY_LENGTH(row))
        return SIZE_MAX;
    for (size_t j = 0; j <= columns; j++)
        row[j] = j;
    for (size_t i = 1; a[i - 1]; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= columns; j++) {
            size_t substituted = diagonal + (a[i - 1] != b[j - 1]);
            size_t moved = (row[j] < row[j - 1] ? row[j] : row[j - 1]) + 1;
            diagonal = row[j];
            row[j] = substituted < moved ? substituted : moved;
        }
    }
    return row[columns];
}

const char *util_nearest(const char *word, const char *const *names, size_t count)
{
    const char *best = NULL;
    size_t best_distance = strlen(word) / 2 + 2;
    for (size_t i = 0; i < count; i++) {
        size_t distance = util_edit_distance(word, names[i]);
        if (distance < best_distance) {
            best_distance = distance;
            best = names[i];
        }
    }
    return best;
}
