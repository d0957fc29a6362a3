/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Questions on the message line: one key, or a line of text. */
#include "ui/app_state.h"

#include "ui/edit.h"

#include <stdio.h>
#include <string.h>

static void prompt_open(struct ui *ui, const char *question, void *context)
{
    ui->prompt = (struct prompt){.open = true, .context = context};
    snprintf(ui->prompt.question, sizeof ui->prompt.question, "%s", question);
    ui_changed(ui);
}

void ui_ask(struct ui *ui, const char *question, const char *keys, ui_answer *answer, void *context)
{
    prompt_open(ui, question, context);
    ui->prompt.keys = keys;
    ui->prompt.answer = answer;
}

void ui_edit(struct ui *ui, const char *label, const char *initial, ui_edited *done, void *context)
{
    prompt_open(ui, label, context);
    ui->prompt.edited = done;
    snprintf(ui->prompt.text, sizeof ui->prompt.text, "%s", initial);
}

static void prompt_answer(struct ui *ui, int key)
{
    struct prompt asked = ui->prompt;
    ui->prompt.open = false;
    if (key > 0 && key < 128 && strchr(asked.keys, key))
        asked.answer(ui, asked.context, key);
}

static void prompt_edit(struct ui *ui, int key)
{
    struct prompt *prompt = &ui->prompt;
    if (key == '\n' || key == '\r' || key == KEY_ENTER) {
        struct prompt edited = *prompt;
        prompt->open = false;
        edited.edited(ui, edited.context, edited.text);
    } else if (key == 27) {
        prompt->open = false;
    } else {
        edit_key(prompt->text, sizeof prompt->text, key);
    }
}

void prompt_key(struct ui *ui, int key)
{
    if (ui->prompt.keys)
        prompt_answer(ui, key);
    else
        prompt_edit(ui, key);
}
