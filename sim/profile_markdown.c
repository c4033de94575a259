/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sim/profile_matrix.h"

#include "sim/kernels.h"
#include "sim/trait_notes.h"

#include <string.h>

/* ---- profiles --------------------------------------------------------- */

static void print_profiles(FILE *out)
{
	const struct tcesim_profile *profile;
	const struct kernel_release *release;

	fputs("## Profiles\n\n| profile | is |\n|---|---|\n", out);
	for (unsigned int i = 0; (profile = tcesim_profile(i)); i++)
		fprintf(out, "| `%s` | %s |\n", profile->name,
		        profile->sentence);
	fputs("\nReleases that differ from the profile of their series have "
	      "names too:\n\n"
	      "| name | means | is |\n|---|---|---|\n",
	      out);
	for (unsigned int i = 0; (release = kernel_release(i)); i++)
		fprintf(out, "| `%s` | `%s` | %s |\n", release->name,
		        release->means, release->sentence);
}

/* ---- the matrix ------------------------------------------------------- */

static void print_heading(FILE *out, const char *part)
{
	const struct tcesim_profile *profile;
	unsigned int columns = 0;

	fprintf(out, "\n### %s\n\n| trait |", part);
	for (; (profile = tcesim_profile(columns)); columns++)
		fprintf(out, " %s |", profile_short_name(profile));
	fputs("\n|---|", out);
	while (columns--)
		fputs("---|", out);
	fputs("\n", out);
}

/* A value that the profile before has too is a dot. */
static void print_row(FILE *out, unsigned int index)
{
	const struct tcesim_profile *profile;
	const char *name = tcesim_trait(index)->name, *before = "";

	fprintf(out, "| [%s](#%s) |", name, name);
	for (unsigned int i = 0; (profile = tcesim_profile(i)); i++) {
		const char *word = tcesim_trait_value(profile, index);

		fprintf(out, " %s |", strcmp(word, before) ? word : "·");
		before = word;
	}
	fputs("\n", out);
}

static void print_matrix(FILE *out)
{
	fputs("\n## Matrix\n\nA dot: as in the profile before.\n", out);
	for (unsigned int i = 0; tcesim_trait(i); i++) {
		if (trait_note(i)->part)
			print_heading(out, trait_note(i)->part);
		print_row(out, i);
	}
}

/* ---- trait by trait --------------------------------------------------- */

static void print_words(FILE *out, unsigned int index)
{
	const char *word;

	fputs("* values: ", out);
	for (unsigned int i = 0; (word = tcesim_trait_word(index, i)); i++)
		fprintf(out, "%s`%s`", i ? ", " : "", word);
	fputs("\n", out);
}

static void print_trait(FILE *out, unsigned int index)
{
	const struct trait_note *note = trait_note(index);

	fprintf(out, "\n### %s\n\n", tcesim_trait(index)->name);
	fprintf(out, "%s.\n\n", tcesim_trait(index)->sentence);
	print_words(out, index);
	fprintf(out, "* since, until: %s [%s]\n", note->when,
	        evidence_name(note->evidence));
	if (note->commit)
		fprintf(out, "* commit: %s\n", note->commit);
	fprintf(out, "* in: %s\n", note->where);
	fprintf(out, "* shown by: [%s](../scenarios/%s)\n", note->scenario,
	        note->scenario);
	if (note->more)
		fprintf(out, "* %s\n", note->more);
}

void profile_matrix_markdown(FILE *out)
{
	print_profiles(out);
	print_matrix(out);
	fputs("\n## Trait by trait\n", out);
	for (unsigned int i = 0; tcesim_trait(i); i++)
		print_trait(out, i);
}
