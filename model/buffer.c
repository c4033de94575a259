/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "model/buffer.h"

#include "model/data.h"
#include "model/host.h"

static uint64_t folio_size(const struct buffer *buffer)
{
	return UINT64_C(1) << buffer->folio_shift;
}

static uint64_t folios(const struct buffer *buffer)
{
	return (buffer->skew + buffer->size + folio_size(buffer) - 1) >>
	       buffer->folio_shift;
}

uint64_t buffer_frames(const struct tcesim_machine *m,
                       const struct buffer *buffer)
{
	return folios(buffer) << (buffer->folio_shift - m->config.page_shift);
}

struct buffer *buffer_find(const struct tcesim_machine *m, ref process,
                           uint64_t vaddr)
{
	struct buffer *buffer = buffer_at(m, m->state->buffers);

	while (buffer && !(buffer->mapped && buffer->process == process &&
	                   vaddr - buffer->vaddr < buffer->size))
		buffer = buffer_at(m, buffer->next);
	return buffer;
}

uint64_t buffer_hpa(const struct tcesim_machine *m, const struct buffer *buffer,
                    uint64_t vaddr)
{
	uint64_t at = buffer->skew + (vaddr - buffer->vaddr);
	uint64_t folio = folios(buffer) - 1 - (at >> buffer->folio_shift);

	return (buffer->frame << m->config.page_shift) +
	       (folio << buffer->folio_shift) + (at & (folio_size(buffer) - 1));
}

struct buffer *buffer_of_hpa(const struct tcesim_machine *m, uint64_t hpa,
                             uint64_t *offset)
{
	struct buffer *buffer = buffer_at(m, m->state->buffers);
	uint64_t frame = hpa >> m->config.page_shift;
	uint64_t at, folio;

	while (buffer && frame - buffer->frame >= buffer_frames(m, buffer))
		buffer = buffer_at(m, buffer->next);
	if (!buffer)
		return NULL;
	at = hpa - (buffer->frame << m->config.page_shift);
	folio = folios(buffer) - 1 - (at >> buffer->folio_shift);
	*offset = (folio << buffer->folio_shift) +
	          (at & (folio_size(buffer) - 1)) - buffer->skew;
	return *offset < buffer->size ? buffer : NULL;
}

static uint64_t buffer_base(const struct tcesim_machine *m,
                            const struct buffer *buffer)
{
	return buffer->frame << m->config.page_shift;
}

/* Memory is handed out, and taken back, with nothing in it. */
static void wipe(struct tcesim_machine *m, const struct buffer *buffer)
{
	data_set(m, &m->state->memory, buffer_base(m, buffer),
	         buffer_frames(m, buffer) << m->config.page_shift, 0);
}

/* Unlink and free what nobody can reach any more. */
static void collect(struct tcesim_machine *m, struct buffer *buffer)
{
	struct state *state = m->state;
	ref *link = &state->buffers, last = 0, self;

	if (buffer->mapped || buffer->pins)
		return;
	while (buffer_at(m, *link) != buffer) {
		last = *link;
		link = &buffer_at(m, last)->next;
	}
	self = *link;
	*link = buffer->next;
	if (state->last_buffer == self)
		state->last_buffer = last;
	wipe(m, buffer);
	host_give(m, buffer->frame, buffer_frames(m, buffer));
	sparse_release(&m->arena, &buffer->pinned);
	sparse_release(&m->arena, &buffer->dirty);
	FREE(m, buffer, self);
}

void buffer_pin(struct tcesim_machine *m, struct buffer *buffer, int64_t count)
{
	if (count >= 0)
		EMIT2(m, PIN, buffer->id, (uint64_t)count);
	else
		EMIT2(m, UNPIN, buffer->id, (uint64_t)-count);
	assert(count >= 0 || buffer->pins >= (uint64_t)-count);
	buffer->pins += (uint64_t)count;
	collect(m, buffer);
}

void buffer_pin_page(struct tcesim_machine *m, struct buffer *buffer,
                     uint64_t offset)
{
	uint64_t page = offset >> m->config.page_shift;

	sparse_set(&m->arena, &buffer->pinned, page,
	           sparse_get(&m->arena, &buffer->pinned, page) + 1);
	buffer_pin(m, buffer, 1);
}

void buffer_unpin_page(struct tcesim_machine *m, struct buffer *buffer,
                       uint64_t offset)
{
	uint64_t page = offset >> m->config.page_shift;

	sparse_set(&m->arena, &buffer->pinned, page,
	           sparse_get(&m->arena, &buffer->pinned, page) - 1);
	buffer_pin(m, buffer, -1);
}

void buffer_dirty(struct tcesim_machine *m, uint64_t hpa)
{
	uint64_t offset;
	struct buffer *buffer = buffer_of_hpa(m, hpa, &offset);

	if (buffer)
		sparse_set(&m->arena, &buffer->dirty,
		           offset >> m->config.page_shift, 1);
}

/* Append a copy of MODEL with frames of its own; NULL: no memory. */
static struct buffer *buffer_new(struct tcesim_machine *m,
                                 const struct buffer *model)
{
	uint64_t align = UINT64_C(1)
	                 << (model->folio_shift - m->config.page_shift);
	uint64_t frame = host_take_low(m, buffer_frames(m, model), align);
	struct state *state = m->state;
	struct buffer *buffer;
	ref object;

	if (!frame)
		return NULL;
	object = ALLOC(m, buffer);
	buffer = buffer_at(m, object);
	*buffer = *model;
	buffer->frame = frame;
	buffer->mapped = true;
	wipe(m, buffer);
	if (state->last_buffer)
		buffer_at(m, state->last_buffer)->next = object;
	else
		state->buffers = object;
	state->last_buffer = object;
	return buffer;
}

static void copy_data(struct tcesim_machine *m, const struct buffer *to,
                      const struct buffer *from)
{
	data_copy(m, &m->state->memory, buffer_base(m, to), &m->state->memory,
	          buffer_base(m, from),
	          buffer_frames(m, from) << m->config.page_shift);
}

int buffers_fork(struct tcesim_machine *m, ref from, ref to)
{
	ref last = m->state->last_buffer;

	for (ref at = m->state->buffers; at; at = buffer_at(m, at)->next) {
		struct buffer copy = *buffer_at(m, at);
		const struct buffer *child;

		if (copy.mapped && copy.process == from) {
			copy.process = to;
			copy.next = 0;
			copy.pins = 0;
			copy.pinned = copy.dirty = (struct sparse){ 0 };
			child = buffer_new(m, &copy);
			if (!child)
				return refuse(m, WHY_MMAP, -ENOMEM);
			copy_data(m, child, buffer_at(m, at));
		}
		if (at == last)
			break;
	}
	return 0;
}

void buffers_exit(struct tcesim_machine *m, ref process)
{
	ref next;

	for (ref at = m->state->buffers; at; at = next) {
		struct buffer *buffer = buffer_at(m, at);

		next = buffer->next;
		if (!buffer->mapped || buffer->process != process)
			continue;
		buffer->mapped = false;
		collect(m, buffer);
	}
}

/* Does any buffer of PROCESS have a byte in [vaddr, vaddr + size)? */
static bool taken(const struct tcesim_machine *m, ref process, uint64_t vaddr,
                  uint64_t size)
{
	struct buffer *buffer = buffer_at(m, m->state->buffers);

	for (; buffer; buffer = buffer_at(m, buffer->next))
		if (buffer->mapped && buffer->process == process &&
		    (vaddr - buffer->vaddr < buffer->size ||
		     buffer->vaddr - vaddr < size))
			return true;
	return false;
}

/* An odd multiple of ALIGN, with a gap before and behind. */
static uint64_t place(struct process *process, uint64_t align, uint64_t size)
{
	const uint64_t gap = UINT64_C(256) << 20;
	uint64_t vaddr = process->next_vaddr;

	vaddr = ((vaddr + 2 * align - 1) & ~(2 * align - 1)) + align;
	process->next_vaddr = vaddr + ((size + 2 * gap - 1) & ~(gap - 1));
	return vaddr;
}

static uint64_t first_of(uint64_t a, uint64_t b, uint64_t otherwise)
{
	return a ? a : b ? b : otherwise;
}

int buffer_mmap(struct tcesim_machine *m, struct process *process,
                const struct tcesim_mapping *mapping, uint64_t *vaddr,
                unsigned int *memory)
{
	uint64_t folio = first_of(mapping->folio_size, mapping->page_size,
	                          host_page(m));
	struct buffer model = {
		.process = process->self,
		.id = m->state->next_buffer,
		.hugetlb = mapping->page_size > host_page(m),
		.read_only = mapping->read_only,
		.vaddr = mapping->at,
		.size = mapping->size,
		.skew = mapping->skew,
	};

	while (UINT64_C(1) << model.folio_shift < folio)
		model.folio_shift++;
	if (!model.vaddr)
		model.vaddr = place(process,
		                    first_of(mapping->align, mapping->page_size,
		                             host_page(m)),
		                    mapping->size);
	else if (taken(m, process->self, model.vaddr, model.size))
		return refuse(m, WHY_MMAP, -EEXIST);
	if (!buffer_new(m, &model))
		return refuse(m, WHY_MMAP, -ENOMEM);
	m->state->next_buffer++;
	*vaddr = model.vaddr;
	*memory = model.id;
	return 0;
}

int buffer_munmap(struct tcesim_machine *m, const struct process *process,
                  uint64_t vaddr)
{
	struct buffer *buffer = buffer_find(m, process->self, vaddr);

	if (!buffer || buffer->vaddr != vaddr)
		return refuse(m, WHY_NO_BUFFER, -EINVAL);
	buffer->mapped = false;
	collect(m, buffer);
	return 0;
}

/* ---- bytes ----------------------------------------------------------------
 */

/* The buffer of PROCESS that holds all of a range; NULL: refused. */
static struct buffer *holding(struct tcesim_machine *m,
                              const struct process *process, uint64_t vaddr,
                              uint64_t size, bool write)
{
	struct buffer *buffer = buffer_find(m, process->self, vaddr);

	if (buffer && !(write && buffer->read_only) &&
	    buffer->size - (vaddr - buffer->vaddr) >= size)
		return buffer;
	refuse(m, WHY_ACCESS, -EFAULT);
	return NULL;
}

static uint64_t least(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

/*
 * How many bytes from VADDR on, at most SIZE, lie in one piece of memory:
 * whole folios stand there in the opposite order, the last first.  *HPA is the
 * lowest address.
 */
static uint64_t piece_at(const struct tcesim_machine *m,
                         const struct buffer *buffer, uint64_t vaddr,
                         uint64_t size, uint64_t *hpa)
{
	uint64_t folio = folio_size(buffer);
	uint64_t whole = size & ~(folio - 1);

	*hpa = buffer_hpa(m, buffer, vaddr);
	if (*hpa & (folio - 1) || !whole)
		return least(size, folio - (*hpa & (folio - 1)));
	*hpa -= whole - folio;
	return whole;
}

int buffer_fill(struct tcesim_machine *m, const struct process *process,
                uint64_t vaddr, uint64_t size, uint8_t byte)
{
	const struct buffer *buffer = holding(m, process, vaddr, size, true);
	uint64_t hpa, piece;

	if (!buffer)
		return -EFAULT;
	for (; size; vaddr += piece, size -= piece) {
		piece = piece_at(m, buffer, vaddr, size, &hpa);
		data_set(m, &m->state->memory, hpa, piece, byte);
	}
	return 0;
}

/* How many bytes from VADDR on, at most SIZE, are known to be as the first. */
static uint64_t equal_from(const struct tcesim_machine *m,
                           const struct buffer *buffer, uint64_t vaddr,
                           uint64_t size, uint8_t *byte)
{
	uint64_t folio = folio_size(buffer);
	uint64_t hpa = buffer_hpa(m, buffer, vaddr);
	uint64_t start = hpa & ~(folio - 1);
	struct data_run run = data_around(m, m->state->memory, hpa);

	*byte = run.byte;
	if (hpa != start || size < folio || run.end - start < folio)
		return least(size, least(run.end - hpa, folio - (hpa - start)));
	/* The folios that follow stand in front. */
	return least(size & ~(folio - 1),
	             ((start - run.start) & ~(folio - 1)) + folio);
}

int buffer_peek(struct tcesim_machine *m, const struct process *process,
                uint64_t vaddr, uint64_t size, tcesim_data *data, void *context)
{
	const struct buffer *buffer = holding(m, process, vaddr, size, false);
	uint64_t known = 0;
	uint8_t byte = 0, next;

	if (!buffer)
		return -EFAULT;
	while (size) {
		uint64_t piece = equal_from(m, buffer, vaddr, size, &next);

		if (known && next != byte) {
			data(context, known, byte);
			known = 0;
		}
		byte = next;
		known += piece;
		vaddr += piece;
		size -= piece;
	}
	data(context, known, byte);
	return 0;
}
