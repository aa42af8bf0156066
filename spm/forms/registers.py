"""One line of a register of cluster 1."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import give_choices
from spm.domain.registers import REGISTERS, Line
from spm.enums import RegisterKind
from spm.forms.entry import number_field

LARGEST = 999_999_999_999


class LineForm(forms.Form):
    """The fields of that register and no others."""

    item = forms.CharField(max_length=160)
    group = forms.ChoiceField(label=_("Kelompok"))
    measure = forms.CharField(label=_("Satuan"), max_length=30, required=False)

    def __init__(self, *args: Any, kind: RegisterKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        register = REGISTERS[kind]
        self.fields["item"].label = str(register.item)
        if register.groups:
            give_choices(self, "group", [("", "—"), *((each.value, each.label) for each in register.groups)])
        else:
            del self.fields["group"]
        if not register.has_measure:
            del self.fields["measure"]
        self.amounts = [name for name, _label in register.amounts]
        for name, label in register.amounts:
            self.fields[name] = number_field(label, most=LARGEST)
            self.fields[name].required = True
        self.fields["note"] = forms.CharField(label=_("Keterangan"), max_length=300, required=False)

    @property
    def line(self) -> Line:
        """What was filled in."""
        data = self.cleaned_data
        words = {name: data.get(name, "") for name in ("item", "group", "measure", "note")}
        return Line(**words, **{name: data[name] for name in self.amounts})
