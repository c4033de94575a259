/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sim/explore_bound.h"

#include "sim/format.h"
#include "sim/number.h"
#include "sim/room.h"

#include <assert.h>
#include <string.h>

enum {
	PAGE = 4096,
	SIZE_TEXT_MAX = 32
};

static const char *const usual_sites =
	"copy_in,copy_out,locked_vm,kmalloc.container,kmalloc.group,"
	"kmalloc.table,kmalloc.mem_item,kmalloc.prereg,page_alloc.hw_top,"
	"page_alloc.user_top,page_alloc.hw_leaf,page_alloc.user_leaf,pin,"
	"set_window,tce_xchg";

void bound_init(struct bound *bound)
{
	*bound = (struct bound){
		.groups = 2,
		.tce32 = UINT32_C(2) << 20,
		.regions = 2,
		.pages = 3,
		.memlock = 10 * PAGE,
	};
	bound_set_windows(bound, "12:2M:1,12:2M:2,13:2M:1,12:2M:5");
	bound_set_sites(bound, usual_sites);
}

/* ---- parameters ---------------------------------------------------------- */

/* The piece of *TEXT up to END, which is skipped. */
static struct span piece(const char **text, char end)
{
	const char *stop = strchr(*text, end);
	struct span span = { *text,
		             stop ? (size_t)(stop - *text) : strlen(*text) };

	*text = stop ? stop + 1 : *text + span.length;
	return span;
}

static bool set_window(struct bound_window *window, struct span span)
{
	char text[SIZE_TEXT_MAX];
	const char *rest = text;
	uint64_t number[3];

	if (span.length >= sizeof(text))
		return false;
	memcpy(text, span.text, span.length);
	text[span.length] = '\0';
	for (int i = 0; i < 3; i++)
		if (number_parse(piece(&rest, ':'), &number[i]) != NUMBER_OK)
			return false;
	if (*rest || number[0] > UINT32_MAX || number[2] > UINT32_MAX)
		return false;
	*window = (struct bound_window){ (uint32_t)number[0], number[1],
		                         (uint32_t)number[2] };
	return true;
}

bool bound_set_windows(struct bound *bound, const char *text)
{
	bound->windows = 0;
	while (*text) {
		if (bound->windows == BOUND_WINDOWS_MAX ||
		    !set_window(&bound->window[bound->windows++],
		                piece(&text, ',')))
			return false;
	}
	return true;
}

/* Is NAME the site SITE, or above it? */
static bool covers(struct span name, const char *site)
{
	return span_is(name, "all") ||
	       (!strncmp(site, name.text, name.length) &&
	        (site[name.length] == '\0' || site[name.length] == '.'));
}

static void add_site(struct bound *bound, unsigned int index)
{
	for (unsigned int i = 0; i < bound->sites; i++)
		if (bound->site[i] == index)
			return;
	assert(bound->sites < BOUND_SITES_MAX);
	bound->site[bound->sites++] = index;
}

const char *bound_set_sites(struct bound *bound, const char *text)
{
	const struct tcesim_named *site;

	bound->sites = 0;
	if (!strcmp(text, "none"))
		return NULL;
	while (*text) {
		const char *name = text;
		struct span span = piece(&text, ',');
		bool found = false;

		for (unsigned int i = 0; (site = tcesim_fault_site(i)); i++) {
			if (!covers(span, site->name))
				continue;
			add_site(bound, i);
			found = true;
		}
		if (!found)
			return name;
	}
	return NULL;
}

/* ---- the machine --------------------------------------------------------- */

uint64_t bound_memory_size(const struct bound *bound)
{
	unsigned int pages = bound->regions > bound->pages ? bound->regions
	                                                   : bound->pages;

	return (uint64_t)(pages > 2 ? pages : 2) * PAGE;
}

void bound_config(const struct bound *bound, struct tcesim_config *config)
{
	tcesim_config_init(config);
	config->ram = UINT64_C(64) << 20;
	config->groups = bound->groups;
	config->open_gate = true;
	config->resize = room_resize;
	config->memlock = bound->memlock;
	config->ipc_lock = bound->memlock == UINT64_MAX;
	for (unsigned int i = 0; i < bound->groups; i++)
		config->group[i].tce32_size = bound->tce32;
}

void bound_print_machine(const struct bound *bound, FILE *out)
{
	char size[SIZE_TEXT_MAX], limit[SIZE_TEXT_MAX] = "unlimited";

	format_size(bound->tce32, size, sizeof(size));
	if (bound->memlock != UINT64_MAX)
		format_size(bound->memlock, limit, sizeof(limit));
	fprintf(out, "machine ram=64M groups=%u tce32=%s memlock=%s", //
	        bound->groups, size, limit);
	fprintf(out, " ipc_lock=%s gate=open\n",
	        bound->memlock == UINT64_MAX ? "yes" : "no");
	for (unsigned int i = 0; i < bound->groups; i++)
		fprintf(out, "group g%u\n", i);
	fprintf(out, "container c0\n");
	format_size(bound_memory_size(bound), size, sizeof(size));
	fprintf(out, "memory m0 size=%s\n", size);
}

void bound_print(const struct bound *bound, FILE *out)
{
	char size[SIZE_TEXT_MAX];

	fprintf(out, "groups=%u windows=", bound->groups);
	for (unsigned int i = 0; i < bound->windows; i++) {
		const struct bound_window *window = &bound->window[i];

		format_size(window->window_size, size, sizeof(size));
		fprintf(out, "%s%u:%s:%u", i ? "," : "", window->page_shift,
		        size, window->levels);
	}
	format_size(bound->tce32, size, sizeof(size));
	fprintf(out, " tce32=%s regions=%u pages=%u perm=%s", size,
	        bound->regions, bound->pages, bound->write ? "rw" : "r");
	if (bound->memlock == UINT64_MAX)
		strcpy(size, "unlimited");
	else
		format_size(bound->memlock, size, sizeof(size));
	fprintf(out, " memlock=%s sites=", size);
	for (unsigned int i = 0; i < bound->sites; i++)
		fprintf(out, "%s%s", i ? "," : "",
		        tcesim_fault_site(bound->site[i])->name);
	fprintf(out, "%s\n", bound->sites ? "" : "none");
}
