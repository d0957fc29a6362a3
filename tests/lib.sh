# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Shared by the scripts of tests/ui and tests/integration. A script sources it, and for each test writes
#
#     begin "what is shown"
#     check "the exit code is 2" test "$code" = 2
#     ok
#
# which prints one line "ok NAME", "not ok NAME: why" or "SKIP NAME: why". Each test has a separate
# folder of runs and a separate machine lock; all share the cache with the image.
set -uo pipefail

tree=$(readlink -f "$(dirname "${BASH_SOURCE[0]}")/..")
# The program under test.
# shellcheck disable=SC2034 # for the scripts
edgetop=${EDGETOP:-$tree/build/release/edgetop}
# A temporary folder for this script.
work=$(mktemp -d "${TMPDIR:-/tmp}/edgetop-test.XXXXXX")
export LC_ALL=C.UTF-8
unset NO_COLOR EDGETOP_LOCK

test_name='' # of the test that runs
test_failed=''
tests_failed=0
tests_begun=0

begin() { # NAME
    [ -z "$test_name" ] || ok
    test_name=$1 test_failed=
    tests_begun=$((tests_begun + 1))
    export XDG_STATE_HOME=$work/$tests_begun/state XDG_CONFIG_HOME=$work/$tests_begun/config
    export EDGETOP_LOCK=$work/$tests_begun/lock
    mkdir -p "$XDG_STATE_HOME" "$XDG_CONFIG_HOME"
}

ok() {
    [ -n "$test_failed" ] || echo "ok $test_name"
    test_name=
}

# Prints the first failure of a test; the rest of the test still runs. Always returns false.
fail() { # WHY
    [ -n "$test_failed" ] || echo "not ok ${test_name:-outside of tests}: $1"
    [ -n "$test_failed" ] || tests_failed=$((tests_failed + 1))
    test_failed=yes
    return 1
}

skip() { # WHY
    echo "SKIP $test_name: $1"
    test_name=
}

# check WHAT COMMAND...: fails the test if the command fails.
check() {
    local what=$1
    shift
    "$@" || fail "$what (line ${BASH_LINENO[0]})"
}

contains() { # TEXT PART
    [[ $1 == *"$2"* ]] || {
        printf 'no "%s" in:\n%s\n' "$2" "$1" >&2
        return 1
    }
}

# wait_until SECONDS COMMAND...: repeats the command until it succeeds; false after SECONDS.
wait_until() {
    local deadline=$((SECONDS + $1))
    shift
    until "$@"; do
        [ "$SECONDS" -lt "$deadline" ] || return 1
        sleep 0.05
    done
}

has_ended() { # PID
    ! kill -0 "$1" 2>/dev/null
}

# The newest run's directory.
last_run() {
    find "$XDG_STATE_HOME/edgetop/runs" -mindepth 1 -maxdepth 1 -type d | sort | tail -n 1
}

# --- The program on a separate terminal -------------------------------------------------------

tmux() {
    command tmux -u -L "edgetop-$$" -f /dev/null "$@"
}

# The name of the terminal that the functions below use.
screen=first

# screen_start COLUMNS ROWS COMMAND...: runs the command on a new terminal, which stays when the
# command ends. A word NAME=VALUE before the command sets a variable.
screen_start() {
    local columns=$1 rows=$2
    shift 2
    tmux kill-session -t "$screen" 2>/dev/null
    tmux new-session -d -x "$columns" -y "$rows" -s "$screen" -e "EDGETOP_LOCK=$EDGETOP_LOCK" \
        -e "XDG_STATE_HOME=$XDG_STATE_HOME" -e "XDG_CONFIG_HOME=$XDG_CONFIG_HOME" \
        "$(printf '%q ' env "$@"); echo \"[exit code \$?]\"; exec sleep infinity" \; \
        set-option -s exit-empty off
}

# Ends all terminals, and waits: a server that is still ending would disturb the next one.
screen_stop() {
    local server
    server=$(tmux display-message -p '#{pid}' 2>/dev/null) || return 0
    tmux kill-server
    wait_until 5 has_ended "$server"
}

screen_send() { # KEYS...
    tmux send-keys -t "$screen" "$@"
}

screen_resize() { # COLUMNS ROWS
    tmux resize-window -t "$screen" -x "$1" -y "$2"
}

screen_text() {
    tmux capture-pane -p -t "$screen"
}

screen_has() { # TEXT
    screen_text | grep -qF -- "$1"
}

# Waits until the screen shows the text (20 s, or SECONDS); if it does not, prints the screen.
screen_wait() { # TEXT [SECONDS]
    wait_until "${2:-20}" screen_has "$1" || {
        printf 'no "%s" on the screen:\n%s\n' "$1" "$(screen_text)" >&2
        return 1
    }
}

# --- The end ------------------------------------------------------------------------------------

# If EDGETOP_TEST_RUNS names a folder, copies the tests' runs there: the lab's machine ends with the tests.
keep_runs() {
    [ -z "${EDGETOP_TEST_RUNS:-}" ] || find "$work" -path '*/edgetop/runs' -prune -exec \
        cp -r --parents --target-directory="$EDGETOP_TEST_RUNS" {} +
}

finish() {
    local code=$?
    [ -z "$test_name" ] || fail "the script ended within this test (exit code $code)" || :
    screen_stop
    keep_runs
    rm -rf --one-file-system "$work"
    [ "$tests_failed" = 0 ] || exit 1
}
trap finish EXIT
