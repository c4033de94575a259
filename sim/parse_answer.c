/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What stands behind `=`: a guard, a result, keys. */
#include "sim/grammar.h"
#include "sim/line.h"

#include <string.h>

static const char result_forms[] =
	"a result is 0, a number, -EINVAL; of dma ok or fault; of show "
	"nothing, or a kind and a name";

/* Takes a guard off the line, if WORD is one, and reads the next word. */
static bool parse_guard(struct line *line, struct span *word)
{
	struct profile_set *set = &line->command->set;
	struct profile_error error;
	struct span profiles;

	if (word->text[0] != '@')
		return true;
	profiles = (struct span){ word->text + 1, word->length - 1 };
	if (!profile_set_parse(set, profiles, true, line->vocabulary, &error))
		return LINE_FAIL(line, profiles.text + error.offset,
		                 error.text);
	if (!line_word(line, word))
		return line_fail_end(line, "no result stands behind the guard",
		                     result_forms);
	return true;
}

static bool parse_show_name(struct line *line, struct result *result)
{
	const char letters[] = { show_letter(result->show), '\0' };
	enum number_result status;
	struct span word;
	const char *what;

	if (!line_word(line, &word))
		return line_fail_end(line, "the line ends too early",
		                     "a line of show is a kind, a name and "
		                     "keys");
	if (letters[0]) {
		what = letter_name(letters[0]);
		status = object_parse(word, letters, &result->object);
		result->object.column = line_column(line, word.text);
	} else {
		what = "address";
		status = address_parse(word, &result->address);
		result->object.column = line_column(line, word.text);
	}
	if (status == NUMBER_OK)
		return true;
	say_object(&line->error, word, status, what,
	           "names are p0, m0, c0, g0; a region's is its address, m0");
	return line_fail(line, word.text);
}

static bool parse_number(struct line *line, struct span word,
                         struct result *result)
{
	uint64_t number;

	result->kind = RESULT_NUMBER;
	if (word.text[0] == '-') {
		if (error_parse(word, line->vocabulary, &result->number,
		                &line->error))
			return true;
		return line_fail(line, word.text);
	}
	if (number_parse(word, &number) != NUMBER_OK || number > INT64_MAX)
		return line_fail_word(line, word, "is no result", result_forms);
	result->number = (int64_t)number;
	return true;
}

static const char *near_result(struct span word)
{
	const struct word_list *kinds = show_kinds();
	struct nearest nearest;

	nearest_init(&nearest, word);
	nearest_offer(&nearest, "ok");
	nearest_offer(&nearest, "fault");
	nearest_offer(&nearest, "nothing");
	for (unsigned int i = 0; i < kinds->count; i++)
		nearest_offer(&nearest, kinds->word[i]);
	return nearest.word;
}

static bool parse_result(struct line *line, struct span word,
                         struct result *result)
{
	int kind;

	result->column = line_column(line, word.text);
	if (word.text[0] == '-' || (word.text[0] >= '0' && word.text[0] <= '9'))
		return parse_number(line, word, result);

	kind = word_find(show_kinds(), word);
	if (kind != WORD_NOT_FOUND) {
		result->kind = RESULT_SHOW;
		result->show = (enum show_kind)kind;
		return parse_show_name(line, result);
	}
	if (span_is(word, "ok")) {
		result->kind = RESULT_OK;
	} else if (span_is(word, "fault")) {
		result->kind = RESULT_FAULT;
	} else if (span_is(word, "nothing")) {
		result->kind = RESULT_NOTHING;
	} else {
		say_near(&line->error, word, "is no result", near_result(word),
		         result_forms);
		return line_fail(line, word.text);
	}
	return true;
}

static struct key_rules rules_of(const struct result *result)
{
	static const unsigned char none[] = { KEY_COUNT };
	struct key_rules rules = { .common = answer_keys(), .own = none };

	switch (result->kind) {
	case RESULT_NUMBER:
		rules.own = output_keys();
		rules.name = "an answer";
		rules.untouched = true;
		break;
	case RESULT_OK:
		rules.own = verb_row(VERB_DMA)->answers;
		rules.name = "ok";
		break;
	case RESULT_FAULT:
		rules.own = fault_keys();
		rules.name = "fault";
		break;
	case RESULT_NOTHING:
		rules.common = none;
		rules.name = "nothing";
		break;
	case RESULT_SHOW:
		rules.common = show_keys(result->show);
		rules.name = show_kinds()->word[result->show];
		break;
	}
	return rules;
}

void line_answer(struct line *line)
{
	struct result *result = &line->command->result;
	struct key_rules rules;
	struct span word;

	if (!line_word(line, &word)) {
		line_fail_end(line, "no result stands behind '='",
		              result_forms);
		return;
	}
	if (!parse_guard(line, &word) || !parse_result(line, word, result))
		return;
	rules = rules_of(result);
	line_keys(line, &rules);
}
