/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the tools on scenarios stand on. */
#include "model/tcesim.h"
#include "sim/machine_text.h"
#include "sim/model_vocabulary.h"
#include "sim/parse.h"
#include "sim/player.h"
#include "sim/random.h"
#include "sim/room.h"
#include "sim/script.h"
#include "sim/tool.h"
#include "sim/world.h"
#include "tests/tool_rig.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

Suite *tools_suite(void);

/* ---- memory and chance -------------------------------------------------- */

START_TEST(room_grows_and_keeps)
{
	size_t room = 0;
	int *numbers = NULL;
	char *copy = room_copy("abcdef", 3);

	for (int i = 0; i < 100; i++) {
		numbers = room_for(numbers, &room, (size_t)i + 1,
		                   sizeof(*numbers));
		numbers[i] = i;
	}
	for (int i = 0; i < 100; i++)
		ck_assert_int_eq(numbers[i], i);
	ck_assert_str_eq(copy, "abc");
	free(copy);
	free(numbers);
}
END_TEST

#ifndef __SANITIZE_ADDRESS__
START_TEST(room_that_cannot_be_ends_the_program)
{
	pid_t child = fork();
	int status = 0;

	if (!child && freopen("/dev/null", "w", stderr))
		free(room_zeroed(SIZE_MAX / 2));
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert(WIFEXITED(status));
	ck_assert_int_eq(WEXITSTATUS(status), EXIT_INTERNAL);
}
END_TEST
#endif

START_TEST(chance_is_the_same_everywhere)
{
	struct random a, b, c;
	unsigned int seen = 0;

	random_init(&a, 7, 1);
	random_init(&b, 7, 1);
	random_init(&c, 7, 2);
	ck_assert_uint_eq(random_next(&a), random_next(&b));
	ck_assert_uint_ne(random_next(&a), random_next(&c));
	for (int i = 0; i < 1000; i++)
		seen |= 1u << random_below(&a, 10);
	ck_assert_uint_eq(seen, 0x3ff);
	ck_assert(!random_hit(&a, 0, 5));
	ck_assert(random_hit(&a, 5, 5));
}
END_TEST

/* ---- scripts ------------------------------------------------------------ */

struct rig {
	struct model_vocabulary names;
	const struct vocabulary *vocabulary;
	struct reader *reader;
	struct script script;
	struct scenario scenario;
	int errors;
};

static void rig_init(struct rig *r)
{
	memset(r, 0, sizeof(*r));
	ck_assert(model_vocabulary_init(&r->names));
	r->vocabulary = &r->names.vocabulary;
	r->reader = reader_new(r->vocabulary);
}

static void rig_release(struct rig *r)
{
	script_release(&r->script);
	reader_free(r->reader);
	model_vocabulary_release(&r->names);
}

static void count_error(void *context, const char *text)
{
	(void)text;
	((struct rig *)context)->errors++;
}

static enum reader_status read_text(struct rig *r, const char *text)
{
	return script_read_text(&r->script, r->reader, r->vocabulary, "test",
	                        span_of(text), count_error, r, &r->scenario);
}

static void check_text(const struct rig *r, const char *expected)
{
	size_t length;
	char *text = script_text(&r->script, &length);

	ck_assert_str_eq(text, expected);
	ck_assert_uint_eq(length, strlen(expected));
	free(text);
}

START_TEST(script_is_a_file_without_remarks)
{
	struct rig r;
	struct command command;

	rig_init(&r);
	ck_assert_int_eq(read_text(&r, "# hello\nmachine groups=2\n\n"
	                               "container c0\n= 0\nattach g0 c0"),
	                 READER_OK);
	check_text(&r, "machine groups=2\ncontainer c0\n= 0\nattach g0 c0\n");
	ck_assert_uint_eq(script_steps(&r.script), 2);
	ck_assert_uint_eq(r.scenario.machine.groups, 2);
	ck_assert_uint_eq(r.script.line[1].number, 4);
	script_command(&r.script, 1, r.vocabulary, &command);
	ck_assert_int_eq(command.verb, VERB_CONTAINER);
	ck_assert_uint_eq(command.line, 4);
	ck_assert_int_eq(read_text(&r, "nonsense\n"), READER_ILL_FORMED);
	ck_assert_int_eq(r.errors, 1);
	rig_release(&r);
}
END_TEST

START_TEST(lines_come_and_go)
{
	struct rig r;
	struct script copy = { .line = NULL };
	struct command command;

	rig_init(&r);
	script_add(&r.script, r.vocabulary, "container c0", 0);
	script_add(&r.script, r.vocabulary, "what is this", 0);
	script_add(&r.script, r.vocabulary, "attach g0 c0", 0);
	script_add(&r.script, r.vocabulary, "api_version c0", 0);
	script_copy(&copy, &r.script);
	script_remove(&r.script, 0);
	script_replace(&r.script, 0, "detach g0");
	check_text(&r, "detach g0\napi_version c0\n");
	script_command(&r.script, 1, r.vocabulary, &command);
	ck_assert_uint_eq(command.line, 2);
	ck_assert_uint_eq(copy.lines, 3);
	script_cut(&copy, 1);
	ck_assert_uint_eq(copy.lines, 1);
	script_release(&copy);
	rig_release(&r);
}
END_TEST

START_TEST(repair_removes_what_cannot_stand)
{
	struct rig r;

	rig_init(&r);
	script_add(&r.script, r.vocabulary, "attach g0 c0", 0);
	script_add(&r.script, r.vocabulary, "= 0", 0);
	script_add(&r.script, r.vocabulary, "container c1", 0);
	script_add(&r.script, r.vocabulary, "= 0", 0);
	script_add(&r.script, r.vocabulary, "close c0", 0);
	ck_assert(!script_is_valid(&r.script, r.reader, &r.scenario));
	script_repair(&r.script, r.reader, &r.scenario);
	check_text(&r, "container c1\n= 0\n");
	ck_assert(script_is_valid(&r.script, r.reader, &r.scenario));
	rig_release(&r);
}
END_TEST

START_TEST(files_are_read_whole)
{
	struct rig r;
	struct tool_rig files;
	char path[TOOL_PATH_MAX];

	rig_init(&r);
	tool_rig_init(&files);
	tool_rig_put(&files, "a.scn", "container c0\n");
	tool_rig_path(&files, "a.scn", path);
	ck_assert_int_eq(script_read(&r.script, r.reader, r.vocabulary, path,
	                             count_error, &r, &r.scenario),
	                 READER_OK);
	check_text(&r, "container c0\n");
	ck_assert_int_eq(script_read(&r.script, r.reader, r.vocabulary,
	                             files.folder, count_error, &r,
	                             &r.scenario),
	                 READER_UNREADABLE);
	ck_assert_int_eq(r.errors, 1);
	ck_assert_ptr_nonnull(freopen(path, "r", stdin));
	ck_assert_int_eq(script_read(&r.script, r.reader, r.vocabulary, "-",
	                             count_error, &r, &r.scenario),
	                 READER_OK);
	ck_assert_uint_eq(r.script.lines, 1);
	tool_rig_release(&files);
	rig_release(&r);
}
END_TEST

/* ---- machines as text --------------------------------------------------- */

/* What is written for each machine line. */
static const struct {
	const char *asked, *written;
} machines[] = {
	{ "machine", "machine platform=powernv9 page=4K groups=1" },
	{ "machine groups=3 tce32=1G",
	  "machine platform=powernv9 page=4K groups=3 tce32=1G" },
	{ "machine groups=2 windows.g1=1 pgsizes.g0=0x11000",
	  "machine platform=powernv9 page=4K groups=2 pgsizes.g0=0x11000 "
	  "windows.g1=1" },
	{ "machine page=64K host_driver=yes table_group=no lacks=set_window",
	  "machine platform=powernv9 page=64K groups=1 host_driver=yes "
	  "table_group=no lacks=set_window" },
	{ "machine platform=pseries endian=big eeh=no",
	  "machine platform=pseries page=4K groups=1 eeh=no endian=big" },
	{ "machine ram=1G memlock=16M ipc_lock=no largest_block=1M gate=open "
	  "beyond_table=alias",
	  "machine platform=powernv9 page=4K ram=1G groups=1 memlock=16M "
	  "ipc_lock=no largest_block=1M gate=open beyond_table=alias" },
};

START_TEST(machine_is_written_as_it_was_asked_for)
{
	struct rig r;
	char text[1024];

	rig_init(&r);
	for (size_t i = 0; i < sizeof(machines) / sizeof(machines[0]); i++) {
		ck_assert_int_eq(read_text(&r, machines[i].asked), READER_OK);
		machine_format(&r.scenario.machine, r.vocabulary, text,
		               sizeof(text));
		ck_assert_str_eq(text, machines[i].written);
	}
	rig_release(&r);
}
END_TEST

/* ---- players and worlds ------------------------------------------------- */

static void play(struct rig *r, struct player *player, const char *text)
{
	struct kernel kernel;
	struct command command;

	tool_default(&kernel, "linux-6.12");
	ck_assert_int_eq(read_text(r, text), READER_OK);
	ck_assert(player_start(player, &kernel, &r->scenario.machine));
	for (size_t i = 0; i < r->script.lines; i++) {
		if (!verb_is_step(r->script.line[i].verb))
			continue;
		script_command(&r->script, i, r->vocabulary, &command);
		ck_assert_int_eq(player_step(player, &command), BACKEND_OK);
	}
}

/* What a program sees of the last step. */
static const struct {
	const char *story, *seen;
} seen[] = {
	{ "container c0\napi_version c0\n", "0 locked_vm=0" },
	{ "container c0\nget_info c0\n",
	  "-EINVAL flags=untouched dma32_window_start=untouched "
	  "dma32_window_size=untouched pgsizes=untouched "
	  "max_dynamic_windows_supported=untouched levels=untouched "
	  "locked_vm=0" },
	{ "show of=region\n", "" },
	{ "process p1\nshow of=process\n",
	  "process p0 locked_vm=0\nprocess p1 locked_vm=0" },
	{ "container c0\nattach g0 c0\nset_iommu c0 type=7\n"
	  "memory m0 size=64K\nfill m0 byte=0x11\n"
	  "register c0 vaddr=m0 size=64K\nremove c0 start_addr=0\n"
	  "create c0 page_shift=12 window_size=1M levels=1\n"
	  "map c0 iova=0 vaddr=m0+4K size=4K\ndma g0 read iova=0\n",
	  "ok at=m0+4K data=0x11*4K locked_vm=72K" },
	{ "dma g0 read iova=1<<40 byte=0xa5\n", "fault data=0*4K locked_vm=0" },
};

START_TEST(behaviour_is_what_a_program_sees)
{
	struct rig r;
	struct player player = { .backend = NULL };
	uint64_t hash[8];
	char text[1024];

	rig_init(&r);
	for (size_t i = 0; i < sizeof(seen) / sizeof(seen[0]); i++) {
		play(&r, &player, seen[i].story);
		behaviour_format(&player.answer, r.vocabulary, text,
		                 sizeof(text));
		ck_assert_str_eq(text, seen[i].seen);
		hash[i] = behaviour_hash(&player.answer, r.vocabulary);
		for (size_t k = 0; k < i; k++)
			ck_assert_uint_ne(hash[i], hash[k]);
		ck_assert_uint_eq(behaviour_hash(&player.answer, r.vocabulary),
		                  hash[i]);
	}
	player_release(&player);
	rig_release(&r);
}
END_TEST

START_TEST(kernel_does_not_run_everywhere)
{
	struct rig r;
	struct player player = { .backend = NULL };
	struct kernel kernel;

	rig_init(&r);
	tool_default(&kernel, "linux-6.12");
	ck_assert_int_eq(read_text(&r, "machine platform=ioda1"), READER_OK);
	ck_assert(!player_start(&player, &kernel, &r.scenario.machine));
	player_release(&player);
	rig_release(&r);
}
END_TEST

static const char two_windows[] =
	"machine groups=2\ncontainer c0\ncontainer c1\nattach g0 c0\n"
	"attach g1 c0\nset_iommu c0 type=7\nmemory m0 size=64K\n"
	"register c0 vaddr=m0 size=64K\nregister c0 vaddr=m0+64K-4K size=4K\n"
	"create c0 page_shift=16 window_size=1G levels=1\n";

START_TEST(world_is_what_there_is)
{
	struct rig r;
	struct player player = { .backend = NULL };
	struct world world;
	uint64_t hash;

	rig_init(&r);
	play(&r, &player, two_windows);
	world_look(&world, &player);
	ck_assert_uint_eq(world.containers, 2);
	ck_assert_int_eq(world.container[0].type, '2');
	ck_assert_uint_eq(world.container[0].groups, 2);
	ck_assert(world.container[0].enabled);
	ck_assert(!world.container[0].pending);
	ck_assert_int_eq(world_container(&world, 1)->type, '-');
	ck_assert_uint_eq(world_container(&world, 1)->groups, 0);
	ck_assert_ptr_null(world_container(&world, 7));
	ck_assert_uint_eq(world.windows, 2);
	ck_assert_uint_eq(world.window[1].start_addr, UINT64_C(1) << 59);
	ck_assert_uint_eq(world.window[1].entries, 16384);
	ck_assert_uint_eq(world.window[1].page_shift, 16);
	ck_assert_uint_eq(world.regions, 1);
	ck_assert_int_eq(world.region[0].place.memory, 0);
	ck_assert_uint_eq(world.region[0].size, 65536);
	ck_assert(!world.region[0].mapped);
	hash = world_hash(&world);
	world.region[0].mapped = true;
	ck_assert_uint_ne(world_hash(&world), hash);
	play(&r, &player, "container c0\nattach g0 c0\nset_iommu c0 type=2\n");
	world_look(&world, &player);
	ck_assert_int_eq(world.container[0].type, '1');
	player_release(&player);
	rig_release(&r);
}
END_TEST

/* More than the world can hold. */
START_TEST(crowds_are_looked_at_in_part)
{
	struct rig r;
	struct player player = { .backend = NULL };
	struct world world;
	char text[8192];
	size_t used = (size_t)sprintf(text, "machine groups=16\n");

	rig_init(&r);
	for (int i = 0; i < 20; i++)
		used += (size_t)sprintf(text + used, "container c%d\n", i);
	for (int i = 0; i < 16; i++)
		used += (size_t)sprintf(text + used,
		                        "attach g%d c%d\nset_iommu c%d "
		                        "type=7\ncreate c%d page_shift=16 "
		                        "window_size=1G levels=1\n",
		                        i, i, i, i);
	sprintf(text + used, "memory m0 size=1M\n");
	for (int i = 0; i < 20; i++)
		sprintf(text + strlen(text),
		        "register c0 vaddr=m0+%dK size=4K\n", 4 * i);
	play(&r, &player, text);
	world_look(&world, &player);
	ck_assert_uint_eq(world.containers, WORLD_THINGS_MAX);
	ck_assert_uint_eq(world.windows, WORLD_THINGS_MAX);
	ck_assert_uint_eq(world.regions, WORLD_THINGS_MAX);
	player_release(&player);
	rig_release(&r);
}
END_TEST

/* ---- command lines ------------------------------------------------------ */

/* What is unusable, and what is said. */
static const struct {
	const char *line, *said;
} unusable[] = {
	{ "generate --seed=x", "--seed takes a number, not x" },
	{ "generate --profile=linux-6.13", "--profile" },
	{ "generate --profile=linux-6.6..", "takes one profile" },
	{ "generate --machine=page=5K", "--machine:" },
	{ "generate --nonsense", "unknown option --nonsense" },
	{ "generate --seed", "needs a value" },
	{ "generate x", "takes options only, not x" },
	{ "generate --count=2", "more than one story needs -o DIR" },
	{ "generate --avoid=nonsense", "no hazards are nonsense" },
	{ "generate --machine=platform=ioda1", "does not run linux-6.12" },
	{ "generate -o /dev/null/x", "Not a directory" },
	{ "fuzz x", "takes options only, not x" },
	{ "fuzz --profile=linux-6.13", "--profile" },
	{ "fuzz --machine=platform=ioda1", "does not run linux-6.12" },
	{ "shrink", "takes one FILE" },
	{ "shrink @/none.scn", "none.scn" },
	{ "shrink --between=v9 @/a.scn", "takes two profiles" },
	{ "check", "no TRACE is given" },
	{ "check @/none.json", "none.json" },
	{ "fingerprint", "no TRACE is given" },
	{ "fingerprint @/none.json", "none.json" },
	{ "fingerprint @/empty.json", "no step is in" },
	{ "fingerprint --choose @/none.scn", "none.scn" },
	{ "fingerprint --choose @/bad.scn", "bad.scn:1:1" },
};

START_TEST(what_is_unusable_is_told)
{
	struct tool_rig r;

	tool_rig_init(&r);
	tool_rig_put(&r, "a.scn", "container c0\n");
	tool_rig_put(&r, "bad.scn", "nonsense\n");
	tool_rig_put(&r, "empty.json", "");
	for (size_t i = 0; i < sizeof(unusable) / sizeof(unusable[0]); i++) {
		ck_assert_msg(tool_rig_run(&r, unusable[i].line) ==
		                      EXIT_UNUSABLE,
		              "%s", unusable[i].line);
		ck_assert_msg(has(r.err, unusable[i].said), "%s: %s",
		              unusable[i].line, r.err);
	}
	tool_rig_release(&r);
}
END_TEST

START_TEST(machine_line_that_is_too_long)
{
	struct tool_rig r;
	char line[1800] = "generate --machine=";

	tool_rig_init(&r);
	while (strlen(line) < 1500)
		strcat(line, "groups=2,");
	ck_assert_int_eq(tool_rig_run(&r, line), EXIT_UNUSABLE);
	tool_rig_release(&r);
}
END_TEST

START_TEST(every_tool_has_help)
{
	static const char *const tools[] = { "generate", "fuzz", "shrink",
		                             "check", "fingerprint" };
	struct tool_rig r;
	char line[64];

	tool_rig_init(&r);
	for (size_t i = 0; i < sizeof(tools) / sizeof(tools[0]); i++) {
		snprintf(line, sizeof(line), "%s --help", tools[i]);
		ck_assert_int_eq(tool_rig_run(&r, line), EXIT_AS_EXPECTED);
		ck_assert(has(r.out, "usage: tcesim "));
	}
	tool_rig_release(&r);
}
END_TEST

/* Its books do not balance: such a kernel never was (docs/profiles.md). */
START_TEST(invariant_that_does_not_hold_is_an_internal_error)
{
	struct tool_rig r;

	tool_rig_init(&r);
	tool_rig_put(&r, "a.scn",
	             "container c0\nattach g0 c0\nset_iommu c0 type=7\n"
	             "memory m0 size=4M\nregister c0 vaddr=m0 size=4M\n"
	             "map c0 iova=0 vaddr=m0 size=4K\nfork p0 p1\n"
	             "close c0\nclose g0\nexit p1\n");
	ck_assert_int_eq(
		tool_rig_run(&r, "run --profile linux-6.12-mm_binding @/a.scn"),
		EXIT_INTERNAL);
	ck_assert(has(r.err, "a.scn:"));
	ck_assert(has(r.err, ": internal error: invariant 6_mapped: a region "
	                     "counts"));
	tool_rig_release(&r);
}
END_TEST

Suite *tools_suite(void)
{
	Suite *suite = suite_create("tools");
	TCase *tcase = tcase_create("tools");

	tcase_add_test(tcase, room_grows_and_keeps);
#ifndef __SANITIZE_ADDRESS__
	tcase_add_test(tcase, room_that_cannot_be_ends_the_program);
#endif
	tcase_add_test(tcase, chance_is_the_same_everywhere);
	tcase_add_test(tcase, script_is_a_file_without_remarks);
	tcase_add_test(tcase, lines_come_and_go);
	tcase_add_test(tcase, repair_removes_what_cannot_stand);
	tcase_add_test(tcase, files_are_read_whole);
	tcase_add_test(tcase, machine_is_written_as_it_was_asked_for);
	tcase_add_test(tcase, behaviour_is_what_a_program_sees);
	tcase_add_test(tcase, kernel_does_not_run_everywhere);
	tcase_add_test(tcase, world_is_what_there_is);
	tcase_add_test(tcase, crowds_are_looked_at_in_part);
	tcase_add_test(tcase, what_is_unusable_is_told);
	tcase_add_test(tcase, machine_line_that_is_too_long);
	tcase_add_test(tcase, every_tool_has_help);
	tcase_add_test(tcase,
	               invariant_that_does_not_hold_is_an_internal_error);
	suite_add_tcase(suite, tcase);
	return suite;
}
