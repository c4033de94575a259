/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sim/parse.h"
#include "sim/grammar.h"
#include "sim/line.h"

#include <string.h>

/* ---- objects --------------------------------------------------------------
 */

/* What a letter of the grammar takes: see struct verb_row. */
static const char *letters_of(char letter)
{
	static const char grammar[] = "CcgDdMmPpf";
	static const char *const letters[] = { "c", "c", "g", "d", "d",
		                               "m", "m", "p", "p", "cgd" };

	return letters[strchr(grammar, letter) - grammar];
}

static bool parse_object(struct line *line, char letter, struct span word)
{
	const char *letters = letters_of(letter);
	struct command *command = line->command;
	struct object *object = &command->object[command->objects];
	const char *what = letter == 'f' ? "file" : letter_name(letters[0]);
	enum number_result result = object_parse(word, letters, object);

	if (result != NUMBER_OK) {
		say_object(&line->error, word, result, what, line_usage(line));
		return line_fail(line, word.text);
	}
	object->column = line_column(line, word.text);
	command->objects++;
	return true;
}

static bool parse_site(struct line *line, struct span word)
{
	const struct word_list *sites = &line->vocabulary->sites;
	int found = word_find(sites, word);

	if (found == WORD_NOT_FOUND) {
		say_near(&line->error, word, "is no fault site",
		         word_near(sites, word), "'tcesim faults' lists them");
		return line_fail(line, word.text);
	}
	line->command->site = sites->word[found];
	line->command->site_index = (unsigned int)found;
	return true;
}

static bool parse_direction(struct line *line, struct span word)
{
	line->command->write = span_is(word, "write");
	if (!line->command->write && !span_is(word, "read"))
		return line_fail_word(line, word, "is no direction",
		                      "the device does read or write");
	return true;
}

static bool parse_objects(struct line *line, const char *letters)
{
	for (; *letters; letters++) {
		struct span word;
		bool good;

		if (!line_word(line, &word))
			return line_fail_end(line, "the line ends too early",
			                     line_usage(line));
		if (memchr(word.text, '=', word.length))
			return line_fail_word(line, word, "comes too early",
			                      line_usage(line));
		if (*letters == 's')
			good = parse_site(line, word);
		else if (*letters == 'r')
			good = parse_direction(line, word);
		else
			good = parse_object(line, *letters, word);
		if (!good)
			return false;
	}
	return true;
}

/* ---- lines ----------------------------------------------------------------
 */

static void parse_step(struct line *line)
{
	const struct verb_row *row = verb_row(line->command->verb);
	const struct key_rules rules = { .common = row->needs,
		                         .own = row->allows,
		                         .name = row->name };

	if (!parse_objects(line, row->objects))
		return;
	line_keys(line, &rules);
	line_needs(line, row->needs);
}

/* A key of one group needs a machine that has the group. */
static void check_machine_groups(struct line *line)
{
	const struct command *command = line->command;
	uint64_t groups = command_number(command, KEY_GROUPS, 1);

	for (unsigned int i = 0; i < command->args; i++) {
		const struct arg *arg = &command->arg[i];

		if (arg->group == ALL_GROUPS || (uint64_t)arg->group < groups)
			continue;
		LINE_FAIL(line, line->start + arg->column - 1,
		          "the machine does not have the group of this key; "
		          "groups=N gives g0 to g(N-1)");
	}
}

static void parse_machine(struct line *line)
{
	const uint64_t unit = 65536;

	parse_step(line);
	if (line->failed)
		return;
	check_machine_groups(line);
	if (command_number(line->command, KEY_RAM, 0) % unit != 0)
		LINE_FAIL(line, line->end,
		          "ram is no multiple of 64K; host memory comes in "
		          "units of 64K");
}

static void parse_only(struct line *line)
{
	struct profile_error error;
	struct span word;

	while (line_word(line, &word)) {
		if (profile_set_parse(&line->command->set, word, false,
		                      line->vocabulary, &error))
			continue;
		LINE_FAIL(line, word.text + error.offset, error.text);
	}
	if (!line->failed && line->command->set.count == 0)
		LINE_FAIL(line, line->at, "no profile is named; ",
		          line_usage(line));
}

static void fail_verb(struct line *line, struct span word)
{
	struct nearest nearest;

	if (word.text[0] == '=') {
		line_fail_word(line, word, "is no verb",
		               "a space stands behind '='");
		return;
	}
	nearest_init(&nearest, word);
	for (unsigned int i = 0; i < VERB_COUNT; i++)
		nearest_offer(&nearest, verb_row((enum verb)i)->name);
	say_near(&line->error, word, "is no verb", nearest.word,
	         "'tcesim verbs' lists them");
	line_fail(line, word.text);
}

/* The line from its verb on. */
static void parse_verb(struct line *line, struct span word)
{
	struct command *command = line->command;

	command->verb = verb_named(word);
	command->column = line_column(line, word.text);
	if (command->verb == VERB_COUNT)
		fail_verb(line, word);
	else if (command->verb == VERB_EXPECT)
		line_answer(line);
	else if (command->verb == VERB_ONLY)
		parse_only(line);
	else if (command->verb == VERB_MACHINE)
		parse_machine(line);
	else
		parse_step(line);
}

/* What no line may be: too long, or with a NUL anywhere. */
static bool check_text(struct line *line)
{
	const size_t length = (size_t)(line->end - line->start);
	const char *nul;

	if (length > LINE_LENGTH_MAX)
		return LINE_FAIL(line, line->start + LINE_LENGTH_MAX,
		                 "the line is too long; a line has at most "
		                 "1000 characters");
	nul = memchr(line->start, '\0', length);
	if (nul)
		return LINE_FAIL(line, nul,
		                 "a NUL byte; a scenario is plain text");
	return true;
}

/* All but the arrays' contents, which count only as far as they are filled. */
static void command_clear(struct command *command)
{
	command->verb = VERB_COUNT;
	command->column = 1;
	command->objects = 0;
	command->write = false;
	command->site = NULL;
	command->site_index = 0;
	command->args = 0;
	command->name[0] = '\0';
	command->data[0] = '\0';
	command->pages[0] = '\0';
	command->set.count = 0;
	command->result = (struct result){ .kind = RESULT_NUMBER };
}

enum parse_result parse_line(const char *text, size_t length,
                             const struct vocabulary *vocabulary,
                             struct command *command, parse_report *report,
                             void *context)
{
	struct line line;
	struct span word;

	line.start = text;
	line.at = text;
	line.end = text + length;
	line.vocabulary = vocabulary;
	line.command = command;
	line.report = report;
	line.context = context;
	line.failed = false;
	line.incomplete = false;

	command_clear(command);
	if (!check_text(&line))
		return PARSE_ERROR;
	if (line_word(&line, &word))
		parse_verb(&line, word);
	else if (!line.failed)
		return PARSE_BLANK;
	return line.failed ? PARSE_ERROR : PARSE_COMMAND;
}
