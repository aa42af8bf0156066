"""Shapes of what pages about facilities send."""
