"""The kinds of questions. A new kind is a class here and its fields in ``content.kinds.questions``."""

from collections.abc import Mapping

from .base import Fields, Given, Line, Question, QuestionType
from .choices import MultipleChoice, SingleChoice, TrueFalse
from .links import Matching, Ordering, Sorting
from .spotting import SpotError
from .typed import DateAnswer, FillIn, Numeric

__all__ = ["KINDS", "Fields", "Given", "Line", "Question", "QuestionType", "kind_of"]

_BUILT_IN: tuple[QuestionType, ...] = (
    SingleChoice(), MultipleChoice(), TrueFalse(), Matching(), Ordering(), FillIn(), Sorting(),
    Numeric(), DateAnswer(), SpotError(),
)  # fmt: skip
KINDS: Mapping[str, QuestionType] = {kind.name: kind for kind in _BUILT_IN}


def kind_of(question: Question) -> QuestionType:
    return KINDS[question["type"]]
