"""Mechanisms the other apps share; no pages, no domain nouns."""
