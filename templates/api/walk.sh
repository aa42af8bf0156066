#!/bin/sh
# Five minutes with the API. Needs curl, and a client that may applications:read and applications:write.
#   PORTAL=https://portal.example CLIENT_ID=… CLIENT_SECRET=… sh walk.sh
set -eu
API="$PORTAL/api/v1"
field() { grep -o "\"$1\": *\"[^\"]*\"" | head -n 1 | cut -d '"' -f 4; }

echo "1. A token. It lives fifteen minutes; take another when it is over."
TOKEN=$(curl -sS --fail-with-body "$PORTAL/oauth/token/" -u "$CLIENT_ID:$CLIENT_SECRET" \
  -d grant_type=client_credentials -d "scope=applications:read applications:write" | field access_token)
ask() { curl -sS -H "Authorization: Bearer $TOKEN" -H "Accept-Language: en" "$@"; }

echo "2. What a nurse's licence to practise asks for today; no token needed."
curl -sS --fail-with-body "$API/types/SIPP-PERAWAT/requirements/" | cut -c 1-300

echo "3. A draft. When no answer came, send the same key again: it is the same draft."
REFERENCE="walk-$(date +%s)-$$"
create() {
  ask --fail-with-body "$API/applications/" -H "Content-Type: application/json" -H "Idempotency-Key: $REFERENCE" -d @- <<JSON
{"type": "SIPP-PERAWAT", "kind": "new", "external_reference": "$REFERENCE",
 "applicant": {"name": "Sari Wulandari", "nik": "9901011504940000", "phone": "0800 0000 123"}}
JSON
}
NUMBER=$(create | field number)
[ "$(create | field number)" = "$NUMBER" ] && echo "   $NUMBER"

echo "4. A file for one requirement: PDF, JPEG or PNG."
base64 -d > walk.pdf <<'PDF'
JVBERi0xLjQKMSAwIG9iajw8L1R5cGUvQ2F0YWxvZy9QYWdlcyAyIDAgUj4+ZW5kb2JqCjIgMCBvYmo8PC9UeXBlL1BhZ2VzL0tpZHNbMyAwIF
JdL0NvdW50IDE+PmVuZG9iagozIDAgb2JqPDwvVHlwZS9QYWdlL1BhcmVudCAyIDAgUi9NZWRpYUJveFswIDAgMjAwIDIwMF0+PmVuZG9iagp4
cmVmCjAgNAowMDAwMDAwMDAwIDY1NTM1IGYgCjAwMDAwMDAwMDkgMDAwMDAgbiAKMDAwMDAwMDA1MiAwMDAwMCBuIAowMDAwMDAwMTAxIDAwMD
AwIG4gCnRyYWlsZXI8PC9TaXplIDQvUm9vdCAxIDAgUj4+CnN0YXJ0eHJlZgoxNjQKJSVFT0YK
PDF
ask --fail-with-body -X PUT "$API/applications/$NUMBER/documents/STR-SEUMUR-HIDUP/" -F file=@walk.pdf | field state
rm walk.pdf

echo "5. Everything that stands in the way, at once; each with a code, in words and with its remedy."
ask --fail-with-body "$API/applications/$NUMBER/eligibility/" | cut -c 1-600

echo "6. Sent too early it is refused: a problem (RFC 9457) with a stable code and the same findings."
VERSION=$(ask "$API/applications/$NUMBER/" | grep -o '"version": *[0-9]*' | head -n 1 | tr -dc 0-9)
ask "$API/applications/$NUMBER/actions/submit/" -H "Content-Type: application/json" \
  -d "{\"version\": $VERSION}" | field code

echo "7. Found again by your own reference."
ask --fail-with-body "$API/applications/?external_reference=$REFERENCE" | field number
