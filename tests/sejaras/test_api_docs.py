from django.test import Client

from sejaras.api_docs import Parameter, _operation

SCHEMAS = {"Track": {"required": ["number"], "properties": {"number": {"type": "string"}, "id": {"readOnly": True}}}}
FACTS = {
    "operationId": "track_create",
    "tags": ["track"],
    "description": "Where an application stands.",
    "security": [{"oauth2": ["applications:read"]}, {}],
    "parameters": [{"name": "on", "in": "query", "schema": {"type": "string", "format": "date"}}],
    "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Track"}}}},
    "responses": {"200": {"description": "found"}},
}


def test_operation_reads_scopes_parameters_and_body() -> None:
    operation = _operation("/api/v1/track/", "post", FACTS, SCHEMAS)

    assert operation.scopes == ("applications:read",)
    assert operation.parameters == (
        Parameter("on", "query", "string (date)", required=False, description=""),
        Parameter("number", "body", "string", required=True, description=""),
    )
    assert operation.answers == (("200", "found"),)


def test_page_shows_without_script_or_foreign_address(client: Client, db: None) -> None:
    answer = client.get("/api/v1/docs/")

    assert answer.status_code == 200
    assert b'href="/api/v1/schema/"' in answer.content
