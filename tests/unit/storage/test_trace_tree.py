"""The Merkle tree of RFC 9162, judged by pymerkle; and what two databases may do to a number."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pymerkle import InclusionProof, InmemoryTree

from storage.trace import tree
from storage.trace.leaf import canonical

SIZES = st.integers(1, 70)


def grown(size: int) -> tuple[list[bytes], dict[tuple[int, int], bytes], list[bytes]]:
    """A tree of `size` leaves: its leaves, its perfect subtrees, its peaks."""
    leaves = [tree.leaf_hash(b"event %d" % number) for number in range(size)]
    nodes: dict[tuple[int, int], bytes] = {}
    peaks: list[bytes] = []
    for index, leaf in enumerate(leaves):
        peaks, made = tree.append(peaks, index, leaf)
        nodes.update({(level, index >> level): root for level, root in enumerate(made)})
    return leaves, nodes, peaks


def judge(size: int) -> InmemoryTree:
    return InmemoryTree.init_from_entries([b"event %d" % number for number in range(size)])


@given(SIZES)
def test_the_root_is_what_another_library_computes(size: int) -> None:
    _, nodes, peaks = grown(size)
    assert tree.root_of(peaks) == judge(size).get_root()
    assert peaks == [nodes[name] for name in tree.peaks_at(size)]


@given(SIZES, st.data())
def test_another_library_accepts_the_proof_that_an_event_is_in_the_log(size: int, data: Any) -> None:
    leaves, nodes, peaks = grown(size)
    index = data.draw(st.integers(0, size - 1))
    path = tree.inclusion(index, size, lambda level, at: nodes[level, at])
    theirs = judge(size).prove_inclusion(index + 1)
    proof = InclusionProof("sha256", True, size, index + 1, theirs.rule, [leaves[index], *path])
    proof.verify(leaves[index], tree.root_of(peaks), index=index + 1, size=size)
    assert tree.includes(leaves[index], index, size, path, tree.root_of(peaks))


@given(SIZES, st.data())
def test_a_proof_with_anything_changed_is_refused(size: int, data: Any) -> None:
    leaves, nodes, peaks = grown(size)
    index, root = data.draw(st.integers(0, size - 1)), tree.root_of(peaks)
    path = tree.inclusion(index, size, lambda level, at: nodes[level, at])
    other = tree.leaf_hash(b"another event")
    assert not tree.includes(other, index, size, path, root)
    assert not tree.includes(leaves[index], index, size, [*path, other], root)
    assert not tree.includes(leaves[index], size, size, path, root)
    for step in range(len(path)):
        assert not tree.includes(leaves[index], index, size, path[:step] + path[step + 1 :], root)
        assert not tree.includes(leaves[index], index, size, [*path[:step], other, *path[step + 1 :]], root)


@given(SIZES, st.data())
def test_a_longer_log_is_proved_to_begin_with_the_shorter(size: int, data: Any) -> None:
    _, nodes, peaks = grown(size)
    before = data.draw(st.integers(0, size))
    old, root = judge(before).get_root() if before else tree.EMPTY, tree.root_of(peaks)
    path = tree.consistency(before, size, lambda level, at: nodes[level, at])
    other = tree.leaf_hash(b"another log")
    assert tree.extends(before, size, old, root, path)
    assert not tree.extends(before, size, other, root, path)
    assert before == 0 or not tree.extends(before, size, old, other, path)
    for step in range(len(path)):
        assert not tree.extends(before, size, old, root, path[:step] + path[step + 1 :])


@pytest.mark.parametrize(("index", "size"), [(-1, 3), (3, 3), (0, 0)])
def test_no_proof_is_made_of_what_is_not_there(index: int, size: int) -> None:
    with pytest.raises(ValueError):
        tree.inclusion(index, size, lambda level, at: b"")
    with pytest.raises(ValueError):
        tree.consistency(size + 1, size, lambda level, at: b"")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)


@given(JSON)
def test_json_is_written_one_way_before_and_after_a_database_kept_it(value: Any) -> None:
    assert canonical(json.loads(json.dumps(value))) == canonical(value)


@pytest.mark.parametrize(
    ("written", "kept"),
    [(100.0, 100), (1e16, 10**16), (1e23, 10**23), (-0.0, 0), (1e-7, 0.0000001), (3, 3.0)],
)
def test_a_number_that_postgresql_writes_otherwise_is_the_same_number(written: float, kept: float) -> None:
    assert canonical({"value": written}) == canonical({"value": kept})
