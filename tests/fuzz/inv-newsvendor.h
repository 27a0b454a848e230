/* SPDX-License-Identifier: GPL-3.0-or-later */
static const char *const filter_options[][MOST_OPTIONS] = {
    { NULL },
    { "--overage-cost", "1", "--underage-cost", "4" },
    { "--price", "9", "--unit-cost", "4", "--dist", "negbin", "--pack-size", "6", "--moq", "12" },
    { "--price", "9", "--unit-cost", "4", "--dist", "lognormal", "--at", "50" },
    { "--table", "@", "--overage-cost", "1", "--underage-cost", "4" },
    { "--price", "9", "--unit-cost", "4", "--budget", "200" },
    { "--next-cost", "4.5", "--unit-cost", "4", "--overage-cost", "1", "--underage-cost", "4", "--discount", "0.9" },
    { "--yield", "uniform", "--yield-mean", "1", "--overage-cost", "1", "--underage-cost", "4" },
    { "--disruption-prob", "0.1", "--recovery-prob", "0.4", "--overage-cost", "1", "--underage-cost", "4" },
    { "--table", "@", "--price", "9", "--unit-cost", "4", "--budget", "200", "--integer" },
};
