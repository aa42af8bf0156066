"""Telling other systems: who listens to what, signed messages, deliveries, replay."""
