/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-lot: the rows of a key as periods. */
#include "config.h"
#include "lot.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "inv/mem.h"
#include "year.h"

#define MOST_PERIODS ((size_t)1 << 22)

static enum inv_status bad(struct inv_err *err, const char *column, const char *format, double x)
{
    inv_err_set(err, INV_EROW, format, x);
    return inv_err_column(err, column, strlen(column));
}

/* ---- which row is which period ------------------------------------------------------------- */

static enum inv_status room(struct lot *l, size_t n, struct inv_err *err)
{
    enum inv_status st = INV_MEM_GROW(&l->a, &l->cap_a, 9 * n, err);
    if (st == INV_OK)
        st = INV_MEM_GROW(&l->row, &l->cap_row, n, err);
    for (size_t t = 0; t < n && st == INV_OK; t++)
        l->row[t] = SIZE_MAX;
    l->n = n;
    return st;
}

/* The steps 1..n of a forecast, each once. */
static enum inv_status by_step(struct lot *l, const struct inv_group *g, struct inv_err *err)
{
    const double *step = g->num[N_STEP];
    enum inv_status st = room(l, g->n, err);
    for (size_t i = 0; i < g->n && st == INV_OK; i++) {
        if (!(step[i] >= 1) || step[i] > floor(step[i]))
            return bad(err, "step", isnan(step[i]) ? "no value" : "%g is not a step", step[i]);
        if (step[i] > (double)g->n)
            return bad(err, "step", "%g is there, but not each step before it", step[i]);
        size_t t = (size_t)step[i] - 1;
        if (l->row[t] != SIZE_MAX)
            return bad(err, "step", "%g is there twice", step[i]);
        l->row[t] = i;
    }
    return st;
}

/* From the first date to the last; a period without a row has no demand. */
static enum inv_status by_date(struct lot *l, const struct inv_group *g, struct inv_err *err)
{
    enum inv_status st = series_grid(&l->series, g, l->series.has && !l->series.guess, &l->grid, err);
    if (st != INV_OK)
        return st;
    int64_t first = INT64_MAX, last = INT64_MIN;
    for (size_t i = 0; i < g->n; i++) {
        int64_t p = inv_grid_index(&l->grid, g->time[i]);
        first = p < first ? p : first;
        last = p > last ? p : last;
    }
    if ((uint64_t)last - (uint64_t)first >= MOST_PERIODS)
        return inv_err_set(err, INV_EROW, "more than %zu periods from the first date to the last", MOST_PERIODS);
    l->first = first;
    st = room(l, (size_t)(last - first) + 1, err);
    for (size_t i = 0; i < g->n && st == INV_OK; i++) {
        size_t t = (size_t)(inv_grid_index(&l->grid, g->time[i]) - first);
        if (l->row[t] != SIZE_MAX) {
            char text[INV_TIME_MAX + 1];
            inv_err_set(err, INV_EROW, "the period of %s has two rows (inv-clean makes one of them)",
                        series_text(&l->series, g->time[i], text));
            return inv_err_column(err, l->run->common.time, strlen(l->run->common.time));
        }
        l->row[t] = i;
    }
    return st;
}

void lot_cells(struct lot *l, const struct inv_group *g, size_t t)
{
    size_t row = l->row[t];
    if (row != SIZE_MAX) {
        inv_group_cells(g, row, l->cells);
        return;
    }
    for (size_t i = 0; i < inv_input_width(l->run->in); i++)
        l->cells[i] = (struct inv_cell){ "", 0 };
    for (size_t i = 0; i < l->out.nkey; i++)
        l->cells[l->out.key[i]] = g->key[i];
}

/* ---- what each period costs -------------------------------------------------------------------- */

struct period { double setup, hold, unit, backlog, capacity; };

/* A year's holding cost, spread over its periods. */
static enum inv_status holding(const struct inv_param_row *p, double unit, double year, double *hold,
                               struct inv_err *err)
{
    double rate;
    enum inv_status st = inv_param_get(p, INV_P_HOLDING_COST, hold, err);
    if (st == INV_OK && isnan(*hold))
        st = inv_param_get(p, INV_P_HOLDING_RATE, &rate, err);
    if (st != INV_OK || !isnan(*hold)) {
        *hold /= year;
        return st;
    }
    if (isnan(rate) || isnan(unit))
        return inv_param_need(p, INV_P_HOLDING_COST, hold, err);
    *hold = rate * unit / year;
    return INV_OK;
}

static enum inv_status costs(const struct lot *l, const struct inv_param_row *p, double year, struct period *x,
                             struct inv_err *err)
{
    enum inv_status st = inv_param_need(p, INV_P_ORDER_COST, &x->setup, err);
    if (st == INV_OK)
        st = inv_param_get(p, INV_P_UNIT_COST, &x->unit, err);
    if (st == INV_OK)
        st = holding(p, x->unit, year, &x->hold, err);
    if (st == INV_OK && l->o->backlog)
        st = inv_param_need(p, INV_P_SHORTAGE_COST, &x->backlog, err);
    if (st == INV_OK)
        st = inv_param_get(p, INV_P_CAPACITY, &x->capacity, err);
    x->backlog /= year;
    x->capacity = isnan(x->capacity) ? HUGE_VAL : x->capacity;
    return st;
}

/* The demand of period t, or what is placed already, and what is wrong with it. */
static enum inv_status wrong(const struct lot *l, const struct inv_group *g, size_t t, const char *column, double x,
                             struct inv_err *err)
{
    char text[INV_TIME_MAX + 1], step[32];
    snprintf(step, sizeof step, "%zu", t + 1);
    const char *what = l->forecast ? "step" : "period";
    const char *which = l->forecast ? step : series_text(&l->series, g->time[l->row[t]], text);
    if (isnan(x))
        inv_err_set(err, INV_EROW, "no value: the demand of %s %s is not known", what, which);
    else
        inv_err_set(err, INV_EROW, "%g in %s %s is below 0", x, what, which);
    return inv_err_column(err, column, strlen(column));
}

/* A period without a row costs what the one before it does. */
static enum inv_status one_period(struct lot *l, const struct inv_group *g, size_t t, double year, struct period *x,
                                  struct inv_err *err)
{
    size_t row = l->row[t], n = l->n;
    double *a = l->a + t;
    enum inv_status st = INV_OK;
    if (row != SIZE_MAX) {
        struct inv_param_row p;
        lot_cells(l, g, t);
        inv_params_join(l->run->params, l->cells, &p);
        p.file = g->file;
        p.line = g->line;
        p.days_per_period = 0;
        st = costs(l, &p, year, x, err);
    }
    double demand = row == SIZE_MAX ? 0 : g->num[N_DEMAND][row], firm = row == SIZE_MAX ? NAN : g->num[N_FIRM][row];
    const char *name = l->forecast ? "forecast" : l->run->common.value;
    if (st == INV_OK && !(demand >= 0))
        return wrong(l, g, t, name, demand, err);
    if (st == INV_OK && firm < 0)
        return wrong(l, g, t, l->o->firm, firm, err);
    if (firm > 0)
        l->nfirm = t + 1;
    const double v[] = { demand, x->setup, x->hold, x->unit, x->backlog, x->capacity, isnan(firm) ? 0 : firm };
    for (size_t i = 0; i < COUNT(v); i++)
        a[i * n] = v[i];
    return st;
}

/* ---- the key -------------------------------------------------------------------------------------- */

/* Said once: they may be meant, or a column that was left at 0. */
static void tell(struct lot *l)
{
    double held = 0, demand = fmax(-l->in.stock, 0);
    for (size_t t = 0; t < l->n; t++) {
        held += l->in.hold[t];
        demand += l->in.demand[t];
    }
    if (!(demand > 0) && !l->none_told) {
        tool_note(l->run, "there are items without demand: nothing is to be ordered");
        l->none_told = true;
    } else if (demand > 0 && !(held > 0) && !l->free_told) {
        tool_note(l->run,
                  "there are items whose stock costs nothing (holding_cost 0): what they need is ordered at once");
        l->free_told = true;
    }
}

/* Prices matter where they change: then all that is bought is counted. */
static bool prices_change(const double *unit, size_t n)
{
    for (size_t t = 0; t < n; t++)
        if (isnan(unit[t]))
            return false;
    for (size_t t = 1; t < n; t++)
        if (unit[t] > unit[0] || unit[t] < unit[0])
            return true;
    return false;
}

/* The opening stock: the first period's where it has one, else the key's. */
static enum inv_status opening(struct lot *l, const struct inv_group *g, const struct inv_param_row *key,
                               struct inv_err *err)
{
    static const enum inv_param params[] = { INV_P_ON_HAND, INV_P_BACKORDERED };
    double units[COUNT(params)] = { 0 };
    struct inv_param_row first = *key;
    lot_cells(l, g, 0);
    inv_params_join(l->run->params, l->cells, &first);
    first.file = key->file;
    first.line = key->line;
    for (size_t i = 0; i < COUNT(params); i++) {
        struct inv_cell c;
        const struct inv_param_row *from = inv_param_text(&first, params[i], &c) ? &first : key;
        enum inv_status st = inv_param_get(from, params[i], &units[i], err);
        if (st != INV_OK)
            return st;
    }
    l->in.stock = (isnan(units[0]) ? 0 : units[0]) - units[1];
    return INV_OK;
}

static enum inv_status key_params(struct lot *l, const struct inv_group *g, const struct inv_param_row *p,
                                  struct inv_err *err)
{
    enum inv_status st = opening(l, g, p, err);
    if (st == INV_OK)
        st = inv_param_get(p, INV_P_MOQ, &l->in.min_lot, err);
    if (st == INV_OK)
        st = inv_param_get(p, INV_P_PACK_SIZE, &l->in.pack, err);
    return st;
}

static void bind(struct lot *l)
{
    double *a = l->a;
    size_t n = l->n;
    l->in.n = n;
    l->in.demand = a;
    l->in.setup = a + n;
    l->in.hold = a + 2 * n;
    l->in.unit = prices_change(a + 3 * n, n) ? a + 3 * n : NULL;
    l->in.backlog = l->o->backlog ? a + 4 * n : NULL;
    l->in.capacity = a + 5 * n;
    l->in.periods = (size_t)l->o->fixed_periods;
    l->firm = a + 6 * n;
    l->order = a + 7 * n;
    l->ending = a + 8 * n;
}

static enum inv_status a_year(struct lot *l, const struct inv_param_row *p, enum inv_freq freq, double *year,
                              struct inv_err *err)
{
    bool silent = true;      /* its remark is about demand */
    if (!l->year_told && inv_freq_days(freq) <= 0 && !inv_params_known(l->run->params, INV_P_PERIODS_PER_YEAR)) {
        tool_note(l->run, "no calendar is known: costs are taken for a period's (else --freq or --periods-per-year)");
        l->year_told = true;
    }
    return tool_periods_per_year(l->run, p, freq, &silent, year, err);
}

enum inv_status lot_read(struct lot *l, const struct inv_group *g, struct inv_err *err)
{
    struct inv_param_row p;
    struct period x = { 0 };
    double year = 1;
    l->in = (struct inv_lotsize_in){ 0 };
    l->nfirm = (size_t)(l->o->firm ? l->o->frozen : 0);
    reduce_join(&l->out, g, &p);
    enum inv_freq freq = l->forecast ? tool_freq_of(l->run, l->out.cells, l->freq_in) : l->series.freq;
    p.days_per_period = inv_freq_days(freq);
    enum inv_status st = l->forecast ? by_step(l, g, err) : by_date(l, g, err);
    if (st == INV_OK)
        st = a_year(l, &p, freq, &year, err);
    if (st == INV_OK)
        st = key_params(l, g, &p, err);
    for (size_t t = 0; t < l->n && st == INV_OK; t++)
        st = one_period(l, g, t, year, &x, err);
    l->nfirm = l->nfirm < l->n ? l->nfirm : l->n;
    bind(l);
    if (st == INV_OK)
        tell(l);
    return st;
}
