/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sim/cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	const char *no_colour = getenv("NO_COLOR");
	const struct cli cli = {
		.out = stdout,
		.err = stderr,
		.colour = !(no_colour && *no_colour) && isatty(STDOUT_FILENO),
	};

	setvbuf(stdout, NULL, _IOFBF, 1 << 16);
	return cli_main(argc, argv, &cli);
}
