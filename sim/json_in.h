/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * json_in.h - one line of a JSON-lines file, as a tree.
 *
 * Integers of up to 64 bits are read as such; any other number is a value of
 * no use.  Of members with the same key the first counts.
 */
#ifndef SIM_JSON_IN_H
#define SIM_JSON_IN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum json_type {
	JSON_OTHER, /* null, true, false, 1.5 */
	JSON_INTEGER,
	JSON_STRING,
	JSON_OBJECT,
	JSON_LIST,
};

struct json_node {
	enum json_type type;
	const char *key; /* of a member; else NULL */
	const char *string;
	uint64_t number; /* two's complement when negative */
	bool negative;
	size_t first, next; /* child, sibling: indexes; 0: none */
};

/* All zero before the first line; room is kept from line to line. */
struct json_in {
	char *text; /* the line; strings end with a NUL */
	size_t text_room;
	struct json_node *node; /* node 0 is the whole */
	size_t nodes, room;
	char *at, *end;
	unsigned int depth;
};

/* False: it is no JSON value. */
bool json_in_read(struct json_in *json, const char *line, size_t length);
void json_in_release(struct json_in *json);

/* The member KEY of OF, an object, if it is of TYPE; else NULL. */
const struct json_node *json_in_member(const struct json_in *json,
                                       const struct json_node *of,
                                       const char *key, enum json_type type);
/* The child of OF, or what comes after it; NULL: none. */
const struct json_node *json_in_first(const struct json_in *json,
                                      const struct json_node *of);
const struct json_node *json_in_next(const struct json_in *json,
                                     const struct json_node *node);

#endif
