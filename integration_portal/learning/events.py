"""What learning announces, in the same transaction."""

from dataclasses import dataclass
from typing import Literal

Answer = Literal["granted", "refused", "withdrawn"]


@dataclass(frozen=True)
class QuestionAnswered:
    """``right``: in full. ``star``: a safety question."""

    user_id: int
    module: str
    question_id: str
    right: bool
    star: bool


@dataclass(frozen=True)
class ModuleProgressed:
    """A lesson was read, a quiz passed, a simulation ended well, or a credit was given or taken
    back. ``complete``: the module's own rule is met now; ``version`` is the text it was met on."""

    user_id: int
    module: str
    title: str
    version: str
    was_complete: bool
    complete: bool


@dataclass(frozen=True)
class CreditAsked:
    """A positioning quiz was passed: whoever signs at that place decides. ``unit_id`` None: in the
    whole establishment."""

    credit_id: int
    user_id: int
    title: str
    establishment_id: int
    unit_id: int | None


@dataclass(frozen=True)
class CreditDecided:
    """``user_id`` asked; ``author_name`` agreed, refused, or came back on the agreement."""

    user_id: int
    module: str
    title: str
    author_name: str
    answer: Answer
