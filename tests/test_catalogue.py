"""What the catalogue promises: every value sourced, and the known traps avoided."""

from __future__ import annotations

from datetime import date

import pytest

from tco.catalogue.reader import load
from tco.catalogue.table import Catalogue, Value

GIB = 1.073741824
UNITS = {
    "text", "date", "1", "GB", "GB/s", "TFLOPS", "W", "s", "ms", "us", "byte/value", "parameters", "values/token", "tokens", "layers",
    "USD/h", "USD/Mtoken", "USD/month", "share", "month", "chips", "yes = 1",
    "USD", "kW", "USD/kWh", "USD/kW/month", "day", "money/USD",
}  # fmt: skip
TABLES = tuple(load().tables)
PRICES = ("on_demand", "reserved_1yr", "reserved_3yr", "spot")
FREE = {
    ("plans", "term"),
    ("plans", "upfront"),
    ("plans", "payment_discount"),
    ("plans", "off_on_demand"),
    ("plans", "interruptible"),
    ("support_bands", "above"),
    ("support_bands", "relief"),
    ("models", "expert_parameters"),
    ("models", "embedding_parameters"),
    ("models", "windowed_share"),
    ("bands", "dense_calibrated"),
    ("bands", "moe_calibrated"),
    ("bands", "rows"),
    ("depreciation_methods", "charges_interest"),
}


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """The catalogue that ships."""
    return load()


def value(catalogue: Catalogue, table: str, column: str, *key: str) -> Value:
    """One value of one entry that must exist."""
    row = catalogue[table].find(*key)
    assert row is not None, f"{key} is not in {table}"
    return row.values[column]


def number(catalogue: Catalogue, table: str, column: str, *key: str) -> float:
    """One number of one entry that must exist."""
    found = value(catalogue, table, column, *key)
    assert isinstance(found, float)
    return found


# Every fact


@pytest.mark.parametrize("name", TABLES)
def test_every_table_has_entries_with_a_unit_a_source_and_a_date_for_every_value(catalogue: Catalogue, name: str) -> None:
    """A known unit, a source and a date for each value."""
    table = catalogue[name]
    assert table.rows
    assert {column.unit for column in table.columns} <= UNITS
    for row in table.rows:
        for column in table.columns:
            if row.values[column.key] is not None:
                origin = row.origin_of(column.key)
                assert origin.source
                assert origin.date
                assert origin.confidence in ("measured", "published", "assumed")


def test_nothing_is_zero_but_where_zero_is_the_fact(catalogue: Catalogue) -> None:
    """No zero outside the columns that may hold one and the ideal engine."""
    zeros = [
        (name, key, table.key_of(row))
        for name, table in catalogue.tables.items()
        for row in table.rows
        for key, found in row.values.items()
        if found == 0 and (name, key) not in FREE and table.key_of(row) != ("ideal",)
    ]
    assert zeros == []


def test_no_fact_is_newer_than_the_catalogue(catalogue: Catalogue) -> None:
    """Each date at or before the catalogue's own."""
    dates = {origin.date for table in catalogue.tables.values() for row in table.rows for origin in (row.origin, *row.origins.values())}
    assert date.fromisoformat(catalogue.date)
    assert max(dates) <= catalogue.date


# Accelerators, instances, sites


def test_p4d_has_the_40_gb_a100_and_p4de_the_80_gb_one(catalogue: Catalogue) -> None:
    """40 GB in p4d."""
    assert value(catalogue, "instance_types", "accelerator", "p4d.24xlarge") == "A100-SXM-40GB"
    assert value(catalogue, "instance_types", "accelerator", "p4de.24xlarge") == "A100-SXM-80GB"


def test_hbm_sold_as_80_gb_holds_80_gib(catalogue: Catalogue) -> None:
    """85.9 decimal gigabytes."""
    for name in ("A100-SXM-80GB", "H100-SXM-80GB"):
        assert number(catalogue, "accelerators", "memory", name) == pytest.approx(80 * GIB, abs=0.05)
    assert number(catalogue, "accelerators", "memory", "H200-SXM-141GB") == pytest.approx(143771 * 2**20 / 1e9, abs=0.05)


@pytest.mark.parametrize(
    ("name", "fp8", "fp4"),
    [
        ("A100-SXM-80GB", False, False),
        ("A10G", False, False),
        ("Inferentia2", False, False),
        ("Trainium1", False, False),
        ("H100-SXM-80GB", True, False),
        ("H200-SXM-141GB", True, False),
        ("L40S", True, False),
        ("B200-SXM-180GB", True, True),
    ],
)
def test_a_chip_without_units_for_a_type_has_no_peak_for_it(catalogue: Catalogue, name: str, fp8: bool, fp4: bool) -> None:
    """Absent, so that the arithmetic runs at the next wider type."""
    assert (value(catalogue, "accelerators", "flops_fp8", name) is not None) == fp8
    assert (value(catalogue, "accelerators", "flops_fp4", name) is not None) == fp4


def test_every_accelerator_that_can_be_rented_can_be_sized(catalogue: Catalogue) -> None:
    """A link, an interconnect and an engine for each accelerator of an instance."""
    for name in set(catalogue["instance_types"].column("accelerator")):
        for column in ("memory", "bandwidth", "flops_fp16", "link_bandwidth", "interconnect", "engine"):
            assert value(catalogue, "accelerators", column, str(name)) is not None


# Offers


@pytest.mark.parametrize(
    ("instance", "site", "price"),
    [
        ("p5.48xlarge", "us-east-1", 55.04),
        ("p5.48xlarge", "ap-southeast-2", 71.552),
        ("p4de.24xlarge", "ap-southeast-1", 32.93646),
        ("p4d.24xlarge", "us-east-1", 21.957642),
        ("inf2.48xlarge", "ap-southeast-1", 18.17377),
        ("a3-highgpu-8g", "asia-southeast1", 114.2783),
        ("Standard_ND96isr_H100_v5", "australiaeast", 142.6),
    ],
)
def test_the_freshest_price_stands(catalogue: Catalogue, instance: str, site: str, price: float) -> None:
    """The price after the cut of June 2025."""
    assert value(catalogue, "offers", "on_demand", instance, site) == price


@pytest.mark.parametrize(
    ("instance", "site"),
    [
        ("p4d.24xlarge", "ap-southeast-1"),
        ("p5.48xlarge", "ap-southeast-1"),
        ("p5en.48xlarge", "ap-southeast-1"),
        ("p4de.24xlarge", "ap-southeast-2"),
        ("p5.48xlarge", "eu-central-1"),
    ],
)
def test_a_type_that_no_zone_offers_has_no_offer_though_a_price_was_published(catalogue: Catalogue, instance: str, site: str) -> None:
    """No entry."""
    assert catalogue["offers"].find(instance, site) is None


def test_hong_kong_has_sites_and_no_offers(catalogue: Catalogue) -> None:
    """Three regions with nothing to rent, and a data centre for what is bought."""
    hong_kong = {row.values["name"] for row in catalogue["sites"].rows if row.values["jurisdiction"] == "HK"}
    assert hong_kong == {"ap-east-1", "asia-east2", "eastasia", "hong-kong-colo"}
    assert not hong_kong & set(catalogue["offers"].column("site"))


def test_reserved_prices_of_p4_and_p5_are_left_out_and_those_of_inferentia_stand(catalogue: Catalogue) -> None:
    """Absent where they predate the price cut."""
    for row in catalogue["offers"].rows:
        if str(row.values["instance"]).startswith(("p4", "p5")):
            assert row.values["reserved_1yr"] is None
            assert row.values["reserved_3yr"] is None
    assert value(catalogue, "offers", "reserved_1yr", "inf2.48xlarge", "ap-southeast-1") == 11.44948


def test_spot_is_cheaper_than_on_demand_and_never_a_placeholder(catalogue: Catalogue) -> None:
    """Below on-demand, and not exactly a tenth of it."""
    for row in catalogue["offers"].rows:
        on_demand, spot = row.values["on_demand"], row.values["spot"]
        assert isinstance(on_demand, float)
        if isinstance(spot, float):
            assert spot < 0.99 * on_demand
            assert abs(spot / on_demand - 0.1) > 1e-4
    assert value(catalogue, "offers", "spot", "p4de.24xlarge", "eu-central-1") is None


def test_a_longer_term_is_cheaper(catalogue: Catalogue) -> None:
    """3 years below 1 year below on-demand."""
    for row in catalogue["offers"].rows:
        ladder = [found for key in PRICES[:3] if isinstance(found := row.values[key], float)]
        assert ladder == sorted(set(ladder), reverse=True)


def test_values_of_one_offer_keep_their_own_dates(catalogue: Catalogue) -> None:
    """On-demand of 2026 beside a reservation of 2025."""
    row = catalogue["offers"].find("inf2.48xlarge", "us-east-1")
    assert row is not None
    assert row.origin_of("on_demand").date == "2026-07-20"
    assert row.origin_of("reserved_1yr").date == "2025-04-04"


def test_plans_point_at_the_price_columns_of_the_offers(catalogue: Catalogue) -> None:
    """Each plan's position is its column's, however it is paid; a savings plan begins at the on-demand price."""
    columns = [column.key for column in catalogue["offers"].columns[2:]]
    for row in catalogue["plans"].rows:
        name = str(row.values["name"]).replace("-", "_")
        column = "on_demand" if row.values["off_on_demand"] else next(key for key in columns if name.startswith(key))
        assert row.values["price_column_number"] == columns.index(column) + 1


def test_an_instance_offered_at_a_site_is_of_the_same_cloud(catalogue: Catalogue) -> None:
    """One cloud on both sides."""
    for row in catalogue["offers"].rows:
        instance, site = str(row.values["instance"]), str(row.values["site"])
        assert value(catalogue, "instance_types", "cloud", instance) == value(catalogue, "sites", "cloud", site)


# Models


# Total and active parameters in billions, as published or computed independently from the architecture (active counts the embedding).
PUBLISHED = {
    "llama-2-7b": (6.74, 6.74), "llama-2-13b": (13.02, 13.02), "llama-2-70b": (68.98, 68.98), "mistral-7b-v0.1": (7.24, 7.24),
    "mistral-7b-v0.3": (7.25, 7.25), "llama-3.1-8b": (8.03, 8.03), "llama-3.1-70b": (70.55, 70.55), "llama-3.3-70b": (70.55, 70.55),
    "llama-3.1-405b": (405.85, 405.85), "mixtral-8x7b-v0.1": (46.7, 12.88), "mixtral-8x22b-v0.1": (140.62, 39.15),
    "qwen3-8b": (8.19, 8.19), "qwen3-32b": (32.76, 32.76), "qwen3-30b-a3b": (30.53, 3.35), "qwen3-235b-a22b": (235.09, 22.19),
    "gpt-oss-20b": (20.91, 4.19), "gpt-oss-120b": (116.79, 5.71), "deepseek-v3": (671.03, 37.55), "qwen2.5-32b": (32.76, 32.76),
    "qwen2.5-72b": (72.7, 72.7), "gemma-3-12b": (11.77, 11.77), "gemma-3-27b": (27.01, 27.01), "qwen2-7b": (7.62, 7.62),
    "gpt-j-6b": (6.05, 6.05),
}  # fmt: skip


def test_every_model_has_a_published_size_to_be_held_against(catalogue: Catalogue) -> None:
    """The same names on both sides."""
    assert set(catalogue["models"].names()) == set(PUBLISHED)


@pytest.mark.parametrize("name", PUBLISHED)
def test_the_parts_of_a_model_add_up_to_its_published_size(catalogue: Catalogue, name: str) -> None:
    """Dense, experts and embedding within half a percent of the total, and of what is active per token."""
    dense, experts, embedding, total, routed, chosen = (
        number(catalogue, "models", column, name)
        for column in (
            "dense_parameters", "expert_parameters", "embedding_parameters", "parameters", "experts", "experts_per_token",
        )
    )  # fmt: skip
    published_total, published_active = PUBLISHED[name]
    assert dense + experts + embedding == total
    assert total == pytest.approx(published_total * 1e9, rel=0.005)
    assert dense + embedding + experts * chosen / routed == pytest.approx(published_active * 1e9, rel=0.005)


@pytest.mark.parametrize(
    ("name", "kv_bytes_at_fp16"),
    [("llama-2-70b", 327_680), ("llama-2-7b", 524_288), ("deepseek-v3", 70_272), ("gpt-oss-120b", 73_728), ("gemma-3-27b", 507_904)],
)
def test_keys_and_values_per_token_follow_the_heads(catalogue: Catalogue, name: str, kv_bytes_at_fp16: int) -> None:
    """Two bytes for each value."""
    assert number(catalogue, "models", "kv_values", name) * 2 == kv_bytes_at_fp16


def test_the_window_of_a_model_without_one_is_its_context(catalogue: Catalogue) -> None:
    """No windowed layers, window equal to the context; otherwise shorter."""
    for row in catalogue["models"].rows:
        window, context, share = (row.values[key] for key in ("window", "maximum_context", "windowed_share"))
        assert (window == context) == (share == 0)


# API prices


def test_the_api_prices_that_scenarios_name_are_there(catalogue: Catalogue) -> None:
    """0.15 and 0.60 USD per million tokens for gpt-4o-mini, 0.72 both ways for Llama 3.3 70B on Bedrock."""
    assert value(catalogue, "api_prices", "input", "gpt-4o-mini") == 0.15
    assert value(catalogue, "api_prices", "cached_input", "gpt-4o-mini") == 0.075
    assert value(catalogue, "api_prices", "output", "gpt-4o-mini") == 0.6
    assert value(catalogue, "api_prices", "input", "bedrock/llama-3.3-70b") == 0.72
    assert value(catalogue, "api_prices", "model", "bedrock/llama-3.3-70b") == "llama-3.3-70b"
    assert value(catalogue, "api_prices", "cached_input", "bedrock/llama-3.3-70b") is None


def test_no_api_is_retired_on_the_catalogues_date(catalogue: Catalogue) -> None:
    """A last day after it, or none announced."""
    assert all(last > catalogue.date for last in catalogue["api_prices"].column("retirement") if isinstance(last, str))


def test_batch_and_cached_prices_are_below_the_ordinary_ones(catalogue: Catalogue) -> None:
    """Never dearer."""
    for row in catalogue["api_prices"].rows:
        for cheaper, ordinary in (("cached_input", "input"), ("batch_input", "input"), ("batch_output", "output")):
            small, large = row.values[cheaper], row.values[ordinary]
            assert isinstance(large, float)
            assert small is None or (isinstance(small, float) and small <= large)


# Engines and precisions


def test_the_ideal_engine_adds_nothing_and_loses_nothing(catalogue: Catalogue) -> None:
    """Efficiencies 1, overheads 0."""
    row = catalogue["engines"].find("ideal")
    assert row is not None
    assert {found for key, found in row.values.items() if key not in ("name", "label")} == {0.0, 1.0}


def test_weight_only_formats_compute_at_fp16(catalogue: Catalogue) -> None:
    """The compute type and its position agree; MXFP4's experts meet FP8 activations where a chip has FP4 units."""
    columns = ("compute_type", "compute_number", "units_number")
    computes = {row.values["name"]: tuple(row.values[column] for column in columns) for row in catalogue["precisions"].rows}
    assert computes == {
        "fp16": ("fp16", 1, 1), "int8": ("fp16", 1, 1), "int4": ("fp16", 1, 1), "fp8": ("fp8", 2, 2),
        "mxfp4": ("fp8", 2, 3), "mxfp4-all": ("fp4", 3, 3), "nvfp4": ("fp4", 3, 3),
    }  # fmt: skip


# Speed bands


def test_every_band_belongs_to_a_family_and_a_precision_that_exist(catalogue: Catalogue) -> None:
    """The first row stands for hardware that nobody has measured."""
    families = {row.values["family"] for row in catalogue["accelerators"].rows}
    first, *others = catalogue["bands"].rows
    assert catalogue["bands"].key_of(first) == ("any", "any")
    for row in others:
        assert row.values["family"] in families
        assert row.values["precision"] in {*catalogue["precisions"].names(), "any"}


@pytest.mark.parametrize("kind", ["dense", "moe"])
def test_a_band_that_is_not_calibrated_is_wide(catalogue: Catalogue, kind: str) -> None:
    """0.6 to 1.4 for hardware never measured; INT4 on Ampere and AMD have their own, wider than any that was measured."""
    for row in catalogue["bands"].rows:
        low, high = row.values[f"{kind}_low"], row.values[f"{kind}_high"]
        assert isinstance(low, float)
        assert isinstance(high, float)
        assert 0 < low < 1 <= high
        if not row.values[f"{kind}_calibrated"]:
            assert high / low > 1.5


def test_statuses_stand_in_the_order_that_the_model_counts(catalogue: Catalogue) -> None:
    """Broken, kept, not established, not promised; the last is said of an option as a whole."""
    assert catalogue["statuses"].names() == ("broken", "kept", "not established", "not promised", "soft promise missed")
