/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The backend, with a way to the machine in it. */
#include "tests/twin/side.h"

#include "sim/backend_model.c" /* its machine is its own otherwise */

#ifndef TWIN_SIDE
#define TWIN_SIDE twin_true
#endif

static struct backend *make(const struct tcesim_config *config,
                            const struct tcesim_profile *profile,
                            enum backend_model_checks checks,
                            enum tcesim_status *status)
{
	(void)checks; /* what is compared is the answers */
	/* Each model knows its own profiles by where they stand. */
	profile = tcesim_profile_named(profile->name);
	return backend_model_new(config, profile, CHECK_NEVER, status);
}

static struct tcesim_snapshot *keep(struct backend *b,
                                    struct tcesim_snapshot *kept)
{
	if (kept)
		tcesim_snapshot_again(self(b)->machine, kept);
	else
		tcesim_snapshot(self(b)->machine, &kept);
	return kept;
}

static void go_back(struct backend *b, const struct tcesim_snapshot *kept)
{
	tcesim_restore(self(b)->machine, kept);
}

static bool holds(struct backend *b)
{
	unsigned int broken;

	return tcesim_check(self(b)->machine, &broken) == TCESIM_OK;
}

static uint64_t hash(struct backend *b)
{
	struct tcesim_hash hash = { { 0, 0 } };

	tcesim_hash(self(b)->machine, &hash);
	return hash.word[0];
}

const struct twin_side TWIN_SIDE = {
	.maker = { make, backend_model_settle },
	.keep = keep,
	.go_back = go_back,
	.holds = holds,
	.hash = hash,
};
