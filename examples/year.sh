#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# A worked year: a policy is made from the first year of a shop's sales, and both
# it and the rule that the shop has lived by are tried on the second year, against
# the same demand. What would it have saved?
# usage: year.sh [DATA]   (default: the shop's; the filters are found in PATH)
set -euo pipefail

here=$(dirname "$0")
data=$here/data                          # where it is installed
[ -d "$data" ] || data=$here/../data     # in the source
data=$(cd "${1:-$data}" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
ln -s "$data"/*.csv .
export LC_ALL=C

# Sales by week; a week from an empty shelf is not taken for its demand.
inv-clean -q --freq W --stockout stockouts.csv sales.csv -o weekly.csv

# The first year is what was known; the second is what came.
awk -F, 'NR == 1 || $2 < "2023-10-02"' weekly.csv >known.csv
awk -F, 'NR == 1 || $2 >= "2023-10-02"' weekly.csv >came.csv

# The new policy: forecast, reserve for the service level of items.csv, economic
# quantity. A sale that is lost costs its margin (these tables have no quotes).
inv-forecast -q -H 8 known.csv | inv-safety -q --items items.csv | inv-eoq -q |
    awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) c[$i] = i; print $0 ",shortage_cost"; next }
             { printf "%s,%.2f\n", $0, $c["price"] - $c["unit_cost"] }' >new.csv

# The old rule: when four weeks' sales of last year are left, order eight weeks'.
awk -F, 'NR > 1 { sum[$1] += $3; if ($3 != "") n[$1]++ }
         END { for (sku in n) print sku, sum[sku] / n[sku] }' known.csv | sort |
    awk 'BEGIN { print "sku,reorder_point,eoq" } { print $1 "," 4 * $2 "," 8 * $2 }' >old.csv

# Items that were new in the second year had no first: no policy can be made of it.
awk -F, 'FNR == NR { known[$1]; next } FNR == 1 || $1 in known' new.csv came.csv >replay.csv

# Both against the same weeks, 100 times with other lead times; lost sales are lost.
inv-sim -q --policy rq --lost-sales --items new.csv --compare old.csv replay.csv -o costs.csv
inv-sim -q --policy rq --lost-sales --items new.csv replay.csv -o new-sim.csv
awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) if ($i != "reorder_point" && $i != "eoq") keep[++n] = i }
         { line = $1; for (i = 2; i <= n; i++) line = line "," $keep[i]; print line }' new.csv >items-of-old.csv
inv-sim -q --policy rq --lost-sales --items <(awk -F, '
    FNR == NR { rule[$1] = $2 "," $3; next } { print $0 "," rule[$1] }' old.csv items-of-old.csv) replay.csv -o old-sim.csv

# A year of a table of inv-sim, all items together.
year() {
    awk -F, -v name="$1" '
        NR == 1 { for (i = 1; i <= NF; i++) c[$i] = i; next }
        {
            t = $c["periods"]
            orders += $c["orders"]; order += t * $c["cost_orders"]; hold += t * $c["cost_holding"]
            lost += t * $c["cost_shortage"]; cost += t * $c["cost"]; stock += $c["mean_stock"] * $c["unit_cost"]
        }
        END { printf "%-12s %8.0f %10.0f %10.0f %10.0f %10.0f %10.0f\n", name, orders, stock, order, hold, lost, cost }' "$2"
}

items=$(($(wc -l <costs.csv) - 1))
echo "A year of $items items, 2 October 2023 to 29 September 2024"
echo
printf '%-12s %8s %10s %10s %10s %10s %10s\n' '' orders stock ordering holding 'lost sales' total
year 'old rule' old-sim.csv
year 'new policy' new-sim.csv
echo
awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) c[$i] = i; next }
    { t = $c["periods"]; d = t * $c["cost_difference"]; saved += d; old += t * $c["compare_cost"]
      w = t * ($c["cost_difference_hi"] - $c["cost_difference"]); var += w * w
      if ($c["cost_difference_lo"] > 0) better++; if ($c["cost_difference_hi"] < 0) worse++ }
    END { printf "The new policy would have saved %.0f of %.0f (95 %%: give or take %.0f, from the\n", saved, old, sqrt(var)
          printf "lead times drawn): it is cheaper for %d items, dearer for %d, for %d not sure.\n", better, worse, NR - 1 - better - worse }' costs.csv
echo
echo "Where it saves most, and where it does not (money a year):"
awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) c[$i] = i; next }
    { t = $c["periods"]; printf "%s %.0f %.0f %.0f %.3f %.3f\n", $1, t * $c["compare_cost"], t * $c["cost"], t * $c["cost_difference"], $c["compare_fill_rate"], $c["fill_rate"] }' costs.csv |
    sort -s -k4,4nr >ranked
{ head -n 5 ranked; tail -n 3 ranked; } |
    awk 'BEGIN { printf "  %-8s %8s %8s %8s   %s\n", "SKU", "old", "new", "saved", "share of demand met" }
         { printf "  %-8s %8d %8d %8d   %.1f %% -> %.1f %%\n", $1, $2, $3, $4, 100 * $5, 100 * $6 }'
