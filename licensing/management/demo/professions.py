"""Which professions work where, and the degrees they print behind their names."""

from collections.abc import Mapping, Sequence
from random import Random

# Weights per kind of place. Read "of a hundred people in a hospital, 46 are nurses".
WARD = {
    "PERAWAT": 46, "BIDAN": 12, "DOKTER": 7, "DOKTER-SPESIALIS": 6, "TVF": 5, "ATLM": 5, "PMIK": 4, "APOTEKER": 3,
    "RADIOGRAFER": 3, "GIZI": 3, "FISIOTERAPIS": 2, "ANESTESI": 1, "SANITARIAN": 1, "ELEKTROMEDIS": 1,
    "DOKTER-GIGI": 0.6, "TGM": 0.5, "WICARA": 0.3, "OKUPASI": 0.3, "PSIKOLOG-KLINIS": 0.3, "TKV": 0.3,
    "FISIKAWAN-MEDIK": 0.2, "DOKTER-GIGI-SPESIALIS": 0.2, "ORTOTIS-PROSTETIS": 0.2, "TEKNISI-GIGI": 0.2, "KESMAS": 1,
}  # fmt: skip
PUSKESMAS = {
    "PERAWAT": 34, "BIDAN": 31, "DOKTER": 5, "KESMAS": 5, "TVF": 4, "SANITARIAN": 3, "GIZI": 3, "ATLM": 3, "TGM": 3,
    "DOKTER-GIGI": 2, "PMIK": 2, "PROMKES": 1.5, "APOTEKER": 1.5, "EPIDEMIOLOG": 1, "ADMINKES": 0.5,
    "PSIKOLOG-KLINIS": 0.3, "NAKESTRAD": 0.2,
}  # fmt: skip
CLINIC = {"PERAWAT": 45, "BIDAN": 15, "DOKTER": 15, "TVF": 8, "ATLM": 6, "DOKTER-GIGI": 4, "APOTEKER": 4, "PMIK": 3}
MIXES: Mapping[str, Mapping[str, float]] = {
    "rs": WARD,
    "puskesmas": PUSKESMAS,
    "pustu": {"PERAWAT": 50, "BIDAN": 50},
    "poskesdes": {"BIDAN": 70, "PERAWAT": 30},
    "labkesda": {"ATLM": 60, "SANITARIAN": 15, "PERAWAT": 15, "KESMAS": 10},
    "bkpm": {"PERAWAT": 50, "DOKTER": 12, "RADIOGRAFER": 8, "ATLM": 10, "FISIOTERAPIS": 6, "TVF": 8, "GIZI": 6},
    "klinik_pratama": CLINIC,
    "klinik_utama": {"PERAWAT": 50, "DOKTER-SPESIALIS": 20, "TVF": 10, "ATLM": 10, "BIDAN": 10},
    "klinik_kecantikan": {"PERAWAT": 60, "DOKTER": 25, "TVF": 15},
    "apotek": {"TVF": 85, "APOTEKER": 15},
    "toko_obat": {"TVF": 100},
    "toko_alkes": {"ELEKTROMEDIS": 60, "TVF": 40},
    "optik": {"OPTOMETRIS": 100},
    "laboratorium": {"ATLM": 75, "PERAWAT": 25},
    "utd": {"TPD": 60, "ATLM": 20, "PERAWAT": 20},
    "praktik_dokter": {"PERAWAT": 60, "BIDAN": 40},
    "praktik_dokter_gigi": {"TGM": 60, "PERAWAT": 40},
    "praktik_bidan": {"BIDAN": 100},
    "praktik_perawat": {"PERAWAT": 100},
    "praktik_fisioterapis": {"FISIOTERAPIS": 100},
    "tukang_gigi": {"TUKANG-GIGI": 100},
    "hattra": {"HATTRA": 100},
    "griya_sehat": {"NAKESTRAD": 60, "AKUPUNKTUR": 40},
    "panti_sehat": {"HATTRA": 100},
    "spa": {"FISIOTERAPIS": 50, "HATTRA": 50},
}
# The first people of a place, whoever comes after.
LEADS: Mapping[str, Sequence[str]] = {
    "rs": ("DOKTER-SPESIALIS", "DOKTER", "APOTEKER", "PERAWAT"),
    "puskesmas": ("DOKTER", "BIDAN", "PERAWAT", "DOKTER-GIGI", "APOTEKER"),
    "labkesda": ("DOKTER-SPESIALIS", "ATLM"),
    "bkpm": ("DOKTER-SPESIALIS", "DOKTER"),
    "klinik_pratama": ("DOKTER", "PERAWAT"),
    "klinik_utama": ("DOKTER-SPESIALIS", "DOKTER"),
    "klinik_kecantikan": ("DOKTER",),
    "apotek": ("APOTEKER",),
    "laboratorium": ("DOKTER-SPESIALIS", "ATLM"),
    "utd": ("DOKTER", "TPD"),
    "praktik_dokter": ("DOKTER",),
    "praktik_dokter_gigi": ("DOKTER-GIGI",),
}
DEGREES: Mapping[str, str] = {
    "DOKTER": "dr.", "DOKTER-SPESIALIS": "dr., Sp.PD.", "DOKTER-GIGI": "drg.", "DOKTER-GIGI-SPESIALIS": "drg., Sp.KG.",
    "PERAWAT": "A.Md.Kep.", "BIDAN": "A.Md.Keb.", "APOTEKER": "apt., S.Farm.", "TVF": "A.Md.Farm.",
    "KESMAS": "S.K.M.", "SANITARIAN": "A.Md.K.L.", "GIZI": "A.Md.Gz.", "ATLM": "A.Md.A.K.", "FISIOTERAPIS": "A.Md.Fis.",
    "PSIKOLOG-KLINIS": "M.Psi.",
}  # fmt: skip
# People whom PP 28/2024 allows more than one place; they get second places in private practice.
SEVERAL_PLACES = frozenset({"DOKTER", "DOKTER-SPESIALIS", "DOKTER-GIGI"})
# Not health professionals: no STR, two-year permits.
WITHOUT_STR = frozenset({"HATTRA", "TUKANG-GIGI"})
MOSTLY_WOMEN = frozenset({"BIDAN", "PERAWAT", "GIZI", "TGM", "TVF", "APOTEKER"})


def profession_at(kind: str, index: int, chance: Random) -> str:
    """Return the profession of the person with this running index at a place of this kind."""
    leads = LEADS.get(kind, ())
    if index < len(leads):
        return leads[index]
    mix = MIXES[kind]
    return chance.choices(list(mix), weights=list(mix.values()))[0]


def is_woman(profession: str, chance: Random) -> bool:
    """Return a plausible sex; midwives are women."""
    if profession == "BIDAN":
        return True
    return chance.random() < (0.72 if profession in MOSTLY_WOMEN else 0.5)
