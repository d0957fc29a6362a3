# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Shared by the tests of whole runs: starting runs, reading their results, and workloads that are small
# shell scripts.
# shellcheck source=tests/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"

# The words that start the program; workload_script adds others before them.
program=("$edgetop")
# A copy of the tree's workloads, to which workload_script adds others.
workloads=$work/workloads
# It is in the command line of each process that a workload_script starts.
marker=edgetop-test-$$-$RANDOM

# --- Runs -----------------------------------------------------------------------------------------

# Runs to the end, and sets $code, $output, $errors and $run, its directory ("" = none).
run() { # ARGUMENT...
    code=0
    "${program[@]}" run "$@" >"$work/output" 2>"$work/errors" </dev/null || code=$?
    look_at_run
}

# Starts a run in the background, and sets the same.
run_detached() { # ARGUMENT...
    run --detach "$@"
}

# Sets the variables that tests check.
# shellcheck disable=SC2034
look_at_run() {
    output=$(cat "$work/output") errors=$(cat "$work/errors")
    run=$(last_run 2>/dev/null)
}

# The output of the filter for each event; an incomplete last line is skipped.
events() { # FILTER
    grep -a '}$' "$run/journal.ndjson" | jq -rc "$1"
}

results() {
    events 'select(.ev == "result").status' | paste -sd ' '
}

# The reason of the last result.
reason() {
    events 'select(.ev == "result").reason // empty' | tail -n 1
}

# True if a trial has come to the phase.
has_phase() { # PHASE
    grep -qs "\"phase\":\"$1\"" "$run/journal.ndjson"
}

engine_pid() {
    events 'select(.ev == "session").pid' | tail -n 1
}

run_has_ended() {
    has_ended "$(engine_pid)"
}

# True if every line of the journal is an event, also the last one.
journal_is_whole() {
    [ "$(tail -c 1 "$run/journal.ndjson" | od -An -tx1)" = " 0a" ] &&
        jq -e .ev "$run/journal.ndjson" >/dev/null
}

# True if the file has no control characters, which would reach a terminal, except newlines.
is_printable() { # FILE
    ! LC_ALL=C grep -qaP '[\x00-\x09\x0b-\x1f\x7f]|\xc2[\x80-\x9f]' "$1"
}

# --- What a run may leave -------------------------------------------------------------------------

# Control groups of the run's engines: another run of the same second may have the same name.
cgroups_left() {
    events 'select(.ev == "session").pid' 2>/dev/null | while read -r pid; do
        find /sys/fs/cgroup -type d -path "*/edgetop/$pid-$(basename "$run")-*" 2>/dev/null
    done
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

# Processes of workload_script, and those in the run's control groups.
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

# "native", and "docker" if it runs.
environments() {
    echo native
    ! has_docker || echo docker
}

# Virtual machines that run here at full speed.
machines_ready() {
    "$edgetop" doctor | sed -nE 's/^  (firecracker|kvm|qemu-microvm) +ready.*/\1/p'
}

# For scripts that test each environment.
say_where_no_docker() {
    has_docker && return
    begin "the same in docker"
    skip "Docker does not run"
}

# Ends the script if there is no image.
need_image() {
    "$edgetop" image info >/dev/null 2>&1 && return
    echo "no image: edgetop image build"
    exit 77
}

# The folder of the built-in models.
image_models() {
    "$edgetop" image info | sed -n 's/^folder *//p' | sed 's|$|/models|'
}

# Skips the test if Docker does not run.
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

# Adds a workload that the image's shell runs with the input folder as $1. The program looks for
# workloads in the source tree: from now on it sees the copy in that place, which needs root.
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

# The lines of a workload without any fault.
# shellcheck disable=SC2034
good_trial='
    echo "{\"ev\":\"phase\",\"phase\":\"load\"}"
    echo "{\"ev\":\"phase\",\"phase\":\"first\"}"
    echo "{\"ev\":\"infer\",\"i\":0,\"ms\":2}"
    echo "{\"ev\":\"phase\",\"phase\":\"steady\"}"
    echo "{\"ev\":\"infer\",\"i\":1,\"ms\":1}"'
