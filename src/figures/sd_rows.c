/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Can a printed column of running sds be true? */
#include "src/figures/stats.h"

/* True where a sum of squares can grow from at least the first row's to at most the second's. With
 * divisor n the sums are n s^2: n2 / n1 <= (n2 - 1) / (n1 - 1), so what is impossible with divisor
 * n - 1 is impossible with n too, and this one comparison stands for both. */
static bool can_grow(size_t n1, double least_sd, size_t n2, double most_sd)
{
    return (double)(n1 - 1) * least_sd * least_sd <= (double)(n2 - 1) * most_sd * most_sd;
}

enum stats_sd_rows stats_sd_rows_pair(struct stats_sd_row a, struct stats_sd_row b)
{
    struct stats_sd_row before = a.n <= b.n ? a : b, after = a.n <= b.n ? b : a;
    double least_if_rounded = before.sd - before.last_digit / 2;
    if (can_grow(before.n, least_if_rounded, after.n, after.sd + after.last_digit / 2))
        return STATS_SD_ROWS_POSSIBLE;
    return can_grow(before.n, before.sd, after.n, after.sd + after.last_digit)
               ? STATS_SD_ROWS_IMPOSSIBLE_IF_ROUNDED
               : STATS_SD_ROWS_IMPOSSIBLE;
}

enum stats_sd_rows stats_sd_rows_check(const struct stats_sd_row *rows, size_t count)
{
    enum stats_sd_rows worst = STATS_SD_ROWS_POSSIBLE;
    for (size_t i = 0; i < count; i++)
        for (size_t j = i + 1; j < count; j++) {
            enum stats_sd_rows answer = stats_sd_rows_pair(rows[i], rows[j]);
            worst = answer > worst ? answer : worst;
        }
    return worst;
}
