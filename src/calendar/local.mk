# src/calendar: sources and public headers of this floor
