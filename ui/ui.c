/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What screens may call: other screens, lines, questions, jobs. */
#include "ui/state.h"

#include <stdarg.h>
#include <stdio.h>

/* ---- screens ---- */

static size_t ui_index(const struct ui *ui, const struct screen *screen)
{
    size_t i = 0;
    while (i + 1 < ui->screen_count && ui->screens[i] != screen)
        i++;
    return i;
}

void *ui_state(struct ui *ui)
{
    size_t i = ui_index(ui, ui->screen);
    if (!ui->opened[i] && ui->screens[i]->open)
        ui->states[i] = ui->screens[i]->open(ui);
    ui->opened[i] = true;
    return ui->states[i];
}

static const struct screen *ui_find(const struct ui *ui, int key)
{
    for (size_t i = 0; i < ui->screen_count; i++)
        if (ui->screens[i]->key == key)
            return ui->screens[i];
    return NULL;
}

bool ui_show(struct ui *ui, int key)
{
    const struct screen *screen = ui_find(ui, key);
    if (!screen)
        return false;
    if (screen != ui->screen) {
        if (ui->screen && ui->screen->left)
            ui->screen->left(ui, ui_state(ui));
        ui->previous = ui->screen;
    }
    ui->screen = screen;
    void *state = ui_state(ui);
    if (screen->shown)
        screen->shown(ui, state);
    ui_changed(ui);
    return true;
}

void ui_quit(struct ui *ui)
{
    ui->quit = true;
}

void ui_changed(struct ui *ui)
{
    ui->changed = true;
}

/* ---- lines and questions ---- */

void ui_message(struct ui *ui, enum ink ink, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(ui->message, sizeof ui->message, format, arguments);
    va_end(arguments);
    ui->message_ink = ink;
    ui_changed(ui);
}

void ui_header(struct rect rect, const char *left, const char *right)
{
    int used = pen_text(rect.y, rect.x, rect.width, theme_ink(INK_STRONG), left);
    int room = rect.width - used - 2;
    if (right && pen_width(right) <= room)
        pen_right(rect.y, rect.x + used + 2, room, theme_ink(INK_TEXT), "%s", right);
}

void ui_ask(struct ui *ui, const char *question, const char *keys, ui_answer *answer, void *context)
{
    ui->prompt = (struct prompt){.open = true, .keys = keys, .answer = answer, .context = context};
    snprintf(ui->prompt.question, sizeof ui->prompt.question, "%s", question);
    ui_changed(ui);
}

/* ---- jobs ---- */

struct job *ui_start_job(struct ui *ui, const char *const arguments[], job_line *line,
                         job_done *done, void *context)
{
    struct error error = {.text = "too many jobs"};
    struct job *job =
        ui->job_count < UI_JOB_MAX ? job_start(arguments, line, done, context, &error) : NULL;
    if (job)
        ui->jobs[ui->job_count++] = job;
    else
        ui_message(ui, INK_BAD, "%s", error.text);
    return job;
}
