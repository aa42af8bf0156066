"""Input shapes of inspections."""
