/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the parts of inv-sim share. */
#ifndef TOOLS_SIM_H
#define TOOLS_SIM_H

#include "join.h"
#include "models.h"
#include "reduce.h"

#include "inv/draws.h"
#include "inv/sim.h"

enum { POLICY_RQ, POLICY_SS, POLICY_RS, POLICY_MINMAX, POLICY_BASESTOCK, POLICY_FORMULA, POLICY_ORDERS, POLICIES };
enum { DIST_AUTO, DIST_NORMAL, DIST_LOGNORMAL, DIST_GAMMA, DIST_POISSON, DIST_NEGBIN };
enum { MISSING_MEAN, MISSING_ZERO };
enum { METHOD_QUANTILE, METHOD_NORMAL, METHOD_FILL_RATE, METHOD_NEWSVENDOR };

/* More steps in a run than this are refused: what is drawn for one is in memory. */
#define SIM_STEPS_MOST 20000000

struct sim_options {
    struct model_options models;
    int policy, dist, stop, sequence, missing, method;
    const char *orders, *lead_times, *compare, *nodes, *edges;
    int64_t periods, runs, warm_up, batches, least, steps;
    double fail, repair;
    bool lost_sales, no_crossing, trace, by_period;
};

/* What a key is simulated with; no pointers, so that it can be kept as bytes. */
struct sim_setup {
    struct inv_sim_in in;            /* money of a step */
    int policy;
    double lead, lead_sd;            /* steps, before they are rounded */
    size_t leads;                    /* values of a --lead-times table that are kept after it, then as many probabilities */
    double year;                     /* periods */
    bool costed;                     /* some cost is known */
    bool started;                    /* on_hand is given */
    double service_level, fill_rate; /* --model; NAN: not given */
};

/* A key, and the same with what --compare has; that one does not forecast. */
struct sim_case { struct sim_setup one, other; };

struct sim {
    struct run *run;
    const struct sim_options *o;
    double steps;                    /* in a period */
    double level;                    /* of intervals, 0..1 */
    int lead_dist;                   /* of DIST_ */
    struct join *leads; size_t leads_time, leads_share;       /* --lead-times FILE */
    struct join *compare; size_t compare_column[INV_P_COUNT], compare_policy;
    size_t freq_in, policy_in, dist_in;   /* columns freq, policy, dist, or INV_NO_COLUMN */
    const char *columns[40]; size_t ncolumns;
    bool year_told, free_told, fraction_told;
    uint64_t missing;                /* periods whose demand was not known */
};

/* ---- a key's parameters (sim_setup.c) --------------------------------------------------- */

/* Opens --compare and --lead-times, after the input. */
enum inv_status sim_setup_open(struct sim *s, struct inv_err *err);
void sim_setup_close(struct sim *s);
/* Reads what a key is simulated with; cells: of the input. kept gets the values and then the
 * probabilities of its lead times, where --lead-times has a table. */
enum inv_status sim_setup_read(struct sim *s, const struct inv_param_row *p, enum inv_freq freq, const struct inv_cell *cells,
                               struct sim_case *c, struct inv_buf *kept, struct inv_err *err);
/* A number of periods that stands for the key. */
uint64_t sim_key(const struct inv_cell *key, size_t n);

/* ---- replications (sim_runs.c, sim_demand.c) ---------------------------------------------------------------- */

/* Where demand comes from: one path, a path a run, or draws. n: steps of a run, warm_up of them not counted. */
struct sim_demand {
    size_t n, warm_up, runs;
    const double *path; bool each;               /* each: run k at path + k n */
    const struct inv_draws *draws;
    const double *trigger, *level;               /* --model, --by-period: of n steps, for the case's one; NULL */
    const double *orders;                        /* --orders */
};

/* Memory of one thread; {0} at first. */
struct sim_room {
    double *demand, *leads; size_t cap_demand, cap_leads;
    unsigned *lead; size_t cap_lead;
    unsigned char *down; size_t cap_down;
    struct inv_draws lead_draws, draws;
    struct inv_sim_state state;
    struct inv_sim_sums *one, *other; size_t cap_one, cap_other;
    size_t n;                                    /* observations in one, and in other */
    double *trace; size_t cap_trace;             /* seven arrays of the counted steps */
    double *trigger, *level, *orders; size_t cap_trigger, cap_level, cap_orders;
};
void sim_room_free(struct sim_room *r);

/* A run's counted steps, for --trace; demand[n] and events. */
struct sim_view { size_t run, n; const double *demand; struct inv_sim_trace events; };
typedef enum inv_status sim_look(void *ctx, const struct sim_view *v, struct inv_err *err);

/* Runs a case; leads: what sim_setup_read kept. look (NULL: none) is called after each run. */
enum inv_status sim_runs(const struct sim *s, const struct sim_case *c, const double *leads, const struct sim_demand *d,
                         uint64_t key, struct sim_room *r, sim_look *look, void *ctx, struct inv_err *err);
/* The place of a cell's word in words[n]; n: none of them. */
size_t sim_word(struct inv_cell c, const char *const *words, size_t n);
/* Demand of a step, by --dist, or the word of a cell (may be empty). */
enum inv_status sim_demand_dist(const struct sim_options *o, double steps, const struct inv_param_row *p, struct inv_cell word,
                                struct inv_dist *d, struct inv_err *err);
/* Whether supply is random, and runs of one history differ. */
bool sim_random(const struct sim *s, const struct sim_case *c);

/* ---- what goes out (sim_columns.c) ------------------------------------------------------------------- */

/* Names of the computed columns: of a summary, or of --trace from demand on. */
void sim_columns(struct sim *s);
enum inv_status sim_values(const struct sim *s, const struct sim_case *c, const struct sim_demand *d, const struct sim_room *r,
                           const char *model, struct value *out, struct inv_err *err);
/* --trace's numbers of a step. */
void sim_trace_row(struct inv_row *row, const struct sim_view *v, size_t i);

/* ---- kinds of input ------------------------------------------------------------------------------------- */

enum inv_status sim_from_rows(struct sim *s, struct inv_err *err);
enum inv_status sim_from_paths(struct sim *s, struct inv_err *err);
enum inv_status sim_from_history(struct sim *s, struct inv_err *err);
enum inv_status sim_network(struct run *run, const struct sim_options *o, struct inv_err *err);

/* Levels from forecasts made at each review with what was known then, in r->trigger and r->level (sim_replay.c). */
struct sim_replay { const struct models *m; struct worker *wk; const struct inv_group *g; size_t model, first; };
enum inv_status sim_replay(const struct sim *s, const struct sim_replay *p, const struct sim_case *c, struct sim_room *r,
                           char name[INV_FORECAST_NAME], struct inv_err *err);

/* --by-period (sim_levels.c): the columns of its levels (one that the policy does not need: INV_NO_COLUMN); a key's
 * levels in room->trigger and room->level, at[]: where its group has the columns. INV_EROW: they contradict each other. */
enum inv_status sim_levels_open(const struct sim *s, size_t num[2], struct inv_err *err);
enum inv_status sim_levels(const struct sim *s, const struct inv_group *g, const size_t at[2], const int64_t *index,
                           const struct inv_regular *r, struct sim_room *room, struct inv_err *err);

/* Their names, by POLICY_. */
extern const char *const sim_policies[POLICIES];

/* --level's first, 0..1. */
enum inv_status sim_level(struct run *run, const char *text, double *level, struct inv_err *err);

#endif
