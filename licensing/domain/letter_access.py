"""Who may read a letter of an application, a licence or a sanction, by the row `letter_download`."""

from typing import Any

from django.db.models import Q

from accounts.rules import viewer_of
from facilities.models import Facility
from inspections.models import Visit
from letters.models import Letter
from letters.rules import allow_reading
from licensing.models import Application, ComplianceList, Licence, PromiseReportLetter, Sanction


@allow_reading
def reads_application(user: Any, letter: Letter) -> bool:
    """Tell whether `user` sees the application the letter belongs to."""
    rows = Application.objects.visible_to(user, "letter_download")
    return rows.filter(letter_links__letter=letter).exists()


@allow_reading
def reads_promise_report(user: Any, letter: Letter) -> bool:
    """Tell whether `user` reads the service reports of the region whose office signed this letter."""
    scopes = [scope for scope in viewer_of(user).scopes("hlc_read") if scope.cell.scope == "D"]
    found = PromiseReportLetter.objects.filter(letter=letter).select_related("office").first()
    return found is not None and any(
        f"{found.office.region_id}.".startswith(f"{scope.region_code}.") for scope in scopes if scope.region_code
    )


@allow_reading
def reads_licence(user: Any, letter: Letter) -> bool:
    """Tell whether `user` sees the licence the letter is, or whose status or warning it announced."""
    rows = Licence.objects.visible_to(user, "letter_download")
    told = Q(letter=letter) | Q(statuses__letter=letter) | Q(sanctions__letter=letter)
    return rows.filter(told).exists()


@allow_reading
def reads_visit_coordination(user: Any, letter: Letter) -> bool:
    """Tell whether an officer sees the visit a question to an outside body was about."""
    visits = Visit.objects.visible_to(user)
    return viewer_of(user).is_staff and visits.filter(coordinations__letter=letter).exists()


@allow_reading
def reads_advice(user: Any, letter: Letter) -> bool:
    """Tell whether `user` sees the sanction an advice belongs to; advices go to offices, not to holders."""
    return Sanction.objects.visible_to(user).filter(advice=letter).exists()


@allow_reading
def reads_compliance_list(user: Any, letter: Letter) -> bool:
    """Tell whether `user` keeps the facility a compliance list is about, or the register of its region."""
    seen = Facility.objects.visible_to(user, "letter_download")
    return ComplianceList.objects.filter(letter=letter, facility__in=seen).exists()
