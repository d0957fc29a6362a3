/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `edgetop image`. */
#ifndef EDGETOP_COMMANDS_IMAGE_H
#define EDGETOP_COMMANDS_IMAGE_H

/* `edgetop image build [--arch ARCH] | info`; argv[0] is "image". Returns the exit code. */
int image_command(int argc, char **argv);

#endif
