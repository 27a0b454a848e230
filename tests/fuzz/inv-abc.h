/* SPDX-License-Identifier: GPL-3.0-or-later */
static const char *const filter_options[][MOST_OPTIONS] = {
    { NULL },
    { "--by", "qty" },
    { "--by", "qty", "--freq", "M", "--last", "3", "--new-within", "2", "--dead-after", "2" },
    { "--by", "qty,lead_time", "--set", "lead_time=3", "--ranked" },
    { "--by", "qty,-unit_cost", "--weights", "1,2", "--set", "unit_cost=2", "--basis", "items" },
    { "--unit-cost", "2", "--thresholds", "0.1,0.2,0.3,0.9", "--cv-thresholds", "0.1" },
    { "--by", "margin", "--unit-cost", "2", "--price", "5", "--sorted" },
    { "--policy", "@", "--unit-cost", "1" },
    { "--items", "@", "--fill", "na", "--as-of", "2024-06-30" },
    { "--by", "qty", "--freq", "W", "--fill", "na" },
};
