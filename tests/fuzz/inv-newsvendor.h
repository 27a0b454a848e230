/* SPDX-License-Identifier: GPL-3.0-or-later */
static const char *const filter_options[][MOST_OPTIONS] = {
    { NULL },
    { "--overage-cost", "1", "--underage-cost", "4" },
    { "--price", "9", "--unit-cost", "4", "--dist", "negbin", "--pack-size", "6", "--moq", "12" },
    { "--price", "9", "--unit-cost", "4", "--dist", "lognormal", "--at", "50" },
    { "--table", "@", "--overage-cost", "1", "--underage-cost", "4" },
    { "--price", "9", "--unit-cost", "4", "--budget", "200" },
    { "--table", "@", "--price", "9", "--unit-cost", "4", "--budget", "200", "--integer" },
};
