/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Members of an event, and its time. */
#include "src/model/event.h"

#include "src/base/json.h"
#include "src/base/text.h"
#include "src/base/util.h"

#include <stdlib.h>

const cJSON *event_get(const cJSON *event, const char *key)
{
    return cJSON_GetObjectItemCaseSensitive(event, key);
}

double event_get_number(const cJSON *event, const char *key)
{
    double value = json_number(event, key);
    return isfinite(value) ? value : (double)NAN;
}

int event_get_count(const cJSON *event, const char *key)
{
    int value = json_int(event, key, 0);
    return value > 0 ? value : 0;
}

char *event_copy_printable(const char *text)
{
    char *copy = util_strdup(text);
    if (copy)
        text_make_printable(copy);
    return copy;
}

char *event_copy_name(const char *text)
{
    char name[TEXT_NAME_MAX_BYTES + 1];
    struct text cut = TEXT_IN(name);
    text_add(&cut, "%s", text ? text : "");
    return text ? event_copy_printable(name) : NULL;
}

char *event_get_text(const cJSON *event, const char *key)
{
    return event_copy_printable(json_string(event, key));
}

void event_replace_text(char **text, const cJSON *event, const char *key)
{
    free(*text);
    *text = event_get_text(event, key);
}

double event_not_before(double t, double previous_t)
{
    return t < previous_t ? previous_t : t;
}
