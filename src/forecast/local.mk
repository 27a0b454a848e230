# src/forecast: sources and public headers of this floor
