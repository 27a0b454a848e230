#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the problems of bench/stock-calls.c cost stockpyl.

usage: peer-calls.py [--runs N] NAME...

Each line out: the problem's name, the median CPU seconds of a call over N runs (once where
a call takes five seconds), the least, the most, and the answer's cost. Starting Python and
importing is not counted.
"""
import argparse
import statistics
import time


def rq_normal():
    """stockpyl has the best r for a Q and the cost of both; the search over Q is ours."""
    from stockpyl.rq import r_q_cost, r_q_optimal_r_for_q
    p = (3.1, 45)
    k, d = 50, (800, 40, 4 / 365)
    lo, hi, g = 10.0, 1000.0, (5 ** 0.5 - 1) / 2

    def cost(q):
        return r_q_cost(r_q_optimal_r_for_q(q, *p, *d), q, *p, k, *d)
    a, b = hi - g * (hi - lo), lo + g * (hi - lo)
    fa, fb = cost(a), cost(b)
    while hi - lo > 1e-3:
        if fa < fb:
            hi, b, fb = b, a, fa
            a = hi - g * (hi - lo)
            fa = cost(a)
        else:
            lo, a, fa = a, b, fb
            b = lo + g * (hi - lo)
            fb = cost(b)
    return min(fa, fb)


def rq_poisson():
    from stockpyl.rq import r_q_poisson_exact
    return r_q_poisson_exact(1, 9, 25, 500, 1)[2]


def ss_small():
    from stockpyl.ss import s_s_discrete_exact
    return s_s_discrete_exact(1, 9, 64, True, 100)[2]


def ss():
    from stockpyl.ss import s_s_discrete_exact
    return s_s_discrete_exact(1, 9, 1000, True, 100)[2]


def lots():
    from stockpyl.wagner_whitin import wagner_whitin
    return wagner_whitin(365, 1, 500, [20 + i * 7919 % 61 for i in range(365)])[1]


def dp():
    from stockpyl.finite_horizon import finite_horizon_dp
    return finite_horizon_dp(5, 1, 20, 1, 20, 2, 50, 100, 20)[2]


def tree():
    from stockpyl.demand_source import DemandSource
    from stockpyl.gsm_tree import optimize_committed_service_times
    from stockpyl.supply_chain_network import SupplyChainNetwork
    from stockpyl.supply_chain_node import SupplyChainNode
    net, n = SupplyChainNetwork(), 38
    for i in range(n):
        leaf = 2 * i + 1 >= n
        node = SupplyChainNode(i, processing_time=1 + i * 7 % 15, local_holding_cost=1.0 + i, demand_bound_constant=1.645,
                               external_outbound_cst=0 if leaf else None)
        if leaf:
            node.demand_source = DemandSource(type="N", mean=0, standard_deviation=10.0)
        if i == 0:
            node.external_inbound_cst = 0
        net.add_node(node)
    for i in range(1, n):
        net.add_edge((i - 1) // 2, i)
    return optimize_committed_service_times(net)[1]


def serial():
    """On its default grid."""
    from stockpyl.ssm_serial import optimize_base_stock_levels
    return optimize_base_stock_levels(3, echelon_holding_cost=[2, 2, 3], lead_time=[2, 1, 1], stockout_cost=37.12,
                                      demand_mean=5, demand_standard_deviation=1)[1]


SIM_PERIODS = 2000


def simulate(network, periods):
    from stockpyl.sim import simulation
    return simulation(network, periods, rand_seed=1, progress_bar=False) / periods


def sim():
    from stockpyl.supply_chain_network import single_stage_system
    net = single_stage_system(holding_cost=1, stockout_cost=9, shipment_lead_time=2, demand_type="P", mean=20,
                              policy_type="sS", reorder_point=60, order_up_to_level=110, initial_inventory_level=110)
    return simulate(net, SIM_PERIODS)


def sim_serial():
    from stockpyl.supply_chain_network import serial_system
    net = serial_system(3, node_order_in_system=[3, 2, 1], node_order_in_lists=[3, 2, 1],
                        local_holding_cost=[1, 2, 3], stockout_cost=[0, 0, 20], shipment_lead_time=[2, 1, 1],
                        demand_type="P", mean=20, policy_type="BS", base_stock_level=[60, 40, 46])
    return simulate(net, SIM_PERIODS)


# name: the call, and how much of what is counted it does
PROBLEMS = {"rq-normal": (rq_normal, 1), "rq-poisson": (rq_poisson, 1), "ss-64": (ss_small, 1), "ss": (ss, 1), "lots": (lots, 1),
            "dp": (dp, 1), "tree": (tree, 1), "serial": (serial, 1), "sim": (sim, SIM_PERIODS),
            "sim-serial": (sim_serial, 3 * SIM_PERIODS)}
LONG = 5


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--runs", type=int, default=3)
    p.add_argument("names", nargs="+", choices=PROBLEMS)
    o = p.parse_args()
    for name in o.names:
        call, per = PROBLEMS[name]
        took, answer = [], None
        while len(took) < o.runs and (not took or took[0] < LONG):
            start = time.process_time()
            answer = call()
            took.append(time.process_time() - start)
        print(name, *(f(took) / per for f in (statistics.median, min, max)), float(answer), flush=True)


if __name__ == "__main__":
    main()
