/* SPDX-License-Identifier: GPL-3.0-or-later */
static const char *const filter_options[][MOST_OPTIONS] = {
    { NULL },
    { "--valuation", "lifo", "--unit-cost", "2" },
    { "--valuation", "average", "--layers" },
    { "--periods", "--freq", "M", "--stocktake", "report" },
    { "-k", "sku,warehouse", "--periods" },
    { "-k", "sku,warehouse", "--layers", "--valuation", "average" },
    { "--opening", "@", "--layers" },
    { "--opening", "@", "--periods", "--as-of", "2024-06-30" },
    { "--sorted", "--set", "unit_cost=3" },
};
