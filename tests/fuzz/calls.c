/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * calls.c - any bytes as a story: the lines that can be played are, on the
 * kernel that the first byte names, and all invariants hold after each.
 */
#include "model/tcesim.h"
#include "sim/model_vocabulary.h"
#include "sim/player.h"
#include "sim/script.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* So that no input takes long. */
enum {
	LINES_MAX = 200,
	LINE_MAX_ = 400
};
#define RAM_MAX (UINT64_C(4) << 30)

struct fuzzed {
	struct model_vocabulary names;
	struct reader *reader;
	struct script script;
	struct scenario scenario;
	struct player player;
};

/* The lines that are lines of the language. */
static void take_lines(struct fuzzed *f, const char *at, const char *end)
{
	char line[LINE_MAX_];

	script_cut(&f->script, 0);
	while (at < end && f->script.lines < LINES_MAX) {
		const char *newline = memchr(at, '\n', (size_t)(end - at));
		size_t length = (size_t)((newline ? newline : end) - at);

		if (length < sizeof(line)) {
			memcpy(line, at, length);
			line[length] = '\0';
			script_add(&f->script, &f->names.vocabulary, line, 0);
		}
		at += length + 1;
	}
	script_repair(&f->script, f->reader, &f->scenario);
}

static void play(struct fuzzed *f, const struct tcesim_profile *profile)
{
	const struct kernel kernel = { .profile = profile };
	struct command command;

	if (f->scenario.machine.ram > RAM_MAX ||
	    !player_start(&f->player, &kernel, &f->scenario.machine))
		return;
	for (size_t i = 0; i < f->script.lines; i++) {
		if (!verb_is_step(f->script.line[i].verb))
			continue;
		script_command(&f->script, i, &f->names.vocabulary, &command);
		switch (player_step(&f->player, &command)) {
		case BACKEND_OK:
			continue;
		case BACKEND_DECLINED:
			return;
		case BACKEND_BROKEN:
			break;
		}
		fprintf(stderr, "%s: %s: %s\n", profile->name,
		        f->script.line[i].text, f->player.backend->message);
		abort();
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct fuzzed fuzzed;
	unsigned int profiles = 0;

	if (!fuzzed.reader && model_vocabulary_init(&fuzzed.names))
		fuzzed.reader = reader_new(&fuzzed.names.vocabulary);
	if (!size || !fuzzed.reader)
		return 0;
	while (tcesim_profile(profiles))
		profiles++;
	take_lines(&fuzzed, (const char *)data, (const char *)data + size);
	play(&fuzzed, tcesim_profile(data[0] % profiles));
	player_stop(&fuzzed.player);
	return 0;
}
