#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The main line on a small shop, step by step, for a planner to read.
# usage: demo.sh [DATA]   (default: the shop's; the filters are found in PATH)
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

bold='' plain=''
[ ! -t 1 ] || { bold=$(printf '\033[1m') plain=$(printf '\033[0m'); }

title() { printf '\n%s%s%s\n' "$bold" "$*" "$plain"; }

# Shows a command and runs it.
run() {
    printf '  $ %s\n' "$1"
    bash -o pipefail -c "$1" || { echo "demo: this ended with status $?"; exit 1; }
}

# The records of a CSV table without line ends in its cells, tabs between.
tabs() {
    awk '{
        out = ""
        for (rest = $0 ","; rest != ""; ) {
            if (match(rest, /^"([^"]|"")*",/)) {
                cell = substr(rest, 2, RLENGTH - 3)
                gsub(/""/, "\"", cell)
            } else {
                match(rest, /^[^,]*,/)
                cell = substr(rest, 1, RLENGTH - 1)
            }
            rest = substr(rest, RLENGTH + 1)
            out = out cell (rest == "" ? "" : "\t")
        }
        print out
    }' "$@"
}

# show ROWS 'column|Heading|format'...: of a table with tabs, the first rows (all
# if ROWS is 0) of some columns; formats as awk's printf has them, whose width
# the heading takes too. A column whose format is "group" stands above its rows.
show() {
    local rows=$1
    shift
    echo
    awk -F'\t' -v rows="$rows" -v spec="$(printf '%s\n' "$@")" '
        function line(heading,    i, text, f) {
            text = "   "
            for (i = 1; i <= n; i++) {
                f = format[i]
                if (f == "group") {
                    if (!heading && $at[i] != group) print "  " (group = $at[i])
                    continue
                }
                if (heading || $at[i] == "") gsub(/(\.[0-9]+)?[dfg]$/, "s", f)
                text = text " " sprintf("%" f, heading ? head[i] : $at[i])
            }
            sub(/ +$/, "", text)
            print text
        }
        BEGIN {
            n = split(spec, part, "\n")
            for (i = 1; i <= n; i++) { split(part[i], p, "|"); name[i] = p[1]; head[i] = p[2]; format[i] = p[3] }
        }
        NR == 1 {
            for (i = 1; i <= NF; i++) column[$i] = i
            for (i = 1; i <= n; i++) at[i] = column[name[i]]
            line(1)
            next
        }
        rows && NR > rows + 1 { more++; next }
        { line(0) }
        END { if (more) print "    ... and " more " more" }'
}

lines=$(($(wc -l <sales.csv) - 1))
title "Tidewater Pantry: from two years of sales to today's orders"
cat <<END
An invented mail-order shop: 40 products, $lines order lines from October 2022 to
Sunday, 29 September 2024. That Sunday evening its planner asks what to order.
END

title "1. The order lines become a regular series: one row a product and week"
run "inv-clean --freq W --stockout stockouts.csv --carry product \\
      sales.csv -o weekly.csv"
tabs weekly.csv | show 4 'sku|SKU|-8s' 'product|Product|-36.36s' 'date|Week of|-10s' 'qty|Sold|6g'
echo "    Returns are taken off, a week without a sale is a zero, and what was sold"
echo "    from an empty shelf is not taken for what was asked for."

title "2. What will the next eight weeks bring?"
run "inv-forecast -H 8 --carry product weekly.csv -o forecast.csv"
tabs forecast.csv | awk -F'\t' '
    NR == 1 { for (i = 1; i <= NF; i++) c[$i] = i; print; next }
    $c["step"] == 1 && $c["sku"] ~ /^(CF-001|CF-006|TE-001|KI-006|TE-009)$/' |
    show 0 'sku|SKU|-6s' 'product|Product|-31.31s' 'date|Week of|-10s' \
        'forecast|Expect|6.1f' 'lo95|95%: from|9.1f' 'hi95|to|6.1f'
echo "    For each product the models that would have forecast its own past best are"
echo "    weighed; next week's demand should lie between the bounds 19 times in 20."

title "3. How low may the stock get before an order goes out?"
run "inv-safety --items items.csv --carry product forecast.csv -o safety.csv"
tabs safety.csv | show 5 'sku|SKU|-6s' 'product|Product|-31.31s' 'demand|A week|6.1f' \
    'ltd_mean|Till it comes|13.1f' 'safety_stock|Reserve|7.1f' 'reorder_point|Order at|8.1f'
echo "    What is sold until the next delivery comes, and a reserve against surprises."

title "4. How much at a time?"
run "inv-eoq safety.csv -o eoq.csv"
tabs eoq.csv | show 5 'sku|SKU|-6s' 'product|Product|-28.28s' 'annual_demand|A year|6.0f' \
    'order_cost|Order costs|11.2f' 'eoq|Quantity|8.1f' 'annual_cost|Cost a year|11.2f'
echo "    The quantity at which ordering and holding cost least together."

title "5. What to order today"
run "inv-reorder --stock stock.csv --receipts receipts.csv eoq.csv -o plan.csv"
tabs plan.csv | awk -F'\t' '
    NR == 1 { for (i = 1; i <= NF; i++) c[$i] = i; print " \t" $0; next }
    $c["order_qty"] > 0 { print $c["supplier"] "\t" $0 }' | LC_ALL=C sort -s -t "$(printf '\t')" -k1,1 |
    cut -f 2- >orders.tsv
show 0 <orders.tsv 'supplier||group' 'sku|SKU|-6s' 'product|Product|-28.28s' 'on_hand|Stock|5g' \
    'on_order|Coming|6g' 'stockout_date|Out week of|-11s' 'order_qty|ORDER|5g' 'reason|Bound by|-9s'
awk -F'\t' '
    NR == 1 { for (i = 1; i <= NF; i++) c[$i] = i; next }
    { n++; sum += $c["order_qty"] * $c["unit_cost"] }
    END { printf "    %d orders, %.2f at cost.\n", n, sum }' orders.tsv
echo "    Quantities are rounded up to whole packs (pack) or to the least order (moq),"
echo "    and cut where no more fits (max_stock)."

title "6. What needs a person"
run "inv-alert -k sku,product --format text plan.csv"

title "All of it is one line"
cat <<'END'
  $ inv-clean --freq W --stockout stockouts.csv sales.csv | inv-forecast -H 8 |
      inv-safety --items items.csv | inv-eoq |
      inv-reorder --stock stock.csv --receipts receipts.csv |
      inv-alert --format text
END
