/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KVM may exist and still be useless: if it is emulated itself, guests are far too slow. So a child
 * process, which can be killed, measures the time of a loop in a guest. */
#define _GNU_SOURCE
#include "backends/vm/kvm_probe.h"

#include "src/base/file.h"
#include "src/base/util.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/kvm.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { LIMIT_MS = 1000 };              /* for the whole test */
enum { ROUNDS = 0x100000 };            /* of the guest's loop: 0.4 to 5 ms with real KVM */
static const double TOO_SLOW_S = 0.25; /* of CPU time */

/* What the child found. `failed` is a literal, so it is valid in the parent too. */
struct finding {
    const char *failed; /* the step that failed; NULL = none */
    int failure;        /* its errno */
    double loop_s;      /* CPU time of the loop; 0 = it did not run, INFINITY = it did not end */
};

/* ---- the guest ---- */

/* The guest is one page of memory: a loop of ROUNDS, then an instruction that leaves the guest.
 * begin_at_code() makes the vCPU begin there. */
#ifdef __x86_64__
enum { CODE_ADDRESS = 0x1000, LAST_EXIT = KVM_EXIT_HLT };

static const unsigned char code[] = {
    0x66, 0xb9, 0x00, 0x00, 0x10, 0x00, /* mov ecx, ROUNDS */
    0x67, 0xe2, 0xfd,                   /* loop: itself */
    0xf4,                               /* hlt */
};

static int begin_at_code(int vm, int vcpu)
{
    struct kvm_sregs special;
    struct kvm_regs general = {.rip = CODE_ADDRESS, .rflags = 2};
    (void)vm;
    if (ioctl(vcpu, KVM_GET_SREGS, &special) < 0)
        return -1;
    special.cs.base = special.cs.selector = 0;
    return ioctl(vcpu, KVM_SET_SREGS, &special) < 0 || ioctl(vcpu, KVM_SET_REGS, &general) < 0 ? -1
                                                                                               : 0;
}
#elif defined(__aarch64__)
enum { CODE_ADDRESS = 0, LAST_EXIT = KVM_EXIT_MMIO };

static const uint32_t code[] = {
    0xd2a00200, /* mov x0, ROUNDS */
    0xd2a20001, /* mov x1, 0x10000000, where no memory is */
    0xf1000400, /* subs x0, x0, 1 */
    0x54ffffe1, /* b.ne: to the subtraction */
    0xf9000020, /* str x0, [x1] */
};

static int begin_at_code(int vm, int vcpu)
{
    struct kvm_vcpu_init kind;
    return ioctl(vm, KVM_ARM_PREFERRED_TARGET, &kind) < 0 ||
                   ioctl(vcpu, KVM_ARM_VCPU_INIT, &kind) < 0
               ? -1
               : 0;
}
#else
#error "KVM guests are written for x86-64 and aarch64"
#endif

static int fail(struct finding *finding, const char *step)
{
    finding->failed = step;
    finding->failure = errno;
    return -1;
}

static int give_memory(int vm)
{
    void *page = mmap(NULL, (size_t)sysconf(_SC_PAGESIZE), PROT_READ | PROT_WRITE,
                      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (page == MAP_FAILED)
        return -1;
    memcpy(page, code, sizeof code);
    struct kvm_userspace_memory_region region = {.guest_phys_addr = CODE_ADDRESS,
                                                 .memory_size = (uint64_t)sysconf(_SC_PAGESIZE),
                                                 .userspace_addr = (uintptr_t)page};
    return ioctl(vm, KVM_SET_USER_MEMORY_REGION, &region);
}

static double cpu_s(void)
{
    struct timespec used;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
    return (double)used.tv_sec + (double)used.tv_nsec * 1e-9;
}

static int run_loop(int vcpu, const struct kvm_run *run, struct finding *finding)
{
    double begun_s = cpu_s();
    int result;
    do
        result = ioctl(vcpu, KVM_RUN, 0);
    while (result < 0 && errno == EINTR);
    finding->loop_s = cpu_s() - begun_s;
    if (result < 0)
        return fail(finding, "running a guest");
    errno = EPROTO;
    return run->exit_reason == LAST_EXIT ? 0 : fail(finding, "running a guest");
}

/* Nothing is freed here: the process ends soon. */
static int try_guest(const char *device, struct finding *finding)
{
    int kvm = open(device, O_RDWR | O_CLOEXEC);
    if (kvm < 0)
        return fail(finding, "opening it");
    int vm = ioctl(kvm, KVM_CREATE_VM, 0);
    if (vm < 0)
        return fail(finding, "creating a machine");
    int run_bytes = ioctl(kvm, KVM_GET_VCPU_MMAP_SIZE, 0);
    int vcpu = give_memory(vm) < 0 ? -1 : ioctl(vm, KVM_CREATE_VCPU, 0);
    if (vcpu < 0 || run_bytes < 0 || begin_at_code(vm, vcpu) < 0)
        return fail(finding, "creating a vCPU");
    void *run = mmap(NULL, (size_t)run_bytes, PROT_READ | PROT_WRITE, MAP_SHARED, vcpu, 0);
    return run == MAP_FAILED ? fail(finding, "creating a vCPU") : run_loop(vcpu, run, finding);
}

/* ---- the child ---- */

static struct finding try_in_child(const char *device)
{
    struct finding finding = {0};
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) < 0) {
        fail(&finding, "making a pipe");
        return finding;
    }
    pid_t child = fork();
    if (child == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        try_guest(device, &finding);
        _exit(write(ends[1], &finding, sizeof finding) == sizeof finding ? 0 : 1);
    }
    if (child < 0)
        fail(&finding, "starting a process");
    close(ends[1]);
    struct pollfd answer = {.fd = ends[0], .events = POLLIN};
    if (child > 0) {
        if (poll(&answer, 1, LIMIT_MS) <= 0 ||
            read(ends[0], &finding, sizeof finding) != sizeof finding)
            finding.loop_s = INFINITY;
        kill(child, SIGKILL);
        waitpid(child, NULL, 0);
    }
    close(ends[0]);
    return finding;
}

/* ---- the answer ---- */

static bool cpu_has(const char *flag)
{
    UTIL_FREE char *info = file_read("/proc/cpuinfo", NULL);
    UTIL_FREE char *word = util_format(" %s ", flag);
    return info && strstr(info, word);
}

/* What to do where there is no device. */
static const char *hint_for_missing(void)
{
#ifdef __x86_64__
    if (cpu_has("svm"))
        return "sudo modprobe kvm_amd; if that fails, switch on SVM in the BIOS";
    if (cpu_has("vmx"))
        return "sudo modprobe kvm_intel; if that fails, switch on VT-x in the BIOS";
    if (cpu_has("hypervisor"))
        return "this machine is virtual: switch on nested virtualization on its host (the module "
               "parameter nested=1 of kvm_amd or kvm_intel, and QEMU's -cpu host)";
    return "switch on virtualization (VT-x, AMD-V, SVM) in the BIOS";
#else
    return "use a 64-bit kernel with KVM (Raspberry Pi: arm_64bit=1 in /boot/firmware/config.txt; "
           "a virtual machine: nested virtualization, QEMU's virtualization=on)";
#endif
}

static void explain_failure(const char *device, const struct finding *finding, struct probe *probe)
{
    char *reason = probe->reason;
    const char *hint = "read the kernel's log (sudo dmesg | grep -i kvm)";
    switch (finding->failure) {
    case ENOENT:
    case ENODEV:
    case ENXIO:
        snprintf(reason, sizeof probe->reason, "no KVM: there is no %s", device);
        hint = hint_for_missing();
        break;
    case EACCES:
    case EPERM:
        snprintf(reason, sizeof probe->reason, "you have no permission to use %s", device);
        hint = "sudo usermod -aG kvm $USER; then log in again";
        break;
    case EBUSY:
        snprintf(reason, sizeof probe->reason, "another hypervisor uses the CPU's virtualization");
        hint = "stop it (VirtualBox, VMware) or unload its kernel module";
        break;
    default:
        snprintf(reason, sizeof probe->reason, "KVM does not work here: %s failed: %s",
                 finding->failed, strerror(finding->failure));
    }
    snprintf(probe->hint, sizeof probe->hint, "%s", hint);
}

static bool judge(const char *device, const struct finding *finding, struct probe *probe)
{
    if (finding->failed) {
        explain_failure(device, finding, probe);
        return false;
    }
    if (finding->loop_s < TOO_SLOW_S)
        return true;
    if (isfinite(finding->loop_s))
        snprintf(probe->reason, sizeof probe->reason,
                 "KVM is too slow: a guest needs %.0f ms for a loop of 5 ms",
                 finding->loop_s * 1000);
    else
        snprintf(probe->reason, sizeof probe->reason,
                 "KVM is too slow: a guest needs more than %d ms for a loop of 5 ms", LIMIT_MS);
    snprintf(probe->hint, sizeof probe->hint,
             "KVM is emulated here: run edgetop on real hardware, or in a virtual machine whose "
             "host offers nested virtualization");
    return false;
}

bool kvm_probe_device(const char *device, struct probe *probe)
{
    struct finding finding = try_in_child(device);
    return judge(device, &finding, probe);
}

/* Only the result of the loop is remembered: other faults may be repaired while edgetop runs. */
bool kvm_probe(struct probe *probe)
{
    static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
    static struct finding finding;
    pthread_mutex_lock(&mutex);
    if (!(finding.loop_s > 0))
        finding = try_in_child("/dev/kvm");
    pthread_mutex_unlock(&mutex);
    return judge("/dev/kvm", &finding, probe);
}
