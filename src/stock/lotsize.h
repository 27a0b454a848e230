/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The methods behind inv_lotsize_plan. Arguments are checked. */
#ifndef INV_STOCK_LOTSIZE_H
#define INV_STOCK_LOTSIZE_H

#include "inv/lotsize.h"

/* The demand that the opening stock leaves, net[n]; below 0 stock adds to the first. */
void inv_lotsize_net(const struct inv_lotsize_in *in, double *net);
/* n doubles of the workspace. */
enum inv_status inv_lotsize_room(struct inv_lotsize_work *w, size_t n, struct inv_err *err);

/* lotsize_exact.c */
enum inv_status inv_lotsize_free_lots(const struct inv_lotsize_in *in, struct inv_lotsize_work *w, double *order,
                                      struct inv_err *err);
enum inv_status inv_lotsize_backlogged(const struct inv_lotsize_in *in, struct inv_lotsize_work *w, double *order,
                                       struct inv_err *err);
/* lotsize_bounded.c */
enum inv_status inv_lotsize_bounded(const struct inv_lotsize_in *in, struct inv_lotsize_work *w, double *order,
                                    struct inv_err *err);
/* lotsize_rules.c */
enum inv_status inv_lotsize_rule(const struct inv_lotsize_in *in, enum inv_lotsize method, struct inv_lotsize_work *w,
                                 double *order, struct inv_err *err);

/* hull.c: the lower hull of points whose x does not fall; id is the caller's. */
struct inv_hull_point { double x, y; size_t id; };
struct inv_hull { struct inv_hull_point *p; size_t n; };      /* room for all points is the caller's */
void inv_hull_push(struct inv_hull *h, double x, double y, size_t id);
/* The point of least y - s x; the hull is not empty. */
const struct inv_hull_point *inv_hull_least(const struct inv_hull *h, double s);

#endif
