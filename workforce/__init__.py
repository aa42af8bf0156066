"""Practitioners, registrations and places of practice."""
