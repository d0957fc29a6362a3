/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Workloads: their life, and what others ask of them. */
#include "src/plan/workload.h"

#include "src/base/json.h"
#include "src/base/util.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static void free_words(char **words)
{
    for (char **word = words; word && *word; word++)
        free(*word);
    free(words);
}

static void clear_lists(struct workload *workload)
{
    for (size_t i = 0; i < workload->option_count; i++) {
        free(workload->options[i].name);
        free(workload->options[i].value);
        free(workload->options[i].text);
    }
    for (size_t i = 0; i < workload->pattern_count; i++) {
        free(workload->patterns[i].name);
        free(workload->patterns[i].unit);
        regfree(&workload->patterns[i].expression);
    }
    for (size_t i = 0; i < workload->file_count; i++)
        free(workload->files[i]);
    free(workload->options);
    free(workload->patterns);
    free(workload->files);
    free(workload->sweep);
    free(workload->progress_metric);
    free(workload->scratch);
    free(workload->manifest);
}

void workload_clear(struct workload *workload)
{
    free_words(workload->command);
    free_words(workload->host_command);
    for (size_t i = 0; i < workload->model_count; i++) {
        free(workload->models[i].name);
        free(workload->models[i].title);
    }
    clear_lists(workload);
    free(workload->models);
    free(workload->models_of);
    free(workload->name);
    free(workload->title);
    free(workload->summary);
    free(workload->primary_name);
    free(workload->primary_unit);
}

void workload_free(struct workload *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        workload_clear(&list[i]);
    free(list);
}

const struct workload_model *workload_model(const struct workload *workload, const char *name)
{
    for (size_t i = 0; name && i < workload->model_count; i++)
        if (strcmp(workload->models[i].name, name) == 0)
            return &workload->models[i];
    return workload->model_count > 0 ? &workload->models[0] : NULL;
}

int workload_option(const struct workload *workload, const char *name)
{
    for (size_t i = 0; i < workload->option_count; i++)
        if (strcmp(workload->options[i].name, name) == 0)
            return (int)i;
    return -1;
}

void workload_match(const struct workload *workload, const char *line, workload_found *found,
                    void *context)
{
    for (size_t i = 0; i < workload->pattern_count; i++) {
        regmatch_t groups[2];
        if (regexec(&workload->patterns[i].expression, line, 2, groups, 0) != 0 ||
            groups[1].rm_so < 0)
            continue;
        UTIL_FREE char *number = util_strdup(line + groups[1].rm_so);
        number[groups[1].rm_eo - groups[1].rm_so] = '\0';
        char *end;
        double value = strtod(number, &end);
        if (end != number && *end == '\0' && isfinite(value))
            found(context, &workload->patterns[i], value);
    }
}

cJSON *workload_to_json(const struct workload *workload, const struct workload_model *model,
                        const char *const *settings)
{
    cJSON *json = cJSON_CreateObject();
    cJSON_AddStringToObject(json, "name", workload->name);
    json_add_text(json, "title", workload->title);
    if (model) {
        cJSON_AddStringToObject(json, "model", model->name);
        cJSON_AddBoolToObject(json, "timing_only", model->timing_only);
    }
    cJSON *primary = cJSON_AddObjectToObject(json, "primary");
    cJSON_AddStringToObject(primary, "name", workload->primary_name);
    cJSON_AddStringToObject(primary, "unit", workload->primary_unit);
    cJSON_AddStringToObject(primary, "better", workload->lower_is_better ? "lower" : "higher");
    json_add_text(json, "sweep", workload->sweep);
    if (workload->progress_metric) {
        cJSON *progress = cJSON_AddObjectToObject(json, "progress");
        cJSON_AddStringToObject(progress, "metric", workload->progress_metric);
        cJSON_AddNumberToObject(progress, "times", workload->progress_times);
    }
    cJSON *options = workload->option_count > 0 ? cJSON_AddObjectToObject(json, "options") : NULL;
    for (size_t i = 0; i < workload->option_count; i++)
        cJSON_AddStringToObject(options, workload->options[i].name,
                                settings ? settings[i] : workload->options[i].value);
    return json;
}
