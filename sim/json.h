/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * json.h - JSON written as it is said: objects, lists and their members.
 *
 * A member of an object has a key, an element of a list has none (NULL).
 * Strings are UTF-8 or are made so: a byte that is not ASCII is written as
 * the character of that number, so that any input gives valid JSON.
 */
#ifndef SIM_JSON_H
#define SIM_JSON_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct json {
	FILE *out;
	bool comma; /* something stands before the next member */
};

/* OPEN is '{' or '['; CLOSE is '}' or ']'. */
void json_open(struct json *json, const char *key, char open);
void json_close(struct json *json, char close);
/* VALUE NULL: null. */
void json_string(struct json *json, const char *key, const char *value);
void json_signed(struct json *json, const char *key, int64_t value);
void json_unsigned(struct json *json, const char *key, uint64_t value);
void json_bool(struct json *json, const char *key, bool value);
/* The line of a JSON-lines file is over. */
void json_end_line(struct json *json);

#endif
