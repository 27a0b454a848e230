/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a user may fix of models arima and sarima. {0}: all is chosen. */
#ifndef INV_ARIMA_H
#define INV_ARIMA_H

#include "inv/status.h"

enum inv_arima_transform { INV_ARIMA_PLAIN, INV_ARIMA_BOXCOX, INV_ARIMA_GUERRERO };

struct inv_arima_choice {
    bool fixed;                 /* this order, and no other, with a constant where AICc wants it: */
    size_t p, d, q, P, D, Q;    /* p, q up to 12, P, Q up to 4, d up to 2, D up to 1 */
    bool no_constant;           /* no mean and no drift */
    bool full;                  /* all orders up to p + q + P + Q = 5 instead of a walk among neighbours */
    enum inv_arima_transform transform;
    double lambda;              /* of BOXCOX */
};

/* "1,0,1", "0,1,1,0,1,1". INV_EUSAGE: none of that, or beyond the limits. */
enum inv_status inv_arima_choice_order(const char *text, struct inv_arima_choice *c, struct inv_err *err);
/* "auto", or a number from -2 to 2. INV_EUSAGE. */
enum inv_status inv_arima_choice_lambda(const char *text, struct inv_arima_choice *c, struct inv_err *err);

#endif
