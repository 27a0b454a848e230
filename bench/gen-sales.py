#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes a sorted table of daily sales: sku,date,qty,price,store.

usage: gen-sales.py [--keys N] [--days N] [--seed N] [--sales-only] > FILE

The defaults, 13,700 keys of 731 days, are 10,014,700 rows (325 MB): the table on
which reading is measured. --sales-only leaves out price and store:
`--keys 100000 --days 60 --sales-only` is the table for forecasts (141 MB).
The same seed gives the same bytes.
"""
import argparse
import datetime
import random
import sys


def dates(n):
    first = datetime.date(2022, 1, 1)
    return [(first + datetime.timedelta(days=i)).isoformat() for i in range(n)]


def series(rng, days):
    """Daily sales around a level, with a week and a trend."""
    level = rng.lognormvariate(2.2, 0.8)
    slope = rng.uniform(-0.4, 0.6) / days
    week = [1 + 0.3 * rng.uniform(-1, 1) for _ in range(7)]
    noise = [rng.uniform(0.5, 1.5) for _ in range(61)]   # a period that no season shares
    return [int(level * (1 + slope * i) * week[i % 7] * noise[i * 17 % 61] + 0.5) for i in range(days)]


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--keys", type=int, default=13700)
    p.add_argument("--days", type=int, default=731)
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--sales-only", action="store_true")
    o = p.parse_args()
    rng = random.Random(o.seed)
    days = dates(o.days)
    out = sys.stdout
    out.write("sku,date,qty\n" if o.sales_only else "sku,date,qty,price,store\n")
    for k in range(o.keys):
        sku = f"SKU{k:06d}"
        tail = "\n" if o.sales_only else f",{rng.randint(99, 9999) / 100:.2f},{rng.randint(1, 40):02d}\n"
        out.write("".join([f"{sku},{d},{q}{tail}" for d, q in zip(days, series(rng, o.days))]))


if __name__ == "__main__":
    main()
