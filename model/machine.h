/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * machine.h - what every part of the model is handed first.
 *
 * A machine is what never changes (configuration, traits), what a call leaves
 * behind for its caller (why, hazards), and the state: everything else, in the
 * arena, reached from struct state by refs.
 */
#ifndef MODEL_MACHINE_H
#define MODEL_MACHINE_H

#include "model/arena.h"
#include "model/error.h"
#include "model/event.h"
#include "model/fault.h"
#include "model/hazard.h"
#include "model/profile.h"
#include "model/tcesim.h"
#include "model/why.h"

#include <assert.h>
#include <stdbool.h>
#include <stdint.h>

struct process;
struct walker;

struct state {
	struct fault_plan faults;
	ref processes, last_process; /* in order of their numbers */
	ref buffers, last_buffer;    /* in order of their numbers */
	ref containers, last_container;
	ref group[TCESIM_GROUPS_MAX];
	ref extents; /* free memory, in order of frames */
	ref memory;  /* data.h: what bytes stand in it, by address */
	uint32_t next_process, next_buffer, next_container;
	uint32_t tables_made; /* names tables in the trace */
	uint64_t levels_made; /* of tables, so far */
	uint64_t tces;        /* TCEs set now: the weight of a check */
};

struct tcesim_machine {
	struct tcesim_config config;
	const struct tcesim_profile *profile;
	uint8_t trait[TRAIT_COUNT];

	struct arena arena;
	struct state *state;
	struct walker *walker; /* of translate.c; good while `walked` */
	bool walked;           /* nothing has changed since */

	bool exhausted;       /* memory ran out in a call: there is no state */
	struct process *task; /* who makes the call: the kernel's `current` */
	enum why why;
	uint32_t hazards;
	uint16_t passages[SITE_COUNT]; /* of each edge, in this call */
	tcesim_trace *trace;
	void *trace_context;
};

/* Fail on purpose: the only way to do it.  Returns ERR, which may be +1. */
int refuse(struct tcesim_machine *m, enum why why, int err);
/* Refusals since the reason was BEFORE have no consequence for the caller. */
void forgive(struct tcesim_machine *m, enum why before);
/* The kernel does something undefined or defective here. */
void hazard(struct tcesim_machine *m, enum hazard hazard);
/* Every edge asks this question: 0, or the error of an armed fault. */
int edge(struct tcesim_machine *m, enum site site, int group);

/* To the trace, if there is one. */
void emit(struct tcesim_machine *m, enum event event, uint64_t a, uint64_t b,
          uint64_t c, uint64_t d);
#define EMIT4(m, e, a, b, c, d)                         \
	do {                                            \
		if ((m)->trace)                         \
			emit(m, EVENT_##e, a, b, c, d); \
	} while (0)
#define EMIT3(m, e, a, b, c) EMIT4(m, e, a, b, c, 0)
#define EMIT2(m, e, a, b)    EMIT4(m, e, a, b, 0, 0)
#define EMIT1(m, e, a)       EMIT4(m, e, a, 0, 0, 0)

/* How this machine's kernel behaves. */
#define trait(m, id) ((m)->trait[TRAIT_##id])

#define ALLOC(m, type) arena_alloc(&(m)->arena, sizeof(struct type))
#define FREE(m, type, object) \
	arena_free(&(m)->arena, object, sizeof(struct type))
/* Defines TYPE_at(m, ref): the object, NULL for 0. */
#define DEFINE_AT(type)                                                      \
	static inline struct type *type##_at(const struct tcesim_machine *m, \
	                                     ref object)                     \
	{                                                                    \
		return arena_at(&m->arena, object);                          \
	}

static inline uint64_t host_page(const struct tcesim_machine *m)
{
	return UINT64_C(1) << m->config.page_shift;
}

#endif
