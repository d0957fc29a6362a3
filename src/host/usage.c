/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Meters what runs in a control group or process tree, by the best counters that the kernel offers.
 */
#define _GNU_SOURCE
#include "src/host/usage.h"

#include "src/base/util.h"
#include "src/host/cgroup_path.h"
#include "src/host/thread_cpu.h"

#include <fcntl.h>
#include <limits.h>
#include <linux/perf_event.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

/* A control file that stays open. */
struct control {
    int fd;
    double unit; /* of its numbers, in the figure's unit */
};

struct usage_meter {
    const char *root;
    pid_t pid;
    struct control cpu, core, memory, memory_peak, memory_stat, io;
    bool v2_cpu, v2_memory, v2_io;
    int *perf_fds; /* one for each core, -1 where it has none; NULL = not used */
    size_t cores;
    struct thread_cpu *threads; /* the estimate, NULL where not needed */
    bool tree;                  /* no cgroup of its own: everything from the threads */
};

static const double nanoseconds = 1e-9, microseconds = 1e-6;

static struct control control_open(const char *directory, const char *name, double unit)
{
    UTIL_FREE char *path = util_format("%s/%s", directory, name);
    return (struct control){.fd = open(path, O_RDONLY | O_CLOEXEC), .unit = unit};
}

/* The file's text from its start into text; false where there is none. */
static bool control_text(const struct control *control, char *text, size_t size)
{
    ssize_t got = control->fd < 0 ? -1 : pread(control->fd, text, size - 1, 0);
    if (got < 0)
        return false;
    text[got] = '\0';
    return true;
}

static double control_number(const struct control *control)
{
    char text[64], *end;
    if (!control_text(control, text, sizeof text))
        return NAN;
    double value = strtod(text, &end);
    return end == text ? NAN : value * control->unit;
}

/* The number after a key at the beginning of a line ("usage_usec 123"). */
static double control_keyed(const struct control *control, const char *key)
{
    char text[4096];
    if (!control_text(control, text, sizeof text))
        return NAN;
    size_t length = strlen(key);
    for (const char *line = text; line; line = strchr(line, '\n')) {
        line += *line == '\n';
        if (strncmp(line, key, length) == 0 && line[length] == ' ')
            return strtod(line + length, NULL) * control->unit;
    }
    return NAN;
}

/* The sum of all numbers that follow a key anywhere: "8:0 Read 512", "8:0 rbytes=512 wbytes=0". A
 * device without traffic has no line, so no key means none. */
static double control_sum(const struct control *control, const char *key)
{
    char text[16384];
    if (!control_text(control, text, sizeof text))
        return NAN;
    double sum = 0;
    for (const char *at = text; (at = strstr(at, key));)
        sum += strtod(at += strlen(key), NULL);
    return sum;
}

/* ---- per core ---- */

static int perf_open(int cgroup_fd, int core)
{
    struct perf_event_attr attributes = {
        .type = PERF_TYPE_SOFTWARE,
        .size = sizeof attributes,
        .config = PERF_COUNT_SW_CPU_CLOCK,
    };
    return (int)syscall(SYS_perf_event_open, &attributes, cgroup_fd, core, -1,
                        PERF_FLAG_PID_CGROUP | PERF_FLAG_FD_CLOEXEC);
}

/* Counters of the cgroup on every core; false where the kernel or our privilege does not allow
 * them. */
static bool perf_open_cores(struct usage_meter *meter, const char *directory)
{
    UTIL_CLOSE int cgroup_fd = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int first = cgroup_fd < 0 ? -1 : perf_open(cgroup_fd, 0);
    if (first < 0)
        return false;
    meter->perf_fds = util_alloc(meter->cores, sizeof *meter->perf_fds);
    meter->perf_fds[0] = first;
    for (size_t core = 1; core < meter->cores; core++)
        meter->perf_fds[core] = perf_open(cgroup_fd, (int)core);
    return true;
}

static void read_perf_cores(const struct usage_meter *meter, struct usage *usage)
{
    for (size_t core = 0; core < meter->cores; core++) {
        uint64_t count_ns;
        if (meter->perf_fds[core] >= 0 &&
            read(meter->perf_fds[core], &count_ns, sizeof count_ns) == sizeof count_ns)
            usage->core_s[core] = (double)count_ns * nanoseconds;
    }
}

/* "123 456 ...": one number a core. */
static void read_core_file(const struct control *control, struct usage *usage)
{
    char text[16384];
    if (!control_text(control, text, sizeof text))
        return;
    char *at = text;
    for (size_t core = 0; core < usage->cores; core++) {
        char *end;
        double value = strtod(at, &end);
        if (end == at)
            return;
        usage->core_s[core] = value * control->unit;
        at = end;
    }
}

/* ---- opening ---- */

/* False where the process has no cgroup that counts CPU for it alone. */
static bool open_cpu(struct usage_meter *meter, const char *root, pid_t pid, const char *cgroup)
{
    UTIL_FREE char *v1 = cgroup_path_apart(root, pid, "cpuacct", cgroup);
    UTIL_FREE char *v2 = cgroup_path_apart(root, pid, "", cgroup);
    if (v1) {
        meter->cpu = control_open(v1, "cpuacct.usage", nanoseconds);
        meter->core = control_open(v1, "cpuacct.usage_percpu", nanoseconds);
    } else if (v2) {
        meter->cpu = control_open(v2, "cpu.stat", microseconds);
        meter->v2_cpu = true;
    } else {
        return false;
    }
    UTIL_FREE char *perf = cgroup_path_apart(root, pid, "perf_event", cgroup);
    const char *perf_directory = perf ? perf : v2;
    bool exact = meter->core.fd >= 0 || (perf_directory && perf_open_cores(meter, perf_directory));
    if (!exact)
        meter->threads = thread_cpu_open(root, pid, v1 ? v1 : v2, meter->cores);
    return true;
}

static void open_memory_and_io(struct usage_meter *meter, const char *root, pid_t pid,
                               const char *cgroup)
{
    UTIL_FREE char *v2 = cgroup_path_apart(root, pid, "", cgroup);
    UTIL_FREE char *memory_v1 = cgroup_path_apart(root, pid, "memory", cgroup);
    UTIL_FREE char *io_v1 = cgroup_path_apart(root, pid, "blkio", cgroup);
    const char *memory = memory_v1 ? memory_v1 : v2;
    const char *io = io_v1 ? io_v1 : v2;
    if (memory) {
        meter->memory =
            control_open(memory, memory_v1 ? "memory.usage_in_bytes" : "memory.current", 1);
        meter->memory_peak =
            control_open(memory, memory_v1 ? "memory.max_usage_in_bytes" : "memory.peak", 1);
        meter->memory_stat = control_open(memory, "memory.stat", 1);
    }
    meter->v2_memory = !memory_v1;
    if (io)
        meter->io = control_open(io, io_v1 ? "blkio.throttle.io_service_bytes" : "io.stat", 1);
    meter->v2_io = !io_v1;
}

struct usage_meter *usage_meter_open(const char *root, pid_t pid, const char *cgroup, size_t cores)
{
    static const struct control closed = {.fd = -1};
    struct usage_meter *meter = util_alloc(1, sizeof *meter);
    *meter = (struct usage_meter){.root = root,
                                  .pid = pid,
                                  .cpu = closed,
                                  .core = closed,
                                  .memory = closed,
                                  .memory_peak = closed,
                                  .memory_stat = closed,
                                  .io = closed,
                                  .cores = cores};
    meter->tree = !open_cpu(meter, root, pid, cgroup);
    if (meter->tree)
        meter->threads = thread_cpu_open(root, pid, NULL, cores);
    else
        open_memory_and_io(meter, root, pid, cgroup);
    if (meter->threads || meter->cpu.fd >= 0)
        return meter;
    usage_meter_close(meter);
    return NULL;
}

/* ---- reading ---- */

static void read_cgroup(const struct usage_meter *meter, struct usage *usage)
{
    usage->cpu_s =
        meter->v2_cpu ? control_keyed(&meter->cpu, "usage_usec") : control_number(&meter->cpu);
    usage->mem_bytes = control_number(&meter->memory);
    usage->mem_peak_bytes = control_number(&meter->memory_peak);
    usage->read_bytes = control_sum(&meter->io, meter->v2_io ? "rbytes=" : "Read ");
    usage->write_bytes = control_sum(&meter->io, meter->v2_io ? "wbytes=" : "Write ");
    if (meter->perf_fds)
        read_perf_cores(meter, usage);
    else
        read_core_file(&meter->core, usage);
}

bool usage_meter_read(struct usage_meter *meter, struct usage *usage)
{
    double *core_s = usage->core_s;
    size_t cores = usage->cores < meter->cores ? usage->cores : meter->cores;
    *usage = (struct usage){NAN, NAN, NAN, NAN, NAN, core_s, cores, meter->threads != NULL};
    for (size_t core = 0; core < cores; core++)
        core_s[core] = NAN;
    if (!meter->tree)
        read_cgroup(meter, usage);
    if (meter->threads) {
        struct thread_cpu_usage total;
        bool alive = thread_cpu_read(meter->threads, core_s, &total);
        if (meter->tree && alive) {
            usage->cpu_s = total.cpu_s;
            usage->mem_bytes = total.mem_bytes;
        }
    }
    return !isnan(usage->cpu_s);
}

/* Resident memory of the processes; shared pages count in each of them. */
static double tree_bytes(const struct usage_meter *meter)
{
    struct thread_cpu_usage total;
    UTIL_FREE double *core_s = util_alloc(meter->cores, sizeof *core_s);
    struct thread_cpu *tree = thread_cpu_open(meter->root, meter->pid, NULL, meter->cores);
    bool alive = tree && thread_cpu_read(tree, core_s, &total);
    thread_cpu_close(tree);
    return alive ? total.mem_bytes : (double)NAN;
}

double usage_meter_used_bytes(const struct usage_meter *meter)
{
    if (meter->memory.fd < 0)
        return tree_bytes(meter);
    return control_number(&meter->memory) -
           control_keyed(&meter->memory_stat,
                         meter->v2_memory ? "inactive_file" : "total_inactive_file");
}

void usage_meter_close(struct usage_meter *meter)
{
    if (!meter)
        return;
    struct control *controls[] = {&meter->cpu,         &meter->core,        &meter->memory,
                                  &meter->memory_peak, &meter->memory_stat, &meter->io};
    for (size_t i = 0; i < ARRAY_LENGTH(controls); i++)
        util_close(&controls[i]->fd);
    for (size_t core = 0; meter->perf_fds && core < meter->cores; core++)
        util_close(&meter->perf_fds[core]);
    free(meter->perf_fds);
    thread_cpu_close(meter->threads);
    free(meter);
}
