/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * machine.pml - the bounded machine of `tcesim explore`, told a second time.
 *
 * Two groups, one container, two regions of a page each, windows of 2 MiB in
 * 4K pages with one level (kind 1) or two (kind 2), with a page size that no
 * group has (kind 3), and with five levels (kind 5); of each window the first
 * PAGES entries and what lies behind the last.  RLIMIT_MEMLOCK is LIMIT pages.
 * One failure in each call.
 *
 * Written from what the driver does, not from the model: the two must agree on
 * the number of states, of transitions, and of each answer to each call.
 * A kernel is a list of its defects:
 */
#if defined(LINUX_6_12)
#define DETACH_CLEARS_ALL 1 /* detach of one group clears the TCEs of all */
#define TAKES_BROKEN_HOST 1 /* a group without host window keeps its bypass */
#define TABLE_LEAKS 1       /* the charge of a table that was not made */
#define UNREGISTER_ORPHANS 1
#define ANSWER_LOST_STAYS 1 /* CREATE whose answer cannot be copied out */
#define FAILURE_BINDS 1     /* the address space */
#define MAP_PASSES_END 1
#define MAP_DESTROYS 1      /* a MAP that fails clears what was there */
#define UNMAP_PASSES_END 1
#define PAST_THE_END 1      /* answer of an UNMAP that may not, and */
                            /* of a misaligned bus address */
#elif defined(LINUX_7_2)
#define DETACH_CLEARS_ALL 1
#define TAKES_BROKEN_HOST 1
#define TABLE_LEAKS 1
#define UNREGISTER_ORPHANS 1
#define ANSWER_LOST_STAYS 1
#define FAILURE_BINDS 1
#define MAP_PASSES_END 1
#define MAP_DESTROYS 1
#define UNMAP_PASSES_END 0
#define PAST_THE_END 1
#elif defined(STRICT)
#define DETACH_CLEARS_ALL 0
#define TAKES_BROKEN_HOST 0
#define TABLE_LEAKS 0
#define UNREGISTER_ORPHANS 0
#define ANSWER_LOST_STAYS 0
#define FAILURE_BINDS 0
#define MAP_PASSES_END 0
#define MAP_DESTROYS 0
#define UNMAP_PASSES_END 0
#define PAST_THE_END EINVAL
#endif

/* How large it is: -DPAGES=2 and -DLIMIT=6 for less. */
#ifndef PAGES
#define PAGES 3
#endif
#ifndef LIMIT
#define LIMIT 10
#endif
#define NONE 9

/* Answers: 0, 1, and errors by number. */
#define EPERM 101
#define ENOENT 102
#define EIO 105
#define ENXIO 106
#define ENOMEM 112
#define EBADF 109
#define EFAULT 114
#define EBUSY 116
#define EINVAL 122
#define ENOTTY 125
#define ENOSPC 128

/* Calls. */
#define ATTACH 1
#define DETACH 2
#define SET_IOMMU 3
#define REGISTER 4
#define UNREGISTER 5
#define CREATE 6
#define REMOVE 7
#define MAP 8
#define UNMAP 9
#define GET_INFO 10
#define ENABLE 11
#define CLOSE 12 /* region: the group, or NOWHERE for the container */
#define OPEN 13  /* a container */

/* Where a call can fail. */
#define COPY_IN 1
#define COPY_OUT 2
#define LOCKED_VM 3
#define KM_CONTAINER 4
#define KM_GROUP 5
#define KM_TABLE 6
#define KM_ITEM 7
#define KM_PREREG 8
#define HW_TOP 9
#define USER_TOP 10
#define HW_LEAF 11
#define USER_LEAF 12
#define PIN 13
#define SET_WINDOW 14
#define TCE_XCHG 15

c_decl {
	static unsigned long answers[16][256];
	static unsigned long final_calls;
	static void count_answer(int call, int answer, int final);
}

c_code {
	static void print_answers(void)
	{
		static const char *const name[16] = { "", "attach", "detach",
			"set_iommu", "register", "unregister", "create",
			"remove", "map", "unmap", "get_info", "enable",
			"close", "container" };
		static const char *const error[32] = { [1] = "EPERM",
			[2] = "ENOENT", [5] = "EIO", [6] = "ENXIO",
			[9] = "EBADF", [12] = "ENOMEM", [14] = "EFAULT", [16] = "EBUSY",
			[22] = "EINVAL", [25] = "ENOTTY", [28] = "ENOSPC" };
		unsigned long sum = 0;
		int v, a;

		for (v = 1; v < 16; v++)
			for (a = 0; a < 132; a++) {
				sum += answers[v][a];
				if (!answers[v][a])
					continue;
				if (a > 100)
					printf("answer %s -%s %lu\n", name[v],
					       error[a - 100], answers[v][a]);
				else
					printf("answer %s %d %lu\n", name[v],
					       a, answers[v][a]);
			}
		printf("transitions %lu\nended %lu\n", sum, final_calls);
	}

	static void count_answer(int call, int answer, int final)
	{
		if (!answers[0][0]++)
			atexit(print_answers);
		answers[call][answer]++;
		final_calls += (unsigned long)final;
	}
}

/* ---- the state ----------------------------------------------------------- */

bit open = 1;                    /* has the process a file for it? */
byte vfio[2] = { NONE, NONE };   /* groups in the container, newest first */
byte order[2] = { NONE, NONE };  /* the same for the driver: its head first */
bit broken[2];                   /* the host's own window is not there */
bit driver, owed, running, bound;

byte kind[2];                    /* of the window in each slot; 0: none */
bit user_leaf[2], user_slack[2]; /* of two levels: those made on demand */
bit hw_leaf[2];
byte tce[6];                     /* slot * 3 + entry: region + 1, or 0 */

byte used[3];                    /* registrations of each region; 2: of none */
bit ours[2];                     /* one of them is the container's */
byte locked;                     /* locked_vm, in pages */

/* The call, and the failure that it meets.  All 0 between calls. */
byte call, slot, entry, region, pages, site, nth;

/* Entries of MAP and UNMAP that are none; the inner address of REMOVE; the
 * region that is not mapped (REGISTER), or that nobody has (UNREGISTER). */
#define LAST 5
#define NO_DIRECTION 6
#define MISALIGNED 7
#define INNER 1
#define NOWHERE 2

/* ---- work that is forgotten ---------------------------------------------- */

hidden byte ret, i, s, charge, new, g;
hidden byte hit, final, blind, past, was_bound;

hidden byte old_kind[2], old_tce[6], old_locked, old_used[2];
hidden byte old_owed, old_running, old_bound, old_ours[2], old_broken[2];
hidden byte old_user_leaf[2], old_user_slack[2], old_hw_leaf[2];

inline save()
{
	old_kind[0] = kind[0]; old_kind[1] = kind[1];
	old_tce[0] = tce[0]; old_tce[1] = tce[1];
	old_tce[2] = tce[2]; old_tce[3] = tce[3];
	old_tce[4] = tce[4]; old_tce[5] = tce[5];
	old_user_leaf[0] = user_leaf[0]; old_user_leaf[1] = user_leaf[1];
	old_user_slack[0] = user_slack[0]; old_user_slack[1] = user_slack[1];
	old_hw_leaf[0] = hw_leaf[0]; old_hw_leaf[1] = hw_leaf[1];
	old_used[0] = used[0]; old_used[1] = used[1];
	old_ours[0] = ours[0]; old_ours[1] = ours[1];
	old_broken[0] = broken[0]; old_broken[1] = broken[1];
	old_locked = locked; old_owed = owed;
	old_running = running; old_bound = bound;
}

/* What calls with a final hazard may have changed besides. */
inline restore()
{
	kind[0] = old_kind[0]; kind[1] = old_kind[1];
	tce[0] = old_tce[0]; tce[1] = old_tce[1];
	tce[2] = old_tce[2]; tce[3] = old_tce[3];
	tce[4] = old_tce[4]; tce[5] = old_tce[5];
	user_leaf[0] = old_user_leaf[0]; user_leaf[1] = old_user_leaf[1];
	user_slack[0] = old_user_slack[0]; user_slack[1] = old_user_slack[1];
	hw_leaf[0] = old_hw_leaf[0]; hw_leaf[1] = old_hw_leaf[1];
	locked = old_locked; owed = old_owed;
}

/* The passage of an edge: does it fail? */
inline edge(where)
{
	hit = 0;
	if
	:: site == where ->
		nth--;
		if
		:: nth == 0 -> site = 0; hit = 1
		:: else
		fi
	:: else
	fi
}

/* ---- locked_vm ----------------------------------------------------------- */

inline account(n)
{
	edge(LOCKED_VM);
	if
	:: hit || locked + n > LIMIT -> ret = ENOMEM
	:: else -> locked = locked + n
	fi
}

/* ---- windows ------------------------------------------------------------- */

/* A window of kind K, 2 pages of charge for each level, in the lowest slot. */
inline create_window(k)
{
	if
	:: kind[0] && kind[1] -> ret = ENOSPC
	:: !(kind[0] && kind[1]) && k == 3 -> ret = EINVAL
	:: else ->
		charge = 2 * k;
		account(charge);
		if
		:: ret == 0 -> make_table(k)
		:: else
		fi
	fi
}

inline make_table(k)
{
	edge(KM_TABLE);
	if
	:: hit -> ret = ENOMEM
	:: !hit && k == 5 -> ret = EINVAL /* too many address bits */
	:: else ->
		edge(HW_TOP);
		if
		:: !hit -> edge(USER_TOP)
		:: else
		fi;
		if
		:: hit -> ret = ENOMEM
		:: else
		fi
	fi;
	if
	:: ret ->
		if
		:: TABLE_LEAKS
		:: else -> locked = locked - charge
		fi
	:: else ->
		for (i : 0 .. 1) {
			if
			:: ret == 0 && order[i] != NONE ->
				edge(SET_WINDOW);
				if
				:: hit -> ret = EIO
				:: else
				fi
			:: else
			fi
		}
		if
		:: ret -> locked = locked - charge
		:: else ->
			new = (kind[0] -> 1 : 0);
			kind[new] = k
		fi
	fi
}

/* MAP, UNMAP and CREATE first make the default window, if it is owed. */
inline settle_default()
{
	if
	:: owed ->
		create_window(1);
		if
		:: ret == 0 -> owed = 0
		:: else
		fi
	:: else
	fi
}

inline clear_window(n)
{
	tce[3 * n] = 0;
	tce[3 * n + 1] = 0;
	tce[3 * n + 2] = 0
}

inline free_window(n)
{
	clear_window(n);
	locked = locked - 2 * kind[n];
	kind[n] = 0;
	user_leaf[n] = 0;
	user_slack[n] = 0;
	hw_leaf[n] = 0
}

/* ---- regions ------------------------------------------------------------- */

#define MAPPED(r) \
	(tce[0] == r + 1 || tce[1] == r + 1 || tce[2] == r + 1 || \
	 tce[3] == r + 1 || tce[4] == r + 1 || tce[5] == r + 1)

inline put_region(r)
{
	used[r]--;
	if
	:: used[r] == 0 -> locked--
	:: else
	fi
}

/* A page that is not there. */
inline register_nothing()
{
	account(1);
	if
	:: ret == 0 ->
		edge(KM_ITEM);
		if
		:: hit -> ret = ENOMEM
		:: else -> edge(PIN); ret = EFAULT
		fi;
		locked--
	:: else
	fi
}

inline register_region(r)
{
	if
	:: used[r] && ours[r] -> ret = EBUSY
	:: used[r] && !ours[r] -> used[r]++
	:: else ->
		account(1);
		if
		:: ret == 0 ->
			edge(KM_ITEM);
			if
			:: hit -> ret = ENOMEM
			:: else ->
				edge(PIN);
				if
				:: hit -> ret = EFAULT
				:: else
				fi
			fi;
			if
			:: ret -> locked--
			:: else -> used[r] = 1
			fi
		:: else
		fi
	fi;
	if
	:: ret == 0 ->
		edge(KM_PREREG);
		if
		:: hit -> put_region(r); ret = ENOMEM
		:: else -> ours[r] = 1; running = 1
		fi
	:: else
	fi
}

inline unregister_region(r)
{
	if
	:: !used[r] || !ours[r] -> ret = ENOENT
	:: used[r] && ours[r] && used[r] == 1 && MAPPED(r) ->
		if
		:: UNREGISTER_ORPHANS -> ours[r] = 0
		:: else -> ret = EBUSY
		fi
	:: else -> put_region(r); ours[r] = 0
	fi
}

/* ---- groups -------------------------------------------------------------- */

#define push(list, n) \
	list[1] = list[0]; \
	list[0] = n

#define drop(list, n) \
	list[0] = (list[0] == n -> list[1] : list[0]); \
	list[1] = NONE

/* The driver's container goes with its last group. */
inline release()
{
	for (i : 0 .. 1) {
		if
		:: kind[i] -> free_window(i)
		:: else
		fi
	}
	for (i : 0 .. 1) {
		if
		:: ours[i] -> put_region(i); ours[i] = 0
		:: else
		fi
	}
	driver = 0;
	owed = 0;
	running = 0;
	bound = 0
}

inline do_attach()
{
	edge(COPY_IN);
	if
	:: hit -> ret = EFAULT
	:: !hit && !open -> ret = EBADF
	:: !hit && open && (vfio[0] == g || vfio[1] == g) -> ret = EINVAL
	:: else ->
		if
		:: broken[g] && TAKES_BROKEN_HOST -> final = 1
		:: else
		fi;
		if
		:: driver ->
			edge(KM_GROUP);
			if
			:: hit -> ret = ENOMEM
			:: else
			fi;
			for (i : 0 .. 1) {
				if
				:: ret == 0 && kind[i] ->
					edge(SET_WINDOW);
					if
					:: hit -> ret = EIO
					:: else
					fi
				:: else
				fi
			}
		:: else
		fi;
		/* A group that is refused gets the host's window back. */
		if
		:: !final -> broken[g] = 0
		:: else
		fi;
		if
		:: ret == 0 && !final ->
			push(vfio, g);
			if
			:: driver -> push(order, g)
			:: else
			fi
		:: else
		fi
	fi
}

inline do_detach()
{
	if
	:: vfio[0] != g && vfio[1] != g -> ret = EINVAL
	:: else ->
		if
		:: driver ->
			drop(order, g);
			if
			:: DETACH_CLEARS_ALL -> clear_window(0); clear_window(1)
			:: else
			fi
		:: else
		fi;
		edge(SET_WINDOW);
		broken[g] = hit;
		drop(vfio, g);
		if
		:: driver && vfio[0] == NONE -> release()
		:: else
		fi
	fi
}

/* A group whose file is closed leaves its container; the process opens it
 * again.  The container and its windows stay until the last group is gone. */
inline do_close()
{
	if
	:: g == NOWHERE && !open -> ret = EBADF
	:: g == NOWHERE && open -> open = 0
	:: g != NOWHERE && (vfio[0] == g || vfio[1] == g) -> do_detach()
	:: else
	fi
}

/* Groups are attached from the newest on: the oldest becomes the head. */
inline do_set_iommu()
{
	if
	:: !open -> ret = EBADF
	:: open && (vfio[0] == NONE || driver) -> ret = EINVAL
	:: else ->
		edge(KM_CONTAINER);
		if
		:: hit -> ret = ENOMEM
		:: else
		fi;
		for (i : 0 .. 1) {
			if
			:: ret == 0 && vfio[i] != NONE ->
				edge(KM_GROUP);
				if
				:: hit -> ret = ENOMEM
				:: else -> push(order, vfio[i])
				fi
			:: else
			fi
		}
		if
		:: ret -> order[0] = NONE; order[1] = NONE
		:: else -> driver = 1; owed = 1
		fi
	fi
}

/* ---- the driver's calls -------------------------------------------------- */

inline do_create()
{
	settle_default();
	if
	:: ret == 0 ->
		new = NONE;
		create_window(entry);
		if
		:: ret == 0 ->
			edge(COPY_OUT);
			if
			:: hit && ANSWER_LOST_STAYS -> ret = EFAULT
			:: hit && !ANSWER_LOST_STAYS ->
				ret = EFAULT;
				free_window(new)
			:: else
			fi
		:: else
		fi
	:: else
	fi
}

#define FORGETS (owed && slot == 0 && entry != INNER)
inline do_remove()
{
	if
	:: FORGETS -> owed = 0
	:: !FORGETS && kind[slot] == 0 -> ret = EINVAL
	:: else -> free_window(slot)
	fi
}

/* Page number I of a MAP, as kernels do it.  PAST: two pages from the last
 * entry on; the second is behind the window. */
inline map_page()
{
	blind = 0;
	if
	:: kind[slot] == 2 && !(past && i == 1) && !user_leaf[slot] ->
		edge(USER_LEAF);
		user_leaf[slot] = !hit;
		blind = hit
	:: kind[slot] == 2 && past && i == 1 && !user_slack[slot] ->
		edge(USER_LEAF);
		user_slack[slot] = !hit;
		blind = hit
	:: else
	fi;
	if
	:: used[region + i] == 0 -> ret = EINVAL
	:: else ->
		edge(TCE_XCHG);
		if
		:: hit -> ret = ENOMEM; final = 1
		:: else
		fi;
		if
		:: ret == 0 && kind[slot] == 2 && (!hw_leaf[slot] || (past && i == 1)) ->
			edge(HW_LEAF);
			if
			:: hit -> ret = ENOMEM; final = 1
			:: !hit && !(past && i == 1) -> hw_leaf[slot] = 1
			:: else
			fi
		:: else
		fi;
		if
		:: ret == 0 && past && i == 1 -> final = 1
		:: ret == 0 && !past ->
			tce[3 * slot + entry + i] = region + i + 1
		:: else
		fi;
		if
		:: blind -> final = 1
		:: else
		fi
	fi
}

/* What was mapped before the page that failed is cleared. */
inline undo_map()
{
	do
	:: !past && i > 0 -> i--; tce[3 * slot + entry + i] = 0
	:: else -> break
	od
}

/* Page number I of a MAP that changes nothing unless it succeeds. */
inline try_page()
{
	if
	:: used[region + i] == 0 -> ret = EINVAL
	:: else ->
		edge(TCE_XCHG);
		if
		:: !hit && kind[slot] == 2 && !user_leaf[slot] ->
			edge(USER_LEAF);
			user_leaf[slot] = !hit
		:: else
		fi;
		if
		:: !hit && kind[slot] == 2 && !hw_leaf[slot] ->
			edge(HW_LEAF);
			hw_leaf[slot] = !hit
		:: else
		fi;
		if
		:: hit -> ret = ENOMEM
		:: else -> tce[3 * slot + entry + i] = region + i + 1
		fi
	fi
}

inline map_pages()
{
	i = 0;
	do
	:: i < pages && ret == 0 ->
		if
		:: MAP_DESTROYS -> map_page()
		:: else -> try_page()
		fi;
		if
		:: ret == 0 -> i++
		:: else
		fi
	:: else -> break
	od;
	if
	:: ret && MAP_DESTROYS -> undo_map()
	:: ret && !MAP_DESTROYS ->
		tce[3 * slot] = old_tce[3 * slot];
		tce[3 * slot + 1] = old_tce[3 * slot + 1];
		tce[3 * slot + 2] = old_tce[3 * slot + 2];
		user_leaf[slot] = old_user_leaf[slot];
		hw_leaf[slot] = old_hw_leaf[slot]
	:: else
	fi
}

inline do_map()
{
	settle_default();
	past = entry == LAST;
	if
	:: ret
	:: !ret && kind[slot] == 0 -> ret = ENXIO
	:: !ret && kind[slot] && entry == NO_DIRECTION -> ret = EINVAL
	:: !ret && kind[slot] && entry == MISALIGNED -> ret = PAST_THE_END
	:: !ret && kind[slot] && past && !MAP_PASSES_END -> ret = EINVAL
	:: else -> map_pages()
	fi
}

inline do_unmap()
{
	settle_default();
	past = entry == LAST;
	if
	:: ret
	:: !ret && kind[slot] == 0 -> ret = ENXIO
	:: !ret && kind[slot] && entry == MISALIGNED -> ret = PAST_THE_END
	:: !ret && kind[slot] && past && !UNMAP_PASSES_END -> ret = PAST_THE_END
	:: !ret && kind[slot] && past && UNMAP_PASSES_END ->
		final = kind[slot] == 1
	:: else ->
		for (i : 0 .. pages - 1) {
			tce[3 * slot + entry + i] = 0
		}
	fi
}

/* Calls that bind the address space; they alone need it not be bound. */
#define BINDS (call == REGISTER || call == CREATE || call == REMOVE)

inline dispatch()
{
	was_bound = bound;
	if
	:: BINDS -> bound = 1
	:: else
	fi;
	edge(COPY_IN);
	if
	:: hit -> ret = EFAULT
	:: !hit && call == REGISTER && region == NOWHERE -> register_nothing()
	:: !hit && call == REGISTER && region < NOWHERE ->
		register_region(region)
	:: !hit && call == UNREGISTER && region == NOWHERE -> ret = ENOENT
	:: !hit && call == UNREGISTER && region < NOWHERE ->
		unregister_region(region)
	:: !hit && call == GET_INFO ->
		edge(COPY_OUT);
		if
		:: hit -> ret = EFAULT
		:: else
		fi
	:: !hit && call == CREATE -> do_create()
	:: !hit && call == REMOVE -> do_remove()
	:: !hit && call == MAP -> do_map()
	:: else -> do_unmap()
	fi;
	if
	:: ret && !FAILURE_BINDS && !was_bound && !kind[0] && !kind[1] &&
	   !ours[0] && !ours[1] -> bound = 0
	:: else
	fi
}

inline do_driver()
{
	if
	:: !open -> ret = EBADF
	:: open && !driver -> ret = EINVAL
	:: open && driver && (call == MAP || call == UNMAP) && !running -> ret = EPERM
	:: open && driver && call == UNREGISTER && !bound -> ret = EPERM
	:: open && driver && call == ENABLE -> ret = ENOTTY /* of version 1 */
	:: else -> dispatch()
	fi
}

/* ---- what must hold ------------------------------------------------------ */

#define TCE_IS_SOUND(n, t) \
	(tce[t] == 0 || (kind[n] && used[tce[t] - 1] && \
	 (kind[n] == 1 || (user_leaf[n] && hw_leaf[n]))))

inline check_state()
{
	assert(!owed || (driver && !kind[0] && !kind[1]));
	assert(driver || (!kind[0] && !kind[1] && !running && !bound));
	assert(driver == (order[0] != NONE));
	assert(TCE_IS_SOUND(0, 0) && TCE_IS_SOUND(0, 1) && TCE_IS_SOUND(0, 2));
	assert(TCE_IS_SOUND(1, 3) && TCE_IS_SOUND(1, 4) && TCE_IS_SOUND(1, 5));
	assert(used[2] == 0);
	assert(locked <= LIMIT);
	assert(locked >= 2 * kind[0] + 2 * kind[1] +
	       (used[0] -> 1 : 0) + (used[1] -> 1 : 0));
	assert(TABLE_LEAKS || locked == 2 * kind[0] + 2 * kind[1] +
	       (used[0] -> 1 : 0) + (used[1] -> 1 : 0));
	assert(used[0] >= ours[0] && used[1] >= ours[1])
}

/* A call that failed has changed nothing, but for what is known. */
inline check_rollback()
{
	assert(used[0] == old_used[0] && used[1] == old_used[1]);
	assert(ours[0] == old_ours[0] && ours[1] == old_ours[1]);
	assert(running == old_running);
	assert(bound == old_bound || FAILURE_BINDS || old_owed);
	assert(owed == old_owed || (call >= CREATE && kind[0]));
	assert(kind[0] == old_kind[0] || (old_owed && !owed) ||
	       (ANSWER_LOST_STAYS && call == CREATE));
	assert(kind[1] == old_kind[1] || (ANSWER_LOST_STAYS && call == CREATE));
	assert(MAP_DESTROYS || (tce[0] == old_tce[0] && tce[1] == old_tce[1] &&
	       tce[2] == old_tce[2] && tce[3] == old_tce[3] &&
	       tce[4] == old_tce[4] && tce[5] == old_tce[5]));
	assert(locked == old_locked || (old_owed && !owed) || TABLE_LEAKS ||
	       ANSWER_LOST_STAYS)
}

/* ---- a call -------------------------------------------------------------- */

inline perform()
{
	ret = 0;
	final = 0;
	g = region;
	save();
	if
	:: call == ATTACH -> do_attach()
	:: call == DETACH -> do_detach()
	:: call == SET_IOMMU -> do_set_iommu()
	:: call == CLOSE -> do_close()
	:: call == OPEN -> open = 1
	:: else -> do_driver()
	fi;
	assert(site == 0); /* the failure has struck */
	c_code { count_answer(now.call, ret, final); };
	if
	:: final -> restore()
	:: !final && ret -> check_rollback()
	:: else
	fi;
	check_state();
	call = 0; slot = 0; entry = 0; region = 0; pages = 0; nth = 0
}

/* ---- which calls there are ----------------------------------------------- */

/* A call without a failure, and one whose failure number N at WHERE strikes
 * because the call passes there. */
#define CALL(c, s, e, r, p) \
	d_step { call = c; slot = s; entry = e; region = r; pages = p }
#define FAIL(c, s, e, r, p, where, n, passes) \
	d_step { (passes) -> call = c; slot = s; entry = e; region = r; \
	         pages = p; site = where; nth = n }

#define GROUPS ((order[0] != NONE) + (order[1] != NONE))
#define WINDOWS ((kind[0] != 0) + (kind[1] != 0))
#define IN(n) (vfio[0] == n || vfio[1] == n)
#define LIVE (open && driver)

#define ATTACHES(n) \
	:: CALL(ATTACH, 0, 0, n, 0) \
	:: FAIL(ATTACH, 0, 0, n, 0, COPY_IN, 1, true) \
	:: FAIL(ATTACH, 0, 0, n, 0, KM_GROUP, 1, !IN(n) && LIVE) \
	:: FAIL(ATTACH, 0, 0, n, 0, SET_WINDOW, 1, open && !IN(n) && WINDOWS >= 1) \
	:: FAIL(ATTACH, 0, 0, n, 0, SET_WINDOW, 2, open && !IN(n) && WINDOWS >= 2)

#define DETACHES(n) \
	:: CALL(DETACH, 0, 0, n, 0) \
	:: FAIL(DETACH, 0, 0, n, 0, SET_WINDOW, 1, IN(n))

#define CLOSES(n) \
	:: CALL(CLOSE, 0, 0, n, 0) \
	:: FAIL(CLOSE, 0, 0, n, 0, SET_WINDOW, 1, IN(n))
/* Again, when nothing is left of the container that was closed. */
#define OPENS \
	:: d_step { (!open && vfio[0] == NONE) -> call = OPEN }

#define FRESH (open && vfio[0] != NONE && !driver)
#define SETS_IOMMU \
	:: CALL(SET_IOMMU, 0, 0, 0, 0) \
	:: FAIL(SET_IOMMU, 0, 0, 0, 0, KM_CONTAINER, 1, FRESH) \
	:: FAIL(SET_IOMMU, 0, 0, 0, 0, KM_GROUP, 1, FRESH) \
	:: FAIL(SET_IOMMU, 0, 0, 0, 0, KM_GROUP, 2, FRESH && vfio[1] != NONE)

#define ROOM (locked < LIMIT)
#define REGISTERS(r) \
	:: CALL(REGISTER, 0, 0, r, 0) \
	:: FAIL(REGISTER, 0, 0, r, 0, COPY_IN, 1, LIVE) \
	:: FAIL(REGISTER, 0, 0, r, 0, LOCKED_VM, 1, LIVE && !used[r]) \
	:: FAIL(REGISTER, 0, 0, r, 0, KM_ITEM, 1, LIVE && !used[r] && ROOM) \
	:: FAIL(REGISTER, 0, 0, r, 0, PIN, 1, LIVE && !used[r] && ROOM) \
	:: FAIL(REGISTER, 0, 0, r, 0, KM_PREREG, 1, \
	        LIVE && !ours[r] && (used[r] || ROOM))
#define REGISTERS_NOTHING \
	:: CALL(REGISTER, 0, 0, NOWHERE, 0) \
	:: FAIL(REGISTER, 0, 0, NOWHERE, 0, COPY_IN, 1, LIVE) \
	:: FAIL(REGISTER, 0, 0, NOWHERE, 0, LOCKED_VM, 1, LIVE) \
	:: FAIL(REGISTER, 0, 0, NOWHERE, 0, KM_ITEM, 1, LIVE && ROOM) \
	:: FAIL(REGISTER, 0, 0, NOWHERE, 0, PIN, 1, LIVE && ROOM)

#define UNREGISTERS(r) \
	:: CALL(UNREGISTER, 0, 0, r, 0) \
	:: FAIL(UNREGISTER, 0, 0, r, 0, COPY_IN, 1, LIVE && bound)

/* A window of K after the call's default window: is it charged, made? */
#define DEFAULT_FITS (locked + 2 <= LIMIT)
#define DEFAULT_OK (!owed || DEFAULT_FITS)
#define CHARGED(k) (DEFAULT_OK && k != 3 && WINDOWS < 2)
#define FITS(k) (CHARGED(k) && locked + (owed -> 2 : 0) + 2 * k <= LIMIT)
#define MADE(k) (FITS(k) && k != 5)
/* Both windows of a CREATE pass the same edges, the default window first. */
#define BOTH(first, second, n) \
	((first && (n == 1 || (n == 2 && second))) || \
	 (!first && n == 1 && second))
#define CREATE_FAILS(k, where, n, first, second) \
	:: FAIL(CREATE, 0, k, 0, 0, where, n, \
	        LIVE && BOTH((first), (second), n))
#define CREATE_TABLE_FAILS(k, where, second) \
	CREATE_FAILS(k, where, 1, owed && DEFAULT_FITS, second) \
	CREATE_FAILS(k, where, 2, owed && DEFAULT_FITS, second)
#define SETS(k) \
	(GROUPS * ((owed && DEFAULT_FITS -> 1 : 0) + (MADE(k) -> 1 : 0)))
#define CREATES(k) \
	:: CALL(CREATE, 0, k, 0, 0) \
	:: FAIL(CREATE, 0, k, 0, 0, COPY_IN, 1, LIVE) \
	CREATE_FAILS(k, LOCKED_VM, 1, owed, CHARGED(k)) \
	CREATE_FAILS(k, LOCKED_VM, 2, owed, CHARGED(k)) \
	CREATE_TABLE_FAILS(k, KM_TABLE, FITS(k)) \
	CREATE_TABLE_FAILS(k, HW_TOP, MADE(k)) \
	CREATE_TABLE_FAILS(k, USER_TOP, MADE(k)) \
	:: FAIL(CREATE, 0, k, 0, 0, SET_WINDOW, 1, LIVE && SETS(k) >= 1) \
	:: FAIL(CREATE, 0, k, 0, 0, SET_WINDOW, 2, LIVE && SETS(k) >= 2) \
	:: FAIL(CREATE, 0, k, 0, 0, SET_WINDOW, 3, LIVE && SETS(k) >= 3) \
	:: FAIL(CREATE, 0, k, 0, 0, SET_WINDOW, 4, LIVE && SETS(k) >= 4) \
	:: FAIL(CREATE, 0, k, 0, 0, COPY_OUT, 1, LIVE && MADE(k))

#define REMOVES(s, e) \
	:: CALL(REMOVE, s, e, 0, 0) \
	:: FAIL(REMOVE, s, e, 0, 0, COPY_IN, 1, LIVE)

#define OTHERS \
	:: CALL(ENABLE, 0, 0, 0, 0) \
	:: CALL(GET_INFO, 0, 0, 0, 0) \
	:: FAIL(GET_INFO, 0, 0, 0, 0, COPY_IN, 1, LIVE) \
	:: FAIL(GET_INFO, 0, 0, 0, 0, COPY_OUT, 1, LIVE)

/* MAP and UNMAP; the window that they find, the default window included. */
#define READY (LIVE && running)
#define MAKES_DEFAULT (READY && owed && DEFAULT_FITS)
#define FOUND(s) \
	(READY && DEFAULT_OK && (kind[s] != 0 || (owed && s == 0)))
#define FLAT(s) (kind[s] != 2)
#define DEFAULT_FAILS(c, s, e, r, p) \
	:: CALL(c, s, e, r, p) \
	:: FAIL(c, s, e, r, p, COPY_IN, 1, READY) \
	:: FAIL(c, s, e, r, p, LOCKED_VM, 1, READY && owed) \
	:: FAIL(c, s, e, r, p, KM_TABLE, 1, MAKES_DEFAULT) \
	:: FAIL(c, s, e, r, p, HW_TOP, 1, MAKES_DEFAULT) \
	:: FAIL(c, s, e, r, p, USER_TOP, 1, MAKES_DEFAULT) \
	:: FAIL(c, s, e, r, p, SET_WINDOW, 1, MAKES_DEFAULT && GROUPS >= 1) \
	:: FAIL(c, s, e, r, p, SET_WINDOW, 2, MAKES_DEFAULT && GROUPS >= 2)

/* The page is looked for before or after its level for the user address. */
#define LOOKS(s, r) (!FLAT(s) && (MAP_DESTROYS || used[r]))
#define MAPS_ONE(s, e, r) \
	DEFAULT_FAILS(MAP, s, e, r, 1) \
	:: FAIL(MAP, s, e, r, 1, TCE_XCHG, 1, FOUND(s) && used[r]) \
	:: FAIL(MAP, s, e, r, 1, USER_LEAF, 1, \
	        FOUND(s) && LOOKS(s, r) && !user_leaf[s]) \
	:: FAIL(MAP, s, e, r, 1, HW_LEAF, 1, \
	        FOUND(s) && !FLAT(s) && used[r] && !hw_leaf[s])
#define MAPS_ALL(s) \
	DEFAULT_FAILS(MAP, s, 0, 0, PAGES) \
	:: FAIL(MAP, s, 0, 0, PAGES, TCE_XCHG, 1, FOUND(s) && used[0]) \
	:: FAIL(MAP, s, 0, 0, PAGES, TCE_XCHG, 2, FOUND(s) && used[0] && used[1]) \
	:: FAIL(MAP, s, 0, 0, PAGES, USER_LEAF, 1, \
	        FOUND(s) && LOOKS(s, 0) && !user_leaf[s]) \
	:: FAIL(MAP, s, 0, 0, PAGES, HW_LEAF, 1, \
	        FOUND(s) && !FLAT(s) && used[0] && !hw_leaf[s])

/* Two pages from the last entry on: the second in a leaf of its own. */
#define PASSES(s) (MAP_PASSES_END && FOUND(s))
#define USER_LEAVES(s) \
	((user_leaf[s] -> 0 : 1) + (used[0] && !user_slack[s] -> 1 : 0))
#define HW_LEAVES(s) \
	(used[0] -> ((hw_leaf[s] -> 0 : 1) + (used[1] -> 1 : 0)) : 0)
#define MAPS_PAST(s) \
	DEFAULT_FAILS(MAP, s, LAST, 0, 2) \
	:: FAIL(MAP, s, LAST, 0, 2, TCE_XCHG, 1, PASSES(s) && used[0]) \
	:: FAIL(MAP, s, LAST, 0, 2, TCE_XCHG, 2, \
	        PASSES(s) && used[0] && used[1]) \
	:: FAIL(MAP, s, LAST, 0, 2, USER_LEAF, 1, \
	        PASSES(s) && !FLAT(s) && USER_LEAVES(s) >= 1) \
	:: FAIL(MAP, s, LAST, 0, 2, USER_LEAF, 2, \
	        PASSES(s) && !FLAT(s) && USER_LEAVES(s) >= 2) \
	:: FAIL(MAP, s, LAST, 0, 2, HW_LEAF, 1, \
	        PASSES(s) && !FLAT(s) && HW_LEAVES(s) >= 1) \
	:: FAIL(MAP, s, LAST, 0, 2, HW_LEAF, 2, \
	        PASSES(s) && !FLAT(s) && HW_LEAVES(s) >= 2)

#define ENTRY(s, e) \
	MAPS_ONE(s, e, 0) MAPS_ONE(s, e, 1) DEFAULT_FAILS(UNMAP, s, e, 0, 1)
#if PAGES == 3
#define ENTRIES(s) ENTRY(s, 0) ENTRY(s, 1) ENTRY(s, 2)
#else
#define ENTRIES(s) ENTRY(s, 0) ENTRY(s, 1)
#endif
#define MAPS(s) \
	ENTRIES(s) MAPS_ALL(s) MAPS_PAST(s) \
	DEFAULT_FAILS(UNMAP, s, 0, 0, PAGES) \
	DEFAULT_FAILS(UNMAP, s, LAST, 0, 2) \
	DEFAULT_FAILS(MAP, s, NO_DIRECTION, 0, 1) \
	DEFAULT_FAILS(MAP, s, MISALIGNED, 0, 1) \
	DEFAULT_FAILS(UNMAP, s, MISALIGNED, 0, 1)

active proctype machine()
{
	do
	:: atomic {
		if
		ATTACHES(0) ATTACHES(1)
		DETACHES(0) DETACHES(1)
		CLOSES(0) CLOSES(1) CLOSES(NOWHERE)
		OPENS
		SETS_IOMMU
		OTHERS
		REGISTERS(0) REGISTERS(1) REGISTERS_NOTHING
		UNREGISTERS(0) UNREGISTERS(1) UNREGISTERS(NOWHERE)
		CREATES(1) CREATES(2) CREATES(3) CREATES(5)
		REMOVES(0, 0) REMOVES(0, INNER) REMOVES(1, 0) REMOVES(1, INNER)
		MAPS(0) MAPS(1)
		fi;
		d_step { perform() }
	}
	od
}
