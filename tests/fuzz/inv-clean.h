/* SPDX-License-Identifier: GPL-3.0-or-later */
static const char *const filter_options[][MOST_OPTIONS] = {
    { NULL },
    { "--freq", "W" },
    { "--freq", "M", "--agg", "mean" },
    { "--freq", "D", "--end", "own", "--fill", "linear" },
    { "--fill", "seasonal", "--season", "3", "--outliers", "clip", "--method", "hampel" },
    { "--outliers", "replace", "--method", "iqr", "--returns", "keep" },
    { "--check" },
    { "--freq", "Q", "--partial", "keep", "--agg", "last" },
    { "--stockout", "stockout", "--fill", "na" },
    { "--from", "2024-01-03", "--to", "2024-06-30", "--leading", "drop" },
    { "--outliers", "flag", "--fill", "previous", "--returns", "drop" },
    { "--freq", "Y", "--agg", "max" },
    { "--check", "--freq", "W" },
    { "--stockout", "@", "--outliers", "clip" },
};
