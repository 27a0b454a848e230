#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes a table of items with four parameter columns each.

usage: gen-items.py eoq|safety [--rows N] [--seed N] > FILE

eoq:    sku,annual_demand,order_cost,holding_rate,unit_cost
safety: sku,demand,demand_sd,lead_time,lead_time_sd
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


def main():
    p = argparse.ArgumentParser()
    p.add_argument("kind", choices=("eoq", "safety"))
    p.add_argument("--rows", type=int, default=1000000)
    p.add_argument("--seed", type=int, default=1)
    o = p.parse_args()
    rng = random.Random(o.seed)
    out, row = sys.stdout, {"eoq": eoq, "safety": safety}[o.kind]
    out.write({"eoq": "sku,annual_demand,order_cost,holding_rate,unit_cost\n",
               "safety": "sku,demand,demand_sd,lead_time,lead_time_sd\n"}[o.kind])
    for k in range(o.rows):
        out.write(f"SKU{k:07d},{row(rng)}\n")


if __name__ == "__main__":
    main()
