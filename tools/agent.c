/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * agent.c - plays scenarios on the kernel it runs on.
 *
 *     agent PORT
 *
 * PORT is a character device, read and written; "-" is standard input and
 * output.  The agent begins
 * with a line of JSON that says what it can lend:
 *
 *     {"agent":1,"release":"6.12.1","platform":"powernv9","page":4096,
 *      "groups":[{"device":"0000:01:00.0","domain":0,"endpoint":509}]}
 *
 * and then waits for orders, a line each:
 *
 *     play NAME BYTES         followed by so many bytes of a scenario
 *     story NUMBER BYTES      likewise; answers in short, see below
 *     symbols NAME...         {"symbols":{"NAME":ADDRESS}} of those there are
 *     quit
 *
 * It answers a scenario with a line of JSON for each step, as it is done, and
 * one for the end:
 *
 *     {"line":7,"step":"create c0 ...","ret":0,"out":{"start_addr":0},
 *      "locked_vm":0}
 *     {"line":8,"step":"dma g0 read","declined":"why"}
 *     {"end":true,"status":"played","complaint":""}
 *
 * To a `fault` line it says {"fault":"SITE","nth":1,"group":-1,"error":-5} and
 * waits for a line, "armed" or "declined WHY"; a `dma` line it leaves to others
 * likewise: {"dma":"read",...}, and "moved PHYSICAL ok|fault DATA PAGES".
 *
 * A member of "out" is a number or "untouched"; "show" is a list of lines;
 * "complaint" is what the kernel logged.  The status is `played`, `declined`
 * (with "why"), `broken` (a call did not come back: the kernel is not to be
 * trusted any more), `ill-formed`.  Each scenario is played by a process of its
 * own; what it opened is closed when the end is told.
 *
 * Orders may be sent without waiting for answers.  A story that comes as
 * `story` is answered with one line, with a mark for each step (sim/digest.h):
 *
 *     {"story":12,"status":"played","why":"","marks":"05fa...","complaint":""}
 */
#define _GNU_SOURCE
#include "sim/answer_json.h"
#include "sim/format.h"
#include "sim/grammar.h"
#include "sim/json.h"
#include "sim/model_vocabulary.h"
#include "sim/reader.h"
#include "sim/run.h"
#include "sim/vfio/backend.h"
#include "sim/vfio/story.h"
#include "sim/vfio/tve.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/klog.h>
#include <sys/mman.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
	ORDER_MAX = 1024,
	SCENARIO_BYTES_MAX = 16 << 20,
	CALL_TIMEOUT_SECONDS = 150,
	RETRY_MICROSECONDS = 10000,
	TEXT_MAX = 2048,
	/* syslog(2): who writes stack traces to a console waits for it. */
	CONSOLE_LEVEL = 8,
	CONSOLE_QUIET = 1
};

struct agent {
	FILE *in, *out;
	struct host host;
	struct kernel_log log;
	struct model_vocabulary names;
	int warnings;                /* clear_warn_once of debugfs; -1 */
	struct story_result *result; /* shared with who plays; NULL */
};

/* A scenario being played. */
struct play {
	struct agent *agent;
	struct reader *reader;
	struct json json;
	struct scenario scenario;
	struct backend *backend;
	struct runner runner;
	struct answer answer;
	const char *why; /* no more steps: why */
};

/* A port that nobody has opened on the other side reads as ended. */
static bool read_line(struct agent *agent, char *line, int size)
{
	while (!fgets(line, size, agent->in)) {
		if (ferror(agent->in) || agent->in == stdin)
			return false;
		clearerr(agent->in);
		usleep(RETRY_MICROSECONDS);
	}
	line[strcspn(line, "\n")] = '\0';
	return true;
}

/* ---- what a step answered ------------------------------------------------ */

static void write_lines(struct json *json, const struct answer *answer)
{
	char text[TEXT_MAX];

	json_open(json, "show", '[');
	for (size_t i = 0; i < answer->lines; i++) {
		show_line_format(&answer->line[i], NULL, text, sizeof(text));
		json_string(json, NULL, text);
	}
	json_close(json, ']');
}

static void write_answer(struct play *play)
{
	const struct answer *answer = &play->answer;
	struct kernel_log *log = &play->agent->log;
	struct json *json = &play->json;

	if (answer->verb == VERB_SHOW)
		write_lines(json, answer);
	else
		json_signed(json, "ret", answer->reply.ret);
	if (answer->fields)
		json_fields(json, answer);
	if (answer->place.known && answer->place.memory >= 0)
		json_place(json, &answer->place);
	if (answer->seen.data[0])
		json_string(json, "data", answer->seen.data);
	if (answer->seen.pages[0])
		json_string(json, "pages", answer->seen.pages);
	if (answer->locked_vm_known)
		json_unsigned(json, "locked_vm", answer->locked_vm);
	if (log->line[0])
		json_string(json, "complaint", log->line);
}

/* ---- the play --------------------------------------------------------------
 */

/* A step without which the others mean something else. */
static bool matters(enum verb verb)
{
	return verb != VERB_SHOW && verb != VERB_DMA;
}

/* False: the play is over. */
static bool play_step(struct play *play, const struct command *command)
{
	struct json *json = &play->json;
	enum backend_status status;
	char text[TEXT_MAX];

	play->agent->log.line[0] = '\0';
	status = runner_step(&play->runner, command, &play->answer);
	command_format(command, &play->agent->names.vocabulary, text,
	               sizeof(text));
	json_open(json, NULL, '{');
	json_unsigned(json, "line", command->line);
	json_string(json, "step", text);
	if (status == BACKEND_OK)
		write_answer(play);
	else
		json_string(json, "declined", play->backend->message);
	json_close(json, '}');
	json_end_line(json);
	fflush(json->out);
	if (status == BACKEND_OK ||
	    (status == BACKEND_DECLINED && !matters(command->verb)))
		return true;
	play->why = play->backend->message;
	return false;
}

static const char *play_steps(struct play *play)
{
	struct command command;

	while (reader_next(play->reader, &command) == READER_COMMAND)
		if (command.verb != VERB_EXPECT && !play_step(play, &command))
			return backend_vfio_damaged(play->backend) ? "broken"
			                                           : "declined";
	return "played";
}

static void end_play(struct play *play, const char *status, const char *why)
{
	struct json *json = &play->json;

	json_open(json, NULL, '{');
	json_bool(json, "end", true);
	json_string(json, "status", status);
	if (why)
		json_string(json, "why", why);
	json_string(json, "complaint", play->agent->log.line);
	json_close(json, '}');
	json_end_line(json);
	fflush(json->out);
}

/* Whoever gives the orders makes the kernel fail. */
static bool inject(void *context, const struct fault_request *request,
                   char *why, size_t size)
{
	struct play *play = context;
	struct json *json = &play->json;
	char answer[ORDER_MAX];

	json_open(json, NULL, '{');
	json_string(json, "fault", request->site);
	json_unsigned(json, "nth", request->nth);
	json_signed(json, "group", request->group);
	json_signed(json, "error", request->error);
	json_close(json, '}');
	json_end_line(json);
	fflush(json->out);
	if (!read_line(play->agent, answer, sizeof(answer)))
		answer[0] = '\0';
	if (!strcmp(answer, "armed"))
		return true;
	snprintf(why, size, "%.*s", (int)size - 1,
	         strncmp(answer, "declined ", 9) ? answer : answer + 9);
	return false;
}

static void put_windows(struct json *json, const struct vfio_transfer *transfer)
{
	json_open(json, "windows", '[');
	for (unsigned int slot = 0; slot < TVE_SLOTS && !transfer->host;
	     slot++) {
		const struct tve *tve = &transfer->tve[slot];

		if (!tve->set)
			continue;
		json_open(json, NULL, '{');
		json_unsigned(json, "slot", slot);
		json_unsigned(json, "levels", tve->levels);
		json_unsigned(json, "page_shift", tve->page_shift);
		json_unsigned(json, "table", tve->table);
		json_unsigned(json, "level_bytes", tve->level_bytes);
		json_close(json, '}');
	}
	json_close(json, ']');
}

static void put_transfer(struct json *json,
                         const struct vfio_transfer *transfer)
{
	const struct dma_request *request = transfer->request;

	json_open(json, NULL, '{');
	json_string(json, "dma", request->write ? "write" : "read");
	json_unsigned(json, "group", request->group);
	json_unsigned(json, "iova", request->iova);
	json_unsigned(json, "size", request->size);
	json_signed(json, "fill", request->fill ? request->byte : -1);
	json_unsigned(json, "bar", transfer->bar);
	json_bool(json, "bypass", transfer->host);
	put_windows(json, transfer);
	json_open(json, "scratch", '[');
	for (int i = 0; i < SCRATCH_PAGES; i++)
		json_unsigned(json, NULL, transfer->scratch[i]);
	json_close(json, ']');
	json_close(json, '}');
	json_end_line(json);
	fflush(json->out);
}

/* Whoever gives the orders works the device. */
static bool move(void *context, const struct vfio_transfer *transfer,
                 struct vfio_moved *moved, char *why, size_t size)
{
	struct play *play = context;
	char answer[ORDER_MAX], result[8];
	unsigned long long physical;

	put_transfer(&play->json, transfer);
	if (!read_line(play->agent, answer, sizeof(answer)) ||
	    sscanf(answer, "moved %llu %7s %255s %255s", &physical, result,
	           moved->seen->data, moved->seen->pages) != 4) {
		snprintf(why, size, "the device cannot be worked");
		return false;
	}
	moved->physical = physical;
	moved->good = !strcmp(result, "ok");
	return true;
}

/* The processes of the scenario end before its end is told: their last words
 * to the kernel may make it complain. */
static void perform(struct play *play)
{
	const struct vfio_options options = {
		.host = &play->agent->host,
		.log = &play->agent->log,
		.timeout_seconds = CALL_TIMEOUT_SECONDS,
		.inject = inject,
		.move = move,
		.context = play,
	};
	const char *status = "broken", *why = "no process can be started";
	char message[BACKEND_MESSAGE_MAX];

	play->backend = backend_vfio_new(&play->scenario.machine, &options);
	if (play->backend && runner_start(&play->runner, play->backend,
	                                  &play->scenario.machine)) {
		status = play_steps(play);
		why = play->why;
	}
	if (why)
		why = strcpy(message, why);
	play->agent->log.line[0] = '\0';
	if (play->backend)
		play->backend->ops->free(play->backend);
	kernel_log_read(&play->agent->log);
	end_play(play, status, why);
}

static void say_error(void *context, const char *text)
{
	struct json *json = context;

	json_open(json, NULL, '{');
	json_string(json, "error", text);
	json_close(json, '}');
	json_end_line(json);
}

/* A warning that the kernel gives once is to be given once per scenario. */
static void clear_warnings(const struct agent *agent)
{
	if (agent->warnings >= 0 && write(agent->warnings, "1", 1) != 1)
		fprintf(stderr, "agent: clear_warn_once: %s\n",
		        strerror(errno));
}

static void play_text(struct agent *agent, const char *name, const char *text,
                      size_t size)
{
	struct play play = { .agent = agent, .json = { .out = agent->out } };
	const char *why;

	play.reader = reader_new(&agent->names.vocabulary);
	if (!play.reader ||
	    reader_open_text(play.reader, name, text, size, say_error,
	                     &play.json, &play.scenario) != READER_OK)
		end_play(&play, "ill-formed", NULL);
	else if (!backend_vfio_fits(&agent->host, &play.scenario.machine, &why))
		end_play(&play, "declined", why);
	else
		perform(&play);
}

/* In a child: whatever happens to it, the next scenario begins anew. */
static void play_apart(struct agent *agent, const char *name, const char *text,
                       size_t size)
{
	struct play play = { .agent = agent, .json = { .out = agent->out } };
	int status = 0;
	pid_t child;

	clear_warnings(agent);
	kernel_log_close(&agent->log);
	child = fork();
	if (child == 0) {
		kernel_log_open(&agent->log);
		play_text(agent, name, text, size);
		_exit(0);
	}
	while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR)
		;
	if (child < 0 || status)
		end_play(&play, "broken", "the agent's own process ended");
}

/* ---- stories in short ------------------------------------------------------
 */

static void tell_result(struct agent *agent, unsigned long number, bool lived)
{
	/* clang-format off */
	static const char *const names[] = {
		[STORY_BROKEN]     = "broken",
		[STORY_PLAYED]     = "played",
		[STORY_DECLINED]   = "declined",
		[STORY_ILL_FORMED] = "ill-formed",
	};
	/* clang-format on */
	const struct story_result *result = agent->result;
	struct json json = { .out = agent->out };

	json_open(&json, NULL, '{');
	json_unsigned(&json, "story", number);
	json_string(&json, "status", names[lived ? result->status : 0]);
	json_string(&json, "why", lived ? result->why : "its process ended");
	json_string(&json, "marks", result->marks);
	json_string(&json, "complaint", agent->log.line);
	json_close(&json, '}');
	json_end_line(&json);
	fflush(json.out);
}

/* The kernel's log is read when the processes have ended. */
static void play_short(struct agent *agent, const char *name, const char *text,
                       size_t size)
{
	struct story_result *result = agent->result;
	int status = 1;
	pid_t child;

	memset(result, 0, offsetof(struct story_result, marks) + 1);
	clear_warnings(agent);
	if (agent->log.fd < 0)
		kernel_log_open(&agent->log);
	child = fork();
	if (child == 0) {
		story_play(&agent->host, &agent->names.vocabulary, text, size,
		           result);
		_exit(0);
	}
	while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR)
		;
	agent->log.line[0] = '\0';
	kernel_log_read(&agent->log);
	tell_result(agent, strtoul(name, NULL, 10), status == 0);
}

/* ---- orders ---------------------------------------------------------------
 */

typedef void player(struct agent *agent, const char *name, const char *text,
                    size_t size);

static bool play_order(struct agent *agent, player *play, const char *name,
                       size_t size)
{
	char *text = size <= SCENARIO_BYTES_MAX ? malloc(size + 1) : NULL;
	size_t done = 0;

	if (!text)
		return false;
	while (done < size && !ferror(agent->in)) {
		done += fread(text + done, 1, size - done, agent->in);
		if (done < size && agent->in == stdin)
			break;
		if (done < size)
			clearerr(agent->in);
	}
	text[done] = '\0';
	play(agent, name, text, size);
	free(text);
	return true;
}

/* Each line of kallsyms: address, letter, name. */
static void tell_symbols(struct agent *agent, const char *names)
{
	FILE *file = fopen("/proc/kallsyms", "r");
	struct json json = { .out = agent->out };
	char line[ORDER_MAX], name[ORDER_MAX + 2];
	unsigned long long address;

	json_open(&json, NULL, '{');
	json_open(&json, "symbols", '{');
	while (file && fgets(line, sizeof(line), file)) {
		name[0] = ' ';
		if (sscanf(line, "%llx %*c %500s", &address, name + 1) != 2)
			continue;
		strcat(name, " ");
		if (!strstr(names, name))
			continue;
		name[strlen(name) - 1] = '\0';
		json_unsigned(&json, name + 1, address);
	}
	json_close(&json, '}');
	json_close(&json, '}');
	json_end_line(&json);
	fflush(json.out);
	if (file)
		fclose(file);
}

static bool obey_one(struct agent *agent, char *order)
{
	char name[ORDER_MAX];
	size_t size;

	if (sscanf(order, "play %1023s %zu", name, &size) == 2)
		return play_order(agent, play_apart, name, size);
	if (agent->result &&
	    sscanf(order, "story %1023s %zu", name, &size) == 2)
		return play_order(agent, play_short, name, size);
	if (strncmp(order, "symbols ", 8))
		return false;
	strcat(order, " ");
	tell_symbols(agent, order + 7);
	return true;
}

static int obey(struct agent *agent)
{
	char line[ORDER_MAX + 1];

	while (read_line(agent, line, ORDER_MAX)) {
		if (!strcmp(line, "quit"))
			return 0;
		if (!obey_one(agent, line))
			return 1;
	}
	return ferror(agent->in) ? 1 : 0;
}

static void greet(const struct agent *agent)
{
	struct json json = { .out = agent->out };
	struct utsname system;

	uname(&system);
	json_open(&json, NULL, '{');
	json_unsigned(&json, "agent", 1);
	json_string(&json, "release", system.release);
	json_string(&json, "platform", agent->host.platform);
	json_unsigned(&json, "page", (uint64_t)sysconf(_SC_PAGESIZE));
	json_open(&json, "groups", '[');
	for (unsigned int g = 0; g < agent->host.groups; g++) {
		const struct host_group *group = &agent->host.group[g];

		json_open(&json, NULL, '{');
		json_string(&json, "device", group->device);
		json_unsigned(&json, "domain", group->domain);
		json_unsigned(&json, "endpoint", group->endpoint);
		json_close(&json, '}');
	}
	json_close(&json, ']');
	json_close(&json, '}');
	json_end_line(&json);
	fflush(json.out);
}

static bool open_port(struct agent *agent, const char *name)
{
	int port;

	agent->in = stdin;
	agent->out = stdout;
	if (!strcmp(name, "-"))
		return true;
	port = open(name, O_RDWR | O_CLOEXEC);
	agent->in = port < 0 ? NULL : fdopen(port, "r");
	agent->out = port < 0 ? NULL : fdopen(dup(port), "w");
	return agent->in && agent->out;
}

int main(int argc, char **argv)
{
	struct agent agent = { .log = { .fd = -1 } };
	void *shared = mmap(NULL, sizeof(*agent.result), PROT_READ | PROT_WRITE,
	                    MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (argc != 2 || !open_port(&agent, argv[1])) {
		fprintf(stderr, "usage: agent PORT|-\n");
		return 2;
	}
	if (!model_vocabulary_init(&agent.names))
		return 1;
	klogctl(CONSOLE_LEVEL, NULL, CONSOLE_QUIET);
	agent.result = shared == MAP_FAILED ? NULL : shared;
	agent.warnings = open("/sys/kernel/debug/clear_warn_once",
	                      O_WRONLY | O_CLOEXEC);
	host_find(&agent.host);
	if (!tve_probe())
		fprintf(stderr,
		        "agent: the kernel's windows cannot be traced\n");
	greet(&agent);
	return obey(&agent);
}
