/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * kernel_log.h - what the kernel has complained about.
 */
#ifndef SIM_VFIO_KERNEL_LOG_H
#define SIM_VFIO_KERNEL_LOG_H

enum {
	KERNEL_LINE_MAX = 160
};

struct kernel_log {
	int fd;                     /* -1: there is no log */
	char line[KERNEL_LINE_MAX]; /* the first complaint read; "": none */
};

/* Begins behind what has been logged so far. */
void kernel_log_open(struct kernel_log *log);
void kernel_log_close(struct kernel_log *log);

/* Reads on.  A complaint is kept in ->line if that is empty. */
void kernel_log_read(struct kernel_log *log);

#endif
