/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `edgetop doctor`: the report for a person. */
#define _GNU_SOURCE
#include "src/commands/doctor.h"

#include "src/base/json.h"
#include "src/base/text.h"
#include "src/base/util.h"
#include "src/host/host.h"
#include "src/host/stat.h"
#include "src/network/network.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char usage[] =
    "usage: edgetop doctor [--fix ENV [--yes]] [--events]\n"
    "Tells what this machine is, what could mislead measurements on it, and which environments\n"
    "are ready; for those that are not, why and what to do.\n"
    "  --fix ENV   show the commands that make ENV ready, ask once, run them\n"
    "  --yes       do not ask\n"
    "  --events    the same as events, one JSON object a line, then readings once a second\n"
    "Exit code: 0 when an environment is ready, 3 when none is.\n";

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
    JSON_FREE cJSON *now = cJSON_CreateObject();
    host_sensors_add(sensors, now);
    host_sensors_close(sensors);
    double temp_c = json_number(now, "temp_c"), throttled = json_number(now, "throttled");
    const cJSON *mhz = cJSON_GetArrayItem(cJSON_GetObjectItem(now, "freq_mhz"), 0);
    printf("%-10s", "sensors");
    if (isnan(temp_c))
        printf("no temperature");
    else
        printf("%.1f °C", temp_c);
    if (cJSON_IsNumber(mhz))
        printf(", %.0f MHz", mhz->valuedouble);
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
static void print_top_process(void)
{
    struct host_process top;
    if (host_stat_top_process(0.3, &top) && top.cpu_pct >= 20)
        printf("  the busiest process is %s (pid %d), %.0f %% of a core\n", top.name, (int)top.pid,
               top.cpu_pct);
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

/* Only what not every machine can run. */
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
        printf("    its sources have changed since\n    fix: edgetop image build\n");
    image_free(&image);
}

/* Programs that building the image needs. */
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
        print_top_process();
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
    const char *nearest = text_nearest(name, names, count);
    fprintf(stderr, "edgetop: no environment is called \"%s\"%s%s\n", name,
            nearest ? "; is it " : "", nearest ? nearest : "");
    return EXIT_USAGE;
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
    for (int option; (option = getopt_long(argc, argv, "yh", options, NULL)) != -1;) {
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
            fputs(usage, stderr);
            return EXIT_USAGE;
        }
    }
    struct environment *environments;
    struct error error;
    size_t count;
    if (optind < argc) {
        fprintf(stderr, "edgetop: doctor: unexpected argument \"%s\"\n", argv[optind]);
        return EXIT_USAGE;
    }
    if (environment_load(&environments, &count, &error) < 0) {
        fprintf(stderr, "edgetop: %s\n", error.text);
        return (int)error.code;
    }
    int code = fix      ? fix_by_name(fix, yes, environments, count)
               : events ? doctor_events(environments, count)
                        : doctor_report(environments, count);
    environment_free(environments, count);
    return code;
}
