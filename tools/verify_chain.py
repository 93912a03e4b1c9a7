#!/usr/bin/env python3
"""Check an exported chain of signatures without the portal: Python's standard library only.

    python3 verify_chain.py chain.jsonl [expected-last-hash]

Each line of the file is {"seq": n, "hash": h, "payload": text}. The rule is public:
hash = SHA-256 of the UTF-8 text; the text is JSON that repeats seq and holds, as
"previous", the hash of the line before (64 zeros for the first). A missing tail can only
be found with the last hash, kept elsewhere, as second argument.
"""

import hashlib
import json
import sys


def first_fault(lines, expected_last=None):
    previous, count = "0" * 64, 0
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
        previous = kept
    if expected_last and previous != expected_last:
        return f"line {count}: the chain ends on {previous[:12]}, not {expected_last[:12]}"
    return None


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as chain:
        fault = first_fault(chain, *sys.argv[2:3])
    sys.stdout.write(f"{fault or 'intact'}\n")
    sys.exit(1 if fault else 0)
