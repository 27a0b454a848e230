# Examples: the demonstration, a worked year, a Makefile that plans, a crontab that warns
dist_examples_SCRIPTS = examples/demo.sh examples/year.sh
dist_examples_DATA = examples/README examples/year.out
planningdir = $(examplesdir)/planning
dist_planning_DATA = examples/planning/Makefile
crondir = $(examplesdir)/cron
dist_cron_DATA = examples/cron/crontab
dist_cron_SCRIPTS = examples/cron/warn-planner

TESTS += tests/demo tests/year tests/planning tests/cron
EXTRA_DIST += tests/demo tests/year tests/planning tests/cron tests/smtp-sink.py
