/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inv/reorder.h"

#include <math.h>
#include <string.h>

#include "inv/lots.h"

#include "stock/check.h"

const char *inv_policy_name(enum inv_policy policy)
{
    static const char *const names[] = { "rq", "ss", "rs", "minmax", "formula", "demand", "forecast" };
    return (size_t)policy < sizeof names / sizeof *names ? names[policy] : "";
}

const char *inv_bound_name(enum inv_bound bound)
{
    static const char *const names[] = {
        "none", "moq", "pack", "max_stock", "budget", "supplier", "transfer", "end_of_life", "substitute"
    };
    return (size_t)bound < sizeof names / sizeof *names ? names[bound] : "";
}

struct inv_reorder_in inv_reorder_defaults(void)
{
    return (struct inv_reorder_in){
        .on_hand = NAN, .on_order = NAN, .backordered = NAN, .reorder_point = NAN, .lot = NAN, .order_up_to = NAN,
        .min_stock = NAN, .max_stock = NAN, .demand = NAN, .protect = NAN, .safety_stock = NAN, .late = NAN,
        .moved = NAN, .others = NAN, .to_come = NAN, .moq = NAN, .pack_size = NAN
    };
}

/* ---- checking ----------------------------------------------------------------------------- */

/* One that may be missing. */
static enum inv_status allow_from_zero(double v, const char *column, struct inv_err *err)
{
    return isnan(v) ? INV_OK : inv_check_from_zero(v, column, err);
}

static enum inv_status check_policy(const struct inv_reorder_in *in, struct inv_err *err)
{
    enum inv_status st = INV_OK;
    switch (in->policy) {
    case INV_POLICY_RQ:
        st = inv_check_finite(in->reorder_point, "reorder_point", err);
        return st == INV_OK ? inv_check_from_zero(in->lot, "eoq", err) : st;
    case INV_POLICY_SS:
        st = inv_check_finite(in->reorder_point, "reorder_point", err);
        if (st == INV_OK && isnan(in->order_up_to))
            return inv_check_from_zero(in->lot, "eoq", err);
        return st == INV_OK ? inv_check_finite(in->order_up_to, "order_up_to", err) : st;
    case INV_POLICY_RS:
        return inv_check_finite(in->reorder_point, "reorder_point", err);
    case INV_POLICY_MINMAX:
        st = inv_check_from_zero(in->min_stock, "min_stock", err);
        if (st == INV_OK)
            st = inv_check_from_zero(in->max_stock, "max_stock", err);
        return st == INV_OK && in->max_stock < in->min_stock ? inv_check_wrong(err, "max_stock", in->max_stock, "is below min_stock") : st;
    case INV_POLICY_FORMULA:
        st = inv_check_from_zero(in->min_stock, "min_stock", err);
        return st == INV_OK ? inv_check_from_zero(in->demand, "demand", err) : st;
    case INV_POLICY_DEMAND: case INV_POLICY_FORECAST:
        st = inv_check_from_zero(in->protect, "demand", err);
        return st == INV_OK && !isnan(in->safety_stock) ? inv_check_finite(in->safety_stock, "safety_stock", err) : st;
    }
    return inv_err_set(err, INV_EARG, "no such policy");
}

static enum inv_status check(const struct inv_reorder_in *in, struct inv_err *err)
{
    enum inv_status st = inv_check_finite(in->on_hand, "on_hand", err);
    if (st == INV_OK)
        st = allow_from_zero(in->on_order, "on_order", err);
    if (st == INV_OK)
        st = allow_from_zero(in->backordered, "backordered", err);
    if (st == INV_OK)
        st = allow_from_zero(in->moq, "moq", err);
    if (st == INV_OK)
        st = allow_from_zero(in->pack_size, "pack_size", err);
    if (st == INV_OK)
        st = allow_from_zero(in->max_stock, "max_stock", err);
    if (st == INV_OK)
        st = allow_from_zero(in->others, "need", err);
    if (st == INV_OK)
        st = allow_from_zero(in->to_come, "demand", err);
    return st == INV_OK ? check_policy(in, err) : st;
}

/* ---- the policy's quantity ------------------------------------------------------------------ */

static double or_zero(double v) { return isnan(v) ? 0 : v; }

/* What the rounding of sums of decimals may make of nothing: 0.9 - (0.3 + 0.6). */
static double noise(const struct inv_reorder_in *in, double level)
{
    return 1e-12 * (fabs(in->on_hand) + or_zero(in->on_order) + or_zero(in->backordered) + fabs(level));
}

static double lots_above(double gap, double lot)
{
    return (inv_lots_down(fmax(0, gap), lot) + 1) * lot;
}

static void aim(const struct inv_reorder_in *in, struct inv_reorder_out *out)
{
    switch (in->policy) {
    case INV_POLICY_RQ: case INV_POLICY_SS:
        out->trigger = in->reorder_point;
        out->order_up_to = in->policy == INV_POLICY_SS && !isnan(in->order_up_to) ? in->order_up_to : in->reorder_point + in->lot;
        break;
    case INV_POLICY_RS:
        out->trigger = out->order_up_to = in->reorder_point;
        break;
    case INV_POLICY_MINMAX:
        out->trigger = in->min_stock;
        out->order_up_to = in->max_stock;
        break;
    case INV_POLICY_FORMULA:
        out->trigger = out->order_up_to = in->min_stock + in->demand;
        break;
    case INV_POLICY_DEMAND: case INV_POLICY_FORECAST:
        out->trigger = out->order_up_to = in->protect + or_zero(in->safety_stock);
        break;
    }
}

/* What the policy orders at a position: a gap of nothing but rounding is none, or moq would make an order of it. */
static double need_at(const struct inv_reorder_in *in, const struct inv_reorder_out *out, double position)
{
    double gap = out->order_up_to - position;
    if (position - out->trigger > noise(in, out->trigger))
        return 0;
    if (in->policy == INV_POLICY_RQ && in->lot > 0)
        return lots_above(out->trigger - position, in->lot);
    return gap > noise(in, out->order_up_to) ? gap : 0;
}

/* ---- what bounds it -------------------------------------------------------------------------- */

static double to_packs(double q, double pack, enum inv_round round)
{
    if (round == INV_ROUND_DOWN)
        return inv_lots_down(q, pack) * pack;
    return (round == INV_ROUND_UP ? inv_lots_up(q, pack) : inv_lots_nearest(q, pack)) * pack;
}

/* Takes a quantity over; of several bounds the one that moved it most is the reason. */
static void take(struct inv_reorder_out *out, double q, enum inv_bound bound, double *moved)
{
    double by = fabs(q - out->order_qty);
    if (by > fmax(*moved, INV_LOTS_TOLERANCE * fabs(out->order_qty))) {
        out->bound = bound;
        *moved = by;
    }
    out->order_qty = q;
}

static double room_of(const struct inv_reorder_in *in, double position, enum inv_bound *bound)
{
    double stock = isnan(in->max_stock) ? INFINITY : fmax(0, in->max_stock - position);
    double life = isnan(in->to_come) ? INFINITY : fmax(0, in->to_come + or_zero(in->others) - position);
    *bound = life < stock ? INV_BOUND_END_OF_LIFE : INV_BOUND_MAX_STOCK;
    return fmin(stock, life);
}

static void bound(const struct inv_reorder_in *in, struct inv_reorder_out *out, double position, double moved)
{
    double moq = or_zero(in->moq), pack = or_zero(in->pack_size);
    enum inv_bound limit;
    out->room = room_of(in, position, &limit);
    if (out->order_qty <= 0)
        return;
    take(out, fmax(out->order_qty, moq), INV_BOUND_MOQ, &moved);
    if (pack > 0) {
        double packed = to_packs(out->order_qty, pack, in->round);
        take(out, packed < moq ? to_packs(moq, pack, INV_ROUND_UP) : packed, INV_BOUND_PACK, &moved);
    }
    if (out->order_qty > out->room * (1 + INV_LOTS_TOLERANCE)) {
        double q = pack > 0 ? to_packs(out->room, pack, INV_ROUND_DOWN) : out->room;
        out->order_qty = q < moq ? 0 : q;
        out->bound = limit;
    }
}

/* What other places bring is not ordered; a replaced item is not at all. */
static void order(const struct inv_reorder_in *in, struct inv_reorder_out *out)
{
    double moved = 0, position = out->position + or_zero(in->moved);
    out->order_qty = out->need;
    if (or_zero(in->moved) > 0)
        take(out, need_at(in, out, out->asked + in->moved), INV_BOUND_TRANSFER, &moved);
    if (in->replaced && out->order_qty > 0)
        take(out, 0, INV_BOUND_SUBSTITUTE, &moved);
    bound(in, out, position, moved);
}

enum inv_status inv_reorder_solve(const struct inv_reorder_in *in, struct inv_reorder_out *out, struct inv_err *err)
{
    enum inv_status st = check(in, err);
    if (st != INV_OK)
        return st;
    *out = (struct inv_reorder_out){ .position = in->on_hand + or_zero(in->on_order) - or_zero(in->backordered) };
    aim(in, out);
    bool dated = in->policy == INV_POLICY_DEMAND || in->policy == INV_POLICY_FORECAST;
    out->asked = out->position - or_zero(in->others) - (dated ? or_zero(in->late) : 0);
    out->need = need_at(in, out, out->asked);
    order(in, out);
    if (isfinite(out->position) && isfinite(out->need) && isfinite(out->order_qty) && isfinite(out->order_up_to))
        return INV_OK;
    return inv_err_set(err, INV_EARG, "the quantities are out of the range of numbers");
}
