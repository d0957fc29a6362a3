/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text about the line under the cursor: below the lists as much as fits; all of it in its own frame
 * when the operator asks for it. */
#include "ui/setup/state.h"

#include "src/base/util.h"
#include "ui/draw/wrap.h"
#include "ui/setup/choice.h"
#include "ui/setup/form.h"
#include "ui/setup/sum.h"

#include <stdlib.h>
#include <string.h>

#define EMULATION_MEANING                                                                          \
    "Without KVM, virtual machines run in QEMU's emulator (TCG), 10 to 50 times slower: good to "  \
    "try things, not to compare. Each trial is tainted \"emulated\". Same as --allow-emulation."

/* A statement, and what to do. */
struct hint {
    char *text, *fix; /* owned; the fix may be NULL */
    enum ink ink;
};

static void hint_free(struct hint *hint)
{
    free(hint->text);
    free(hint->fix);
}

/* ---- what to say ---- */

static struct hint hint_ready(const struct setup *setup, const struct model_env *env)
{
    const char *version = env->version ? env->version : "";
    struct hint hint = {.ink = INK_TEXT};
    if (env->emulated && setup->plan.allow_emulation && !env->ready)
        hint.text = util_format("%s runs emulated (TCG): %s", env->name,
                                env->reason ? env->reason : "KVM cannot be used here");
    else
        hint.text = util_format("%s is ready%s%s", env->name, *version ? ": " : "", version);
    return hint;
}

static struct hint hint_env(const struct setup *setup, int i)
{
    const struct model_env *env = &setup->findings->model->envs[i];
    if (!findings_probed(setup->findings, i))
        return (struct hint){util_format("%s is being probed", env->name), NULL, INK_TEXT};
    if (setup_env_ready(setup, i))
        return hint_ready(setup, env);
    const char *instead = env->emulated ? "; or tick \"" EMULATION_TICK "\" below" : "";
    return (struct hint){
        util_format("%s is not ready: %s", env->name,
                    env->reason ? env->reason : "no reason is known"),
        env->hint ? util_format("fix: %s (then r checks again)%s", env->hint, instead) : NULL,
        INK_WARN};
}

static struct hint hint_workload(const struct setup *setup, int i)
{
    const struct model_workload *workload = &setup->findings->model->workloads[i];
    struct findings_models models = findings_models(setup->findings, i);
    const char *name = setup_model_name(setup, i);
    if (workload->reason)
        return (struct hint){util_format("%s is not ready: %s", workload->name, workload->reason),
                             workload->hint ? util_format("fix: %s", workload->hint) : NULL,
                             INK_WARN};
    return (struct hint){
        util_format(
            "%s%s%s%s%s", workload->title ? workload->title : workload->name,
            name ? ", model " : "", name ? name : "",
            workload->timing_only
                ? ". Timing only: random weights, so its times are valid and its answers are not."
                : ".",
            models.count > 1 ? " m: next model." : ""),
        NULL, INK_TEXT};
}

static struct hint hint_warning(const struct setup *setup, size_t line)
{
    int count;
    UTIL_FREE int *warnings = setup_warnings(setup, &count);
    const char *text = setup->findings->model->notes[warnings[line]].text;
    return (struct hint){util_strdup(text ? text : ""), NULL, INK_WARN};
}

/* What a field means for what is ticked (heap); "" for most of them. */
static char *field_effect(const struct setup *setup, const char *option)
{
    struct sum sum = setup_sum(setup);
    if (strcmp(option, "trials") == 0)
        return sum_reach(sum.envs, &setup->plan);
    return strcmp(option, "until") == 0 ? sum_until(&sum, &setup->plan) : util_strdup("");
}

static struct hint hint_field(const struct setup *setup, size_t i)
{
    const struct form_field *field = form_field(i);
    UTIL_FREE char *effect = field_effect(setup, field->option);
    return (struct hint){
        util_format("%s: %s%s%s", field->label, field->about, *effect ? "; " : "", effect), NULL,
        INK_TEXT};
}

/* The hint for the line under the cursor; its text is NULL if there is nothing to say. */
static struct hint hint_of(const struct setup *setup)
{
    size_t i = setup->cursor[setup->panel];
    if (i >= setup_count(setup, setup->panel))
        return (struct hint){0};
    switch (setup->panel) {
    case SETUP_ENVS:
        if (i == setup->findings->model->env_count)
            return (struct hint){util_strdup(EMULATION_MEANING), NULL, INK_TEXT};
        return hint_env(setup, (int)i);
    case SETUP_WORKLOADS:
        return hint_workload(setup, (int)i);
    case SETUP_WARNINGS:
        return hint_warning(setup, i);
    case SETUP_PLAN:
        return hint_field(setup, i);
    default:
        return (struct hint){0};
    }
}

/* ---- drawing ---- */

static int hint_rows(const struct hint *hint, int width)
{
    return wrap_rows(hint->text, width) + (hint->fix ? wrap_rows(hint->fix, width) : 0);
}

/* If there is no room for both, the fix replaces the end of the statement. */
static void hint_draw(const struct hint *hint, struct rect rect)
{
    struct rect above = rect;
    above.height -= hint->fix && rect.height > 1 ? 1 : 0;
    int used = wrap_draw(above, theme_ink(hint->ink), hint->text);
    rect.y += used;
    rect.height -= used;
    if (hint->fix)
        wrap_draw(rect, theme_ink(INK_STRONG), hint->fix);
}

void setup_hint_draw(const struct setup *setup, struct rect rect)
{
    static const char more[] = "…  enter: the whole text";
    struct hint hint = hint_of(setup);
    rect.x++;
    rect.width -= 2;
    if (hint.text) {
        hint_draw(&hint, rect);
        if (hint_rows(&hint, rect.width) > rect.height)
            pen_right(rect.y + rect.height - 1, rect.x + rect.width - pen_width(more),
                      pen_width(more), theme_ink(INK_TEXT), "%s", more);
    }
    hint_free(&hint);
}

bool setup_can_explain(const struct setup *setup)
{
    size_t i = setup->cursor[setup->panel];
    if (setup->panel == SETUP_ENVS)
        return i < setup->findings->model->env_count && findings_probed(setup->findings, (int)i) &&
               !setup_env_ready(setup, (int)i);
    return setup->panel == SETUP_WARNINGS && i < setup_count(setup, SETUP_WARNINGS);
}

void setup_explain_draw(const struct setup *setup, struct rect box)
{
    struct hint hint = hint_of(setup);
    for (int y = box.y; y < box.y + box.height; y++)
        pen_line(y, box.x, box.width, A_NORMAL, L' ');
    struct rect in = pen_box(box, NULL, 0, "esc goes back");
    in.x++;
    in.width -= 2;
    if (hint.text) {
        int used = wrap_draw(in, theme_ink(hint.ink), hint.text) + 1;
        in.y += used;
        in.height -= used;
    }
    if (hint.fix)
        wrap_draw(in, theme_ink(INK_STRONG), hint.fix);
    hint_free(&hint);
}
