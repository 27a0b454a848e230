/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the parts of inv-echelon share. */
#ifndef TOOLS_ECHELON_H
#define TOOLS_ECHELON_H

#include "common.h"

#include "inv/keys.h"

enum { METHOD_GSM, METHOD_SSM, METHOD_SHANG_SONG, METHOD_METRIC, METHOD_TWO_MOMENT, METHOD_METRIC_EXACT };
enum { DIST_AUTO, DIST_NORMAL, DIST_GAMMA, DIST_POISSON };

struct echelon_options {
    const char *nodes, *edges;
    int method, dist;
    bool evaluate;
};

#define ECHELON_MOST 10        /* columns that a method computes */

/* A stage. Money is a period's; NAN: not given. */
struct echelon_node {
    size_t network, place;     /* its place among its network's */
    const char *file; uint64_t line;
    double mean, sd;           /* of customers outside, a period; mean 0: there are none */
    double lead_time;          /* its edges', which agree, else its own */
    double holding_cost, shortage_cost, service_level, service_time, supplier_time;
    const struct echelon_edge *supply, *sale; size_t suppliers, customers;   /* the last edge that enters, and that leaves; how many */
    double given;              /* --evaluate: its cst, echelon base stock or base stock */
    bool given_echelon;        /* which of the last two; */
    double given_local;        /* the last, also where it is not what is evaluated */
    bool promises;             /* service_time is its own, with or without demand */
    double out[ECHELON_MOST];
};

struct echelon_edge {
    size_t network;
    size_t from, to;           /* of all nodes; once sorted by network: places in it */
    double lead_time, need;    /* as given; need: 1 where not */
    const char *file; uint64_t line;
};

/* One network on its way through a method. */
struct echelon_net {
    struct echelon *w;
    size_t network;
    struct echelon_node **nodes; size_t n;
    struct echelon_edge *edges; size_t m;
    bool fraction;             /* a time was no whole number, and was rounded */
    bool many;                 /* too many stages to say what each holds */
    bool two_answers;          /* --evaluate: base_stock is not what echelon_base_stock says */
};

struct echelon_method {
    const char *columns[ECHELON_MOST]; size_t ncolumns;
    /* Fills out[] of all nodes, in a thread of its own. INV_EARG or INV_EROW, with where it is in err's text: it has no solution. */
    enum inv_status (*solve)(struct echelon_net *net, void *work, struct inv_err *err);
    size_t work;                                     /* bytes of its workspace, zeroed at first */
    void (*end)(void *work);
};

struct echelon {
    struct run *run;
    const struct echelon_options *o;
    const struct echelon_method *method;
    size_t *columns;                                 /* of the keys; the last is the node's */
    size_t freq, given_column, given_echelon_column;
    bool year_told, fraction_told, many_told, two_answers_told;
    struct inv_keys *networks, *names;               /* of the keys but the last; of all, as bytes */
    struct inv_buf key;
    struct echelon_node *nodes; size_t n, cap_nodes; /* the i-th name's is the i-th */
    double days;                                     /* in a period, by the nodes; 0 where they differ */
    struct echelon_edge *edges; size_t m, cap_edges;
    char **wrong;                                    /* by network: why it cannot be solved; NULL: it can */
};

/* ---- what is read (echelon_read.c) ------------------------------------------------------------------ */

enum inv_status echelon_open(struct echelon *w, struct inv_err *err);
void echelon_close(struct echelon *w);
/* A row of the nodes. */
enum inv_status echelon_take(struct echelon *w, const struct inv_record *rec, const struct inv_param_row *p, struct inv_err *err);
struct inv_cell echelon_name(const struct echelon *w, const struct echelon_node *v);
/* All edges, once the nodes are there. */
enum inv_status echelon_edges(struct echelon *w, struct inv_err *err);

/* ---- networks (echelon_nets.c, echelon_net.c) ------------------------------------------------------------ */

/* Reads the edges and solves each network. */
enum inv_status echelon_solve(struct echelon *w, struct inv_err *err);
/* Tells the nodes what the edges say of them. */
enum inv_status echelon_wire(const struct echelon_net *net, struct inv_err *err);

/* ---- methods -------------------------------------------------------------------------------------------- */

extern const struct echelon_method echelon_gsm, echelon_serial, echelon_metric;

/* Says of a node, or an edge, what is wrong (printf): INV_EROW. */
enum inv_status echelon_wrong_node(const struct echelon_net *net, size_t node, struct inv_err *err, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
enum inv_status echelon_wrong_edge(const struct echelon_edge *e, struct inv_err *err, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* What a call of the library says, about a node or (edge) an edge. */
enum inv_status echelon_blame(const struct echelon_net *net, size_t where, bool edge, struct inv_err *err);

#endif
