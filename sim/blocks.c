/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sim/blocks.h"

#include "model/uapi.h"

#include <stddef.h>
#include <string.h>

#define PATTERN UINT64_C(0xa5a5a5a5a5a5a5a5)

enum {
	MEMBERS_MAX = 6
};

struct member {
	enum key key;
	uint8_t offset, size; /* size 0: no member */
	bool out;
};

struct block_row {
	uint32_t request; /* 0: the verb is no ioctl */
	uint8_t size;     /* of the block; 0: there is none */
	bool flags;       /* the second word is flags, and ours */
	bool flags_out;   /* the second word is flags, and the kernel's */
	struct member member[MEMBERS_MAX];
};

#define IN(key, type, name)                                     \
	{                                                       \
		key, offsetof(struct type, name),               \
			sizeof(((struct type *)0)->name), false \
	}
#define OUT(key, type, name)                                   \
	{                                                      \
		key, offsetof(struct type, name),              \
			sizeof(((struct type *)0)->name), true \
	}

/* clang-format off */
static const struct block_row rows[VERB_COUNT] = {
	[VERB_ATTACH] = { .request = UAPI_GROUP_SET_CONTAINER },
	[VERB_DETACH] = { .request = UAPI_GROUP_UNSET_CONTAINER },
	[VERB_DEVICE] = { .request = UAPI_GROUP_GET_DEVICE_FD },
	[VERB_STATUS] = {
		.request = UAPI_GROUP_GET_STATUS,
		.size = sizeof(struct uapi_group_status),
		.flags_out = true,
	},
	[VERB_API_VERSION] = { .request = UAPI_GET_API_VERSION },
	[VERB_CHECK_EXTENSION] = { .request = UAPI_CHECK_EXTENSION },
	[VERB_SET_IOMMU] = { .request = UAPI_SET_IOMMU },
	[VERB_ENABLE] = { .request = UAPI_ENABLE },
	[VERB_DISABLE] = { .request = UAPI_DISABLE },
	[VERB_GET_INFO] = {
		.request = UAPI_TCE_GET_INFO,
		.size = sizeof(struct uapi_tce_info),
		.flags_out = true,
		.member = {
			OUT(KEY_DMA32_WINDOW_START, uapi_tce_info,
			    dma32_window_start),
			OUT(KEY_DMA32_WINDOW_SIZE, uapi_tce_info,
			    dma32_window_size),
			OUT(KEY_PGSIZES, uapi_tce_info, pgsizes),
			OUT(KEY_MAX_DYNAMIC_WINDOWS_SUPPORTED, uapi_tce_info,
			    max_dynamic_windows_supported),
			OUT(KEY_LEVELS, uapi_tce_info, levels),
		},
	},
	[VERB_REGISTER] = {
		.request = UAPI_REGISTER_MEMORY,
		.size = sizeof(struct uapi_memory),
		.flags = true,
		.member = {
			IN(KEY_VADDR, uapi_memory, vaddr),
			IN(KEY_SIZE, uapi_memory, size),
		},
	},
	[VERB_UNREGISTER] = {
		.request = UAPI_UNREGISTER_MEMORY,
		.size = sizeof(struct uapi_memory),
		.flags = true,
		.member = {
			IN(KEY_VADDR, uapi_memory, vaddr),
			IN(KEY_SIZE, uapi_memory, size),
		},
	},
	[VERB_CREATE] = {
		.request = UAPI_TCE_CREATE,
		.size = sizeof(struct uapi_create),
		.flags = true,
		.member = {
			IN(KEY_PAGE_SHIFT, uapi_create, page_shift),
			IN(KEY_WINDOW_SIZE, uapi_create, window_size),
			IN(KEY_LEVELS, uapi_create, levels),
			OUT(KEY_START_ADDR, uapi_create, start_addr),
		},
	},
	[VERB_REMOVE] = {
		.request = UAPI_TCE_REMOVE,
		.size = sizeof(struct uapi_remove),
		.flags = true,
		.member = {
			IN(KEY_START_ADDR, uapi_remove, start_addr),
		},
	},
	[VERB_MAP] = {
		.request = UAPI_MAP_DMA,
		.size = sizeof(struct uapi_map),
		.member = {
			IN(KEY_MAP_FLAGS, uapi_map, flags),
			IN(KEY_VADDR, uapi_map, vaddr),
			IN(KEY_IOVA, uapi_map, iova),
			IN(KEY_SIZE, uapi_map, size),
		},
	},
	[VERB_UNMAP] = {
		.request = UAPI_UNMAP_DMA,
		.size = sizeof(struct uapi_unmap),
		.flags = true,
		.member = {
			IN(KEY_IOVA, uapi_unmap, iova),
			IN(KEY_SIZE, uapi_unmap, size),
		},
	},
	[VERB_EEH_OP] = {
		.request = UAPI_EEH_PE_OP,
		.size = sizeof(struct uapi_eeh_op),
		.flags = true,
		.member = {
			IN(KEY_OP, uapi_eeh_op, op),
			IN(KEY_ERR_TYPE, uapi_eeh_op, err_type),
			IN(KEY_ERR_FUNC, uapi_eeh_op, err_func),
			IN(KEY_ERR_ADDR, uapi_eeh_op, err_addr),
			IN(KEY_ERR_MASK, uapi_eeh_op, err_mask),
		},
	},
};
/* clang-format on */

static const struct member argsz = { KEY_ARGSZ, 0, 4, false };
static const struct member flags_in = { KEY_FLAGS, 4, 4, false };
static const struct member flags_back = { KEY_FLAGS, 4, 4, true };

/* ---- one member ------------------------------------------------------- */

static void put(struct block *block, const struct member *member,
                uint64_t value)
{
	unsigned char *to = (unsigned char *)block->bytes + member->offset;
	uint32_t word = (uint32_t)value;

	if (member->size == sizeof(word))
		memcpy(to, &word, sizeof(word));
	else
		memcpy(to, &value, sizeof(value));
}

static uint64_t get(const struct block *block, const struct member *member)
{
	const unsigned char *from = (const unsigned char *)block->bytes +
	                            member->offset;
	uint64_t value;
	uint32_t word;

	if (member->size == sizeof(word)) {
		memcpy(&word, from, sizeof(word));
		return word;
	}
	memcpy(&value, from, sizeof(value));
	return value;
}

static uint64_t pattern_of(const struct member *member)
{
	return member->size == sizeof(uint32_t) ? (uint32_t)PATTERN : PATTERN;
}

static uint64_t default_of(const struct member *member)
{
	if (member->out)
		return pattern_of(member);
	return member->key == KEY_MAP_FLAGS ? UAPI_MAP_READ | UAPI_MAP_WRITE
	                                    : 0;
}

static bool is_address(enum key key)
{
	return key == KEY_VADDR || key == KEY_IOVA || key == KEY_START_ADDR ||
	       key == KEY_ERR_ADDR;
}

static void put_member(struct block *block, const struct member *member,
                       const struct command *command,
                       const struct objects *objects)
{
	const struct value *value = command_value(command, member->key);

	if (!value)
		put(block, member, default_of(member));
	else if (is_address(member->key))
		put(block, member, objects_address(objects, value));
	else
		put(block, member, value->number);
}

/* ---- the block -------------------------------------------------------- */

/* What arg= says of the pointer. */
static void set_pointer(struct block *block, const struct command *command)
{
	struct argument *argument = &block->argument;
	const struct value *arg = command_value(command, KEY_ARG);

	argument->block = block->bytes;
	argument->readable = argument->size;
	argument->writable = argument->size;
	if (!arg)
		return;
	switch ((enum arg_pointer)arg->choice) {
	case ARG_NULL:
		argument->block = NULL;
		argument->readable = 0;
		argument->writable = 0;
		break;
	case ARG_UNMAPPED:
		argument->readable = 0;
		argument->writable = 0;
		break;
	case ARG_READONLY:
		argument->writable = 0;
		break;
	case ARG_EDGE:
		if (arg->number < argument->size) {
			argument->readable = (size_t)arg->number;
			argument->writable = (size_t)arg->number;
		}
		break;
	}
}

void block_set_bytes(struct block *block, const struct command *command,
                     const void *bytes, size_t size)
{
	memcpy(block->bytes, bytes, size);
	block->argument.size = size;
	set_pointer(block, command);
}

static void put_members(struct block *block, const struct block_row *row,
                        const struct command *command,
                        const struct objects *objects)
{
	put(block, &argsz, command_number(command, KEY_ARGSZ, row->size));
	if (row->flags)
		put_member(block, &flags_in, command, objects);
	if (row->flags_out)
		put_member(block, &flags_back, command, objects);
	for (int i = 0; i < MEMBERS_MAX && row->member[i].size; i++)
		put_member(block, &row->member[i], command, objects);
}

/* Zeros, but for what the step says. */
static void any_request(struct block *block, const struct command *command)
{
	block->request = (uint32_t)command_number(command, KEY_NR, 0);
	put(block, &argsz, command_number(command, KEY_ARGSZ, 0));
	put(block, &flags_in, command_number(command, KEY_FLAGS, 0));
	block->argument.size = sizeof(block->bytes);
	set_pointer(block, command);
}

bool block_init(struct block *block, const struct command *command,
                const struct objects *objects)
{
	const struct block_row *row = &rows[command->verb];

	*block = (struct block){ .request = row->request };
	block->argument.value = command_number(command, KEY_TYPE, 0);
	if (row->size) {
		put_members(block, row, command, objects);
		block->argument.size = row->size;
		set_pointer(block, command);
	}
	if (command->verb == VERB_IOCTL)
		any_request(block, command);
	return row->request || command->verb == VERB_IOCTL;
}

/*
 * A value that the step itself has put into the kernel's member cannot be
 * told from one that the kernel wrote; only success speaks for the latter.
 */
static void read_member(const struct block *block, const struct member *member,
                        const struct command *command, struct answer *answer)
{
	struct answer_field *field = &answer->field[answer->fields++];
	const struct value *sent = command_value(command, member->key);

	field->key = member->key;
	field->value = get(block, member);
	if (sent)
		field->untouched = field->value == (uint32_t)sent->number &&
		                   answer->reply.ret < 0;
	else
		field->untouched = field->value == pattern_of(member);
}

void block_read(const struct block *block, const struct command *command,
                struct answer *answer)
{
	const struct block_row *row = &rows[command->verb];

	answer->fields = 0;
	if (row->flags_out)
		read_member(block, &flags_back, command, answer);
	for (int i = 0; i < MEMBERS_MAX && row->member[i].size; i++)
		if (row->member[i].out)
			read_member(block, &row->member[i], command, answer);
}
