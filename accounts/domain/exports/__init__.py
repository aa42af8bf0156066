"""Rows that leave in bulk: what may be taken, by whom, and the jobs that write long ones."""
