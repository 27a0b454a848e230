/* SPDX-License-Identifier: GPL-3.0-or-later */
static const char *const filter_options[][MOST_OPTIONS] = {
    { NULL },
    { "--order-cost", "50", "--holding-cost", "3" },
    { "--summary", "--order-cost", "50", "--holding-rate", "0.2", "--unit-cost", "4" },
    { "--backlog", "--shortage-cost", "9", "--order-cost", "5", "--holding-cost", "3" },
    { "--pack-size", "12", "--moq", "30", "--order-cost", "5", "--holding-cost", "3" },
    { "-m", "silver-meal", "--capacity", "60", "--order-cost", "5", "--holding-cost", "3" },
    { "-m", "eoq", "--summary", "--order-cost", "5", "--holding-cost", "0" },
    { "-m", "part-period", "--rolling", "4", "--order-cost", "5", "--holding-cost", "3" },
    { "--firm", "firm", "--frozen", "2", "--order-cost", "5", "--holding-cost", "3" },
};
