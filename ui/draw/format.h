/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers as people read them. An unknown number (NAN) gives the empty text, never zero. */
#ifndef EDGETOP_UI_DRAW_FORMAT_H
#define EDGETOP_UI_DRAW_FORMAT_H

#define FORMAT_SIZE 24

/* Digits after the point that suit a number of this size: about four significant digits. */
int format_decimals(double largest);
/* Each fills text and returns it. */
char *format_figure(char text[FORMAT_SIZE], double value, int decimals);
char *format_clock(char text[FORMAT_SIZE], double seconds);    /* "01:05", "1:01:05" */
char *format_duration(char text[FORMAT_SIZE], double seconds); /* "45s", "12m 40s", "2h 05m" */
char *format_bytes(char text[FORMAT_SIZE], double bytes);      /* "226 MiB" */

#endif
