"""What learning announces, in the same transaction."""

from dataclasses import dataclass


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
