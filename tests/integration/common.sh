# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What the tests of whole runs share: starting runs, reading what they left, and workloads that are
# small shell scripts.
# shellcheck source=tests/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"

# The words that start the program; workload_script puts others in front.
program=("$edgetop")
# Of the tests' own workloads; the manifests that are really there, and those of the scripts.
workloads=$work/workloads
# In the command line of everything that a workload_script starts.
marker=edgetop-test-$$-$RANDOM

# --- Runs -----------------------------------------------------------------------------------------

# A run to its end: $code, $output, $errors and $run, its directory ("" = none).
run() { # ARGUMENT...
    code=0
    "${program[@]}" run "$@" >"$work/output" 2>"$work/errors" </dev/null || code=$?
    look_at_run
}

# A run left to itself: the same.
run_detached() { # ARGUMENT...
    run --detach "$@"
}

# What the tests look at.
# shellcheck disable=SC2034
look_at_run() {
    output=$(cat "$work/output") errors=$(cat "$work/errors")
    run=$(last_run 2>/dev/null)
}

# The values that the filter makes of each event; a line that is still being written is left out.
events() { # FILTER
    grep -a '}$' "$run/journal.ndjson" | jq -rc "$1"
}

results() {
    events 'select(.ev == "result").status' | paste -sd ' '
}

# Of the last result.
reason() {
    events 'select(.ev == "result").reason // empty' | tail -n 1
}

# True where the present session has come to the phase.
has_phase() { # PHASE
    grep -qs "\"phase\":\"$1\"" "$run/journal.ndjson"
}

engine_pid() {
    events 'select(.ev == "session").pid' | tail -n 1
}

run_has_ended() {
    has_ended "$(engine_pid)"
}

# Every line of the journal is an event, the last one too.
journal_is_whole() {
    [ "$(tail -c 1 "$run/journal.ndjson" | od -An -tx1)" = " 0a" ] &&
        jq -e .ev "$run/journal.ndjson" >/dev/null
}

# Control characters, but for the newline, would reach a terminal.
is_printable() { # FILE
    ! LC_ALL=C grep -qaP '[\x00-\x09\x0b-\x1f\x7f]|\xc2[\x80-\x9f]' "$1"
}

# --- What a run may leave -------------------------------------------------------------------------

cgroups_left() {
    find /sys/fs/cgroup -type d -path "*/edgetop/*-$(basename "$run")-*" 2>/dev/null
}

docker_get() { # PATH
    local host=${DOCKER_HOST:-unix:///var/run/docker.sock}
    curl --silent --fail --max-time 20 --unix-socket "${host#unix://}" "http://docker$1"
}

containers_left() {
    local filters
    filters=$(jq -rn --arg of "edgetop.run=$(basename "$run")" '{label: [$of]} | @json | @uri')
    docker_get "/containers/json?all=1&filters=$filters" | jq -r '.[].Id'
}

# Of workload_script's; those of the run's control groups too.
processes_left() {
    pgrep -f -- "$marker"
    cgroups_left | while read -r folder; do cat "$folder/cgroup.procs" 2>/dev/null; done
}

nothing_runs() {
    [ -z "$(processes_left)" ]
}

nothing_is_left() {
    nothing_runs && [ -z "$(cgroups_left)" ] && { ! has_docker || [ -z "$(containers_left)" ]; }
}

# --- What tests need ------------------------------------------------------------------------------

has_docker() {
    docker_get /_ping >/dev/null 2>&1
}

# "native", and "docker" where it runs.
environments() {
    echo native
    ! has_docker || echo docker
}

# Virtual machines that run here at full speed.
machines_ready() {
    "$edgetop" doctor | sed -nE 's/^  (firecracker|kvm|qemu-microvm) +ready.*/\1/p'
}

# For scripts that go through the environments.
say_where_no_docker() {
    has_docker && return
    begin "the same in docker"
    skip "Docker does not run"
}

# Ends the script where there is no image.
need_image() {
    "$edgetop" image info >/dev/null 2>&1 && return
    echo "no image: edgetop image build"
    exit 77
}

# The folder of the built-in models.
image_models() {
    "$edgetop" image info | sed -n 's/^folder *//p' | sed 's|$|/models|'
}

# Skips the test where Docker does not run.
need_docker() {
    has_docker || {
        skip "Docker does not run"
        false
    }
}

as_root() {
    if [ "$EUID" = 0 ]; then "$@"; else sudo "$@"; fi
}

# --- Workloads that are shell scripts -------------------------------------------------------------

# Adds a workload that the image's shell runs with the input folder as $1. Workloads are looked for
# in the source tree: from here on the program sees another one in its place, which takes root.
workload_script() { # NAME SCRIPT
    if [ ! -d "$workloads" ]; then
        cp -r "$tree/workloads" "$workloads"
        # shellcheck disable=SC2016 # $0 and $1 are folders, the rest is the command
        program=(as_root unshare --mount sh -c
            'mount --bind "$0" "$1" && shift && exec "$@"' "$workloads" "$tree/workloads"
            setpriv "--reuid=$EUID" "--regid=$(id -g)" --init-groups "$edgetop")
        [ "$EUID" != 0 ] || program=("${program[@]:1:7}" "$edgetop")
    fi
    mkdir -p "$workloads/$1"
    jq -n --arg name "$1" --arg script "$2" --arg marker "$marker" '{
        $name, title: $name, summary: "a test",
        command: ["/bin/sh", "-c", $script, $marker, "{input}"],
        primary: {name: "inference", unit: "ms", better: "lower"}}' >"$workloads/$1/manifest.json"
}

# Lines of a workload that does everything right.
# shellcheck disable=SC2034
good_trial='
    echo "{\"ev\":\"phase\",\"phase\":\"load\"}"
    echo "{\"ev\":\"phase\",\"phase\":\"first\"}"
    echo "{\"ev\":\"infer\",\"i\":0,\"ms\":2}"
    echo "{\"ev\":\"phase\",\"phase\":\"steady\"}"
    echo "{\"ev\":\"infer\",\"i\":1,\"ms\":1}"'
