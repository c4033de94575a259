/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sim/fingerprint.h"

#include "sim/room.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void fingerprint_add(struct fingerprint *f, struct trace_story *story)
{
	f->story = room_for(f->story, &f->room, f->stories + 1,
	                    sizeof(*f->story));
	f->steps += script_steps(&story->script);
	f->story[f->stories++] = *story;
	*story = (struct trace_story){ 0 };
}

/* ---- how well a kernel fits ------------------------------------------- */

static void see_step(void *context, const struct follower *follower,
                     size_t line, enum step_fate fate)
{
	struct fingerprint *f = context;

	(void)follower;
	(void)line;
	f->misfits += fate == STEP_UNEXPLAINED;
}

/* More than LIMIT need not be counted. */
static uint64_t count_misfits(struct fingerprint *f,
                              const struct kernel *kernel, uint64_t limit)
{
	f->misfits = 0;
	f->follower.vocabulary = f->vocabulary;
	f->follower.kernel = *kernel;
	f->follower.as_is = true;
	for (size_t i = 0; i < f->stories && f->misfits <= limit; i++) {
		struct trace_story *story = &f->story[i];

		/* A kernel that cannot be there has not been there. */
		if (!follow_story(&f->follower, &story->script,
		                  &story->scenario, see_step, f))
			f->misfits += script_steps(&story->script);
	}
	return f->misfits;
}

/* ---- kernels ---------------------------------------------------------- */

/* Of two that fit as well, the newer release. */
static bool is_better(const struct fingerprint_guess *a,
                      const struct fingerprint_guess *b)
{
	const struct tcesim_profile *p = a->kernel.profile;
	const struct tcesim_profile *q = b->kernel.profile;

	if (a->misfits != b->misfits)
		return a->misfits < b->misfits;
	if (p->major != q->major)
		return p->major > q->major;
	return p->minor > q->minor;
}

static void sort_guesses(struct fingerprint *f)
{
	for (unsigned int i = 1; i < f->guesses; i++) {
		for (unsigned int k = i;
		     k && is_better(&f->guess[k], &f->guess[k - 1]); k--) {
			struct fingerprint_guess other = f->guess[k];

			f->guess[k] = f->guess[k - 1];
			f->guess[k - 1] = other;
		}
	}
}

/* All profiles, and the releases that are nearly one. */
static void list_kernels(struct kernels *kernels,
                         const struct vocabulary *vocabulary)
{
	const struct kernel_release *release;
	struct profile_error error;
	char list[1024] = "all";
	size_t used = strlen(list);

	for (unsigned int i = 0; (release = kernel_release(i)); i++)
		used += (size_t)snprintf(list + used, sizeof(list) - used,
		                         ",%s", release->name);
	kernels_parse(kernels, list, vocabulary, &error);
}

static void guess_kernels(struct fingerprint *f)
{
	struct kernels kernels = { .count = 0 };

	list_kernels(&kernels, f->vocabulary);
	f->guess = room_zeroed(kernels.count * sizeof(*f->guess));
	f->guesses = kernels.count;
	for (unsigned int i = 0; i < kernels.count; i++) {
		f->guess[i].kernel = kernels.kernel[i];
		f->guess[i].misfits = count_misfits(f, &kernels.kernel[i],
		                                    UINT64_MAX);
	}
	kernels_release(&kernels);
	sort_guesses(f);
	f->found = f->guess[0];
}

/* ---- traits ----------------------------------------------------------- */

static unsigned int value_of(const struct kernel *kernel, unsigned int trait)
{
	const char *word = kernel_trait(kernel, trait);
	unsigned int value = 0;

	while (strcmp(tcesim_trait_word(trait, value), word) != 0)
		value++;
	return value;
}

/* The one change that is best, if any makes things better. */
static bool improve(struct fingerprint *f)
{
	struct fingerprint_guess best = f->found;

	for (unsigned int i = 0; tcesim_trait(i); i++) {
		for (unsigned int v = 0; tcesim_trait_word(i, v); v++) {
			struct fingerprint_guess other = f->found;

			other.kernel.trait[i] = (uint8_t)(v + 1);
			other.misfits = count_misfits(f, &other.kernel,
			                              best.misfits);
			if (other.misfits < best.misfits)
				best = other;
		}
	}
	if (best.misfits == f->found.misfits)
		return false;
	f->found = best;
	return true;
}

/* Which values of TRAIT the stories leave open. */
static void look_at_trait(struct fingerprint *f, unsigned int trait)
{
	struct fingerprint_trait *t = &f->trait[trait];
	struct kernel kernel = f->found.kernel;

	t->value = value_of(&f->found.kernel, trait);
	t->told = true;
	for (t->values = 0; t->values < FINGERPRINT_VALUES_MAX &&
	                    tcesim_trait_word(trait, t->values);
	     t->values++) {
		kernel.trait[trait] = (uint8_t)(t->values + 1);
		t->open[t->values] = count_misfits(f, &kernel,
		                                   f->found.misfits) <=
		                     f->found.misfits;
		t->told = t->told &&
		          (t->values == t->value || !t->open[t->values]);
	}
}

void fingerprint_find(struct fingerprint *f)
{
	guess_kernels(f);
	while (f->found.misfits && improve(f))
		;
	for (unsigned int i = 0; tcesim_trait(i); i++)
		look_at_trait(f, i);
}

void fingerprint_release(struct fingerprint *f)
{
	for (size_t i = 0; i < f->stories; i++)
		trace_story_release(&f->story[i]);
	free(f->story);
	free(f->guess);
	follow_release(&f->follower);
}
