/* SPDX-License-Identifier: GPL-3.0-or-later */
static const char *const filter_options[][MOST_OPTIONS] = {
    { "--lead-time", "2" },
    { "--lead-time", "2", "--method", "normal", "--lead-time-sd", "0.5" },
    { "--method", "service-days", "--service-days", "5", "--lead-time", "1" },
    { "--method", "fill-rate", "--fill-rate", "0.98", "--set", "order_qty=50", "--lead-time", "1.5" },
    { "--method", "poisson", "--lead-time", "3" },
    { "--method", "negbin", "--lead-time", "2", "--review-period", "1" },
    { "--method", "gamma", "--lead-time", "1", "--service-level", "0.999" },
    { "--method", "empirical", "--lead-time", "2" },
    { "--lead-time", "14d", "--freq", "W" },
    { "--items", "@" },
    { "--method", "newsvendor", "--holding-cost", "2", "--shortage-cost", "9", "--lead-time", "1", "--review-period", "1" },
    { "--integer", "--fill", "na", "--lead-time", "0.5", "--as-of", "2024-06-30" },
    { "--set", "demand_sd=3", "--lead-time", "1mo", "--freq", "M", "--method", "fill-rate", "--fill-rate", "0.5" },
    { "--method", "newsvendor", "--dist", "negbin", "--set", "shortage_cost=5", "--set", "holding_cost=2", "--lead-time", "2" },
    { "--method", "fill-rate", "--dist", "gamma", "--fill-rate", "0.9", "--set", "order_qty=7", "--lead-time", "3", "--fill", "na", "--integer" },
};
