/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sim/explore_law.h"

#include <string.h>

/* A kernel that has trait NAME at VALUE; NULL: every kernel. */
struct holder {
	const char *name, *value;
};

#define P(part)    (UINT32_C(1) << TCESIM_PART_##part)
#define V(verb)    (UINT64_C(1) << VERB_##verb)
#define WINDOWS    (P(WINDOW_0) | P(WINDOW_1))
#define LEVELS     (P(LEVELS_0) | P(LEVELS_1))
#define TCES       (P(TCES_0) | P(TCES_1))
#define NEW_WINDOW (WINDOWS | LEVELS | P(LOCKED_VM) | P(HARDWARE))

/* ---- conditions ---------------------------------------------------------- */

struct tves {
	unsigned int group;
	unsigned int of_host; /* of the group: as the host has it */
	unsigned int windows; /* of any group: VFIO's */
};

static void look_at_tve(void *context, const struct tcesim_tve_info *info)
{
	struct tves *tves = context;

	if (info->group == tves->group)
		tves->of_host += info->kind == (info->slot ? TCESIM_TVE_BYPASS
		                                           : TCESIM_TVE_HOST);
	tves->windows += info->kind == TCESIM_TVE_WINDOW;
}

/* Of the group that was refused, or, when there is no driver, of some. */
static bool is_as_the_host_has_it(const struct law_case *the_case)
{
	const struct tcesim_visitor visitor = { .tve = look_at_tve };
	struct tves tves = { .group = the_case->group };

	tcesim_visit(the_case->machine, &visitor, &tves);
	return the_case->verb == VERB_SET_IOMMU ? !tves.windows
	                                        : tves.of_host == 2;
}

/* clang-format off */
static const struct deviation {
	const char *name, *sentence;
	struct holder holder;
	uint64_t verbs;
	uint32_t mark;         /* it is this one when these parts change */
	uint32_t parts;        /* what may change then */
	const char *hazard;    /* only with it, or NULL */
	const char *why;       /* only then, or NULL */
	/* Only if the state is then so; NULL: however it is. */
	bool (*is_fine)(const struct law_case *the_case);
} deviations[] = {
	{ "default_window_made",
	  "a call that is then refused has made the default window",
	  { "default_window", "demand" },
	  V(CREATE) | V(MAP) | V(UNMAP),
	  P(PENDING), P(PENDING) | P(BINDING) | NEW_WINDOW, NULL, NULL, NULL },
	{ "address_space_bound",
	  "a call that failed has bound the container to the address space",
	  { "binds_on_failure", "yes" },
	  V(REGISTER) | V(CREATE) | V(REMOVE),
	  P(BINDING), P(BINDING), NULL, NULL, NULL },
	{ "charge_leaked",
	  "locked_vm keeps the charge for a table that was not made",
	  { "failed_table", "leaks" },
	  V(CREATE) | V(MAP) | V(UNMAP),
	  P(LOCKED_VM), P(LOCKED_VM), "leaked_charge", NULL, NULL },
	{ "host_window_back",
	  "a group that is refused gets the host's window that had failed",
	  { NULL, NULL },
	  V(ATTACH) | V(SET_IOMMU),
	  P(HARDWARE), P(HARDWARE), NULL, NULL, is_as_the_host_has_it },
	{ "charge_not_given_back",
	  "of a window's charge only that of its top level is given back",
	  { "allocated_size", "top" },
	  V(CREATE) | V(MAP) | V(UNMAP),
	  P(LOCKED_VM), P(LOCKED_VM), NULL, NULL, NULL },
	{ "view_made",
	  "a MAP that failed has made the list of user addresses",
	  { "view_charge", "first_map" },
	  V(MAP),
	  WINDOWS, WINDOWS | P(LOCKED_VM), NULL, NULL, NULL },
	{ "window_kept",
	  "the window stays although its address could not be told",
	  { "lost_answer", "window_stays" },
	  V(CREATE),
	  WINDOWS, NEW_WINDOW, NULL, "copy_out", NULL },
	{ "levels_left",
	  "a MAP that failed leaves levels of the table behind",
	  { "failed_map", "clears" },
	  V(MAP),
	  LEVELS, LEVELS, NULL, NULL, NULL },
	{ "mappings_gone",
	  "a MAP that failed has cleared what was mapped in its range",
	  { "failed_map", "clears" },
	  V(MAP),
	  TCES, TCES | P(MAPPED) | P(MEMORY), NULL, NULL, NULL },
	{ "counts_left",
	  "a MAP that failed leaves the pages counted that it had mapped",
	  { "old_tce", "big_endian_only" },
	  V(MAP),
	  P(MAPPED), P(MAPPED), NULL, NULL, NULL },
	{ "pages_dirty",
	  "a MAP that failed has marked pages dirty that it had mapped",
	  { "failed_map", "clears" },
	  V(MAP),
	  P(MEMORY), P(MEMORY), NULL, NULL, NULL },
};

static const struct {
	const char *hazard;
	struct holder holder;
} known_hazards[] = {
	{ "write_beyond_table",  { "map_range", "first" } },
	{ "write_beyond_window", { "map_range", "first" } },
	{ "read_beyond_table",   { "map_range", "first" } },
	{ "read_beyond_table",   { "unmap_range", "first" } },
	{ "shift_beyond_63",     { "wide_shift", "modulo_128" } },
	{ "shift_beyond_63",     { "small_window", "wraps" } },
	{ "null_store",          { "no_view_level", "null_store" } },
	{ "null_read",           { "null_group", "oops" } },
	{ "runaway_kill",        { "empty_kill", "runaway" } },
	{ "soft_lockup",         { "reschedule", "not_in_gaps" } },
	{ "endless_loop",        { "busy_at_close", "loops" } },
	{ "kernel_warn",         { "busy_region", "orphaned" } },
	{ "kernel_warn",         { "empty_region", "warns" } },
	{ "kernel_warn",         { "ops_at_attach", "checked" } },
	{ "kernel_warn",         { "allocated_size", "levels" } },
	{ "kernel_bug",          { "block_alignment", "bug" } },
	{ "leaked_charge",       { "failed_table", "leaks" } },
	{ "leaked_reference",    { "failed_xchg", "loses_reference" } },
	{ "orphaned_region",     { "busy_region", "orphaned" } },
	{ "orphaned_region",     { "failed_xchg", "loses_reference" } },
	{ "use_after_free",      { "attach_frees", "cursor" } },
	{ "isolation_lost",      { "take_without_table", "early_return" } },
};

/* The books are wrong after these, but it is known by how much. */
static const char *const survived[] = { "leaked_charge", "orphaned_region",
	                                "kernel_warn" };
/* clang-format on */

enum {
	DEVIATIONS = sizeof(deviations) / sizeof(deviations[0]),
	KNOWN_HAZARDS = sizeof(known_hazards) / sizeof(known_hazards[0])
};

/* ---- a kernel's part of them --------------------------------------------- */

bool law_holds(const struct kernel *kernel, const char *name, const char *value)
{
	unsigned int i = 0;

	while (strcmp(tcesim_trait(i)->name, name) != 0)
		i++;
	return !strcmp(kernel_trait(kernel, i), value);
}

static bool holds(const struct kernel *kernel, struct holder holder)
{
	return !holder.name || law_holds(kernel, holder.name, holder.value);
}

/* 0 for NULL. */
static uint32_t hazard_bit(const char *name)
{
	const struct tcesim_named *hazard;

	for (unsigned int i = 0; name && (hazard = tcesim_hazard(i)); i++)
		if (!strcmp(hazard->name, name))
			return UINT32_C(1) << i;
	return 0;
}

/* 0 for NULL. */
static unsigned int reason_index(const char *name)
{
	const struct tcesim_reason *reason;

	for (unsigned int i = 0; name && (reason = tcesim_reason(i)); i++)
		if (!strcmp(reason->name, name))
			return i;
	return 0;
}

void law_init(struct law *law, const struct kernel *kernel)
{
	*law = (struct law){ .final_hazards = UINT32_MAX };
	for (unsigned int i = 0; i < DEVIATIONS; i++) {
		if (holds(kernel, deviations[i].holder))
			law->deviations |= UINT32_C(1) << i;
		law->hazards[i] = hazard_bit(deviations[i].hazard);
		law->why[i] = reason_index(deviations[i].why);
	}
	for (unsigned int i = 0; i < KNOWN_HAZARDS; i++)
		if (holds(kernel, known_hazards[i].holder))
			law->known_hazards |=
				hazard_bit(known_hazards[i].hazard);
	for (unsigned int i = 0; i < sizeof(survived) / sizeof(survived[0]);
	     i++)
		law->final_hazards &= ~hazard_bit(survived[i]);
}

/* ---- judging ------------------------------------------------------------- */

static bool applies(const struct law *law, unsigned int row,
                    const struct law_case *c)
{
	const struct tcesim_answer *answer = c->answer;

	return (law->deviations >> row & 1) &&
	       (deviations[row].verbs >> c->verb & 1) &&
	       (!law->hazards[row] || (answer->hazards & law->hazards[row])) &&
	       (!law->why[row] || answer->why == law->why[row]) &&
	       (!deviations[row].is_fine || deviations[row].is_fine(c));
}

uint32_t law_deviations(const struct law *law, const struct law_case *the_case)
{
	uint32_t unexplained = the_case->changed, rows = 0;

	for (unsigned int i = 0; i < DEVIATIONS && unexplained; i++) {
		if (!(unexplained & deviations[i].mark) ||
		    !applies(law, i, the_case))
			continue;
		rows |= UINT32_C(1) << i;
		unexplained &= ~deviations[i].parts;
	}
	if (unexplained)
		rows |= UINT32_C(1) << LAW_UNKNOWN_BIT;
	return rows;
}

/* ---- telling ------------------------------------------------------------- */

static void tell_named(const struct tcesim_named *named, bool known,
                       struct law_text *text)
{
	*text = (struct law_text){ named->name, named->sentence, known };
}

void law_finding(const struct law *law, unsigned int finding,
                 struct law_text *text)
{
	*text = (struct law_text){ "undeclared",
		                   "a class of calls depends on more than "
		                   "it says",
		                   false };
	if (finding < FINDING_DEVIATION) {
		tell_named(tcesim_hazard(finding),
		           law->known_hazards >> finding & 1, text);
	} else if (finding < FINDING_UNKNOWN) {
		const struct deviation *row =
			&deviations[finding - FINDING_DEVIATION];

		*text = (struct law_text){ row->name, row->sentence, true };
	} else if (finding == FINDING_UNKNOWN) {
		*text = (struct law_text){
			"no_rollback",
			"a call that failed has changed the state", false
		};
	} else if (finding < FINDING_UNDECLARED) {
		tell_named(tcesim_invariant(finding - FINDING_INVARIANT), false,
		           text);
	}
}
