/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/verdict_rig.h"

#include "tests/lines.h"
#include "tests/names.h"

#include <string.h>

void verdict_rig_init(struct verdict_rig *r, enum verb verb)
{
	memset(r, 0, sizeof(*r));
	r->verdict.vocabulary = &test_names;
	r->verdict.point = (struct profile_point){
		.name = "linux-6.12",
		.major = 6,
		.minor = 12,
		.platform = "powernv9",
	};
	answer_clear(&r->answer, verb);
}

enum verdict_result verdict_of(struct verdict_rig *r, const char *const *lines)
{
	verdict_begin(&r->verdict, &r->answer);
	for (unsigned int i = 0; lines[i]; i++) {
		lines_parse_good(lines[i], &r->expect);
		r->expect.line = i + 1;
		verdict_expect(&r->verdict, &r->expect);
	}
	return verdict_end(&r->verdict);
}

enum verdict_result verdict_of_line(struct verdict_rig *r, const char *line)
{
	const char *const lines[] = { line, NULL };

	return verdict_of(r, lines);
}
