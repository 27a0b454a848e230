#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes a table of items with the parameters that a filter needs.

usage: gen-items.py eoq|safety|policy|ss [--rows N] [--seed N] > FILE

eoq:    sku,annual_demand,order_cost,holding_rate,unit_cost
safety: sku,demand,demand_sd,lead_time,lead_time_sd
policy: sku,demand,demand_sd,lead_time,order_cost,holding_cost (for a quantity and a safety stock)
ss:     the same and shortage_cost; variance above the mean, lead times of 0 to 8 periods
The default is 1,000,000 rows. The same seed gives the same bytes.
"""
import argparse
import random
import sys


def eoq(rng):
    return f"{rng.randint(12, 99999)},{rng.randint(5, 250)},{rng.choice((0.18, 0.2, 0.225, 0.25))},{rng.randint(35, 99999) / 100:.2f}"


def safety(rng):
    mean = rng.lognormvariate(2.5, 1)
    return f"{mean:.3f},{mean * rng.uniform(0.1, 1.4):.3f},{rng.randint(1, 30)},{rng.choice((0, 0, 0.5, 1.25))}"


def policy(rng):
    mean = rng.lognormvariate(2.5, 1)
    return (f"{mean:.3f},{mean * rng.uniform(0.1, 0.5):.3f},{rng.randint(1, 30)},{rng.randint(5, 250)},"
            f"{rng.randint(35, 9999) / 100:.2f}")


def ss(rng):
    mean = rng.lognormvariate(2, 1)
    h = rng.choice((0.18, 0.2, 0.225, 0.25)) * rng.randint(35, 9999) / 100
    return (f"{mean:.3f},{(mean * rng.uniform(1.05, 4)) ** 0.5:.3f},{rng.randint(0, 8)},{rng.randint(5, 250)},"
            f"{h:.3f},{h * rng.choice((4, 9, 19, 49, 99)):.3f}")


HEADERS = {"eoq": "annual_demand,order_cost,holding_rate,unit_cost", "safety": "demand,demand_sd,lead_time,lead_time_sd",
           "policy": "demand,demand_sd,lead_time,order_cost,holding_cost",
           "ss": "demand,demand_sd,lead_time,order_cost,holding_cost,shortage_cost"}


def main():
    p = argparse.ArgumentParser()
    p.add_argument("kind", choices=HEADERS)
    p.add_argument("--rows", type=int, default=1000000)
    p.add_argument("--seed", type=int, default=1)
    o = p.parse_args()
    rng = random.Random(o.seed)
    out, row = sys.stdout, {"eoq": eoq, "safety": safety, "policy": policy, "ss": ss}[o.kind]
    out.write(f"sku,{HEADERS[o.kind]}\n")
    for k in range(o.rows):
        out.write(f"SKU{k:07d},{row(rng)}\n")


if __name__ == "__main__":
    main()
