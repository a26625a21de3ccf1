"""The questions that a leader asks next about the leading option, answered from lines of the workbook or marked as open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tco.engine.evaluate import Evaluated
from tco.engine.leaving import Leaving, at_largest, at_year_ends
from tco.engine.prices_in_use import is_bought
from tco.scenario.currency import in_case
from tco.summary.answer.deadline import deadline, has_passed
from tco.summary.answer.facts import Answer, by_month
from tco.summary.answer.headline import fill
from tco.summary.answer.odds import share_figures
from tco.summary.answer.option_parts import book_values, joined, lead_time, made_of, purchase_prices
from tco.summary.answer.texts import listed
from tco.summary.evidence import question_texts as texts
from tco.summary.evidence.required import required
from tco.summary.numbers import count, money, number, percent
from tco.summary.sentence import Figure, Sentence, write_sentence
from tco.summary.tables import Question

MOST_YEARS = 2
"""The number of ends of years that the answer about leaving names."""


def questions(answer: Answer) -> tuple[Question, ...]:
    """The questions in the order in which they are asked; none where no option is possible."""
    lead = answer.lead
    if lead is None:
        return ()
    asked = (today, to_approve, decide_by, second_year, leaving, people, capacity, quality, required, speed)
    return (*(ask(answer, lead) for ask in asked), *simulated_range(answer, lead))


def today(answer: Answer, lead: Evaluated) -> Question:
    """The spend of today, where the scenario states it."""
    month = answer.money(lead, "tco_per_month")
    spend = by_month(made_of(answer.results, lead)[0], "month_spend", answer.results.scenario.months)[0]
    if not spend:
        return Question(texts.TODAY, write_sentence(texts.TODAY_OPEN, option=lead.option, month=month), is_open=True)
    paid = Figure(float(spend), money(float(spend), answer.currency), "month_spend")
    return Question(texts.TODAY, write_sentence(texts.TODAY_KNOWN, spend=paid, option=lead.option, month=month))


def to_approve(answer: Answer, lead: Evaluated) -> Question:
    """Payments inside the horizon, the part of them that buys servers, and their present value."""
    rate = float(answer.results.scenario.entry("discount_rate").elements[0].value)
    prices = purchase_prices(answer, lead)
    bought = texts.AMOUNT_BOUGHT.format(bought=joined(prices), buys="buys" if len(prices) == 1 else "buy") if prices else ""
    sentence = write_sentence(
        texts.AMOUNT_KNOWN,
        cash=answer.money(lead, "cash_total"),
        months=answer.months,
        bought=bought,
        rate=Figure(rate, percent(rate), "discount_rate"),
        npv=answer.money(lead, "npv"),
    )
    return Question(texts.AMOUNT, Sentence(sentence.text, (*sentence.figures, *prices)))


def decide_by(answer: Answer, _: Evaluated) -> Question:
    """The earliest last day that the option sets; open where it has passed, or where something unknown may make it earlier."""
    last = deadline(answer)
    if last is None:
        return Question(texts.DECIDE, Sentence(texts.DECIDE_NONE))
    text = texts.DECIDE_BY.format(day=last.name, reason=last.reason.text)
    if not has_passed(answer, last):
        return Question(texts.DECIDE, Sentence(text, last.reason.figures), is_open=last.may_be_earlier)
    past = texts.DECIDE_PAST.format(today=f"{answer.results.scenario.as_of:%-d %B %Y}")
    return Question(texts.DECIDE, Sentence(text + past, last.reason.figures), is_open=True)


def second_year(answer: Answer, lead: Evaluated) -> Question:
    """The run rate without what is paid once."""
    pattern = texts.YEAR_TWO_INSIDE if answer.results.scenario.months >= 2 * lead.value("year_length") else texts.YEAR_TWO_AFTER
    return Question(texts.YEAR_TWO, write_sentence(pattern, rate=answer.money(lead, "run_rate_year_two")))


def leaving(answer: Answer, lead: Evaluated) -> Question:
    """The payments left when the horizon is over, the cost of moving away, and the book value of servers."""
    bound = lead.value("remaining_commitment") > 0
    first = write_sentence(texts.LEAVE_BOUND, rest=answer.money(lead, "remaining_commitment")) if bound else Sentence(texts.LEAVE_FREE)
    earlier = left_earlier(answer, lead)
    if earlier.text:
        first = _together((earlier, first), ". ") if bound else _together((earlier, Sentence(texts.LEAVE_AT_LAST)), "")
    parts = made_of(answer.results, lead)
    entries = [answer.results.scenario.entry("exit_price", part.option) for part in parts]
    prices = [in_case(entry.elements[0], entry, answer.results.scenario) for entry in entries]
    exits = tuple(Figure(price, money(price, answer.currency), "exit_price") for price in prices)
    if not all(prices):
        second = Sentence(texts.LEAVE_OPEN)
    elif len(parts) == 1:
        second = write_sentence(texts.LEAVE_PAID, exit=exits[0])
    else:
        names = listed([f"{part.option}, {figure}" for part, figure in zip(parts, exits, strict=True)])
        second = Sentence(texts.LEAVE_PARTS.format(parts=names), exits)
    values = book_values(answer, lead)
    third = Sentence(texts.LEAVE_SERVERS.format(value=joined(values)), values) if values else Sentence("")
    return Question(texts.LEAVE, _together((first, second, third), ""), is_open=not all(prices))


def left_earlier(answer: Answer, lead: Evaluated) -> Sentence:
    """Amounts to pay and to write off if the option is given up before the plan ends: at the ends of years, and at their largest."""
    months, largest = answer.results.scenario.months, at_largest(lead)
    if largest is None or largest.month == months:
        return Sentence("")
    ends = [one for one in at_year_ends(lead, months - 1) if one.outstanding and one.month != largest.month][:MOST_YEARS]
    told = [_left(answer, one, texts.LEAVE_AFTER if number == 0 else texts.LEAVE_NEXT) for number, one in enumerate(ends)]
    return _together([*told, _left(answer, largest, texts.LEAVE_MOST if told else texts.LEAVE_AFTER)], "; ")


def _left(answer: Answer, one: Leaving, pattern: str) -> Sentence:
    """The amounts left after a month, as a part of a sentence."""
    amounts = (("payable", one.payable, texts.LEFT_PAYABLE), ("unused", one.unused, texts.LEFT_UNUSED))
    parts = [
        write_sentence(words, **{key: Figure(value, money(value, answer.currency), f"{key}_after")})
        for key, value, words in amounts
        if value
    ]
    month = Figure(float(one.month), count(one.month), "month_number")
    left = " and ".join(part.text for part in parts)
    return Sentence(pattern.format(month=month, left=left), (month, *(figure for part in parts for figure in part.figures)))


def people(answer: Answer, lead: Evaluated) -> Question:
    """Staff of the option or of each of its parts, with the confidence of that figure."""
    if not lead.value("people_total"):
        return Question(texts.STAFF, Sentence(texts.STAFF_NONE))
    parts = made_of(answer.results, lead)
    if len(parts) == 1:
        return Question(texts.STAFF, _staff(answer, parts[0], texts.STAFF_KNOWN))
    staff = _together([_staff(answer, part, texts.STAFF_PART) for part in parts], "; ")
    return Question(texts.STAFF, Sentence(f"{staff}.", staff.figures))


def _staff(answer: Answer, part: Evaluated, pattern: str) -> Sentence:
    if not part.value("people_total"):
        return Sentence(texts.STAFF_PART_NONE.format(part=part.option))
    element = answer.results.scenario.entry("staff", part.option).elements[0]
    value = float(element.value)
    staff = Figure(value, count(value) if value.is_integer() else number(value), "staff")
    paid = answer.money(part, "people_total")
    figures = {"staff": staff, "people": paid}
    words = {"part": part.option, "posts": "post" if value == 1 else "posts", "confidence": element.confidence}
    return Sentence(pattern.format(**words, **figures), tuple(figures.values()))


def capacity(answer: Answer, lead: Evaluated) -> Question:
    """The lead time, quota or rate limits of the option, or of each of its parts."""
    parts = made_of(answer.results, lead)
    asked = [_capacity(answer, part) for part in parts]
    answers = [question.answer for question in asked]
    if len(parts) > 1:
        answers = [
            Sentence(texts.PART.format(part=part.option, answer=known.text[0].lower() + known.text[1:]), known.figures)
            for part, known in zip(parts, answers, strict=True)
        ]
    return Question(texts.CAPACITY, _together(answers, " "), is_open=any(question.is_open for question in asked))


def _capacity(answer: Answer, part: Evaluated) -> Question:
    """Lead time of servers, quota of machines, or the rate limits of an API."""
    if is_bought(part):
        lead, _ = lead_time(answer, part)
        pattern = texts.CAPACITY_SERVERS if lead.value else texts.CAPACITY_SERVERS_AT_ONCE
        return Question(texts.CAPACITY, fill(pattern, {"lead": lead}), is_open=True)
    if "largest_fleet" in part.values:
        fleet = Figure(part.value("largest_fleet"), count(part.value("largest_fleet")), "largest_fleet")
        return Question(texts.CAPACITY, write_sentence(texts.CAPACITY_MACHINES, fleet=fleet), is_open=True)
    if "service_limits" not in part.values:
        return Question(texts.CAPACITY, Sentence(texts.CAPACITY_TODAY), is_open=True)
    if not part.value("limits_known"):
        return Question(texts.CAPACITY, Sentence(texts.CAPACITY_NO_LIMITS), is_open=True)
    use = part.value("service_limits")
    return Question(texts.CAPACITY, write_sentence(texts.CAPACITY_LIMITS, use=Figure(use, percent(use), "service_limits")))


def _together(sentences: Iterable[Sentence], between: str) -> Sentence:
    """Several sentences as one, with all their figures."""
    parts = tuple(sentences)
    return Sentence(between.join(part.text for part in parts), tuple(figure for part in parts for figure in part.figures))


def quality(answer: Answer, _: Evaluated) -> Question:
    """The quality of the options' answers, as far as it was compared."""
    scenario = answer.results.scenario
    outside = [option for option in scenario.options if option.kind.run_by_provider]
    unknown = [option.name for option in outside if "not established" in option.quality]
    if unknown:
        return Question(texts.QUALITY, Sentence(texts.QUALITY_OPEN.format(options=listed(unknown))), is_open=True)
    if outside:
        stated = "; ".join(f"{option.name}: {option.quality}" for option in outside)
        return Question(texts.QUALITY, Sentence(texts.QUALITY_STATED.format(stated=stated)))
    served = [option for option in scenario.options if not option.kind.has_parts]
    models = list(dict.fromkeys(str(scenario.entry("model", option.name).elements[0].value) for option in served))
    if len(models) == 1:
        return Question(texts.QUALITY, Sentence(texts.QUALITY_SAME.format(model=models[0])))
    return Question(texts.QUALITY, Sentence(texts.QUALITY_OPEN.format(options=listed(models))), is_open=True)


def speed(answer: Answer, lead: Evaluated) -> Question:
    """The total cost at either end of the speed band."""
    if not any("speed_low" in part.values for part in made_of(answer.results, lead)):
        return Question(texts.SPEED, Sentence(texts.SPEED_API))
    ends = answer.band_ends(lead)
    if not ends:
        return Question(texts.SPEED, Sentence(texts.SPEED_LIMIT), is_open=True)
    fast, slow = ends
    if fast.text == slow.text:
        return Question(texts.SPEED, write_sentence(texts.SPEED_SAME, slow=slow))
    return Question(texts.SPEED, write_sentence(texts.SPEED_KNOWN, slow=slow, fast=fast))


def simulated_range(answer: Answer, lead: Evaluated) -> Iterator[Question]:
    """The simulated range of the total, how often another option would be the answer, and the place of the base; only where one was run."""
    drawn = answer.simulation.options[lead.option] if answer.simulation else None
    if drawn is None or drawn.total is None:
        return
    ends = {key: getattr(drawn.total, key) for key in ("p10", "p90", "p50", "p80")}
    low, high, p50, p80 = (Figure(value, money(value, answer.currency), "simulation") for value in ends.values())
    parts = [write_sentence(texts.RANGE_KNOWN, low=low, high=high, p50=p50, p80=p80)]
    shares = share_figures(answer)
    if shares:
        parts.append(fill(texts.RANGE_OTHER if "rival" in shares else texts.RANGE_ANSWER, shares))
    parts.append(Sentence("."))
    why, place = answer.asides.get(lead.option, ""), drawn.base_place
    if why and place is not None:
        pattern = texts.RANGE_ASIDE if place < 0.5 else texts.RANGE_ASIDE_ABOVE
        parts.append(write_sentence(pattern, place=Figure(place, percent(place), "simulation"), why=why))
    yield Question(texts.RANGE, _together(parts, ""))
