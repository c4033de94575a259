/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/names.h"

#include "tests/count.h"

#include <string.h>

static const char *const reasons[] = { "none", "pgsize", "no_free_slot" };
static const char *const hazards[] = { "leaked_charge", "null_store",
	                               "kernel_warn" };
static const char *const sites[] = { "page_alloc", "set_window" };
static const struct vocabulary_profile profiles[] = {
	{ "v9", 0, 0 },
	{ "linux-6.12", 6, 12 },
	{ "linux-7.2", 7, 2 },
	{ "strict", 0, 0 },
};

static const struct {
	int number;
	const char *name;
} errors[] = {
	{ 1, "EPERM" },
	{ 5, "EIO" },
	{ 12, "ENOMEM" },
	{ 22, "EINVAL" },
};

static const char *error_name(int error)
{
	for (unsigned int i = 0; i < COUNT(errors); i++) {
		if (errors[i].number == error)
			return errors[i].name;
	}
	return NULL;
}

static int error_number(const char *name)
{
	for (unsigned int i = 0; i < COUNT(errors); i++) {
		if (strcmp(errors[i].name, name) == 0)
			return errors[i].number;
	}
	return 0;
}

const struct vocabulary test_names = {
	.reasons = { reasons, 3 },
	.hazards = { hazards, 3 },
	.sites = { sites, 2 },
	.profile = profiles,
	.profiles = 4,
	.error_name = error_name,
	.error_number = error_number,
};
