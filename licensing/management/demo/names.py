"""Names put together from common given names; two people may share one by chance."""

from random import Random

WOMEN = (
    "Ayu", "Bunga", "Citra", "Dewi", "Eka", "Fitri", "Gita", "Hana", "Indah", "Juwita", "Kartika", "Laras", "Maya",
    "Nadia", "Novi", "Okta", "Puspa", "Rahma", "Ratih", "Rina", "Sekar", "Siti", "Sri", "Tari", "Tiara", "Ulfa",
    "Vina", "Wening", "Wulan", "Yuni", "Zahra", "Anggun", "Dian", "Endah", "Farida", "Hesti", "Ira", "Lilis",
    "Melati", "Nilam", "Rosa", "Santi", "Tuti", "Umi", "Widya", "Yanti", "Desi", "Elsa", "Intan", "Mira",
)  # fmt: skip
MEN = (
    "Adi", "Agung", "Bagas", "Bayu", "Budi", "Candra", "Darma", "Dimas", "Eko", "Fajar", "Galih", "Guntur", "Hadi",
    "Hendra", "Iwan", "Jaka", "Joko", "Krisna", "Lukman", "Mahesa", "Nanda", "Prabu", "Raka", "Rizki", "Rudi",
    "Satria", "Surya", "Teguh", "Tirta", "Umar", "Wahyu", "Wira", "Yoga", "Yusuf", "Zaki", "Anton", "Arif", "Danu",
    "Edi", "Firman", "Gilang", "Irfan", "Kemal", "Mulyadi", "Pandu", "Reza", "Sandi", "Tomi", "Vino", "Widodo",
)  # fmt: skip
MIDDLE = (
    "Adisti", "Anjani", "Arum", "Bening", "Cahya", "Dhara", "Embun", "Fajrin", "Gemilang", "Hasta", "Iswara",
    "Jelita", "Kencana", "Lintang", "Mentari", "Nirwana", "Permata", "Rembulan", "Samudra", "Taruna", "Utami",
    "Wicaksana", "Angkasa", "Bestari", "Sentosa",
)  # fmt: skip
LAST = (
    "Adinata", "Anggraini", "Ardiansyah", "Baskara", "Cahyani", "Darmawan", "Effendi", "Firdaus", "Gunawan",
    "Hakim", "Handayani", "Iskandar", "Kurniawan", "Kusuma", "Lestari", "Maharani", "Maulana", "Nugraha",
    "Nurhayati", "Oktavia", "Permana", "Pertiwi", "Pradana", "Prasetya", "Puspita", "Rahayu", "Ramadhan",
    "Safitri", "Salim", "Santika", "Saputra", "Sari", "Setiawan", "Sulistyo", "Suryani", "Utama", "Wardhana",
    "Wibisana", "Widjaja", "Wijayanti", "Wulandari", "Yulianto", "Yuniarti", "Zulaikha", "Zulkarnain",
)  # fmt: skip
TOWNS = ("Prabumulih", "Muara Enim", "Lahat", "Palembang", "Baturaja", "Lubuklinggau", "Kayuagung", "Pagar Alam")

MIDDLE_SHARE = 0.45


def person_name(chance: Random, *, woman: bool) -> str:
    """Return a name of two or three parts without titles."""
    parts = [chance.choice(WOMEN if woman else MEN)]
    if chance.random() < MIDDLE_SHARE:
        parts.append(chance.choice(MIDDLE))
    parts.append(chance.choice(LAST))
    return " ".join(parts)
