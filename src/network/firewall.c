/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lets the private network through this host's firewall. The comment of each rule that edgetop adds
 * is the bridge's name. */
#include "src/network/firewall.h"

#include "src/base/json.h"
#include "src/base/util.h"
#include "src/network/tool.h"

#include <stdlib.h>
#include <string.h>

/* The ports on which programs of the host's side listen. */
static const char host_ports[] = "2200-2299";

/* The items of the whole ruleset; the caller frees *ruleset. NULL if nft cannot list them. */
static const cJSON *list_rules(cJSON **ruleset)
{
    char *const argv[] = {"nft", "-j", "list", "ruleset", NULL};
    struct error ignored;
    *ruleset = tool_json(argv, "", &ignored);
    return cJSON_GetObjectItemCaseSensitive(*ruleset, "nftables");
}

static bool has_text(const cJSON *object, const char *name, const char *text)
{
    const char *value = json_string(object, name);
    return value && strcmp(value, text) == 0;
}

/* True for a filter chain at the hook that IPv4 packets pass. */
static bool filters_at(const cJSON *chain, const char *hook)
{
    return has_text(chain, "type", "filter") && has_text(chain, "hook", hook) &&
           (has_text(chain, "family", "ip") || has_text(chain, "family", "inet"));
}

/* Appends the command for a rule at the chain's head that accepts what `match` says. */
static void add_rule(char **commands, const cJSON *chain, const char *match, const char *bridge)
{
    char *longer = util_format("%sinsert rule %s %s %s %s accept comment \"%s\"\n", *commands,
                               json_string(chain, "family"), json_string(chain, "table"),
                               json_string(chain, "name"), match, bridge);
    free(*commands);
    *commands = longer;
}

int firewall_open(const struct network *network, struct error *error)
{
    UTIL_FREE char *in = util_format("iifname %s ip saddr %s ip daddr %s tcp dport %s",
                                     network->bridge, network->guest, network->host, host_ports);
    UTIL_FREE char *there = util_format("iifname %s ip daddr %s", network->bridge, network->server);
    UTIL_FREE char *back = util_format("oifname %s ip saddr %s", network->bridge, network->server);
    UTIL_FREE char *commands = util_strdup("");
    JSON_FREE cJSON *ruleset = NULL;
    const cJSON *item;
    cJSON_ArrayForEach(item, list_rules(&ruleset))
    {
        const cJSON *chain = cJSON_GetObjectItemCaseSensitive(item, "chain");
        if (filters_at(chain, "input"))
            add_rule(&commands, chain, in, network->bridge);
        if (*network->server && filters_at(chain, "forward")) {
            add_rule(&commands, chain, there, network->bridge);
            add_rule(&commands, chain, back, network->bridge);
        }
    }
    return *commands ? tool_nft(commands, "cannot add rules to this host's firewall", error) : 0;
}

void firewall_close(const char *bridge)
{
    UTIL_FREE char *commands = util_strdup("");
    JSON_FREE cJSON *ruleset = NULL;
    const cJSON *item;
    cJSON_ArrayForEach(item, list_rules(&ruleset))
    {
        const cJSON *rule = cJSON_GetObjectItemCaseSensitive(item, "rule");
        if (!has_text(rule, "comment", bridge))
            continue;
        char *longer = util_format("%sdelete rule %s %s %s handle %.0f\n", commands,
                                   json_string(rule, "family"), json_string(rule, "table"),
                                   json_string(rule, "chain"), json_number(rule, "handle"));
        free(commands);
        commands = longer;
    }
    if (*commands)
        tool_nft(commands, "", NULL);
}
