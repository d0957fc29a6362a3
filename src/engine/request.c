/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the engine process is asked to do, and what it answers. */
#include "src/engine/request.h"

#include "src/base/json.h"
#include "src/base/util.h"

#include <stdlib.h>

/* Takes ownership. */
static char *line_of(cJSON *json)
{
    UTIL_FREE char *text = cJSON_PrintUnformatted(json);
    cJSON_Delete(json);
    return util_format("%s\n", text);
}

char *engine_request_line(const struct engine_request *request)
{
    cJSON *json = cJSON_CreateObject();
    if (request->resume)
        cJSON_AddStringToObject(json, "resume", request->resume);
    else
        cJSON_AddItemToObject(json, "plan", plan_to_json(&request->plan));
    cJSON_AddBoolToObject(json, "retry_failed", request->retry_failed);
    return line_of(json);
}

int engine_request_read(struct engine_request *request, const char *line, struct error *error)
{
    JSON_FREE cJSON *json = cJSON_Parse(line);
    const cJSON *plan = cJSON_GetObjectItemCaseSensitive(json, "plan");
    const char *resume = json_string(json, "resume");
    if (!plan && !resume)
        return error_set(error, EXIT_USAGE, "start runs with `edgetop run`");
    request->resume = util_strdup(resume);
    request->retry_failed = json_bool(json, "retry_failed", false);
    return plan ? plan_from_json(&request->plan, plan, error) : 0;
}

char *engine_answer_line(const char *folder, const struct error *error)
{
    cJSON *json = cJSON_CreateObject();
    if (folder)
        cJSON_AddStringToObject(json, "run", folder);
    else {
        cJSON_AddStringToObject(json, "error", error->text);
        cJSON_AddNumberToObject(json, "code", error->code);
    }
    return line_of(json);
}

char *engine_answer_read(const char *line, struct error *error)
{
    JSON_FREE cJSON *json = cJSON_Parse(line);
    const char *run = json_string(json, "run"), *reason = json_string(json, "error");
    if (run)
        return util_strdup(run);
    error_set(error, (enum exit_code)json_int(json, "code", EXIT_MACHINE), "%s",
              reason ? reason : "the engine ended before the run began");
    return NULL;
}
