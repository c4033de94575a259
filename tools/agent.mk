# SPDX-License-Identifier: GPL-2.0-or-later
#
# agent.mk: the agent that plays scenarios on a real kernel, for ppc64le,
# linked statically: build/ppc64le/agent.  Run by tools/kernel-diff:
#
#     make -f tools/agent.mk
#     make -f tools/agent.mk CROSS=        for the machine itself
#     make -f tools/agent.mk build/ppc64le/tracer

CROSS    ?= powerpc64le-linux-gnu-
CC        = $(CROSS)gcc
AR        = $(CROSS)ar
BUILD     = build/$(if $(CROSS),ppc64le,native)

WARNINGS = -Wall -Wextra -Wpedantic -Werror -Wshadow -Wconversion \
	-Wsign-conversion -Wswitch-enum -Wundef -Wvla -Wformat=2 \
	-Wpointer-arith -Wwrite-strings -Wstrict-prototypes \
	-Wmissing-prototypes -Wold-style-definition -fno-common
CPPFLAGS = -I. -D_POSIX_C_SOURCE=200809L
CFLAGS   = -std=c11 -O2 -g $(WARNINGS)

# Low addresses are the scenarios': the program lies above all of them.
LDFLAGS  = -static -Wl,-Ttext-segment=0x300000000000

# A library, so that the agent takes what it needs and no more.
PARTS = $(patsubst %.c,$(BUILD)/%.o,$(filter-out sim/main.c sim/cli.c \
	sim/cmd_%.c,$(wildcard sim/*.c sim/vfio/*.c model/*.c)))

.DELETE_ON_ERROR:

$(BUILD)/agent: $(BUILD)/tools/agent.o $(BUILD)/parts.a
	$(CC) $(LDFLAGS) $^ -o $@

# What kernel-record runs a program under, and programs to try it with.
$(BUILD)/tracer: $(patsubst %,$(BUILD)/tools/%.o,tracer tracer_call \
		tracer_look) $(BUILD)/parts.a
	$(CC) $(LDFLAGS) $^ -o $@

$(BUILD)/clients/%: tests/clients/%.c
	@mkdir -p $(@D)
	$(CC) -static $(CFLAGS) $< -o $@

$(BUILD)/parts.a: $(PARTS)
	$(RM) $@ && $(AR) qcs $@ $^

$(BUILD)/%.o: %.c tools/agent.mk
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c $< -o $@

-include $(PARTS:.o=.d) $(wildcard $(BUILD)/tools/*.d)
