/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What must have happened for a story to be as it is. */
#include "sim/follow.h"

#include <string.h>

enum {
	/* Passages of a site in one step that are tried. */
	PASSAGES_MAX = 64
};

/* ---- one more assumption ---------------------------------------------- */

enum attempt {
	ATTEMPT_FITS,
	ATTEMPT_DIFFERS, /* in the last line, or before */
	ATTEMPT_OVER,    /* what was assumed cannot have happened */
};

/* Plays all lines up to LINE on FOUND. */
static enum attempt play(struct follower *follower, struct hypothesis *found,
                         size_t line)
{
	enum fit fit = FIT_YES;
	size_t i = 0;

	/* It has started before, with less assumed. */
	player_start(&found->player, &follower->kernel,
	             &follower->scenario->machine);
	for (; i <= line && fit == FIT_YES; i++) {
		if (!verb_is_step(follower->script->line[i].verb))
			continue;
		fit = follow_step(follower, found, i);
		follower->tries -= follower->tries > 0;
	}
	if (fit == FIT_UNPLAYED)
		return ATTEMPT_OVER;
	if (fit == FIT_YES)
		return ATTEMPT_FITS;
	if (i > line)
		follow_note_acceptable(follower, found);
	return ATTEMPT_DIFFERS;
}

/* No more is to be found, or can be held. */
static bool is_enough(const struct follower *follower,
                      const struct hypothesis *from)
{
	return from->assumptions == FOLLOW_ASSUMPTIONS_MAX ||
	       follower->founds == FOLLOW_HYPOTHESES_MAX || !follower->tries;
}

/* FROM, and ASSUMPTION: does that explain line LINE? */
static enum attempt attempt(struct follower *follower,
                            const struct hypothesis *from,
                            const struct assumption *assumption, size_t line)
{
	struct hypothesis *found = &follower->found[follower->founds];
	enum attempt result;

	if (is_enough(follower, from))
		return ATTEMPT_OVER;
	memcpy(found->assumption, from->assumption, sizeof(found->assumption));
	found->assumptions = from->assumptions;
	found->assumption[found->assumptions++] = *assumption;
	result = play(follower, found, line);
	follower->founds += result == ATTEMPT_FITS;
	return result;
}

/* ---- failures --------------------------------------------------------- */

/* Sites that fail for reasons of their own.  Others stand for several of
 * these, or for what the caller does. */
static bool is_surroundings(const char *site)
{
	static const char *const names[] = {
		"page_alloc.", "kmalloc.", "opal_", "rtas.", "tce_xchg", "pin",
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (!strncmp(site, names[i], strlen(names[i])))
			return true;
	return false;
}

/* Firmware may say anything. */
static bool says_anything(const char *site)
{
	return !strncmp(site, "opal_", 5) || !strncmp(site, "rtas.", 5);
}

/* The error that the story has for LINE, or 0. */
static int told_error(const struct follower *follower, size_t line)
{
	const struct script *script = follower->script;
	struct command expect = { .verb = VERB_COUNT };

	if (line + 1 < script->lines)
		script_command(script, line + 1, follower->vocabulary, &expect);
	return expect.verb == VERB_EXPECT &&
	                       expect.result.kind == RESULT_NUMBER &&
	                       expect.result.number < 0
	               ? (int)expect.result.number
	               : 0;
}

static void try_site(struct follower *follower, const struct hypothesis *from,
                     struct assumption *assumption, size_t line)
{
	enum attempt result = ATTEMPT_DIFFERS;

	for (assumption->nth = 1;
	     assumption->nth <= PASSAGES_MAX && result != ATTEMPT_OVER;
	     assumption->nth++)
		result = attempt(follower, from, assumption, line);
}

/* Something fails in line AT, and so line LINE is as it is. */
static void try_failures(struct follower *follower,
                         const struct hypothesis *from, size_t at, size_t line)
{
	const struct tcesim_named *site;
	struct assumption assumption = { .kind = ASSUME_FAULT, .line = at };

	for (; (site = tcesim_fault_site(assumption.site)); assumption.site++) {
		if (!is_surroundings(site->name))
			continue;
		assumption.error = 0;
		try_site(follower, from, &assumption, line);
		assumption.error = told_error(follower, at);
		if (assumption.error && says_anything(site->name))
			try_site(follower, from, &assumption, line);
	}
}

/* ---- the order of groups ---------------------------------------------- */

static bool is_attach(const struct follower *follower, size_t line)
{
	return follower->script->line[line].verb == VERB_ATTACH;
}

static void try_orders(struct follower *follower, const struct hypothesis *from,
                       size_t line)
{
	for (size_t a = 0; a < line; a++) {
		for (size_t b = a + 1; is_attach(follower, a) && b < line;
		     b++) {
			const struct assumption assumption = {
				.kind = ASSUME_SWAP, .line = a, .other = b
			};

			if (is_attach(follower, b))
				attempt(follower, from, &assumption, line);
		}
	}
}

/* ---- all of it -------------------------------------------------------- */

static void try_before(struct follower *follower, const struct hypothesis *from,
                       size_t line)
{
	for (size_t at = line; at-- > 0 && !follower->founds;)
		if (verb_is_step(follower->script->line[at].verb))
			try_failures(follower, from, at, line);
}

/* Nearest first: here, in another order, at an earlier step. */
bool follow_search(struct follower *follower, size_t line)
{
	const struct hypothesis *from = follower->hypothesis;
	unsigned int count = follower->hypotheses;

	follower->founds = 0;
	for (unsigned int i = 0; i < count; i++)
		try_failures(follower, &from[i], line, line);
	for (unsigned int i = 0; i < count && !follower->founds; i++)
		try_orders(follower, &from[i], line);
	for (unsigned int i = 0; i < count && !follower->founds; i++)
		try_before(follower, &from[i], line);
	return follower->founds;
}
