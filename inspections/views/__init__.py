"""Pages of inspections, by the person who uses them."""
