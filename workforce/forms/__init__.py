"""Shapes of what pages about people send."""
