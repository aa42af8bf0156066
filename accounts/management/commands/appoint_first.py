"""The first two log-ins of a new installation."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.urls import reverse
from django.utils import timezone

from accounts.domain.first_people import FIRST_ROLES, appoint_first
from accounts.enums import Role
from accounts.models import Office
from core.exceptions import DomainError


class Command(BaseCommand):
    help = (
        "Give an office its first administrator or head of office. They set their passwords on the page this prints, "
        "and invite everybody else there: one proposes, the other confirms."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("role", choices=[role.value for role in FIRST_ROLES])
        parser.add_argument("email")
        parser.add_argument("name", help="with degrees, as letters print it")
        parser.add_argument("--office", required=True, help="code in accounts/reference/offices.csv")
        parser.add_argument("--decree", default="", help="number of the decree of appointment")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            validate_email(options["email"])
        except ValidationError as error:
            message = f"{options['email']} is no e-mail address"
            raise CommandError(message) from error
        office = Office.objects.filter(code=options["office"]).first()
        if office is None:
            known = ", ".join(Office.objects.order_by("code").values_list("code", flat=True)) or "none is loaded"
            message = f"no office has the code {options['office']}; known: {known}"
            raise CommandError(message)
        try:
            appoint_first(
                Role(options["role"]),
                office=office,
                email=options["email"],
                name=options["name"],
                decree_number=options["decree"],
                at=timezone.now(),
            )
        except DomainError as error:
            raise CommandError(error.detail) from error
        page = settings.SITE_URL + reverse("password_reset")
        self.stdout.write(f"{options['name']} is {options['role']} of {office.code}; sets a password at {page}")
