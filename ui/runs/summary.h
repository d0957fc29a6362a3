/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A summary of a run, for one line: read without its samples and inferences. */
#ifndef EDGETOP_UI_RUNS_SUMMARY_H
#define EDGETOP_UI_RUNS_SUMMARY_H

#include <stdbool.h>

enum run_state {
    RUN_UNREADABLE,
    RUN_RUNNING,
    RUN_DONE,      /* every slot of the plan has a result, or it is precise enough */
    RUN_CANCELLED, /* someone stopped it */
    RUN_RESUMABLE  /* it ended early for another reason */
};

struct run_summary {
    enum run_state state;
    char *name, *started, *envs,
        *workloads;  /* NULL if unknown; names in lists are separated by commas */
    int done, total; /* slots with a result, slots of the plan; 0 = unknown */
    int failed;      /* results that are not ok */
    double took_s;   /* run time of the last event read */
};

/* Reads a run directory; free it with run_summary_free. */
struct run_summary run_summary_read(const char *directory, bool running);
void run_summary_free(struct run_summary *summary);

#endif
