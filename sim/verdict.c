/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sim/verdict.h"

#include "sim/format.h"
#include "sim/grammar.h"
#include "sim/runs.h"
#include "sim/text.h"

#include <string.h>

bool profile_point_in(const struct profile_point *point,
                      const struct profile_set *set)
{
	return profile_set_has(set, point->name, point->major, point->minor,
	                       point->platform);
}

/* ---- what differs ----------------------------------------------------- */

/* The keys of one `=` line that differ, as they are found. */
struct keys {
	struct text text;
	char at[MISMATCH_KEYS_MAX];
};

static void keys_add(struct keys *keys, const char *name)
{
	if (keys->text.length)
		text_add_char(&keys->text, ' ');
	text_add(&keys->text, name);
}

static void keys_init(struct keys *keys)
{
	text_init(&keys->text, keys->at, sizeof(keys->at));
}

/* Counts a mismatch; where it is to be told, or NULL. */
static struct mismatch *next_mismatch(struct verdict *verdict, const char *keys)
{
	struct mismatch *mismatch = &verdict->mismatch[verdict->mismatches];

	if (verdict->mismatches++ >= MISMATCHES_MAX)
		return NULL;
	mismatch->line = 0;
	mismatch->expected[0] = '\0';
	mismatch->answered[0] = '\0';
	strcpy(mismatch->keys, keys);
	return mismatch;
}

/* EXPECT without its `=` and guard. */
static void tell_expected(const struct verdict *verdict,
                          struct mismatch *mismatch,
                          const struct command *expect)
{
	struct command plain = *expect;
	char text[ANSWER_TEXT_MAX];

	plain.set.count = 0;
	command_format(&plain, verdict->vocabulary, text, sizeof(text));
	strcpy(mismatch->expected, text + strlen("= "));
	mismatch->line = expect->line;
}

/* ---- any step but show ------------------------------------------------ */

static bool result_fits(const struct answer *answer,
                        const struct result *result)
{
	if (result->kind == RESULT_NUMBER)
		return answer->reply.ret == result->number;
	return (answer->reply.ret >= 0) == (result->kind == RESULT_OK);
}

static bool hazards_fit(const struct reply *reply, uint64_t named)
{
	if (!reply->hazards_known)
		return true;
	return named ? (reply->hazards & named) == named : !reply->hazards;
}

static bool place_fits(const struct place *place, const struct value *value)
{
	return !place->known || (place->memory == value->memory &&
	                         place->offset == value->number);
}

/* A member that the step never got as far as to answer is untouched. */
static bool field_fits(const struct answer_field *field,
                       const struct value *value)
{
	if (!field || field->untouched)
		return value->untouched;
	return !value->untouched && field->value == value->number;
}

static bool seen_fits(const char *seen, const char *expected)
{
	return !seen[0] || runs_fit(seen, expected);
}

static bool value_fits(const struct answer *answer,
                       const struct command *expect, enum key key,
                       const struct value *value)
{
	const struct reply *reply = &answer->reply;

	if (key == KEY_WHY)
		return !reply->why || !strcmp(reply->why, value->word);
	if (key == KEY_HAZARD)
		return hazards_fit(reply, value->number);
	if (key == KEY_LOCKED_VM)
		return !answer->locked_vm_known ||
		       answer->locked_vm == value->number;
	if (key == KEY_AT)
		return place_fits(&answer->place, value);
	if (key == KEY_DATA)
		return seen_fits(answer->seen.data, expect->data);
	if (key == KEY_PAGES)
		return seen_fits(answer->seen.pages, expect->pages);
	return field_fits(answer_field(answer, key), value);
}

static void expect_answer(struct verdict *verdict, const struct command *expect)
{
	const struct answer *answer = verdict->answer;
	struct mismatch *mismatch;
	struct keys keys;

	keys_init(&keys);
	if (!result_fits(answer, &expect->result))
		keys_add(&keys, "result");
	for (unsigned int i = 0; i < expect->args; i++) {
		const struct arg *arg = &expect->arg[i];

		if (!value_fits(answer, expect, arg->key, &arg->value))
			keys_add(&keys, key_row(arg->key)->name);
	}
	verdict->unnamed &= ~(uint32_t)command_number(expect, KEY_HAZARD, 0);
	if (!keys.text.length)
		return;
	mismatch = next_mismatch(verdict, keys.at);
	tell_expected(verdict, mismatch, expect);
	answer_format(answer, expect, verdict->vocabulary, mismatch->answered,
	              sizeof(mismatch->answered));
}

/* ---- show ------------------------------------------------------------- */

bool verdict_names_kind(const struct show_line *line,
                        const struct command *expect)
{
	return expect->result.kind == RESULT_SHOW &&
	       !strcmp(line->kind, show_kinds()->word[expect->result.show]);
}

static bool line_is_named(const struct show_line *line,
                          const struct command *expect)
{
	const struct result *result = &expect->result;
	const struct value address = { .number = result->address.offset,
		                       .memory = result->address.memory };

	if (!verdict_names_kind(line, expect))
		return false;
	if (!line->object)
		return place_fits(&line->place, &address);
	return line->object == result->object.letter &&
	       line->number == result->object.number;
}

static bool word_fits(const struct verdict *verdict,
                      const struct show_field *field, enum key key,
                      const struct value *value)
{
	char text[sizeof(field->word)];

	format_value(key, value, verdict->vocabulary, text, sizeof(text));
	return !strcmp(text, field->word);
}

static bool show_fits(const struct verdict *verdict,
                      const struct show_line *line, const struct arg *arg)
{
	const struct show_field *field = show_field(line, arg->key);

	/* A line that names no process is of p0. */
	if (!field)
		return arg->key == KEY_PROCESS && !arg->value.number;
	switch (field->format) {
	case SHOW_UNKNOWN:
		return true;
	case SHOW_WORD:
		return word_fits(verdict, field, arg->key, &arg->value);
	case SHOW_PLACE:
	case SHOW_ADDRESS:
		return place_fits(&field->place, &arg->value);
	case SHOW_NUMBER:
	case SHOW_HEX:
	case SHOW_SIZE:
		break;
	}
	return field->value == arg->value.number;
}

static void compare_line(struct verdict *verdict, const struct show_line *line,
                         const struct command *expect)
{
	struct mismatch *mismatch;
	struct keys keys;
	bool same_thing = line_is_named(line, expect);

	keys_init(&keys);
	if (!same_thing)
		keys_add(&keys, "line");
	for (unsigned int i = 0; same_thing && i < expect->args; i++)
		if (!show_fits(verdict, line, &expect->arg[i]))
			keys_add(&keys, key_row(expect->arg[i].key)->name);
	if (!keys.text.length)
		return;
	mismatch = next_mismatch(verdict, keys.at);
	if (!mismatch)
		return;
	tell_expected(verdict, mismatch, expect);
	show_line_format(line, same_thing ? expect : NULL, mismatch->answered,
	                 sizeof(mismatch->answered));
}

/* The fitting lines have been counted up to and with EXPECT. */
static void expect_line(struct verdict *verdict, const struct command *expect)
{
	const struct answer *answer = verdict->answer;
	struct mismatch *mismatch;

	if (expect->result.kind == RESULT_NOTHING) {
		verdict->nothing = true;
		return;
	}
	if (verdict->fitting <= answer->lines) {
		compare_line(verdict, &answer->line[verdict->fitting - 1],
		             expect);
		return;
	}
	mismatch = next_mismatch(verdict, "line");
	if (mismatch)
		tell_expected(verdict, mismatch, expect);
}

/* Lines of the state for which there is no `=` line. */
static void expect_no_more(struct verdict *verdict)
{
	const struct answer *answer = verdict->answer;
	size_t i = verdict->nothing ? 0 : verdict->fitting;

	for (; i < answer->lines; i++) {
		struct mismatch *mismatch = next_mismatch(verdict, "line");

		if (mismatch)
			show_line_format(&answer->line[i], NULL,
			                 mismatch->answered,
			                 sizeof(mismatch->answered));
	}
}

/* ---- a step ----------------------------------------------------------- */

void verdict_begin(struct verdict *verdict, const struct answer *answer)
{
	verdict->answer = answer;
	verdict->lines = false;
	verdict->fitting = 0;
	verdict->nothing = false;
	verdict->unnamed = answer->reply.hazards;
	verdict->mismatches = 0;
}

bool verdict_expect(struct verdict *verdict, const struct command *expect)
{
	bool show = verdict->answer->verb == VERB_SHOW;

	verdict->lines = true;
	if (!profile_point_in(&verdict->point, &expect->set))
		return false;
	if (!show && verdict->fitting)
		return false;
	verdict->fitting++;
	if (show)
		expect_line(verdict, expect);
	else
		expect_answer(verdict, expect);
	return true;
}

enum verdict_result verdict_end(struct verdict *verdict)
{
	struct mismatch *mismatch;

	if (verdict->answer->verb == VERB_SHOW && verdict->fitting)
		expect_no_more(verdict);
	if (verdict->hazards_are_errors && verdict->unnamed) {
		mismatch = next_mismatch(verdict, "hazard");
		if (mismatch)
			answer_format(verdict->answer, NULL,
			              verdict->vocabulary, mismatch->answered,
			              sizeof(mismatch->answered));
	}
	if (verdict->mismatches)
		return VERDICT_DIFFERENT;
	return verdict->fitting ? VERDICT_OK : VERDICT_UNCHECKED;
}
