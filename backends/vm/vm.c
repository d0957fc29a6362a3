/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the backends of virtual machines share: command line, folder, sockets. */
#define _GNU_SOURCE
#include "backends/vm/vm.h"

#include "src/base/file.h"
#include "src/base/paths.h"
#include "src/base/program.h"
#include "src/base/util.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

/* Linux allows 2048 bytes on both architectures, with the final zero; VMMs add words of their own,
 * such as the addresses of their devices. The kernel gives at most 32 words to init. */
enum { COMMAND_LINE_MAX_BYTES = 2047 - 511, INIT_WORDS_MAX = 32 };

static const int backlog = 16;

/* ---- command line ---- */

/* The kernel would interpret spaces and quotes, and lose an empty word. */
static void print_word(FILE *out, const char *word)
{
    if (!*word)
        fputs("%00", out);
    for (const unsigned char *at = (const unsigned char *)word; *at; at++)
        if (isalnum(*at) || strchr("._-/:,+@", *at))
            fputc(*at, out);
        else
            fprintf(out, "%%%02X", *at);
}

char *vm_command_line(const char *base, const char *channel, char *const *argv, struct error *error)
{
    char *line = NULL;
    size_t length, words = 0;
    FILE *out = open_memstream(&line, &length);
    fprintf(out, "%s%s%s --", base, channel ? " edgetop.channel=" : "", channel ? channel : "");
    for (; argv[words + 1]; words++) { /* the first is the guest program, which is init itself */
        fputc(' ', out);
        print_word(out, argv[words + 1]);
    }
    fclose(out);
    if (length <= COMMAND_LINE_MAX_BYTES && words <= INIT_WORDS_MAX)
        return line;
    free(line);
    error_set(error, EXIT_USAGE,
              "the workload's command has %zu words, with %zu bytes on a virtual machine's kernel "
              "command line: at most %d and %d are possible",
              words, length, INIT_WORDS_MAX, COMMAND_LINE_MAX_BYTES);
    return NULL;
}

/* ---- folder ---- */

char *vm_folder_make(int trial, struct error *error)
{
    UTIL_FREE char *runtime = paths_runtime();
    char *folder = util_format("%s/%d-%d", runtime, (int)getpid(), trial);
    if (file_make_dirs(runtime) == 0) {
        file_remove_tree(folder); /* left by a dead engine with the same pid */
        if (mkdir(folder, 0711) == 0)
            return folder;
    }
    error_set(error, EXIT_MACHINE, "cannot make %s: %s", folder, strerror(errno));
    free(folder);
    return NULL;
}

void vm_folder_remove(char *folder)
{
    if (folder)
        file_remove_tree(folder);
    free(folder);
}

int vm_folders_sweep(void)
{
    UTIL_FREE char *runtime = paths_runtime();
    return program_sweep_folders(runtime);
}

/* ---- sockets ---- */

int vm_listen(const char *path, struct error *error)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (strlen(path) >= sizeof address.sun_path)
        return error_set(error, EXIT_MACHINE, "%s: too long for a socket (%zu bytes at most)", path,
                         sizeof address.sun_path - 1);
    strcpy(address.sun_path, path);
    unlink(path);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd >= 0 && bind(fd, (struct sockaddr *)&address, sizeof address) == 0 &&
        chmod(path, 0600) == 0 && listen(fd, backlog) == 0)
        return fd;
    error_set(error, EXIT_MACHINE, "cannot listen at %s: %s", path, strerror(errno));
    util_close(&fd);
    return -1;
}

void vm_release(const struct streams *streams)
{
    if (streams->outputs[OUTPUT_EVENTS] >= 0)
        send(streams->outputs[OUTPUT_EVENTS], "end\n", 4, MSG_NOSIGNAL | MSG_DONTWAIT);
}
