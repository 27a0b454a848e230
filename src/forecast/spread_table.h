/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Written by bench/learn-auto.py: log(degrees of freedom - 2): constant, length, season;
   skew, share in common; the coefficients of the terms. */
{ -0.2355, 0.1845, 1.2293 }, 0.4000, 0.1500, { 0.4456, -0.1697, 0.0071, -0.1347, -0.0682, -0.2917, 0.0356, -0.3533, 0.0066, -0.1185, -0.0096, 0.0601, -0.0071, 0.1528, 0.5829, 0.2009, -0.0502, -0.0227 }
