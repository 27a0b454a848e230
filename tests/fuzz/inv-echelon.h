/* SPDX-License-Identifier: GPL-3.0-or-later */
#define NETWORK "--edges", "@"
static const char *const filter_options[][MOST_OPTIONS] = {
    { NETWORK },
    { NETWORK, "-k", "sku,node" },
    { NETWORK, "-m", "ssm", "--shortage-cost", "9" },
    { NETWORK, "-m", "ssm", "--shortage-cost", "9", "--dist", "poisson", "-k", "sku,node" },
    { NETWORK, "-m", "shang-song", "--shortage-cost", "9", "--dist", "gamma" },
    { NETWORK, "-m", "metric", "--shortage-cost", "9", "-k", "sku,node" },
    { NETWORK, "-m", "two-moment", "--shortage-cost", "9" },
    { NETWORK, "-m", "metric-exact", "--shortage-cost", "9" },
    { NETWORK, "--evaluate" },
    { NETWORK, "-m", "ssm", "--evaluate", "--shortage-cost", "9" },
    { NETWORK, "-m", "metric", "--evaluate", "--shortage-cost", "9" },
    { NETWORK, "--holding-rate", "0.2", "--unit-cost", "5", "--lead-time", "2", "--service-time", "1" },
};
