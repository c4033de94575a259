/* SPDX-License-Identifier: GPL-2.0-or-later */
/* trace_rig.h - traces of linux-6.12, true or forged, for `tcesim check`. */
#ifndef TESTS_TRACE_RIG_H
#define TESTS_TRACE_RIG_H

#include "tests/tool_rig.h"

/* A v2 container with a registered buffer and no default window. */
#define TRACE_SETUP                                         \
	"container c0\nattach g0 c0\nset_iommu c0 type=7\n" \
	"memory m0 size=1M\nregister c0 vaddr=m0 size=1M\n" \
	"remove c0 start_addr=0\n"

/* The trace of STORY on linux-6.12 goes to @/t.json. */
void trace_put(struct tool_rig *r, const char *story);
/* FROM becomes TO in @/t.json, once; the texts are of one length, or not. */
void trace_forge(struct tool_rig *r, const char *from, const char *to);
/* `tcesim check` exits with STATUS and says SUMMARY. */
void trace_check(struct tool_rig *r, int status, const char *summary);

#endif
