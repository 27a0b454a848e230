# Manual pages. A filter's page is its --help and man/inv-NAME.x, put together
# by help2man; the pages are part of the tarball, which builds without help2man.
man_filters = $(filter $(patsubst $(srcdir)/man/%.x,%,$(wildcard $(srcdir)/man/inv-*.x)), $(filters))
EXTRA_DIST += $(man_filters:%=man/%.x)

if HAVE_MAN
dist_man1_MANS = $(man_filters:%=man/%.1)
endif

# The program only has to be there: a tarball's page is newer than its sources,
# though older than the program built from them.
man/%.1: man/%.x tools/%.c $(libtools_a_SOURCES) configure.ac | tools/%$(EXEEXT)
	$(AM_V_GEN)$(MKDIR_P) man && LC_ALL=C $(HELP2MAN) --no-info --section=1 --manual="invtools" \
	  --source="invtools $(VERSION)" --include=$< --output=$@.tmp tools/$*$(EXEEXT) && \
	  sed -E -e '/^\.SS "Example:"/,/^\.(P|\\|SH)/{s/^\.IP$$/&\n.nf/' -e 's/^\.(P|\\|SH)/.fi\n&/' -e '}' $@.tmp >$@.sed && \
	  rm -f $@.tmp && mv $@.sed $@
CLEANFILES += $(man_filters:%=man/%.1.tmp) $(man_filters:%=man/%.1.sed)
MAINTAINERCLEANFILES += $(man_filters:%=man/%.1)

dist_man7_MANS = man/invtools.7
man_pages = $(dist_man1_MANS) $(dist_man7_MANS)

TESTS += tests/man-pages tests/man-examples tests/every-filter
EXTRA_DIST += tests/man-pages tests/man-examples tests/every-filter
