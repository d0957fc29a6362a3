/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Backends: the code behind an environment. One `struct backend` of verbs for each; the engine
 * knows no more than this. */
#ifndef EDGETOP_BACKEND_H
#define EDGETOP_BACKEND_H

#include "src/base/deadline.h"
#include "src/base/error.h"
#include "src/cache/image.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* A name plus settings for a backend. */
struct environment {
    char *name;
    char *backend;
    /* Settings: NULL = the backend's default. */
    char *runtime;        /* docker: another OCI runtime */
    char *machine;        /* libvirt: QEMU's machine type */
    char *uri;            /* libvirt: of the connection */
    char *cache;          /* of a virtual machine's disks on the host */
    char *rate_limiter;   /* firecracker: of each disk, its own JSON */
    bool jailer;          /* firecracker: by its jailer */
    bool allow_emulation; /* virtual machines: by QEMU's emulator where KVM is of no use; of the
                             plan, not of the configuration */
};

/* What the environment is able to do on this host right now. */
struct probe {
    bool ready;
    /* It runs here in QEMU's emulator (TCG) only: ready where the environment allows that, and then
     * the taint `emulated` of every trial. */
    bool emulated;
    char version[64];
    char settings[128]; /* what of its trials' settings decides results, e.g. "disk cache none" */
    char reason[256];   /* why not, exactly; empty when ready */
    char hint[512];     /* the exact command or action that fixes it */
    char warning[256];  /* ready, but e.g. memory cannot be limited: becomes the taint no_limit of
                           every trial */
};

/* A file or folder of the host, read-only inside. */
struct volume {
    char *host_path;
    char *guest_path; /* below /volumes */
};

enum { BACKEND_VOLUMES_MAX = 12 };

/* One trial to be started. Everything is the engine's and stays valid until destroy. */
struct trial_spec {
    const struct environment *environment;
    const struct image *image;
    const char *run_name; /* label of everything the trial creates */
    int trial;
    const char *log_stem; /* files that belong beside the trial's log begin so; NULL = there is no
                             log */
    char *const *argv;    /* the guest program and its arguments, NULL-terminated */
    const struct volume *volumes; /* the image's models first */
    size_t volume_count;
    const char *scratch;  /* folder of the host that is /scratch inside, writable; NULL = none */
    double scratch_bytes; /* that must fit into it: of files */
    const int *cpus;      /* the host's cores to run on */
    size_t cpu_count;
    uint64_t memory_bytes;
    const char *tap; /* the device that a machine's network card is to be; NULL = it has no card */
};

enum output_stream { OUTPUT_EVENTS, OUTPUT_CONSOLE };

enum backend_event_kind {
    BACKEND_STARTED, /* the environment runs, and pid() knows it (only where start() returns before)
                      */
    BACKEND_OUTPUT,  /* bytes of one stream */
    BACKEND_EXIT,    /* the environment has ended and its output is drained */
    BACKEND_DEADLINE,  /* nothing until the deadline */
    BACKEND_CANCELLED, /* cancel_fd became readable */
    BACKEND_ERROR,     /* the backend itself failed (daemon gone); error filled */
};

struct backend_event {
    enum backend_event_kind kind;
    enum output_stream stream;
    const char *data; /* valid until the next call */
    size_t length;
    int exit_code;      /* of the guest program; 128 + signal where it was killed; -1 = unknown */
    bool out_of_memory; /* the memory limit killed something in it */
    struct error
        error; /* of BACKEND_EXIT: why it ended, where the backend knows more than the code */
};

struct fix;      /* see fix.h */
struct instance; /* one started environment; each backend has its own */

struct backend {
    const char *name;
    /* Whether an environment's settings are right for it; -1 with the error set. NULL = all are. */
    int (*check)(const struct environment *environment, struct error *error);
    const char *scratch; /* how a trial's scratch folder is seen inside */
    /* A virtual machine's network card is a tap device, made before the start; elsewhere the
     * process of pid() has a network namespace of its own, into which a card is put. */
    bool is_machine;
    uid_t tap_user; /* the user who opens a machine's tap device */
    /* Never blocks longer than a second or two. */
    void (*probe)(const struct environment *environment, struct probe *probe);
    /* Adds the commands that make the environment ready, none where no command helps. NULL, as a
     * verb also: the probe's hint says what to do by hand. */
    void (*fix)(struct fix *fix, const struct environment *environment);
    /* Brings the image and the volumes into the backend's own form, cached by digest. The spec is
     * as a trial's, but for what changes from trial to trial. */
    int (*prepare)(const struct trial_spec *spec, struct deadline deadline, struct error *error);
    /* Starts the trial; NULL with the error set. When it returns the guest program is running or
     * about to. */
    struct instance *(*start)(const struct trial_spec *spec, struct deadline deadline,
                              struct error *error);
    /* The next event before the deadline. */
    struct backend_event (*next)(struct instance *instance, struct deadline deadline);
    /* The host's pid whose cgroup (or process tree) is the environment; 0 while unknown. */
    pid_t (*pid)(struct instance *instance);
    /* A text in the name of the environment's cgroup, valid until destroy: one without it holds
     * others too. NULL, as a verb also: the pid's cgroup is the environment's. */
    const char *(*cgroup)(struct instance *instance);
    /* Closes the lifeline: the guest program ends by itself. */
    void (*release)(struct instance *instance);
    /* Kills whatever still runs. Safe in every state, more than once. */
    void (*stop)(struct instance *instance, struct deadline deadline);
    /* Removes everything that was created for the trial and frees the instance. */
    void (*destroy)(struct instance *instance);
    /* Removes what dead engines left behind (called under the machine lock). Returns how many
     * things were removed, -1 with the error set. */
    int (*sweep)(const struct environment *environment, struct error *error);
};

#endif
