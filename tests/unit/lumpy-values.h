/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Made by gen-lumpy.py. */
static const double lumpy_idle[] = {
    0, 10, 6, 0, 4, 9,
    0, 0, 8, 0, 0, 10,
    3, 0, 0, 0, 0, 0,
    0, 11, 0, 0, 17, 0,
    10, 0, 0, 17, 0,
};
static const double lumpy_busy[] = {
    0, 0, 11, 11, 6, 6,
    0, 2, 0, 7, 19, 0,
    6, 4, 0, 0, 2, 0,
    0, 0, 11, 13, 18, 6,
    0, 0, 8, 5, 10, 0,
    0, 6, 0, 0, 0, 5,
    0, 0, 0, 7, 10, 5,
    6, 12, 0, 0, 0, 0,
    1, 25, 5, 0, 0, 0,
    3, 0, 0, 0,
};
static const double lumpy_rare[] = {
    0, 0, 0, 0, 0, 1,
    0, 0, 0, 0, 0, 0,
    2, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 1, 0,
    0, 0, 0,
};
static const double lumpy_dense[] = {
    4, 9, 6, 0, 11, 7,
    5, 12, 6, 8, 3, 9,
    0, 10, 7, 4, 8, 8,
};
static const double lumpy_fading[] = {
    9, 8, 6, 7, 4, 9,
    0, 0, 10, 0, 0, 12,
    0, 9, 11, 0, 0, 0,
    0, 7, 10, 0, 0, 0,
    0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0,
};
static const double lumpy_parts[] = {
    0, 1.5, 0, 0, 2.25, 0,
    0, 0.75, 0, 0, 0, 4.1,
    0, 1.2, 0, 0, 0, 0,
    0.4, 0, 3.3, 2.6, 0, 0,
    1.1,
};
static const double lumpy_more[] = {
    3, 0, 0, 5, 0, 0,
    0, 12, 0, 1, 0,
};
/* length of buckets, rate, rate after lumpy_more, sse: adida, imapa */
static const double lumpy_adida_idle[] = {
    3, 3.617083467, 3.267853847, 831.6570238,
};
static const double lumpy_imapa_idle[] = {
    3, 3.918846907, 3.02911522, 858.6348008,
};
/* length of buckets, rate, rate after lumpy_more, sse: adida, imapa */
static const double lumpy_adida_busy[] = {
    2, 3.330593109, 2.837346925, 1877.400281,
};
static const double lumpy_imapa_busy[] = {
    2, 3.009313164, 2.494716107, 1893.225387,
};
/* length of buckets, rate, rate after lumpy_more, sse: adida, imapa */
static const double lumpy_adida_rare[] = {
    8, 0.1665129151, 0.3998616236, 5.425430575,
};
static const double lumpy_imapa_rare[] = {
    8, 0.152411322, 0.6392496494, 5.542372869,
};
/* ewm: the rate, and that after lumpy_more */
static const double lumpy_ewm_idle[] = {
    2.883757235, 2.002603078,
};
static const double lumpy_ewm_busy[] = {
    2.746604054, 2.620793709,
};
static const double lumpy_ewm_rare[] = {
    0.174390861, 0.9479722097,
};
static const double lumpy_ewm_dense[] = {
    6.247051951, 2.268804066,
};
/* least squares and the rate there: croston, then sba's rate; tsb */
static const double lumpy_croston_idle[] = {
    819.8697164, 4.087036277, 3.98486037,
};
static const double lumpy_tsb_idle[] = {
    860.5037737, 4.097376355,
};
static const double lumpy_croston_busy[] = {
    1815.176007, 3.7020305, 3.609479738,
};
static const double lumpy_tsb_busy[] = {
    1840.593729, 3.403143012,
};
static const double lumpy_croston_rare[] = {
    5.37983112, 0.1349204835, 0.1214284352,
};
static const double lumpy_tsb_rare[] = {
    5.634251522, 0.145966378,
};
static const double lumpy_croston_dense[] = {
    196.8463216, 6.599127642, 6.418152058,
};
static const double lumpy_tsb_dense[] = {
    204.0524271, 6.520238288,
};
static const double lumpy_croston_fading[] = {
    708.1846563, 2.314156702, 2.256302785,
};
static const double lumpy_tsb_fading[] = {
    543.7613633, 0.02590347929,
};
/* greatest log-likelihood and the rate there */
static const double lumpy_hurdle_idle[] = {
    -50.59125501, 3.620689655,
};
static const double lumpy_hurdle_busy[] = {
    -121.9743504, 3.965517241,
};
static const double lumpy_hurdle_dense[] = {
    -43.56478964, 6.5,
};
static const double lumpy_hurdle_fading[] = {
    -45.75441747, 0.009103232693,
};
static const double lumpy_hurdle_parts[] = {
    -29.57605153, 0.688,
};
