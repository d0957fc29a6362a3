/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Unit tests of the host's description, sensors and warnings, on recorded trees of /proc and /sys:
 * two Raspberry Pis, a PC, a container that shows no sensors. */
#include "src/base/file.h"
#include "src/base/json.h"
#include "src/base/text.h"
#include "src/base/util.h"
#include "src/host/card.h"
#include "src/host/cores.h"
#include "src/host/host.h"
#include "src/host/memory.h"
#include "src/host/sensors.h"
#include "src/host/stat.h"
#include "src/host/warnings.h"
#include "tests/unit/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define FIXTURES  EDGETOP_SOURCE_DIR "/tests/unit/fixtures/"
#define PI4       FIXTURES "pi4"
#define PI5       FIXTURES "pi5"
#define PC        FIXTURES "pc"
#define CONTAINER FIXTURES "container"

static void check_number(double actual, double expected)
{
    assert_true(fabs(actual - expected) < 1e-9);
}

/* ---- description ---- */

struct expected {
    const char *root, *model, *kernel, *os, *governor, *virt;
    int cores;
    double mem_bytes;
};

/* An expected NULL means that the key is absent. */
static void check_text(const cJSON *host, const char *key, const char *expected)
{
    const char *value = json_string(host, key);
    if (expected)
        assert_string_equal(value ? value : "(absent)", expected);
    else
        assert_false(cJSON_HasObjectItem(host, key));
}

static void check_description(const struct expected *expected)
{
    JSON_FREE cJSON *host = host_describe(expected->root);
    check_text(host, "model", expected->model);
    check_text(host, "kernel", expected->kernel);
    check_text(host, "os", expected->os);
    check_text(host, "governor", expected->governor);
    check_text(host, "virt", expected->virt);
    assert_int_equal(json_int(host, "cores", -1), expected->cores);
    check_number(json_number(host, "mem_bytes"), expected->mem_bytes);
    assert_non_null(json_string(host, "arch"));
}

static void test_describe(void **state)
{
    static const struct expected all[] = {
        {PI4, "Raspberry Pi 4 Model B Rev 1.4", "6.12.47+rpt-rpi-v8",
         "Raspberry Pi OS, Debian GNU/Linux 12 (bookworm)", "ondemand", "none", 4,
         8000900 * 1024.0},
        {PI5, "Raspberry Pi 5 Model B Rev 1.0", "6.12.47+rpt-rpi-2712",
         "Raspberry Pi OS, Debian GNU/Linux 13 (trixie)", "performance", "none", 4,
         8257968 * 1024.0},
        {PC, "LENOVO 11DN0039GE, Intel(R) Core(TM) i5-10500T CPU @ 2.30GHz", "6.8.0-60-generic",
         "Ubuntu 24.04.2 LTS", "powersave", "none", 8, 16202116 * 1024.0},
        {CONTAINER, "AMD EPYC 7B13", "6.1.0-37-cloud-amd64", "Debian GNU/Linux 12 (bookworm)", NULL,
         "container", 2, 4005624 * 1024.0},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(all); i++)
        check_description(&all[i]);
}

static void test_describe_nothing(void **state)
{
    (void)state;
    JSON_FREE cJSON *host = host_describe(FIXTURES "absent");
    assert_false(cJSON_HasObjectItem(host, "model"));
    assert_false(cJSON_HasObjectItem(host, "mem_bytes"));
    assert_false(cJSON_HasObjectItem(host, "virt"));
    assert_true(json_int(host, "cores", 0) > 0);
}

/* ---- sensors ---- */

static void test_temperature(void **state)
{
    static const struct {
        const char *root;
        double celsius;
    } all[] = {{PI4, 48.199}, {PI5, 52.35}, {PC, 46.0}}; /* not the disk's, not the case's */
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(all); i++) {
        struct host_sensors *sensors = host_sensors_open(all[i].root);
        check_number(host_sensors_temperature_c(sensors), all[i].celsius);
        host_sensors_close(sensors);
    }
}

static void test_frequencies(void **state)
{
    (void)state;
    double mhz[8];
    struct host_sensors *sensors = host_sensors_open(PC);
    assert_int_equal(host_sensors_frequencies_mhz(sensors, mhz, 8), 8);
    check_number(mhz[2], 200);
    assert_true(isnan(mhz[3])); /* offline */
    check_number(mhz[7], 700);
    assert_int_equal(host_sensors_frequencies_mhz(sensors, mhz, 2), 2);
    host_sensors_close(sensors);
}

/* Both Pis show a mailbox or none that does not answer: the supply's alarm is what is left. */
static void test_throttled(void **state)
{
    (void)state;
    struct host_sensors *low = host_sensors_open(PI4), *good = host_sensors_open(PI5),
                        *other = host_sensors_open(PC);
    check_number(host_sensors_throttled(low), 1);
    check_number(host_sensors_throttled(good), 0);
    assert_true(isnan(host_sensors_throttled(other)));
    host_sensors_close(low);
    host_sensors_close(good);
    host_sensors_close(other);
}

static void test_unknown_sensors(void **state)
{
    (void)state;
    double mhz[2];
    struct host_sensors *sensors = host_sensors_open(CONTAINER);
    assert_true(isnan(host_sensors_temperature_c(sensors)));
    assert_true(isnan(host_sensors_throttled(sensors)));
    assert_true(isnan(host_sensors_power_w(sensors)));
    assert_int_equal(host_sensors_frequencies_mhz(sensors, mhz, 2), 2);
    assert_true(isnan(mhz[0]) && isnan(mhz[1]));
    host_sensors_close(sensors);
}

static void set_energy(const char *root, const char *microjoules)
{
    UTIL_FREE char *path = util_format("%s/sys/class/powercap/intel-rapl:0/energy_uj", root);
    unlink(path);
    scratch_append(path, microjoules);
}

static void test_power_from_energy(void **state)
{
    (void)state;
    char *root = scratch_make();
    UTIL_FREE char *folder = util_format("%s/sys/class/powercap/intel-rapl:0", root);
    assert_int_equal(file_make_dirs(folder), 0);
    set_energy(root, "1000000\n");
    struct host_sensors *sensors = host_sensors_open(root);
    double begun_s = util_now_s();
    assert_true(isnan(host_sensors_power_w(sensors))); /* nothing before it */
    set_energy(root, "3000000\n");
    double power_w = host_sensors_power_w(sensors), elapsed_s = util_now_s() - begun_s;
    assert_true(isfinite(power_w) && power_w >= 2 / elapsed_s); /* 2 J in this time or less */
    set_energy(root, "5\n");
    assert_true(isnan(host_sensors_power_w(sensors))); /* the counter wrapped */
    host_sensors_close(sensors);
    scratch_remove(root);
}

static void test_power_of_rails(void **state)
{
    (void)state;
    double power_w = host_sensors_pmic_power_w("     3V3_SYS_A current(1)=0.50000000A\n"
                                               "   VDD_CORE_A current(7)=2.00000000A\n"
                                               "     HDMI_V volt(23)=5.10000000V\n"
                                               "     3V3_SYS_V volt(9)=3.30000000V\n"
                                               "   VDD_CORE_V volt(15)=0.90000000V\n"
                                               "      EXT5V_V volt(24)=5.10000000V\n");
    assert_true(fabs(power_w - (0.5 * 3.3 + 2 * 0.9)) < 1e-9);
    assert_true(isnan(host_sensors_pmic_power_w("")));
    assert_true(isnan(host_sensors_pmic_power_w("error=1 error_msg=\"Command not registered\"")));
    assert_true(
        isnan(host_sensors_pmic_power_w("VDD_CORE_A current(7)=2.0A\n"))); /* at what voltage? */
}

/* ---- warnings ---- */

struct heard {
    char text[4096];
};

static void hear(void *context, const char *text, const char *hint)
{
    text_add(context, "%s | %s\n", text, hint);
}

static struct heard warnings_of(const char *root)
{
    struct heard heard;
    struct text text = TEXT_IN(heard.text);
    host_warnings(root, hear, &text);
    return heard;
}

static void test_warnings_of_a_stock_pi(void **state)
{
    (void)state;
    struct heard heard = warnings_of(PI4);
    assert_non_null(strstr(heard.text, "governor is ondemand"));
    assert_non_null(strstr(heard.text, "supply voltage is too low now"));
    assert_non_null(strstr(heard.text, "append cgroup_enable=memory to the line in "
                                       "/boot/firmware/cmdline.txt, then reboot"));
}

static void test_no_warnings_of_a_good_pi(void **state)
{
    (void)state;
    struct heard heard = warnings_of(PI5);
    assert_null(strstr(heard.text, "governor"));
    assert_null(strstr(heard.text, "voltage"));
    assert_null(strstr(heard.text, "memory cgroup"));
}

static void test_warnings_elsewhere(void **state)
{
    (void)state;
    struct heard pc = warnings_of(PC), container = warnings_of(CONTAINER);
    assert_non_null(strstr(pc.text, "governor is powersave"));
    assert_null(strstr(pc.text, "memory cgroup")); /* version 1 has it */
    assert_null(strstr(container.text, "governor"));
    assert_null(strstr(container.text, "memory cgroup"));
}

/* ---- network cards ---- */

static void check_card(struct host_card *card, double sent_bytes, double received_bytes)
{
    double sent, received;
    host_card_read(card, &sent, &received);
    assert_true(isnan(sent_bytes) ? isnan(sent) : sent == sent_bytes);
    assert_true(isnan(received_bytes) ? isnan(received) : received == received_bytes);
}

static void write_counter(const char *folder, const char *name, const char *text)
{
    UTIL_FREE char *path = util_format("%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

/* What the host's end receives was sent; before the interface is there, and after, nothing is
 * known. */
static void test_card(void **state)
{
    (void)state;
    char *root = scratch_make();
    UTIL_FREE char *folder = util_format("%s/sys/class/net/edgeport7/statistics", root);
    struct host_card *card = host_card_open(root, "edgeport7");
    check_card(card, NAN, NAN);
    assert_int_equal(file_make_dirs(folder), 0);
    write_counter(folder, "rx_bytes", "15000000000\n");
    check_card(card, 15e9, NAN);
    write_counter(folder, "tx_bytes", "0\n");
    check_card(card, 15e9, 0);
    write_counter(folder, "rx_bytes", "15000000001\n");
    check_card(card, 15e9 + 1, 0);
    write_counter(folder, "rx_bytes", "");
    check_card(card, NAN, 0);
    write_counter(folder, "rx_bytes", "none\n");
    check_card(card, NAN, 0);
    host_card_close(card);
    check_card(NULL, NAN, NAN);
    host_card_close(NULL);
    scratch_remove(root);
}

/* ---- this machine ---- */

static void test_online_cpus(void **state)
{
    (void)state;
    int cpus[1024];
    size_t count = host_cores_online(cpus, ARRAY_LENGTH(cpus));
    assert_int_equal(count, sysconf(_SC_NPROCESSORS_ONLN));
    for (size_t i = 1; i < count; i++)
        assert_true(cpus[i] > cpus[i - 1]);
    assert_int_equal(host_cores_count(""), (size_t)cpus[count - 1] + 1);
    assert_int_equal(host_cores_online(cpus, 1), count);
}

static void test_memory(void **state)
{
    (void)state;
    assert_true(host_memory_bytes() > host_memory_available_bytes());
    assert_true(host_memory_available_bytes() > 0);
}

static void test_boot_id(void **state)
{
    (void)state;
    UTIL_FREE char *first = host_boot_id(), *second = host_boot_id();
    assert_int_equal(strlen(first), 36);
    assert_string_equal(first, second);
}

/* Work of our own appears as busy time, and busy time never falls. */
static void test_busy_time_grows(void **state)
{
    (void)state;
    size_t cores = host_cores_count("");
    UTIL_FREE double *before_s = util_alloc(cores, sizeof *before_s);
    UTIL_FREE double *after_s = util_alloc(cores, sizeof *after_s);
    struct host_stat *stat = host_stat_open();
    assert_true(host_stat_read(stat, before_s, cores) > 0);
    double grown_s = 0;
    while (grown_s < 0.05) {
        host_stat_read(stat, after_s, cores);
        grown_s = 0;
        for (size_t i = 0; i < cores; i++) {
            assert_true(isnan(before_s[i]) || after_s[i] >= before_s[i]);
            grown_s += isnan(before_s[i]) ? 0 : after_s[i] - before_s[i];
        }
    }
    host_stat_close(stat);
}

static void test_absent_statistics(void **state)
{
    (void)state;
    double busy_s[2] = {1, 1};
    assert_int_equal(host_stat_read(NULL, busy_s, 2), 0);
    assert_true(isnan(busy_s[0]) && isnan(busy_s[1]));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_describe),
        cmocka_unit_test(test_describe_nothing),
        cmocka_unit_test(test_temperature),
        cmocka_unit_test(test_frequencies),
        cmocka_unit_test(test_throttled),
        cmocka_unit_test(test_unknown_sensors),
        cmocka_unit_test(test_power_from_energy),
        cmocka_unit_test(test_power_of_rails),
        cmocka_unit_test(test_warnings_of_a_stock_pi),
        cmocka_unit_test(test_no_warnings_of_a_good_pi),
        cmocka_unit_test(test_warnings_elsewhere),
        cmocka_unit_test(test_online_cpus),
        cmocka_unit_test(test_memory),
        cmocka_unit_test(test_boot_id),
        cmocka_unit_test(test_card),
        cmocka_unit_test(test_busy_time_grows),
        cmocka_unit_test(test_absent_statistics),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
