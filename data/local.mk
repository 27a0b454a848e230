# data: a small shop to try the filters on; data/make-shop.py made the tables
examplesdir = $(docdir)/examples
dataexampledir = $(examplesdir)/data
dist_dataexample_DATA = \
	data/README \
	data/sales.csv \
	data/items.csv \
	data/stock.csv \
	data/stockouts.csv \
	data/receipts.csv
EXTRA_DIST += data/make-shop.py
TESTS += tests/shop-data
EXTRA_DIST += tests/shop-data
