"""A small year of SPM figures for the demo city and its province."""
