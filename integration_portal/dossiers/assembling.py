"""Make the sheet from the rows that were read. Pure."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from zoneinfo import ZoneInfo

from ..journeys.gates import Key, gates
from ..journeys.rules import locks
from ..learning.presentation import BLOCKS
from ..signoffs.evidence import succeeded
from ..signoffs.levels import Level
from ..signoffs.models import EntryKind, RequestState
from . import next_acts, rules, telling
from .facts import Asked, CompetencyFacts, Entry, Facts, ModuleFacts, SeenFacts, StepFacts
from .rules import Act, Judgement
from .sheet import BlockSheet, CompetencyLine, CriterionLine, Evidence, EvidenceKind, Sheet

_ACTS = {RequestState.SIGNED: Act.VALIDATED, RequestState.COUNTERSIGN: Act.PENDING}
_DECISIONS = (EntryKind.SIGNED, EntryKind.RETURNED)


@dataclass
class _Signed:
    """What was signed about one subject: the lines, and what they say of her level."""

    entries: list[Entry]
    seen: list[SeenFacts]


class Assembly:
    """One sheet in the making."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.zone = ZoneInfo(facts.journey.time_zone)

    def sheet(self) -> Sheet:
        journey = self.facts.journey
        return Sheet(
            **vars(journey),
            blocks=tuple(self._block(slug, title) for slug, title in BLOCKS.items()),
            gates=gates(
                map(_key, self.facts.steps), recruit=journey.recruit, zone=journey.time_zone
            ),
        )

    # Indexes of what was read

    @cached_property
    def signed(self) -> Mapping[str, _Signed]:
        found: dict[str, _Signed] = defaultdict(lambda: _Signed([], []))
        seen = {one.entry_id: one for one in self.facts.seen}
        for entry in self.facts.entries:
            found[entry.subject].entries.append(entry)
            if entry.id in seen:
                found[entry.subject].seen.append(seen[entry.id])
        return found

    @cached_property
    def withdrawn(self) -> frozenset[int]:
        """Lines that no longer count: withdrawn, or about one that is."""
        gone = {one.about_id for one in self.facts.entries if one.kind is EntryKind.WITHDRAWN}
        gone |= {one.entry_id for one in self.facts.seen if not one.standing}
        about = {
            one.id for one in self.facts.entries
            if one.about_id in gone and one.kind is not EntryKind.WITHDRAWN
        }  # fmt: skip
        return frozenset(one for one in gone | about if one is not None)

    @cached_property
    def feeding(self) -> Mapping[str, list[StepFacts]]:
        found: dict[str, list[StepFacts]] = defaultdict(list)
        for step in self.facts.steps:
            for code in step.competencies:
                found[code].append(step)
        return found

    @cached_property
    def teaching(self) -> Mapping[str, list[ModuleFacts]]:
        found: dict[str, list[ModuleFacts]] = defaultdict(list)
        for module in self.facts.modules:
            for code in module.competencies:
                found[code].append(module)
        return found

    @cached_property
    def learnt(self) -> Mapping[str, list[Evidence]]:
        """By slug of module."""
        found: dict[str, list[Evidence]] = defaultdict(list)
        modules = {module.slug: module for module in self.facts.modules}
        for one in self.facts.learnt:
            if one.module in modules:
                found[one.module].append(telling.learnt_evidence(one, modules[one.module]))
        return found

    @cached_property
    def locked(self) -> frozenset[str]:
        return frozenset(locks(self.facts.steps))

    @cached_property
    def asked(self) -> Mapping[str, Asked]:
        return {one.subject: one for one in self.facts.asked}

    # A block and its lines

    def _block(self, slug: str, title: str) -> BlockSheet:
        key = f"block:{self.facts.journey.journey_id}:{slug}"
        signed = self.signed.get(key, _Signed([], []))
        visas = self._evidence(signed)
        lines = tuple(
            self._line(one, visas) for one in self.facts.competencies if one.block == slug
        )
        standing = [one for one in visas if one.kind is EvidenceKind.VISAED and one.standing]
        return BlockSheet(slug, title, lines, standing[-1] if standing else None)

    def _line(self, one: CompetencyFacts, visas: Sequence[Evidence]) -> CompetencyLine:
        own_key = f"competency:{self.facts.journey.journey_id}:{one.code}"
        steps = self.feeding.get(one.code, [])
        subjects = [
            self.signed[key]
            for key in (own_key, *(f"step:{step.id}" for step in steps))
            if key in self.signed
        ]
        modules = self.teaching.get(one.code, [])
        learnt = [line for module in modules for line in self.learnt.get(module.slug, ())]
        judged = [word for signed in subjects for word in self._judgements(signed)]
        now = rules.standing(judged, critical=one.critical, learnt=bool(learnt))
        proofs = [line for signed in subjects for line in self._evidence(signed)]
        asked = self.asked.get(own_key)
        left = rules.missing(now, expected=one.expected, critical=one.critical)
        act = next_acts.find(
            self.facts.journey.journey_id, one.code, steps, asked,
            to_learn=[m for m in modules if m.slug not in self.learnt],
            decided=now.decided, locked=self.locked,
        ) if left else None  # fmt: skip
        return CompetencyLine(
            one.code, one.title, one.summary, one.critical, one.expected, now.level,
            self._criteria(one, self.signed.get(own_key)), one.meanings,
            tuple(sorted((*learnt, *proofs, *visas), key=_moment)),
            left, act, asked.id if asked else None,
        )  # fmt: skip

    def _evidence(self, signed: _Signed) -> list[Evidence]:
        levels = {one.entry_id: rules.weakest(list(one.levels.values())) for one in signed.seen}
        return [
            telling.evidence(
                entry, level=levels.get(entry.id), standing=entry.id not in self.withdrawn
            )
            for entry in signed.entries
            if telling.is_evidence(entry)
        ]

    def _judgements(self, signed: _Signed) -> Iterable[Judgement]:
        standing = [one for one in signed.seen if one.entry_id not in self.withdrawn]
        for one in standing:
            level = rules.weakest(list(one.levels.values()))
            if level is not None:
                good = succeeded(one.criteria, one.levels)
                yield Judgement(
                    Act.OBSERVED, one.situation_at, self._day(one.situation_at), level, good
                )
        for entry in signed.entries:
            if entry.kind in _DECISIONS and entry.id not in self.withdrawn:
                yield self._decision(entry, alone=not standing)

    def _decision(self, entry: Entry, *, alone: bool) -> Judgement:
        """``alone``: it rests on no observation, and attests by itself what was seen."""
        act = Act.RETURNED
        if entry.kind is EntryKind.SIGNED:
            act = _ACTS.get(entry.state, Act.RETURNED)
        level = telling.told(entry).level
        return Judgement(
            act, entry.at, self._day(entry.at), level or Level.NOT_ACQUIRED,
            good=alone and entry.kind is EntryKind.SIGNED,
        )  # fmt: skip

    def _criteria(self, one: CompetencyFacts, signed: _Signed | None) -> tuple[CriterionLine, ...]:
        """The latest level of each, whoever gave it."""
        latest: dict[str, int] = {}
        for _, levels in sorted(self._graded(signed), key=lambda pair: pair[0]) if signed else ():
            latest |= levels
        if not latest:
            return one.unseen
        return tuple(
            CriterionLine(
                c["code"], c["texte"], c["securite"],
                Level(latest[c["code"]]) if c["code"] in latest else None,
            )
            for c in one.criteria
        )  # fmt: skip

    def _graded(self, signed: _Signed) -> Iterable[tuple[dt.datetime, Mapping[str, int]]]:
        for seen in signed.seen:
            if seen.entry_id not in self.withdrawn:
                yield seen.situation_at, seen.levels
        for entry in signed.entries:
            if entry.kind in _DECISIONS and entry.id not in self.withdrawn:
                yield entry.at, telling.told(entry).levels

    def _day(self, moment: dt.datetime) -> dt.date:
        return moment.astimezone(self.zone).date()


def _key(step: StepFacts) -> Key:
    return Key(
        step.id, step.title, step.kind, step.role, step.state, step.state_since, step.assignee,
        step.opens,
    )  # fmt: skip


def _moment(one: Evidence) -> tuple[dt.datetime, int]:
    return one.at, one.entry_id or 0
