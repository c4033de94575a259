/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/tool_rig.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
	WORDS_MAX = 32,
	LINE_MAX_ = 2048
};

void tool_rig_init(struct tool_rig *rig)
{
	memset(rig, 0, sizeof(*rig));
	strcpy(rig->folder, "/tmp/toolrig.XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(rig->folder));
}

static void forget(struct tool_rig *rig)
{
	free(rig->out);
	free(rig->err);
	rig->out = NULL;
	rig->err = NULL;
}

void tool_rig_release(struct tool_rig *rig)
{
	char command[128];

	forget(rig);
	snprintf(command, sizeof(command), "rm -r %s", rig->folder);
	ck_assert_int_eq(system(command), 0);
}

static void expand(const struct tool_rig *rig, const char *line, char *text)
{
	for (; *line; line++) {
		if (*line == '@')
			text += sprintf(text, "%s", rig->folder);
		else
			*text++ = *line;
	}
	*text = '\0';
}

/* Splits TEXT into words; answers how many. */
static int split(char *text, char **words)
{
	char *rest;
	int count = 0;

	for (char *word = strtok_r(text, " ", &rest); word;
	     word = strtok_r(NULL, " ", &rest)) {
		for (char *c = word; *c; c++)
			if (*c == '~')
				*c = ' ';
		words[count++] = word;
	}
	return count;
}

int tool_rig_call(struct tool_rig *rig,
                  int (*command)(int argc, char **argv, const struct cli *cli),
                  const char *line)
{
	char text[LINE_MAX_], *words[WORDS_MAX];
	struct cli cli = { .colour = rig->colour };
	size_t out_size, err_size;
	int count, status;

	forget(rig);
	expand(rig, line, text);
	count = split(text, words);
	cli.out = open_memstream(&rig->out, &out_size);
	cli.err = open_memstream(&rig->err, &err_size);
	status = command(count, words, &cli);
	fclose(cli.out);
	fclose(cli.err);
	return status;
}

int tool_rig_run(struct tool_rig *rig, const char *line)
{
	char text[LINE_MAX_];

	snprintf(text, sizeof(text), "tcesim %s", line);
	return tool_rig_call(rig, cli_main, text);
}

void tool_rig_path(const struct tool_rig *rig, const char *name, char *path)
{
	snprintf(path, TOOL_PATH_MAX, "%s/%s", rig->folder, name);
}

static FILE *file_of(struct tool_rig *rig, const char *name, const char *mode)
{
	char path[TOOL_PATH_MAX];

	tool_rig_path(rig, name, path);
	return fopen(path, mode);
}

void tool_rig_put(struct tool_rig *rig, const char *name, const char *text)
{
	FILE *file = file_of(rig, name, "w");

	ck_assert_ptr_nonnull(file);
	fputs(text, file);
	fclose(file);
}

void tool_rig_put_folder(struct tool_rig *rig, const char *name)
{
	char path[TOOL_PATH_MAX];

	tool_rig_path(rig, name, path);
	ck_assert_int_eq(mkdir(path, 0700), 0);
}

int tool_rig_run_to(struct tool_rig *rig, const char *line, const char *name)
{
	int status = tool_rig_run(rig, line);

	tool_rig_put(rig, name, rig->out);
	return status;
}

bool tool_rig_has_file(struct tool_rig *rig, const char *name)
{
	FILE *file = file_of(rig, name, "r");

	if (file)
		fclose(file);
	return file;
}

char *tool_rig_get(struct tool_rig *rig, const char *name)
{
	FILE *file = file_of(rig, name, "r");
	char *text = calloc(1, 1 << 20);

	ck_assert_ptr_nonnull(file);
	ck_assert_ptr_nonnull(text);
	ck_assert_uint_lt(fread(text, 1, (1 << 20) - 1, file), (1 << 20) - 1);
	fclose(file);
	return text;
}

void tool_rig_check(struct tool_rig *rig, const char *name, const char *text)
{
	char *got = tool_rig_get(rig, name);

	ck_assert_str_eq(got, text);
	free(got);
}

bool has(const char *text, const char *part)
{
	return strstr(text, part);
}

unsigned int times(const char *text, const char *part)
{
	unsigned int found = 0;

	while ((text = strstr(text, part))) {
		found++;
		text += strlen(part);
	}
	return found;
}
