/* SPDX-License-Identifier: GPL-3.0-or-later */
static const char *const filter_options[][MOST_OPTIONS] = {
    { NULL },
    { "--backorders", "--shortage-cost", "5" },
    { "--discounts", "@" },
    { "--discounts", "@", "--discount-type", "incremental" },
    { "--round-lots", "--pack-size", "12", "--moq", "30" },
    { "--order-cost", "100", "--holding-rate", "0.2", "--unit-cost", "50", "--periods-per-year", "12" },
    { "--production-rate", "100000", "--freq", "W" },
    { "--discounts", "@", "--round-lots", "--order-cost", "1", "--holding-rate", "0.3" },
};
