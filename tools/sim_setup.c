/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-sim: what a key is simulated with, from its parameters, and what --compare changes. */
#include "config.h"
#include "sim.h"

#include <math.h>
#include <string.h>

#include "inv/keys.h"
#include "inv/lots.h"
#include "year.h"

static const char *const dists[] = { "auto", "normal", "lognormal", "gamma", "poisson", "negbin" };

/* ---- opening -------------------------------------------------------------------------------- */

static enum inv_status open_compare(struct sim *s, struct inv_err *err)
{
    s->compare_policy = INV_NO_COLUMN;
    if (!s->o->compare)
        return INV_OK;
    if (s->o->trace)
        return inv_err_set(err, INV_EUSAGE, "--trace and --compare contradict each other");
    enum inv_status st = join_load(s->run, s->o->compare, &s->compare, err);
    if (st != INV_OK)
        return st;
    bool any = false;
    for (int i = 0; i < INV_P_COUNT; i++) {
        s->compare_column[i] = join_column(s->compare, inv_param_table()[i].name);
        any |= s->compare_column[i] != INV_NO_COLUMN;
    }
    s->compare_policy = join_column(s->compare, "policy");
    if (any || s->compare_policy != INV_NO_COLUMN)
        return INV_OK;
    inv_err_set(err, INV_EUSAGE, "has neither policy nor a planning parameter to compare with");
    return inv_err_at(err, s->o->compare, 0);
}

static enum inv_status open_leads(struct sim *s, struct inv_err *err)
{
    const char *text = s->o->lead_times;
    s->lead_dist = DIST_GAMMA;
    for (size_t i = 1; text && i < COUNT(dists); i++)
        if (strcmp(text, dists[i]) == 0) {
            s->lead_dist = (int)i;
            return INV_OK;
        }
    if (!text)
        return INV_OK;
    enum inv_status st = join_load(s->run, text, &s->leads, err);
    if (st == INV_OK)
        st = join_need(s->leads, "lead_time", &s->leads_time, err);
    return st == INV_OK ? join_need(s->leads, "probability", &s->leads_share, err) : st;
}

enum inv_status sim_setup_open(struct sim *s, struct inv_err *err)
{
    s->freq_in = inv_input_find(s->run->in, "freq");
    s->policy_in = inv_input_find(s->run->in, "policy");
    s->dist_in = inv_input_find(s->run->in, "dist");
    enum inv_status st = open_compare(s, err);
    return st == INV_OK ? open_leads(s, err) : st;
}

void sim_setup_close(struct sim *s)
{
    join_free(s->compare);
    join_free(s->leads);
}

uint64_t sim_key(const struct inv_cell *key, size_t n)
{
    uint64_t h = 0;
    for (size_t i = 0; i < n; i++)
        h = h * UINT64_C(0x9E3779B97F4A7C15) + inv_hash_bytes(key[i].s, key[i].n).lo;
    return h;
}

size_t sim_word(struct inv_cell c, const char *const *words, size_t n)
{
    size_t i = 0;
    while (i < n && (strlen(words[i]) != c.n || memcmp(words[i], c.s, c.n) != 0))
        i++;
    return i;
}

/* ---- parameters ------------------------------------------------------------------------------- */

/* A key's parameters, or those of its row of --compare where that has them. */
struct source { struct sim *s; const struct inv_param_row *p; const struct inv_cell *cells; size_t other; };

static enum inv_status blame(const struct source *k, const char *column, struct inv_err *err)
{
    inv_err_at(err, join_file(k->s->compare), join_line(k->s->compare, k->other));
    inv_err_column(err, column, strlen(column));
    return err->status;
}

static enum inv_status get(const struct source *k, enum inv_param param, double *v, struct inv_err *err)
{
    *v = NAN;
    size_t column = k->other == JOIN_NONE ? INV_NO_COLUMN : k->s->compare_column[param];
    enum inv_status st = INV_OK;
    if (column != INV_NO_COLUMN)
        st = inv_params_read(k->s->run->params, param, join_cell(k->s->compare, k->other, column), k->p->days_per_period, v, err);
    if (st != INV_OK)
        return blame(k, inv_param_table()[param].name, err);
    return isnan(*v) ? inv_param_get(k->p, param, v, err) : INV_OK;
}

static enum inv_status need(const struct source *k, enum inv_param param, double *v, struct inv_err *err)
{
    enum inv_status st = get(k, param, v, err);
    return st == INV_OK && isnan(*v) ? inv_param_need(k->p, param, v, err) : st;
}

/* 0 where it is not given. */
static enum inv_status or_zero(const struct source *k, enum inv_param param, double *v, struct inv_err *err)
{
    enum inv_status st = get(k, param, v, err);
    *v = isnan(*v) ? 0 : *v;
    return st;
}

static enum inv_status policy_of(const struct source *k, int *policy, struct inv_err *err)
{
    const struct sim_options *o = k->s->o;
    bool given = o->policy >= 0 || o->orders || o->models.model;
    struct inv_cell c = { "", 0 };
    *policy = o->policy >= 0 ? o->policy : o->orders ? POLICY_ORDERS : o->models.model ? POLICY_RS : POLICY_RQ;
    if (!given && k->s->policy_in != INV_NO_COLUMN)
        c = k->cells[k->s->policy_in];
    bool here = k->other != JOIN_NONE && k->s->compare_policy != INV_NO_COLUMN
             && join_cell(k->s->compare, k->other, k->s->compare_policy).n > 0;
    if (here)
        c = join_cell(k->s->compare, k->other, k->s->compare_policy);
    if (c.n == 0)
        return INV_OK;
    size_t i = sim_word(c, sim_policies, o->orders ? POLICIES : POLICY_ORDERS);
    if (i < (o->orders ? POLICIES : POLICY_ORDERS)) {
        *policy = (int)i;
        return INV_OK;
    }
    inv_err_set(err, INV_EROW, "none of rq, ss, rs, minmax, basestock and formula");
    if (here)
        return blame(k, "policy", err);
    inv_err_at(err, k->p->file, k->p->line);
    return inv_err_column(err, "policy", 6);
}

/* ---- the policy's numbers -------------------------------------------------------------------------- */

/* order_qty, else eoq. */
static enum inv_status lot_of(const struct source *k, double *lot, struct inv_err *err)
{
    enum inv_status st = get(k, INV_P_ORDER_QTY, lot, err);
    return st == INV_OK && isnan(*lot) ? need(k, INV_P_EOQ, lot, err) : st;
}

static enum inv_status lots(const struct source *k, struct inv_sim_in *in, struct inv_err *err)
{
    enum inv_status st = lot_of(k, &in->lot, err);
    in->rule = in->lot > 0 ? INV_SIM_LOTS : INV_SIM_UP_TO;      /* a lot of 0: any quantity will do */
    in->level = in->trigger + in->lot;
    return st;
}

static enum inv_status levels(const struct source *k, int policy, struct inv_sim_in *in, struct inv_err *err)
{
    enum inv_status st;
    in->rule = INV_SIM_UP_TO;
    switch (policy) {
    case POLICY_MINMAX:
        st = need(k, INV_P_MIN_STOCK, &in->trigger, err);
        return st == INV_OK ? need(k, INV_P_MAX_STOCK, &in->level, err) : st;
    case POLICY_BASESTOCK:
        st = get(k, INV_P_ORDER_UP_TO, &in->level, err);
        if (st == INV_OK && isnan(in->level))
            st = need(k, INV_P_REORDER_POINT, &in->level, err);
        in->trigger = in->level;
        return st;
    case POLICY_FORMULA:
        st = need(k, INV_P_MIN_STOCK, &in->trigger, err);
        if (st == INV_OK)
            st = need(k, INV_P_DEMAND, &in->level, err);
        in->trigger = in->level = in->trigger + in->level;
        return st;
    case POLICY_ORDERS:
        in->rule = INV_SIM_GIVEN;
        return INV_OK;
    default:
        break;
    }
    st = need(k, INV_P_REORDER_POINT, &in->trigger, err);
    in->level = in->trigger;
    if (st != INV_OK || policy == POLICY_RS)
        return st;
    if (policy == POLICY_RQ)
        return lots(k, in, err);
    st = get(k, INV_P_ORDER_UP_TO, &in->level, err);
    if (st != INV_OK || !isnan(in->level))
        return st;
    st = need(k, INV_P_EOQ, &in->lot, err);
    in->level = in->trigger + in->lot;
    return st;
}

/* --model finds the points itself; a lot is what it does not. */
static enum inv_status forecast_levels(const struct source *k, struct sim_setup *u, struct inv_err *err)
{
    struct inv_sim_in *in = &u->in;
    in->rule = INV_SIM_UP_TO;
    in->trigger = in->level = in->lot = 0;
    enum inv_status st = u->policy == POLICY_RQ ? lots(k, in, err) : INV_OK;
    if (u->policy == POLICY_SS)
        st = need(k, INV_P_EOQ, &in->lot, err);
    if (st == INV_OK)
        st = get(k, INV_P_SERVICE_LEVEL, &u->service_level, err);
    return st == INV_OK ? get(k, INV_P_FILL_RATE, &u->fill_rate, err) : st;
}

static enum inv_status stock(const struct source *k, struct sim_setup *u, struct inv_err *err)
{
    struct inv_sim_in *in = &u->in;
    enum inv_status st = get(k, INV_P_ON_HAND, &in->on_hand, err);
    if (st == INV_OK)
        st = or_zero(k, INV_P_ON_ORDER, &in->on_order, err);
    if (st == INV_OK)
        st = or_zero(k, INV_P_BACKORDERED, &in->backordered, err);
    u->started = !isnan(in->on_hand);
    if (st == INV_OK && !u->started) {
        if (in->rule == INV_SIM_GIVEN)
            return inv_param_need(k->p, INV_P_ON_HAND, &in->on_hand, err);
        in->on_hand = fmax(in->level, 0);
    }
    return st;
}

/* ---- supply ----------------------------------------------------------------------------------------- */

/* Whole steps, a part of one counted as one. */
static size_t whole(struct sim *s, double x)
{
    double n = ceil(x - INV_LOTS_TOLERANCE * fmax(1, x));
    if (n - x > INV_LOTS_TOLERANCE * fmax(1, x) && !s->fraction_told) {
        tool_note(s->run, "lead times and reviews of a part of a period are rounded up (--steps divides periods)");
        s->fraction_told = true;
    }
    return n < 1e9 ? (size_t)n : 1000000000;
}

static enum inv_status supply(const struct source *k, struct sim_setup *u, struct inv_err *err)
{
    struct sim *s = k->s;
    struct inv_sim_in *in = &u->in;
    double review;
    enum inv_status st = s->leads ? or_zero(k, INV_P_LEAD_TIME, &u->lead, err) : need(k, INV_P_LEAD_TIME, &u->lead, err);
    if (st == INV_OK)
        st = or_zero(k, INV_P_LEAD_TIME_SD, &u->lead_sd, err);
    if (st == INV_OK)
        st = or_zero(k, INV_P_REVIEW_PERIOD, &review, err);
    if (st == INV_OK)
        st = or_zero(k, INV_P_MOQ, &in->moq, err);
    if (st == INV_OK)
        st = or_zero(k, INV_P_PACK_SIZE, &in->pack_size, err);
    if (st == INV_OK)
        st = get(k, INV_P_CAPACITY, &in->capacity, err);
    if (st != INV_OK)
        return st;
    in->capacity = isnan(in->capacity) ? INFINITY : in->capacity / s->steps;
    u->lead *= s->steps;
    u->lead_sd *= s->steps;
    in->lead_time = whole(s, u->lead);
    in->review = review > 0 ? whole(s, review * s->steps) : 1;
    return INV_OK;
}

/* ---- costs ------------------------------------------------------------------------------------------- */

static enum inv_status costs(const struct source *k, enum inv_freq freq, struct sim_setup *u, struct inv_err *err)
{
    struct sim *s = k->s;
    struct inv_sim_in *in = &u->in;
    double rate, unit;
    enum inv_status st = get(k, INV_P_ORDER_COST, &in->order_cost, err);
    if (st == INV_OK)
        st = get(k, INV_P_HOLDING_COST, &in->holding_cost, err);
    if (st == INV_OK)
        st = get(k, INV_P_HOLDING_RATE, &rate, err);
    if (st == INV_OK)
        st = get(k, INV_P_UNIT_COST, &unit, err);
    if (st == INV_OK)
        st = get(k, INV_P_SHORTAGE_COST, &in->shortage_cost, err);
    if (st != INV_OK)
        return st;
    if (isnan(in->holding_cost))
        in->holding_cost = rate * unit;
    u->costed = !isnan(in->order_cost) || !isnan(in->holding_cost) || !isnan(in->shortage_cost);
    u->year = 1;
    if (u->costed)
        st = tool_periods_per_year(s->run, k->p, freq, &s->year_told, &u->year, err);
    if (!s->free_told && u->costed && (isnan(in->order_cost) || isnan(in->holding_cost) || isnan(in->shortage_cost))) {
        tool_note(s->run, "a cost that is not given is not charged (order_cost, holding_cost, shortage_cost)");
        s->free_told = true;
    }
    in->order_cost = isnan(in->order_cost) ? 0 : in->order_cost;
    in->holding_cost = isnan(in->holding_cost) ? 0 : in->holding_cost / u->year / s->steps;
    in->shortage_cost = isnan(in->shortage_cost) ? 0 : in->shortage_cost;
    if (!in->lost_sales)
        in->shortage_cost /= u->year * s->steps;
    return st;
}

/* ---- a key ---------------------------------------------------------------------------------------------- */

static enum inv_status setup(const struct source *k, enum inv_freq freq, struct sim_setup *u, struct inv_err *err)
{
    const struct sim_options *o = k->s->o;
    bool own = k->other == JOIN_NONE, forecasts = o->models.model && own;
    *u = (struct sim_setup){ .in = inv_sim_defaults(), .service_level = NAN, .fill_rate = NAN };
    u->in.no_crossing = o->no_crossing;
    u->in.lost_sales = o->lost_sales;
    u->in.demand_first = o->sequence > 0;
    u->in.stop = o->stop > 0 ? INV_SIM_STOP_SHIPMENTS : INV_SIM_STOP_ORDERS;
    enum inv_status st = policy_of(k, &u->policy, err);
    if (st == INV_OK)
        st = supply(k, u, err);
    if (st == INV_OK)
        st = forecasts ? forecast_levels(k, u, err) : o->by_period && own ? INV_OK : levels(k, u->policy, &u->in, err);
    if (st == INV_OK)
        st = costs(k, freq, u, err);
    return st == INV_OK ? stock(k, u, err) : st;
}

/* The key's rows of --lead-times, values first. */
static enum inv_status keep_leads(struct sim *s, const struct inv_cell *cells, double days, size_t *n, struct inv_buf *kept,
                                  struct inv_err *err)
{
    enum inv_status st = INV_OK;
    size_t first = join_find(s->leads, cells);
    *n = 0;
    for (int pass = 0; pass < 2; pass++)
        for (size_t row = first; row != JOIN_NONE && st == INV_OK; row = join_next(s->leads, row)) {
            double v;
            if (pass == 0) {
                st = inv_params_read(s->run->params, INV_P_LEAD_TIME, join_cell(s->leads, row, s->leads_time), days, &v, err);
                v = nearbyint(v * s->steps);
                ++*n;
            } else {
                st = join_number(s->leads, row, s->leads_share, &v, err);
            }
            if (st == INV_OK && isnan(v))
                st = inv_err_set(err, INV_EROW, "a missing value");
            if (st == INV_OK)
                st = inv_buf_add(kept, (const char *)&v, sizeof v, err);
            else if (!err->file)
                inv_err_at(err, join_file(s->leads), join_line(s->leads, row));
        }
    return st;
}

enum inv_status sim_setup_read(struct sim *s, const struct inv_param_row *p, enum inv_freq freq, const struct inv_cell *cells,
                               struct sim_case *c, struct inv_buf *kept, struct inv_err *err)
{
    struct source k = { s, p, cells, JOIN_NONE };
    enum inv_status st = setup(&k, freq, &c->one, err);
    if (st == INV_OK && s->compare) {
        k.other = join_find(s->compare, cells);
        if (k.other == JOIN_NONE) {
            inv_err_set(err, INV_EROW, "--compare has no row of it");
            return inv_err_at(err, p->file, p->line);
        }
        st = setup(&k, freq, &c->other, err);
    }
    if (st == INV_OK && s->leads)
        st = keep_leads(s, cells, p->days_per_period, &c->one.leads, kept, err);
    c->other.leads = c->one.leads;
    return st;
}
