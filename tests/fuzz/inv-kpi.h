/* SPDX-License-Identifier: GPL-3.0-or-later */
static const char *const filter_options[][MOST_OPTIONS] = {
    { NULL },
    { "--unit-cost", "2", "--price", "3", "--annual" },
    { "--unit-cost", "2", "--at", "price", "--price", "4", "--freq", "M" },
    { "--total", "--ages", "10,20", "--dead-after", "3", "--slow-after", "1" },
    { "--by", "supplier", "--total" },
    { "--by", "sku", "--cover-days", "1", "--fill", "na" },
    { "--layers", "@", "--unit-cost", "1" },
    { "--items", "@", "--sorted" },
    { "--as-of", "2024-06-30", "-y", "demand" },
};
