"""Five minutes with the API. Needs Python and a client that may applications:read and applications:write.

PORTAL=https://portal.example CLIENT_ID=… CLIENT_SECRET=… python walk.py
"""

import base64
import json
import os
import urllib.error
import urllib.parse
import urllib.request
import uuid

PORTAL = os.environ["PORTAL"]
API = f"{PORTAL}/api/v1"


class Problem(Exception):
    """A refusal (RFC 9457): `code` is stable, `errors` lists every reason at once."""

    def __init__(self, status, body):
        super().__init__(f"{status} {body['code']}: {body['detail']}")
        self.status, self.code, self.errors = status, body["code"], body["errors"]


def call(method, url, body=None, **headers):
    """Return the answer as Python values. Raises Problem."""
    request = urllib.request.Request(url, data=body, method=method, headers={"Accept-Language": "en", **headers})
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as refused:
        raise Problem(refused.code, json.load(refused)) from None


def token():
    """Lives fifteen minutes; take another when it is over."""
    pair = base64.b64encode(f"{os.environ['CLIENT_ID']}:{os.environ['CLIENT_SECRET']}".encode()).decode()
    wanted = {"grant_type": "client_credentials", "scope": "applications:read applications:write"}
    answer = call("POST", f"{PORTAL}/oauth/token/", urllib.parse.urlencode(wanted).encode(), Authorization=f"Basic {pair}")
    return answer["access_token"]


def multipart(name, content):
    """Return (body, media type) of a form with one file."""
    edge = uuid.uuid4().hex
    head = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    return head.encode() + content + f"\r\n--{edge}--\r\n".encode(), f"multipart/form-data; boundary={edge}"


PDF = base64.b64decode(
    "JVBERi0xLjQKMSAwIG9iajw8L1R5cGUvQ2F0YWxvZy9QYWdlcyAyIDAgUj4+ZW5kb2JqCjIgMCBvYmo8PC9UeXBlL1BhZ2VzL0tpZHNbMyAwIF"
    "JdL0NvdW50IDE+PmVuZG9iagozIDAgb2JqPDwvVHlwZS9QYWdlL1BhcmVudCAyIDAgUi9NZWRpYUJveFswIDAgMjAwIDIwMF0+PmVuZG9iagp4"
    "cmVmCjAgNAowMDAwMDAwMDAwIDY1NTM1IGYgCjAwMDAwMDAwMDkgMDAwMDAgbiAKMDAwMDAwMDA1MiAwMDAwMCBuIAowMDAwMDAwMTAxIDAwMD"
    "AwIG4gCnRyYWlsZXI8PC9TaXplIDQvUm9vdCAxIDAgUj4+CnN0YXJ0eHJlZgoxNjQKJSVFT0YK"
)
MINE = {"Authorization": f"Bearer {token()}"}
AS_JSON = {**MINE, "Content-Type": "application/json"}

# 1. What a nurse's licence to practise asks for today; no token needed.
for row in call("GET", f"{API}/types/SIPP-PERAWAT/requirements/")["results"]:
    print(row["code"], "required" if row["mandatory"] else "optional", row["label"])

# 2. A draft. When no answer came, send the same key again: it is the same draft.
reference = f"walk-{uuid.uuid4()}"
draft = {
    "type": "SIPP-PERAWAT",
    "kind": "new",
    "external_reference": reference,
    "applicant": {"name": "Sari Wulandari", "nik": "9901011504940000", "phone": "0800 0000 123"},
}
once = {**AS_JSON, "Idempotency-Key": reference}
made = call("POST", f"{API}/applications/", json.dumps(draft).encode(), **once)
assert call("POST", f"{API}/applications/", json.dumps(draft).encode(), **once) == made
address = f"{API}/applications/{made['number']}/"

# 3. A file for one requirement: PDF, JPEG or PNG.
body, media_type = multipart("str.pdf", PDF)
print(call("PUT", f"{address}documents/STR-SEUMUR-HIDUP/", body, **MINE, **{"Content-Type": media_type})["state"])

# 4. Everything that stands in the way, at once; each with a code, in words and with its remedy.
for finding in call("GET", f"{address}eligibility/", **MINE):
    print(finding["level"], finding["code"], finding["detail"])

# 5. Sent too early it is refused, with the same findings.
try:
    version = call("GET", address, **MINE)["version"]
    call("POST", f"{address}actions/submit/", json.dumps({"version": version}).encode(), **AS_JSON)
except Problem as problem:
    print(problem.code, len(problem.errors))

# 6. Found again by your own reference.
found = call("GET", f"{API}/applications/?external_reference={reference}", **MINE)["results"]
print(found[0]["number"], found[0]["state"])
