/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * site.h - the edges at which a failure can be injected.
 *
 * A site whose name is the beginning of others ("page_alloc") is passed
 * whenever one of them is.
 *
 * X(id, name, usual error, reason, sentence)
 */
#ifndef MODEL_SITE_H
#define MODEL_SITE_H

/* clang-format off */
#define SITE_LIST(X)                                                          \
	X(PAGE_ALLOC, "page_alloc", -ENOMEM, NO_MEMORY,                       \
	  "any level of any TCE tree")                                        \
	X(HW_TOP, "page_alloc.hw_top", -ENOMEM, NO_MEMORY,                    \
	  "the top level that the hardware walks")                            \
	X(USER_TOP, "page_alloc.user_top", -ENOMEM, NO_MEMORY,                \
	  "the top level of the user address view")                           \
	X(HW_LEAF, "page_alloc.hw_leaf", -ENOMEM, NO_MEMORY,                  \
	  "a lower level that the hardware walks")                            \
	X(USER_LEAF, "page_alloc.user_leaf", -ENOMEM, NO_MEMORY,              \
	  "a lower level of the user address view")                           \
	X(HOST_WINDOW, "page_alloc.host_window", -ENOMEM, NO_MEMORY,          \
	  "the table of the host's own default window")                       \
	X(KMALLOC, "kmalloc", -ENOMEM, NO_MEMORY, "any small allocation")     \
	X(KM_CONTAINER, "kmalloc.container", -ENOMEM, NO_MEMORY,              \
	  "the driver's container, in SET_IOMMU")                             \
	X(KM_GROUP, "kmalloc.group", -ENOMEM, NO_MEMORY,                      \
	  "the list element of a group, at attach")                           \
	X(KM_TABLE, "kmalloc.table", -ENOMEM, NO_MEMORY,                      \
	  "the descriptor of a table, in create_table")                       \
	X(KM_MEM_ITEM, "kmalloc.mem_item", -ENOMEM, NO_MEMORY,                \
	  "the descriptor of registered memory")                              \
	X(KM_HPAS, "kmalloc.hpas", -ENOMEM, NO_MEMORY,                        \
	  "the page list of registered memory")                               \
	X(KM_PREREG, "kmalloc.prereg", -ENOMEM, NO_MEMORY,                    \
	  "the container's list element for registered memory")               \
	X(KM_LINK, "kmalloc.link", -ENOMEM, NO_MEMORY,                        \
	  "the link from a table to a group, in set_window")                  \
	X(LOCKED_VM, "locked_vm", -ENOMEM, LOCKED_VM,                         \
	  "accounting of locked memory")                                      \
	X(CREATE_TABLE, "create_table", -ENOMEM, CREATE_TABLE,                \
	  "the platform's create_table")                                      \
	X(SET_WINDOW, "set_window", -EIO, SET_WINDOW,                         \
	  "the platform's set_window, the host's own window included")        \
	X(OPAL_MAP, "opal_map", -ENXIO, FIRMWARE,                             \
	  "the firmware call that sets a window; its code becomes the errno") \
	X(OPAL_UNMAP, "opal_unmap", -ENXIO, FIRMWARE,                         \
	  "the firmware call that clears a window")                           \
	X(RTAS, "rtas", -EIO, DDW_FAILED, "any RTAS call for windows")        \
	X(RTAS_QUERY, "rtas.query", -EIO, DDW_FAILED,                         \
	  "ibm,query-pe-dma-window")                                          \
	X(RTAS_CREATE, "rtas.create", -EIO, DDW_FAILED,                       \
	  "ibm,create-pe-dma-window")                                         \
	X(RTAS_REMOVE, "rtas.remove", -EIO, DDW_FAILED,                       \
	  "ibm,remove-pe-dma-window")                                         \
	X(RTAS_RESET, "rtas.reset", -EIO, DDW_FAILED,                         \
	  "ibm,reset-pe-dma-windows")                                         \
	X(TCE_XCHG, "tce_xchg", -ENOMEM, TCE_XCHG,                            \
	  "the exchange that installs one TCE")                               \
	X(PIN, "pin", -EFAULT, NOT_PINNED,                                    \
	  "one call that pins user pages")                                    \
	X(COPY_IN, "copy_in", -EFAULT, COPY_IN,                               \
	  "a copy from user memory")                                          \
	X(COPY_OUT, "copy_out", -EFAULT, COPY_OUT,                            \
	  "a copy to user memory")
/* clang-format on */

#define SITE_ENUM(id, name, error, why, sentence) SITE_##id,
enum site {
	SITE_LIST(SITE_ENUM) SITE_COUNT
};
#undef SITE_ENUM

#endif
