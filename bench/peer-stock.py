#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The peer for inv-eoq, inv-safety and both together: stockpyl and scipy in a csv loop.

usage: peer-stock.py eoq|safety|policy < TABLE > RESULT
"""
import csv
import sys


def eoq(rows, out):
    from stockpyl.eoq import economic_order_quantity
    for r in rows:
        q, cost = economic_order_quantity(float(r["order_cost"]), float(r["holding_rate"]) * float(r["unit_cost"]),
                                          float(r["annual_demand"]))
        out.writerow([r["sku"], q, cost])


def safety(rows, out):
    from scipy.stats import norm
    for r in rows:
        mean, sd, lead, lead_sd = (float(r[c]) for c in ("demand", "demand_sd", "lead_time", "lead_time_sd"))
        sd = (lead * sd * sd + mean * mean * lead_sd * lead_sd) ** 0.5
        stock = norm.ppf(0.95) * sd
        out.writerow([r["sku"], mean * lead, sd, stock, mean * lead + stock])


def policy(rows, out):
    from stockpyl.eoq import economic_order_quantity
    from stockpyl.newsvendor import newsvendor_normal
    for r in rows:
        mean, sd, lead, k, h = (float(r[c]) for c in ("demand", "demand_sd", "lead_time", "order_cost", "holding_cost"))
        q, cost = economic_order_quantity(k, h, 52 * mean)
        s, _ = newsvendor_normal(h, 19 * h, mean * lead, sd * lead ** 0.5)     # 19 to 1: 0.95
        out.writerow([r["sku"], s - mean * lead, s, q, cost])


{"eoq": eoq, "safety": safety, "policy": policy}[sys.argv[1]](csv.DictReader(sys.stdin), csv.writer(sys.stdout))
