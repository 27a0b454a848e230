/* SPDX-License-Identifier: GPL-3.0-or-later */
#define SHORT "--runs", "2", "--periods", "20"
static const char *const filter_options[][MOST_OPTIONS] = {
    { "--lead-time", "1", "--policy", "basestock", "--order-up-to", "20" },
    { "--lead-time", "2", "--policy", "ss", "--reorder-point", "5", "--order-up-to", "20", "--trace" },
    { "--policy", "ss", SHORT },
    { "--policy", "rq", SHORT, "--dist", "gamma", "--steps", "3", "--lead-time-sd", "1" },
    { "--policy", "ss", SHORT, "--dist", "negbin", "--trace", "--warm-up", "0" },
    { "--policy", "rs", SHORT, "--lost-sales", "--disruption-prob", "0.2", "--recovery-prob", "0.5", "--disruption", "shipments" },
    { "--policy", "basestock", "--order-up-to", "9", "--lead-time", "1", "--compare", "@" },
    { "--policy", "ss", SHORT, "--compare", "@", "--holding-cost", "1" },
    { "--policy", "basestock", "--order-up-to", "9", "--lead-times", "@", "--no-crossing", "--runs", "3" },
    { "--orders", "order_qty", "--lead-time", "1", "--on-hand", "5", "--sequence", "demand-first", "--missing", "zero" },
    { "--model", "ses", "--lead-time", "1", "--holding-cost", "1", "--shortage-cost", "9", "--method", "newsvendor" },
    { "--model", "naive,croston", "--lead-time", "2", "--policy", "ss", "--eoq", "7", "--method", "fill-rate", "--fill-rate", "0.9" },
    { "--items", "@", "--policy", "minmax", "--min-stock", "3", "--max-stock", "20", "--lead-time", "1", "--fill", "na" },
    { "--policy", "rq", "--reorder-point", "5", "--eoq", "3", "--moq", "4", "--pack-size", "3", "--capacity", "9", "--lead-time", "1.5" },
    { "--policy", "ss", "--by-period", "--lead-time", "1", "--order-cost", "3" },
    { "--policy", "basestock", "--by-period", "--lead-time", "0", "--compare", "@", "--order-up-to", "7" },
    { "--edges", "@", SHORT },
    { "--edges", "@", SHORT, "--sequence", "demand-first", "--dist", "gamma" },
};
