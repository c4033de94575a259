/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * event.h - everything that can happen inside, for the trace.
 *
 * X(id, name, fields); a field whose name ends in an exclamation mark is a
 * number with a name of its own (why!, site!, hazard!, error!).
 */
#ifndef MODEL_EVENT_H
#define MODEL_EVENT_H

/* clang-format off */
#define EVENT_LIST(X)                                                         \
	X(REFUSED, "refused", "why!", "error!", NULL, NULL)                   \
	X(FAULT, "fault", "site!", "error!", NULL, NULL)                      \
	X(HAZARD, "hazard", "hazard!", NULL, NULL, NULL)                      \
	X(LOCK_PAGES, "lock_pages", "process", "pages", "total", NULL)        \
	X(UNLOCK_PAGES, "unlock_pages", "process", "pages", "total", NULL)    \
	X(PIN, "pin", "memory", "pages", NULL, NULL)                          \
	X(UNPIN, "unpin", "memory", "pages", NULL, NULL)                      \
	X(TAKE, "take_ownership", "group", NULL, NULL, NULL)                  \
	X(RELEASE, "release_ownership", "group", NULL, NULL, NULL)            \
	X(PENDING, "default_window", "pending", NULL, NULL, NULL)             \
	X(TABLE_NEW, "table_new", "table", "levels", "level_shift", "entries")\
	X(TABLE_CLEAR, "table_clear", "table", "index", "count", NULL)        \
	X(TABLE_FREE, "table_free", "table", NULL, NULL, NULL)                \
	X(LEVEL_ALLOC, "level_alloc", "view", "depth", "shift", NULL)         \
	X(SET_TVE, "set_tve", "group", "slot", "levels", "page_shift")        \
	X(CLEAR_TVE, "clear_tve", "group", "slot", NULL, NULL)                \
	X(BYPASS, "bypass", "group", "on", NULL, NULL)                        \
	X(TCE, "tce", "table", "index", "perm", NULL)                         \
	X(KILL, "kill", "table", "index", "count", NULL)                      \
	X(KILLED, "killed", "group", "slot", "tces", NULL)                    \
	X(WALK, "walk", "group", "depth", "index", "entry")                   \
	X(CACHED, "cached", "group", "slot", "page", "tce")                   \
	X(DMA, "dma", "group", "iova", "size", "why!")
/* clang-format on */

#define EVENT_ENUM(id, name, a, b, c, d) EVENT_##id,
enum event {
	EVENT_LIST(EVENT_ENUM) EVENT_COUNT
};
#undef EVENT_ENUM

#endif
