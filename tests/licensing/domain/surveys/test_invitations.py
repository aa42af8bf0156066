"""Invited once after the end product, answered once, without a way back to who answered."""

from datetime import timedelta

import pytest

from accounts.models import Delivery, InboxMessage, User
from core.models import AuditEvent
from licensing.domain.surveys import invitations
from licensing.enums import State
from licensing.exceptions import SurveyAnswered
from licensing.models import SurveyElement, SurveyInvitation, SurveyResponse
from tests.factories.accounts import LONG_AGO, UserFactory
from tests.factories.licensing import ApplicationFactory, RecommendationTypeFactory
from tests.licensing.journey import START, Journey, make_cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]

FOURS = {f"U{n}": 4 for n in range(1, 10)}


def finished(**fields):
    """A licensed file of somebody with WhatsApp."""
    phone = f"+62800{User.objects.count():07d}"
    user = UserFactory(phone=phone, phone_verified_at=LONG_AGO)
    return ApplicationFactory(applicant=user, submitted_at=START, **({"state": State.LICENSED} | fields))


def test_nine_elements_are_loaded():
    assert list(SurveyElement.objects.values_list("code", flat=True)) == list(FOURS)


def test_invitation_goes_out_once_with_a_secret_link_outside_only():
    application = finished()

    invitations.invite(application, at=START)
    invitations.invite(application, at=START + timedelta(days=1))

    message = InboxMessage.objects.get(template_id="SURVEY_INVITE")
    assert message.link == f"/permohonan/{application.number}/survei/"
    assert "/survei/" not in message.text
    sent = Delivery.objects.get(message=message).text
    token = sent.rpartition("/survei/")[2].partition("/")[0]
    assert invitations.invitation_by_token(token).application == application
    assert invitations.invitation_by_token("lain") is None


def test_own_product_is_the_end_of_a_type_that_is_not_delegated():
    delegated = finished(state=State.RECOMMENDED)
    own = finished(state=State.RECOMMENDED, type=RecommendationTypeFactory(code="REK-BAKSOS", delegated=False))

    assert invitations.invite(delegated, at=START) is None
    assert invitations.invite(own, at=START) is not None


def test_last_move_of_a_real_file_invites():
    journey = Journey(make_cast()).to_end()

    assert SurveyInvitation.objects.get().application == journey.application


def test_second_answer_is_refused_and_changes_nothing():
    invitation = invitations.invite(finished(), at=START)
    invitations.answer(invitation, scores=FOURS, at=START)

    with pytest.raises(SurveyAnswered):
        invitations.answer(invitation, scores=FOURS | {"U1": 1}, at=START)

    assert [score.value for score in SurveyResponse.objects.get().scores.all()] == [4] * 9


def test_sheet_leaves_no_way_back_to_the_application():
    application = finished()
    invitations.answer(invitations.invite(application, at=START), scores=FOURS, words="Baik.", at=START)

    names = {field.name for field in SurveyResponse._meta.get_fields()}
    assert names == {"id", "office", "region", "type_code", "answered_on", "words", "scores"}
    event = AuditEvent.objects.get(action="survey.answer")
    assert (event.actor_id, event.object_id, event.payload) == (None, "", {})


def test_element_left_out_is_a_fault_of_the_caller():
    with pytest.raises(ValueError, match="U9"):
        invitations.answer(invitations.invite(finished(), at=START), scores={f"U{n}": 4 for n in range(1, 9)}, at=START)
