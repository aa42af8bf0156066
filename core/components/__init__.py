"""What a page hands to a component: small frozen values, already chosen by the page's own app.

Text in them is final and translated; instants are aware and drawn in their office's zone. The drawing lives in
``templates/components/``, one file each, called by the tags of ``core.templatetags.sejaras``.
"""

from core.components.charts import Bar, BarChart, LineChart, Point, Slice, StackedBar, Tile, TileMap
from core.components.clock import ClockCard, ClockPart, ClockState, PartKind
from core.components.review import Action, Choice, Decision, FixItem, Neighbour, ReviewItem, Upload, UploadState
from core.components.status import (
    Confirmation,
    Fact,
    Finding,
    FindingLevel,
    Findings,
    Kind,
    Promise,
    Stage,
    StageState,
    Status,
    SummaryRow,
    Task,
    TaskList,
    TaskState,
)
from core.components.tables import ActiveFilter, Cell, Chip, Column, Edge, Filters, Kpi, Pages, Row, Table

__all__ = [
    "Action",
    "ActiveFilter",
    "Bar",
    "BarChart",
    "Cell",
    "Chip",
    "Choice",
    "ClockCard",
    "ClockPart",
    "ClockState",
    "Column",
    "Confirmation",
    "Decision",
    "Edge",
    "Fact",
    "Filters",
    "Finding",
    "FindingLevel",
    "Findings",
    "FixItem",
    "Kind",
    "Kpi",
    "LineChart",
    "Neighbour",
    "Pages",
    "PartKind",
    "Point",
    "Promise",
    "ReviewItem",
    "Row",
    "Slice",
    "StackedBar",
    "Stage",
    "StageState",
    "Status",
    "SummaryRow",
    "Table",
    "Task",
    "TaskList",
    "TaskState",
    "Tile",
    "TileMap",
    "Upload",
    "UploadState",
]
