/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The plan's options: their names, values and defaults. */
#define _GNU_SOURCE
#include "src/plan/plan.h"

#include "src/base/text.h"
#include "src/base/util.h"
#include "src/host/cores.h"
#include "src/host/memory.h"
#include "src/plan/server.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

static const double COOLDOWN_CAP_S = 60; /* longest pause by temperature */
static const uint64_t MIB = 1 << 20;

struct rule {
    const char *name;
    int (*set)(struct plan *plan, const struct rule *rule, const char *value, struct error *error);
    size_t offset;   /* of the member in struct plan, for the setters that serve several */
    double min, max; /* bounds of a number */
};

static int wrong_number(const struct rule *rule, const char *value, const char *kind,
                        struct error *error)
{
    return error_set(error, EXIT_USAGE, "%s %s: must be %s%.10g to %.10g", rule->name, value, kind,
                     rule->min, rule->max);
}

/* The whole text as a number within the rule's bounds. */
static bool parse_number(const struct rule *rule, const char *value, double *number)
{
    char *end;
    *number = strtod(value, &end);
    return end != value && *end == '\0' && *number >= rule->min && *number <= rule->max;
}

static int set_number(struct plan *plan, const struct rule *rule, const char *value,
                      struct error *error)
{
    double number;
    if (!parse_number(rule, value, &number))
        return wrong_number(rule, value, "", error);
    memcpy((char *)plan + rule->offset, &number, sizeof number);
    return 0;
}

static bool parse_whole(const struct rule *rule, const char *value, double *number)
{
    return value[strspn(value, "0123456789")] == '\0' && parse_number(rule, value, number);
}

static int set_int(struct plan *plan, const struct rule *rule, const char *value,
                   struct error *error)
{
    double number;
    if (!parse_whole(rule, value, &number))
        return wrong_number(rule, value, "a whole number, ", error);
    int whole = (int)number;
    memcpy((char *)plan + rule->offset, &whole, sizeof whole);
    return 0;
}

static int set_seed(struct plan *plan, const struct rule *rule, const char *value,
                    struct error *error)
{
    double number;
    if (!parse_whole(rule, value, &number))
        return wrong_number(rule, value, "a whole number, ", error);
    plan->seed = (uint32_t)number;
    return 0;
}

static int set_text(struct plan *plan, const struct rule *rule, const char *value,
                    struct error *error)
{
    if (!*value)
        return error_set(error, EXIT_USAGE, "%s: must not be empty", rule->name);
    char **text = (char **)(void *)((char *)plan + rule->offset);
    free(*text);
    *text = util_strdup(value);
    return 0;
}

/* The name becomes part of a folder name and of container labels. */
static int set_name(struct plan *plan, const struct rule *rule, const char *value,
                    struct error *error)
{
    size_t length = strlen(value), good = 0;
    while (isascii(value[good]) && (isalnum(value[good]) || strchr("._-", value[good])) &&
           value[good])
        good++;
    if (length == 0 || length > TEXT_NAME_MAX_BYTES || good < length || value[0] == '.' ||
        value[0] == '-')
        return error_set(error, EXIT_USAGE,
                         "name %s: must be 1 to %d letters, digits, '.', '_' and '-', and begin "
                         "with a letter or digit",
                         value, TEXT_NAME_MAX_BYTES);
    return set_text(plan, rule, value, error);
}

/* Splits "a,b" into names; -1 with the error set when one is empty or stands twice. */
static int split_names(const char *option, const char *value, struct names *names,
                       struct error *error)
{
    UTIL_FREE char *copy = util_strdup(value);
    char *rest = copy;
    for (char *name; (name = strsep(&rest, ","));) {
        if (names_index(names, name) >= 0)
            return error_set(error, EXIT_USAGE, "%s %s: %s stands there twice", option, value,
                             name);
        if (!*name)
            return error_set(error, EXIT_USAGE, "%s %s: must be names separated by commas", option,
                             value);
        names_append(names, util_strdup(name));
    }
    return 0;
}

static int set_names(struct plan *plan, const struct rule *rule, const char *value,
                     struct error *error)
{
    struct names names = {0}, *target = (struct names *)(void *)((char *)plan + rule->offset);
    if (split_names(rule->name, value, &names, error)) {
        names_free(&names);
        return -1;
    }
    names_free(target);
    *target = names;
    return 0;
}

/* True when one of the settings has the same "workload.option=" as this one. */
static bool sets_same(char *const *settings, size_t count, const char *setting)
{
    size_t name_length = strcspn(setting, "=") + 1;
    for (size_t i = 0; i < count; i++)
        if (strncmp(settings[i], setting, name_length) == 0)
            return true;
    return false;
}

/* Settings of an earlier --set or of a plan file stay, unless this one sets the same option. */
static int set_settings(struct plan *plan, const struct rule *rule, const char *value,
                        struct error *error)
{
    struct names earlier = plan->settings, *settings = &plan->settings;
    plan->settings = (struct names){0};
    int result = set_names(plan, rule, value, error);
    size_t given = settings->count;
    for (size_t i = 0; i < earlier.count; i++)
        if (sets_same(settings->items, given, earlier.items[i]))
            free(earlier.items[i]);
        else
            names_append(settings, earlier.items[i]);
    free(earlier.items);
    return result;
}

double plan_parse_size(const char *text)
{
    static const struct {
        const char *name;
        double bytes;
    } units[] = {{"", 1}, {"K", 0x1p10}, {"M", 0x1p20}, {"G", 0x1p30}, {"T", 0x1p40}};
    char *end;
    double number = strtod(text, &end), bytes = NAN;
    size_t unit_length = strlen(end);
    if (unit_length == 3 && strcasecmp(end + 1, "iB") == 0)
        unit_length = 1;
    for (size_t i = 0; end != text && i < ARRAY_LENGTH(units); i++)
        if (unit_length == strlen(units[i].name) &&
            strncasecmp(end, units[i].name, unit_length) == 0)
            bytes = number * units[i].bytes;
    return bytes;
}

static int set_memory(struct plan *plan, const struct rule *rule, const char *value,
                      struct error *error)
{
    double bytes = plan_parse_size(value);
    if (!(bytes >= rule->min && bytes <= rule->max))
        return error_set(error, EXIT_USAGE,
                         "%s %s: must be a size of at least %.0fM, such as 512M or 4G", rule->name,
                         value, rule->min / 0x1p20);
    plan->memory_bytes = (uint64_t)bytes;
    return 0;
}

static int set_order(struct plan *plan, const struct rule *rule, const char *value,
                     struct error *error)
{
    for (int order = ORDER_INTERLEAVED; order <= ORDER_BLOCKS; order++)
        if (strcmp(value, plan_order_name((enum plan_order)order)) == 0) {
            plan->order = (enum plan_order)order;
            return 0;
        }
    return error_set(error, EXIT_USAGE, "%s %s: must be interleaved or blocks", rule->name, value);
}

/* "30": 30 seconds; "3C": until within 3 degrees, at most COOLDOWN_CAP_S. */
static int set_cooldown(struct plan *plan, const struct rule *rule, const char *value,
                        struct error *error)
{
    char *end;
    double number = strtod(value, &end);
    bool degrees = strcmp(end, "C") == 0 && number > 0 && number <= 100;
    bool seconds = *end == '\0' && number >= rule->min && number <= rule->max;
    if (end == value || (!degrees && !seconds))
        return error_set(error, EXIT_USAGE,
                         "%s %s: must be seconds, %.0f to %.0f, or degrees such as 3C", rule->name,
                         value, rule->min, rule->max);
    plan->cooldown_s = degrees ? COOLDOWN_CAP_S : number;
    plan->cooldown_within_c = degrees ? number : (double)NAN;
    return 0;
}

/* "2%" or "2"; "none". */
static int set_percent(struct plan *plan, const struct rule *rule, const char *value,
                       struct error *error)
{
    char *end;
    double number = strtod(value, &end);
    bool none = strcmp(value, "none") == 0;
    bool percent = end != value && (strcmp(end, "%") == 0 || *end == '\0') && number >= rule->min &&
                   number <= rule->max;
    if (!none && !percent)
        return error_set(error, EXIT_USAGE,
                         "%s %s: must be a percentage, %.10g%% to %.10g%%, or none", rule->name,
                         value, rule->min, rule->max);
    number = none ? (double)NAN : number;
    memcpy((char *)plan + rule->offset, &number, sizeof number);
    return 0;
}

static int set_flag(struct plan *plan, const struct rule *rule, const char *value,
                    struct error *error)
{
    bool on = strcmp(value, "true") == 0;
    if (!on && strcmp(value, "false") != 0)
        return error_set(error, EXIT_USAGE, "%s %s: must be true or false", rule->name, value);
    memcpy((char *)plan + rule->offset, &on, sizeof on);
    return 0;
}

static int set_server(struct plan *plan, const struct rule *rule, const char *value,
                      struct error *error)
{
    struct server server;
    return server_parse(&server, value, error) ? -1 : set_text(plan, rule, value, error);
}

static const struct rule rules[] = {
    {"env", set_names, offsetof(struct plan, envs), 0, 0},
    {"workload", set_names, offsetof(struct plan, workloads), 0, 0},
    {"trials", set_int, offsetof(struct plan, trials), 1, 100000},
    {"until", set_percent, offsetof(struct plan, until_pct), 0.1, 50},
    {"until-sd", set_percent, offsetof(struct plan, until_sd_pct), 0.1, 50},
    {"warmup", set_int, offsetof(struct plan, warmup), 0, 1000},
    {"inferences", set_int, offsetof(struct plan, inferences), 1, 1000000},
    {"order", set_order, 0, 0, 0},
    {"seed", set_seed, 0, 1, UINT32_MAX},
    {"vcpus", set_int, offsetof(struct plan, vcpus), 1, 1024},
    {"memory", set_memory, 0, 64 * 0x1p20, 0x1p63},
    {"cooldown", set_cooldown, 0, 0, 3600},
    {"timeout", set_number, offsetof(struct plan, timeout_s), 1, 86400},
    {"hz", set_number, offsetof(struct plan, hz), 1, 50},
    {"allow-emulation", set_flag, offsetof(struct plan, allow_emulation), 0, 0},
    {"model", set_text, offsetof(struct plan, model), 0, 0},
    {"input", set_text, offsetof(struct plan, input), 0, 0},
    {"server", set_server, offsetof(struct plan, server), 0, 0},
    {"server-key", set_text, offsetof(struct plan, server_key), 0, 0},
    {"set", set_settings, offsetof(struct plan, settings), 0, 0},
    {"name", set_name, offsetof(struct plan, name), 0, 0},
};

const char *plan_option(size_t i)
{
    return i < ARRAY_LENGTH(rules) ? rules[i].name : NULL;
}

bool plan_option_is_flag(size_t i)
{
    return rules[i].set == set_flag;
}

int plan_set(struct plan *plan, const char *option, const char *value, struct error *error)
{
    const char *names[ARRAY_LENGTH(rules)];
    for (size_t i = 0; i < ARRAY_LENGTH(rules); i++) {
        names[i] = rules[i].name;
        if (strcmp(option, names[i]) == 0)
            return rules[i].set(plan, &rules[i], value, error);
    }
    UTIL_FREE char *suggestion = text_suggestion("", option, names, ARRAY_LENGTH(names));
    return error_set(error, EXIT_USAGE, "unknown option \"%s\"%s", option, suggestion);
}

/* ---- defaults ---- */

static uint32_t random_seed(void)
{
    uint32_t seed = 0;
    if (getrandom(&seed, sizeof seed, 0) != (ssize_t)sizeof seed)
        seed = (uint32_t)(util_now_s() * 1e6);
    return seed % 999999 + 1; /* short enough to read aloud */
}

void plan_init(struct plan *plan)
{
    int cores = (int)host_cores_online(NULL, 0);
    uint64_t half = host_memory_available_bytes() / 2 / MIB * MIB;
    *plan = (struct plan){.trials = 10,
                          .warmup = 1,
                          .inferences = 20,
                          .vcpus = cores < 4 ? cores : 4,
                          .memory_bytes = half < 4096 * MIB ? half : 4096 * MIB,
                          .cooldown_s = 1,
                          .cooldown_within_c = NAN,
                          .timeout_s = 300,
                          .hz = 10,
                          .until_pct = NAN,
                          .until_sd_pct = NAN,
                          .seed = random_seed(),
                          .order = ORDER_INTERLEAVED};
    plan_set(plan, "name", "run", NULL);
    plan_set(plan, "env", "native", NULL);
    plan_set(plan, "workload", "traffic-light", NULL);
}
