# Examples: the demonstration, a Makefile that plans, a crontab that warns
dist_examples_SCRIPTS = examples/demo.sh
dist_examples_DATA = examples/README
planningdir = $(examplesdir)/planning
dist_planning_DATA = examples/planning/Makefile
crondir = $(examplesdir)/cron
dist_cron_DATA = examples/cron/crontab
dist_cron_SCRIPTS = examples/cron/warn-planner

TESTS += tests/demo tests/planning tests/cron
EXTRA_DIST += tests/demo tests/planning tests/cron tests/smtp-sink.py
