/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Backends: the code behind an environment. Each backend is one `struct backend` of verbs; the
 * engine sees nothing else of it. */
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
    char *name; /* without comma, space or slash */
    char *backend;
    /* Settings: NULL = the backend's default. */
    char *runtime;        /* docker: another OCI runtime */
    char *machine;        /* libvirt: QEMU's machine type */
    char *uri;            /* libvirt: of the connection */
    char *cache;          /* how the host caches a virtual machine's disks */
    char *rate_limiter;   /* firecracker: for each disk, in Firecracker's JSON */
    bool jailer;          /* firecracker: start it by its jailer */
    bool allow_emulation; /* virtual machines: QEMU's emulator may run them where KVM cannot; set by
                             the plan, not by the configuration */
};

/* Whether the environment can run on this host right now. */
struct probe {
    bool ready;
    /* Only QEMU's emulator (TCG) can run it here. It is ready if the environment allows that; every
     * trial then has the taint `emulated`. */
    bool emulated;
    char version[64];
    char settings[128]; /* the settings that influence results, e.g. "disk cache none" */
    char reason[256];   /* why it is not ready; empty when it is */
    char hint[512];     /* the exact command or action that fixes it */
    char warning[256];  /* it is ready, but memory cannot be limited: every trial has the taint
                           no_limit */
};

/* A file or folder of the host that the guest may read. */
struct volume {
    char *host_path;
    char *guest_path; /* below /volumes */
};

enum { BACKEND_VOLUMES_MAX = 12 };

/* One trial to start. The engine owns everything in it and keeps it until destroy(). */
struct trial_spec {
    const struct environment *environment;
    const struct image *image;
    const char *run_name; /* part of the name or label of everything that the trial creates */
    int trial;
    const char *log_stem;         /* path prefix of files beside the trial's log; NULL = no log */
    char *const *argv;            /* the guest program and its arguments, NULL-terminated */
    const struct volume *volumes; /* the image's models first */
    size_t volume_count;
    const char *scratch;  /* host folder that is /scratch for the guest, writable; NULL = none */
    double scratch_bytes; /* size of the files that must fit into it */
    const int *cpus;      /* the host's cores to run on */
    size_t cpu_count;
    uint64_t memory_bytes;
    const char *tap; /* the tap device for a machine's network card; NULL = it has no card */
};

enum output_stream { OUTPUT_EVENTS, OUTPUT_CONSOLE };

enum backend_event_kind {
    BACKEND_STARTED, /* the environment runs and pid() is known; only if start() returned earlier */
    BACKEND_OUTPUT,  /* bytes of one stream */
    BACKEND_EXIT,    /* the environment has ended and all its output was returned */
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
    struct error error; /* of BACKEND_EXIT: why it ended, if the backend knows more than the code */
};

struct fix;      /* see fix.h */
struct instance; /* one started environment; each backend has its own */

struct backend {
    const char *name;
    /* Checks the environment's settings; -1 with the error set. NULL = nothing to check. */
    int (*check)(const struct environment *environment, struct error *error);
    const char *scratch; /* what the trial's scratch folder is for the guest */
    /* True for virtual machines: their network card is a tap device, made before the start. In
     * others the process of pid() has a network namespace, which gets a card after the start. */
    bool is_machine;
    uid_t tap_user; /* the user who opens a machine's tap device */
    /* Takes at most a second or two, or 30 s where the daemon must start first. */
    void (*probe)(const struct environment *environment, struct probe *probe);
    /* Adds the commands that make the environment ready, if there are any. NULL = the probe's hint
     * says what to do by hand. */
    void (*fix)(struct fix *fix, const struct environment *environment);
    /* Converts the image and the volumes into the backend's own form, cached by digest. The spec
     * holds only what is the same for all trials. */
    int (*prepare)(const struct trial_spec *spec, struct deadline deadline, struct error *error);
    /* Starts the trial; NULL with the error set. When it returns, the guest program runs or is
     * about to run. */
    struct instance *(*start)(const struct trial_spec *spec, struct deadline deadline,
                              struct error *error);
    /* The next event before the deadline. */
    struct backend_event (*next)(struct instance *instance, struct deadline deadline);
    /* The pid, on the host, of the process whose cgroup or process tree is the environment; 0 while
     * it is unknown. */
    pid_t (*pid)(struct instance *instance);
    /* A part of the name of the environment's cgroup, valid until destroy(); a cgroup without it
     * holds other processes too. NULL, and no such verb: the pid's cgroup is the environment's. */
    const char *(*cgroup)(struct instance *instance);
    /* Closes the lifeline: the guest program ends by itself. */
    void (*release)(struct instance *instance);
    /* Kills whatever still runs. Safe in every state, more than once. */
    void (*stop)(struct instance *instance, struct deadline deadline);
    /* Removes everything that was created for the trial and frees the instance. */
    void (*destroy)(struct instance *instance);
    /* Removes what dead engines left behind; called while the machine lock is held. Returns how
     * many things it removed, -1 with the error set. */
    int (*sweep)(const struct environment *environment, struct error *error);
};

#endif
