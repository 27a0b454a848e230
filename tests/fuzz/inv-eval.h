/* SPDX-License-Identifier: GPL-3.0-or-later */
static const char *const filter_options[][MOST_OPTIONS] = {
    { "-H", "3", "-m", "naive,mean" },
    { "-H", "2", "--windows", "4", "-m", "ses,snaive", "--season", "3", "--summary" },
    { "-H", "3", "--windows", "3", "--step", "2", "-m", "sba", "--by", "step", "--level", "95,80" },
    { "-H", "2", "--split", "0.6,0.2,0.2", "-m", "naive,drift", "--fill", "na" },
    { "-H", "2", "--split", "0.8,0.2", "--sliding", "5", "-m", "mean,tsb", "--summary", "--rank", "bias" },
    { "-H", "1", "--windows", "5", "-m", "naive,ses,mean", "--quantiles", "0.1,0.9", "--gate", "mase<1,|bias|<0.5", "--summary" },
    { "-m", "tsb,auto", "--sum", "3", "--windows", "2", "--quantiles", "0.2,0.95", "--integer" },
    { "-H", "4", "-m", "linear", "--windows", "3", "--by", "key,step", "--regressors", "qty2", "--fill", "na" },
    { "--actual", "@", "--by", "key,step", "--level", "95" },
    { "--actual", "@" },
    { "--actual", "@", "--summary", "--rank", "mae" },
    { "--actual", "@", "--history", "@", "--by", "step", "--match", "step" },
    { "--actual", "@", "-H", "2", "--gate", "coverage>=0.9" },
};
