# src/stock: sources and public headers of this floor
