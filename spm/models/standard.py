"""Standards as data: goods, personnel, cost components, services of the outbreak form, bands of the index."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from spm.enums import StandardKind


class Standard(models.Model):
    """A good or a kind of personnel a service needs; the quantity is a rule in words, the need a figure of a place."""

    indicator_code = models.CharField(_("layanan"), max_length=40)
    kind = models.CharField(_("jenis"), max_length=9, choices=StandardKind.choices)
    setting = models.CharField(_("tempat"), max_length=40, blank=True, default="")
    position = models.PositiveSmallIntegerField(_("urutan"))
    name = models.CharField(_("nama"), max_length=200)
    quantity_rule = models.CharField(_("aturan jumlah"), max_length=120, blank=True, default="")
    purpose = models.CharField(_("kegunaan"), max_length=120, blank=True, default="")
    note = models.CharField(_("catatan"), max_length=200, blank=True, default="")
    is_active = models.BooleanField(_("dipakai"), default=True)

    class Meta:
        ordering = ("indicator_code", "kind", "setting", "position")
        verbose_name = _("standar barang atau personel")
        verbose_name_plural = _("standar barang dan personel")
        constraints = [
            models.UniqueConstraint(
                fields=("indicator_code", "kind", "setting", "position"), name="standard_position_unique"
            )
        ]

    def __str__(self) -> str:
        return f"{self.indicator_code} {self.name}"


class CostComponent(models.Model):
    """One line of the costing table. `duplicate_of` names the step a misprint repeats; cost sheets skip it."""

    indicator_code = models.CharField(_("layanan"), max_length=40)
    step = models.PositiveSmallIntegerField(_("langkah"))
    step_label = models.CharField(_("langkah kegiatan"), max_length=120)
    variable = models.CharField(_("variabel"), max_length=80)
    component = models.CharField(_("komponen"), max_length=80)
    volume_rule = models.CharField(_("aturan volume"), max_length=160, blank=True, default="")
    duplicate_of = models.CharField(_("pengulangan"), max_length=30, blank=True, default="")
    note = models.CharField(_("catatan"), max_length=160, blank=True, default="")
    is_active = models.BooleanField(_("dipakai"), default=True)

    class Meta:
        ordering = ("indicator_code", "step", "id")
        verbose_name = _("komponen biaya")
        verbose_name_plural = _("komponen biaya")
        constraints = [
            models.UniqueConstraint(
                fields=("indicator_code", "step", "variable", "component"), name="cost_component_unique"
            )
        ]

    def __str__(self) -> str:
        return f"{self.indicator_code} {self.step} {self.component}"


class OutbreakService(models.Model):
    """One of the seven service rows of the outbreak form."""

    code = models.CharField(_("kode"), max_length=20, primary_key=True)
    position = models.PositiveSmallIntegerField(_("urutan"))
    name = models.CharField(_("pelayanan"), max_length=120)
    is_active = models.BooleanField(_("dipakai"), default=True)

    class Meta:
        ordering = ("position",)
        verbose_name = _("pelayanan KLB")
        verbose_name_plural = _("pelayanan KLB")

    def __str__(self) -> str:
        return self.name


class IndexBand(models.Model):
    """A band of the achievement index, from `least` up to the next band, and the weights of its two parts."""

    code = models.CharField(_("kode"), max_length=30, primary_key=True)
    name = models.CharField(_("nama"), max_length=40)
    least = models.DecimalField(_("paling sedikit"), max_digits=5, decimal_places=2)
    weight_recipients = models.PositiveSmallIntegerField(_("bobot penerima"))
    weight_quality = models.PositiveSmallIntegerField(_("bobot mutu"))
    note = models.CharField(_("catatan"), max_length=200, blank=True, default="")
    is_active = models.BooleanField(_("dipakai"), default=True)

    class Meta:
        ordering = ("-least",)
        verbose_name = _("kategori indeks")
        verbose_name_plural = _("kategori indeks")

    def __str__(self) -> str:
        return self.name
