"""Check a "bukti jejak" downloaded from Sorot: python bukti_jejak.py jejak-BKS-2611-00042.json [PUBLIC_KEY]
Nothing of Sorot is used. Hashes need Python alone, the signature is checked if `cryptography` is there."""

import hmac
import json
import sys
from hashlib import sha256


def pair(left, right):
    return sha256(b"\1" + left + right).digest()


def root(leaf, index, size, path):  # RFC 9162, 2.1.3.2
    last = size - 1
    for step in path:
        if index & 1 or index == last:
            leaf = pair(step, leaf)
            while not index & 1 and index:
                index, last = index >> 1, last >> 1
        else:
            leaf = pair(leaf, step)
        index, last = index >> 1, last >> 1
    return leaf if last == 0 else b"a path of the wrong length"


def signed(head):
    try:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    except ImportError:
        return "not checked (pip install cryptography)"
    said = {name: value for name, value in head.items() if name != "signature"}
    public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(head["key"]))
    data = json.dumps(said, sort_keys=True, separators=(",", ":")).encode()
    return public.verify(bytes.fromhex(head["signature"]), data) or "right"


def main(file, key=None):
    with open(file, encoding="utf-8") as opened:
        proof = json.load(opened)
    head, wrong = proof["head"], [] if key in (None, proof["head"]["key"]) else ["the key"]
    for event in proof["events"]:
        entry, path = json.loads(event["entry"]), [bytes.fromhex(step) for step in event["path"]]
        leaf = sha256(b"\0" + event["entry"].encode()).digest()
        fits = root(leaf, entry["seq"] - 1, head["size"], path).hex() == head["root"]
        if words := event["words"]:
            mac = hmac.digest(bytes.fromhex(words["key"]), words["text"].encode(), "sha256")
            fits = fits and mac.hex() == entry["words"]
        print("ok   " if fits else "WRONG", entry["seq"], entry["at"], entry["kind"], words and words["text"])
        wrong += [] if fits else [entry["seq"]]
    try:
        print("signature of the head:", signed(head))
    except Exception as error:  # whatever the library says: the signature does not hold
        wrong.append(f"the signature ({type(error).__name__})")
    print(f"NOT PROVED: {wrong}" if wrong else f"All of them stand in the log of {head['size']} events.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
