"""Shapes of what people type; eligibility judges it, not the form."""
