/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * command.h - one line of a scenario, as the parser understood it.
 *
 *     create c0 page_shift=16 window_size=1G levels=1 as=p1
 *     verb   object[0]        arg[0] .. arg[3]
 *
 *     = @v9 -EINVAL why=pgsize
 *       guard result arg[0]
 *
 * A command owns what it holds, but for the words, which are constants or the
 * vocabulary's.  Copies are fine.
 */
#ifndef SIM_COMMAND_H
#define SIM_COMMAND_H

#include "sim/profile_set.h"

#include <stdbool.h>
#include <stdint.h>

enum verb {
	VERB_MACHINE,
	VERB_ONLY,
	VERB_EXPECT, /* a `=` line */
	/* steps */
	VERB_CONTAINER,
	VERB_GROUP,
	VERB_ATTACH,
	VERB_DETACH,
	VERB_STATUS,
	VERB_DEVICE,
	VERB_CLOSE,
	VERB_API_VERSION,
	VERB_CHECK_EXTENSION,
	VERB_SET_IOMMU,
	VERB_GET_INFO,
	VERB_ENABLE,
	VERB_DISABLE,
	VERB_REGISTER,
	VERB_UNREGISTER,
	VERB_CREATE,
	VERB_REMOVE,
	VERB_MAP,
	VERB_UNMAP,
	VERB_EEH_OP,
	VERB_IOCTL,
	VERB_MEMORY,
	VERB_UNMAP_MEMORY,
	VERB_FILL,
	VERB_PEEK,
	VERB_PROCESS,
	VERB_FORK,
	VERB_EXIT,
	VERB_MEMLOCK,
	VERB_FAULT,
	VERB_DMA,
	VERB_SHOW,
	VERB_COUNT
};

/*
 * Keys.  The value of each is in the members of struct value that stand behind
 * it; N is ->number.  Where two keys have one name, the line tells them apart.
 */
enum key {
	/* machine; the last six may be of one group */
	KEY_PLATFORM,      /* enum platform */
	KEY_MACHINE_PAGE,  /* page=  N: 4K or 64K */
	KEY_RAM,           /* N */
	KEY_GROUPS,        /* N */
	KEY_MEMLOCK,       /* N; UINT64_MAX: unlimited */
	KEY_IPC_LOCK,      /* N: 0 or 1; also of the step `memlock` */
	KEY_LARGEST_BLOCK, /* N */
	KEY_EEH,           /* N: 0 or 1 */
	KEY_ENDIAN,        /* enum endian */
	KEY_GATE,          /* enum gate */
	KEY_BEYOND_TABLE,  /* enum beyond_table */
	KEY_TCE32,         /* N */
	KEY_PGSIZES,       /* N: mask; also of get_info's answer */
	KEY_WINDOWS,       /* N */
	KEY_HOST_DRIVER,   /* N: 0 or 1 */
	KEY_TABLE_GROUP,   /* N: 0 or 1 */
	KEY_LACKS,         /* enum lacks */
	/* steps */
	KEY_AS,          /* N: process */
	KEY_ARGSZ,       /* N */
	KEY_FLAGS,       /* N; also of get_info's and status's answers */
	KEY_ARG,         /* enum arg_pointer; N of edge:N */
	KEY_NAME,        /* command->name */
	KEY_TYPE,        /* N: what SET_IOMMU takes */
	KEY_VADDR,       /* address */
	KEY_SIZE,        /* N: also 0; also of show region */
	KEY_LENGTH,      /* size=  N: 1 or more (memory, fill, dma) */
	KEY_LIMIT,       /* size= of the step `memlock`: as KEY_MEMLOCK */
	KEY_PAGE_SHIFT,  /* N; also of show */
	KEY_WINDOW_SIZE, /* N */
	KEY_LEVELS,      /* N; also of get_info's answer, and of show */
	KEY_START_ADDR,  /* address; also of create's answer, and of show */
	KEY_IOVA,        /* address */
	KEY_MAP_FLAGS,   /* flags=  N: bit 0 read, bit 1 write */
	KEY_OP,          /* N */
	KEY_ERR_TYPE,    /* N */
	KEY_ERR_FUNC,    /* N */
	KEY_ERR_ADDR,    /* address */
	KEY_ERR_MASK,    /* N */
	KEY_NR,          /* N */
	KEY_ALIGN,       /* N: a power of two */
	KEY_PAGE,        /* N: a power of two */
	KEY_PROT,        /* enum prot */
	KEY_AT,          /* address; also of dma's answer, and of show tce */
	KEY_FOLIO,       /* N: a power of two */
	KEY_SKEW,        /* N */
	KEY_BYTE,        /* N */
	KEY_NTH,         /* N: 1 or more */
	KEY_GROUP,       /* N: group */
	KEY_ERROR,       /* N: an int64_t below 0 */
	KEY_OF,          /* enum show_kind */
	/* answers */
	KEY_WHY,       /* ->word, ->choice: the index of the reason */
	KEY_HAZARD,    /* N: bit n: hazard n; 0: none */
	KEY_LOCKED_VM, /* N; also of show process */
	KEY_DATA,      /* command->data */
	KEY_PAGES,     /* command->pages */
	KEY_DMA32_WINDOW_START,
	KEY_DMA32_WINDOW_SIZE,
	KEY_MAX_DYNAMIC_WINDOWS_SUPPORTED,
	/* show */
	KEY_PINS, /* N; so all below, if nothing else is said */
	KEY_DIRTY,
	KEY_USED,
	KEY_MAPPED,
	KEY_PROCESS,    /* N: process */
	KEY_DRIVER,     /* type=  N: 0 none, or as KEY_TYPE */
	KEY_ENABLED,    /* N: 0 or 1 */
	KEY_PENDING,    /* N: 0 or 1 */
	KEY_GROUP_LIST, /* groups=  ->choice groups, group_in_list() */
	KEY_SLOT,
	KEY_LEVEL_SHIFT,
	KEY_ENTRIES,
	KEY_ALLOCATED,
	KEY_REFS,
	KEY_BLOCKS,
	KEY_KIND, /* enum tve_kind */
	KEY_LEVEL_BYTES,
	KEY_INDEX,
	KEY_COUNT_OF, /* count= */
	KEY_PERM,     /* N: bit 0 read, bit 1 write */
	KEY_VIEW,     /* address */
	KEY_COUNT
};

/* ---- words: ->choice of the keys above --------------------------------- */

enum platform {
	PLATFORM_POWERNV8,
	PLATFORM_POWERNV9,
	PLATFORM_POWERNV10,
	PLATFORM_PSERIES,
	PLATFORM_IODA1
};
enum endian {
	ENDIAN_LITTLE,
	ENDIAN_BIG
};
enum gate {
	GATE_CLOSED,
	GATE_OPEN
};
enum beyond_table {
	BEYOND_TABLE_FAULT,
	BEYOND_TABLE_ALIAS
};
enum lacks {
	LACKS_NONE,
	LACKS_GET_TABLE_SIZE,
	LACKS_CREATE_TABLE,
	LACKS_SET_WINDOW,
	LACKS_UNSET_WINDOW,
};
enum arg_pointer {
	ARG_NULL,
	ARG_UNMAPPED,
	ARG_READONLY,
	ARG_EDGE
};
enum prot {
	PROT_R
};
enum tve_kind {
	TVE_NONE,
	TVE_WINDOW,
	TVE_HOST,
	TVE_BYPASS
};
enum show_kind {
	SHOW_KIND_PROCESS,
	SHOW_KIND_MEMORY,
	SHOW_KIND_REGION,
	SHOW_KIND_CONTAINER,
	SHOW_KIND_WINDOW,
	SHOW_KIND_TVE,
	SHOW_KIND_TCE,
	SHOW_KIND_COUNT
};

/* ---- values ------------------------------------------------------------ */

enum {
	OBJECT_NUMBER_MAX = 1000000,
	SCENARIO_GROUPS_MAX = 16,
	NO_MEMORY_NAMED = -1,
	ALL_GROUPS = -1
};

/* m0+64K is memory 0 and offset 64K.  A bare number has no memory. */
struct address {
	int memory; /* or NO_MEMORY_NAMED */
	uint64_t offset;
};

struct value {
	uint64_t number;
	int memory;          /* with ->number as offset: an address */
	unsigned int choice; /* which word */
	const char *word;    /* the word itself, or NULL */
	bool untouched;      /* of an answer: the kernel did not write it */
};

struct arg {
	enum key key;
	int group;           /* tce32.g1=: 1; else ALL_GROUPS */
	unsigned int column; /* of the value */
	struct value value;
};

struct object {
	char letter; /* 'c' 'g' 'd' 'm' 'p' */
	unsigned int number;
	unsigned int column;
};

/* ---- what a `=` line says ---------------------------------------------- */

enum result_kind {
	RESULT_NUMBER,  /* ->number: 0, positive, or an error below 0 */
	RESULT_OK,      /* of dma */
	RESULT_FAULT,   /* of dma */
	RESULT_NOTHING, /* of show: no line at all */
	RESULT_SHOW,    /* of show: a line of kind ->show, of ->object; of a
	                   region: ->address */
};

struct result {
	enum result_kind kind;
	int64_t number;
	enum show_kind show;
	struct object object;
	struct address address;
	unsigned int column;
};

enum {
	COMMAND_OBJECTS_MAX = 2,
	COMMAND_ARGS_MAX = 80, /* a line of 1000 characters has fewer */
	COMMAND_NAME_MAX = 128,
	COMMAND_RUNS_MAX = 256,
};

struct command {
	enum verb verb;
	unsigned int line;   /* from 1; the reader's */
	unsigned int column; /* of the verb, from 1 */

	unsigned int objects;
	struct object object[COMMAND_OBJECTS_MAX];
	bool write;              /* dma: the device writes to memory */
	const char *site;        /* fault: the vocabulary's name */
	unsigned int site_index; /* and its index there */

	unsigned int args;
	struct arg arg[COMMAND_ARGS_MAX];
	char name[COMMAND_NAME_MAX]; /* name=, or "" */
	char data[COMMAND_RUNS_MAX]; /* data=, in the form of runs.h, or "" */
	char pages[COMMAND_RUNS_MAX];

	struct profile_set set; /* the guard of `=` (none: empty), or `only` */
	struct result result;   /* of `=` */
};

/* ---- questions ---------------------------------------------------------- */

/* True for what `=` lines may stand below. */
bool verb_is_step(enum verb verb);

/* The value of KEY (of all groups), or NULL where the line has none. */
const struct value *command_value(const struct command *command, enum key key);

/* The number of KEY, or OTHERWISE where the line has none. */
uint64_t command_number(const struct command *command, enum key key,
                        uint64_t otherwise);

/* The process that makes the call: as=, else 0. */
unsigned int command_process(const struct command *command);

/* Group number INDEX of a list of groups, INDEX below ->choice. */
unsigned int group_in_list(const struct value *list, unsigned int index);

/* Adds GROUP at the end of LIST, which has less than SCENARIO_GROUPS_MAX. */
void group_list_add(struct value *list, unsigned int group);

/* ---- the machine --------------------------------------------------------- */

struct machine_group {
	uint32_t tce32;
	uint64_t pgsizes; /* 0: the platform's own */
	unsigned int windows;
	bool host_driver;
	bool table_group;
	enum lacks lacks;
};

/* A machine line with the defaults filled in. */
struct machine_spec {
	enum platform platform;
	uint64_t page; /* bytes */
	uint64_t ram;
	unsigned int groups;
	uint64_t memlock; /* UINT64_MAX: unlimited */
	bool ipc_lock;
	uint64_t largest_block;
	bool eeh;
	bool big_endian;
	bool open_gate;
	bool alias_beyond_table;
	struct machine_group group[SCENARIO_GROUPS_MAX];
};

/* "powernv9": as in a guard. */
const char *platform_name(enum platform platform);

/* The machine of COMMAND, a `machine` line; NULL: of a scenario without. */
void machine_spec_init(struct machine_spec *spec,
                       const struct command *command);

#endif
