/* SPDX-License-Identifier: GPL-3.0-or-later */
static const char *const filter_options[][MOST_OPTIONS] = {
    { "-H", "3" },
    { "-H", "3", "-m", "naive,snaive,drift,mean" },
    { "-H", "3", "-m", "sma,wma", "--window", "3", "--weights", "0.5,0.3,0.2" },
    { "-H", "4", "-m", "ses,holt,damped", "--level", "80,95" },
    { "-H", "4", "-m", "hw", "--season", "3" },
    { "-H", "3", "-m", "linear", "--fill", "na" },
    { "-H", "3", "-m", "croston,sba,tsb" },
    { "-H", "3", "-m", "ses", "--paths", "3" },
    { "-H", "3", "--quantiles", "0.5,0.9", "-m", "croston" },
    { "-H", "2", "--sum", "3", "--quantiles", "0.9" },
    { "-H", "2", "--level", "50,99.9", "--cap", "3" },
    { "-H", "3", "--integer", "-m", "holt", "--allow-negative" },
    { "-H", "2", "--season", "2", "--sum", "lead_time", "--items", "@" },
    { "-H", "5", "-m", "hw,tsb,mean", "--season", "3", "--fill", "na", "--integer", "--sum", "2" },
    { "-H", "2", "-m", "tsb", "--sum", "4", "--fill", "na" },
    { "-H", "3", "-m", "hw", "--season", "2", "--paths", "2", "--seed", "7" },
};
