"""Forms of the recruit and of whoever owns a step."""

from ..web.forms import GuardedForm, free_text


class CommentForm(GuardedForm):
    text = free_text("Votre mot", optional=False, rows=3)


class DoneForm(GuardedForm):
    comment = free_text("Une remarque pour l’historique", rows=2)


class UndoForm(GuardedForm):
    reason = free_text("Pourquoi la rouvrir", rows=2)


class SelfAssessmentBase(GuardedForm):
    intention = free_text(
        "Ce que je veux montrer",
        rows=3,
        description="Dit avant la situation : ce que vous voulez que l’on regarde. "
        "Aucune information sur un patient.",
    )
    comment = free_text(
        "Ce que vous voulez dire à la personne qui vous accompagne",
        description="Ce qui va, ce qui reste difficile. Aucune information sur un patient.",
    )
