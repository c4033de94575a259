/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * backend.h - what answers the steps of a scenario: the model or a kernel.
 *
 * The operations are system calls, as a process of the scenario makes them,
 * with the argument blocks of model/uapi.h in the machine's byte order.  The
 * runner cannot tell who answers; what a backend cannot know it leaves at
 * "unknown" and what it cannot do it declines.
 *
 * Processes, containers, groups, memory buffers are the numbers of their names
 * (p0, c0, g0, m0).  File descriptors are what open answered.
 */
#ifndef SIM_BACKEND_H
#define SIM_BACKEND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum backend_status {
	BACKEND_OK,
	BACKEND_DECLINED, /* cannot be done here; ->message says why: a skip */
	BACKEND_BROKEN,   /* an internal error; ->message says what */
};

enum {
	BACKEND_MESSAGE_MAX = 256
};

/* What a call answered, beyond its output block. */
struct reply {
	int64_t ret;     /* 0, positive, or an error below 0 */
	const char *why; /* name of the refusing rung; "none"; NULL: unknown */
	const char *because; /* its sentence; NULL: unknown */
	uint32_t hazards;    /* bit n: hazard n happened */
	bool hazards_known;
};

struct memory_request {
	uint64_t size, align, at, page_size, folio_size, skew;
	bool read_only;
};

/* An ioctl's argument; see struct tcesim_argument for the words. */
struct argument {
	uint64_t value;
	void *block;
	size_t size; /* of the block */
	size_t readable, writable;
};

struct dma_request {
	unsigned int group;
	bool write;
	bool fill; /* before: the device's own memory becomes `byte` */
	uint8_t byte;
	uint64_t iova, size;
};

/* What was seen of bytes and pages, in the form of runs.h; "": unknown. */
enum {
	SEEN_TEXT_MAX = 256
};

struct seen {
	char data[SEEN_TEXT_MAX];  /* what the device, or the process, has */
	char pages[SEEN_TEXT_MAX]; /* what became of each IOMMU page */
};

/* A page by the name of its buffer. */
struct place {
	bool known;
	int memory; /* m-number; -1: memory of no buffer */
	uint64_t offset;
};

struct fault_request {
	const char *site;
	uint64_t nth;
	int group; /* -1: any */
	int error; /* below 0; 0: the site's usual */
};

/* One line of `show`: a kind, a name, and fields in order. */
enum {
	SHOW_FIELDS_MAX = 12
};

enum show_format {
	SHOW_NUMBER,  /* decimal */
	SHOW_HEX,     /* address or mask */
	SHOW_SIZE,    /* bytes, with K M G ... where exact */
	SHOW_WORD,    /* ->word */
	SHOW_PLACE,   /* ->place, as m0+4K */
	SHOW_ADDRESS, /* a user address: as m0+4K where a buffer has it */
	SHOW_UNKNOWN, /* the backend cannot tell; not compared */
};

struct show_field {
	const char *key;
	enum show_format format;
	uint64_t value;
	char word[64];
	struct place place;
};

struct show_line {
	const char *kind;
	char object; /* 'p', 'm', 'c', 'g'; 0: the name is `place` */
	unsigned int number;
	struct place place;
	unsigned int fields;
	struct show_field field[SHOW_FIELDS_MAX];
};

typedef void show_sink(void *context, const struct show_line *line);

struct backend;

/* Every operation may answer BACKEND_DECLINED or BACKEND_BROKEN. */
struct backend_ops {
	const char *name;

	/* What the process has there, in seen->data. */
	enum backend_status (*peek)(struct backend *b, unsigned int p,
	                            uint64_t vaddr, uint64_t size,
	                            struct seen *seen, struct reply *reply);
	/* All lines of `show`, and how tables lie in memory; NULL: as show. */
	enum backend_status (*dump)(struct backend *b, show_sink *sink,
	                            void *context);

	/* New process; copy of a process; end of a process. */
	enum backend_status (*process)(struct backend *b, unsigned int p,
	                               struct reply *reply);
	enum backend_status (*fork)(struct backend *b, unsigned int p,
	                            unsigned int child, struct reply *reply);
	enum backend_status (*exit)(struct backend *b, unsigned int p,
	                            struct reply *reply);
	/* RLIMIT_MEMLOCK (UINT64_MAX: unlimited) and CAP_IPC_LOCK. */
	enum backend_status (*limit)(struct backend *b, unsigned int p,
	                             uint64_t memlock, bool ipc_lock,
	                             struct reply *reply);

	enum backend_status (*memory)(struct backend *b, unsigned int p,
	                              unsigned int m,
	                              const struct memory_request *request,
	                              uint64_t *vaddr, struct reply *reply);
	enum backend_status (*unmap_memory)(struct backend *b, unsigned int p,
	                                    unsigned int m,
	                                    struct reply *reply);
	enum backend_status (*fill)(struct backend *b, unsigned int p,
	                            uint64_t vaddr, uint64_t size, uint8_t byte,
	                            struct reply *reply);

	/* reply->ret is a file descriptor of process P. */
	enum backend_status (*open_container)(struct backend *b, unsigned int p,
	                                      unsigned int c,
	                                      struct reply *reply);
	enum backend_status (*open_group)(struct backend *b, unsigned int p,
	                                  unsigned int g, struct reply *reply);
	enum backend_status (*close_file)(struct backend *b, unsigned int p,
	                                  int fd, struct reply *reply);
	enum backend_status (*ioctl)(struct backend *b, unsigned int p, int fd,
	                             uint32_t request,
	                             const struct argument *argument,
	                             struct reply *reply);
	/* The name that GROUP_GET_DEVICE_FD takes for the device of G. */
	enum backend_status (*device_name)(struct backend *b, unsigned int g,
	                                   char *name, size_t size);

	/* ret 0 and the place, or -EIO and `why`. */
	enum backend_status (*dma)(struct backend *b,
	                           const struct dma_request *request,
	                           struct place *place, struct seen *seen,
	                           struct reply *reply);
	enum backend_status (*fault)(struct backend *b,
	                             const struct fault_request *request);
	/* VmLck in bytes. */
	enum backend_status (*locked_vm)(struct backend *b, unsigned int p,
	                                 uint64_t *bytes);
	/* KIND: one kind of line, or NULL for all. */
	enum backend_status (*show)(struct backend *b, const char *kind,
	                            show_sink *sink, void *context);
	/* After every step: BACKEND_BROKEN when an invariant does not hold. */
	enum backend_status (*check)(struct backend *b);
	void (*free)(struct backend *b);
};

struct backend {
	const struct backend_ops *ops;
	char message[BACKEND_MESSAGE_MAX];
};

#endif
