/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Questions on the message line, answered by one key. */
#include "ui/state.h"

#include <stdio.h>
#include <string.h>

void ui_ask(struct ui *ui, const char *question, const char *keys, ui_answer *answer, void *context)
{
    ui->prompt = (struct prompt){.open = true, .keys = keys, .answer = answer, .context = context};
    snprintf(ui->prompt.question, sizeof ui->prompt.question, "%s", question);
    ui_changed(ui);
}

void prompt_key(struct ui *ui, int key)
{
    struct prompt asked = ui->prompt;
    ui->prompt.open = false;
    if (key > 0 && key < 128 && strchr(asked.keys, key))
        asked.answer(ui, asked.context, key);
}
