# SPDX-License-Identifier: GPL-3.0-or-later
# Builds the fuzz targets with clang into the current folder; called by run.
# Given: top (the source tree), config (the folder with config.h).
CC = clang
libraries := $(shell pkg-config --libs gsl)
checks := address,undefined,float-cast-overflow
CFLAGS := -std=c11 -g -O1 -fno-omit-frame-pointer -fno-sanitize-recover=all $(shell pkg-config --cflags gsl)
# A long gap is as good as one of a million periods.
CPPFLAGS := -DINV_REGULAR_MAX=2000 -I$(config) -I$(top)/src -I$(top)/tools

filters := $(sort $(basename $(notdir $(wildcard $(top)/tools/inv-*.c))))
library := $(patsubst $(top)/%.c,%.o,$(wildcard $(top)/src/*/*.c))
frame := $(patsubst $(top)/%.c,%.o,$(filter-out $(top)/tools/inv-%,$(wildcard $(top)/tools/*.c)))
targets := fuzz-reader fuzz-date fuzz-number fuzz-models $(filters:%=fuzz-%)

self := $(top)/tests/fuzz/fuzz.mk

all: $(targets)
print-targets:
	@echo $(targets)

library.a: $(library) $(frame) tests/fuzz/fuzz.o
	rm -f $@
	ar rcs $@ $^

fuzz-reader fuzz-date fuzz-number fuzz-models: fuzz-%: tests/fuzz/fuzz-%.o library.a
	$(CC) -fsanitize=fuzzer,$(checks) -o $@ $^ -lcsv $(libraries) -lpthread

$(filters:%=fuzz-%): fuzz-%: run/%.o filter/%.o library.a
	$(CC) -fsanitize=fuzzer,$(checks) -o $@ $^ -lcsv $(libraries) -lpthread

compile = @mkdir -p $(@D) && echo "  CC $@" && $(CC) $(CPPFLAGS) $(CFLAGS) -fsanitize=fuzzer-no-link,$(checks) -MMD -MP -c -o $@

src/%.o: $(top)/src/%.c $(self)
	$(compile) $<
tools/%.o: $(top)/tools/%.c $(self)
	$(compile) $<
tests/fuzz/%.o: $(top)/tests/fuzz/%.c $(self)
	$(compile) $<
filter/%.o: $(top)/tools/%.c $(self)
	$(compile) -DINV_FUZZ $<
run/%.o: $(top)/tests/fuzz/fuzz-filter.c $(self) $(wildcard $(top)/tests/fuzz/inv-*.h)
	$(compile) $(if $(wildcard $(top)/tests/fuzz/$*.h),-DFILTER_OPTIONS='"$(top)/tests/fuzz/$*.h"') $<

-include $(shell find . -name '*.d')
.PHONY: all print-targets
.SECONDARY:
