# SPDX-License-Identifier: GPL-2.0-or-later
#
# tcesim: GNU make and a C11 compiler are enough for `make` and `make replay`.
#
#     make CC=clang           another compiler
#     make MODE=sanitize      another kind of build, in build/sanitize
#     make V=1                show the commands
#     make -j1                one thing at a time

ifeq ($(origin CC),default)
CC = gcc
endif
AR      ?= ar
OBJCOPY ?= objcopy
MODE    ?= release
SCENARIOS ?= scenarios
BUILD   := build$(patsubst /release,,/$(MODE))
V       ?= 0
Q       := $(if $(filter 0,$(V)),@)

prefix     ?= /usr/local
bindir     ?= $(prefix)/bin
libdir     ?= $(prefix)/lib
includedir ?= $(prefix)/include
INSTALL    ?= install

WARNINGS = -Wall -Wextra -Wpedantic -Werror -Wshadow -Wconversion \
	-Wsign-conversion -Wswitch-enum -Wundef -Wvla -Wformat=2 \
	-Wpointer-arith -Wwrite-strings -Wstrict-prototypes \
	-Wmissing-prototypes -Wold-style-definition -fno-common

CFLAGS.release  = -O2 -g
CFLAGS.clang    = -O2 -g
CFLAGS.debug    = -O0 -g3
CFLAGS.sanitize = -O1 -g -fsanitize=address,undefined \
	-fno-sanitize-recover=all -fno-omit-frame-pointer
# Threads count too: a counter that loses an increment makes others negative.
CFLAGS.coverage = -O0 -g --coverage -fprofile-update=atomic
CFLAGS.fuzz     = -O1 -g -fno-sanitize-recover=all -fno-omit-frame-pointer \
	-fsanitize=address,undefined,fuzzer-no-link
MODES = release clang debug sanitize coverage fuzz

ifeq ($(filter $(MODE),$(MODES)),)
$(error MODE=$(MODE) is none of: $(MODES))
endif

CPPFLAGS = -I. -D_POSIX_C_SOURCE=200809L
CFLAGS   = -std=c11 $(CFLAGS.$(MODE)) $(WARNINGS)
LDFLAGS  = -pthread $(filter -fsanitize=% --coverage,$(CFLAGS.$(MODE)))

# Evaluated only where tests are built, so that `make` needs neither.
CHECK_CFLAGS = $(shell pkg-config --cflags check)
CHECK_LIBS   = $(shell pkg-config --libs check)

# Work on as many things at once as there are processors, unless told.
JOBS ?= $(shell nproc 2>/dev/null || echo 1)
ifeq ($(MAKELEVEL)$(filter -j%,$(MAKEFLAGS)),0)
MAKEFLAGS += -j$(JOBS)
endif
MAKEFLAGS += --no-print-directory --no-builtin-rules --output-sync=target

objects = $(patsubst %.c,$(BUILD)/%.o,$(1))
MODEL   = $(call objects,$(wildcard model/*.c))
SIM     = $(call objects,$(filter-out sim/main.c,$(wildcard sim/*.c)))
MAIN    = $(call objects,sim/main.c)
SUITES  = $(patsubst tests/check_%.c,%,$(wildcard tests/check_*.c))
# Programs of their own; everything else in tests/ is in tests/unit.
ALONE   = $(wildcard tests/sweep.c tests/mutants.c)
UNIT    = $(call objects,$(filter-out $(ALONE),$(wildcard tests/*.c)))
FUZZERS = $(patsubst %.c,$(BUILD)/%,$(wildcard tests/fuzz/*.c))
FUZZ_SECONDS ?= 30
HEADERS = $(wildcard model/*.h sim/*.h sim/*/*.h tests/*.h)
SOURCES = $(wildcard $(foreach dir,model sim sim/* tests tests/clients \
	tests/twin bench tools,$(dir)/*.[ch]))
VERSION = $(shell sed -n 's/^.define TCESIM_VERSION "\(.*\)"/\1/p' model/tcesim.h)

PROGRAM = $(BUILD)/tcesim
LIBRARY = $(BUILD)/libtcesim.a

.PHONY: all fuzz run-fuzzers fingerprint-set replay test check unit scenarios headers floors lengths spdx \
	format-check docs docs-check sanitize coverage bench kernel-diff sweep \
	quick-sweep mutants install uninstall \
	format tidy traits analyze clean distclean help FORCE
.DELETE_ON_ERROR:

## all         the program build/tcesim and the library build/libtcesim.a
all: $(PROGRAM) $(LIBRARY)

## replay      replay every shipped scenario on every profile
replay: $(PROGRAM)
	$(Q)$(PROGRAM) run $(SCENARIOS)

## test        install what the tests need (Debian), then make check
test:
	$(Q)tools/deps check
	$(Q)$(MAKE) check

## check       everything that must hold before a commit
check: unit scenarios quick-sweep mutants headers tidy docs-check findings-check
	@echo "check: all good ($(MODE), $(CC))"

## unit        unit tests; SUITE=name for one suite
unit: $(BUILD)/tests/unit
	$(Q)$(if $(SUITE),CK_RUN_SUITE=$(SUITE)) $(RUN_ENV) $<

# The same as replay, quiet while all is well.
scenarios: $(PROGRAM)
	$(Q)$(PROGRAM) run $(SCENARIOS) >$(BUILD)/scenarios.txt || \
		{ head -n 100 $(BUILD)/scenarios.txt; \
		  tail -n 1 $(BUILD)/scenarios.txt; exit 1; }
	@printf 'scenarios: '; tail -n 1 $(BUILD)/scenarios.txt

## sanitize    the tests under AddressSanitizer and UndefinedBehaviorSanitizer
sanitize:
	$(Q)$(MAKE) MODE=sanitize RUN_ENV=CK_FORK=no unit scenarios quick-sweep

## coverage    lines, branches and reasons; HTML in build/coverage/html
coverage:
	$(Q)$(MAKE) MODE=coverage build/coverage/tcesim \
		build/coverage/tests/unit build/coverage/tests/sweep
	$(Q)tools/coverage build/coverage

## kernel-diff real kernels in QEMU against the model; KERNELS= MACHINES=
##             SCENARIOS=
kernel-diff: $(PROGRAM)
	$(Q)tools/kernel-diff $(if $(KERNELS),--kernels $(KERNELS)) \
		$(if $(MACHINES),--machines $(MACHINES)) $(SCENARIOS)

.PHONY: kernel-campaign

## kernel-campaign  generated stories on real kernels, as many as there is time
##             for; KERNELS= SEED= FIRST= SEQUENCES= STEPS= SECONDS=
kernel-campaign: $(PROGRAM)
	$(Q)tools/kernel-campaign $(if $(KERNELS),--kernels $(KERNELS)) \
		$(if $(SEED),--seed $(SEED)) $(if $(FIRST),--first $(FIRST)) \
		$(if $(SEQUENCES),--sequences $(SEQUENCES)) \
		$(if $(STEPS),--steps $(STEPS)) \
		$(if $(SECONDS),--seconds $(SECONDS))

## sweep       each scenario x each fault site x its first 256 passages, and
##             some later ones; SWEEP=all: every passage (minutes)
sweep: $(BUILD)/tests/sweep
	$(Q)$< --each $(if $(filter all,$(SWEEP)),0,256) $(SCENARIOS)

quick-sweep: $(BUILD)/tests/sweep
	$(Q)$< $(SCENARIOS)

## mutants     each trait flipped in each profile: does a scenario notice?
mutants: $(BUILD)/tests/mutants
	$(Q)$< $(if $(LIST),--list) $(SCENARIOS)

.PHONY: model-mutants model-minimum

## model-mutants  mistakes in the model's code: does a story notice? (minutes);
##             SEED=1 COUNT=200
model-mutants:
	$(Q)tools/mutate --build $(BUILD)/mutate \
		--seed $(or $(SEED),1) --count $(or $(COUNT),200)

## model-minimum  are the stories that notice shrunk to the least? (minutes)
model-minimum:
	$(Q)tools/mutate-minimum --build $(BUILD)/minimum \
		--seed $(or $(SEED),1) --count $(or $(COUNT),200)

## bench       translations beside an inline walk, and what windows cost
bench: $(BUILD)/bench/bench
	$(Q)$<

## fuzz        libFuzzer on the parser and on calls; FUZZ_SECONDS= (30) each
fuzz:
	$(Q)if echo 'int LLVMFuzzerTestOneInput(void){return 0;}' | \
		clang -fsanitize=fuzzer -x c - -o /dev/null 2>/dev/null; then \
		$(MAKE) MODE=fuzz CC=clang run-fuzzers; \
	else \
		echo 'fuzz: not done, there is no clang with libFuzzer here'; \
	fi

run-fuzzers: $(FUZZERS)
	$(Q)tests/fuzz/run $(BUILD)/found $(FUZZ_SECONDS) $(FUZZERS)

## fingerprint-set  which scenarios tell all kernels apart, anew (a minute)
fingerprint-set: $(PROGRAM)
	$(Q)$(PROGRAM) fingerprint --choose scenarios >$(BUILD)/fingerprint.list
	$(Q)mv $(BUILD)/fingerprint.list scenarios/fingerprint.list

.PHONY: explore spin-twin bench-explore

## explore     every state of a small machine on 6.12, 7.2 and strict
explore: $(PROGRAM)
	$(Q)for profile in linux-6.12 linux-7.2 strict; do \
		$(PROGRAM) explore --profile $$profile \
			-o $(BUILD)/explore || exit; done

## spin-twin   the same by SPIN: the counts must be equal to the digit
spin-twin: $(PROGRAM)
	$(Q)CC=$(CC) tools/spin-twin $(PROGRAM) $(BUILD)/spin || \
		{ status=$$?; [ $$status = 77 ]; }

## bench-explore  the speeds of both, side by side
bench-explore: $(PROGRAM)
	$(Q)CC=$(CC) tools/spin-twin $(PROGRAM) $(BUILD)/spin 3 || \
		{ status=$$?; [ $$status = 77 ]; }

## headers     every header compiles on its own, the library's as C++ too
headers: $(patsubst %.h,$(BUILD)/%.h.ok,$(HEADERS))
	$(Q)! command -v $(CXX) >/dev/null 2>&1 || \
		echo '#include "model/tcesim.h"' | \
		$(CXX) -I. -Wall -Wextra -Wpedantic -fsyntax-only -x c++ -

## tidy        layering, lengths, licence tags, traits, formatting
tidy: floors lengths spdx traits format-check

floors:
	$(Q)tools/floors

lengths:
	$(Q)tools/lengths $(filter %.c,$(SOURCES))

spdx:
	$(Q)tools/spdx

traits:
	$(Q)tools/traits

format-check:
	$(Q)tools/format --check $(SOURCES)

## format      clang-format 14 over all sources
format:
	$(Q)tools/format $(SOURCES)

## docs        write docs/reasons.md, faults.md, hazards.md, profiles.md anew
docs: $(PROGRAM)
	$(Q)tools/docs --write $(PROGRAM)
	$(Q)tools/explore-graph --write $(PROGRAM)

## docs-check  documents and program name the same things
docs-check: $(PROGRAM)
	$(Q)tools/docs --check $(PROGRAM)
	$(Q)tools/explore-graph --check $(PROGRAM)

.PHONY: findings findings-check

## findings    facts and tables of docs/findings anew
findings: $(PROGRAM)
	$(Q)tools/findings --write $(PROGRAM)

findings-check: $(PROGRAM)
	$(Q)if command -v python3 >/dev/null; then \
		tools/findings --check $(PROGRAM); \
	else \
		echo 'findings: not checked, there is no python3'; \
	fi

insecure = -clang-analyzer-security.insecureAPI
TIDY = bugprone-*,-bugprone-easily-*,clang-analyzer-*,$(insecure).strcpy,$\
	$(insecure).DeprecatedOrUnsafeBufferHandling

## analyze     clang-tidy and cppcheck; advice, not a verdict
analyze:
	-$(Q)cppcheck --quiet --std=c11 --enable=warning,portability,performance \
		--inline-suppr --suppress=missingIncludeSystem -I. model sim
	-$(Q)clang-tidy --quiet --checks='$(TIDY)' \
		$(wildcard model/*.c sim/*.c) -- $(CPPFLAGS) -std=c11
	-$(Q)shellcheck .ci/run $(filter-out %.c %.h %.mk %.in \
		tools/kernel-% tools/kerneldiff tools/mutat% tools/findings,$(wildcard tools/*))

## install     into DESTDIR= and prefix= (/usr/local)
install: all
	$(INSTALL) -d $(DESTDIR)$(bindir) $(DESTDIR)$(libdir)/pkgconfig \
		$(DESTDIR)$(includedir)/tcesim
	$(INSTALL) -m 755 $(PROGRAM) $(DESTDIR)$(bindir)/tcesim
	$(INSTALL) -m 644 $(LIBRARY) $(DESTDIR)$(libdir)/libtcesim.a
	$(INSTALL) -m 644 model/tcesim.h model/uapi.h \
		$(DESTDIR)$(includedir)/tcesim
	sed -e 's|@includedir@|$(includedir)|' -e 's|@libdir@|$(libdir)|' \
		-e 's|@version@|$(VERSION)|' tools/tcesim.pc.in \
		>$(DESTDIR)$(libdir)/pkgconfig/tcesim.pc

uninstall:
	$(RM) $(DESTDIR)$(bindir)/tcesim $(DESTDIR)$(libdir)/libtcesim.a \
		$(DESTDIR)$(libdir)/pkgconfig/tcesim.pc
	$(RM) -r $(DESTDIR)$(includedir)/tcesim

## clean       remove what was built; fetched kernels (build/kernels) stay
clean:
	@mkdir -p build
	find build -mindepth 1 -maxdepth 1 ! -name kernels ! -name lab \
		-exec $(RM) -r {} +

## distclean   remove build/
distclean:
	$(RM) -r build

## help        this list
help:
	@sed -n 's/^## /  /p' Makefile

# ---- how things are built -------------------------------------------------

$(PROGRAM): $(MAIN) $(SIM) $(MODEL)
$(BUILD)/tests/unit: $(UNIT) $(SIM) $(MODEL)
$(ALONE:%.c=$(BUILD)/%): %: %.o $(SIM) $(MODEL)
$(BUILD)/tests/unit: private LDLIBS = $(CHECK_LIBS)
$(PROGRAM) $(BUILD)/tests/unit $(ALONE:%.c=$(BUILD)/%):
	@echo "  LD      $@"
	$(Q)$(CC) $(LDFLAGS) $^ $(LDLIBS) -o $@

$(FUZZERS): %: %.o $(SIM) $(MODEL)
	@echo "  LD      $@"
	$(Q)$(CC) $(LDFLAGS) -fsanitize=fuzzer $^ -o $@

# One object, so that nothing but tcesim_* is seen by who links with it.
$(BUILD)/bench/bench: $(BUILD)/bench/bench.o $(LIBRARY)
	@echo "  LD      $@"
	$(Q)$(CC) $(LDFLAGS) $^ -o $@

$(LIBRARY): $(MODEL)
	@echo "  AR      $@"
	$(Q)$(CC) -r -nostdlib $^ -o $(@:.a=.o)
	$(Q)$(OBJCOPY) --wildcard --keep-global-symbol='tcesim_*' $(@:.a=.o)
	$(Q)$(RM) $@ && $(AR) rcs $@ $(@:.a=.o)

$(BUILD)/tests/main.o: $(BUILD)/tests/suites.inc
$(UNIT): private CPPFLAGS += -I$(BUILD)/tests
$(UNIT): private CFLAGS += $(CHECK_CFLAGS)

# Rebuild what an older line of flags, or another list of suites, has made.
$(BUILD)/flags: private TEXT = $(CC) $(CPPFLAGS) $(CFLAGS)
$(BUILD)/tests/suites.inc: private TEXT = $(foreach suite,$(SUITES),SUITE($(suite)))
$(BUILD)/flags $(BUILD)/tests/suites.inc: FORCE
	@mkdir -p $(@D)
	@echo '$(TEXT)' | cmp -s - $@ || echo '$(TEXT)' >$@

$(BUILD)/%.o: %.c $(BUILD)/flags
	@mkdir -p $(@D)
	@echo "  CC      $@"
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c $< -o $@

$(BUILD)/%.h.ok: %.h $(BUILD)/flags
	@mkdir -p $(@D)
	$(Q)echo '#include "$<"' | \
		$(CC) $(CPPFLAGS) $(CFLAGS) -fsyntax-only -x c - && touch $@

-include $(patsubst %.o,%.d,$(MODEL) $(BUILD)/bench/bench.o $(SIM) $(MAIN) $(UNIT) \
	$(call objects,$(ALONE)))
