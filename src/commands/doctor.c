/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `edgetop doctor`: the report for a person. */
#define _GNU_SOURCE
#include "src/commands/doctor.h"

#include "src/base/json.h"
#include "src/base/text.h"
#include "src/base/util.h"
#include "src/commands/command_line.h"
#include "src/host/busiest.h"
#include "src/host/cores.h"
#include "src/host/host.h"
#include "src/host/sensors.h"
#include "src/host/warnings.h"
#include "src/network/network.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char usage[] =
    "usage: edgetop doctor [--fix ENV [--yes]] [--events]\n"
    "Reports what this machine is, what could mislead measurements on it, and which environments\n"
    "are ready; for one that is not ready, the reason and what to do.\n"
    "  --fix ENV   show the commands that make ENV ready, ask once, run them\n"
    "  --yes       do not ask\n"
    "  --events    the same as events, one JSON object per line, then readings once a second\n"
    "Exit code: 0 when an environment is ready (with --fix: that one), 3 when none is, 4 when a\n"
    "command of --fix failed.\n";

/* ---- the report ---- */

static void print_text(const cJSON *host, const char *key)
{
    const char *value = json_string(host, key);
    if (value)
        printf("%-10s%s\n", key, value);
}

static void print_host(void)
{
    JSON_FREE cJSON *host = host_describe("");
    print_text(host, "model");
    printf("%-10s%d\n", "cores", json_int(host, "cores", 0));
    printf("%-10s%.1f GiB\n", "memory", json_number(host, "mem_bytes") / (1 << 30));
    print_text(host, "os");
    print_text(host, "kernel");
    print_text(host, "governor");
    print_text(host, "virt");
}

/* One reading, to show which sensors there are. */
static void print_sensors(void)
{
    struct host_sensors *sensors = host_sensors_open("");
    double temp_c = host_sensors_temperature_c(sensors), mhz = NAN;
    double throttled = host_sensors_throttled(sensors);
    host_sensors_frequencies_mhz(sensors, &mhz, 1);
    host_sensors_close(sensors);
    printf("%-10s", "sensors");
    if (isnan(temp_c))
        printf("no temperature");
    else
        printf("%.1f °C", temp_c);
    if (!isnan(mhz))
        printf(", %.0f MHz", mhz);
    if (!isnan(throttled))
        printf(", throttled 0x%x", (unsigned)throttled);
    printf("\n");
}

static void print_warning(void *context, const char *text, const char *hint)
{
    bool *any = context;
    printf("%s  %s\n    fix: %s\n", *any ? "" : "\nwarnings\n", text, hint);
    *any = true;
}

/* Names what keeps the machine busy, where something does. */
static void print_busiest(void)
{
    struct host_busiest busiest;
    if (!host_busiest(0.3, &busiest) || busiest.cores < 0.2)
        return;
    UTIL_FREE char *name = busiest.name[0] ? util_format("\"%s\"", busiest.name) : NULL;
    printf("  the busiest process is %s (pid %d%s%s): it keeps %.1f of %zu cores busy\n",
           name ? name : "one without a name", (int)busiest.pid, busiest.program[0] ? ", " : "",
           busiest.program, busiest.cores, host_cores_online(NULL, 0));
}

static bool print_environments(const struct environment *environments, size_t count)
{
    bool any_ready = false;
    printf("\nenvironments\n");
    for (size_t i = 0; i < count; i++) {
        struct probe probe;
        environment_probe(&environments[i], &probe);
        any_ready = any_ready || probe.ready;
        printf("  %-15s %s %s\n", environments[i].name,
               probe.ready ? "ready" : "not ready:", probe.ready ? probe.version : probe.reason);
        if (probe.warning[0])
            printf("    warning: %s\n", probe.warning);
        if (probe.hint[0])
            printf("    fix: %s\n", probe.hint);
        if (probe.emulated)
            printf("    or: --allow-emulation runs it emulated (TCG), 10 to 50 times slower\n");
    }
    return any_ready;
}

/* Workloads of the network need what not every machine has. */
static void print_network(void)
{
    char reason[128], hint[128];
    network_probe(reason, sizeof reason, hint, sizeof hint);
    printf("\nworkloads of the network\n  %s%s\n", *reason ? "not ready: " : "ready", reason);
    if (*hint)
        printf("    fix: %s\n", hint);
}

static void print_image(void)
{
    struct image image;
    struct error error;
    printf("\nimage\n");
    if (image_current(&image, &error) < 0) {
        printf("  %s\n", error.text);
        return;
    }
    printf("  %.12s, Debian %s %s, ONNX Runtime %s, built %s\n", image.digest, image.release,
           image.arch, image.onnxruntime, image.built);
    if (image_is_stale(&image))
        printf("    its sources have changed since it was built\n    fix: edgetop image build\n");
    image_free(&image);
}

/* What building the image needs. */
static void print_tools(void)
{
    static const struct {
        const char *path, *package;
    } tools[] = {{"/usr/bin/mmdebstrap", "mmdebstrap"},
                 {"/usr/bin/pip3", "python3-pip"},
                 {"/usr/share/keyrings/debian-archive-keyring.gpg", "debian-archive-keyring"}};
    printf("\ntools for building the image\n");
    for (size_t i = 0; i < ARRAY_LENGTH(tools); i++) {
        bool there = access(tools[i].path, R_OK) == 0;
        printf("  %-23s %s\n", tools[i].package, there ? "installed" : "missing");
        if (!there)
            printf("    fix: sudo apt-get install %s\n", tools[i].package);
    }
}

static int doctor_report(const struct environment *environments, size_t count)
{
    bool warned = false;
    print_host();
    print_sensors();
    host_warnings("", print_warning, &warned);
    if (warned)
        print_busiest();
    bool any_ready = print_environments(environments, count);
    print_network();
    print_image();
    print_tools();
    return any_ready ? EXIT_ALL_OK : EXIT_NO_ENVIRONMENT;
}

/* ---- the command ---- */

static int fix_by_name(const char *name, bool yes, const struct environment *environments,
                       size_t count)
{
    UTIL_FREE const char **names = util_alloc(count, sizeof *names);
    for (size_t i = 0; i < count; i++) {
        names[i] = environments[i].name;
        if (strcmp(name, names[i]) == 0)
            return doctor_fix(&environments[i], yes);
    }
    struct error error;
    UTIL_FREE char *suggestion = text_suggestion("", name, names, count);
    command_misuse("doctor", &error, "--fix %s: there is no such environment%s", name, suggestion);
    return command_fail(&error);
}

int doctor_command(int argc, char **argv)
{
    static const struct option options[] = {{"fix", required_argument, NULL, 'f'},
                                            {"yes", no_argument, NULL, 'y'},
                                            {"events", no_argument, NULL, 'e'},
                                            {"help", no_argument, NULL, 'h'},
                                            {0}};
    const char *fix = NULL;
    bool yes = false, events = false;
    struct error error;
    for (int option; (option = command_option(argc, argv, options, &error)) != -1;) {
        switch (option) {
        case 'f':
            fix = optarg;
            break;
        case 'y':
            yes = true;
            break;
        case 'e':
            events = true;
            break;
        case 'h':
            fputs(usage, stdout);
            return EXIT_ALL_OK;
        default:
            return command_fail(&error);
        }
    }
    struct environment *environments;
    size_t count;
    if (command_words(argc, argv, 0, &error) || environment_load(&environments, &count, &error))
        return command_fail(&error);
    int code = fix      ? fix_by_name(fix, yes, environments, count)
               : events ? doctor_events(environments, count)
                        : doctor_report(environments, count);
    environment_free(environments, count);
    return code;
}
