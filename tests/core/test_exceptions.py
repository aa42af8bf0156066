from django.utils.translation import gettext_lazy as _

from core.exceptions import Conflict, DomainError, NotFound, RuleBroken, StaleVersion


class QuotaFull(RuleBroken):
    code = "quota_full"
    message = _("Kuota %(quota)s tempat praktik sudah terpakai.")


def test_message_takes_its_parameters() -> None:
    error = QuotaFull(params={"quota": 3})

    assert error.detail == "Kuota 3 tempat praktik sudah terpakai."
    assert str(error) == "quota_full: Kuota 3 tempat praktik sudah terpakai."


def test_percent_sign_without_parameters_is_plain_text() -> None:
    assert DomainError("Cakupan 70 %").detail == "Cakupan 70 %"


def test_each_kind_has_its_status() -> None:
    kinds = {kind: kind.status for kind in (NotFound, Conflict, StaleVersion, RuleBroken)}

    assert kinds == {NotFound: 404, Conflict: 409, StaleVersion: 409, RuleBroken: 422}
