"""Sanctions on their way: proposed, decided by the head of the health office, carried out by DPMPTSP."""
