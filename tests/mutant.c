/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/mutant.h"

#include "model/uapi.h"

#include <check.h>
#include <string.h>

enum {
	MUTANTS_MAX = 16
};

/* A backend of the model whose operations are wrapped. */
struct made {
	struct backend *backend; /* NULL: free */
	const struct backend_ops *model;
	struct backend_ops ops;
	bool created, broken;
};

static struct made made[MUTANTS_MAX];

static struct made *made_as(const struct backend *b)
{
	int i = 0;

	while (made[i].backend != b)
		ck_assert_int_lt(++i, MUTANTS_MAX);
	return &made[i];
}

static enum backend_status file_ioctl(struct backend *b, unsigned int p, int fd,
                                      uint32_t request,
                                      const struct argument *argument,
                                      struct reply *reply)
{
	struct made *m = made_as(b);
	enum backend_status status = m->model->ioctl(b, p, fd, request,
	                                             argument, reply);

	if (request == UAPI_TCE_CREATE && !status && !reply->ret)
		m->created = true;
	if (request == UAPI_MAP_DMA && m->created)
		m->broken = true;
	return status;
}

static void free_mutant(struct backend *b)
{
	struct made *m = made_as(b);

	m->backend = NULL;
	m->model->free(b);
}

static struct backend *make(const struct tcesim_config *config,
                            const struct tcesim_profile *profile,
                            enum backend_model_checks checks,
                            enum tcesim_status *status)
{
	struct backend *b = backend_model_new(config, profile, checks, status);
	struct made *m;

	if (!b)
		return NULL;
	m = made_as(NULL);
	*m = (struct made){ .backend = b, .model = b->ops, .ops = *b->ops };
	m->ops.ioctl = file_ioctl;
	m->ops.free = free_mutant;
	b->ops = &m->ops;
	return b;
}

static enum backend_status settle(struct backend *b)
{
	if (!made_as(b)->broken)
		return backend_model_settle(b);
	strcpy(b->message, "invariant mutant: nothing is mapped");
	return BACKEND_BROKEN;
}

const struct player_maker mutant = { make, settle };
