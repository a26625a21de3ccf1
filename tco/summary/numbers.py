"""Numbers as texts: three significant figures, one form for each kind of number, and words where there is no number.

Halves are rounded away from zero, on the decimal digits that Python prints, so that 0.125 reads the same everywhere.
The signs are language-independent: point for decimals, comma for thousands, a true minus sign.
"""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

NOT_ESTABLISHED = "not established"
MINUS = "\N{MINUS SIGN}"
HARD_SPACE = "\N{NO-BREAK SPACE}"

# Signs that no other currency of the region shares; any other currency shows its ISO code.
CURRENCY_SIGNS = {
    "USD": "US$", "HKD": "HK$", "SGD": "S$", "AUD": "A$", "NZD": "NZ$", "CAD": "C$", "TWD": "NT$",
    "EUR": "€", "GBP": "£", "INR": "₹", "KRW": "₩", "VND": "₫",
}  # fmt: skip

SCALES = ((Decimal(10) ** 9, "bn"), (Decimal(10) ** 6, "m"), (Decimal(10) ** 3, "k"))
EXACT_BELOW = Decimal(1000)


def money(value: float | None, currency: str) -> str:
    """Three significant figures with the currency's sign and k, m or bn: "US$614k", "US$0.0129"; no value: "not established"."""
    if value is None:
        return NOT_ESTABLISHED
    amount = _rounded(_decimal(value), 3)
    size, letter = _scaled(abs(amount))
    return _signed(amount, f"{_currency_sign(currency)}{_places(size, 3) if size else '0'}{letter}")


def exact_money(value: float | None, currency: str) -> str:
    """To the cent with thousands, where a published figure is compared: "US$85,278.60"."""
    if value is None:
        return NOT_ESTABLISHED
    amount = _decimal(value).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return _signed(amount, f"{_currency_sign(currency)}{abs(amount):,}")


def number(value: float | None, unit: str = "") -> str:
    """Three significant figures with thousands and an optional unit: "500,000 requests/day", "2.35 TB"."""
    if value is None:
        return NOT_ESTABLISHED
    amount = _rounded(_decimal(value), 3)
    text = _signed(amount, "0" if amount == 0 else _plain(abs(amount)))
    return f"{text}{HARD_SPACE}{unit}" if unit else text


def short_number(value: float | None, unit: str = "") -> str:
    """Three significant figures with k, m or bn, for large figures: "4.56m requests/day"."""
    if value is None:
        return NOT_ESTABLISHED
    amount = _rounded(_decimal(value), 3)
    size, letter = _scaled(abs(amount))
    text = _signed(amount, f"{_plain(size)}{letter}")
    return f"{text}{HARD_SPACE}{unit}" if unit else text


def count(value: float | None, unit: str = "") -> str:
    """A whole number in full, with thousands: "9 instances"; a part is rounded to the nearest whole."""
    if value is None:
        return NOT_ESTABLISHED
    amount = _decimal(value).quantize(Decimal(1), ROUND_HALF_UP)
    text = _signed(amount, f"{abs(amount):,}")
    return f"{text}{HARD_SPACE}{unit}" if unit else text


def percent(share: float | None) -> str:
    """A share of 1 as a percentage of three significant figures without idle zeros: 0.4 reads "40%", 0.406 "40.6%"."""
    if share is None:
        return NOT_ESTABLISHED
    amount = _rounded(_decimal(share) * 100, 3)
    return _signed(amount, f"{_plain(abs(amount))}%")


MOST_NINES = 0.9999
"""The highest modelled availability that is printed: failures are taken as independent, and no machine room is so sure of that."""


def availability(share: float | None) -> str:
    """A modelled share of time, as `stated_availability` writes it: "99.95%"; "> 99.99%" beyond four nines."""
    return f">{HARD_SPACE}{stated_availability(MOST_NINES)}" if share is not None and share > MOST_NINES else stated_availability(share)


def stated_availability(share: float | None) -> str:
    """A share of 1 with as many nines as it has and two digits more, rounded down, so that 0.99996 never reads 100%."""
    if share is None:
        return NOT_ESTABLISHED
    amount = _decimal(share) * 100
    missing = 100 - amount
    if missing <= 0:
        return "100%"
    decimals = max(1 - missing.adjusted(), 1)
    return f"{_plain(amount.quantize(Decimal(1).scaleb(-decimals), ROUND_DOWN))}%"


def duration(seconds: float | None) -> str:
    """Seconds of three significant figures, below one second in milliseconds: "1.2 s", "85 ms"."""
    if seconds is None:
        return NOT_ESTABLISHED
    amount = _rounded(_decimal(seconds), 3)
    in_milliseconds = 0 < abs(amount) < 1
    size = abs(amount) * 1000 if in_milliseconds else abs(amount)
    return _signed(amount, f"{_plain(size)}{HARD_SPACE}{'ms' if in_milliseconds else 's'}")


def axis_money(value: float, currency: str, step: float) -> str:
    """A tick of an axis: no more digits than the step needs, so that ticks read 0, US$200k, US$400k."""
    amount, distance = _decimal(value), _decimal(step)
    if amount == 0:
        return "0"
    scale, letter = next(((scale, letter) for scale, letter in SCALES if abs(amount) >= scale), (Decimal(1), ""))
    decimals = len(_plain(abs(distance) / scale).partition(".")[2])
    return _signed(amount, f"{_currency_sign(currency)}{abs(amount) / scale:,.{decimals}f}{letter}")


def _decimal(value: float) -> Decimal:
    """The digits that Python prints. Raises ValueError for a number that is not finite: a defect of the caller."""
    amount = Decimal(repr(float(value)))
    if not amount.is_finite():
        raise ValueError(f"{value} cannot be shown on a page; use None where a number is not established")
    return amount


def _rounded(amount: Decimal, figures: int) -> Decimal:
    """`figures` significant figures, half away from zero."""
    if amount == 0:
        return Decimal(0)
    return amount.quantize(Decimal(1).scaleb(amount.adjusted() - figures + 1), ROUND_HALF_UP)


def _scaled(size: Decimal) -> tuple[Decimal, str]:
    """A size below 1,000 (or any number of billions) and the letter of its scale."""
    return next(((size / scale, letter) for scale, letter in SCALES if size >= scale), (size, ""))


def _places(size: Decimal, figures: int) -> str:
    """A rounded size with exactly `figures` significant figures: 4.5 reads 4.50, and 0.600 the customary 0.60."""
    if size >= EXACT_BELOW:
        return f"{size:,.0f}"
    whole, _, decimals = f"{size:.{max(figures - 1 - size.adjusted(), 0)}f}".partition(".")
    if not decimals:
        return whole
    return f"{whole}.{decimals[:2]}{decimals[2:].rstrip('0')}"


def _plain(size: Decimal) -> str:
    """A rounded size in plain digits with thousands and without zeros at the end of its decimals."""
    text = f"{size:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _signed(amount: Decimal, text: str) -> str:
    return f"{MINUS}{text}" if amount < 0 else text


def _currency_sign(currency: str) -> str:
    return CURRENCY_SIGNS.get(currency, f"{currency}{HARD_SPACE}")
