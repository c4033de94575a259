/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/fake_run.h"

#include <string.h>

static struct fake_run the_run;

struct fake_run *fake_run_init(void)
{
	memset(&the_run, 0, sizeof(the_run));
	fake_backend_init(&the_run.fake);
	return &the_run;
}

static struct backend *make(const struct tcesim_config *config,
                            const struct tcesim_profile *profile,
                            enum backend_model_checks checks,
                            enum tcesim_status *status)
{
	(void)config;
	(void)profile;
	(void)checks;
	if (the_run.when_made)
		the_run.when_made(the_run.context);
	*status = the_run.no_machine;
	return the_run.no_machine ? NULL : &the_run.fake.base;
}

static enum backend_status settle(struct backend *b)
{
	if (the_run.last_word)
		strcpy(b->message, "invariant i1: it holds");
	return the_run.last_word;
}

int fake_run_command(int argc, char **argv, const struct cli *cli)
{
	static const struct run_backend backend = { make, settle };

	return cmd_run_on(&backend, argc, argv, cli);
}
