/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sim/json.h"

#include <inttypes.h>

static void put_string(FILE *out, const char *text)
{
	putc('"', out);
	for (; *text; text++) {
		unsigned char byte = (unsigned char)*text;

		if (byte == '"' || byte == '\\')
			fprintf(out, "\\%c", byte);
		else if (byte < 0x20 || byte >= 0x7f)
			fprintf(out, "\\u%04x", byte);
		else
			putc(byte, out);
	}
	putc('"', out);
}

static void begin(struct json *json, const char *key)
{
	if (json->comma)
		putc(',', json->out);
	json->comma = true;
	if (!key)
		return;
	put_string(json->out, key);
	putc(':', json->out);
}

void json_open(struct json *json, const char *key, char open)
{
	begin(json, key);
	putc(open, json->out);
	json->comma = false;
}

void json_close(struct json *json, char close)
{
	putc(close, json->out);
	json->comma = true;
}

void json_string(struct json *json, const char *key, const char *value)
{
	begin(json, key);
	if (value)
		put_string(json->out, value);
	else
		fputs("null", json->out);
}

void json_signed(struct json *json, const char *key, int64_t value)
{
	begin(json, key);
	fprintf(json->out, "%" PRId64, value);
}

void json_unsigned(struct json *json, const char *key, uint64_t value)
{
	begin(json, key);
	fprintf(json->out, "%" PRIu64, value);
}

void json_bool(struct json *json, const char *key, bool value)
{
	begin(json, key);
	fputs(value ? "true" : "false", json->out);
}

void json_end_line(struct json *json)
{
	putc('\n', json->out);
	json->comma = false;
}
