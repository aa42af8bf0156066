"""Shapes of licensing's API, by noun."""
