"""The demo city: invented people, places, licences and files, always the same from one seed.

Nothing here is a real person: names are put together from lists, every NIK begins with 99 and ends with 0000,
and phones are `+62 800 0000 xxx` (DECISIONS 5). Loaded by `manage.py load_demo`, only with `DEMO=1`.
"""
