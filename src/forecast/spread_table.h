/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Written by bench/learn-auto.py: degrees of freedom, skew, the coefficients of the terms. */
3.9143, 0.5000, { 0.2765, -0.0805, -0.0397, -0.0973, -0.0547, -0.2788, 0.0747, -0.1728, -0.0733, -0.1773, 0.0227, 0.0596, -0.0230, 0.1688, 0.5481, 0.2127, -0.0604, -0.0298 }
