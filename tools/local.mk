# The filters. A new one: its word here, tools/inv-NAME.c, man/inv-NAME.x.
tools_common =
