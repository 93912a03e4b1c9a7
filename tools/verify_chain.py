#!/usr/bin/env python3
"""Check an exported chain of signatures without the portal: Python's standard library only.

    python3 verify_chain.py chain.jsonl [--anchors FILE] [expected-last-hash]

Each line of the chain is {"seq": n, "hash": h, "payload": text}. The rule is public:
hash = SHA-256 of the UTF-8 text; the text is JSON that repeats seq and holds, as
"previous", the hash of the line before (64 zeros for the first). A removed end, or a chain
written again, is found with anchors kept elsewhere: lines « day establishment seq hash ».
"""

import hashlib
import json
import sys


def first_fault(lines, expected_last=None, anchors=()):
    previous, count, sure, marks = "0" * 64, 0, 0, {}
    for day, at, anchored in anchors:
        marks.setdefault(at, []).append((day, anchored))
    for count, raw in enumerate(lines, start=1):
        try:
            line = json.loads(raw)
            seq, text, kept = line["seq"], line["payload"], line["hash"]
            inside = json.loads(text)
            place = inside["seq"], inside["previous"]
        except (ValueError, KeyError, TypeError):
            return f"line {count}: it cannot be read"
        if hashlib.sha256(text.encode()).hexdigest() != kept:
            return f"line {count}: the text does not match its hash"
        if seq != count or place != (count, previous):
            return f"line {count}: it does not follow line {count - 1}"
        for day, anchored in marks.get(count, ()):
            if anchored != kept:
                return f"line {count}: the anchor of {day} differs, written again after {sure}"
            sure = count
        previous = kept
    if expected_last and previous != expected_last:
        return f"line {count}: the chain ends on {previous[:12]}, not {expected_last[:12]}"
    if anchors and (last := max(marks)) > count:
        return (
            f"line {count}: the anchor of {marks[last][0][0]} knows line {last}, the end is missing"
        )
    return None


def read_anchors(path):
    with open(path, encoding="utf-8") as file:
        rows = [row.split() for row in file if row.strip() and not row.startswith("#")]
    return [(day, int(seq), kept) for day, _, seq, kept in rows]


if __name__ == "__main__":
    given, known = sys.argv[1:], []
    if "--anchors" in given:
        at = given.index("--anchors")
        _, known = given.pop(at), read_anchors(given.pop(at))
    with open(given[0], encoding="utf-8") as chain:
        fault = first_fault(chain, *given[1:2], anchors=known)
    sys.stdout.write(f"{fault or 'intact'}\n")
    sys.exit(1 if fault else 0)
