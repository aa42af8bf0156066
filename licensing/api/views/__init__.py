"""Endpoints of licensing, by noun."""
