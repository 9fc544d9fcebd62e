"""Made-up values that pass every check: names, identity and credit numbers, telephones, addresses, days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import TypeVar

from dangan.values.dates import years_after
from forms_plugins.demo import words

T = TypeVar("T")
CREDIT = "0123456789ABCDEFGHJKLMNPQRTUWXY"


class Maker:
    """A source of sample values; the same seed and day give the same values in the same order."""

    def __init__(self, seed: int, today: date) -> None:
        self.random, self.today = Random(seed), today
        self._names: set[str] = set()
        self._firms: set[str] = set()
        self._serials: dict[str, int] = {}

    def serial(self, of: str) -> int:
        """1, 2, 3 … for each kind of thing."""
        self._serials[of] = self._serials.get(of, 0) + 1
        return self._serials[of]

    def one(self, things: Sequence[T]) -> T:
        """Any one of them."""
        return self.random.choice(things)

    def some(self, things: Sequence[T], least: int, most: int) -> list[T]:
        """A few different ones, in their own order."""
        chosen = set(self.random.sample(range(len(things)), min(len(things), self.random.randint(least, most))))
        return [thing for place, thing in enumerate(things) if place in chosen]

    def chance(self, share: float) -> bool:
        """True in this share of the cases."""
        return self.random.random() < share

    def number(self, least: int, most: int) -> int:
        """A whole number, both ends allowed."""
        return self.random.randint(least, most)

    def name(self, sex: str) -> str:
        """A name that was not given before, as long as there are any; one in nine has an unusual surname."""
        for _ in range(50):
            surname = self.one(words.RARE) if self.chance(0.11) else self.one(words.SURNAMES)
            signs = words.MALE if sex == "male" else words.FEMALE
            given = "".join(self.one(signs) for _ in range(1 if self.chance(0.25) else 2))
            if self.chance(0.04):
                given = self.one(words.RARE_GIVEN)
            if surname + given not in self._names:
                break
        self._names.add(surname + given)
        return surname + given

    def sex(self) -> str:
        """`male` or `female`."""
        return self.one(("male", "female"))

    def day(self, first: date, last: date) -> date:
        """A day between two, both allowed; the first where they are the wrong way round."""
        return first + timedelta(days=self.number(0, max((last - first).days, 0)))

    def back(self, least: int, most: int) -> date:
        """A day so many days before today."""
        return self.today - timedelta(days=self.number(least, most))

    def born(self, least: int, most: int) -> date:
        """The birth date of somebody of that age in years."""
        return years_after(self.today, -self.number(least, most)) - timedelta(days=self.number(0, 364))

    def id_card(self, birth: date, sex: str, area: str) -> str:
        """An identity number with its check character."""
        from stdnum.cn.ric import calc_check_digit

        order = self.number(0, 49) * 2 + (1 if sex == "male" else 0)
        stem = f"{area}{birth:%Y%m%d}{self.number(0, 9)}{order:02}"
        return stem + str(calc_check_digit(stem + "0"))

    def credit_code(self, area: str) -> str:
        """A 统一社会信用代码 with its check characters."""
        from stdnum.cn.uscc import calc_check_digit

        stem = f"91{area}" + "".join(self.one(CREDIT) for _ in range(9))
        return stem + str(calc_check_digit(stem))

    def mobile(self) -> str:
        """A mobile number."""
        return (
            self.one(("135", "136", "138", "139", "150", "158", "177", "186", "188"))
            + f"{self.number(0, 99_999_999):08}"
        )

    def landline(self, code: str) -> str:
        """A number with its area code."""
        digits = 7 if len(code) == 3 or code == "0731" else 6
        return f"{code}-{self.number(2, 8)}{self.number(0, 10**digits - 1):0{digits}}"

    def place(self) -> tuple[str, str, str, str, str]:
        """Province, city with district, code of the identity card, telephone code, postcode."""
        return self.one(words.PLACES)

    def address(self, place: tuple[str, str, str, str, str]) -> str:
        """A street and number in that place."""
        return f"{place[0]}{place[1]}{self.one(words.ROADS)}{self.number(1, 899)}号"

    def firm(self, place: tuple[str, str, str, str, str], trade: str) -> str:
        """The name of a company that was not given before."""
        city = place[1].partition("市")[0]
        for attempt in range(60):
            name = "".join(self.one(words.FIRM_NAMES) for _ in range(1 + attempt // 6))
            made = f"{city}{name}{trade}"
            if made not in self._firms:
                break
        self._firms.add(made)
        return made + self.one(words.FIRM_KINDS)
