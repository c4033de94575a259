/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sim/cmd_profiles.h"

#include "sim/json.h"
#include "sim/kernels.h"
#include "sim/model_vocabulary.h"
#include "sim/options.h"
#include "sim/profile_matrix.h"

#include <string.h>

enum format {
	FORMAT_TEXT,
	FORMAT_JSON,
	FORMAT_MARKDOWN,
	FORMAT_COUNT
};

static const char *const formats[] = { "text", "json", "markdown" };

struct request {
	const struct cli *cli;
	const char *name; /* NULL: all */
	enum format format;
	bool matrix;
};

/* ---- all profiles ----------------------------------------------------- */

static void begin(struct json *json, const char *key, const char *name)
{
	json_open(json, NULL, '{');
	json_signed(json, "v", 1);
	json_string(json, key, name);
}

static void end(struct json *json)
{
	json_close(json, '}');
	json_end_line(json);
}

static void list_json(FILE *out)
{
	const struct tcesim_profile *profile;
	const struct kernel_release *release;
	struct json json = { .out = out };

	for (unsigned int i = 0; (profile = tcesim_profile(i)); i++) {
		begin(&json, "profile", profile->name);
		json_string(&json, "sentence", profile->sentence);
		end(&json);
	}
	for (unsigned int i = 0; (release = kernel_release(i)); i++) {
		begin(&json, "release", release->name);
		json_string(&json, "means", release->means);
		json_string(&json, "sentence", release->sentence);
		end(&json);
	}
}

static void list_text(FILE *out)
{
	const struct tcesim_profile *profile;
	const struct kernel_release *release;

	for (unsigned int i = 0; (profile = tcesim_profile(i)); i++)
		fprintf(out, "%-16s %s\n", profile->name, profile->sentence);
	for (unsigned int i = 0; (release = kernel_release(i)); i++)
		fprintf(out, "%-16s %s: %s\n", release->name, release->means,
		        release->sentence);
}

/* ---- one of them ------------------------------------------------------ */

static void kernel_json(FILE *out, const struct kernel *kernel)
{
	struct json json = { .out = out };
	const struct tcesim_named *trait;

	begin(&json, "profile", kernel->name);
	json_string(&json, "sentence", kernel->profile->sentence);
	if (kernel->changed)
		json_string(&json, "base", kernel->profile->name);
	json_open(&json, "traits", '{');
	for (unsigned int i = 0; (trait = tcesim_trait(i)); i++)
		json_string(&json, trait->name, kernel_trait(kernel, i));
	json_close(&json, '}');
	end(&json);
}

static void kernel_text(FILE *out, const struct kernel *kernel)
{
	const struct tcesim_named *trait;

	fprintf(out, "%-24s %s%s\n", kernel->name, kernel->profile->sentence,
	        kernel->changed ? ", but for what is marked" : "");
	for (unsigned int i = 0; (trait = tcesim_trait(i)); i++)
		fprintf(out, "  %c %-20s %-16s %s\n",
		        kernel->trait[i] ? '*' : ' ', trait->name,
		        kernel_trait(kernel, i), trait->sentence);
}

static int show_kernels(const struct request *request,
                        const struct model_vocabulary *names)
{
	struct kernels kernels = { .count = 0 };
	struct profile_error error;
	int status = EXIT_AS_EXPECTED;

	if (!kernels_parse(&kernels, request->name, &names->vocabulary,
	                   &error)) {
		fprintf(request->cli->err, "tcesim profiles: %s\n", error.text);
		status = EXIT_UNUSABLE;
	}
	for (unsigned int i = 0; !status && i < kernels.count; i++) {
		if (request->format == FORMAT_JSON)
			kernel_json(request->cli->out, &kernels.kernel[i]);
		else
			kernel_text(request->cli->out, &kernels.kernel[i]);
	}
	kernels_release(&kernels);
	return status;
}

static int show(const struct request *request)
{
	struct model_vocabulary names = { .lists = NULL };
	int status;

	if (!model_vocabulary_init(&names))
		return EXIT_INTERNAL;
	status = show_kernels(request, &names);
	model_vocabulary_release(&names);
	return status;
}

/* ---- the command line ------------------------------------------------- */

enum {
	OPTION_HELP,
	OPTION_FORMAT,
	OPTION_MATRIX
};

static const struct option_row rows[] = { { "--help", false },
	                                  { "--format", true },
	                                  { "--matrix", false },
	                                  { NULL, false } };

static bool bad(const struct request *request, const char *what,
                const char *which)
{
	fprintf(request->cli->err, "tcesim profiles: %s %s\n", what, which);
	return false;
}

static bool set_format(struct request *request, const char *value)
{
	for (int i = 0; i < FORMAT_COUNT; i++)
		if (!strcmp(value, formats[i])) {
			request->format = (enum format)i;
			return true;
		}
	return bad(request, "--format is text, json or markdown, not", value);
}

static bool set_name(struct request *request, const char *value)
{
	if (request->name)
		return bad(request, "one name at most, not also", value);
	request->name = value;
	return true;
}

static bool makes_sense(const struct request *request)
{
	if (request->matrix && request->name)
		return bad(request, "--matrix is about all, not",
		           request->name);
	if (!request->matrix && request->format == FORMAT_MARKDOWN)
		return bad(request, "markdown is the format of", "--matrix");
	return true;
}

static int print(const struct request *request)
{
	static void (*const matrix[])(FILE *) = { profile_matrix_text,
		                                  profile_matrix_json,
		                                  profile_matrix_markdown };

	if (request->name)
		return show(request);
	if (request->matrix)
		matrix[request->format](request->cli->out);
	else if (request->format == FORMAT_JSON)
		list_json(request->cli->out);
	else
		list_text(request->cli->out);
	return EXIT_AS_EXPECTED;
}

static int run_profiles(const struct cli_command *self, int argc, char **argv,
                        const struct cli *cli)
{
	struct request request = { .cli = cli };
	struct options options;
	bool fine = true;
	int option;

	options_init(&options, rows, argc, argv);
	while (fine &&
	       (option = options_next(&options, cli->err)) != OPTIONS_END) {
		if (option == OPTION_HELP) {
			fputs(self->help, cli->out);
			return EXIT_AS_EXPECTED;
		}
		if (option == OPTION_FORMAT)
			fine = set_format(&request, options.value);
		else if (option == OPTION_MATRIX)
			request.matrix = true;
		else
			fine = option == OPTIONS_OPERAND &&
			       set_name(&request, options.value);
	}
	return fine && makes_sense(&request) ? print(&request)
	                                     : (int)EXIT_UNUSABLE;
}

const struct cli_command cmd_profiles = {
	"profiles", "the kernels that can be answered for",
	"usage: tcesim profiles [NAME | --matrix] [--format FORMAT]\n"
	"\n"
	"Prints the profiles, oldest first, and the releases that differ from\n"
	"the profile of their series.  FORMAT is text or json.\n"
	"\n"
	"  NAME       only this one, with its traits\n"
	"  --matrix   all traits of all profiles, and what is known of each;\n"
	"             FORMAT may be markdown\n"
	"\n"
	"Wherever a profile is named, suffixes change its traits:\n"
	"linux-6.12+unmap_range (value 1 of two), linux-7.2-unmap_range\n"
	"(value 0), linux-6.12+huge_shift=mapped (this value).\n",
	run_profiles
};
