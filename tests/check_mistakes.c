/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The language: lines that are wrong, and what is said of them. */
#include "sim/parse.h"
#include "tests/count.h"
#include "tests/lines.h"

#include <check.h>
#include <string.h>

Suite *mistakes_suite(void);

#define NUMBERS   "a number is 4096, 0x1000, 4K, 1<<12 or a sum of these"
#define ADDRESSES "an address is m0, m0+64K, 0x1000 or 1<<59"
#define RESULTS                                                          \
	"a result is 0, a number, -EINVAL; of dma ok or fault; of show " \
	"nothing, or a kind and a name"
#define MAP                                                            \
	"map cN iova=ADDR vaddr=ADDR size=SIZE [flags=none|r|w|rw|N] " \
	"[argsz=N] [arg=null|unmapped|readonly|edge:N] [as=pN]"

/* clang-format off */
static const struct {
	const char *text;
	unsigned int column;
	const char *message;
} bad[] = {
	/* verbs */
	{ "creat c0", 1, "'creat' is no verb; did you mean 'create'?" },
	{ "  zzzzzz c0", 3, "'zzzzzz' is no verb; 'tcesim verbs' lists them" },
	{ "=0", 1, "'=0' is no verb; a space stands behind '='" },
	{ "c\x01 c0", 2, "'\\x01' is a control character; lines are of plain "
	  "text and end with a newline alone" },
	{ "\x80\xff", 1, "'\\x80\\xff' is no verb; 'tcesim verbs' lists "
	  "them" },

	/* objects */
	{ "container", 10, "the line ends too early; container cN [as=pN]" },
	{ "container as=p1", 11, "'as=p1' comes too early; "
	  "container cN [as=pN]" },
	{ "container x0", 11, "'x0' is no container; container cN [as=pN]" },
	{ "container c", 11, "'c' is no container; container cN [as=pN]" },
	{ "container c01", 11, "'c01' is no container; container cN [as=pN]" },
	{ "container c1x", 11, "'c1x' is no container; container cN [as=pN]" },
	{ "container c1000001", 11, "'c1000001' has too large a number; names "
	  "go up to 1000000" },
	{ "container c99999999999999999999", 11, "'c99999999999999999999' has "
	  "too large a number; names go up to 1000000" },
	{ "container c0 c1", 14, "'c1' is too much; what follows are "
	  "KEY=VALUE" },
	{ "group c0", 7, "'c0' is no group; group gN [as=pN]" },
	{ "device g0 g0", 8, "'g0' is no device; device dN gN [name=WORD] "
	  "[arg=null|unmapped|readonly|edge:N] [as=pN]" },
	{ "fill c0 byte=1", 6, "'c0' is no memory; fill mN byte=N [size=SIZE] "
	  "[as=pN]" },
	{ "exit c0", 6, "'c0' is no process; exit pN" },
	{ "close m0", 7, "'m0' is no file; close FILE [as=pN]" },
	{ "fault page_aloc", 7, "'page_aloc' is no fault site; did you mean "
	  "'page_alloc'?" },
	{ "fault qqq", 7, "'qqq' is no fault site; 'tcesim faults' lists "
	  "them" },
	{ "fault", 6, "the line ends too early; fault SITE [nth=N] [group=gN] "
	  "[error=-ERROR]" },
	{ "dma g0 up iova=0", 8, "'up' is no direction; the device does read "
	  "or write" },
	{ "dma g0", 7, "the line ends too early; dma gN read|write iova=ADDR "
	  "[size=SIZE] [byte=N]" },

	/* keys */
	{ "container c0 foo=1", 14, "container has no key 'foo'; "
	  "container cN [as=pN]" },
	{ "create c0 page_shft=1", 11, "create has no key 'page_shft'; did "
	  "you mean 'page_shift'?" },
	{ "map c0 iova=0 vaddr=m0", 23, "size= is missing; " MAP },
	{ "map c0 iova=0 vaddr=m0 size=1 iova=0", 31, "'iova' is said twice; "
	  "once is enough" },
	{ "map c0 iova=0 vaddr=m0 size=", 29, "size= has no value; "
	  "size=SIZE" },
	{ "map c0 iova=0 vaddr=m0 size.g0=1", 29, "size is not said of one "
	  "group; tce32, pgsizes, windows, host_driver, table_group and lacks "
	  "are" },
	{ "machine ram.g0=1G", 13, "ram is not said of one group; tce32, "
	  "pgsizes, windows, host_driver, table_group and lacks are" },
	{ "machine windows.0=1", 17, "'0' is no group; a key of one group is "
	  "tce32.g1=" },
	{ "machine windows.g16=1", 17, "'g16' is beyond every machine; groups "
	  "are g0 to g15" },
	{ "machine windows.g1=1", 20, "the machine does not have the group of "
	  "this key; groups=N gives g0 to g(N-1)" },
	{ "machine windows=1 windows.g0=0 windows.g0=0", 32, "'windows' is "
	  "said twice; once is enough" },
	{ "machine ram=65M+1", 18, "ram is no multiple of 64K; host memory "
	  "comes in units of 64K" },
	{ "get_info c0 =1", 13, "get_info has no key ''; get_info cN "
	  "[argsz=N] [flags=N] [arg=null|unmapped|readonly|edge:N] [as=pN]" },

	/* numbers */
	{ "unmap c0 iova=0 size=4Q", 22, "'4Q' is no number; " NUMBERS },
	{ "unmap c0 iova=0 size=x", 22, "'x' is no number; " NUMBERS },
	{ "unmap c0 iova=0 size=-4K", 22, "'-4K' is no number; " NUMBERS },
	{ "unmap c0 iova=0 size=4+", 22, "'4+' is no number; " NUMBERS },
	{ "unmap c0 iova=0 size=0x", 22, "'0x' is no number; " NUMBERS },
	{ "unmap c0 iova=0 size=1<4", 22, "'1<4' is no number; " NUMBERS },
	{ "unmap c0 iova=0 size=1<<", 22, "'1<<' is no number; " NUMBERS },
	{ "unmap c0 iova=0 size=m0", 22, "'m0' is no number; " NUMBERS },
	{ "unmap c0 iova=0 size=1<<64", 22, "'1<<64' shifts too far; the B of "
	  "A<<B is at most 63" },
	{ "unmap c0 iova=0 size=1<<99999999999999999999", 22,
	  "'1<<99999999999999999999' shifts too far; the B of A<<B is at most "
	  "63" },
	{ "unmap c0 iova=0 size=18446744073709551616", 22,
	  "'18446744073709551616' is beyond 64 bits; the largest number is "
	  "0xffffffffffffffff" },
	{ "unmap c0 iova=0 size=0x10000000000000000", 22,
	  "'0x10000000000000000' is beyond 64 bits; the largest number is "
	  "0xffffffffffffffff" },
	{ "unmap c0 iova=0 size=16384P", 22, "'16384P' is beyond 64 bits; the "
	  "largest number is 0xffffffffffffffff" },
	{ "machine groups=17", 16, "'17' is out of range; groups is 1 to 16" },
	{ "machine groups=0", 16, "'0' is out of range; groups is 1 to 16" },
	{ "machine windows=3", 17, "'3' is out of range; windows is 0 to 2" },
	{ "machine ram=1M", 13, "'1M' is out of range; ram is 64M to 64T" },
	{ "machine ram=65T", 13, "'65T' is out of range; ram is 64M to 64T" },
	{ "machine page=8K", 14, "'8K' is no page size of a host; page is "
	  "4K|64K" },
	{ "machine page=x", 14, "'x' is no number; " NUMBERS },
	{ "= 0 data=256", 10, "'256' is no byte; data is 0x5a, or "
	  "0x5a*4K,0*4K" },
	{ "= 0 data=0x5a*4K,x*4K", 18, "'x' is no byte; data is 0x5a, or "
	  "0x5a*4K,0*4K" },
	{ "= 0 data=1*0", 10, "'1' has no good count; a count is *2 or *4K" },
	{ "= ok pages=ok*2,pgsiz", 17, "'pgsiz' is no result of a page; did "
	  "you mean 'pgsize'?" },
	{ "fill m0 byte=256", 14, "'256' is out of range; byte is 0x0 to "
	  "0xff" },
	{ "memory m0 size=0", 16, "'0' is out of range; size is at least 1" },
	{ "memory m0 size=1 align=3", 24, "'3' is no power of two; 4K, 64K "
	  "and 2M are" },
	{ "memory m0 size=1 align=x", 24, "'x' is no number; " NUMBERS },
	{ "fault page_alloc nth=0", 22, "'0' is out of range; nth is at least "
	  "1" },

	/* addresses */
	{ "remove c0 start_addr=z", 22, "'z' is no address; " ADDRESSES },
	{ "remove c0 start_addr=m", 22, "'m' is no address; " ADDRESSES },
	{ "remove c0 start_addr=mx", 22, "'mx' is no address; " ADDRESSES },
	{ "remove c0 start_addr=m0+", 22, "'m0+' is no address; " ADDRESSES },
	{ "remove c0 start_addr=m0*2", 22, "'m0*2' is no address; "
	  ADDRESSES },
	{ "remove c0 start_addr=4K+m0", 22, "'4K+m0' is no address; "
	  ADDRESSES },
	{ "remove c0 start_addr=m1000001", 22, "'m1000001' is too large; "
	  "numbers have 64 bits, names end at m1000000" },
	{ "remove c0 start_addr=1<<64", 22, "'1<<64' shifts too far; the B of "
	  "A<<B is at most 63" },

	/* words */
	{ "machine eeh=maybe", 13, "'maybe' is not a word for it; eeh is "
	  "yes|no" },
	{ "machine endian=biig", 16, "'biig' is not a word for it; did you "
	  "mean 'big'?" },
	{ "set_iommu c0 type=spapr_tce_v3", 19, "'spapr_tce_v3' is not a word "
	  "for it; did you mean 'spapr_tce_v2'?" },
	{ "set_iommu c0 type=none", 19, "'none' is not a word for it; type is "
	  "type1|spapr_tce|type1v2|eeh|spapr_tce_v2|noiommu|N" },
	{ "set_iommu c0 type=9x", 19, "'9x' is no number; " NUMBERS },
	{ "enable c0 as=q1", 14, "'q1' is no process; as=pN" },
	{ "enable c0 as=p1000001", 14, "'p1000001' has too large a number; "
	  "names go up to 1000000" },
	{ "fault page_alloc group=0", 24, "'0' is no group; group=gN" },
	{ "fault page_alloc error=EIO", 24, "'EIO' is no error; an error is "
	  "-EINVAL" },
	{ "fault page_alloc error=-", 24, "'-' is no error; an error is "
	  "-EINVAL" },
	{ "fault page_alloc error=-EOI", 25, "'EOI' is no error; did you mean "
	  "'EIO'?" },
	{ "fault page_alloc error=-ELONGERTHANANYERRORTHATISKNOWN", 25,
	  "'ELONGERTHANANYERRORTHATISKNOWN' is no error; an error is "
	  "-EINVAL" },
	{ "get_info c0 arg=nul", 17, "'nul' is no pointer; arg is "
	  "null|unmapped|readonly|edge:N" },
	{ "get_info c0 arg=pointer", 17, "'pointer' is no pointer; arg is "
	  "null|unmapped|readonly|edge:N" },
	{ "get_info c0 arg=edge:x", 22, "'x' is no number; " NUMBERS },

	/* profiles */
	{ "only", 5, "no profile is named; only PROFILES ..." },
	{ "only v8", 6, "unknown profile 'v8'; did you mean 'v9'?" },
	{ "only abcdef", 6, "unknown profile 'abcdef'; 'tcesim profiles' lists "
	  "them" },
	{ "only v9 strict,linux-6.13", 16, "unknown profile 'linux-6.13'; did "
	  "you mean 'linux-6.12'?" },
	{ "only powernv8", 6, "no profile but a platform 'powernv8'; the "
	  "machine line names the platform" },
	{ "only v9,", 9, "no name between the commas: ''; profiles are "
	  "v9,linux-6.11.." },
	{ "only ..", 6, "bad range of releases '..'; a range is "
	  "linux-4.12..linux-6.3, linux-6.11.. or ..linux-4.20" },
	{ "only v9..", 6, "bad range of releases 'v9..'; a range is "
	  "linux-4.12..linux-6.3, linux-6.11.. or ..linux-4.20" },
	{ "only ..release-1.2", 6, "bad range of releases '..release-1.2'; a "
	  "range is linux-4.12..linux-6.3, linux-6.11.. or ..linux-4.20" },
	{ "only linux-6..", 6, "bad range of releases 'linux-6..'; a range is "
	  "linux-4.12..linux-6.3, linux-6.11.. or ..linux-4.20" },
	{ "only linux-6x1..", 6, "bad range of releases 'linux-6x1..'; a range "
	  "is linux-4.12..linux-6.3, linux-6.11.. or ..linux-4.20" },
	{ "only linux-x.1..", 6, "bad range of releases 'linux-x.1..'; a range "
	  "is linux-4.12..linux-6.3, linux-6.11.. or ..linux-4.20" },
	{ "only linux-0.1..", 6, "bad range of releases 'linux-0.1..'; a range "
	  "is linux-4.12..linux-6.3, linux-6.11.. or ..linux-4.20" },
	{ "only linux-6.x..", 6, "bad range of releases 'linux-6.x..'; a range "
	  "is linux-4.12..linux-6.3, linux-6.11.. or ..linux-4.20" },
	{ "only linux-6.1x..", 6, "bad range of releases 'linux-6.1x..'; a "
	  "range is linux-4.12..linux-6.3, linux-6.11.. or ..linux-4.20" },
	{ "only linux-6.65536..", 6, "bad range of releases 'linux-6.65536..'; "
	  "a range is linux-4.12..linux-6.3, linux-6.11.. or ..linux-4.20" },
	{ "only linux-6.3..linux-4.12", 6, "nothing is in the range "
	  "'linux-6.3..linux-4.12'; the earlier release comes first" },
	{ "only v9,v9,v9,v9,v9,v9,v9,v9,v9,v9,v9,v9,v9,v9,v9,v9,v9,v9,v9,v9,"
	  "v9,v9,v9,v9,strict", 78, "too many profiles from 'strict'; a line "
	  "has at most 24; ranges say more" },
	{ "= @powernv7 0", 4, "unknown profile 'powernv7'; did you mean "
	  "'powernv8'?" },

	/* answers */
	{ "=", 2, "no result stands behind '='; " RESULTS },
	{ "= @v9", 6, "no result stands behind the guard; " RESULTS },
	{ "= okay", 3, "'okay' is no result; " RESULTS },
	{ "= falt", 3, "'falt' is no result; did you mean 'fault'?" },
	{ "= windw c0", 3, "'windw' is no result; did you mean 'window'?" },
	{ "= 1x", 3, "'1x' is no result; " RESULTS },
	{ "= 1<<63", 3, "'1<<63' is no result; " RESULTS },
	{ "= -22", 3, "this error has a name; write -EINVAL" },
	{ "= -0", 3, "'-0' is no error; errors are -EINVAL, or -1 to -4095 "
	  "without a name" },
	{ "= -4096", 3, "'-4096' is no error; errors are -EINVAL, or -1 to "
	  "-4095 without a name" },
	{ "= -4x", 3, "'-4x' is no error; errors are -EINVAL, or -1 to -4095 "
	  "without a name" },
	{ "= process", 10, "the line ends too early; a line of show is a kind, "
	  "a name and keys" },
	{ "= process c0", 11, "'c0' is no process; names are p0, m0, c0, g0; a "
	  "region's is its address, m0" },
	{ "= region z", 10, "'z' is no address; names are p0, m0, c0, g0; a "
	  "region's is its address, m0" },
	{ "= tce c0 pins=1", 10, "tce has no key 'pins'; = [@PROFILES] RESULT "
	  "[KEY=VALUE ...]" },
	{ "= nothing why=none", 11, "nothing has no key 'why'; = [@PROFILES] "
	  "RESULT [KEY=VALUE ...]" },
	{ "= fault at=m0", 9, "fault has no key 'at'; = [@PROFILES] RESULT "
	  "[KEY=VALUE ...]" },
	{ "= 0 start_adr=0", 5, "an answer has no key 'start_adr'; did you "
	  "mean 'start_addr'?" },
	{ "= 0 why=untouched", 9, "'untouched' is no reason; 'tcesim reasons' "
	  "lists them" },
	{ "= 0 why=pgsizes", 9, "'pgsizes' is no reason; did you mean "
	  "'pgsize'?" },
	{ "= ok at=untouched", 9, "'untouched' is no address; " ADDRESSES },
	{ "= 0 hazard=null_store,leakd_charge", 23, "'leakd_charge' is no "
	  "hazard; did you mean 'leaked_charge'?" },
	{ "= 0 hazard=", 12, "hazard= has no value; hazard=NAME,...|none" },
	{ "= 0 hazard=none,null_store", 12, "'none' is no hazard; 'tcesim "
	  "hazards' lists them" },
	{ "= container c0 groups=g0,,g1", 26, "'' is no group; a list of "
	  "groups is g1,g0 or none" },
	{ "= container c0 groups=g16", 23, "'g16' has too many groups; a "
	  "machine has g0 to g15" },
	{ "= container c0 groups=g0,g0,g0,g0,g0,g0,g0,g0,g0,g0,g0,g0,g0,g0,g0,"
	  "g0,g0", 23, "'g0,g0,g0,g0,g0,g0,g0,g0,g0,g0,g0,g0,g0,g0,g0,g0,g0' "
	  "has too many groups; a machine has g0 to g15" },
};
/* clang-format on */

START_TEST(bad_line_is_explained)
{
	struct command command;
	struct line_errors errors;

	ck_assert_int_eq(lines_parse(bad[_i].text, &command, &errors),
	                 PARSE_ERROR);
	ck_assert_uint_eq(errors.count, 1);
	ck_assert_str_eq(errors.error[0].text, bad[_i].message);
	ck_assert_uint_eq(errors.error[0].column, bad[_i].column);
}
END_TEST

START_TEST(every_error_of_a_line_is_told)
{
	struct command command;
	struct line_errors errors;

	ck_assert_int_eq(lines_parse("map c0 iova=q size=w as=x", &command,
	                             &errors),
	                 PARSE_ERROR);
	ck_assert_uint_eq(errors.count, 4);
	ck_assert_uint_eq(errors.error[0].column, 13);
	ck_assert_uint_eq(errors.error[1].column, 20);
	ck_assert_uint_eq(errors.error[2].column, 25);
	ck_assert_str_eq(errors.error[3].text, "vaddr= is missing; " MAP);
	ck_assert_uint_eq(errors.error[3].column, 26);
}
END_TEST

START_TEST(nothing_is_missing_behind_a_control_character)
{
	static const char *const lines[] = {
		"container \r",       "create c0\r", "= \r", "= @v9\r",
		"= process \x7f\x01", "only v9\r",   "\r",
	};
	struct command command;
	struct line_errors errors;

	ck_assert_int_eq(lines_parse(lines[_i], &command, &errors),
	                 PARSE_ERROR);
	ck_assert_uint_ge(errors.count, 1);
	ck_assert_ptr_nonnull(strstr(errors.error[0].text, "control"));
	ck_assert_ptr_null(
		strstr(errors.error[errors.count - 1].text, "missing"));
	ck_assert_ptr_null(
		strstr(errors.error[errors.count - 1].text, "too early"));
}
END_TEST

Suite *mistakes_suite(void)
{
	Suite *suite = suite_create("mistakes");
	TCase *tcase = tcase_create("mistakes");

	tcase_add_loop_test(tcase, bad_line_is_explained, 0, COUNT(bad));
	tcase_add_test(tcase, every_error_of_a_line_is_told);
	tcase_add_loop_test(
		tcase, nothing_is_missing_behind_a_control_character, 0, 7);
	suite_add_tcase(suite, tcase);
	return suite;
}
