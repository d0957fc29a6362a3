/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where edgetop keeps its files. All results are heap strings: free them. */
#ifndef EDGETOP_BASE_PATHS_H
#define EDGETOP_BASE_PATHS_H

/* $XDG_STATE_HOME/edgetop/runs; unset: /var/lib/edgetop/runs for root, ~/.local/state/edgetop/runs
 * for others. */
char *paths_runs(void);
/* $XDG_CACHE_HOME/edgetop; unset: /var/cache/edgetop for root, ~/.cache/edgetop for others. */
char *paths_cache(void);
/* Where sockets go: /run/edgetop for root (never below $XDG_RUNTIME_DIR, which other users of the
 * system cannot enter), $XDG_RUNTIME_DIR/edgetop for others; unset: paths_cache()/run. */
char *paths_runtime(void);
/* $XDG_CONFIG_HOME/edgetop/config.json, else ~/.config/edgetop/config.json. */
char *paths_config(void);
/* "workloads" in the same folder: the operator's own workloads. */
char *paths_workloads(void);

#endif
