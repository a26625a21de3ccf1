"""The answer in sentences: headline, recommendation and reasons, by the shape of the outcome."""

from __future__ import annotations

from string import Formatter

from tco.engine.evaluate import Evaluated
from tco.engine.prices_in_use import is_bought
from tco.engine.proof import Proof
from tco.engine.succession import follows, successions
from tco.summary.answer import odds, texts
from tco.summary.answer.facts import BROKEN, KEPT, PROMISE_NAMES, PROOF_NAMES, Answer, by_month, month_number
from tco.summary.answer.option_parts import made_of, purchase_prices, servers_by_site
from tco.summary.answer.outcome_shape import Shape, committed_twin, open_promises, overtaking, shape_of, uncommitted_twin
from tco.summary.numbers import count, short_number
from tco.summary.sentence import Figure, Sentence, write_sentence

Filling = Figure | str
MOST_REASONS = 3


def headline(answer: Answer) -> Sentence:
    """The answer in one sentence, with its number."""
    shape = shape_of(answer)
    if shape == "undecided":
        return fill(odds.undecided_headline(answer), fillings(answer, shape))
    return odds.with_odds(answer, _headline(answer, shape))


def _headline(answer: Answer, shape: Shape) -> Sentence:
    act = answer.results.scenario.option(answer.best.option).kind.verb if answer.best else ""
    if act and shape in texts.HEADLINES_OF_ACTS:
        return fill(texts.HEADLINES_OF_ACTS[shape], fillings(answer, shape) | {"act": act})
    return fill(texts.HEADLINES[shape], fillings(answer, shape))


def recommendation(answer: Answer) -> Sentence:
    """The recommended act, in two lines."""
    shape = shape_of(answer)
    pattern = odds.RECOMMENDATION if shape == "undecided" else texts.RECOMMENDATIONS[shape]
    sentence = fill(pattern, fillings(answer, shape))
    best = answer.best
    if best is None:
        return sentence
    parts = {part.option for part in made_of(answer.results, best)}
    more = [] if best.value("promises_kept") else [texts.SOFT_GAPS.format(gaps=answer.gaps(best))]
    more += [
        texts.RETIRES.format(whose="Its provider" if found.option == best.option else f"The provider of {found.option}",
                             day=f"{found.day:%-d %B %Y}", follows=follows(found))
        for found in successions(answer.results) if found.option in parts
    ]  # fmt: skip
    return Sentence(" ".join([sentence.text, *more]), sentence.figures)


def fill(pattern: str, words: dict[str, Filling]) -> Sentence:
    """Fill a pattern with the words that it names; figures that it does not name are left out."""
    named = [name for _, name, _, _ in Formatter().parse(pattern) if name]
    return write_sentence(pattern, **{name: words[name] for name in dict.fromkeys(named)})


def fillings(answer: Answer, shape: Shape) -> dict[str, Filling]:
    """Every word and figure that a pattern of this shape may name."""
    lead = answer.lead
    words: dict[str, Filling] = {"every": answer.every, "months": answer.months, "baseline": answer.baseline.option, "after": "{after}"}
    words |= _kept_in_words(answer) | odds.share_figures(answer)
    words["start"] = f"{answer.results.scenario.start:%B %Y}"
    if lead is None:
        named = (f"{name}: {evaluated.text('reason')}" for name, evaluated in answer.results.compared.items())
        return words | {"obstacles": "; ".join(named)}
    words |= {"option": lead.option, "tco": answer.money(lead, "tco"), "month": answer.money(lead, "tco_per_month")}
    words |= {"cash": answer.money(lead, "cash_total"), "saved": answer.saved(lead)}
    standing = texts.CHEAPEST_THAT_KEEPS if answer.cheaper else texts.CHEAPEST_OF_ALL if answer.asks else texts.CHEAPEST_WITHOUT
    words["standing"] = standing.format(every=answer.every)
    words["obstacles"] = "; ".join(f"{evaluated.option}: {answer.gaps(evaluated, hard=True)}" for evaluated in answer.possible[:4])
    words["gaps"] = texts.briefly([PROMISE_NAMES[key] for key in open_promises(answer, lead)])
    other = _other(answer, shape)
    if other is not None:
        words |= {"other": other.option, "against": answer.money(other, "tco"), "fails": answer.fails(other)}
    change = overtaking(answer)
    if shape == "overtaken" and change is not None:
        words |= {"number": month_number(change.month), "when": answer.month_name(change.month)}
    return words


def _kept_in_words(answer: Answer) -> dict[str, Filling]:
    """Words for the promises that the answer keeps: nothing where none is stated."""
    if not answer.asks:
        return {"that_keeps": "", "kept": texts.NOTHING_ASKED, "costs": texts.COSTS}
    patterns = {"that_keeps": texts.THAT_KEEPS, "kept": texts.KEEPS_ALL, "costs": texts.KEEPS_AT}
    return {name: pattern.format(every=answer.every) for name, pattern in patterns.items()}


def _other(answer: Answer, shape: Shape) -> Evaluated | None:
    """The option that the recommended one is held against."""
    change = overtaking(answer)
    others = {
        "tie": answer.runner_up,
        "overtaken": change.evaluated if change else None,
        "uncommitted": committed_twin(answer),
        "cheaper fails": answer.cheaper,
        "dearer": answer.baseline,
    }
    return others.get(shape)


def reasons(answer: Answer) -> tuple[Sentence, ...]:
    """At most three, each with the figures that carry it; those of the shape first."""
    shape = shape_of(answer)
    given: list[Sentence | None]
    if answer.best is None:
        given = [_missed(answer, evaluated) for evaluated in answer.possible]
    elif shape == "undecided":
        given = [*odds.undecided_reasons(answer), _at_base(answer)]
    else:
        own = {"overtaken": _growth, "uncommitted": _commitment, "tie": _bands, "idle": _idle}.get(shape)
        given = [own(answer) if own else None, _against(answer), _cheaper(answer)]
        given += [_service(answer), _shared(answer), _commits(answer), _fleet(answer), _kept(answer), _parts(answer)]
    return tuple(reason for reason in given if reason is not None)[:MOST_REASONS]


def _missed(answer: Answer, evaluated: Evaluated) -> Sentence | None:
    """The promises that an option breaks, with its figure and the promised one."""
    broken = [key for key in answer.promises_with(evaluated, BROKEN, hard=True) if key not in ("residency", "limits")]
    clauses = []
    for key in broken:
        pattern = texts.MISSED.replace("{promise}", PROMISE_NAMES[key])
        clauses.append(write_sentence(pattern, value=answer.reached(evaluated, key), limit=answer.promised(key)))
    if not clauses:
        return None
    text = texts.MISSES.format(option=evaluated.option, misses="; ".join(clause.text for clause in clauses))
    return Sentence(text, tuple(figure for clause in clauses for figure in clause.figures))


def _against(answer: Answer) -> Sentence | None:
    """The recommended option against the baseline, or against the runner-up where it is the baseline itself."""
    best, baseline, other = answer.best, answer.baseline, answer.runner_up
    if best is None:
        return None
    if best is baseline or not baseline.value("possible"):
        if other is None or shape_of(answer) in ("tie", "uncommitted"):
            return None
        keeps = str(_kept_in_words(answer)["that_keeps"])
        return write_sentence(texts.AGAINST_NEXT, that_keeps=keeps, other=other.option, against=answer.money(other, "tco"))
    if answer.saving(best) <= 0:
        return None  # the baseline costs less: why it is not the answer is told instead
    return write_sentence(
        texts.AGAINST_BASELINE,
        option=best.option,
        share=answer.saved_share(best),
        baseline=baseline.option,
        tco=answer.money(best, "tco"),
        against=answer.money(baseline, "tco"),
    )


def _at_base(answer: Answer) -> Sentence | None:
    """What the recommended option and its rival cost at the base values."""
    best, rival = answer.best, answer.odds.rival if answer.odds else None
    if best is None or rival is None:
        return None
    other = answer.results.options[rival]
    if not other.value("possible"):
        return None
    return write_sentence(texts.AT_BASE, option=best.option, tco=answer.money(best, "tco"), other=rival, against=answer.money(other, "tco"))


def _service(answer: Answer) -> Sentence | None:
    best = answer.best
    if best is None or not all(best.value(f"service_{key}") for key in ("ttft", "latency", "availability")):
        return None
    modelled = {"instance_availability" in part.model.inputs for part in made_of(answer.results, best)}
    who = "Model and scenario put" if len(modelled) > 1 else "The model puts" if modelled == {True} else "The scenario states"
    return write_sentence(texts.SERVICE, who=who, **{key: answer.reached(best, key) for key in ("ttft", "latency", "availability")})


def _cheaper(answer: Answer) -> Sentence | None:
    """What is most worth proving; where nothing is, the cheapest option that costs less than the recommended one, and why it is out."""
    if answer.proof:
        return _proof(answer, answer.proof)
    other = answer.cheaper
    if other is None:
        return None
    parts: dict[str, Filling] = {"other": other.option, "against": answer.money(other, "tco"), "gaps": answer.gaps(other, hard=True)}
    return write_sentence(texts.CHEAPER_FAILS, **parts)


def _proof(answer: Answer, proof: Proof) -> Sentence:
    """What the nearest cheaper substitute would cost, and what has to be shown of it."""
    pattern = texts.PROOF_SAME_MODEL if proof.same_model else texts.PROOF
    return write_sentence(
        pattern,
        other=proof.option,
        against=answer.money(answer.results.options[proof.option], "tco"),
        lacking=texts.listed([PROOF_NAMES[key] for key in proof.lacking]),
        are="is" if len(proof.lacking) == 1 else "are",
    )


def _fleet(answer: Answer) -> Sentence | None:
    best = answer.best
    if best is None or "largest_fleet" not in best.values or not best.value("largest_fleet"):
        return None
    if is_bought(best):
        servers = servers_by_site(answer, best)
        driver = str(best.values["bought_by"].reshape(-1)[-1])
        return Sentence(texts.SERVERS.format(servers=servers, driver=driver), servers.figures)
    fleet = Figure(best.value("largest_fleet"), count(best.value("largest_fleet")), "largest_fleet")
    return write_sentence(texts.FLEET, fleet=fleet, driver=str(best.values["bought_by"].reshape(-1)[-1]))


def _shared(answer: Answer) -> Sentence | None:
    """The requests and the cost of each part of a hybrid."""
    best = answer.best
    parts = made_of(answer.results, best) if best else ()
    if best is None or parts == (best,):
        return None
    requests = [Figure(part.value("horizon_requests"), short_number(part.value("horizon_requests")), "horizon_requests") for part in parts]
    costs = [answer.money(part, "tco") for part in parts]
    clauses = [
        texts.SHARED.format(part=part.option, requests=count, tco=cost) for part, count, cost in zip(parts, requests, costs, strict=True)
    ]
    return Sentence(f"{texts.listed(clauses)}.", (*requests, *costs))


def _growth(answer: Answer) -> Sentence | None:
    """The cost of the month in which the other option becomes the cheaper one."""
    change, best = overtaking(answer), answer.best
    if change is None or best is None:
        return None
    requests = float(by_month(answer.results.demand, "all_requests", answer.results.scenario.months)[change.month])
    return write_sentence(
        texts.OVERTAKEN,
        number=month_number(change.month),
        when=answer.month_name(change.month),
        requests=Figure(requests, short_number(requests), "all_requests"),
        other=change.evaluated.option,
        option=best.option,
        theirs=answer.money_in(change.evaluated, "recurring", change.month),
        ours=answer.money_in(best, "recurring", change.month),
    )


def _commitment(answer: Answer) -> Sentence | None:
    """The cost of the commitment that is not recommended, and the payments that it leaves behind."""
    other = committed_twin(answer)
    if other is None:
        return None
    against, rest = answer.money(other, "tco"), answer.money(other, "remaining_commitment")
    if not rest.value:
        return write_sentence(texts.COMMITTED, other=other.option, against=against)
    return write_sentence(texts.COMMITTED_AFTER, other=other.option, against=against, rest=rest)


def _commits(answer: Answer) -> Sentence | None:
    other = uncommitted_twin(answer)
    if other is None or answer.best is None or other.value("tco") <= answer.best.value("tco"):
        return None
    return write_sentence(texts.COMMITTING_PAYS, other=other.option, against=answer.money(other, "tco"))


def _bands(answer: Answer) -> Sentence | None:
    """Both options of a near tie at either end of the speed band."""
    best, other = answer.best, answer.runner_up
    ends = [end for evaluated in (best, other) if evaluated is not None for end in answer.band_ends(evaluated)]
    if best is None or other is None or len(ends) != 4:
        return turning(answer)
    low, high, other_low, other_high = ends
    parts: dict[str, Filling] = {"low": low, "high": high, "other_low": other_low, "other_high": other_high}
    return write_sentence(texts.BAND, option=best.option, other=other.option, **parts)


def turning(answer: Answer) -> Sentence | None:
    """Another option that keeps every hard promise is the cheaper one where all hardware runs at the slow end."""
    best = answer.best
    if best is None:
        return None
    slow = {evaluated.option: _slow_end(answer, evaluated) for evaluated in answer.eligible}
    known = {name: figure for name, figure in slow.items() if figure is not None}
    if best.option not in known:
        return None
    name = min(known, key=lambda option: known[option].value or 0.0)
    if name == best.option:
        return None
    return write_sentence(texts.TURNS, other=name, theirs=known[name], ours=known[best.option])


def _slow_end(answer: Answer, evaluated: Evaluated) -> Figure | None:
    """Total cost of an option at the slow end; its planned total where no speed is modelled, None where it is not possible there."""
    if evaluated.option not in answer.bands:
        return answer.money(evaluated, "tco")
    ends = answer.band_ends(evaluated)
    return ends[1] if ends else None


def _kept(answer: Answer) -> Sentence | None:
    """The promises that the recommended option keeps, where the page does not give their figures."""
    best = answer.best
    kept = [PROMISE_NAMES[key] for key in answer.promises_with(best, KEPT)] if best else []
    return Sentence(texts.KEEPS.format(promises=texts.listed(kept))) if kept and _service(answer) is None else None


def _parts(answer: Answer) -> Sentence | None:
    best = answer.best
    if best is None or not best.value("people_total") or not best.value("service_total"):
        return None
    pattern = texts.PARTS_HARDWARE if purchase_prices(answer, best) else texts.PARTS
    return write_sentence(pattern, service=answer.money(best, "service_total"), people=answer.money(best, "people_total"))


def _idle(answer: Answer) -> Sentence | None:
    return None if answer.has_traffic else Sentence(texts.IDLE)
