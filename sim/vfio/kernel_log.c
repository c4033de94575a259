/* SPDX-License-Identifier: GPL-2.0-or-later */
#define _GNU_SOURCE
#include "sim/vfio/kernel_log.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char *const signs[] = {
	"WARNING:",
	"refcount_t:",
	"UBSAN:",
	"KASAN:",
	"soft lockup",
	"hard lockup",
	"blocked for more than",
	"self-detected stall",
	"kernel BUG at",
	"BUG: Kernel NULL",
	"BUG: Unable to handle",
	"BUG: Bad page",
	"Oops:",
};

void kernel_log_open(struct kernel_log *log)
{
	log->line[0] = '\0';
	log->fd = open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	if (log->fd >= 0)
		lseek(log->fd, 0, SEEK_END);
}

static bool complains(const char *text)
{
	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
		if (strstr(text, signs[i]))
			return true;
	return false;
}

/* A record is "numbers;text\n" and maybe more lines. */
static void judge(struct kernel_log *log, char *record)
{
	char *text = strchr(record, ';');

	text = text ? text + 1 : record;
	text[strcspn(text, "\n")] = '\0';
	if (!log->line[0] && complains(text))
		snprintf(log->line, sizeof(log->line), "%.*s",
		         KERNEL_LINE_MAX - 1, text);
}

void kernel_log_read(struct kernel_log *log)
{
	char record[4096];
	ssize_t size;

	while (log->fd >= 0) {
		size = read(log->fd, record, sizeof(record) - 1);
		if (size < 0 && errno == EPIPE)
			continue; /* records were lost: read on */
		if (size <= 0)
			break;
		record[size] = '\0';
		judge(log, record);
	}
}

void kernel_log_close(struct kernel_log *log)
{
	if (log->fd >= 0)
		close(log->fd);
	log->fd = -1;
}
