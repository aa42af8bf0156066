"""Addresses of the public check and of letter files. Upper case `/V/` is what QR codes hold."""

from django.urls import path

from letters.views import check, file

urlpatterns = [
    path("v/", check.LetterCheckForm.as_view(), name="letter_check"),
    path("v/cocokkan/", check.LetterCompare.as_view(), name="letter_compare"),
    path("v/kunci.pem", check.qr_key, name="letter_key"),
    path("v/<slug:code>/", check.LetterVerify.as_view(), name="letter_verify"),
    path("V/<slug:code>/<slug:payload>", check.LetterScan.as_view(), name="letter_scan"),
    path("V/<slug:code>", check.code_lower),
    path("V/", check.code_lower),
    path("letters/<str:public_id>/file/", file.letter_file, name="letter_file"),
]
