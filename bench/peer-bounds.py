#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The peer for the bounds of inv-forecast: statsforecast's AutoETS, as bench/accuracy scores it.

usage: peer-bounds.py --season M --horizon N < TABLE > RESULT
"""
import argparse
import sys
import warnings

warnings.filterwarnings("ignore")
import pandas as pd
from statsforecast import StatsForecast
from statsforecast.models import AutoETS, SeasonalNaive

p = argparse.ArgumentParser()
p.add_argument("--season", type=int, required=True)
p.add_argument("--horizon", type=int, required=True)
o = p.parse_args()
table = pd.read_csv(sys.stdin, dtype={"sku": str}).rename(columns={"sku": "unique_id", "qty": "y"})
table["ds"] = table.groupby("unique_id").cumcount() + 1
model = StatsForecast(models=[AutoETS(season_length=o.season)], freq=1, n_jobs=1,
                      fallback_model=SeasonalNaive(season_length=o.season))
out = model.forecast(df=table[["unique_id", "ds", "y"]], h=o.horizon, level=[80, 95])
out["step"] = out.groupby("unique_id").cumcount() + 1
names = {"unique_id": "sku", "AutoETS": "forecast"} | {f"AutoETS-{b}-{p}": f"{b}{p}" for b in ("lo", "hi") for p in (80, 95)}
out.rename(columns=names)[["sku", "step", *list(names.values())[1:]]].to_csv(sys.stdout, index=False)
