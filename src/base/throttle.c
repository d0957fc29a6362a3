/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What get_throttled says. */
#include "src/base/throttle.h"

enum { CAUSES = 0xf, SINCE_BOOT_SHIFT = 16 };

struct throttle throttle_decode(double bits)
{
    unsigned known = bits >= 0 && bits <= 0xfffff ? (unsigned)bits : 0;
    return (struct throttle){known & CAUSES, known >> SINCE_BOOT_SHIFT & CAUSES};
}
