"""Visits of health inspectors for other systems."""
