/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long something may take. */
#include "src/base/deadline.h"

#include "src/base/util.h"

struct deadline deadline_in(double seconds)
{
    return (struct deadline){.at_s = util_now_s() + seconds, .cancel_fd = -1};
}

int deadline_left_ms(struct deadline deadline)
{
    return (int)fmin(ceil(fmax(deadline.at_s - util_now_s(), 0) * 1e3), 1e9);
}
