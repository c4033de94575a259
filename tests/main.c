/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * main.c - runs the suites.  tests/check_NAME.c gives NAME_suite(); make
 * writes suites.inc from the names of these files.
 */
#include "tests/count.h"

#include <check.h>
#include <stdlib.h>

#define SUITE(name) Suite *name##_suite(void);
#include "suites.inc"
#undef SUITE

#define SUITE(name) name##_suite,
static Suite *(*const suites[])(void) = {
#include "suites.inc"
};
#undef SUITE

int main(void)
{
	SRunner *runner = srunner_create(NULL);
	int failed;

	for (int i = 0; i < COUNT(suites); i++)
		srunner_add_suite(runner, suites[i]());
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
