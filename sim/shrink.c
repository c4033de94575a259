/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sim/shrink.h"

/* With more steps, two of them are not left out at a time. */
enum {
	PAIRS_STEPS_MAX = 48
};

bool shrink_accept(struct shrink *shrink)
{
	shrink->tried++;
	if (!script_is_valid(&shrink->trial, shrink->reader,
	                     &shrink->scenario) ||
	    !property_holds(shrink->property, &shrink->trial,
	                    &shrink->scenario))
		return false;
	script_copy(&shrink->script, &shrink->trial);
	return true;
}

/* ---- units: lines that are left out together -------------------------- */

/* A `=` line, or a step with its `=` lines, or another line. */
enum unit {
	UNIT_EXPECT,
	UNIT_STEP,
	UNIT_HEAD, /* machine, only */
};

static bool begins_unit(const struct script *script, size_t index,
                        enum unit unit)
{
	enum verb verb = script->line[index].verb;

	if (unit == UNIT_EXPECT)
		return verb == VERB_EXPECT;
	return verb_is_step(verb) == (unit == UNIT_STEP) && verb != VERB_EXPECT;
}

static size_t count_units(const struct script *script, enum unit unit)
{
	size_t count = 0;

	for (size_t i = 0; i < script->lines; i++)
		count += begins_unit(script, i, unit);
	return count;
}

static void remove_unit(struct script *script, enum unit unit, size_t number)
{
	size_t i = 0;

	while (!begins_unit(script, i, unit) || number--)
		i++;
	script_remove(script, i);
	while (unit == UNIT_STEP && i < script->lines &&
	       script->line[i].verb == VERB_EXPECT)
		script_remove(script, i);
}

/* Without COUNT units from FIRST on, and what cannot be without them. */
static bool leave_out(struct shrink *shrink, enum unit unit, size_t first,
                      size_t count)
{
	script_copy(&shrink->trial, &shrink->script);
	while (count--)
		remove_unit(&shrink->trial, unit, first);
	script_repair(&shrink->trial, shrink->reader, &shrink->scenario);
	return shrink_accept(shrink);
}

/* Without units A and B; A is before B. */
static bool leave_out_both(struct shrink *shrink, size_t a, size_t b)
{
	script_copy(&shrink->trial, &shrink->script);
	remove_unit(&shrink->trial, UNIT_STEP, b);
	remove_unit(&shrink->trial, UNIT_STEP, a);
	script_repair(&shrink->trial, shrink->reader, &shrink->scenario);
	return shrink_accept(shrink);
}

/* ---- passes: true when something was left out ------------------------- */

static bool leave_out_chunks(struct shrink *shrink, enum unit unit, size_t size)
{
	bool any = false;
	size_t first = 0;

	for (;;) {
		size_t left = count_units(&shrink->script, unit);
		size_t count = left - first < size ? left - first : size;

		if (first >= left)
			return any;
		if (leave_out(shrink, unit, first, count))
			any = true;
		else
			first += size;
	}
}

static bool leave_out_units(struct shrink *shrink, enum unit unit)
{
	size_t size = count_units(&shrink->script, unit);
	bool any = false;

	for (; size; size /= 2)
		any |= leave_out_chunks(shrink, unit, size);
	return any;
}

static bool leave_out_pairs(struct shrink *shrink)
{
	size_t count = count_units(&shrink->script, UNIT_STEP);

	if (count > PAIRS_STEPS_MAX)
		return false;
	for (size_t a = 0; a < count; a++)
		for (size_t b = a + 1; b < count; b++)
			if (leave_out_both(shrink, a, b))
				return true;
	return false;
}

void shrink_run(struct shrink *shrink)
{
	bool any;

	do {
		any = leave_out_units(shrink, UNIT_EXPECT);
		any |= leave_out_units(shrink, UNIT_STEP);
		any |= leave_out_units(shrink, UNIT_HEAD);
		any |= shrink_values(shrink);
		any = any || leave_out_pairs(shrink) || shrink_steps(shrink);
	} while (any);
}

void shrink_release(struct shrink *shrink)
{
	script_release(&shrink->script);
	script_release(&shrink->trial);
}
