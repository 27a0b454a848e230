/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Written by bench/learn-auto.py: degrees of freedom, and the coefficients of the terms. */
3.3067, { 0.3339, -0.0975, -0.0414, -0.1873, -0.0856, -0.3455, 0.0656, -0.1805, -0.0362, -0.2285, -0.0060, 0.0827, -0.0225, 0.1531, 0.6140, 0.1828, -0.0491, -0.0217 }
