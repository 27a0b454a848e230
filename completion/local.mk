# Bash completion, a file a filter, from the option table that the filter prints.
dist_noinst_DATA = completion/filter.bash
bashcomp_DATA = $(filters:%=completion/%)

completion/inv-%: tools/inv-%$(EXEEXT) completion/filter.bash
	$(AM_V_GEN)$(MKDIR_P) completion && tools/inv-$*$(EXEEXT) --completion-words | tr '\t' ';' >$@.words && \
	  sed -e 's/@NAME@/inv-$*/g' -e 's/@FUNCTION@/_inv_$*/g' \
	      -e '/@TABLE@/{r $@.words' -e 'd}' $(srcdir)/completion/filter.bash >$@.tmp && \
	  rm -f $@.words && mv $@.tmp $@
CLEANFILES += $(bashcomp_DATA) $(bashcomp_DATA:=.words) $(bashcomp_DATA:=.tmp)

TESTS += tests/completion
EXTRA_DIST += tests/completion
