/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The engine: runs the plan's trials one after another, detached from any terminal. */
#ifndef EDGETOP_ENGINE_ENGINE_H
#define EDGETOP_ENGINE_ENGINE_H

/* The engine process itself (`edgetop engine`): request on stdin, one answer line on stdout.
 * Returns the exit code. */
int engine_main(void);

#endif
