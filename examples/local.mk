# Examples: the demonstration, a Makefile that plans, a crontab that warns
