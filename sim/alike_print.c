/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sim/alike.h"

#include "model/tcesim.h"
#include "sim/json.h"
#include "sim/text.h"

#include <string.h>

/* ---- whom a group is made of ------------------------------------------ */

enum {
	NO_PROFILE = -1
};

static int profile_index(const char *name)
{
	const struct tcesim_profile *profile;

	for (int i = 0; (profile = tcesim_profile((unsigned int)i)); i++)
		if (!strcmp(profile->name, name))
			return i;
	return NO_PROFILE;
}

/* Releases, and what came before them, are what ranges are made of. */
static bool in_ranges(int index)
{
	const struct tcesim_profile *profile = NULL;

	if (index != NO_PROFILE)
		profile = tcesim_profile((unsigned int)index);
	return profile && (profile->major || !index);
}

/* How many kernels of GROUP, from FIRST on, are one range of profiles. */
static size_t range_length(const struct alike_group *group, size_t first)
{
	int index = profile_index(group->kernel[first]);
	size_t length = 1;

	while (in_ranges(index) && first + length < group->kernels &&
	       in_ranges(index + (int)length) &&
	       profile_index(group->kernel[first + length]) ==
	               index + (int)length)
		length++;
	return length;
}

/* FIRST and LAST are not the same. */
static void add_range(struct text *text, const char *first, const char *last)
{
	bool oldest = profile_index(first) == 0;
	bool newest = !in_ranges(profile_index(last) + 1);

	if (!oldest)
		text_add(text, first);
	text_add(text, "..");
	if (oldest || !newest)
		text_add(text, last);
}

const char *alike_guard(const struct alike_group *group,
                        char guard[ALIKE_GUARD_MAX])
{
	struct text text;
	size_t length;

	text_init(&text, guard, ALIKE_GUARD_MAX);
	for (size_t i = 0; i < group->kernels; i += length) {
		length = range_length(group, i);
		if (i)
			text_add(&text, ",");
		if (length > 1)
			add_range(&text, group->kernel[i],
			          group->kernel[i + length - 1]);
		else
			text_add(&text, group->kernel[i]);
	}
	return guard;
}

/* ---- text ------------------------------------------------------------- */

/* LINES behind WHO, or below it if there are several. */
static void print_lines(FILE *out, const char *who, const char *lines)
{
	bool several = strchr(lines, '\n')[1];

	fprintf(out, "    %s:%s", who, several ? "\n        " : " ");
	for (; *lines; lines++) {
		fputc(*lines, out);
		if (*lines == '\n' && lines[1])
			fputs("        ", out);
	}
}

static void print_step(const struct alike *alike, const char *file,
                       const struct alike_step *step)
{
	char guard[ALIKE_GUARD_MAX];

	fprintf(alike->out, "%s:", file);
	if (step->line)
		fprintf(alike->out, "%u:", step->line);
	fprintf(alike->out, " %s\n", step->text);
	for (const struct alike_group *group = step->group; group;
	     group = group->next) {
		print_lines(alike->out,
		            group->kernels == alike->stories
		                    ? "all"
		                    : alike_guard(group, guard),
		            group->answer);
		if (group->different)
			fputs("        (the file expects something else)\n",
			      alike->out);
	}
}

/* ---- JSON ------------------------------------------------------------- */

static void put_answer(struct json *json, const char *lines)
{
	char line[ANSWER_TEXT_MAX];

	json_open(json, "answer", '[');
	while (*lines) {
		size_t length = strcspn(lines, "\n");

		snprintf(line, sizeof(line), "%.*s", (int)length, lines);
		json_string(json, NULL, line);
		lines += length + 1;
	}
	json_close(json, ']');
}

static void put_group(struct json *json, const struct alike_group *group)
{
	char guard[ALIKE_GUARD_MAX];

	json_open(json, NULL, '{');
	json_string(json, "guard", alike_guard(group, guard));
	json_open(json, "profiles", '[');
	for (size_t i = 0; i < group->kernels; i++)
		json_string(json, NULL, group->kernel[i]);
	json_close(json, ']');
	put_answer(json, group->answer);
	json_bool(json, "expected", !group->different);
	json_close(json, '}');
}

static void put_step(const struct alike *alike, const char *file,
                     const struct alike_step *step)
{
	struct json json = { .out = alike->out };

	json_open(&json, NULL, '{');
	json_signed(&json, "v", 1);
	json_string(&json, "type", "matrix");
	json_string(&json, "file", file);
	json_unsigned(&json, "line", step->line);
	json_string(&json, "step", step->text);
	json_open(&json, "groups", '[');
	for (const struct alike_group *group = step->group; group;
	     group = group->next)
		put_group(&json, group);
	json_close(&json, ']');
	json_close(&json, '}');
	json_end_line(&json);
}

void alike_print_step(const struct alike *alike, const char *file,
                      const struct alike_step *step)
{
	if (alike->json)
		put_step(alike, file, step);
	else
		print_step(alike, file, step);
}
