/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stock/check.h"

#include <math.h>
#include <string.h>

enum inv_status inv_check_wrong(struct inv_err *err, const char *column, double v, const char *why)
{
    if (isnan(v))
        inv_err_set(err, INV_EARG, "no value");
    else if (isinf(v))
        inv_err_set(err, INV_EARG, "too large for a number");
    else
        inv_err_set(err, INV_EARG, "%g %s", v, why);
    inv_err_column(err, column, strlen(column));
    return INV_EARG;
}

enum inv_status inv_check_finite(double v, const char *column, struct inv_err *err)
{
    return isfinite(v) ? INV_OK : inv_check_wrong(err, column, v, "is not finite");
}

enum inv_status inv_check_from_zero(double v, const char *column, struct inv_err *err)
{
    return isfinite(v) && v >= 0 ? INV_OK : inv_check_wrong(err, column, v, "is below 0");
}

enum inv_status inv_check_positive(double v, const char *column, struct inv_err *err)
{
    return isfinite(v) && v > 0 ? INV_OK : inv_check_wrong(err, column, v, "is not above 0");
}

enum inv_status inv_check_share(double v, const char *column, struct inv_err *err)
{
    return v > 0 && v < 1 ? INV_OK : inv_check_wrong(err, column, v, "is not between 0 and 1");
}
