/* SPDX-License-Identifier: GPL-3.0-or-later */
static const char *const filter_options[][MOST_OPTIONS] = {
    { NULL },
    { "--explain" },
    { "--format", "text" },
    { "--format", "mail", "--to", "a@example.org", "--from", "b@example.org", "--subject", "Stock" },
    { "--format", "jsonl" },
    { "--exit-code", "--max-age", "2d", "--as-of", "2024-06-30" },
    { "--min-rows", "3" },
    { "--state", "@", "--clear-margin", "0.1" },
    { "--group-by", "supplier", "--top", "2", "--format", "text" },
    { "--format", "html" },
    { "--snooze", "@", "--explain" },
    { "--state", "@", "--hold", "2", "--repeat-after", "7d", "--exit-code" },
    { "--rule", "low: on_hand < 10 warning", "--rule", "odd: demand >= demand_sd" },
};
