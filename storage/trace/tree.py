"""The Merkle tree of RFC 9162 (Certificate Transparency 2.0), section 2.1: pure, over SHA-256.

A perfect subtree is named by (level, index): the root over the leaves index·2^level … (index+1)·2^level - 1.
The `peaks` of a log of n leaves are its largest perfect subtrees from the left, one for each bit of n.
"""

from collections.abc import Callable, Sequence
from hashlib import sha256

Node = Callable[[int, int], bytes]  # (level, index) → root of that perfect subtree
HASH = 32  # bytes
EMPTY = sha256(b"").digest()  # the root of a log without leaves


def leaf_hash(data: bytes) -> bytes:
    """Of one entry; the zero keeps it apart from a pair of hashes."""
    return sha256(b"\0" + data).digest()


def pair_hash(left: bytes, right: bytes) -> bytes:
    """Of two subtrees."""
    return sha256(b"\1" + left + right).digest()


def append(peaks: Sequence[bytes], size: int, leaf: bytes) -> tuple[list[bytes], list[bytes]]:
    """The peaks after one leaf more, and what it completed: the leaf itself, then every perfect subtree."""
    left, made = list(peaks), [leaf]
    while size & 1:  # a full subtree as large as the new one stands to its left
        made.append(pair_hash(left.pop(), made[-1]))
        size >>= 1
    return [*left, made[-1]], made


def root_of(peaks: Sequence[bytes]) -> bytes:
    """The tree's root."""
    if not peaks:
        return EMPTY
    root = peaks[-1]
    for peak in reversed(peaks[:-1]):
        root = pair_hash(peak, root)
    return root


def peaks_at(size: int) -> list[tuple[int, int]]:
    """The names of the peaks of a log of `size` leaves, from the left."""
    found, done = [], 0
    for level in reversed(range(size.bit_length())):
        if size >> level & 1:
            found.append((level, done >> level))
            done += 1 << level
    return found


def inclusion(index: int, size: int, node: Node) -> list[bytes]:
    """The audit path of leaf `index` (from 0) in a log of `size` leaves, the nearest sibling first."""
    if not 0 <= index < size:
        raise ValueError(f"no leaf {index} in a log of {size}")
    return _path(index, 0, size, node)


def consistency(before: int, size: int, node: Node) -> list[bytes]:
    """What proves that a log of `size` leaves begins with the log of `before` leaves."""
    if not 0 <= before <= size:
        raise ValueError(f"no log of {before} leaves within one of {size}")
    return [] if before in (0, size) else _subproof(before, 0, size, node, whole=True)


def includes(leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Whether `path` proves the leaf's place in the log with this root (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    at, last, found = index, size - 1, leaf
    for step in path:
        if last == 0:
            return False
        if at & 1 or at == last:
            found = pair_hash(step, found)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            found = pair_hash(found, step)
        at, last = at >> 1, last >> 1
    return last == 0 and found == root


def extends(before: int, size: int, old: bytes, root: bytes, path: Sequence[bytes]) -> bool:
    """Whether `path` proves that the log with `root` begins with the one with root `old` (2.1.4.2)."""
    if not 0 <= before <= size:
        return False
    if before in (0, size):
        return not path and (root == old if before == size else old == EMPTY)
    steps = list(path) if before & (before - 1) else [old, *path]
    if not steps:
        return False
    at, last = before - 1, size - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    first = second = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            first, second = pair_hash(step, first), pair_hash(step, second)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            second = pair_hash(second, step)
        at, last = at >> 1, last >> 1
    return last == 0 and first == old and second == root


def _split(size: int) -> int:
    """The largest power of two smaller than `size`."""
    return 1 << (size - 1).bit_length() - 1


def _range(begin: int, end: int, node: Node) -> bytes:
    size = end - begin
    if size & (size - 1) == 0:
        level = size.bit_length() - 1
        return node(level, begin >> level)
    middle = begin + _split(size)
    return pair_hash(_range(begin, middle, node), _range(middle, end, node))


def _path(index: int, begin: int, end: int, node: Node) -> list[bytes]:
    if end - begin == 1:
        return []
    middle = begin + _split(end - begin)
    if index < middle:
        return [*_path(index, begin, middle, node), _range(middle, end, node)]
    return [*_path(index, middle, end, node), _range(begin, middle, node)]


def _subproof(before: int, begin: int, end: int, node: Node, *, whole: bool) -> list[bytes]:
    if before == end:
        return [] if whole else [_range(begin, end, node)]
    middle = begin + _split(end - begin)
    if before <= middle:
        return [*_subproof(before, begin, middle, node, whole=whole), _range(middle, end, node)]
    return [*_subproof(before, middle, end, node, whole=False), _range(begin, middle, node)]
