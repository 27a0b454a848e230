# src/table: reader, writer, columns, parameters, grouping rows into series
libinvcore_a_SOURCES += \
	src/table/arena.c \
	src/table/arena.h \
	src/table/cells.c \
	src/table/cells.h \
	src/table/duration.c \
	src/table/duration.h \
	src/table/group.c \
	src/table/group_hash.c \
	src/table/group_sorted.c \
	src/table/group_store.c \
	src/table/groups.h \
	src/table/index.c \
	src/table/index.h \
	src/table/input_row.c \
	src/table/items.c \
	src/table/items.h \
	src/table/layout.c \
	src/table/params.c \
	src/table/params_bind.c \
	src/table/params_table.c \
	src/table/paramset.h \
	src/table/table.c \
	src/table/sys.c src/table/sys.h \
	src/table/block.c src/table/block.h \
	src/table/quoted.c src/table/quoted.h \
	src/table/split.c src/table/split.h \
	src/table/scan.c src/table/scan.h src/table/scan_loop.h \
	src/table/names.c src/table/names.h \
	src/table/records.c src/table/records.h \
	src/table/source.c src/table/source.h \
	src/table/input.c src/table/input.h \
	src/table/json.c src/table/json.h \
	src/table/output.c \
	src/table/replace.c src/table/replace.h \
	src/table/sink.c
invinclude_HEADERS += \
	src/inv/table.h \
	src/inv/input.h \
	src/inv/output.h \
	src/inv/layout.h \
	src/inv/params.h \
	src/inv/group.h
