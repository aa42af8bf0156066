"""TPK teams, visits, checklists, berita acara."""
