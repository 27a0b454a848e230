/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Written by bench/learn-auto.py: degrees of freedom, skew, the coefficients of the terms. */
3.4630, 0.3000, { 0.3117, -0.0811, -0.0463, -0.1059, -0.0770, -0.3144, 0.0795, -0.1701, -0.0685, -0.1833, 0.0101, 0.0693, -0.0206, 0.1646, 0.5532, 0.1972, -0.0574, -0.0295 }
