/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The terminal: start, stop (also after a crash), suspend, resize. */
#include "ui/draw/term.h"

#include "src/base/util.h"
#include "ui/draw/glyphs.h"
#include "ui/draw/theme.h"

#include <langinfo.h>
#include <locale.h>
#include <ncurses.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <term.h>
#include <termios.h>
#include <unistd.h>

static const int crash_signals[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGSYS};

static volatile sig_atomic_t taken;
static struct termios saved;
/* The bytes that restore the terminal: a signal handler may call neither curses nor stdio. */
static char restore[256];
static size_t restore_length;
static char crash_stack[65536];

/* Appends a terminfo string without its padding ("$<5>"). */
static void restore_add(const char *capability)
{
    if (!capability || capability == (const char *)-1)
        return;
    while (*capability && restore_length < sizeof restore) {
        const char *end =
            capability[0] == '$' && capability[1] == '<' ? strchr(capability, '>') : NULL;
        if (end)
            capability = end + 1;
        else
            restore[restore_length++] = *capability++;
    }
}

static void term_crashed(int number)
{
    if (taken) {
        tcsetattr(STDIN_FILENO, TCSANOW, &saved);
        if (write(STDOUT_FILENO, restore, restore_length) < 0)
            _exit(128 + number);
    }
    signal(number, SIG_DFL);
    raise(number);
}

static void term_catch_crashes(void)
{
    stack_t stack = {.ss_sp = crash_stack, .ss_size = sizeof crash_stack};
    sigaltstack(&stack, NULL);
    struct sigaction action = {.sa_handler = term_crashed,
                               .sa_flags = (int)(SA_ONSTACK | SA_RESETHAND | SA_NODEFER)};
    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < ARRAY_LENGTH(crash_signals); i++)
        sigaction(crash_signals[i], &action, NULL);
}

static int term_check(const char *name, struct error *error)
{
    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
        return error_set(
            error, EXIT_USAGE,
            "not a terminal: the screens need one (edgetop run and edgetop report do not)");
    if (!name || !*name)
        return error_set(
            error, EXIT_USAGE,
            "TERM is not set: set it to the type of your terminal, e.g. TERM=xterm-256color");
    if (strcmp(name, "dumb") == 0)
        return error_set(
            error, EXIT_USAGE,
            "TERM=dumb cannot show screens (edgetop run and edgetop report need none)");
    return 0;
}

static void term_prepare(void)
{
    cbreak();
    noecho();
    nonl();
    intrflush(stdscr, FALSE);
    keypad(stdscr, TRUE);
    nodelay(stdscr, TRUE);
    set_escdelay(25);
    curs_set(0);
    theme_init();
}

int term_start(struct error *error)
{
    static bool registered;
    const char *name = getenv("TERM");
    if (term_check(name, error) != 0)
        return -1;
    setlocale(LC_CTYPE, "");
    glyphs_set_tier(glyphs_choose(getenv("EDGETOP_GLYPHS"), nl_langinfo(CODESET), name));
    tcgetattr(STDIN_FILENO, &saved);
    if (!newterm(NULL, stdout, stdin))
        return error_set(
            error, EXIT_USAGE,
            "TERM=%s is unknown here: try TERM=xterm-256color, or install ncurses-term", name);
    if (!cursor_address) {
        endwin();
        return error_set(error, EXIT_USAGE,
                         "TERM=%s cannot move its cursor: try TERM=xterm-256color", name);
    }
    taken = 1;
    restore_length = 0;
    restore_add(exit_attribute_mode);
    restore_add(keypad_local);
    restore_add(cursor_normal);
    restore_add(exit_ca_mode);
    if (!registered)
        registered = atexit(term_stop) == 0;
    term_catch_crashes();
    term_prepare();
    return 0;
}

void term_stop(void)
{
    if (!taken)
        return;
    taken = 0;
    endwin();
    tcsetattr(STDIN_FILENO, TCSANOW, &saved);
}

void term_suspend(void)
{
    sigset_t stop;
    sigemptyset(&stop);
    sigaddset(&stop, SIGTSTP);
    endwin();
    taken = 0;
    /* curses has its own handler for this signal; the default action stops the process. */
    struct sigaction ours = {.sa_handler = SIG_DFL}, theirs;
    sigaction(SIGTSTP, &ours, &theirs);
    kill(getpid(), SIGTSTP);
    sigprocmask(SIG_UNBLOCK, &stop, NULL); /* the process stops here until SIGCONT */
    sigprocmask(SIG_BLOCK, &stop, NULL);
    sigaction(SIGTSTP, &theirs, NULL);
    taken = 1;
    term_resize();
    clearok(curscr, TRUE);
    doupdate();
}

void term_resize(void)
{
    struct winsize size;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0 && size.ws_col > 0)
        resizeterm(size.ws_row, size.ws_col);
}
