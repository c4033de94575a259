/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * profile_set.h - the profiles of an `only` line or of a guard.
 *
 * A set is a list of profiles, ranges of releases, and (in guards) platforms;
 * what fits one of them is in the set.  v9 is older than every release;
 * strict is in no range.
 */
#ifndef SIM_PROFILE_SET_H
#define SIM_PROFILE_SET_H

#include "sim/words.h"

#include <stdbool.h>
#include <stdint.h>

enum {
	PROFILE_ITEMS_MAX = 24
};

enum profile_item_kind {
	PROFILE_NAMED,    /* ->name is a profile */
	PROFILE_RANGE,    /* ->first to ->last */
	PROFILE_PLATFORM, /* ->name is a platform */
};

/* An end of a range that is open. */
#define RELEASE_NONE UINT32_MAX
/* A release as a number that can be compared. */
#define RELEASE(major, minor) ((uint32_t)(major) << 16 | (uint32_t)(minor))

struct profile_item {
	enum profile_item_kind kind;
	const char *name;     /* the vocabulary's, or a constant */
	uint32_t first, last; /* releases, both inclusive, or RELEASE_NONE */
};

/* A set of no items is no set: see profile_set_has(). */
struct profile_set {
	unsigned int count;
	struct profile_item item[PROFILE_ITEMS_MAX];
};

/*
 * Whether the profile NAME (release MAJOR.MINOR, 0.0 for v9 and strict) on
 * PLATFORM is in SET.  PLATFORM may be NULL.  An empty set has everything:
 * that is what a missing guard or a missing `only` line means.
 */
bool profile_set_has(const struct profile_set *set, const char *name,
                     unsigned int major, unsigned int minor,
                     const char *platform);

struct profile_error {
	size_t offset; /* into TEXT: where the word begins that is wrong */
	char text[192];
};

/*
 * Adds the items of TEXT ("v9,linux-6.11..") to SET.  Platforms are items
 * when GUARD.  On false nothing in SET counts and *error says why.
 */
bool profile_set_parse(struct profile_set *set, struct span text, bool guard,
                       const struct vocabulary *vocabulary,
                       struct profile_error *error);

#endif
