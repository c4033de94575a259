/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "model/user.h"

#include <string.h>

int copy_in(struct tcesim_machine *m, void *block,
            const struct tcesim_argument *user, size_t size)
{
	int err = edge(m, SITE_COPY_IN, TCESIM_ANY_GROUP);

	if (err)
		return err;
	if (user->readable < size)
		return refuse(m, WHY_COPY_IN, -EFAULT);
	memcpy(block, user->block, size);
	return 0;
}

int copy_out(struct tcesim_machine *m, const struct tcesim_argument *user,
             const void *block, size_t size)
{
	int err = edge(m, SITE_COPY_OUT, TCESIM_ANY_GROUP);

	if (err)
		return err;
	if (user->writable < size) {
		if (user->writable)
			memcpy(user->block, block, user->writable);
		return refuse(m, WHY_COPY_OUT, -EFAULT);
	}
	memcpy(user->block, block, size);
	return 0;
}
