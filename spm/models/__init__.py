"""Tables of indicators, figures and reports."""

from spm.models.indicator import Indicator
from spm.models.value import Value

__all__ = ["Indicator", "Value"]
