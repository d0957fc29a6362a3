/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The colours of environments: all eyes can tell them apart, from each other and from the ground.
 */
#include "ui/draw/theme.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

enum { ENVS = 8, EYES = 4 };

/* Side by side, a difference of 2 is enough to tell two colours apart; here they are not side by
 * side.
 */
static const double LEAST = 17;

/* Machado, Oliveira and Fernandes (2009): what eyes without one kind of cone see of linear RGB. */
static const double eyes[EYES][3][3] = {
    {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
    {{0.152286, 1.052583, -0.204868},
     {0.114503, 0.786281, 0.099216},
     {-0.003882, -0.048116, 1.051998}},
    {{0.367322, 0.860646, -0.227968},
     {0.280085, 0.672501, 0.047413},
     {-0.011820, 0.042940, 0.968881}},
    {{1.255528, -0.076749, -0.178779},
     {-0.078411, 0.930809, 0.147602},
     {0.004733, 0.691367, 0.303900}},
};

struct vector {
    double at[3];
};

static struct vector times(const double matrix[3][3], struct vector by)
{
    struct vector result = {{0}};
    for (int row = 0; row < 3; row++)
        for (int column = 0; column < 3; column++)
            result.at[row] += matrix[row][column] * by.at[column];
    return result;
}

/* Of xterm's 6 x 6 x 6 cube, linear. */
static struct vector linear_rgb(int colour)
{
    static const int levels[] = {0, 95, 135, 175, 215, 255};
    const int steps[] = {(colour - 16) / 36, (colour - 16) / 6 % 6, (colour - 16) % 6};
    struct vector rgb;
    for (int i = 0; i < 3; i++) {
        double value = levels[steps[i]] / 255.0;
        rgb.at[i] = value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4);
    }
    return rgb;
}

static double lab_scale(double value)
{
    return value > 216.0 / 24389 ? cbrt(value) : (24389.0 / 27 * value + 16) / 116;
}

/* CIE 1976 L*a*b* under D65. */
static struct vector lab(struct vector rgb)
{
    static const double to_xyz[3][3] = {
        {0.4124564 / 0.95047, 0.3575761 / 0.95047, 0.1804375 / 0.95047},
        {0.2126729, 0.7151522, 0.0721750},
        {0.0193339 / 1.08883, 0.1191920 / 1.08883, 0.9503041 / 1.08883}};
    for (int i = 0; i < 3; i++)
        rgb.at[i] = fmin(fmax(rgb.at[i], 0), 1);
    struct vector xyz = times(to_xyz, rgb);
    double x = lab_scale(xyz.at[0]), y = lab_scale(xyz.at[1]), z = lab_scale(xyz.at[2]);
    return (struct vector){{116 * y - 16, 500 * (x - y), 200 * (y - z)}};
}

static double difference(int a, int b, int eye)
{
    struct vector x = lab(times(eyes[eye], linear_rgb(a)));
    struct vector y = lab(times(eyes[eye], linear_rgb(b)));
    return hypot(hypot(x.at[0] - y.at[0], x.at[1] - y.at[1]), x.at[2] - y.at[2]);
}

static void environments_stay_apart(void **state)
{
    (void)state;
    for (int eye = 0; eye < EYES; eye++)
        for (int a = 0; a < ENVS; a++)
            for (int b = 0; b < a; b++)
                assert_true(difference(theme_env_colour(a), theme_env_colour(b), eye) > LEAST);
}

/* WCAG 2's contrast against black. */
static void environments_can_be_read(void **state)
{
    (void)state;
    for (int env = 0; env < ENVS; env++) {
        struct vector rgb = linear_rgb(theme_env_colour(env));
        double luminance = 0.2126 * rgb.at[0] + 0.7152 * rgb.at[1] + 0.0722 * rgb.at[2];
        assert_true((luminance + 0.05) / 0.05 > 4.5);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(environments_stay_apart),
        cmocka_unit_test(environments_can_be_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
