/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sim/json_in.h"

#include "sim/room.h"

#include <stdlib.h>
#include <string.h>

enum {
	DEPTH_MAX = 32
};

/* ---- letters ---------------------------------------------------------- */

static void skip_blanks(struct json_in *json)
{
	while (json->at < json->end && strchr(" \t\r\n", *json->at) &&
	       *json->at)
		json->at++;
}

static bool take(struct json_in *json, char wanted)
{
	skip_blanks(json);
	if (json->at == json->end || *json->at != wanted)
		return false;
	json->at++;
	return true;
}

static int hex_digit(char c)
{
	static const char digits[] = "0123456789abcdef";
	const char *found = c ? strchr(digits, c | 0x20) : NULL;

	return found ? (int)(found - digits) : -1;
}

/* What stands behind \u; the text never gets longer. */
static char *put_character(char *to, unsigned int code)
{
	if (code < 0x80) {
		*to++ = (char)code;
	} else if (code < 0x800) {
		*to++ = (char)(0xc0 | code >> 6);
		*to++ = (char)(0x80 | (code & 0x3f));
	} else {
		*to++ = (char)(0xe0 | code >> 12);
		*to++ = (char)(0x80 | (code >> 6 & 0x3f));
		*to++ = (char)(0x80 | (code & 0x3f));
	}
	return to;
}

static char *take_code(struct json_in *json, char *to)
{
	unsigned int code = 0;

	for (int i = 0; i < 4; i++, json->at++) {
		int digit = json->at < json->end ? hex_digit(*json->at) : -1;

		if (digit < 0)
			return NULL;
		code = code << 4 | (unsigned int)digit;
	}
	return put_character(to, code);
}

/* Behind a backslash; NULL: that means nothing. */
static char *take_escape(struct json_in *json, char *to)
{
	static const char names[] = "\"\\/bfnrt";
	static const char bytes[] = "\"\\/\b\f\n\r\t";
	const char *found;
	char c = json->at < json->end ? *json->at++ : '\0';

	if (c == 'u')
		return take_code(json, to);
	found = c ? strchr(names, c) : NULL;
	if (!found)
		return NULL;
	*to++ = bytes[found - names];
	return to;
}

/* Unescapes in place; NULL: the string has no end, or is wrong. */
static const char *take_string(struct json_in *json)
{
	char *to, *start;

	if (!take(json, '"'))
		return NULL;
	to = start = json->at;
	while (json->at < json->end && *json->at != '"') {
		char c = *json->at++;

		if (c != '\\')
			*to++ = c;
		else if (!(to = take_escape(json, to)))
			return NULL;
	}
	if (json->at == json->end)
		return NULL;
	json->at++;
	*to = '\0';
	return start;
}

/* ---- values ----------------------------------------------------------- */

static size_t add_node(struct json_in *json, const char *key)
{
	json->node = room_for(json->node, &json->room, json->nodes + 1,
	                      sizeof(*json->node));
	json->node[json->nodes] = (struct json_node){ .key = key };
	return json->nodes++;
}

static bool take_value(struct json_in *json, const char *key);

/* Members or elements up to CLOSE, as children of PARENT. */
static bool take_children(struct json_in *json, size_t parent, char close)
{
	size_t before = 0;

	if (take(json, close))
		return true;
	do {
		const char *key = NULL;
		size_t child = json->nodes;

		if (close == '}' &&
		    (!(key = take_string(json)) || !take(json, ':')))
			return false;
		if (!take_value(json, key))
			return false;
		if (before)
			json->node[before].next = child;
		else
			json->node[parent].first = child;
		before = child;
	} while (take(json, ','));
	return take(json, close);
}

static bool take_nested(struct json_in *json, size_t node, enum json_type type)
{
	bool fine;

	json->at++;
	json->node[node].type = type;
	json->depth++;
	fine = json->depth <= DEPTH_MAX &&
	       take_children(json, node, type == JSON_OBJECT ? '}' : ']');
	json->depth--;
	return fine;
}

/* A number or a word. */
static bool take_plain(struct json_in *json, size_t node)
{
	struct json_node *value = &json->node[node];
	char *start = json->at, *end;

	while (json->at < json->end && !strchr(",]} \t\r\n", *json->at))
		json->at++;
	if (json->at == start)
		return false;
	value->negative = *start == '-';
	value->number = strtoull(start, &end, 10);
	if (end == json->at)
		value->type = JSON_INTEGER;
	return true;
}

static bool take_value(struct json_in *json, const char *key)
{
	size_t node = add_node(json, key);

	skip_blanks(json);
	if (json->at == json->end)
		return false;
	if (*json->at == '{')
		return take_nested(json, node, JSON_OBJECT);
	if (*json->at == '[')
		return take_nested(json, node, JSON_LIST);
	if (*json->at != '"')
		return take_plain(json, node);
	json->node[node].type = JSON_STRING;
	json->node[node].string = take_string(json);
	return json->node[node].string;
}

/* ---- the whole -------------------------------------------------------- */

bool json_in_read(struct json_in *json, const char *line, size_t length)
{
	json->text = room_for(json->text, &json->text_room, length + 1, 1);
	memcpy(json->text, line, length);
	json->text[length] = '\0';
	json->at = json->text;
	json->end = json->text + length;
	json->nodes = 0;
	json->depth = 0;
	if (!take_value(json, NULL))
		return false;
	skip_blanks(json);
	return json->at == json->end;
}

void json_in_release(struct json_in *json)
{
	free(json->text);
	free(json->node);
	*json = (struct json_in){ 0 };
}

/* ---- questions -------------------------------------------------------- */

const struct json_node *json_in_first(const struct json_in *json,
                                      const struct json_node *of)
{
	return of->first ? &json->node[of->first] : NULL;
}

const struct json_node *json_in_next(const struct json_in *json,
                                     const struct json_node *node)
{
	return node->next ? &json->node[node->next] : NULL;
}

const struct json_node *json_in_member(const struct json_in *json,
                                       const struct json_node *of,
                                       const char *key, enum json_type type)
{
	const struct json_node *node = json_in_first(json, of);

	while (node && (!node->key || strcmp(node->key, key)))
		node = json_in_next(json, node);
	return node && node->type == type ? node : NULL;
}
