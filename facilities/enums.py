"""Vocabulary of facilities and businesses."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Ownership(models.TextChoices):
    """Who owns a facility; values are the API's `ownership=` filter."""

    CITY = "kota", _("Milik kota")
    PROVINCE = "provinsi", _("Milik provinsi")
    CENTRE = "pusat", _("Milik pusat")
    BUMN = "bumn", _("BUMN")
    TNI = "tni", _("TNI")
    POLRI = "polri", _("POLRI")
    PRIVATE = "swasta", _("Swasta")
    ORGANISATION = "organisasi", _("Organisasi")
    PERSON = "perorangan", _("Perorangan")


class FacilityKind(models.TextChoices):
    """Kinds the code names; all kinds, with what each is obliged to hold, are rows of facility-kinds.csv."""

    HOSPITAL = "rs", _("Rumah sakit")
    PUSKESMAS = "puskesmas", _("Puskesmas")
    PUSTU = "pustu", _("Puskesmas pembantu")
    POSKESDES = "poskesdes", _("Poskesdes/Poskeskel")
    POSYANDU = "posyandu", _("Posyandu")
    LABKESDA = "labkesda", _("Laboratorium kesehatan daerah")
    BKPM = "bkpm", _("Balai kesehatan paru masyarakat")
    PRIMARY_CLINIC = "klinik_pratama", _("Klinik pratama")
    SPECIALIST_CLINIC = "klinik_utama", _("Klinik utama")
    BEAUTY_CLINIC = "klinik_kecantikan", _("Klinik kecantikan")
    PHARMACY = "apotek", _("Apotek")
    DRUG_STORE = "toko_obat", _("Toko obat")
    DEVICE_STORE = "toko_alkes", _("Toko alat kesehatan")
    OPTICIAN = "optik", _("Optik")
    LABORATORY = "laboratorium", _("Laboratorium klinik")
    BLOOD_BANK = "utd", _("Unit transfusi darah")
    DOCTOR_PRACTICE = "praktik_dokter", _("Praktik mandiri dokter")
    DENTIST_PRACTICE = "praktik_dokter_gigi", _("Praktik mandiri dokter gigi")
    MIDWIFE_PRACTICE = "praktik_bidan", _("Praktik mandiri bidan")
    NURSE_PRACTICE = "praktik_perawat", _("Praktik mandiri perawat")
    PHYSIO_PRACTICE = "praktik_fisioterapis", _("Praktik mandiri fisioterapis")
    OTHER_PRACTICE = "praktik_lain", _("Praktik mandiri tenaga kesehatan lain")
    RADIOLOGY = "radiologi", _("Klinik/pelayanan radiologi")
    DENTURE_MAKER = "tukang_gigi", _("Tukang gigi")
    HEALER = "hattra", _("Penyehat tradisional")
    GRIYA_SEHAT = "griya_sehat", _("Griya sehat")
    PANTI_SEHAT = "panti_sehat", _("Panti sehat")
    SPA = "spa", _("SPA")
    SALON = "salon", _("Salon")
    RESTAURANT = "rumah_makan", _("Rumah makan")
    CATERING = "jasa_boga", _("Jasa boga")
    CANTEEN = "kantin_sentra", _("Kantin/sentra pangan jajanan")
    MEAL_KITCHEN = "sppg", _("Dapur gizi (SPPG)")
    WATER_DEPOT = "dam", _("Depot air minum")
    HOME_FOOD = "irtp", _("Industri rumah tangga pangan")
    HOTEL = "hotel", _("Hotel")
    POOL = "kolam_renang", _("Kolam renang")
    PEST_CONTROL = "pest_control", _("Pengendalian vektor")
    DEVICE_MAKER = "prt_alkes", _("Perusahaan rumah tangga alkes/PKRT")
    HERBAL_MICRO = "umot", _("Usaha mikro obat tradisional")
    HERBAL_SMALL = "ukot", _("Usaha kecil obat tradisional")
    WHOLESALER_BRANCH = "pbf_cabang", _("Pedagang besar farmasi cabang")
    DEVICE_BRANCH = "cabang_dak", _("Cabang distributor alat kesehatan")
    BOTTLED_WATER = "amdk", _("Industri air minum dalam kemasan")
    SCHOOL = "institusi", _("Institusi pendidikan")
    OTHER = "lainnya", _("Lainnya")


class KindGroup(models.TextChoices):
    """How lists put kinds together; `uptd` and `jejaring` are the city's own units of the seed (2017: 11 UPTD)."""

    HOSPITAL = "rs", _("Rumah sakit")
    UPTD = "uptd", _("UPTD Dinas Kesehatan")
    NETWORK = "jejaring", _("Jejaring Puskesmas")
    CLINIC = "klinik", _("Klinik dan laboratorium")
    PHARMACY = "farmasi", _("Farmasi dan alat kesehatan")
    PRACTICE = "praktik", _("Praktik mandiri")
    TRADITIONAL = "tradisional", _("Kesehatan tradisional")
    FOOD = "pangan", _("Pangan dan air")
    HYGIENE = "laik_sehat", _("Tempat umum")
    OTHER = "lainnya", _("Lainnya")


class ClosureKind(models.TextChoices):
    """Why a facility does not work: closed for good (until reopened), or suspended for a time."""

    CLOSED = "closed", _("Ditutup")
    SUSPENDED = "suspended", _("Dihentikan sementara")


# Kinds where a single professional practises on their own: a visit is asked (recommendation-types note).
INDEPENDENT_KINDS = frozenset(
    {
        FacilityKind.DOCTOR_PRACTICE,
        FacilityKind.DENTIST_PRACTICE,
        FacilityKind.MIDWIFE_PRACTICE,
        FacilityKind.NURSE_PRACTICE,
        FacilityKind.PHYSIO_PRACTICE,
        FacilityKind.OTHER_PRACTICE,
    }
)
