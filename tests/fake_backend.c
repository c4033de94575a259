/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/fake_backend.h"

#include "model/uapi.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static struct fake_backend *self(struct backend *b)
{
	return (struct fake_backend *)(void *)b;
}

__attribute__((format(printf, 2, 3))) static void note(struct backend *b,
                                                       const char *format, ...)
{
	size_t used = strlen(self(b)->log);
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(self(b)->log + used, FAKE_LOG_MAX - used, format, arguments);
	va_end(arguments);
}

/* The reply that is due, or NULL. */
static const struct fake_reply *due(struct backend *b)
{
	struct fake_backend *fake = self(b);

	if (fake->next == fake->replies)
		return NULL;
	return &fake->reply[fake->next++];
}

static enum backend_status answer(struct backend *b, struct reply *reply,
                                  int64_t usual)
{
	const struct fake_reply *script = due(b);

	*reply = script ? script->reply : (struct reply){ .ret = usual };
	if (!script)
		return BACKEND_OK;
	snprintf(b->message, sizeof(b->message), "as the test says");
	return script->status;
}

static enum backend_status new_fd(struct backend *b, struct reply *reply)
{
	enum backend_status status = answer(b, reply, self(b)->next_fd);

	if (!status && reply->ret >= 0)
		self(b)->next_fd++;
	return status;
}

static enum backend_status process(struct backend *b, unsigned int p,
                                   struct reply *reply)
{
	note(b, "process p%u\n", p);
	return answer(b, reply, 7);
}

static enum backend_status fork_process(struct backend *b, unsigned int p,
                                        unsigned int child, struct reply *reply)
{
	note(b, "fork p%u p%u\n", p, child);
	return answer(b, reply, 8);
}

static enum backend_status exit_process(struct backend *b, unsigned int p,
                                        struct reply *reply)
{
	note(b, "exit p%u\n", p);
	return answer(b, reply, 0);
}

static enum backend_status limit(struct backend *b, unsigned int p,
                                 uint64_t memlock, bool ipc_lock,
                                 struct reply *reply)
{
	note(b, "limit p%u %" PRIu64 " %d\n", p, memlock, ipc_lock);
	return answer(b, reply, 0);
}

static enum backend_status memory(struct backend *b, unsigned int p,
                                  unsigned int m,
                                  const struct memory_request *request,
                                  uint64_t *vaddr, struct reply *reply)
{
	note(b,
	     "memory p%u m%u size=%#" PRIx64 " align=%#" PRIx64 " at=%#" PRIx64
	     " page=%#" PRIx64 " folio=%#" PRIx64 " skew=%#" PRIx64 " ro=%d\n",
	     p, m, request->size, request->align, request->at,
	     request->page_size, request->folio_size, request->skew,
	     request->read_only);
	*vaddr = self(b)->next_vaddr;
	self(b)->next_vaddr += 0x1000000;
	return answer(b, reply, 0);
}

static enum backend_status unmap_memory(struct backend *b, unsigned int p,
                                        unsigned int m, struct reply *reply)
{
	note(b, "unmap_memory p%u m%u\n", p, m);
	return answer(b, reply, 0);
}

static enum backend_status fill(struct backend *b, unsigned int p,
                                uint64_t vaddr, uint64_t size, uint8_t byte,
                                struct reply *reply)
{
	note(b, "fill p%u %#" PRIx64 " %#" PRIx64 " %u\n", p, vaddr, size,
	     byte);
	return answer(b, reply, 0);
}

static enum backend_status open_container(struct backend *b, unsigned int p,
                                          unsigned int c, struct reply *reply)
{
	note(b, "open_container p%u c%u\n", p, c);
	return new_fd(b, reply);
}

static enum backend_status open_group(struct backend *b, unsigned int p,
                                      unsigned int g, struct reply *reply)
{
	note(b, "open_group p%u g%u\n", p, g);
	return new_fd(b, reply);
}

static enum backend_status close_file(struct backend *b, unsigned int p, int fd,
                                      struct reply *reply)
{
	note(b, "close p%u fd=%d\n", p, fd);
	return answer(b, reply, 0);
}

/* ---- ioctl ------------------------------------------------------------ */

static void note_words(struct backend *b, uint32_t request, const void *block)
{
	struct uapi_create create;
	struct uapi_map map;
	struct uapi_memory memory;
	struct uapi_remove remove;
	struct uapi_group_status words;

	memcpy(&words, block, sizeof(words));
	note(b, " argsz=%" PRIu32 " flags=%#" PRIx32, words.argsz, words.flags);
	if (request == UAPI_TCE_CREATE) {
		memcpy(&create, block, sizeof(create));
		note(b, " %" PRIu32 " %#" PRIx64 " %" PRIu32, create.page_shift,
		     create.window_size, create.levels);
	} else if (request == UAPI_MAP_DMA) {
		memcpy(&map, block, sizeof(map));
		note(b, " %#" PRIx64 " %#" PRIx64 " %#" PRIx64, map.vaddr,
		     map.iova, map.size);
	} else if (request == UAPI_REGISTER_MEMORY ||
	           request == UAPI_UNMAP_DMA) {
		/* The same two members, as far as a log is concerned. */
		memcpy(&memory, block, sizeof(memory));
		note(b, " %#" PRIx64 " %#" PRIx64, memory.vaddr, memory.size);
	} else if (request == UAPI_TCE_REMOVE) {
		memcpy(&remove, block, sizeof(remove));
		note(b, " %#" PRIx64, remove.start_addr);
	}
}

static void note_argument(struct backend *b, uint32_t request,
                          const struct argument *argument)
{
	if (!argument->size) {
		note(b, " value=%" PRIu64, argument->value);
		return;
	}
	note(b, " size=%zu r=%zu w=%zu%s", argument->size, argument->readable,
	     argument->writable, argument->block ? "" : " null");
	if (!argument->block)
		return;
	if (request == UAPI_GROUP_SET_CONTAINER) {
		int fd;

		memcpy(&fd, argument->block, sizeof(fd));
		note(b, " of=%d", fd);
	} else if (request == UAPI_GROUP_GET_DEVICE_FD) {
		note(b, " %s", (const char *)argument->block);
	} else {
		note_words(b, request, argument->block);
	}
}

static void write_out(uint32_t request, void *block, uint64_t value)
{
	struct uapi_create create;
	struct uapi_tce_info info = { .argsz = 32, .pgsizes = value };
	struct uapi_group_status status = { .argsz = 8,
		                            .flags = (uint32_t)value };

	if (request == UAPI_TCE_CREATE) {
		memcpy(&create, block, sizeof(create));
		create.start_addr = value;
		memcpy(block, &create, sizeof(create));
	} else if (request == UAPI_TCE_GET_INFO) {
		memcpy(block, &info, sizeof(info));
	} else {
		memcpy(block, &status, sizeof(status));
	}
}

static enum backend_status file_ioctl(struct backend *b, unsigned int p, int fd,
                                      uint32_t request,
                                      const struct argument *argument,
                                      struct reply *reply)
{
	struct fake_backend *fake = self(b);
	bool device = request == UAPI_GROUP_GET_DEVICE_FD;

	note(b, "ioctl p%u fd=%d nr=%#" PRIx32, p, fd, request & 0xff);
	note_argument(b, request, argument);
	note(b, "\n");
	if (fake->next < fake->replies && fake->reply[fake->next].writes)
		write_out(request, argument->block,
		          fake->reply[fake->next].out);
	return device ? new_fd(b, reply) : answer(b, reply, 0);
}

static enum backend_status device_name(struct backend *b, unsigned int g,
                                       char *name, size_t size)
{
	snprintf(name, size, "device-of-g%u", g);
	return self(b)->name_status;
}

/* ---- the rest --------------------------------------------------------- */

static enum backend_status dma(struct backend *b,
                               const struct dma_request *request,
                               struct place *place, struct seen *seen,
                               struct reply *reply)
{
	struct fake_backend *fake = self(b);

	note(b, "dma g%u %s %#" PRIx64 " %#" PRIx64 "\n", request->group,
	     request->write ? "write" : "read", request->iova, request->size);
	(void)seen;
	if (fake->next < fake->replies)
		*place = fake->reply[fake->next].place;
	return answer(b, reply, 0);
}

static enum backend_status fault(struct backend *b,
                                 const struct fault_request *request)
{
	struct reply reply;

	note(b, "fault %s nth=%" PRIu64 " group=%d error=%d\n", request->site,
	     request->nth, request->group, request->error);
	return answer(b, &reply, 0);
}

static enum backend_status locked_vm(struct backend *b, unsigned int p,
                                     uint64_t *bytes)
{
	(void)p;
	*bytes = self(b)->locked_vm;
	return self(b)->locked_vm_status;
}

static enum backend_status show(struct backend *b, const char *kind,
                                show_sink *sink, void *context)
{
	struct reply reply;

	note(b, "show %s\n", kind ? kind : "all");
	for (unsigned int i = 0; i < self(b)->lines; i++)
		sink(context, &self(b)->line[i]);
	return answer(b, &reply, 0);
}

static enum backend_status check(struct backend *b)
{
	if (self(b)->check_status)
		snprintf(b->message, sizeof(b->message), "it does not hold");
	return self(b)->check_status;
}

static void free_nothing(struct backend *b)
{
	(void)b;
}

/* clang-format off */
static const struct backend_ops ops = {
	.name           = "fake",
	.process        = process,
	.fork           = fork_process,
	.exit           = exit_process,
	.limit          = limit,
	.memory         = memory,
	.unmap_memory   = unmap_memory,
	.fill           = fill,
	.open_container = open_container,
	.open_group     = open_group,
	.close_file     = close_file,
	.ioctl          = file_ioctl,
	.device_name    = device_name,
	.dma            = dma,
	.fault          = fault,
	.locked_vm      = locked_vm,
	.show           = show,
	.check          = check,
	.free           = free_nothing,
};
/* clang-format on */

void fake_backend_init(struct fake_backend *fake)
{
	memset(fake, 0, sizeof(*fake));
	fake->base.ops = &ops;
	fake->next_fd = 10;
	fake->next_vaddr = 0x10000000;
}

struct fake_reply *fake_backend_reply(struct fake_backend *fake, int64_t ret)
{
	struct fake_reply *reply = &fake->reply[fake->replies++];

	reply->reply.ret = ret;
	return reply;
}

void fake_backend_fail(struct fake_backend *fake, enum backend_status status)
{
	fake_backend_reply(fake, 0)->status = status;
}

struct show_line *fake_backend_line(struct fake_backend *fake, const char *kind,
                                    char object, unsigned int number)
{
	struct show_line *line = &fake->line[fake->lines++];

	line->kind = kind;
	line->object = object;
	line->number = number;
	return line;
}

struct show_field *fake_line_field(struct show_line *line, const char *key,
                                   enum show_format format, uint64_t value)
{
	struct show_field *field = &line->field[line->fields++];

	field->key = key;
	field->format = format;
	field->value = value;
	return field;
}
