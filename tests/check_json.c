/* SPDX-License-Identifier: GPL-2.0-or-later */
/* JSON as it is written, and as it is read. */
#include "sim/json.h"
#include "sim/json_in.h"
#include "tests/count.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

Suite *json_suite(void);

START_TEST(json_is_well_formed)
{
	struct json json = { 0 };
	char *text = NULL;
	size_t size;

	json.out = open_memstream(&text, &size);
	json_open(&json, NULL, '{');
	json_string(&json, "s",
	            "a\"b\\c\n\xff"
	            "d");
	json_string(&json, "n", NULL);
	json_open(&json, "l", '[');
	json_signed(&json, NULL, INT64_MIN);
	json_unsigned(&json, NULL, UINT64_MAX);
	json_bool(&json, NULL, true);
	json_bool(&json, NULL, false);
	json_close(&json, ']');
	json_open(&json, "e", '{');
	json_close(&json, '}');
	json_close(&json, '}');
	json_end_line(&json);
	fclose(json.out);
	ck_assert_str_eq(text, "{\"s\":\"a\\\"b\\\\c\\u000a\\u00ffd\","
	                       "\"n\":null,\"l\":[-9223372036854775808,"
	                       "18446744073709551615,true,false],\"e\":{}}\n");
	free(text);
}
END_TEST

static bool reads(struct json_in *json, const char *line)
{
	return json_in_read(json, line, strlen(line));
}

START_TEST(json_is_a_tree)
{
	struct json_in json = { .text = NULL };
	const struct json_node *node;

	ck_assert(reads(&json, " {\"a\": -22, \"b\":[1, \"x\", {}, []],\n"
	                       "\"c\":{\"d\":18446744073709551615}, "
	                       "\"e\":null,\"f\":1.5, \"a\":7} "));
	node = json_in_member(&json, &json.node[0], "a", JSON_INTEGER);
	ck_assert_int_eq((int64_t)node->number, -22);
	ck_assert(node->negative);
	node = json_in_member(&json, &json.node[0], "b", JSON_LIST);
	node = json_in_first(&json, node);
	ck_assert_uint_eq(node->number, 1);
	ck_assert_ptr_null(node->key);
	node = json_in_next(&json, node);
	ck_assert_str_eq(node->string, "x");
	node = json_in_next(&json, node);
	ck_assert_int_eq(node->type, JSON_OBJECT);
	ck_assert_ptr_null(json_in_first(&json, node));
	node = json_in_next(&json, node);
	ck_assert_ptr_null(json_in_next(&json, node));
	node = json_in_member(&json, &json.node[0], "c", JSON_OBJECT);
	node = json_in_member(&json, node, "d", JSON_INTEGER);
	ck_assert_uint_eq(node->number, UINT64_MAX);
	ck_assert_ptr_nonnull(
		json_in_member(&json, &json.node[0], "e", JSON_OTHER));
	ck_assert_ptr_nonnull(
		json_in_member(&json, &json.node[0], "f", JSON_OTHER));
	ck_assert_ptr_null(
		json_in_member(&json, &json.node[0], "b", JSON_STRING));
	ck_assert_ptr_null(
		json_in_member(&json, &json.node[0], "z", JSON_STRING));
	json_in_release(&json);
}
END_TEST

START_TEST(json_strings_are_unescaped)
{
	struct json_in json = { .text = NULL };

	ck_assert(reads(&json, "\"a\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041\\u00e4"
	                       "\\u20aC\""));
	ck_assert_str_eq(json.node[0].string,
	                 "a\"\\/\b\f\n\r\tA\xc3\xa4\xe2\x82\xac");
	json_in_release(&json);
}
END_TEST

START_TEST(what_is_no_json)
{
	static const char *const wrong[] = {
		"",         "  ",      "{",        "[1",       "[1,",
		"[1 2]",    "{\"a\"}", "{\"a\":}", "{1:2}",    "\"a",
		"\"\\x\"",  "\"\\",    "\"\\u12",  "\"\\u12g", "{} x",
		"{\"a\":1", "[,]",     "]",        "{\"a",
	};
	struct json_in json = { .text = NULL };
	char deep[200] = "";

	for (int i = 0; i < COUNT(wrong); i++)
		ck_assert_msg(!reads(&json, wrong[i]), "%s", wrong[i]);
	for (int i = 0; i < 40; i++)
		strcat(deep, "[");
	ck_assert(!reads(&json, deep));
	ck_assert(!json_in_read(&json, "\"a\0b", 4));
	json_in_release(&json);
}
END_TEST

Suite *json_suite(void)
{
	Suite *suite = suite_create("json");
	TCase *tcase = tcase_create("json");

	tcase_add_test(tcase, json_is_well_formed);
	tcase_add_test(tcase, json_is_a_tree);
	tcase_add_test(tcase, json_strings_are_unescaped);
	tcase_add_test(tcase, what_is_no_json);
	suite_add_tcase(suite, tcase);
	return suite;
}
