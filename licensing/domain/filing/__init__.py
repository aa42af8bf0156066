"""Batches of applications from other systems: adapters read them, the API's own verbs make them."""
