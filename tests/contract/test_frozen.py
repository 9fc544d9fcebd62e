"""Frozen classes behave as `dataclass(frozen=True, slots=True)` does."""

from __future__ import annotations

import copy
import pickle
from dataclasses import FrozenInstanceError, asdict, field, fields, replace
from functools import cached_property
from inspect import signature
from typing import ClassVar

import pytest

from dangan.frozen import frozen


@frozen
class Place:
    """A thing with defaults of both kinds."""

    room: str
    shelf: int = 1
    tags: list[str] = field(default_factory=list)
    KIND: ClassVar[str] = "place"


@frozen
class Pair:
    """A thing that can be hashed."""

    left: int
    right: int

    @cached_property
    def sum(self) -> int:
        """Kept once asked."""
        return self.left + self.right


@frozen
class Odd:
    """A thing with a method of its own where others share one."""

    number: int

    def __repr__(self) -> str:
        return f"<{self.number}>"


def test_values_come_in_order_or_by_name_and_defaults_are_made_anew() -> None:
    assert (Place("A", 2).shelf, Place(room="A").tags, Place.KIND) == (2, [], "place")
    assert Place("A").tags is not Place("A").tags
    assert list(signature(Place).parameters) == ["room", "shelf", "tags"]
    with pytest.raises(TypeError):
        Place()  # type: ignore[call-arg]


def test_equal_and_hashed_by_the_fields() -> None:
    assert Place("A") == Place("A", 1, []) != Place("B")
    assert Pair(1, 2) in {Pair(1, 2)} and Odd(1) != 1
    with pytest.raises(TypeError):
        hash(Place("A"))


def test_nothing_can_be_changed_or_added() -> None:
    place = Place("A")
    for name in ("room", "other"):
        with pytest.raises(FrozenInstanceError):
            setattr(place, name, "B")
    with pytest.raises(FrozenInstanceError):
        del place.room
    assert not hasattr(place, "__dict__")


def test_cached_properties_keep_what_they_found() -> None:
    pair = Pair(1, 2)
    assert pair.sum == 3 and vars(pair) == {"left": 1, "right": 2, "sum": 3}
    assert pair == Pair(1, 2)


def test_what_dataclasses_offers_works() -> None:
    assert replace(Place("A"), shelf=3) == Place("A", 3)
    assert asdict(Place("A")) == {"room": "A", "shelf": 1, "tags": []}
    assert [f.name for f in fields(Pair(1, 2))] == ["left", "right"]
    assert (repr(Place("A")), repr(Odd(3))) == ("Place(room='A', shelf=1, tags=[])", "<3>")


def test_copies_and_pickles() -> None:
    place = Place("A", 2, ["x"])
    for twin in (copy.copy(place), copy.deepcopy(place), pickle.loads(pickle.dumps(place))):
        assert twin == place and twin is not place
