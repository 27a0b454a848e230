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
	src/table/groups.h \
	src/table/index.c \
	src/table/index.h \
	src/table/items.c \
	src/table/items.h \
	src/table/layout.c \
	src/table/params.c \
	src/table/params_table.c
invinclude_HEADERS += \
	src/inv/table.h \
	src/inv/input.h \
	src/inv/output.h \
	src/inv/layout.h \
	src/inv/params.h \
	src/inv/group.h
