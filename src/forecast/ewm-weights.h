/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Made by bench/learn-ewm.py: weights of the features of ewm.c, for old series and
 * what is added for young ones. */
static const double old_weight[] = {
    0.3107, 0.0769, -0.1297, -0.1301, 0.2508,
    0.2503, 0.1242, -0.0733, -0.3299, -0.0638,
    -0.1619, 0.3973, 0.2588, 0.2745, 0.2781
};
static const double young_weight[] = {
    -0.5781, -0.2583, 0.2061, 0.3582, 0.0347,
    -0.2527, 0.0061, 0.2960, 0.1341, -0.2460,
    -0.0790, -0.1345, 0.2458, -0.6036, 0.0509
};
