/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * tcesim.c - the front door: making machines, looking inside, copies.
 */
#include "model/tcesim.h"

#include "model/check.h"
#include "model/hash.h"
#include "model/host.h"
#include "model/inspect.h"
#include "model/vfio.h"

#include <stdlib.h>
#include <string.h>

struct tcesim_snapshot {
	struct arena arena;
	const struct tcesim_profile *profile;
	struct tcesim_config config;
};

/* ---- machines ------------------------------------------------------------ */

static void *libc_resize(void *context, void *block, size_t size)
{
	(void)context;
	if (size)
		return realloc(block, size);
	free(block);
	return NULL;
}

void tcesim_config_init(struct tcesim_config *config)
{
	*config = (struct tcesim_config){
		.platform = TCESIM_POWERNV9,
		.page_shift = 12,
		.ram = UINT64_C(3) << 30,
		.groups = 1,
		.memlock = UINT64_MAX,
		.ipc_lock = true,
		.largest_block = UINT64_C(16) << 20,
		.eeh = true,
	};
	for (unsigned int n = 0; n < TCESIM_GROUPS_MAX; n++) {
		config->group[n].tce32_size = UINT32_C(1) << 31;
		config->group[n].windows = 2;
	}
}

static bool config_is_sane(const struct tcesim_config *config)
{
	for (unsigned int n = 0; n < TCESIM_GROUPS_MAX; n++)
		if (config->group[n].windows > WINDOW_SLOTS)
			return false;
	for (unsigned int i = 0; i < TRAIT_COUNT; i++)
		if (config->trait[i] &&
		    !tcesim_trait_word(i, config->trait[i] - 1u))
			return false;
	return config->platform <= TCESIM_IODA1 &&
	       (config->page_shift == 12 || config->page_shift == 16) &&
	       config->ram >= UINT64_C(1) << 26 &&
	       config->ram <= UINT64_C(1) << 46 && config->ram % 65536 == 0 &&
	       config->groups >= 1 && config->groups <= TCESIM_GROUPS_MAX;
}

/* Everything that a machine has from the start. */
static bool populate(struct tcesim_machine *m)
{
	jmp_buf out;
	ref object;

	if (setjmp(out))
		return false;
	m->arena.out = &out;
	object = ALLOC(m, state);
	assert(object == 1); /* tcesim_restore() relies on it */
	m->state = arena_at(&m->arena, object);
	host_init(m);
	process_new(m);
	groups_init(m);
	m->arena.out = NULL;
	return true;
}

static uint8_t trait_value(const struct tcesim_config *config,
                           const struct tcesim_profile *profile,
                           unsigned int index)
{
	if (config->trait[index])
		return (uint8_t)(config->trait[index] - 1);
	return profile_trait(profile, (enum trait)index);
}

enum tcesim_status tcesim_new(const struct tcesim_config *config,
                              const struct tcesim_profile *profile,
                              struct tcesim_machine **machine)
{
	void *(*resize)(void *, void *,
	                size_t) = config->resize ? config->resize : libc_resize;
	struct tcesim_machine *m;

	if (!profile || !config_is_sane(config))
		return TCESIM_BAD_ARGUMENT;
	if (config->platform == TCESIM_IODA1 &&
	    trait_value(config, profile, TRAIT_IODA1) == IODA1_REMOVED)
		return TCESIM_NO_PLATFORM;
	m = resize(config->resize_context, NULL, sizeof(*m));
	if (!m)
		return TCESIM_NO_MEMORY;
	*m = (struct tcesim_machine){ .config = *config, .profile = profile };
	m->arena.resize = resize;
	m->arena.context = config->resize_context;
	for (unsigned int i = 0; i < TRAIT_COUNT; i++)
		m->trait[i] = trait_value(config, profile, i);
	if (!populate(m)) {
		tcesim_free(m);
		return TCESIM_NO_MEMORY;
	}
	*machine = m;
	return TCESIM_OK;
}

void tcesim_free(struct tcesim_machine *m)
{
	struct arena arena;

	if (!m)
		return;
	arena = m->arena;
	arena_release(&arena);
	if (m->walker)
		arena.resize(arena.context, m->walker, 0);
	arena.resize(arena.context, m, 0);
}

/* ---- looking inside ------------------------------------------------------ */

enum tcesim_status tcesim_visit(struct tcesim_machine *m,
                                const struct tcesim_visitor *visitor,
                                void *context)
{
	if (m->exhausted)
		return TCESIM_NO_MEMORY;
	m->task = process_at(m, m->state->processes);
	inspect(m, visitor, context);
	return TCESIM_OK;
}

void tcesim_set_trace(struct tcesim_machine *m, tcesim_trace *trace,
                      void *context)
{
	m->trace = trace;
	m->trace_context = context;
}

enum tcesim_status tcesim_check(struct tcesim_machine *m, unsigned int *broken)
{
	enum invariant first;

	if (m->exhausted)
		return TCESIM_NO_MEMORY;
	m->task = process_at(m, m->state->processes);
	first = check_all(m);
	if (first == INVARIANT_COUNT)
		return TCESIM_OK;
	*broken = first;
	return TCESIM_BROKEN;
}

uint64_t tcesim_weight(const struct tcesim_machine *m)
{
	return m->state->tces;
}

/* ---- copies ---------------------------------------------------------------
 */

enum tcesim_status tcesim_snapshot(const struct tcesim_machine *m,
                                   struct tcesim_snapshot **snapshot)
{
	const struct arena *arena = &m->arena;
	struct tcesim_snapshot *s;

	if (m->exhausted)
		return TCESIM_NO_MEMORY;
	s = arena->resize(arena->context, NULL, sizeof(*s));
	if (!s)
		return TCESIM_NO_MEMORY;
	*s = (struct tcesim_snapshot){ .profile = m->profile,
		                       .config = m->config };
	s->arena.resize = arena->resize;
	s->arena.context = arena->context;
	if (!arena_copy(&s->arena, arena)) {
		tcesim_snapshot_free(s);
		return TCESIM_NO_MEMORY;
	}
	*snapshot = s;
	return TCESIM_OK;
}

enum tcesim_status tcesim_snapshot_again(const struct tcesim_machine *m,
                                         struct tcesim_snapshot *snapshot)
{
	if (m->exhausted)
		return TCESIM_NO_MEMORY;
	return arena_copy(&snapshot->arena, &m->arena) ? TCESIM_OK
	                                               : TCESIM_NO_MEMORY;
}

/* Equal in what decides the answers. */
static bool is_same_kind(const struct tcesim_machine *m,
                         const struct tcesim_snapshot *s)
{
	return m->profile == s->profile &&
	       !memcmp(m->config.trait, s->config.trait,
	               sizeof(m->config.trait)) &&
	       m->config.page_shift == s->config.page_shift &&
	       m->config.groups == s->config.groups &&
	       m->config.ram == s->config.ram &&
	       m->config.platform == s->config.platform;
}

enum tcesim_status tcesim_restore(struct tcesim_machine *m,
                                  const struct tcesim_snapshot *snapshot)
{
	if (!is_same_kind(m, snapshot))
		return TCESIM_BAD_ARGUMENT;
	if (!arena_copy(&m->arena, &snapshot->arena)) {
		m->exhausted = true;
		return TCESIM_NO_MEMORY;
	}
	m->state = arena_at(&m->arena, 1);
	m->exhausted = false;
	m->walked = false;
	return TCESIM_OK;
}

bool tcesim_untouched(const struct tcesim_machine *m,
                      const struct tcesim_snapshot *snapshot)
{
	return !m->exhausted && arena_same(&m->arena, &snapshot->arena);
}

void tcesim_snapshot_free(struct tcesim_snapshot *snapshot)
{
	struct arena arena;

	if (!snapshot)
		return;
	arena = snapshot->arena;
	arena_release(&arena);
	arena.resize(arena.context, snapshot, 0);
}

enum tcesim_status tcesim_hash(struct tcesim_machine *m,
                               struct tcesim_hash *hash)
{
	if (m->exhausted)
		return TCESIM_NO_MEMORY;
	*hash = hash_state(m);
	return TCESIM_OK;
}

enum tcesim_status tcesim_hash_parts(struct tcesim_machine *m,
                                     struct tcesim_parts *parts)
{
	if (m->exhausted)
		return TCESIM_NO_MEMORY;
	hash_parts(m, parts);
	return TCESIM_OK;
}

struct tcesim_hash tcesim_hash_of(const struct tcesim_parts *parts)
{
	return hash_of(parts);
}

uint64_t tcesim_hash_share(enum tcesim_part part, uint64_t word)
{
	return hash_share(part, word);
}
