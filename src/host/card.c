/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The host's end of an environment's network card: the kernel's counters in /sys/class/net. */
#include "src/host/card.h"

#include "src/base/util.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

struct counter {
    char *path;
    int fd; /* -1 while there is no such interface */
};

struct host_card {
    struct counter sent, received;
};

static struct counter counter_of(const char *root, const char *name, const char *file)
{
    return (struct counter){util_format("%s/sys/class/net/%s/statistics/%s", root, name, file), -1};
}

/* What the host's end receives is what the environment has sent. */
struct host_card *host_card_open(const char *root, const char *name)
{
    struct host_card *card = util_alloc(1, sizeof *card);
    card->sent = counter_of(root, name, "rx_bytes");
    card->received = counter_of(root, name, "tx_bytes");
    return card;
}

/* An interface that is gone has no counters any more. */
static double counter_read(struct counter *counter)
{
    char text[32];
    if (counter->fd < 0)
        counter->fd = open(counter->path, O_RDONLY | O_CLOEXEC);
    ssize_t got = counter->fd < 0 ? -1 : pread(counter->fd, text, sizeof text - 1, 0);
    if (got <= 0) {
        util_close(&counter->fd);
        return NAN;
    }
    text[got] = '\0';
    char *end;
    double bytes = strtod(text, &end);
    return end > text ? bytes : (double)NAN;
}

void host_card_read(struct host_card *card, double *sent_bytes, double *received_bytes)
{
    *sent_bytes = card ? counter_read(&card->sent) : (double)NAN;
    *received_bytes = card ? counter_read(&card->received) : (double)NAN;
}

static void counter_close(struct counter *counter)
{
    util_close(&counter->fd);
    free(counter->path);
}

void host_card_close(struct host_card *card)
{
    if (!card)
        return;
    counter_close(&card->sent);
    counter_close(&card->received);
    free(card);
}
