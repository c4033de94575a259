/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sim/judge.h"

struct profile_point kernel_point(const struct kernel *kernel,
                                  const struct machine_spec *machine)
{
	return (struct profile_point){
		.name = kernel->profile->name,
		.major = kernel->profile->major,
		.minor = kernel->profile->minor,
		.platform = platform_name(machine->platform),
	};
}

/* The `=` lines behind line INDEX; answers the line behind them. */
static size_t judge_answer(struct judge *judge, const struct script *script,
                           size_t index)
{
	struct command expect;

	verdict_begin(&judge->verdict, &judge->player.answer);
	for (index++;
	     index < script->lines && script->line[index].verb == VERB_EXPECT;
	     index++) {
		script_command(script, index, judge->vocabulary, &expect);
		verdict_expect(&judge->verdict, &expect);
	}
	return index;
}

enum backend_status judge_play(struct judge *judge, const struct script *script,
                               const struct scenario *scenario,
                               const struct kernel *kernel, judge_sink *sink,
                               void *context)
{
	enum backend_status status;
	size_t next = 0;

	judge->step.verb = VERB_COUNT;
	judge->verdict.vocabulary = judge->vocabulary;
	judge->verdict.point = kernel_point(kernel, &scenario->machine);
	if (!player_start(&judge->player, kernel, &scenario->machine))
		return BACKEND_DECLINED;
	while (next < script->lines) {
		judge->line = next++;
		if (!verb_is_step(script->line[judge->line].verb))
			continue;
		script_command(script, judge->line, judge->vocabulary,
		               &judge->step);
		status = player_step(&judge->player, &judge->step);
		if (status)
			return status;
		next = judge_answer(judge, script, judge->line);
		if (!sink(context, judge, verdict_end(&judge->verdict)))
			break;
	}
	return BACKEND_OK;
}

void judge_release(struct judge *judge)
{
	player_release(&judge->player);
}
