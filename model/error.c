/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "model/error.h"
#include "model/tcesim.h"

#include <string.h>

static const struct {
	const char *name;
	int number;
} errors[] = {
#define ERROR_ROW(name, number) { #name, number },
	ERROR_LIST(ERROR_ROW)
#undef ERROR_ROW
};

enum {
	ERRORS = sizeof(errors) / sizeof(errors[0])
};

const char *tcesim_error_name(int error)
{
	for (unsigned int i = 0; i < ERRORS; i++)
		if (errors[i].number == error)
			return errors[i].name;
	return NULL;
}

int tcesim_error_number(const char *name)
{
	for (unsigned int i = 0; i < ERRORS; i++)
		if (!strcmp(errors[i].name, name))
			return errors[i].number;
	return 0;
}
