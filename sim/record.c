/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sim/record.h"

#include "sim/rewrite.h"
#include "sim/text.h"

#include <stdlib.h>
#include <string.h>

void record_clear(struct record *record)
{
	for (size_t i = 0; i < record->edits; i++)
		free(record->edit[i].text);
	record->edits = 0;
	record->failed = false;
}

void record_release(struct record *record)
{
	record_clear(record);
	free(record->edit);
	*record = (struct record){ 0 };
}

bool record_write(const struct record *record, const char *path)
{
	return rewrite_file(path, record->edit, record->edits);
}

/* ---- edits ------------------------------------------------------------ */

/* TEXT is copied; NULL: the line goes. */
static void add_edit(struct record *record, enum edit_kind kind,
                     unsigned int line, const char *text)
{
	struct edit edit = { .kind = kind, .line = line };

	if (record->edits == record->room) {
		size_t room = record->room ? 2 * record->room : 16;
		struct edit *grown = realloc(record->edit,
		                             room * sizeof(*grown));

		if (!grown) {
			record->failed = true;
			return;
		}
		record->edit = grown;
		record->room = room;
	}
	if (text) {
		edit.text = malloc(strlen(text) + 1);
		if (!edit.text) {
			record->failed = true;
			return;
		}
		strcpy(edit.text, text);
	}
	record->edit[record->edits++] = edit;
}

enum {
	LINE_MAX_NEW = ANSWER_TEXT_MAX + 256
};

static void insert(struct record *record, const struct verdict *verdict,
                   bool guard, const char *answer)
{
	char line[LINE_MAX_NEW];
	struct text text;

	text_init(&text, line, sizeof(line));
	for (unsigned int i = 0; i < record->indent; i++)
		text_add_char(&text, record->blank);
	text_add(&text, "= ");
	if (guard) {
		text_add_char(&text, '@');
		text_add(&text, verdict->point.name);
		text_add_char(&text, ' ');
	}
	text_add(&text, answer);
	add_edit(record, EDIT_INSERT_BEHIND, record->anchor, line);
}

/* The comment of OLD with the blanks before it, or an empty span. */
static struct span comment_of(struct span old)
{
	size_t at = 0;

	while (at < old.length && old.text[at] != '#')
		at++;
	if (at == old.length)
		return (struct span){ "", 0 };
	while (at && (old.text[at - 1] == ' ' || old.text[at - 1] == '\t'))
		at--;
	return (struct span){ old.text + at, old.length - at };
}

/* All before the result stays, and the comment. */
static void replace(struct record *record, const struct command *expect,
                    struct span old, const char *answer)
{
	const struct span before = { old.text, expect->result.column - 1 };
	char line[LINE_MAX_NEW];
	struct text text;

	text_init(&text, line, sizeof(line));
	text_add_span(&text, before);
	text_add(&text, answer);
	text_add_span(&text, comment_of(old));
	add_edit(record, EDIT_REPLACE, expect->line, line);
}

/* ---- a step ----------------------------------------------------------- */

void record_step(struct record *record, const struct command *step,
                 struct span text)
{
	record->anchor = step->line;
	record->indent = step->column - 1;
	record->blank = record->indent ? text.text[0] : ' ';
	record->guarded = false;
	record->has_lines = false;
	record->says_nothing = false;
}

static void correct_answer(struct record *record, const struct command *expect,
                           struct span old, const struct verdict *verdict)
{
	char answer[ANSWER_TEXT_MAX];

	answer_format(verdict->answer, expect, verdict->vocabulary, answer,
	              sizeof(answer));
	replace(record, expect, old, answer);
}

/* A line of show that the state has no line for. */
static void remove_line(struct record *record, const struct command *expect,
                        struct span old, const struct verdict *verdict)
{
	if (!verdict->answer->lines && !record->says_nothing) {
		record->says_nothing = true;
		replace(record, expect, old, "nothing");
		return;
	}
	add_edit(record, EDIT_DELETE, expect->line, NULL);
}

static void correct_line(struct record *record, const struct command *expect,
                         struct span old, const struct verdict *verdict)
{
	const struct answer *state = verdict->answer;
	char answer[ANSWER_TEXT_MAX];
	const struct show_line *line;
	bool same_kind;

	if (expect->result.kind == RESULT_NOTHING ||
	    verdict->fitting > state->lines) {
		remove_line(record, expect, old, verdict);
		return;
	}
	line = &state->line[verdict->fitting - 1];
	same_kind = verdict_names_kind(line, expect);
	show_line_format(line, same_kind ? expect : NULL, answer,
	                 sizeof(answer));
	replace(record, expect, old, answer);
}

void record_line(struct record *record, const struct command *expect,
                 struct span text, const struct verdict *verdict, bool wrong)
{
	record->anchor = expect->line;
	record->has_lines = true;
	if (expect->set.count)
		record->guarded = true;
	/* That there is something is seen only at the end. */
	if (expect->result.kind == RESULT_NOTHING && verdict->nothing)
		wrong = verdict->answer->lines;
	if (!wrong)
		return;
	if (verdict->answer->verb == VERB_SHOW)
		correct_line(record, expect, text, verdict);
	else
		correct_answer(record, expect, text, verdict);
}

static void add_show_lines(struct record *record, const struct verdict *verdict)
{
	const struct answer *state = verdict->answer;
	char answer[ANSWER_TEXT_MAX];
	size_t first = verdict->nothing ? 0 : verdict->fitting;

	for (size_t i = first; i < state->lines; i++) {
		show_line_format(&state->line[i], NULL, answer, sizeof(answer));
		insert(record, verdict, record->guarded, answer);
	}
	if (!state->lines && !verdict->fitting)
		insert(record, verdict, record->has_lines, "nothing");
}

void record_end(struct record *record, const struct verdict *verdict)
{
	char answer[ANSWER_TEXT_MAX];

	if (verdict->answer->verb == VERB_SHOW) {
		add_show_lines(record, verdict);
		return;
	}
	if (verdict->fitting)
		return;
	answer_format(verdict->answer, NULL, verdict->vocabulary, answer,
	              sizeof(answer));
	insert(record, verdict, record->has_lines, answer);
}
