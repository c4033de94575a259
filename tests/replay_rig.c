/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/replay_rig.h"

#include "tests/names.h"

#include <check.h>
#include <stdio.h>
#include <string.h>

static struct silent *silent(struct report *report)
{
	return (struct silent *)(void *)report;
}

static void story_begins(struct report *report, const struct story *story)
{
	(void)report;
	(void)story;
}

static void step_begins(struct report *report, const struct story *story,
                        const struct command *command)
{
	(void)story;
	(void)command;
	silent(report)->begun++;
}

static void step_ends(struct report *report, const struct finished_step *step)
{
	(void)step;
	silent(report)->ended++;
}

static void stopped(struct report *report, const struct stopped_step *step)
{
	silent(report)->stopped++;
	silent(report)->stop = step->stop;
	strcpy(silent(report)->message, step->message);
}

static void dump(struct report *report, const struct story *story,
                 const struct answer *state)
{
	(void)story;
	(void)state;
	silent(report)->dumped++;
}

static const struct report_ops silent_ops = {
	.story_begins = story_begins,
	.step_begins = step_begins,
	.step_ends = step_ends,
	.stopped = stopped,
	.dump = dump,
};

void replay_rig_init(struct replay_rig *r)
{
	memset(r, 0, sizeof(*r));
	fake_backend_init(&r->fake);
	r->silent.report.ops = &silent_ops;
	r->replay.report = &r->silent.report;
	r->replay.record = &r->record;
	r->replay.verdict.vocabulary = &test_names;
	r->replay.verdict.point = (struct profile_point){ "linux-6.12", 6, 12,
		                                          "powernv9" };
	r->reader = reader_new(&test_names);
	ck_assert_ptr_nonnull(r->reader);
	tool_rig_init(&r->files);
	tool_rig_path(&r->files, "a.scn", r->path);
	tool_rig_put(&r->files, "a.scn", "");
}

void replay_rig_release(struct replay_rig *r)
{
	tool_rig_release(&r->files);
	reader_free(r->reader);
	replay_release(&r->replay);
	record_release(&r->record);
}

static void print_error(void *context, const char *text)
{
	(void)context;
	fprintf(stderr, "%s\n", text);
}

void replay_open(struct replay_rig *r)
{
	ck_assert_int_eq(reader_open(r->reader, r->path, print_error, NULL,
	                             &r->scenario),
	                 READER_OK);
}

enum replay_result replay_text(struct replay_rig *r, const char *text)
{
	const struct story story = { r->path, "linux-6.12", NULL };

	tool_rig_put(&r->files, "a.scn", text);
	replay_open(r);
	return replay_story(&r->replay, r->reader, &r->scenario.machine,
	                    &r->fake.base, NULL, &story);
}
