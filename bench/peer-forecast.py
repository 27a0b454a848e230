#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The peer for inv-forecast -m ses: statsforecast with pandas, CSV to CSV.

usage: peer-forecast.py [--horizon N] < TABLE > RESULT
"""
import argparse
import sys

import pandas as pd
from statsforecast import StatsForecast
from statsforecast.models import SimpleExponentialSmoothingOptimized

p = argparse.ArgumentParser()
p.add_argument("--horizon", type=int, default=7)
o = p.parse_args()
table = pd.read_csv(sys.stdin, parse_dates=["date"]).rename(columns={"sku": "unique_id", "date": "ds", "qty": "y"})
model = StatsForecast(models=[SimpleExponentialSmoothingOptimized()], freq="D", n_jobs=1)
model.forecast(df=table, h=o.horizon).to_csv(sys.stdout, index=False)
