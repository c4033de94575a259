/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sim/replay.h"

#include <stddef.h>

static void finish_step(struct replay *replay, const struct story *story,
                        const struct command *step)
{
	struct finished_step finished = { .story = story,
		                          .command = step,
		                          .answer = &replay->answer,
		                          .verdict = &replay->verdict };

	if (replay->record)
		record_end(replay->record, &replay->verdict);
	finished.result = verdict_end(&replay->verdict);
	if (finished.result == VERDICT_DIFFERENT)
		replay->different = true;
	replay->report->ops->step_ends(replay->report, &finished);
}

static enum replay_result stop(struct replay *replay, const struct story *story,
                               const struct command *step,
                               enum backend_status status)
{
	struct report *report = replay->report;
	const struct stopped_step stopped = {
		.story = story,
		.command = step,
		.stop = status == BACKEND_DECLINED ? STOP_SKIPPED : STOP_BROKEN,
		.message = replay->runner.backend->message,
	};

	report->ops->stopped(report, &stopped);
	if (status != BACKEND_DECLINED)
		return REPLAY_BROKEN;
	/* What was wrong before stays wrong. */
	return replay->different ? REPLAY_FAILED : REPLAY_SKIPPED;
}

static void judge(struct replay *replay, const struct command *expect,
                  struct span text)
{
	struct verdict *verdict = &replay->verdict;
	unsigned int before = verdict->mismatches;

	verdict_expect(verdict, expect);
	if (replay->record)
		record_line(replay->record, expect, text, verdict,
		            verdict->mismatches > before);
}

static enum backend_status begin_step(struct replay *replay,
                                      const struct story *story,
                                      const struct command *step,
                                      struct span text)
{
	struct report *report = replay->report;
	enum backend_status status;

	report->ops->step_begins(report, story, step);
	status = runner_step(&replay->runner, step, &replay->answer);
	if (status)
		return status;
	if (replay->record)
		record_step(replay->record, step, text);
	verdict_begin(&replay->verdict, &replay->answer);
	return BACKEND_OK;
}

static enum replay_result end_story(struct replay *replay,
                                    const struct story *story)
{
	struct report *report = replay->report;
	enum backend_status status;

	if (replay->dump) {
		status = runner_show(&replay->runner, &replay->answer);
		if (status)
			return stop(replay, story, NULL, status);
		report->ops->dump(report, story, &replay->answer);
	}
	return replay->different ? REPLAY_FAILED : REPLAY_PASSED;
}

/* The steps; *STEP is the last one, NULL when there is none. */
static enum replay_result play(struct replay *replay, struct reader *reader,
                               const struct story *story,
                               const struct command **step)
{
	unsigned int turn = 0;
	enum backend_status status;

	for (;;) {
		struct command *read = &replay->command[turn];
		enum reader_next next = reader_next(reader, read);

		if (next == READER_COMMAND && read->verb == VERB_EXPECT) {
			judge(replay, read, reader_text(reader));
			continue;
		}
		if (*step)
			finish_step(replay, story, *step);
		if (next != READER_COMMAND)
			return next == READER_END ? REPLAY_PASSED
			                          : REPLAY_UNREADABLE;
		status = begin_step(replay, story, read, reader_text(reader));
		if (status)
			return stop(replay, story, read, status);
		*step = read;
		turn = !turn;
	}
}

enum replay_result replay_story(struct replay *replay, struct reader *reader,
                                const struct machine_spec *machine,
                                struct backend *backend,
                                enum backend_status (*last)(struct backend *),
                                const struct story *story)
{
	struct report *report = replay->report;
	const struct command *step = NULL;
	enum replay_result result;
	enum backend_status status;

	replay->different = false;
	if (!runner_start(&replay->runner, backend, machine))
		return stop(replay, story, NULL, BACKEND_BROKEN);
	report->ops->story_begins(report, story);
	result = play(replay, reader, story, &step);
	if (result != REPLAY_PASSED)
		return result;
	status = last ? last(backend) : BACKEND_OK;
	if (status)
		return stop(replay, story, step, status);
	return end_story(replay, story);
}

void replay_release(struct replay *replay)
{
	runner_release(&replay->runner);
	answer_release(&replay->answer);
}
