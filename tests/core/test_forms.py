from django import forms
from django.template import Context, Template

from core.forms import Segments, SejarasBoundField
from tests.core.gallery import PersonForm, refused_form


def place(html: str, *parts: str) -> list[int]:
    return [html.index(part) for part in parts]


def test_help_and_error_stand_before_the_control() -> None:
    html = str(refused_form()["nik"].as_field_group())

    order = place(html, "<label", 'id="id_nik_helptext"', 'id="id_nik_error"', "<input")

    assert order == sorted(order)


def test_a_control_is_tied_to_its_help_and_error() -> None:
    html = str(refused_form()["nik"])

    assert 'aria-describedby="id_nik_helptext id_nik_error"' in html
    assert 'aria-invalid="true"' in html


def test_labels_have_no_colon_and_say_what_is_optional() -> None:
    html = PersonForm().render()

    assert "Pos-el <span" in html
    assert html.count("(opsional)") == 1
    assert "NIK:" not in html


def test_controls_carry_the_style_of_their_kind() -> None:
    class Kinds(forms.Form):
        text = forms.CharField(widget=forms.TextInput(attrs={"class": "num"}))
        choice = forms.ChoiceField(choices=[("a", "A")])
        box = forms.BooleanField()

    form = Kinds()

    assert 'class="num form-control"' in str(form["text"])
    assert 'class="form-select"' in str(form["choice"])
    assert 'class="form-check-input"' in str(form["box"])


def test_an_empty_field_is_named_instead_of_called_invalid() -> None:
    form = PersonForm({})

    texts = {field.name: field.error_texts for field in form if isinstance(field, SejarasBoundField)}

    assert texts == {
        "name": ["Isi nama lengkap."],
        "nik": ["Isi NIK."],
        "email": [],
        "kind": ["Pilih tempat praktik."],
        "consent": ["Beri tanda centang pada pernyataan ini untuk melanjutkan."],
    }


def test_a_form_s_own_words_for_an_empty_field_are_kept() -> None:
    class Own(forms.Form):
        nik = forms.CharField(error_messages={"required": "Ketik 16 angka pada KTP."})

    assert Own({})["nik"].error_texts == ["Ketik 16 angka pada KTP."]  # type: ignore[attr-defined]


def test_the_summary_names_every_error_and_leads_to_its_control() -> None:
    html = refused_form().render()

    links = [f'<a href="#{target}">' for target in ("id_nik", "id_kind_0", "id_consent")]

    assert place(html, *links) == sorted(place(html, *links))
    for target in ("id_nik", "id_kind_0", "id_consent"):
        assert f'id="{target}"' in html


def test_the_summary_takes_the_focus_without_script() -> None:
    html = refused_form().render()

    assert 'tabindex="-1" autofocus' in html
    assert html.count('data-testid="error-summary"') == 1


def test_a_form_without_errors_has_no_summary() -> None:
    assert "error-summary" not in PersonForm().render()


def test_a_rule_over_several_fields_stands_in_the_summary_once() -> None:
    class Pair(forms.Form):
        first = forms.CharField()

        def clean(self) -> None:
            raise forms.ValidationError("Kata sandi tidak sama.")

    html = Pair({"first": "x"}).render()

    assert html.count("Kata sandi tidak sama.") == 1


def test_choices_are_labels_around_real_radio_buttons() -> None:
    html = str(PersonForm()["kind"].as_field_group())

    assert "<fieldset" in html
    assert "<legend" in html
    assert html.count('type="radio"') == 2
    assert 'for="id_kind_1"' in html


def test_the_page_title_says_that_there_are_errors() -> None:
    page = Template("{% extends 'base.html' %}{% block title %}Daftar{% endblock %}")

    refused = page.render(Context({"form": refused_form()}))
    clean = page.render(Context({"form": PersonForm()}))

    assert "<title>Galat: Daftar – SEJARAS</title>" in refused
    assert "<title>Daftar – SEJARAS</title>" in clean


def test_segments_are_radio_buttons_with_the_look_of_their_answer() -> None:
    class Judgement(forms.Form):
        fits = forms.ChoiceField(
            choices=[("yes", "Sesuai"), ("no", "Tidak")], widget=Segments(looks={"no": "n"}), initial="no"
        )

    html = str(Judgement()["fits"].as_field_group())

    assert '<label class="y" for="id_fits_0">' in html
    assert '<label class="n" for="id_fits_1">' in html
    assert html.count('type="radio"') == 2
    assert html.count(" checked") == 1
    assert "<legend" in html
