# SPDX-License-Identifier: GPL-3.0-or-later
"""Environments against each other and, for virtual machines, against the same machine started by
hand. Made for the lab (tests/bench/lab): under emulation only the ratios are meaningful."""

import contextlib
import os
import selectors
import socket
import subprocess
import time
import xml.etree.ElementTree as ElementTree

from support import Row, Unavailable, events, need, progress, wait_for_phase

ENVIRONMENTS = ["native", "docker", "firecracker", "kvm", "qemu-microvm"]
STARTS = 5
INFERENCES = 10
LIMIT_S = 120
OF_STARTUP = ["--workload", "startup"]
FIRST_LINE = b'"phase":"load"'


def ready(place):
    """The environments that are ready here, native first; prints the reason for the others."""
    found = []
    for event in place.probes(ENVIRONMENTS):
        if event["ready"]:
            found.append(event["env"])
        else:
            print(f"{event['env']}: not measured: {event['reason']}", flush=True)
    return found


def need_environment(place, name):
    if name not in ready(place):
        raise Unavailable(f"needs the environment {name}")


def spans_ms(journal, *names):
    """For each of these phases: milliseconds from the phase create to it, of every trial."""
    spans = []
    for number in [event["trial"] for event in journal if event["ev"] == "trial"]:
        at = {event["phase"]: event["t"] for event in journal
              if event["ev"] == "phase" and event["trial"] == number}
        spans.append([1e3 * (at[name] - at["create"]) for name in names])
    return list(map(list, zip(*spans)))


def startup(place):
    """The start of each environment; native is the reference."""
    environments = ready(place)
    progress(f"{STARTS} starts of {', '.join(environments)}")
    rows, native = [], None
    for env in environments:
        journal = place.whole_run("--env", env, *OF_STARTUP, "--trials", str(STARTS))
        created, first = spans_ms(journal, "boot", "load")
        rows.append(Row(f"{env}: created", "ms", created))
        rows.append(Row(f"{env}: first line of the program", "ms", first, native))
        native = native or first
    return rows


def each_environment(place):
    """The same inferences in each environment; native is the reference."""
    environments = ready(place)
    progress(f"{STARTS} trials of {INFERENCES} inferences in {', '.join(environments)}")
    journal = place.whole_run("--env", ",".join(environments), "--workload", "traffic-light",
                              "--model", "small", "--trials", str(STARTS), "--inferences",
                              str(INFERENCES))
    env_of = {event["trial"]: event["env"] for event in journal if event["ev"] == "trial"}
    rows = []
    for env in environments:
        trials = [[event["ms"] for event in journal if event["ev"] == "infer" and event["i"] > 0
                   and event["trial"] == number] for number in env_of if env_of[number] == env]
        means = [sum(trial) / len(trial) for trial in trials]
        rows.append(Row(f"{env}: mean inference of a trial", "ms", means,
                        rows[0].ours if rows else None))
    return rows


# --- By hand --------------------------------------------------------------------------------------


def firecracker_by_hand(config):
    """Milliseconds from exec to the program's first line on the console."""
    command = ["firecracker", "--no-api", "--config-file", str(config)]
    started_s = time.monotonic()
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE) as process:
        try:
            for line in process.stdout:
                if FIRST_LINE in line:
                    return 1e3 * (time.monotonic() - started_s)
        finally:
            process.kill()
    raise RuntimeError(f"firecracker with {config} ended without a line from the program")


def firecracker(place):
    """In turn. The file that the backend writes beside the log describes the machine."""
    need_environment(place, "firecracker")
    progress(f"2 x {STARTS} machines of Firecracker")
    ours, theirs = [], []
    for _ in range(STARTS):
        with place.ended("--env", "firecracker", *OF_STARTUP, "--trials", "1") as run:
            ours += spans_ms(events(run), "load")[0]
            theirs.append(firecracker_by_hand(next((run / "console").glob("*.firecracker.json"))))
    return [Row("firecracker: first line, against --config-file", "ms", ours, theirs, aim=1.1)]


def virsh(*arguments):
    done = subprocess.run(["virsh", "--quiet", *arguments], capture_output=True, text=True,
                          env={**os.environ, "LIBVIRT_DEFAULT_URI": "qemu:///system"})
    if done.returncode != 0:
        raise RuntimeError(f"virsh {arguments[0]}: {done.stderr}")
    return done.stdout


def description_of(place):
    """The file with the domain of a trial, read from libvirt during that trial, with sockets moved to
    our folder, and the paths of these sockets."""
    options = ["--workload", "traffic-light", "--model", "small", "--trials", "1", "--inferences",
               "1000"]
    with place.started("--env", "kvm", *options) as run:
        wait_for_phase(run, "load", LIMIT_S)
        name = next(name for name in virsh("list", "--name").split() if name.startswith("edgetop"))
        domain = ElementTree.fromstring(virsh("dumpxml", "--inactive", name))
    domain.find("name").text = "by-hand"
    domain.remove(domain.find("uuid"))
    place.folder.chmod(0o755)  # QEMU's user connects
    ours = {}
    for source in domain.iterfind(".//source[@mode='connect']"):
        path = ours.setdefault(source.get("path"), str(place.folder / f"socket{len(ours)}"))
        source.set("path", path)
    ElementTree.ElementTree(domain).write(place.folder / "domain.xml")
    return place.folder / "domain.xml", list(ours.values())


def listen(path):
    server = socket.socket(socket.AF_UNIX)
    server.bind(path)
    os.chmod(path, 0o777)
    server.listen()
    return server


def wait_for_first_line(servers):
    """Waits for the first line of the program, on any of its connections."""
    end_s = time.monotonic() + LIMIT_S
    said = {}
    with selectors.DefaultSelector() as selector:
        for server in servers:
            selector.register(server, selectors.EVENT_READ)
        while (left_s := end_s - time.monotonic()) > 0:
            for key, _ in selector.select(left_s):
                if key.fileobj in servers:
                    selector.register(key.fileobj.accept()[0], selectors.EVENT_READ)
                    continue
                data = key.fileobj.recv(1 << 16)
                said[key.fd] = said.get(key.fd, b"") + data
                if FIRST_LINE in said[key.fd]:
                    return
                if not data:
                    selector.unregister(key.fileobj)
    raise RuntimeError(f"no line from the program within {LIMIT_S} s")


def kvm_by_hand(description, paths):
    """Milliseconds from virsh create to the program's first line on its channel."""
    with contextlib.ExitStack() as stack:
        servers = [stack.enter_context(listen(path)) for path in paths]
        started_s = time.monotonic()
        virsh("create", str(description))
        wait_for_first_line(servers)
        took_ms = 1e3 * (time.monotonic() - started_s)
        with contextlib.suppress(RuntimeError):  # its guest also ends by itself, as nobody listens
            virsh("destroy", "by-hand")
        while "by-hand" in virsh("list", "--name").split():
            time.sleep(0.1)
    for path in paths:
        os.unlink(path)
    return took_ms


def kvm(place):
    """In turn. virsh, too, has to connect to the daemon."""
    need_environment(place, "kvm")
    need("virsh", "libvirt-clients")
    description, paths = description_of(place)
    progress(f"2 x {STARTS} machines of libvirt")
    ours, theirs = [], []
    for _ in range(STARTS):
        journal = place.whole_run("--env", "kvm", *OF_STARTUP, "--trials", "1")
        ours += spans_ms(journal, "load")[0]
        theirs.append(kvm_by_hand(description, paths))
    return [Row("kvm: first line, against virsh create", "ms", ours, theirs, aim=1.1)]
