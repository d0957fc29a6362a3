# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Shared by the tests of the screens: runs to look at, and reading a screen.
# shellcheck source=tests/integration/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/../integration/common.sh"

# --- Runs to look at ------------------------------------------------------------------------------

# A run that has ended, of several trials in every environment: $run. One in a thousand may fail for
# a reason of the machine: failed trials are run again. A trial may take a tenth of a second, so it
# samples often: each has a curve of its CPU.
finished_run() { # COOLDOWN_S
    run --env "$(environments | paste -sd ,)" --workload traffic-light --model small --trials 3 \
        --warmup 1 --inferences 20 --hz 50 --cooldown "$1" --seed 3 --name finished
    [ "$code" = 0 ] || run --resume "$run" --retry-failed
    check "a run to look at: $errors" test "$code" = 0
}

# A run that stays in its first trial for minutes, with some inferences each second: $run.
long_run() {
    run_detached --env native --workload object-detection --trials 2 --warmup 0 --inferences 5000 \
        --cooldown 0 --hz 20 --name long
    check "a run that is under way: $errors" test "$code" = 0
    check "its inferences begin" wait_until 60 has_phase steady
}

end_long_run() {
    "$edgetop" cancel >/dev/null
    check "the run ends" wait_until 20 run_has_ended
}

is_running() {
    ! run_has_ended
}

# --- Reading a screen -----------------------------------------------------------------------------

# The first match of a regular expression's first group on the screen; nothing without a match.
screen_value() { # REGEX
    local text
    text=$(screen_text)
    [[ $text =~ $1 ]] && echo "${BASH_REMATCH[1]}"
}

screen_matches() { # REGEX
    [[ $(screen_text) =~ $1 ]]
}

screen_lacks() { # TEXT
    ! screen_has "$1"
}

# A frame arrives in pieces, so these wait until the screen shows a text, or does not. They print
# the screen if that does not happen.
wait_match() { # REGEX
    wait_until 20 screen_matches "$1" || {
        printf 'no "%s" on the screen:\n%s\n' "$1" "$(screen_text)" >&2
        return 1
    }
}

wait_lacks() { # TEXT
    wait_until 20 screen_lacks "$1" || {
        printf '"%s" is still on the screen:\n%s\n' "$1" "$(screen_text)" >&2
        return 1
    }
}

# The text of the screen when it no longer changes (5 s at most).
settled_text() {
    local before now round
    now=$(screen_text)
    for ((round = 0; round < 20; round++)); do
        sleep 0.25
        before=$now
        now=$(screen_text)
        [ "$now" != "$before" ] || break
    done
    echo "$now"
}

# Presses a key and waits for what it must show.
press() { # KEY TEXT
    screen_send "$1"
    check "$1 brings \"$2\"" screen_wait "$2"
}

# True if the last line shows the keys, and every line of a box is as wide as the screen.
screen_is_intact() { # COLUMNS ROWS
    local lines=() line
    mapfile -t lines < <(screen_text)
    [ "${#lines[@]}" = "$2" ] && [[ ${lines[-1]} =~ '? help'|'any key' ]] || return 1
    for line in "${lines[@]}"; do
        case $line in
        [┌│└]*) [ "${#line}" = "$1" ] && [[ $line == *[┐│┘] ]] || return 1 ;;
        *) [ "${#line}" -le "$1" ] || return 1 ;;
        esac
    done
}

# Waits for that; prints the screen if it does not happen.
wait_intact() { # COLUMNS ROWS
    wait_until 10 screen_is_intact "$1" "$2" || {
        printf 'not intact at %sx%s:\n%s\n' "$1" "$2" "$(screen_text)" >&2
        return 1
    }
}

# --- The process ----------------------------------------------------------------------------------

# The pid of the program on the terminal.
viewer_pid() {
    pgrep -x edgetop -t "$(tmux display-message -p -t "$screen" '#{s|/dev/||:pane_tty}')"
}

# --- Tests of one run, and shells -----------------------------------------------------------------

# Begins a test that uses the runs of the one before.
begin_same() { # NAME
    local state=$XDG_STATE_HOME config=$XDG_CONFIG_HOME lock=$EDGETOP_LOCK
    begin "$1"
    export XDG_STATE_HOME=$state XDG_CONFIG_HOME=$config EDGETOP_LOCK=$lock
}

# Runs a function for the second terminal.
on_second() { # COMMAND...
    local screen=second
    "$@"
}

# A shell at its prompt, from which the program is started. Bash would repair the terminal's modes
# after a crash.
shell_start() {
    screen_start 80 24 -u ENV "PS1=prompt> " dash -i
    check "a shell" screen_wait "prompt>"
    rm -f "$work/modes.before" "$work/modes.after"
}

# Runs the command and saves the terminal's modes before and after it.
shell_run() { # COMMAND
    screen_send "ulimit -c 0; stty -a >$work/modes.before; $1; stty -a >$work/modes.after" Enter
}

# True if the alternate screen is left, the cursor visible, and the keypad in normal mode.
screen_is_given_back() {
    [ "$(tmux display-message -p -t "$screen" '#{alternate_on}#{cursor_flag}#{keypad_flag}')" = 010 ]
}

modes_are_as_before() {
    [ -s "$work/modes.after" ] && cmp -s "$work/modes.before" "$work/modes.after"
}
