/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * tcesim.h - the front door: machines that answer as the Linux sPAPR TCE
 * VFIO driver does.
 *
 * A machine is a host with PCI host bridges, IOMMU groups g0, g1, ..., and
 * processes.  Its calls are the system calls of those processes; each answers
 * what the kernel named by the profile would answer, and says why.
 *
 *  - Any number of machines live side by side; none shares anything with
 *    another.  One machine is used by one thread at a time.
 *  - Nothing here prints, exits, aborts for what a caller asked, or reads a
 *    clock.  Same machine, same calls: same answers, on every host.
 *  - Calls return an enum tcesim_status, which speaks of this library.  What
 *    the modelled kernel answers is in struct tcesim_answer.  After any
 *    status but TCESIM_OK the call has had no answer; after
 *    TCESIM_NO_MEMORY or TCESIM_BROKEN the machine can only be restored from
 *    a snapshot or freed.
 *
 * Units: sizes and addresses are bytes, page_shift is log2 of bytes, locked_vm
 * is bytes (VmLck).  Errors are those of Linux on powerpc, negative.
 */
#ifndef TCESIM_H
#define TCESIM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define TCESIM_VERSION "0.1.0"

struct tcesim_machine;
struct tcesim_snapshot;

enum tcesim_status {
	TCESIM_OK,
	TCESIM_NO_MEMORY,    /* the library's own memory ran out */
	TCESIM_BAD_ARGUMENT, /* the caller broke a rule of this header */
	TCESIM_BROKEN,       /* an invariant of the model does not hold */
	TCESIM_NO_PLATFORM,  /* the kernel does not run there, or has no VFIO */
};

/* ---- names ------------------------------------------------------------ */

/*
 * Lists: entry INDEX of each, or NULL past the last.  Index 0 of reasons is
 * "none".  Indexes are those in struct tcesim_answer.
 */
struct tcesim_reason {
	const char *name;     /* as in why=NAME */
	const char *sentence; /* for people */
	const char *where;    /* the function that refuses, in the kernel */
	bool of_host; /* depends on the host, not on the request alone */
};
const struct tcesim_reason *tcesim_reason(unsigned int index);

struct tcesim_named {
	const char *name;
	const char *sentence;
};
const struct tcesim_named *tcesim_hazard(unsigned int index);
const struct tcesim_named *tcesim_fault_site(unsigned int index);
const struct tcesim_named *tcesim_invariant(unsigned int index);

/* "EINVAL" for 22; NULL when Linux has no such error. */
const char *tcesim_error_name(int error);
/* 22 for "EINVAL"; 0 when there is no such name. */
int tcesim_error_number(const char *name);

/* ---- profiles --------------------------------------------------------- */

struct tcesim_profile {
	const char *name;     /* "linux-6.12" */
	const char *sentence; /* what it stands for */
	unsigned int major;   /* 0: no release ("v9", "strict") */
	unsigned int minor;
};

/* In order of age: "v9" first, "strict" last.  NULL past the last. */
const struct tcesim_profile *tcesim_profile(unsigned int index);
const struct tcesim_profile *tcesim_profile_named(const char *name);

/* The traits of the model; NULL past the last. */
const struct tcesim_named *tcesim_trait(unsigned int index);
/* Word VALUE (0, 1, ...) of trait INDEX; NULL past the last. */
const char *tcesim_trait_word(unsigned int index, unsigned int value);
/* The value of trait INDEX in PROFILE, as a word. */
const char *tcesim_trait_value(const struct tcesim_profile *profile,
                               unsigned int index);

/* ---- machines --------------------------------------------------------- */

enum tcesim_platform {
	TCESIM_POWERNV8,  /* PHB3 */
	TCESIM_POWERNV9,  /* PHB4 */
	TCESIM_POWERNV10, /* PHB5 */
	TCESIM_PSERIES,   /* a guest or partition: windows through RTAS */
	TCESIM_IODA1,     /* POWER7: one fixed window; kernels to 6.3 */
};

/* The callbacks of a table_group that a machine may lack. */
enum tcesim_op {
	TCESIM_OP_NONE,
	TCESIM_OP_GET_TABLE_SIZE,
	TCESIM_OP_CREATE_TABLE,
	TCESIM_OP_SET_WINDOW,
	TCESIM_OP_UNSET_WINDOW,
};

enum {
	TCESIM_GROUPS_MAX = 16,
	TCESIM_TRAITS_MAX = 128
};

struct tcesim_group_config {
	uint32_t tce32_size;  /* size of the default window */
	uint64_t pgsizes;     /* bit n: 2^n bytes; 0: the platform's own */
	uint32_t windows;     /* max_dynamic_windows_supported, 0 to 2 */
	bool host_driver;     /* a device of it is bound to a host driver */
	bool no_table_group;  /* the group can do no DMA at all */
	enum tcesim_op lacks; /* a callback that the platform does not give */
};

struct tcesim_config {
	enum tcesim_platform platform;
	unsigned int page_shift; /* of the host: 12 or 16 */
	uint64_t ram;            /* 64 MiB to 64 TiB, a multiple of 64 KiB */
	unsigned int groups;     /* 1 to TCESIM_GROUPS_MAX */
	uint64_t memlock;        /* RLIMIT_MEMLOCK; UINT64_MAX: unlimited */
	bool ipc_lock;           /* CAP_IPC_LOCK */
	uint64_t largest_block;  /* largest contiguous allocation */
	bool eeh;                /* EEH is enabled */
	bool big_endian;         /* of the host */
	bool open_gate;          /* linux-6.1: as if it let groups in */
	bool alias_beyond_table; /* DMA past a table wraps, as in QEMU */
	struct tcesim_group_config group[TCESIM_GROUPS_MAX];
	/* By trait: 0 as the profile says, n + 1 value n all the same. */
	uint8_t trait[TCESIM_TRAITS_MAX];
	/* How the library gets memory: like realloc; size 0 frees.  NULL:
	 * realloc and free of libc. */
	void *(*resize)(void *context, void *block, size_t size);
	void *resize_context;
};

/* powernv9, 4K pages, 3 GiB, one group, no limits, 16 MiB blocks, EEH. */
void tcesim_config_init(struct tcesim_config *config);

/* The machine has one process, number 0.  CONFIG is copied. */
enum tcesim_status tcesim_new(const struct tcesim_config *config,
                              const struct tcesim_profile *profile,
                              struct tcesim_machine **machine);
void tcesim_free(struct tcesim_machine *machine);

/* ---- answers ---------------------------------------------------------- */

struct tcesim_answer {
	int64_t ret;      /* 0, a positive number, or an error below 0 */
	unsigned int why; /* index of a reason; 0: nothing was refused */
	uint32_t hazards; /* bit n: hazard n happened in this call */
};

/* ---- processes and their memory --------------------------------------- */

/* ret is the number of the process. */
enum tcesim_status tcesim_process(struct tcesim_machine *machine,
                                  struct tcesim_answer *answer);
/* A copy of PROCESS: the same open files, an address space of its own. */
enum tcesim_status tcesim_fork(struct tcesim_machine *machine,
                               unsigned int process,
                               struct tcesim_answer *answer);
/* The process ends: its files are closed, then its memory goes. */
enum tcesim_status tcesim_exit(struct tcesim_machine *machine,
                               unsigned int process,
                               struct tcesim_answer *answer);
enum tcesim_status tcesim_limit(struct tcesim_machine *machine,
                                unsigned int process, uint64_t memlock,
                                bool ipc_lock);
/* In bytes, modulo 2^64. */
uint64_t tcesim_locked_vm(const struct tcesim_machine *machine,
                          unsigned int process);

struct tcesim_mapping {
	uint64_t size;      /* a multiple of page_size */
	uint64_t align;     /* power of two; 0: page_size */
	uint64_t at;        /* the address to use; 0: any */
	uint64_t page_size; /* 0: the host's; larger: hugetlb pages */
	uint64_t
		folio_size; /* 0: none; larger: ordinary pages of such folios */
	uint64_t skew;      /* offset of the first byte in its folio */
	bool read_only;
};

/*
 * mmap.  *vaddr is the address: a multiple of align and of no higher power of
 * two, unless `at` says otherwise.  *memory names the buffer from then on, 0,
 * 1, 2, ...  Errors: -ENOMEM (more than RAM, or than the huge pages),
 * -EEXIST (`at` is taken).
 */
enum tcesim_status tcesim_mmap(struct tcesim_machine *machine,
                               unsigned int process,
                               const struct tcesim_mapping *mapping,
                               uint64_t *vaddr, unsigned int *memory,
                               struct tcesim_answer *answer);
/* munmap of the whole buffer that begins at VADDR; else -EINVAL. */
enum tcesim_status tcesim_munmap(struct tcesim_machine *machine,
                                 unsigned int process, uint64_t vaddr,
                                 struct tcesim_answer *answer);
/* The process writes BYTE; -EFAULT where it may not. */
enum tcesim_status tcesim_fill(struct tcesim_machine *machine,
                               unsigned int process, uint64_t vaddr,
                               uint64_t size, uint8_t byte,
                               struct tcesim_answer *answer);

/* SIZE bytes that are all BYTE: told run by run, neighbours differ. */
typedef void tcesim_data(void *context, uint64_t size, uint8_t byte);

/* The process reads; -EFAULT where it may not, and DATA is told nothing. */
enum tcesim_status tcesim_peek(struct tcesim_machine *machine,
                               unsigned int process, uint64_t vaddr,
                               uint64_t size, tcesim_data *data, void *context,
                               struct tcesim_answer *answer);

/* ---- files ------------------------------------------------------------ */

/* open("/dev/vfio/vfio"); ret is a file descriptor of PROCESS. */
enum tcesim_status tcesim_open_container(struct tcesim_machine *machine,
                                         unsigned int process,
                                         struct tcesim_answer *answer);
/* open("/dev/vfio/GROUP"); -EBUSY while it is open elsewhere. */
enum tcesim_status tcesim_open_group(struct tcesim_machine *machine,
                                     unsigned int process, unsigned int group,
                                     struct tcesim_answer *answer);
enum tcesim_status tcesim_close(struct tcesim_machine *machine,
                                unsigned int process, int fd,
                                struct tcesim_answer *answer);

/*
 * The argument of an ioctl: a number, or a block of user memory.  The kernel
 * may read the first `readable` bytes of the block and write the first
 * `writable`; an access to any byte beyond is a fault.
 */
struct tcesim_argument {
	uint64_t value;  /* CHECK_EXTENSION, SET_IOMMU */
	void *block;     /* struct uapi_*, int (SET_CONTAINER), char[] */
	size_t readable; /* 0: nothing can be read there */
	size_t writable;
};

/*
 * REQUEST may be encoded as powerpc or as other machines do (0x20003bNN or
 * 0x3bNN).  GROUP_GET_DEVICE_FD knows the device of group N by the name
 * "000N:00:00.0", N in hexadecimal.
 */
enum tcesim_status tcesim_ioctl(struct tcesim_machine *machine,
                                unsigned int process, int fd, uint32_t request,
                                const struct tcesim_argument *argument,
                                struct tcesim_answer *answer);

/* ---- DMA -------------------------------------------------------------- */

struct tcesim_page {
	int memory;      /* buffer, or -1: no buffer's page */
	uint64_t offset; /* in the buffer; without one, the physical address */
};

/* What became of a transfer within one IOMMU page. */
struct tcesim_dma_part {
	uint64_t iova;
	uint64_t size;      /* where nothing is mapped, may be many pages */
	unsigned int why;   /* index of a reason; 0: it went through */
	unsigned int level; /* where the walk ended; 0: at the TCE */
	struct tcesim_page page; /* of a part that went through */
};

struct tcesim_dma {
	unsigned int group;
	bool write; /* the device writes to memory */
	bool fill;  /* before: `size` bytes of the device become `byte` */
	uint8_t byte;
	uint64_t iova;
	uint64_t size; /* 1 to 2^40 */
	/* Told of each part, in order; may be NULL. */
	void (*part)(void *context, const struct tcesim_dma_part *part);
	void *context;
};

/*
 * A transfer by the device of a group, between its own memory, from byte 0 on,
 * and the bus.  Parts are independent: what is refused does not stop what
 * follows; a part of a read that is refused gives zeros.  answer->ret is 0
 * when all of it went through; page is where it began.  Else it is -EIO and
 * `why` tells the first fault.
 */
enum tcesim_status tcesim_dma(struct tcesim_machine *machine,
                              const struct tcesim_dma *dma,
                              struct tcesim_page *page,
                              struct tcesim_answer *answer);
/* The first SIZE bytes that the device of a group has in its own memory. */
enum tcesim_status tcesim_device(const struct tcesim_machine *machine,
                                 unsigned int group, uint64_t size,
                                 tcesim_data *data, void *context);

struct tcesim_target {
	uint64_t address; /* physical; 0 when there is a reason against it */
	unsigned int why; /* index of a reason; 0: none */
};

/*
 * Where a bus address leads by the TVEs and tables as they stand in memory:
 * what the PHB has cached plays no part, and nothing is changed by it.  Fast.
 */
enum tcesim_status tcesim_translate(struct tcesim_machine *machine,
                                    unsigned int group, uint64_t iova,
                                    bool write, struct tcesim_target *target);

/* ---- faults ----------------------------------------------------------- */

enum {
	TCESIM_ANY_GROUP = -1
};

struct tcesim_fault {
	unsigned int site; /* index in tcesim_fault_site() */
	uint64_t nth;      /* from 1, counted from this call */
	int group;         /* only passages for this group */
	int error;         /* answered there, below 0; 0: the site's usual */
};

/* Arms one failure; it disarms itself when it has struck. */
enum tcesim_status tcesim_fault(struct tcesim_machine *machine,
                                const struct tcesim_fault *fault);
/* Faults still armed. */
unsigned int tcesim_faults_armed(const struct tcesim_machine *machine);
/* How often the last call passed SITE (sites below it not counted): for each
 * number from 1 to this a fault would have struck there. */
unsigned int tcesim_passages(const struct tcesim_machine *machine,
                             unsigned int site);

/* ---- looking inside --------------------------------------------------- */

struct tcesim_process_info {
	unsigned int process;
	uint64_t locked_vm; /* bytes, modulo 2^64 */
	bool alive;
};

struct tcesim_memory_info {
	int memory;
	unsigned int process;
	uint64_t vaddr, size;
	uint64_t pins;  /* pages pinned, once for each pin */
	uint64_t dirty; /* pages that the driver marked dirty */
	bool mapped;    /* false: unmapped, and kept by pins */
};

struct tcesim_region_info {
	unsigned int process;
	uint64_t vaddr, size;
	uint64_t used;   /* registrations */
	uint64_t mapped; /* TCEs that point into it */
	unsigned int page_shift;
};

struct tcesim_container_info {
	unsigned int container; /* in order of opening, from 0 */
	unsigned int type;      /* enum uapi_extension; 0: no driver */
	bool enabled, pending;
	unsigned int groups;                   /* attached */
	unsigned int group[TCESIM_GROUPS_MAX]; /* the head first */
};

struct tcesim_window_info {
	unsigned int container, slot;
	uint64_t start_addr;
	unsigned int page_shift, levels, level_shift;
	uint64_t entries;   /* it_size */
	uint64_t allocated; /* it_allocated_size, bytes */
	uint64_t refs;      /* it_kref */
	uint64_t blocks;    /* level blocks that exist, both trees */
};

enum tcesim_tve_kind {
	TCESIM_TVE_NONE,
	TCESIM_TVE_WINDOW, /* of a VFIO container */
	TCESIM_TVE_HOST,   /* the host's default window */
	TCESIM_TVE_BYPASS, /* the whole of memory, untranslated */
};

struct tcesim_tve_info {
	unsigned int group, slot;
	enum tcesim_tve_kind kind;
	unsigned int levels, page_shift;
	uint64_t level_bytes; /* of the top level table */
	uint64_t table;       /* its address in the host's memory */
};

/* One TCE that the hardware finds through a TVE. */
struct tcesim_leaf_info {
	unsigned int group, slot;
	uint64_t index;
	uint64_t tce; /* as a number: the address, and bits 0 and 1 */
	struct tcesim_page page;
};

/* COUNT entries from INDEX on, with permission PERM, over adjoining pages. */
struct tcesim_tce_info {
	unsigned int container, slot;
	uint64_t index, count;
	unsigned int perm; /* bit 0 read, bit 1 write */
	struct tcesim_page page;
	uint64_t view; /* the user address kept for the first; 0: none */
};

/* Any member may be NULL. */
struct tcesim_visitor {
	void (*process)(void *context, const struct tcesim_process_info *info);
	void (*memory)(void *context, const struct tcesim_memory_info *info);
	void (*region)(void *context, const struct tcesim_region_info *info);
	void (*container)(void *context,
	                  const struct tcesim_container_info *info);
	void (*window)(void *context, const struct tcesim_window_info *info);
	void (*tve)(void *context, const struct tcesim_tve_info *info);
	void (*tce)(void *context, const struct tcesim_tce_info *info);
	/* Behind the TVE that it belongs to. */
	void (*leaf)(void *context, const struct tcesim_leaf_info *info);
};

/* Visits kind by kind, in the order above, each in order of its numbers. */
enum tcesim_status tcesim_visit(struct tcesim_machine *machine,
                                const struct tcesim_visitor *visitor,
                                void *context);

/* What the model does, as it does it. */
enum {
	TCESIM_EVENT_FIELDS = 4
};

struct tcesim_event {
	const char *name;
	const char *field[TCESIM_EVENT_FIELDS]; /* NULL past the last */
	uint64_t value[TCESIM_EVENT_FIELDS];
	const char
		*word[TCESIM_EVENT_FIELDS]; /* the value as a word, or NULL */
};

typedef void tcesim_trace(void *context, const struct tcesim_event *event);
/* NULL: no trace. */
void tcesim_set_trace(struct tcesim_machine *machine, tcesim_trace *trace,
                      void *context);

/*
 * Checks every invariant.  TCESIM_BROKEN: *broken is the index of the first
 * that does not hold.  The cost is in proportion to the machine's state, of
 * which tcesim_weight() is a measure (about one per mapped TCE or region).
 */
enum tcesim_status tcesim_check(struct tcesim_machine *machine,
                                unsigned int *broken);
uint64_t tcesim_weight(const struct tcesim_machine *machine);

/* ---- copies ----------------------------------------------------------- */

/* A copy of all state, good for this machine and for any other of the same
 * configuration and profile. */
enum tcesim_status tcesim_snapshot(const struct tcesim_machine *machine,
                                   struct tcesim_snapshot **snapshot);
/* The same, into a SNAPSHOT of this kind of machine that there is already. */
enum tcesim_status tcesim_snapshot_again(const struct tcesim_machine *machine,
                                         struct tcesim_snapshot *snapshot);
enum tcesim_status tcesim_restore(struct tcesim_machine *machine,
                                  const struct tcesim_snapshot *snapshot);
/* True: nothing at all has changed since the snapshot was taken or restored.
 * False: it may be so all the same; the hash can tell. */
bool tcesim_untouched(const struct tcesim_machine *machine,
                      const struct tcesim_snapshot *snapshot);
void tcesim_snapshot_free(struct tcesim_snapshot *snapshot);

/* Equal states have equal hashes, whatever calls led to them. */
struct tcesim_hash {
	uint64_t word[2];
};
enum tcesim_status tcesim_hash(struct tcesim_machine *machine,
                               struct tcesim_hash *hash);

/*
 * The same part by part: what a call has changed, in large.  What an event
 * adds to a part does not depend on what else stands in it, nor, of counts
 * (LOCKED_VM, MAPPED), on how much there was.  A part without anything is 0.
 */
enum tcesim_part {
	TCESIM_PART_FILES,      /* open files; processes and their limits */
	TCESIM_PART_LOCKED_VM,  /* the books of locked memory */
	TCESIM_PART_MEMORY,     /* buffers: bytes, pins, dirty pages */
	TCESIM_PART_REGIONS,    /* what is registered */
	TCESIM_PART_USED,       /* how often, and by whom */
	TCESIM_PART_MAPPED,     /* TCEs that regions count */
	TCESIM_PART_CONTAINERS, /* drivers: their type, enabled or not */
	TCESIM_PART_GROUPS,     /* which are in containers, in which order */
	TCESIM_PART_BINDING,    /* address spaces that containers belong to */
	TCESIM_PART_PENDING,    /* default windows that are owed */
	TCESIM_PART_WINDOW_0,   /* tables and their shapes, by slot */
	TCESIM_PART_WINDOW_1,
	TCESIM_PART_LEVELS_0, /* levels made on demand, by slot */
	TCESIM_PART_LEVELS_1,
	TCESIM_PART_TCES_0, /* entries of both trees, by slot */
	TCESIM_PART_TCES_1,
	TCESIM_PART_HARDWARE, /* TVEs, the host's windows, links */
	TCESIM_PART_CACHED,   /* TCEs that PHBs keep */
	TCESIM_PART_FAULTS,   /* failures still armed */
	TCESIM_PARTS
};
struct tcesim_parts {
	uint64_t word[TCESIM_PARTS];
};
enum tcesim_status tcesim_hash_parts(struct tcesim_machine *machine,
                                     struct tcesim_parts *parts);
/* The hash of which these are the parts. */
struct tcesim_hash tcesim_hash_of(const struct tcesim_parts *parts);
/* Word 0 of the hash is the sum of what each part adds to it. */
uint64_t tcesim_hash_share(enum tcesim_part part, uint64_t word);

#ifdef __cplusplus
}
#endif

#endif
