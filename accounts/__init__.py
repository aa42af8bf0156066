"""Regions, offices, calendars, people, roles, inbox, sign-in."""
