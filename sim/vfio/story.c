/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sim/vfio/story.h"

#include "sim/reader.h"
#include "sim/run.h"
#include "sim/vfio/backend.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

enum {
	CALL_TIMEOUT_SECONDS = 60
};

struct story {
	struct story_result *result;
	struct reader *reader;
	struct backend *backend;
	struct runner runner;
	struct answer answer;
	struct digest digest;
};

static void end(struct story_result *result, enum story_status status,
                const char *why)
{
	snprintf(result->why, sizeof(result->why), "%s", why);
	result->status = status;
}

static void first_error(void *context, const char *text)
{
	struct story_result *result = context;

	if (!result->why[0])
		end(result, STORY_ILL_FORMED, text);
}

/* Is there a line that begins so? */
static bool has(const char *text, const char *words)
{
	const char *at = text;
	size_t length = strlen(words);

	while ((at = strchr(at, '\n')))
		if (!strncmp(++at, words, length))
			return true;
	return false;
}

static struct vfio_options options_for(const char *text,
                                       const struct host *host)
{
	return (struct vfio_options){
		.host = host,
		.timeout_seconds = CALL_TIMEOUT_SECONDS,
		.in_person = !has(text, "exit p0"),
		.alone = !has(text, "process"),
		.no_tables = !has(text, "show of=t"),
	};
}

static bool play_step(struct story *story, const struct command *command)
{
	struct story_result *result = story->result;
	enum backend_status status;

	if (result->steps == STORY_STEPS_MAX) {
		end(result, STORY_DECLINED, "too many steps");
		return false;
	}
	status = runner_step(&story->runner, command, &story->answer);
	if (status != BACKEND_OK) {
		end(result,
		    status == BACKEND_DECLINED ? STORY_DECLINED : STORY_BROKEN,
		    story->backend->message);
		return false;
	}
	digest_add(&story->digest, &story->answer,
	           result->marks + (size_t)result->steps * DIGEST_MARK);
	result->steps++;
	return true;
}

static void play_steps(struct story *story)
{
	struct command command;

	while (reader_next(story->reader, &command) == READER_COMMAND)
		if (command.verb != VERB_EXPECT && !play_step(story, &command))
			return;
	end(story->result, STORY_PLAYED, "");
}

static void perform(struct story *story, const struct scenario *scenario,
                    const struct vfio_options *options)
{
	story->backend = backend_vfio_new(&scenario->machine, options);
	if (story->backend &&
	    runner_start(&story->runner, story->backend, &scenario->machine))
		play_steps(story);
	else
		end(story->result, STORY_BROKEN, "no process can be started");
	if (story->backend)
		story->backend->ops->free(story->backend);
}

void story_play(const struct host *host, const struct vocabulary *vocabulary,
                const char *text, size_t size, struct story_result *result)
{
	struct story story = { .result = result };
	const struct vfio_options options = options_for(text, host);
	struct scenario scenario;
	const char *why;

	story.reader = reader_new(vocabulary);
	if (!story.reader)
		end(result, STORY_BROKEN, "out of memory");
	else if (reader_open_text(story.reader, "story", text, size,
	                          first_error, result, &scenario) != READER_OK)
		result->status = STORY_ILL_FORMED;
	else if (!backend_vfio_fits(host, &scenario.machine, &why))
		end(result, STORY_DECLINED, why);
	else
		perform(&story, &scenario, &options);
}
