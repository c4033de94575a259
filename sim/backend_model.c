/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sim/backend_model.h"

#include "sim/model_names.h"
#include "sim/model_show.h"
#include "sim/runs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A machine of this weight or less is checked after every step. */
enum {
	CHECK_WEIGHT = 256
};

struct backend_model {
	struct backend base;
	struct tcesim_machine *machine;
	struct model_names names;
	enum backend_model_checks checks;
	uint64_t unchecked; /* steps since the last check */
};

static struct backend_model *self(struct backend *b)
{
	return (struct backend_model *)(void *)b;
}

static enum backend_status say(struct backend *b, enum backend_status status,
                               const char *message)
{
	snprintf(b->message, sizeof(b->message), "%s", message);
	return status;
}

/*
 * A call that breaks a rule of the front door asks for what no system call
 * can express: the story cannot be told here.
 */
static enum backend_status translate(struct backend *b,
                                     enum tcesim_status status)
{
	switch (status) {
	case TCESIM_OK:
		return BACKEND_OK;
	case TCESIM_BAD_ARGUMENT:
		return say(b, BACKEND_DECLINED,
		           "a size, address or alignment does not fit the "
		           "machine");
	case TCESIM_NO_MEMORY:
	case TCESIM_NO_PLATFORM: /* not of a call: there is a machine */
	case TCESIM_BROKEN:      /* but of a check */
		break;
	}
	return say(b, BACKEND_BROKEN,
	           status == TCESIM_NO_MEMORY ? "out of memory"
	                                      : "the model is broken");
}

static enum backend_status no_name(struct backend *b)
{
	return say(b, BACKEND_BROKEN, "out of memory for names");
}

/* The kernel's answer, in the words of a reply. */
static enum backend_status answered(struct backend *b,
                                    enum tcesim_status status,
                                    const struct tcesim_answer *answer,
                                    struct reply *reply)
{
	const struct tcesim_reason *reason;

	if (status != TCESIM_OK)
		return translate(b, status);
	reason = tcesim_reason(answer->why);
	*reply = (struct reply){ .ret = answer->ret,
		                 .why = reason ? reason->name : NULL,
		                 .because = reason ? reason->sentence : NULL,
		                 .hazards = answer->hazards,
		                 .hazards_known = true };
	return BACKEND_OK;
}

static unsigned int number_of(struct backend *b, unsigned int p)
{
	return model_names_process(&self(b)->names, p);
}

/* ---- processes and memory --------------------------------------------- */

static enum backend_status process(struct backend *b, unsigned int p,
                                   struct reply *reply)
{
	struct tcesim_answer answer = { 0 };
	enum tcesim_status status = tcesim_process(self(b)->machine, &answer);

	if (status == TCESIM_OK && answer.ret >= 0 &&
	    !model_names_add_process(&self(b)->names, p,
	                             (unsigned int)answer.ret))
		return no_name(b);
	return answered(b, status, &answer, reply);
}

static enum backend_status fork_process(struct backend *b, unsigned int p,
                                        unsigned int child, struct reply *reply)
{
	struct backend_model *m = self(b);
	struct tcesim_answer answer = { 0 };
	enum tcesim_status status = tcesim_fork(m->machine, number_of(b, p),
	                                        &answer);

	if (status != TCESIM_OK || answer.ret < 0)
		return answered(b, status, &answer, reply);
	if (!model_names_add_process(&m->names, child,
	                             (unsigned int)answer.ret) ||
	    !model_names_fork(&m->names, number_of(b, p),
	                      (unsigned int)answer.ret))
		return no_name(b);
	return answered(b, status, &answer, reply);
}

static enum backend_status exit_process(struct backend *b, unsigned int p,
                                        struct reply *reply)
{
	struct tcesim_answer answer = { 0 };
	enum tcesim_status status = tcesim_exit(self(b)->machine,
	                                        number_of(b, p), &answer);

	return answered(b, status, &answer, reply);
}

static enum backend_status limit(struct backend *b, unsigned int p,
                                 uint64_t memlock, bool ipc_lock,
                                 struct reply *reply)
{
	struct tcesim_answer answer = { 0 };
	enum tcesim_status status = tcesim_limit(
		self(b)->machine, number_of(b, p), memlock, ipc_lock);

	return answered(b, status, &answer, reply);
}

static enum backend_status memory(struct backend *b, unsigned int p,
                                  unsigned int m,
                                  const struct memory_request *request,
                                  uint64_t *vaddr, struct reply *reply)
{
	const struct tcesim_mapping mapping = {
		.size = request->size,
		.align = request->align,
		.at = request->at,
		.page_size = request->page_size,
		.folio_size = request->folio_size,
		.skew = request->skew,
		.read_only = request->read_only,
	};
	struct name_range range = { .name = m,
		                    .process = number_of(b, p),
		                    .size = request->size };
	struct tcesim_answer answer = { 0 };
	enum tcesim_status status;
	unsigned int number;

	status = tcesim_mmap(self(b)->machine, range.process, &mapping,
	                     &range.vaddr, &number, &answer);
	if (status == TCESIM_OK && answer.ret >= 0) {
		*vaddr = range.vaddr;
		if (!model_names_add_memory(&self(b)->names, number, &range))
			return no_name(b);
	}
	return answered(b, status, &answer, reply);
}

static enum backend_status unmap_memory(struct backend *b, unsigned int p,
                                        unsigned int m, struct reply *reply)
{
	struct tcesim_answer answer = { 0 };
	enum tcesim_status status = tcesim_munmap(
		self(b)->machine, number_of(b, p),
		model_names_vaddr(&self(b)->names, number_of(b, p), m),
		&answer);

	return answered(b, status, &answer, reply);
}

static enum backend_status fill(struct backend *b, unsigned int p,
                                uint64_t vaddr, uint64_t size, uint8_t byte,
                                struct reply *reply)
{
	struct tcesim_answer answer = { 0 };
	enum tcesim_status status = tcesim_fill(
		self(b)->machine, number_of(b, p), vaddr, size, byte, &answer);

	return answered(b, status, &answer, reply);
}

/* ---- files ------------------------------------------------------------ */

static enum backend_status open_container(struct backend *b, unsigned int p,
                                          unsigned int c, struct reply *reply)
{
	struct tcesim_answer answer = { 0 };
	enum tcesim_status status = tcesim_open_container(
		self(b)->machine, number_of(b, p), &answer);

	if (status == TCESIM_OK && answer.ret >= 0 &&
	    !model_names_add_container(&self(b)->names, c))
		return no_name(b);
	return answered(b, status, &answer, reply);
}

static enum backend_status open_group(struct backend *b, unsigned int p,
                                      unsigned int g, struct reply *reply)
{
	struct tcesim_answer answer = { 0 };
	enum tcesim_status status = tcesim_open_group(
		self(b)->machine, number_of(b, p), g, &answer);

	return answered(b, status, &answer, reply);
}

static enum backend_status close_file(struct backend *b, unsigned int p, int fd,
                                      struct reply *reply)
{
	struct tcesim_answer answer = { 0 };
	enum tcesim_status status = tcesim_close(self(b)->machine,
	                                         number_of(b, p), fd, &answer);

	return answered(b, status, &answer, reply);
}

static enum backend_status file_ioctl(struct backend *b, unsigned int p, int fd,
                                      uint32_t request,
                                      const struct argument *argument,
                                      struct reply *reply)
{
	const struct tcesim_argument block = {
		.value = argument->value,
		.block = argument->block,
		.readable = argument->readable,
		.writable = argument->writable,
	};
	struct tcesim_answer answer = { 0 };
	enum tcesim_status status = tcesim_ioctl(self(b)->machine,
	                                         number_of(b, p), fd, request,
	                                         &block, &answer);

	return answered(b, status, &answer, reply);
}

static enum backend_status device_name(struct backend *b, unsigned int g,
                                       char *name, size_t size)
{
	(void)b;
	snprintf(name, size, "%04x:00:00.0", g);
	return BACKEND_OK;
}

/* ---- the rest --------------------------------------------------------- */

static void see_byte(void *context, uint64_t size, uint8_t byte)
{
	runs_add_byte(context, byte, size);
}

/* Where there is no window, a part may be longer than any page: it is one. */
static void see_part(void *context, const struct tcesim_dma_part *part)
{
	runs_add(context, part->why ? tcesim_reason(part->why)->name : "ok", 1);
}

static enum backend_status peek(struct backend *b, unsigned int p,
                                uint64_t vaddr, uint64_t size,
                                struct seen *seen, struct reply *reply)
{
	struct tcesim_answer answer = { 0 };
	enum tcesim_status status;
	struct runs data;

	runs_init(&data, true, seen->data, sizeof(seen->data));
	status = tcesim_peek(self(b)->machine, number_of(b, p), vaddr, size,
	                     see_byte, &data, &answer);
	runs_end(&data);
	return answered(b, status, &answer, reply);
}

static void see_device(struct backend *b, const struct dma_request *request,
                       struct seen *seen)
{
	struct runs data;

	runs_init(&data, true, seen->data, sizeof(seen->data));
	tcesim_device(self(b)->machine, request->group, request->size, see_byte,
	              &data);
	runs_end(&data);
}

static enum backend_status dma(struct backend *b,
                               const struct dma_request *request,
                               struct place *place, struct seen *seen,
                               struct reply *reply)
{
	struct runs pages;
	const struct tcesim_dma transfer = { .group = request->group,
		                             .write = request->write,
		                             .fill = request->fill,
		                             .byte = request->byte,
		                             .part = see_part,
		                             .context = &pages,
		                             .iova = request->iova,
		                             .size = request->size };
	struct tcesim_page page = { .memory = -1 };
	struct tcesim_answer answer = { 0 };
	enum tcesim_status status;

	runs_init(&pages, false, seen->pages, sizeof(seen->pages));
	status = tcesim_dma(self(b)->machine, &transfer, &page, &answer);
	runs_end(&pages);
	if (status == TCESIM_OK)
		see_device(b, request, seen);
	if (status == TCESIM_OK && answer.ret >= 0)
		*place = model_names_place(&self(b)->names, &page);
	return answered(b, status, &answer, reply);
}

static enum backend_status fault(struct backend *b,
                                 const struct fault_request *request)
{
	struct tcesim_fault plan = { .nth = request->nth,
		                     .group = request->group < 0
		                                      ? TCESIM_ANY_GROUP
		                                      : request->group,
		                     .error = request->error };
	const struct tcesim_named *site;

	while ((site = tcesim_fault_site(plan.site))) {
		if (!strcmp(site->name, request->site))
			return translate(b,
			                 tcesim_fault(self(b)->machine, &plan));
		plan.site++;
	}
	return say(b, BACKEND_DECLINED, "the model has no such fault site");
}

static enum backend_status locked_vm(struct backend *b, unsigned int p,
                                     uint64_t *bytes)
{
	*bytes = tcesim_locked_vm(self(b)->machine, number_of(b, p));
	return BACKEND_OK;
}

static enum backend_status show(struct backend *b, const char *kind,
                                show_sink *sink, void *context)
{
	return translate(b, model_show(self(b)->machine, &self(b)->names, kind,
	                               sink, context));
}

static enum backend_status dump(struct backend *b, show_sink *sink,
                                void *context)
{
	return translate(b, model_dump(self(b)->machine, &self(b)->names, sink,
	                               context));
}

enum backend_status backend_model_settle(struct backend *b)
{
	struct backend_model *m = self(b);
	const struct tcesim_named *invariant;
	enum tcesim_status status;
	unsigned int broken = 0;

	if (!m->unchecked)
		return BACKEND_OK;
	m->unchecked = 0;
	status = tcesim_check(m->machine, &broken);
	if (status != TCESIM_BROKEN)
		return translate(b, status);
	invariant = tcesim_invariant(broken);
	snprintf(b->message, sizeof(b->message), "invariant %s: %s",
	         invariant->name, invariant->sentence);
	return BACKEND_BROKEN;
}

static enum backend_status check(struct backend *b)
{
	struct backend_model *m = self(b);

	if (m->checks == CHECK_NEVER)
		return BACKEND_OK;
	m->unchecked++;
	if (m->unchecked < tcesim_weight(m->machine) / CHECK_WEIGHT)
		return BACKEND_OK;
	return backend_model_settle(b);
}

static void free_model(struct backend *b)
{
	struct backend_model *m = self(b);

	tcesim_free(m->machine);
	model_names_release(&m->names);
	free(m);
}

/* clang-format off */
static const struct backend_ops ops = {
	.name           = "model",
	.process        = process,
	.fork           = fork_process,
	.exit           = exit_process,
	.limit          = limit,
	.memory         = memory,
	.unmap_memory   = unmap_memory,
	.fill           = fill,
	.peek           = peek,
	.open_container = open_container,
	.open_group     = open_group,
	.close_file     = close_file,
	.ioctl          = file_ioctl,
	.device_name    = device_name,
	.dma            = dma,
	.fault          = fault,
	.locked_vm      = locked_vm,
	.show           = show,
	.dump           = dump,
	.check          = check,
	.free           = free_model,
};
/* clang-format on */

struct backend *backend_model_new(const struct tcesim_config *config,
                                  const struct tcesim_profile *profile,
                                  enum backend_model_checks checks,
                                  enum tcesim_status *status)
{
	struct backend_model *m = calloc(1, sizeof(*m));

	*status = TCESIM_NO_MEMORY;
	if (!m)
		return NULL;
	m->base.ops = &ops;
	m->checks = checks;
	*status = tcesim_new(config, profile, &m->machine);
	if (*status == TCESIM_OK && !model_names_add_process(&m->names, 0, 0))
		*status = TCESIM_NO_MEMORY;
	if (*status == TCESIM_OK)
		return &m->base;
	free_model(&m->base);
	return NULL;
}

void backend_model_trace(struct backend *b, tcesim_trace *trace, void *context)
{
	tcesim_set_trace(self(b)->machine, trace, context);
}
