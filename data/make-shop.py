#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Make the tables of Tidewater Pantry, an invented mail-order shop.

usage: make-shop.py [DIRECTORY]     (default: the directory of this script)

Two years of order lines for forty products, with what real exports have:
growth and decline, a week and a year of season, promotions, slow sellers, new
and discontinued products, returns, and days without stock. Demand is drawn
day by day (lines: Poisson; units a line: geometric). The shop's planner orders
every Monday by reorder points that were right when the two years began and
were never looked at again, so what grew ran out and what fell piled up.

Writes sales.csv, items.csv, stock.csv, stockouts.csv and receipts.csv. The
same seed gives the same bytes. For each product: opening stock + deliveries -
units sold, returns included, is the stock on hand at the end.
"""
import csv
import datetime
import math
import os
import random
import sys

SEED = 20240929
FIRST = datetime.date(2022, 10, 3)   # a Monday
LAST = datetime.date(2024, 9, 29)    # a Sunday
DAYS = (LAST - FIRST).days + 1

# Orders by weekday, Monday first: people order at the weekend's end.
WEEKDAY = (1.25, 1.05, 0.95, 0.90, 0.80, 0.85, 1.20)

# Monthly factors, January first; a day takes the line between two mid-months.
SEASON = {
    "flat":   (0.97, 0.98, 1.00, 1.00, 1.00, 0.99, 0.97, 0.97, 1.00, 1.02, 1.05, 1.05),
    "winter": (1.45, 1.35, 1.10, 0.90, 0.70, 0.60, 0.55, 0.60, 0.80, 1.10, 1.35, 1.50),
    "summer": (0.45, 0.50, 0.70, 0.95, 1.30, 1.75, 1.90, 1.60, 1.10, 0.75, 0.55, 0.45),
    "spring": (0.30, 0.60, 1.60, 2.40, 2.20, 1.40, 0.80, 0.60, 0.60, 0.50, 0.30, 0.20),
    "gift":   (0.55, 0.75, 0.75, 0.85, 0.95, 0.75, 0.70, 0.75, 0.85, 1.10, 1.80, 2.60),
}

# days to deliver, their standard deviation, cost of an order, last word of the name
SUPPLIERS = {
    "Northlight Roasters": (5, 1, 8),
    "Assam & Daughters":   (21, 4, 15),
    "Ferro Bros":          (28, 5, 25),
    "Claywork Co-op":      (14, 3, 12),
    "Greenhill Seeds":     (7, 2, 6),
}
BY_LETTER = {name[0]: name for name in SUPPLIERS}

# sku, product, category, supplier's letter, units a week, units a line, season,
# growth a year, unit cost, price, pack, moq, service level, most that fits, first
# week on sale (from 0), units once bought far too many, the week after the last,
# weeks of demand the planner thinks enough on top of the lead time
PRODUCTS = """
CF-001|House espresso, whole bean, 1 kg|coffee|N|34|1.6|flat|1.30|9.80|18.90|6|24|0.98|||||1.5
CF-002|House espresso, whole bean, 250 g|coffee|N|26|1.9|flat|1.05|2.90|6.40|12|24|0.98|||||1.5
CF-003|Filter roast "Lighthouse", 1 kg|coffee|N|19|1.4|flat|1.10|10.20|19.50|6|12|0.98|||||1.5
CF-004|Filter roast "Lighthouse", 250 g|coffee|N|15|1.8|flat|0.90|3.10|6.90|12|24|0.95|||||2
CF-005|Decaf, Swiss water, 500 g|coffee|N|9|1.3|flat|1.15|6.70|12.90|6|12|0.95|||||2
CF-006|Cold brew bags, box of 12|coffee|N|12|1.7|summer|1.45|4.40|10.50|10|20|0.95|||||1.5
CF-007|Christmas blend, 500 g|coffee|N|6|1.8|gift|1.10|6.10|13.90|6|12|0.95|||||2
CF-008|Green coffee, unroasted, 5 kg|coffee|N|0.9|1.1|flat|1.00|31.00|49.00|1|2|0.9|||||2
CF-009|Single estate "Quebrada", 250 g|coffee|N|8|1.5|flat|1.20|4.90|11.50|6|12|0.95||78|||2
TE-001|Breakfast tea, loose, 250 g|tea|A|14|1.5|winter|1.00|3.20|7.90|12|24|0.95|||||2
TE-002|Earl Grey, 50 bags|tea|A|17|1.6|winter|1.05|1.90|5.20|24|48|0.95|||||2
TE-003|Peppermint, organic, 25 bags|tea|A|13|1.7|winter|1.10|1.40|3.90|24|48|0.95|||||2
TE-004|Rooibos, vanilla, 100 g|tea|A|7|1.4|winter|0.80|2.10|5.40|12|24|0.95|||||3
TE-005|Sencha, first flush, 100 g|tea|A|4|1.2|spring|1.10|6.80|14.90|6|6|0.95|||||2
TE-006|Iced tea, lemon, 20 sticks|tea|A|9|1.9|summer|1.25|2.30|6.20|20|40|0.95|||||2
TE-007|Matcha, ceremonial, 30 g|tea|A|3.5|1.1|flat|1.60|11.40|24.90|4|8|0.95|||||2
TE-008|Tea sampler "Twelve Harbours", 12 tins|tea|A|3|1.4|gift|1.15|14.20|29.00|4|8|0.95|||||2
TE-009|Chai, loose, 250 g|tea|A|6|1.3|winter|0.60|3.60|8.40|12|24|0.95||||95|3
KI-001|Pour-over kettle, 0.9 l, "Swan"|kitchen|F|3.2|1.0|gift|1.20|27.50|59.00|2|4|0.95|||||2
KI-002|Moka pot, 6 cups|kitchen|F|4.1|1.1|gift|1.00|12.80|28.50|6|6|0.95|||||2
KI-003|Moka pot, 9 cups|kitchen|F|0.8|1.0|gift|1.00|17.90|38.00|6|6|0.9|||||3
KI-004|French press, 1 l, steel|kitchen|F|2.6|1.0|gift|0.85|16.40|35.00|4|8|0.95|||||3
KI-005|Burr grinder, hand, 38 mm|kitchen|F|2.2|1.0|gift|1.35|33.00|69.00|2|4|0.95|||||2
KI-006|Grinder burr set, 38 mm, spare|kitchen|F|0.4|1.0|flat|1.10|9.20|19.00|1|5|0.9|||||4
KI-007|Milk jug, 0.35 l|kitchen|F|3.8|1.1|flat|1.05|6.10|14.50|6|12|0.95|||||2
KI-008|Knife sharpener, two stage|kitchen|F|1.4|1.0|flat|0.70|5.80|13.90|10|20|0.9|||240||5
KI-009|Digital scale, 2 kg / 0.1 g|kitchen|F|3.0|1.0|gift|1.25|11.90|27.00|5|10|0.95|||||2
KI-010|Gasket and filter for moka pot, 6 cups|kitchen|F|1.1|1.3|flat|1.00|1.70|5.50|20|20|0.9|||||4
CL-001|Mug, stoneware, 0.3 l, "Fog"|crockery|C|9|2.4|gift|1.05|4.60|11.00|6|12|0.95|||||2
CL-002|Mug, stoneware, 0.3 l, "Kelp"|crockery|C|7|2.4|gift|1.25|4.60|11.00|6|12|0.95||60|||2
CL-003|Teapot, 1.2 l, "Fog"|crockery|C|1.8|1.0|gift|1.00|18.30|42.00|2|4|0.95|||||2
CL-004|Bowl, 14 cm, "Fog"|crockery|C|5|3.0|gift|0.95|5.10|12.50|6|12|0.95|60||||2
CL-005|Plate, 27 cm, "Fog"|crockery|C|4.5|3.6|gift|0.90|6.90|16.50|6|12|0.95|120||||2
CL-006|Cake stand, 32 cm|crockery|C|0.35|1.0|gift|1.00|21.00|48.00|1|2|0.9|||||4
CL-007|Espresso cups, set of 4|crockery|C|2.4|1.1|gift|1.10|9.40|24.00|4|8|0.95|||||2
CL-008|Mug, stoneware, 0.3 l, "Sand"|crockery|C|5|2.2|gift|0.70|4.60|11.00|6|12|0.95||||70|3
GA-001|Herb seeds, basil, organic|garden|G|8|2.1|spring|1.10|0.90|2.90|20|40|0.95|||||2
GA-002|Herb seeds, mint, organic|garden|G|5|2.1|spring|1.05|0.90|2.90|20|40|0.95|||||2
GA-003|Windowsill planter, 60 cm, zinc|garden|G|1.6|1.2|spring|1.15|13.60|32.00|2|4|0.95|24||||3
GA-004|Coffee-ground compost bin, 20 l|garden|G|0.6|1.0|spring|1.00|19.80|44.00|1|2|0.9|12||||4
"""

FIELDS = ("sku", "product", "category", "supplier", "weekly", "line", "season", "growth", "cost", "price",
          "pack", "moq", "service", "max_stock", "from_week", "glut", "to_week", "cover")


def products():
    for text in PRODUCTS.strip().splitlines():
        p = dict(zip(FIELDS, text.split("|")))
        p["supplier"] = BY_LETTER[p["supplier"]]
        for f in ("weekly", "line", "growth", "cover"):
            p[f] = float(p[f])
        p["pack"], p["moq"] = int(p["pack"]), int(p["moq"])
        p["from"] = 7 * int(p["from_week"] or 0)
        p["to"] = 7 * int(p["to_week"]) if p["to_week"] else DAYS
        p["glut"] = int(p["glut"] or 0)
        yield p


def season_factor(kind, day):
    """The line through the middles of the months."""
    months = SEASON[kind]
    x = (day.timetuple().tm_yday - 15.2) / 30.44
    i = math.floor(x)
    return months[i % 12] * (1 - (x - i)) + months[(i + 1) % 12] * (x - i)


def poisson(rng, mean):
    """By inversion: the means here are small."""
    n, p, u = 0, math.exp(-mean), rng.random()
    c = p
    while u > c and n < 1000:
        n += 1
        p *= mean / n
        c += p
    return n


def geometric(rng, mean):
    """1, 2, ... with this mean."""
    return 1 if mean <= 1 else 1 + int(math.log(1 - rng.random()) / math.log(1 - 1 / mean))


def promotions(rng, p):
    """Day -> discount, a handful of weeks, none for slow sellers."""
    days = {}
    for _ in range(4 if p["weekly"] >= 5 else 1 if p["weekly"] >= 2 else 0):
        start, cut = 7 * int(rng.random() * (DAYS // 7 - 1)), (0.1, 0.15, 0.2)[int(rng.random() * 3)]
        days.update((d, cut) for d in range(start, start + 7))
    return days


class Shelf:
    """The stock of one product, and a planner who reviews it on Mondays."""

    def __init__(self, rng, p):
        self.rng, self.p = rng, p
        days, self.sd, _ = SUPPLIERS[p["supplier"]]
        self.days = days
        self.reorder_point = p["weekly"] * (days / 7 + p["cover"])
        lot = max(p["moq"], 4 * p["weekly"])
        self.lot = p["pack"] * math.ceil(lot / p["pack"])
        self.on_hand = int(self.reorder_point) + self.lot // 2 + p["glut"]
        self.coming = []            # (day, units), in the order of ordering

    def receive(self, day):
        self.on_hand += sum(q for d, q in self.coming if d == day)
        self.coming = [(d, q) for d, q in self.coming if d > day]

    def review(self, day):
        position = self.on_hand + sum(q for _, q in self.coming)
        leaving = self.p["to"] < DAYS and day >= self.p["to"] - 28
        if position > self.reorder_point or leaving:
            return
        lots = math.floor((self.reorder_point - position) / self.lot) + 1
        late = round(self.rng.gauss(0, self.sd))
        self.coming.append((day + max(2, self.days + late), lots * self.lot))

    def take(self, wanted):
        """Hands out what there is."""
        got = min(wanted, self.on_hand)
        self.on_hand -= got
        return got


def live(rng, p):
    """One product's two years: its lines (day, units, discount), days without stock, last lost units, shelf."""
    shelf, promo = Shelf(rng, p), promotions(rng, p)
    lines, dry, returns, lost_of = [], [], {}, {}
    mood = 0.0                                  # slow swings that no calendar explains
    for d in range(p["from"], DAYS):
        day = FIRST + datetime.timedelta(d)
        shelf.receive(d)
        if d % 7 == 0:
            mood = 0.7 * mood + rng.gauss(0, 0.10)
            shelf.review(d)
        if d in returns:
            shelf.on_hand += returns[d]
            lines.append((d, -returns[d], 0))
        if d >= p["to"]:
            continue
        ramp = min(1, 0.25 + (d - p["from"]) / 56) if p["from"] else 1
        cut = promo.get(d, 0)
        rate = (p["weekly"] / 7 * WEEKDAY[d % 7] * season_factor(p["season"], day)
                * p["growth"] ** (d / 365) * math.exp(mood) * ramp * (1 + 6 * cut))
        lost, closed = 0, shelf.on_hand == 0
        for _ in range(poisson(rng, rate / p["line"])):
            wanted = geometric(rng, p["line"])
            got = shelf.take(wanted)
            lost += wanted - got
            if got:
                lines.append((d, got, cut))
            if got and rng.random() < 0.015 and d + 4 < DAYS:
                returns[min(DAYS - 1, d + 4 + int(rng.random() * 17))] = got
        if lost or closed:
            dry.append(d)
            lost_of[d] = lost
    waiting = sum(n for d, n in lost_of.items() if d >= DAYS - 10) if shelf.on_hand == 0 else 0
    return lines, dry, waiting, shelf


def write(folder, name, header, rows):
    with open(os.path.join(folder, name), "w", newline="", encoding="utf-8") as f:
        w = csv.writer(f, lineterminator="\n")
        w.writerow(header)
        w.writerows(rows)


def number_orders(rng, sold):
    """Lines of a day, shuffled, become orders of one to four lines."""
    number, rows = 10000, []
    for d in range(DAYS):
        today = sold.get(d, [])
        for i in range(len(today) - 1, 0, -1):
            j = int(rng.random() * (i + 1))
            today[i], today[j] = today[j], today[i]
        left = 0
        for p, units, cut in today:
            if left == 0:
                number, left = number + 1, geometric(rng, 1.8)
            left -= 1
            price = float(p["price"]) * (1 - cut)
            rows.append((f"SO-{number}", date(d), p["category"], p["sku"], p["product"], units, f"{price:.2f}", f"{cut:g}"))
    return rows


def date(d):
    return (FIRST + datetime.timedelta(d)).isoformat()


def main():
    folder = sys.argv[1] if len(sys.argv) > 1 else os.path.dirname(os.path.abspath(__file__))
    sold, items, stock, stockouts, receipts = {}, [], [], [], []
    for p in products():
        rng = random.Random(f"{SEED} {p['sku']}")
        lines, dry, waiting, shelf = live(rng, p)
        for d, units, cut in lines:
            sold.setdefault(d, []).append((p, units, cut))
        days, sd, order_cost = SUPPLIERS[p["supplier"]]
        items.append((p["sku"], p["product"], p["category"], p["supplier"], f"{days}d", f"{sd}d", "7d", order_cost,
                      "0.22", p["cost"], p["price"], p["service"], p["moq"], p["pack"], p["max_stock"]))
        stock.append((p["sku"], shelf.on_hand, sum(q for _, q in shelf.coming), waiting))
        stockouts += [(p["sku"], date(d), 1) for d in dry]
        receipts += [(p["sku"], date(d), q) for d, q in shelf.coming]
    write(folder, "sales.csv", ("order_id", "date", "category", "sku", "product", "qty", "unit_price", "discount"),
          number_orders(random.Random(SEED), sold))
    write(folder, "items.csv", ("sku", "product", "category", "supplier", "lead_time", "lead_time_sd",
                                "review_period", "order_cost", "holding_rate", "unit_cost", "price",
                                "service_level", "moq", "pack_size", "max_stock"), items)
    write(folder, "stock.csv", ("sku", "on_hand", "on_order", "backordered"), stock)
    write(folder, "stockouts.csv", ("sku", "date", "stockout"), stockouts)
    write(folder, "receipts.csv", ("sku", "date", "qty"), receipts)


if __name__ == "__main__":
    main()
