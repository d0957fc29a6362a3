# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Runs test scripts and counts their results. Sourced by tests/run and by the suite of the lab, which
# set $logs, the folder for the output.
passed=0 failed=0 skipped=0

say() {
    printf '\n== %s\n' "$1"
}

passes() { # NAME
    echo "ok $1"
    passed=$((passed + 1))
}

fails() { # NAME WHY
    echo "not ok $1: $2"
    failed=$((failed + 1))
}

skips() { # NAME WHY
    echo "SKIP $1: $2"
    skipped=$((skipped + 1))
}

# run_script LIMIT_S NAME COMMAND...: a script prints lines "ok NAME", "not ok NAME: why" and
# "SKIP NAME: why", or has an exit code only: 0, 77 (skipped) or another (failed). Then its last line
# is the reason.
run_script() {
    local limit_s=$1 name=$2 log=${logs:?}/${2//\//-}.log code last begun=$SECONDS
    shift 2
    say "$name"
    timeout --kill-after=10 "$limit_s" "$@" </dev/null 2>&1 | tee "$log"
    code=${PIPESTATUS[0]}
    passed=$((passed + $(grep -c '^ok ' "$log")))
    failed=$((failed + $(grep -c '^not ok ' "$log")))
    skipped=$((skipped + $(grep -c '^SKIP ' "$log")))
    last=$(tail -n 1 "$log")
    if [ "$code" = 77 ]; then
        skips "$name" "$last"
    elif [ "$code" = 124 ]; then
        fails "$name" "it did not end within $limit_s s"
    elif [ "$code" != 0 ] && ! grep -q '^not ok ' "$log"; then
        fails "$name" "exit code $code: $last"
    elif ! grep -qE '^(ok|not ok|SKIP) ' "$log"; then
        passes "$name"
    fi
    echo "== $name took $((SECONDS - begun)) s"
}

# True if nothing failed.
print_counts() {
    printf '\n%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
    [ "$failed" = 0 ]
}
