/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * env.c - refusing, hazards, edges and the trace: what machine.h gives to
 * every part of the model.
 */
#include "model/machine.h"

#include <string.h>

static const struct tcesim_reason reasons[WHY_COUNT] = {
#define WHY_ROW(id, name, host, where, sentence) \
	{ name, sentence, where, host },
	WHY_LIST(WHY_ROW)
#undef WHY_ROW
};

static const struct tcesim_named hazards[HAZARD_COUNT] = {
#define HAZARD_ROW(id, name, sentence) { name, sentence },
	HAZARD_LIST(HAZARD_ROW)
#undef HAZARD_ROW
};

static const enum why why_of_site[SITE_COUNT] = {
#define SITE_WHY(id, name, error, why, sentence) WHY_##why,
	SITE_LIST(SITE_WHY)
#undef SITE_WHY
};

static const struct {
	const char *name;
	const char *field[TCESIM_EVENT_FIELDS];
} events[EVENT_COUNT] = {
#define EVENT_ROW(id, name, a, b, c, d) { name, { a, b, c, d } },
	EVENT_LIST(EVENT_ROW)
#undef EVENT_ROW
};

static_assert(HAZARD_COUNT <= 32, "hazards are bits of a 32-bit word");

const struct tcesim_reason *tcesim_reason(unsigned int index)
{
	return index < WHY_COUNT ? &reasons[index] : NULL;
}

const struct tcesim_named *tcesim_hazard(unsigned int index)
{
	return index < HAZARD_COUNT ? &hazards[index] : NULL;
}

/* The first refusal of a call is the one that decides. */
int refuse(struct tcesim_machine *m, enum why why, int err)
{
	assert(why != WHY_NONE);
	assert(err != 0);

	EMIT2(m, REFUSED, why, (uint64_t)(int64_t)err);
	if (m->why == WHY_NONE)
		m->why = why;
	return err;
}

void forgive(struct tcesim_machine *m, enum why before)
{
	m->why = before;
}

void hazard(struct tcesim_machine *m, enum hazard hazard)
{
	uint32_t bit = UINT32_C(1) << hazard;

	if (!(m->hazards & bit))
		EMIT1(m, HAZARD, hazard);
	m->hazards |= bit;
}

int edge(struct tcesim_machine *m, enum site site, int group)
{
	int error;

	if (m->passages[site] < UINT16_MAX)
		m->passages[site]++;
	if (!m->state->faults.armed)
		return 0;
	error = fault_strike(&m->state->faults, site, group);
	if (!error)
		return 0;
	EMIT2(m, FAULT, site, (uint64_t)(int64_t)error);
	return refuse(m, why_of_site[site], error);
}

/* The word for VALUE of a field that has names of its own. */
static const char *word_of(const char *field, uint64_t value)
{
	switch (field[0]) {
	case 'w':
		return reasons[value].name;
	case 's':
		return tcesim_fault_site((unsigned int)value)->name;
	case 'h':
		return hazards[value].name;
	default:
		return tcesim_error_name(-(int)(int64_t)value);
	}
}

void emit(struct tcesim_machine *m, enum event event, uint64_t a, uint64_t b,
          uint64_t c, uint64_t d)
{
	const uint64_t value[TCESIM_EVENT_FIELDS] = { a, b, c, d };
	struct tcesim_event out = { .name = events[event].name };
	static const char *const plain[] = { "why", "site", "hazard", "error" };

	for (unsigned int i = 0; i < TCESIM_EVENT_FIELDS; i++) {
		const char *field = events[event].field[i];

		if (!field)
			break;
		out.field[i] = field;
		out.value[i] = value[i];
		for (unsigned int n = 0; n < 4; n++) {
			if (strchr(field, '!') && field[0] == plain[n][0]) {
				out.field[i] = plain[n];
				out.word[i] = word_of(field, value[i]);
			}
		}
	}
	m->trace(m->trace_context, &out);
}
