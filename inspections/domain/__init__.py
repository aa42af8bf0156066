"""Rules and verbs of inspections."""
