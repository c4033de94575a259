/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/errors.h"

#include <check.h>
#include <string.h>

void errors_collect(void *context, const char *text)
{
	struct errors *errors = context;

	ck_assert_uint_lt(strlen(errors->text) + strlen(text) + 2,
	                  ERRORS_TEXT_MAX);
	strcat(errors->text, text);
	strcat(errors->text, "\n");
}
