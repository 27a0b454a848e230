# src/table: reader, writer, columns, parameters, grouping rows into series
libinvcore_a_SOURCES +=
invinclude_HEADERS += \
	src/inv/table.h \
	src/inv/input.h \
	src/inv/output.h \
	src/inv/layout.h \
	src/inv/params.h \
	src/inv/group.h
