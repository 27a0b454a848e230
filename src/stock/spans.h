/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the parts of inv/ltd.h share. Private to src/stock. */
#ifndef INV_STOCK_SPANS_H
#define INV_STOCK_SPANS_H

#include "inv/ltd.h"

/* INV_EROW: a forecast of h steps ends before lead time + review period do. */
enum inv_status inv_ltd_too_short(size_t h, double span, struct inv_err *err);

#endif
