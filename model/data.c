/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "model/data.h"

/* Runs are not empty, not of zeros, and no two that touch are equal. */
struct run {
	ref next;
	uint8_t byte;
	uint64_t start, end;
};
DEFINE_AT(run)

static ref run_new(struct tcesim_machine *m, ref next, struct data_run data)
{
	ref object = ALLOC(m, run);

	*run_at(m, object) = (struct run){ .next = next,
		                           .byte = data.byte,
		                           .start = data.start,
		                           .end = data.end };
	return object;
}

/* Cut [at, end) out of the store.  The link where it would stand; *BEFORE is
 * the run in front of it. */
static ref *cut(struct tcesim_machine *m, ref *link, uint64_t at, uint64_t end,
                struct run **before)
{
	*before = NULL;
	while (*link && run_at(m, *link)->start < end) {
		struct run *run = run_at(m, *link);
		ref self = *link;

		if (run->start >= at && run->end <= end) {
			*link = run->next;
			FREE(m, run, self);
			continue;
		}
		if (run->start >= at) {
			run->start = end;
			break;
		}
		if (run->end > end)
			run->next = run_new(m, run->next,
			                    (struct data_run){ end, run->end,
			                                       run->byte });
		if (run->end > at)
			run->end = at;
		*before = run;
		link = &run->next;
	}
	return link;
}

void data_set(struct tcesim_machine *m, ref *store, uint64_t at, uint64_t size,
              uint8_t byte)
{
	uint64_t end = at + size;
	struct run *before, *behind;
	ref *link = cut(m, store, at, end, &before);
	ref next = *link;

	if (!byte)
		return;
	behind = run_at(m, next);
	if (before && before->end == at && before->byte == byte) {
		before->end = end;
	} else {
		*link = run_new(m, next, (struct data_run){ at, end, byte });
		before = run_at(m, *link);
	}
	if (behind && behind->start == end && behind->byte == byte) {
		before->end = behind->end;
		before->next = behind->next;
		FREE(m, run, next);
	}
}

struct data_run data_around(const struct tcesim_machine *m, ref store,
                            uint64_t at)
{
	struct data_run gap = { 0, UINT64_MAX, 0 };
	const struct run *run = run_at(m, store);

	for (; run && run->start <= at; run = run_at(m, run->next)) {
		if (at < run->end)
			return (struct data_run){ run->start, run->end,
				                  run->byte };
		gap.start = run->end;
	}
	if (run)
		gap.end = run->start;
	return gap;
}

void data_copy(struct tcesim_machine *m, ref *to, uint64_t at, const ref *from,
               uint64_t from_at, uint64_t size)
{
	while (size) {
		struct data_run run = data_around(m, *from, from_at);
		uint64_t piece = run.end - from_at;

		if (piece > size)
			piece = size;
		data_set(m, to, at, piece, run.byte);
		at += piece;
		from_at += piece;
		size -= piece;
	}
}
