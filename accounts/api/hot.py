"""Lists of the API that may be answered by one statement when they are asked for again (`core.hot_reads`)."""

from collections.abc import Mapping
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import UserRateThrottle
from rest_framework.utils.urls import replace_query_param

from accounts.domain.principal import ClientPrincipal
from core import hot_reads
from core.hot_reads import SENTINEL, Meter, Prepared, Statement

OK, MARK = 200, "CURSOR"
# Who the token is for, while it holds, with all that a list depends on: scopes, office, region, zone.
WITNESS = """(SELECT concat_ws('|', t.scope, c.scopes::text, c.client_id, o.code, o.region_id, o.time_zone)
    FROM oauth2_provider_accesstoken t
    JOIN oauth2_provider_application a ON a.id = t.application_id
    JOIN accounts_apiclient c ON c.client_id = a.client_id
    JOIN accounts_office o ON o.id = c.office_id
    WHERE t.token_checksum = %s AND t.user_id IS NULL AND t.expires > now() AND c.is_active)"""


class HotList:
    """Mixin of a list view in the default order. Only a list of a system's token is ever hot."""

    # Parameters that make the list depend on the moment, or add to the page.
    cold_parameters: frozenset[str] = frozenset({"count"})
    request: Any

    def hot_columns(self, rows: QuerySet[Any]) -> tuple[QuerySet[Any], Mapping[str, Any]]:
        """The rows, and the members of one with their expressions, as the serializer gives them."""
        raise NotImplementedError

    def paged(self, rows: QuerySet[Any], response: Response) -> Response:
        """Pass an answer on; before, prepare how to give it again when a system asks a second time."""
        user: Any = self.request.user
        is_plain = isinstance(user, ClientPrincipal) and not set(self.request.query_params) & self.cold_parameters
        if is_plain and response.status_code == OK and hot_reads.wants_plan(self.request.META):
            prepared = self._prepared(rows)
            if prepared is not None:
                hot_reads.offer(self.request.META, prepared)
        return response

    def _prepared(self, rows: QuerySet[Any]) -> Prepared | None:
        paginator: Any = self.paginator  # type: ignore[attr-defined]
        size, token = paginator.get_page_size(self.request), _checksum(self.request)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {WITNESS}", [token])
            (witness,) = cursor.fetchone()
        if not witness:
            return None
        return Prepared(
            self._statement(rows, size, token),
            self._statement(rows.filter(pk__lt=SENTINEL), size, token),
            witness,
            size,
            _around(replace_query_param(self.request.build_absolute_uri(), "cursor", MARK)),
            self._meter(),
        )

    def _statement(self, rows: QuerySet[Any], size: int, token: str) -> Statement:
        # The page first: what its rows say is worked out for these alone, not for all that the filters leave.
        page = rows.order_by("-pk").values("pk")[: size + 1]
        found, columns = self.hot_columns(rows.model._default_manager.filter(pk__in=page))
        query = found.order_by("-pk").values_list(*columns.values(), "pk").query
        sql, parameters = query.get_compiler(connection=connection).as_sql()
        names = [connection.ops.quote_name(name) for name in columns]
        shape = ", ".join(f"r.{name}" for name in names)
        # Names are words of our own code.
        text = f"""SELECT {WITNESS}, row_to_json(s)::text, r.__key FROM ({sql}) AS r ({", ".join(names)}, __key),
            LATERAL (SELECT {shape}) AS s ORDER BY r.__key DESC"""  # noqa: S608
        return Statement(text, (token, *parameters))

    def _meter(self) -> Meter:
        throttle: Any = UserRateThrottle()
        key = throttle.get_cache_key(self.request, self)
        return Meter(str(key), int(throttle.num_requests or 0), float(throttle.duration or 1))


def _around(address: str) -> tuple[str, str]:
    before, _mark, behind = address.partition(MARK)
    return before, behind


def _checksum(request: Request) -> str:
    token: Any = request.auth
    return str(token.token_checksum)
