/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lead-time demand whose periods are not independent, or whose lead time is one of several. */
#include "stock/spans.h"

#include <math.h>

#include "stock/check.h"

/* ---- correlated periods -------------------------------------------------------------------- */

/* n + 2 sum (n - k) rho^k in closed form. */
static double first_order(double n, double rho)
{
    double rest = 1 - rho;
    if (n * rest < 1e-3)
        return n * n;              /* as good as one; the two terms below would cancel */
    return n * (1 + rho) / rest - 2 * rho * (1 - pow(rho, n)) / (rest * rest);
}

static double whole_periods(double n, const struct inv_correlation *c)
{
    double sum = n, power = 1;
    if (!c->acf && n > 4096)
        return c->rho > 0 || c->rho < 0 ? first_order(n, c->rho) : n;
    for (size_t k = 1; (double)k < n && (!c->acf || k <= c->n); k++) {
        power *= c->rho;
        sum += 2 * (n - (double)k) * (c->acf ? c->acf[k - 1] : power);
    }
    return sum;
}

double inv_ltd_periods(double span, const struct inv_correlation *c)
{
    double n = floor(span), part = span - n, sum = whole_periods(n, c);
    if (part > 0)
        sum += part * (whole_periods(n + 1, c) - sum);
    return fmax(0, sum);
}

enum inv_status inv_ltd_correlate(const struct inv_supply *s, const struct inv_correlation *c, struct inv_ltd *ltd,
                                  struct inv_err *err)
{
    if (!c->acf && !(fabs(c->rho) < 1))
        return inv_check_wrong(err, "autocorrelation", c->rho, "is not between -1 and 1");
    double supply = ltd->demand * s->lead_time_sd;
    ltd->sd = hypot(ltd->demand_sd * sqrt(inv_ltd_periods(s->lead_time + s->review_period, c)), supply);
    ltd->lead_sd = hypot(ltd->demand_sd * sqrt(inv_ltd_periods(s->lead_time, c)), supply);
    return isfinite(ltd->sd) ? INV_OK : inv_check_wrong(err, "lead_time", s->lead_time, "is too long for numbers");
}

static double mean_of(const double *y, size_t n)
{
    double sum = 0;
    size_t count = 0;
    for (size_t i = 0; i < n; i++)
        if (!isnan(y[i])) {
            sum += y[i];
            count++;
        }
    return count > 0 ? sum / (double)count : 0;
}

void inv_ltd_acf(const double *y, size_t n, size_t lags, double *out)
{
    double mean = mean_of(y, n), all = 0, most = 0;
    for (size_t i = 0; i < n; i++)
        most = isnan(y[i]) ? most : fmax(most, fabs(y[i] - mean));
    double unit = most > 0 && isfinite(most) ? most : 1;     /* squares stay numbers */
    for (size_t i = 0; i < n; i++)
        all += isnan(y[i]) ? 0 : (y[i] - mean) / unit * ((y[i] - mean) / unit);
    for (size_t k = 1; k <= lags; k++) {
        double sum = 0;
        for (size_t i = 0; k <= n / 4 && i + k < n; i++)
            if (!isnan(y[i]) && !isnan(y[i + k]))
                sum += (y[i] - mean) / unit * ((y[i + k] - mean) / unit);
        out[k - 1] = all > 0 && isfinite(all) ? sum / all : 0;
    }
}

/* ---- several lead times ----------------------------------------------------------------------- */

enum inv_status inv_ltd_mix(const struct inv_ltd *part, const double *weight, size_t n, struct inv_ltd *ltd,
                            struct inv_err *err)
{
    double sum = 0;
    *ltd = (struct inv_ltd){ 0 };
    for (size_t i = 0; i < n; i++) {
        if (!(weight[i] >= 0 && weight[i] <= 1))
            return inv_check_wrong(err, "probability", weight[i], "is outside 0..1");
        sum += weight[i];
        ltd->mean += weight[i] * part[i].mean;
        ltd->lead_mean += weight[i] * part[i].lead_mean;
        ltd->demand += weight[i] * part[i].demand;
        ltd->demand_sd = hypot(ltd->demand_sd, sqrt(weight[i]) * part[i].demand_sd);
    }
    if (!(fabs(sum - 1) <= 1e-6))
        return inv_err_set(err, INV_EARG, "the probabilities add up to %.9g, not to 1", sum);
    for (size_t i = 0; i < n; i++) {
        double w = sqrt(weight[i]);
        ltd->sd = hypot(ltd->sd, w * hypot(part[i].sd, part[i].mean - ltd->mean));
        ltd->lead_sd = hypot(ltd->lead_sd, w * hypot(part[i].lead_sd, part[i].lead_mean - ltd->lead_mean));
    }
    return INV_OK;
}
