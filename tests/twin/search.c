/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * search.c - the least number of steps to a difference.
 *
 * A story opens its files and has its memory first: that is no step.  Steps
 * are those of the shrunk story, those of the story that it came from, and
 * those of a third file (calls.scn), as far as these name nothing new.  Pairs
 * of states, of the model and of the mutant, are told apart by both hashes, and
 * expanded nearest first, until a step is answered differently by the two.
 */
#include "tests/twin/twin.h"

#include "sim/random.h"
#include "sim/room.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
	STEPS_MAX = 256,
	DEPTH_MAX = 32,
	NONE = 0xffff
};

/* Keys of pairs of states. */
struct keys {
	uint64_t *key; /* 0: free */
	size_t count, mask;
};

struct node {
	uint32_t before;
	uint16_t step;
	uint16_t depth;
};

struct search {
	struct twin *twin;
	const struct search_limits *limits;
	time_t end;

	struct script setup; /* machine, and what is opened */
	struct script steps; /* the same, and one of each step */
	struct script shrunk;
	struct scenario scenario;
	struct command step[STEPS_MAX];
	unsigned int count;

	struct tcesim_snapshot *first[2], *here[2];
	struct keys keys;
	struct node *node;
	size_t nodes, room;
};

/* ---- what a story has ------------------------------------------------------
 */

static bool opens(enum verb verb)
{
	return verb == VERB_CONTAINER || verb == VERB_GROUP ||
	       verb == VERB_MEMORY || verb == VERB_PROCESS;
}

/* Names come and go with these. */
static bool renames(enum verb verb)
{
	return verb == VERB_CLOSE || verb == VERB_FORK || verb == VERB_EXIT ||
	       verb == VERB_UNMAP_MEMORY || verb == VERB_DEVICE;
}

static bool has_line(const struct script *script, const char *text)
{
	for (size_t i = 0; i < script->lines; i++)
		if (!strcmp(script->line[i].text, text))
			return true;
	return false;
}

/* False: it does more than this search can. */
static bool take_setup(struct search *s, const struct script *from, bool all)
{
	for (size_t i = 0; i < from->lines; i++) {
		const struct script_line *line = &from->line[i];

		if (renames(line->verb))
			return !all;
		if (line->verb == VERB_MACHINE && !all)
			continue;
		if ((opens(line->verb) || line->verb == VERB_MACHINE) &&
		    !has_line(&s->setup, line->text) &&
		    !twin_add(s->twin, &s->setup, line->text) && all)
			return false;
	}
	return true;
}

static bool opens_group(const struct script *script, unsigned int number)
{
	char line[32];
	int length = snprintf(line, sizeof(line), "group g%u", number);

	for (size_t i = 0; i < script->lines; i++)
		if (!strncmp(script->line[i].text, line, (size_t)length) &&
		    strcspn(script->line[i].text + length, " ") == 0)
			return true;
	return false;
}

/* Groups are opened by the first line that wants them, if by none before. */
static void take_groups(struct search *s)
{
	char line[32];

	for (unsigned int i = 0; i < TCESIM_GROUPS_MAX; i++) {
		snprintf(line, sizeof(line), "group g%u", i);
		if (!opens_group(&s->setup, i))
			twin_add(s->twin, &s->setup, line);
	}
}

static void take_step(struct search *s, const char *text)
{
	if (s->count == STEPS_MAX || has_line(&s->steps, text) ||
	    !twin_add(s->twin, &s->steps, text))
		return;
	script_command(&s->steps, s->steps.lines - 1, s->twin->vocabulary,
	               &s->step[s->count++]);
}

static void take_steps(struct search *s, const struct script *from)
{
	for (size_t i = 0; i < from->lines; i++) {
		const struct script_line *line = &from->line[i];

		if (renames(line->verb))
			return;
		if (verb_is_step(line->verb) && !opens(line->verb))
			take_step(s, line->text);
	}
}

static unsigned int count_steps(const struct script *script)
{
	unsigned int count = 0;

	for (size_t i = 0; i < script->lines; i++)
		count += verb_is_step(script->line[i].verb) &&
		         !opens(script->line[i].verb);
	return count;
}

/* ---- the first state -------------------------------------------------------
 */

static enum twin_result play(struct search *s, const struct script *script,
                             bool opening)
{
	enum twin_result result = TWIN_ALIKE;
	struct command step;

	for (size_t i = 0; i < script->lines && result == TWIN_ALIKE; i++) {
		if (!verb_is_step(script->line[i].verb) ||
		    opens(script->line[i].verb) != opening)
			continue;
		script_command(script, i, s->twin->vocabulary, &step);
		result = twin_step(s->twin, &step);
	}
	return result;
}

static const struct twin_side *side(int n)
{
	return n ? &twin_mutant : &twin_true;
}

static struct backend *backend(const struct search *s, int n)
{
	return n ? s->twin->mutant.backend : s->twin->model.backend;
}

static void keep(const struct search *s, struct tcesim_snapshot **kept)
{
	for (int n = 0; n < 2; n++)
		kept[n] = side(n)->keep(backend(s, n), kept[n]);
}

static void go_back(const struct search *s, struct tcesim_snapshot **kept)
{
	for (int n = 0; n < 2; n++)
		side(n)->go_back(backend(s, n), kept[n]);
}

/* False: KEY was there before. */
static bool add_key(struct keys *keys, uint64_t key)
{
	size_t at = key & keys->mask;

	while (keys->key[at] && keys->key[at] != key)
		at = (at + 1) & keys->mask;
	if (keys->key[at])
		return false;
	keys->key[at] = key;
	keys->count++;
	return true;
}

static void grow(struct keys *keys)
{
	struct keys more = { .mask = keys->key ? 2 * keys->mask + 1 : 1023 };

	more.key = room_zeroed((more.mask + 1) * sizeof(*more.key));
	for (size_t i = 0; keys->key && i <= keys->mask; i++)
		if (keys->key[i])
			add_key(&more, keys->key[i]);
	free(keys->key);
	*keys = more;
}

/* False: both have been in these states before. */
static bool see(struct search *s)
{
	uint64_t model = twin_true.hash(backend(s, 0));
	uint64_t mutant = twin_mutant.hash(backend(s, 1));

	if (!s->keys.key || s->keys.count > s->keys.mask / 2)
		grow(&s->keys);
	return add_key(&s->keys, random_mix(random_mix(model) + mutant) | 1);
}

/* ---- the search ------------------------------------------------------------
 */

static void add_node(struct search *s, uint32_t before, unsigned int step,
                     unsigned int depth)
{
	s->node = room_for(s->node, &s->room, s->nodes + 1, sizeof(*s->node));
	s->node[s->nodes++] = (struct node){ before, (uint16_t)step,
		                             (uint16_t)depth };
}

static void go_to(struct search *s, uint32_t number)
{
	unsigned int way[DEPTH_MAX], length = 0;

	for (; s->node[number].step != NONE; number = s->node[number].before)
		way[length++] = s->node[number].step;
	go_back(s, s->first);
	while (length)
		twin_step(s->twin, &s->step[way[--length]]);
}

/* True: a step of it is answered differently. */
static bool expand(struct search *s, uint32_t number)
{
	unsigned int depth = s->node[number].depth + 1u;

	go_to(s, number);
	keep(s, s->here);
	for (unsigned int i = 0; i < s->count; i++) {
		enum twin_result result = twin_step(s->twin, &s->step[i]);

		if (result == TWIN_DIFFERENT) {
			add_node(s, number, i, depth);
			return true;
		}
		if (result == TWIN_ALIKE && see(s))
			add_node(s, number, i, depth);
		go_back(s, s->here);
	}
	return false;
}

static void print_way(const struct search *s, uint32_t number)
{
	const struct node *node = &s->node[number];
	size_t first = s->steps.lines - s->count;

	if (node->step == NONE)
		return;
	print_way(s, node->before);
	printf("    %s\n", s->steps.line[first + node->step].text);
}

static bool tell(const struct search *s, unsigned int shrunk,
                 unsigned int least, const char *how)
{
	printf("shrunk=%u least=%u proof=%s states=%zu alphabet=%u\n", shrunk,
	       least, how, s->nodes, s->count);
	if (least < shrunk)
		print_way(s, (uint32_t)s->nodes - 1);
	return true;
}

/* Of no use beyond what the shrunk story needs. */
static bool run(struct search *s, unsigned int shrunk)
{
	unsigned int depth = 0;

	keep(s, s->first);
	keep(s, s->here);
	see(s);
	add_node(s, 0, NONE, 0);
	for (uint32_t i = 0; i < s->nodes; i++) {
		depth = s->node[i].depth + 1u;
		if (depth >= shrunk || depth >= DEPTH_MAX)
			break;
		if (s->nodes > s->limits->states || time(NULL) > s->end)
			return tell(s, shrunk, depth, "at_least");
		if (expand(s, i))
			return tell(s, shrunk, depth, "found");
	}
	return tell(s, shrunk, shrunk, "exhausted");
}

/* Files first, then the steps: does the shrunk story show it like this? */
static bool shows(struct search *s)
{
	if (twin_start(s->twin, &s->scenario.machine) != TWIN_ALIKE ||
	    play(s, &s->setup, true) != TWIN_ALIKE)
		return false;
	return play(s, &s->shrunk, false) == TWIN_DIFFERENT;
}

static bool begin(struct search *s, const struct script *origin,
                  const struct script *others)
{
	if (!take_setup(s, &s->shrunk, true))
		return false;
	take_setup(s, origin, false);
	take_groups(s);
	script_copy(&s->steps, &s->setup);
	if (!script_is_valid(&s->setup, s->twin->reader, &s->scenario) ||
	    !shows(s))
		return false;
	take_steps(s, &s->shrunk);
	take_steps(s, others);
	take_steps(s, origin);
	return twin_start(s->twin, &s->scenario.machine) == TWIN_ALIKE &&
	       play(s, &s->setup, true) == TWIN_ALIKE;
}

bool twin_search(struct twin *twin, const char *const *file,
                 const struct search_limits *limits)
{
	static struct search s;
	struct script from = { .lines = 0 }, others = { .lines = 0 };
	struct scenario scenario;

	s.twin = twin;
	s.limits = limits;
	s.end = time(NULL) + (time_t)limits->seconds;
	if (!twin_read(twin, file[0], &s.shrunk, &scenario) ||
	    !twin_read(twin, file[1], &from, &scenario) ||
	    !twin_read(twin, file[2], &others, &scenario))
		return false;
	if (!begin(&s, &from, &others)) {
		puts("not comparable");
		return true;
	}
	return run(&s, count_steps(&s.shrunk));
}
