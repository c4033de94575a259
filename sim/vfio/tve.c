/* SPDX-License-Identifier: GPL-2.0-or-later */
#define _GNU_SOURCE
#include "sim/vfio/tve.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define TRACING      "/sys/kernel/tracing"
#define INSTANCE     TRACING "/instances/tcesim"
#define GROUP_EVENTS INSTANCE "/events/tcesim"

/* Arguments of the firmware's calls, in their registers. */
#define WINDOW_PROBE                                                     \
	"p:tcesim/window opal_pci_map_pe_dma_window phb=%gpr3 pe=%gpr4 " \
	"window=%gpr5 levels=%gpr6 table=%gpr7 bytes=%gpr8 page=%gpr9\n"
#define BYPASS_PROBE                                                          \
	"p:tcesim/bypass opal_pci_map_pe_dma_window_real phb=%gpr3 pe=%gpr4 " \
	"window=%gpr5 base=%gpr6 size=%gpr7\n"

static bool write_file(const char *path, int flags, const char *text)
{
	int fd = open(path, O_WRONLY | flags);
	bool good;

	if (fd < 0)
		return false;
	good = write(fd, text, strlen(text)) == (ssize_t)strlen(text);
	close(fd);
	return good;
}

bool tve_probe(void)
{
	return (mkdir(INSTANCE, 0700) == 0 || errno == EEXIST) &&
	       write_file(TRACING "/kprobe_events", O_APPEND, WINDOW_PROBE) &&
	       write_file(TRACING "/kprobe_events", O_APPEND, BYPASS_PROBE) &&
	       write_file(GROUP_EVENTS "/enable", 0, "1");
}

static void drop(int fd)
{
	char text[TVE_TEXT_MAX];

	while (read(fd, text, sizeof(text)) > 0)
		;
}

bool tve_trace_open(struct tve_trace *trace, const struct host *host)
{
	memset(trace, 0, sizeof(*trace));
	trace->host = host;
	trace->fd = -1;
	/* A hypervisor keeps its tables to itself. */
	if (!strcmp(host->platform, "pseries") ||
	    access(GROUP_EVENTS "/enable", F_OK))
		return false;
	trace->fd = open(INSTANCE "/trace_pipe", O_RDONLY | O_NONBLOCK);
	if (trace->fd < 0)
		return false;
	drop(trace->fd);
	write_file(INSTANCE "/tracing_on", 0, "1");
	for (unsigned int g = 0; g < host->groups; g++)
		for (unsigned int slot = 0; slot < TVE_SLOTS; slot++)
			trace->tve[g][slot] = (struct tve){ .set = true,
				                            .bypass = slot };
	return true;
}

void tve_trace_close(struct tve_trace *trace)
{
	if (trace->fd < 0)
		return;
	write_file(INSTANCE "/tracing_on", 0, "0");
	close(trace->fd);
	trace->fd = -1;
}

/* ---- a line of the trace ------------------------------------------------ */

/* The number behind " NAME=", or 0. */
static uint64_t number(const char *line, const char *name)
{
	char key[16];
	uint64_t value = 0;
	const char *at;

	snprintf(key, sizeof(key), " %s=", name);
	at = strstr(line, key);
	if (at)
		sscanf(at + strlen(key), "%" SCNx64, &value);
	return value;
}

static unsigned int log2_of(uint64_t power)
{
	unsigned int shift = 0;

	while (power >> (shift + 1))
		shift++;
	return shift;
}

static struct tve *tve_of(struct tve_trace *trace, const char *line)
{
	const struct host_group *group = trace->host->group;
	uint64_t slot = number(line, "window") & 1;

	for (unsigned int g = 0; g < trace->host->groups; g++)
		if (group[g].domain == number(line, "phb") &&
		    group[g].endpoint == number(line, "pe"))
			return &trace->tve[g][slot];
	return NULL;
}

static void set_window(struct tve *tve, const char *line)
{
	*tve = (struct tve){
		.set = number(line, "levels") != 0,
		.levels = (unsigned int)number(line, "levels"),
		.page_shift = log2_of(number(line, "page")),
		.table = number(line, "table"),
		.level_bytes = number(line, "bytes"),
	};
}

static void set_bypass(struct tve *tve, const char *line)
{
	bool on = number(line, "size") != 0;

	*tve = (struct tve){ .set = on, .bypass = on };
}

static void take_line(struct tve_trace *trace, const char *line)
{
	struct tve *tve = tve_of(trace, line);

	if (!tve)
		return;
	if (strstr(line, " window: "))
		set_window(tve, line);
	else if (strstr(line, " bypass: "))
		set_bypass(tve, line);
}

/* The pipe gives whole lines. */
void tve_trace_read(struct tve_trace *trace)
{
	char text[TVE_TEXT_MAX], *line, *rest;
	ssize_t size;

	while (trace->fd >= 0) {
		size = read(trace->fd, text, sizeof(text) - 1);
		if (size <= 0)
			break;
		text[size] = '\0';
		line = strtok_r(text, "\n", &rest);
		for (; line; line = strtok_r(NULL, "\n", &rest))
			take_line(trace, line);
	}
}

/* The kernel sets the bypass when it gives its own window back to a group. */
bool tve_of_host(const struct tve_trace *trace, unsigned int group)
{
	return trace->tve[group][1].bypass;
}
