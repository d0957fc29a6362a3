/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which characters are sent to which terminal. */
#include "ui/draw/glyphs.h"
#include "ui/draw/pen.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void tier_follows_locale_and_terminal(void **state)
{
    (void)state;
    assert_int_equal(glyphs_choose(NULL, "UTF-8", "xterm-256color"), GLYPHS_BRAILLE);
    assert_int_equal(glyphs_choose(NULL, "utf-8", "tmux-256color"), GLYPHS_BRAILLE);
    assert_int_equal(glyphs_choose(NULL, "UTF-8", "linux"), GLYPHS_BLOCKS);
    assert_int_equal(glyphs_choose(NULL, "UTF-8", "linux-16color"), GLYPHS_BLOCKS);
    assert_int_equal(glyphs_choose(NULL, "ANSI_X3.4-1968", "xterm"), GLYPHS_ASCII);
    assert_int_equal(glyphs_choose(NULL, "ISO-8859-1", "linux"), GLYPHS_ASCII);
    assert_int_equal(glyphs_choose(NULL, NULL, NULL), GLYPHS_ASCII);
}

static void the_operator_overrides_it(void **state)
{
    (void)state;
    assert_int_equal(glyphs_choose("ascii", "UTF-8", "xterm"), GLYPHS_ASCII);
    assert_int_equal(glyphs_choose("blocks", "UTF-8", "xterm"), GLYPHS_BLOCKS);
    assert_int_equal(glyphs_choose("braille", "UTF-8", "linux"), GLYPHS_BRAILLE);
    assert_int_equal(glyphs_choose("nonsense", "UTF-8", "linux"), GLYPHS_BLOCKS);
}

static void ascii_tier_shows_ascii_only(void **state)
{
    (void)state;
    glyphs_set_tier(GLYPHS_ASCII);
    for (wchar_t character = 0x80; character < 0x3000; character++) {
        const wchar_t *shown = glyphs_replacement(character);
        assert_non_null(shown);
        for (; *shown; shown++)
            assert_true(*shown >= ' ' && *shown < 0x7f);
    }
    assert_null(glyphs_replacement(L'a'));
}

static void blocks_tier_shows_no_braille_and_no_eighths(void **state)
{
    (void)state;
    glyphs_set_tier(GLYPHS_BLOCKS);
    for (wchar_t character = 0x2800; character < 0x2900; character++)
        assert_non_null(glyphs_replacement(character));
    for (const wchar_t *eighth = L"▁▂▃▅▆▇"; *eighth; eighth++)
        assert_non_null(glyphs_replacement(*eighth));
    for (const wchar_t *known = L"─│┌┐└┘├┤┬┴┼█▄░▒°±µ←→"; *known; known++)
        assert_null(glyphs_replacement(*known));
}

static void width_counts_what_is_shown(void **state)
{
    (void)state;
    glyphs_set_tier(GLYPHS_ASCII);
    assert_int_equal(pen_width("±95 %"), 6);
    assert_int_equal(pen_width("a×b"), 3);
    assert_int_equal(pen_width("broken \xe2\x82"), 8);
    assert_int_equal(pen_width("esc \033[m"), 7);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tier_follows_locale_and_terminal),
        cmocka_unit_test(the_operator_overrides_it),
        cmocka_unit_test(ascii_tier_shows_ascii_only),
        cmocka_unit_test(blocks_tier_shows_no_braille_and_no_eighths),
        cmocka_unit_test(width_counts_what_is_shown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
