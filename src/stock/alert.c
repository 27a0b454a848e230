/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inv/alert.h"

#include <math.h>
#include <string.h>

static const char *const severities[] = { "info", "warning", "critical", "unknown" };

const char *inv_severity_name(enum inv_severity s)
{
    return severities[s];
}

bool inv_severity_by_name(const char *s, size_t n, enum inv_severity *out)
{
    for (size_t i = 0; i < sizeof severities / sizeof *severities; i++)
        if (strlen(severities[i]) == n && memcmp(severities[i], s, n) == 0) {
            *out = (enum inv_severity)i;
            return true;
        }
    return false;
}

static const struct { const char *name; enum inv_severity severity; } rules[INV_RULE_COUNT] = {
    [INV_RULE_STOCKOUT] = { "stockout", INV_SEVERITY_CRITICAL },
    [INV_RULE_NEGATIVE_STOCK] = { "negative_stock", INV_SEVERITY_CRITICAL },
    [INV_RULE_STOCKOUT_RISK] = { "stockout_risk", INV_SEVERITY_CRITICAL },
    [INV_RULE_BELOW_SAFETY] = { "below_safety", INV_SEVERITY_WARNING },
    [INV_RULE_BELOW_REORDER] = { "below_reorder", INV_SEVERITY_WARNING },
    [INV_RULE_OVERSTOCK] = { "overstock", INV_SEVERITY_WARNING },
    [INV_RULE_OVERDUE] = { "overdue", INV_SEVERITY_WARNING },
    [INV_RULE_ANOMALY] = { "anomaly", INV_SEVERITY_WARNING },
    [INV_RULE_DEAD_STOCK] = { "dead_stock", INV_SEVERITY_INFO },
    [INV_RULE_BIAS] = { "bias", INV_SEVERITY_INFO },
};

const char *inv_rule_name(enum inv_rule rule)
{
    return rules[rule].name;
}

enum inv_severity inv_rule_severity(enum inv_rule rule)
{
    return rules[rule].severity;
}

struct inv_alert_in inv_alert_defaults(void)
{
    return (struct inv_alert_in){ NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, 0.2 };
}

/* ---- the rules ------------------------------------------------------------------------------ */

static double or_zero(double x)
{
    return isnan(x) ? 0 : x;
}

/* An item with what follows from it. */
struct view { const struct inv_alert_in *in; double net, position; };

static struct view look(const struct inv_alert_in *in)
{
    struct view v = { in, in->on_hand - or_zero(in->backordered), in->position };
    if (isnan(v.position))
        v.position = v.net + or_zero(in->on_order);
    return v;
}

/* Comparisons with NAN are false: a rule whose numbers are not known is silent. */
typedef bool rule_fn(const struct view *v, struct inv_alert *a);

static bool stockout(const struct view *v, struct inv_alert *a)
{
    a->value = v->net;
    a->threshold = 0;
    double wanted = fmax(or_zero(v->in->reorder_point), or_zero(v->in->demand));
    a->units = fmax(wanted - v->net, 0);
    return v->net <= 0 && !(v->in->demand <= 0);
}

static bool negative_stock(const struct view *v, struct inv_alert *a)
{
    a->value = v->in->on_hand;
    a->threshold = 0;
    a->units = -v->in->on_hand;
    return v->in->on_hand < 0;
}

/* When supply comes, in periods from now: an order placed now lead_time later; a
 * receipt with the beginning of its day. Nobody knows when one that is overdue
 * comes. */
static double supply_of(const struct inv_alert_in *in)
{
    return in->receipt >= 0 ? fmax(in->receipt - or_zero(in->receipt_day), 0) : in->lead_time;
}

/* When net stock runs out: in the period runs_out, somewhere. Within the period
 * in which supply comes the cover says when, if it ends there too; else it may be
 * at once. A run-out later than that has counted the receipt, even where stock
 * is gone some days before it. */
static double runs_out_at(const struct inv_alert_in *in, double cover, double supply)
{
    double k = in->runs_out, whole = floor(supply);
    bool inside = cover > whole && cover <= whole + 1;
    if (isnan(k))
        return cover;
    if (k > whole + 1)
        return inside && in->receipt >= 0 ? cover : k;
    if (k <= whole || supply <= whole)
        return k;
    return inside ? cover : whole;
}

/* Running out in period k is before supply that comes at k or later: a lead time
 * of k ends with it. */
static bool stockout_risk(const struct view *v, struct inv_alert *a)
{
    const struct inv_alert_in *in = v->in;
    double cover = in->demand > 0 ? v->net / in->demand : NAN, supply = supply_of(in);
    a->value = runs_out_at(in, cover, supply);
    a->threshold = in->receipt >= 0 ? in->receipt : in->lead_time;
    a->units = fmax(or_zero(in->demand * a->threshold - v->net), 0);
    return v->net > 0 && in->demand > 0 && (a->value < supply || in->runs_out <= supply);
}

static bool below_safety(const struct view *v, struct inv_alert *a)
{
    a->value = v->net;
    a->threshold = v->in->safety_stock;
    a->units = a->threshold - a->value;
    return a->value < a->threshold;
}

/* Nothing is expected of an item without demand: 0 is not "at" a reorder point of 0. */
static bool below_reorder(const struct view *v, struct inv_alert *a)
{
    a->value = v->position + or_zero(v->in->order_qty);
    a->threshold = v->in->reorder_point;
    a->units = a->threshold - a->value;
    return a->value <= a->threshold && !(v->in->demand <= 0);
}

static bool overstock(const struct view *v, struct inv_alert *a)
{
    a->value = v->in->on_hand;
    a->threshold = isnan(v->in->max_stock) ? v->in->order_up_to + or_zero(v->in->safety_stock) : v->in->max_stock;
    a->units = a->value - a->threshold;
    return a->value > a->threshold;
}

static bool overdue(const struct view *v, struct inv_alert *a)
{
    a->value = v->in->receipt;
    a->threshold = 0;
    a->units = or_zero(v->in->on_order);
    return v->in->receipt < 0;
}

static bool anomaly(const struct view *v, struct inv_alert *a)
{
    a->value = v->in->anomaly;
    a->threshold = NAN;
    a->units = 0;
    return a->value < 0 || a->value > 0;
}

static bool dead_stock(const struct view *v, struct inv_alert *a)
{
    a->value = v->in->on_hand;
    a->threshold = 0;
    a->units = v->in->on_hand;
    return v->in->on_hand > 0 && v->in->demand <= 0;
}

static bool bias(const struct view *v, struct inv_alert *a)
{
    a->value = v->in->bias;
    a->threshold = v->in->bias_limit;
    a->units = fabs(or_zero(v->in->bias * v->in->demand));
    return fabs(a->value) > a->threshold;
}

void inv_alert_check(const struct inv_alert_in *in, struct inv_alert out[INV_RULE_COUNT])
{
    static rule_fn *const checks[INV_RULE_COUNT] = {
        [INV_RULE_STOCKOUT] = stockout, [INV_RULE_NEGATIVE_STOCK] = negative_stock,
        [INV_RULE_STOCKOUT_RISK] = stockout_risk, [INV_RULE_BELOW_SAFETY] = below_safety,
        [INV_RULE_BELOW_REORDER] = below_reorder, [INV_RULE_OVERSTOCK] = overstock,
        [INV_RULE_OVERDUE] = overdue, [INV_RULE_ANOMALY] = anomaly,
        [INV_RULE_DEAD_STOCK] = dead_stock, [INV_RULE_BIAS] = bias,
    };
    struct view v = look(in);
    for (int r = 0; r < INV_RULE_COUNT; r++) {
        out[r] = (struct inv_alert){ .rule = (enum inv_rule)r, .severity = rules[r].severity };
        out[r].below = r == INV_RULE_STOCKOUT || r == INV_RULE_STOCKOUT_RISK
                    || r == INV_RULE_BELOW_SAFETY || r == INV_RULE_BELOW_REORDER || r == INV_RULE_OVERDUE;
        out[r].fires = checks[r](&v, &out[r]);
    }
}

/* ---- what was said before ------------------------------------------------------------------- */

const char *inv_alert_status_name(enum inv_alert_status s)
{
    static const char *const names[] = { "", "new", "worse", "repeat", "cleared" };
    return names[s];
}

enum inv_alert_status inv_alert_compare(const struct inv_alert *now, const struct inv_alert_past *past, double repeat_after_days)
{
    if (!past)
        return INV_ALERT_NEW;
    if (now->severity > past->severity || now->units > 1.5 * past->units + 1e-9)
        return INV_ALERT_WORSE;
    return past->days >= repeat_after_days ? INV_ALERT_REPEAT : INV_ALERT_QUIET;
}

bool inv_alert_over(const struct inv_alert *now, double margin)
{
    if (isnan(now->value) || isnan(now->threshold))
        return true;
    double room = margin * fabs(now->threshold);
    return now->below ? now->value >= now->threshold + room : now->value <= now->threshold - room;
}
