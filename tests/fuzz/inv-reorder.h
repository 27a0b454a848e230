/* SPDX-License-Identifier: GPL-3.0-or-later */
static const char *const filter_options[][MOST_OPTIONS] = {
    { NULL },
    { "--policy", "rq", "--stock", "@" },
    { "--policy", "ss" },
    { "--policy", "rs", "--receipts", "@" },
    { "--policy", "minmax", "--min-stock", "5", "--max-stock", "50" },
    { "--policy", "formula", "--min-stock", "50" },
    { "--moq", "10", "--pack-size", "6", "--round", "nearest" },
    { "--pack-size", "7", "--round", "down", "--max-stock", "40" },
    { "--forecast", "@", "--only-orders" },
    { "--stock", "@", "--only-orders", "--as-of", "2024-06-30" },
    { "--forecast", "@", "--policy", "ss", "--set", "lead_time=1w", "--freq", "M" },
    { "--policy", "rs", "--set", "review_period=1" },
};
