/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a user says of the order, as text. */
#include <string.h>

#include "arima_arma.h"
#include "inv/arima.h"
#include "inv/num.h"

#define MOST_DIFFERENCES 2
#define MOST_LAMBDA 2.0

/* A whole number up to `most`, and the comma behind it. False: none. */
static bool number(const char **at, size_t most, size_t *out)
{
    size_t x = 0, digits = 0;
    for (; **at >= '0' && **at <= '9' && digits < 4; digits++)
        x = 10 * x + (size_t)(*(*at)++ - '0');
    if (digits == 0 || x > most || (**at != ',' && **at != '\0'))
        return false;
    *out = x;
    return true;
}

enum inv_status inv_arima_choice_order(const char *text, struct inv_arima_choice *c, struct inv_err *err)
{
    static const size_t most[] = { INV_ARIMA_ORDER, MOST_DIFFERENCES, INV_ARIMA_ORDER, INV_ARIMA_SEASONAL, 1, INV_ARIMA_SEASONAL };
    size_t x[6] = { 0 }, n = 0;
    const char *at = text;
    while (n < 6 && number(&at, most[n], &x[n])) {
        n++;
        if (*at == '\0')
            break;
        at++;
    }
    if ((n != 3 && n != 6) || *at != '\0' || at[-1] == ',')
        return inv_err_set(err, INV_EUSAGE, "\"%s\" is no p,d,q[,P,D,Q] with p, q up to %d, d up to %d, P, Q up to %d, D up to 1",
                           text, INV_ARIMA_ORDER, MOST_DIFFERENCES, INV_ARIMA_SEASONAL);
    if (x[1] + x[4] > MOST_DIFFERENCES)
        return inv_err_set(err, INV_EUSAGE, "%zu differences are more than %d", x[1] + x[4], MOST_DIFFERENCES);
    c->fixed = true;
    c->p = x[0];
    c->d = x[1];
    c->q = x[2];
    c->P = x[3];
    c->D = x[4];
    c->Q = x[5];
    return INV_OK;
}

enum inv_status inv_arima_choice_lambda(const char *text, struct inv_arima_choice *c, struct inv_err *err)
{
    if (strcmp(text, "auto") == 0) {
        c->transform = INV_ARIMA_GUERRERO;
        return INV_OK;
    }
    double x;
    if (inv_num_parse(text, strlen(text), '.', &x) != INV_NUM_OK || !(x >= -MOST_LAMBDA && x <= MOST_LAMBDA))
        return inv_err_set(err, INV_EUSAGE, "\"%s\" is neither auto nor a number from %g to %g", text, -MOST_LAMBDA, MOST_LAMBDA);
    c->transform = INV_ARIMA_BOXCOX;
    c->lambda = x;
    return INV_OK;
}
