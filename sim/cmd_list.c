/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sim/cmd_list.h"

#include "model/tcesim.h"
#include "sim/grammar.h"
#include "sim/json.h"
#include "sim/options.h"
#include "sim/words.h"

#include <string.h>

/* What was asked for. */
struct request {
	const struct cli *cli;
	const char *name; /* one entry only, or NULL */
	bool json;
};

/* One entry of a list: KEY NAME, and what is said of it. */
struct entry {
	const char *key;
	const char *name;
	const char *sentence;
	const char *where; /* or NULL */
};

static void print_entry(const struct request *request,
                        const struct entry *entry)
{
	FILE *out = request->cli->out;
	struct json json = { .out = out };

	if (!request->json) {
		fprintf(out, "%-24s %s", entry->name, entry->sentence);
		if (entry->where && *entry->where)
			fprintf(out, " [%s]", entry->where);
		fprintf(out, "\n");
		return;
	}
	json_open(&json, NULL, '{');
	json_signed(&json, "v", 1);
	json_string(&json, entry->key, entry->name);
	json_string(&json, "sentence", entry->sentence);
	if (entry->where)
		json_string(&json, "where", entry->where);
	json_close(&json, '}');
	json_end_line(&json);
}

/* ---- the lists -------------------------------------------------------- */

/* Fills *ENTRY with entry INDEX of a list; false past the last. */
typedef bool list_function(unsigned int index, struct entry *entry);

static bool reason_entry(unsigned int index, struct entry *entry)
{
	const struct tcesim_reason *reason = tcesim_reason(index);

	if (!reason)
		return false;
	*entry = (struct entry){ "reason", reason->name, reason->sentence,
		                 reason->where };
	return true;
}

static bool named_entry(const char *key, const struct tcesim_named *named,
                        struct entry *entry)
{
	if (!named)
		return false;
	*entry = (struct entry){ key, named->name, named->sentence, NULL };
	return true;
}

static bool fault_entry(unsigned int index, struct entry *entry)
{
	return named_entry("fault", tcesim_fault_site(index), entry);
}

static bool hazard_entry(unsigned int index, struct entry *entry)
{
	return named_entry("hazard", tcesim_hazard(index), entry);
}

static bool invariant_entry(unsigned int index, struct entry *entry)
{
	return named_entry("invariant", tcesim_invariant(index), entry);
}

static bool verb_entry(unsigned int index, struct entry *entry)
{
	const struct verb_row *row;

	if (index >= VERB_COUNT)
		return false;
	row = verb_row((enum verb)index);
	*entry = (struct entry){ "verb", row->name, row->help, NULL };
	return true;
}

/* ---- the command line ------------------------------------------------- */

enum {
	OPTION_HELP,
	OPTION_FORMAT
};

static const struct option_row rows[] = { { "--help", false },
	                                  { "--format", true },
	                                  { NULL, false } };

static bool set_format(struct request *request, const char *self,
                       const char *value)
{
	request->json = !strcmp(value, "json");
	if (request->json || !strcmp(value, "text"))
		return true;
	fprintf(request->cli->err,
	        "tcesim %s: unknown format %s; text and json are known\n", self,
	        value);
	return false;
}

static bool set_name(struct request *request, const char *self,
                     const char *value)
{
	if (!request->name) {
		request->name = value;
		return true;
	}
	fprintf(request->cli->err, "tcesim %s: one name at most\n", self);
	return false;
}

enum {
	PARSED = -1
};

/* PARSED, or the status to exit with. */
static int parse(struct request *request, const struct cli_command *self,
                 int argc, char **argv)
{
	struct options options;

	options_init(&options, rows, argc, argv);
	for (;;) {
		bool fine = true;

		switch (options_next(&options, request->cli->err)) {
		case OPTIONS_END:
			return PARSED;
		case OPTION_HELP:
			fputs(self->help, request->cli->out);
			return EXIT_AS_EXPECTED;
		case OPTION_FORMAT:
			fine = set_format(request, self->name, options.value);
			break;
		case OPTIONS_OPERAND:
			fine = set_name(request, self->name, options.value);
			break;
		default:
			return EXIT_UNUSABLE;
		}
		if (!fine)
			return EXIT_UNUSABLE;
	}
}

static int no_such_entry(const struct request *request, const char *self,
                         list_function *list)
{
	struct nearest nearest;
	struct entry entry;

	nearest_init(&nearest, span_of(request->name));
	for (unsigned int i = 0; list(i, &entry); i++)
		nearest_offer(&nearest, entry.name);
	fprintf(request->cli->err, "tcesim %s: there is no %s", self,
	        request->name);
	if (nearest.word)
		fprintf(request->cli->err, "; did you mean %s?", nearest.word);
	fprintf(request->cli->err, "\n");
	return EXIT_UNUSABLE;
}

typedef void detail_function(const struct request *request,
                             const struct entry *entry);

/* All entries of LIST, or the one asked for, with DETAIL if there is one. */
static int list_command(const struct cli_command *self, int argc, char **argv,
                        const struct cli *cli, list_function *list,
                        detail_function *detail)
{
	struct request request = { .cli = cli };
	int status = parse(&request, self, argc, argv);
	struct entry entry;
	bool found = false;

	if (status != PARSED)
		return status;
	for (unsigned int i = 0; list(i, &entry); i++) {
		if (request.name && strcmp(request.name, entry.name))
			continue;
		found = true;
		if (request.name && detail)
			detail(&request, &entry);
		else
			print_entry(&request, &entry);
	}
	return found ? EXIT_AS_EXPECTED
	             : no_such_entry(&request, self->name, list);
}

/* ---- details ---------------------------------------------------------- */

static void print_verb(const struct request *request, const struct entry *entry)
{
	char usage[1024];

	if (request->json) {
		print_entry(request, entry);
		return;
	}
	verb_usage(verb_named(span_of(entry->name)), usage, sizeof(usage));
	fprintf(request->cli->out, "%s\n    %s\n", usage, entry->sentence);
}

/* ---- the commands ----------------------------------------------------- */

static int run_reasons(const struct cli_command *self, int argc, char **argv,
                       const struct cli *cli)
{
	return list_command(self, argc, argv, cli, reason_entry, NULL);
}

static int run_verbs(const struct cli_command *self, int argc, char **argv,
                     const struct cli *cli)
{
	return list_command(self, argc, argv, cli, verb_entry, print_verb);
}

static int run_faults(const struct cli_command *self, int argc, char **argv,
                      const struct cli *cli)
{
	return list_command(self, argc, argv, cli, fault_entry, NULL);
}

static int run_hazards(const struct cli_command *self, int argc, char **argv,
                       const struct cli *cli)
{
	return list_command(self, argc, argv, cli, hazard_entry, NULL);
}

static int run_invariants(const struct cli_command *self, int argc, char **argv,
                          const struct cli *cli)
{
	return list_command(self, argc, argv, cli, invariant_entry, NULL);
}

#define HELP(name, what)                                       \
	"usage: tcesim " name " [--format text|json] [NAME]\n" \
	"\n"                                                   \
	"Prints " what ", one a line; with NAME only that one.\n"

const struct cli_command cmd_reasons = {
	"reasons", "what a call can be refused for",
	HELP("reasons", "the reasons that why= names, in the order of the\n"
	                "checks, with the kernel function that refuses"),
	run_reasons
};

const struct cli_command cmd_verbs = {
	"verbs", "the words a line of a scenario can begin with",
	HELP("verbs", "the verbs of the scenario language"), run_verbs
};

const struct cli_command cmd_faults = {
	"faults", "where a failure can be armed",
	HELP("faults", "the sites that the step `fault` knows"), run_faults
};

const struct cli_command cmd_hazards = {
	"hazards", "what a call can do that it should not",
	HELP("hazards", "the hazards that hazard= names"), run_hazards
};

const struct cli_command cmd_invariants = {
	"invariants", "what holds after every step",
	HELP("invariants", "the invariants of the model"), run_invariants
};
