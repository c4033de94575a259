/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sim/profile_matrix.h"

#include "sim/json.h"
#include "sim/trait_notes.h"

#include <string.h>

const char *profile_short_name(const struct tcesim_profile *profile)
{
	static const char prefix[] = "linux-";
	const size_t length = sizeof(prefix) - 1;

	return strncmp(profile->name, prefix, length) == 0
	               ? profile->name + length
	               : profile->name;
}

/* ---- text ------------------------------------------------------------- */

enum {
	NAME_WIDTH = 20
};

static int column_width(const struct tcesim_profile *profile)
{
	return (int)strlen(profile_short_name(profile)) + 1;
}

static void print_heading(FILE *out, const char *part)
{
	const struct tcesim_profile *profile;

	fprintf(out, "\n%-*s", NAME_WIDTH, part);
	for (unsigned int i = 0; (profile = tcesim_profile(i)); i++)
		fprintf(out, " %s", profile_short_name(profile));
	fprintf(out, "\n\n");
}

static unsigned int value_of(const struct tcesim_profile *profile,
                             unsigned int trait)
{
	const char *word = tcesim_trait_value(profile, trait);
	unsigned int value = 0;

	while (strcmp(tcesim_trait_word(trait, value), word) != 0)
		value++;
	return value;
}

static void print_row(FILE *out, unsigned int index)
{
	const struct tcesim_profile *profile;
	const char *word;

	fprintf(out, "%-*s", NAME_WIDTH, tcesim_trait(index)->name);
	for (unsigned int i = 0; (profile = tcesim_profile(i)); i++)
		fprintf(out, "%*u", column_width(profile),
		        value_of(profile, index));
	fprintf(out, "\n    %s", tcesim_trait(index)->sentence);
	for (unsigned int i = 0; (word = tcesim_trait_word(index, i)); i++)
		fprintf(out, "%s%u %s", i ? ", " : " (", i, word);
	fprintf(out, ")\n");
}

static void print_note(FILE *out, const struct trait_note *note)
{
	fprintf(out, "    %s [%s]\n", note->when,
	        evidence_name(note->evidence));
	if (note->commit)
		fprintf(out, "    commit %s\n", note->commit);
	fprintf(out, "    in %s\n", note->where);
	fprintf(out, "    shown by scenarios/%s\n", note->scenario);
	if (note->more)
		fprintf(out, "    %s\n", note->more);
}

void profile_matrix_text(FILE *out)
{
	fputs("Values by profile, oldest first.  [measured]: a running kernel\n"
	      "was asked; [executed]: its functions were run outside of it;\n"
	      "[by reading]: of its source; [told]: in a changelog or mail;\n"
	      "[recalled]: unconfirmed, as is a commit with a question mark.\n",
	      out);
	for (unsigned int i = 0; tcesim_trait(i); i++) {
		const struct trait_note *note = trait_note(i);

		if (note->part)
			print_heading(out, note->part);
		print_row(out, i);
		print_note(out, note);
	}
}

/* ---- JSON ------------------------------------------------------------- */

static void put_values(struct json *json, unsigned int index)
{
	const struct tcesim_profile *profile;
	const char *word;

	json_open(json, "values", '[');
	for (unsigned int i = 0; (word = tcesim_trait_word(index, i)); i++)
		json_string(json, NULL, word);
	json_close(json, ']');
	json_open(json, "profiles", '{');
	for (unsigned int i = 0; (profile = tcesim_profile(i)); i++)
		json_string(json, profile->name,
		            tcesim_trait_value(profile, index));
	json_close(json, '}');
}

static void put_trait(struct json *json, unsigned int index, const char *part)
{
	const struct trait_note *note = trait_note(index);

	json_open(json, NULL, '{');
	json_signed(json, "v", 1);
	json_string(json, "trait", tcesim_trait(index)->name);
	json_string(json, "part", part);
	json_string(json, "sentence", tcesim_trait(index)->sentence);
	put_values(json, index);
	json_string(json, "when", note->when);
	json_string(json, "commit", note->commit);
	json_string(json, "where", note->where);
	json_string(json, "evidence", evidence_name(note->evidence));
	json_string(json, "scenario", note->scenario);
	json_string(json, "more", note->more);
	json_close(json, '}');
	json_end_line(json);
}

void profile_matrix_json(FILE *out)
{
	struct json json = { .out = out };
	const char *part = NULL;

	for (unsigned int i = 0; tcesim_trait(i); i++) {
		if (trait_note(i)->part)
			part = trait_note(i)->part;
		put_trait(&json, i, part);
	}
}
