"""Numbers with a form of their own: identity card, credit code, telephone, postcode, and addresses of mail and web."""

import re
from datetime import date
from functools import lru_cache

from dangan.values.pattern import pattern
from dangan.values.text import normal

_ID_CARD = pattern(r"[1-9][0-9]{16}[0-9Xx]")
# Registering authority and kind may be letters (Y other, N farming); the letters I O S V Z are never used.
_USCC = pattern(r"[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}")
_PHONE = pattern(r"[0-9 +()-]+")
_COUNTRY = pattern(r"(?:(?:\+|00)86|86(?=-?[01]))-?")
_MOBILE = pattern(r"1[0-9]{10}")
_LANDLINE = pattern(r"(?:0(?:10|2[0-9]|[3-9][0-9]{2})-?)?[2-8][0-9]{6,7}(?:-[0-9]{1,6})?")
_SERVICE = pattern(r"[48]00-?[0-9]{3}-?[0-9]{4}|95[0-9]{3,4}|1[02][0-9]{3}")
_EMAIL = pattern(r"[^@\s\x00-\x1f\x7f<>,;]+@(?:[^@\s.<>,;\x00-\x1f\x7f]+\.)+[^@\s.<>,;\x00-\x1f\x7f]+")
_URL = pattern(
    r"(?:[a-z][a-z0-9+.-]*://)?(?:[\w-]+(?:\.[\w-]+)+|localhost|\[[0-9a-f:.]+\])(?::[0-9]{1,5})?(?:[/?#][^\s\x00-\x1f\x7f]*)?",
    re.IGNORECASE,
)
_POSTCODE = pattern(r"[0-9]{6}")


def clean_id(s: str) -> str:
    """How identity and credit numbers are stored: half-width capitals and digits, no blanks, no hyphens."""
    return re.sub(r"[\s-]", "", normal(s)).upper()


@lru_cache(maxsize=256)  # its date, its sex and its check are asked one after the other
def id_card_ok(s: str) -> bool:
    """18 characters, a real birth date and the right check character (GB 11643); the last may be X or x."""
    if _ID_CARD.fullmatch(s) is None or _birth(s) is None:
        return False
    from stdnum.cn.ric import calc_check_digit

    return bool(calc_check_digit(s) == s[17].upper())


def id_card_birth(s: str) -> date | None:
    """The birth date inside a valid identity number, else None."""
    return _birth(s) if id_card_ok(s) else None


def id_card_sex(s: str) -> str | None:
    """`male` or `female` by the 17th digit of a valid identity number, else None."""
    if not id_card_ok(s):
        return None
    return "male" if int(s[16]) % 2 else "female"


def uscc_ok(s: str) -> bool:
    """统一社会信用代码: 18 digits and capital letters with the right check character (GB 32100)."""
    if _USCC.fullmatch(s) is None:
        return False
    from stdnum.cn.uscc import calc_check_digit

    return bool(calc_check_digit(s[:17]) == s[17])


def phone_ok(s: str) -> bool:
    """Digits, blanks, `+ - ( )`, 5 to 20 digits in all: what is refused otherwise, foreign numbers included."""
    return _PHONE.fullmatch(s) is not None and 5 <= sum(c.isdigit() for c in s) <= 20


def phone_usual(s: str) -> bool:
    """Looks like a mainland mobile, landline (area code and extension optional) or service number."""
    if not phone_ok(s):
        return False
    bare = re.sub(r"-+", "-", re.sub(r"[ (]", "", s).replace(")", "-")).strip("-")
    country = _COUNTRY.match(bare)
    local = bare[country.end() :] if country else bare
    area = local if not country or local.startswith("0") else "0" + local  # the 0 falls away after +86
    return any((_MOBILE.fullmatch(local.replace("-", "")), _LANDLINE.fullmatch(area), _SERVICE.fullmatch(local)))


def email_ok(s: str) -> bool:
    """One `@`, a dot after it, no blanks."""
    return _EMAIL.fullmatch(s) is not None


def url_ok(s: str) -> bool:
    """A host with a dot in it, with or without scheme, port and path; no blanks."""
    return _URL.fullmatch(s) is not None


def postcode_ok(s: str) -> bool:
    """Six digits."""
    return _POSTCODE.fullmatch(s) is not None


def _birth(s: str) -> date | None:
    try:
        return date(int(s[6:10]), int(s[10:12]), int(s[12:14]))
    except ValueError:
        return None
