"""One catalogue a vocabulary, complete, and true of the code."""

import ast
import re
from collections.abc import Iterator
from importlib import import_module
from typing import NamedTuple

import pytest

from deploy.docs.language import PARTNERS, heard_by
from shared.events import base
from shared.events.base import EventData, partner_topic, service_of
from shared.events.catalogue import CONSUMERS, EVENTS, PARTNER, SERVICES, owned_by
from shared.events.upcasting import replaced_by
from shared.identity.roles import Role
from shared.observability.catalogue import CATALOGUE
from shared.service import ServiceSettings
from tests.architecture.conftest import AppOf
from tests.architecture.tree import modules_below, sources, told

TYPE = re.compile(r"jiedao\.([a-z]+)\.[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*\.v[1-9]\d*")
METRICS = {metric.name: metric for metric in CATALOGUE}
# Declared and shown, but not measured yet; whoever measures one takes it out.
UNMEASURED: set[str] = set()
VERBS = {"count": "counter", "set": "gauge", "observe": "histogram"}


class Counted(NamedTuple):
    file: str
    verb: str
    name: str
    labels: frozenset[str] | None


def event_classes(parent: type[EventData] = EventData) -> set[type[EventData]]:
    """Those with a type of their own; what is told of a case and of a clock descends from both."""
    found = {
        child
        for child in parent.__subclasses__()
        if "type" in child.__dict__ and child.__module__.startswith("shared.events.")
    }
    return found.union(*(event_classes(child) for child in parent.__subclasses__()))


def test_every_event_class_is_in_the_catalogue_under_a_type_of_its_own() -> None:
    modules_below("shared.events")
    assert sorted(c.__name__ for c in event_classes()) == sorted(
        c.__name__ for c in EVENTS.values()
    )


@pytest.mark.parametrize("data", EVENTS.values(), ids=EVENTS.keys())
def test_every_event_is_named_by_its_owner_and_says_what_happened(data: type[EventData]) -> None:
    newest = replaced_by(data) or data
    owner = newest.__module__.rpartition(".")[2].partition("_")[0]
    match = TYPE.fullmatch(data.type)
    assert match is not None
    # What every service tells of its sources stands in one module, side by side.
    owners = {"partners": PARTNER, "sources": newest.example.get("service")}
    assert match[1] == owners.get(owner, owner)
    assert (data.__dict__.get("__doc__") or "").strip()


@pytest.mark.parametrize("data", EVENTS.values(), ids=EVENTS.keys())
def test_every_example_fits_its_event_and_says_nothing_else(data: type[EventData]) -> None:
    assert data.model_validate(data.example)
    assert set(data.example) <= set(data.model_fields)


def test_every_partner_type_has_one_consumer() -> None:
    assert set(CONSUMERS) == {data.type for data in owned_by(PARTNER)}
    assert set(CONSUMERS.values()) <= set(SERVICES)


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_hears_the_partner_types_that_are_its_own_and_no_others(service: str) -> None:
    heard = {d.type for d in heard_by(service) if service_of(d.type) == PARTNER}
    assert heard == {type_ for type_, consumer in CONSUMERS.items() if consumer == service}


@pytest.mark.parametrize("service", SERVICES)
def test_what_the_documents_say_a_service_hears_is_what_it_hears(
    service: str, app_of: AppOf
) -> None:
    hearing = app_of(service).state.engine.hearing
    assert [data.type for data in heard_by(service)] == hearing.types


@pytest.mark.parametrize("service", SERVICES)
def test_no_service_hears_itself(service: str) -> None:
    assert [d.type for d in heard_by(service) if service_of(d.type) == service] == []


def test_every_partner_type_has_a_partner() -> None:
    registered = {type_ for partner in PARTNERS.partners for type_ in partner.types}
    assert registered == {data.type for data in owned_by(PARTNER)}


def test_no_two_partners_share_an_id_or_a_source() -> None:
    ids = [partner.id for partner in PARTNERS.partners]
    spoken = [source for partner in PARTNERS.partners for source in partner.sources]
    assert len(ids) == len(set(ids))
    assert len(spoken) == len(set(spoken))
    assert all(source.startswith("urn:partner:") for source in spoken)


def test_topics_are_named_by_who_writes_to_them() -> None:
    assert [base.topic_of(s) for s in SERVICES] == [f"jiedao.{s}.events" for s in SERVICES]
    assert list(PARTNERS.topics()) == [partner_topic(p.id) for p in PARTNERS.partners]


def test_every_role_has_a_label_for_staff() -> None:
    assert [role for role in Role if not role.zh] == []


@pytest.mark.parametrize("service", SERVICES)
def test_every_setting_stands_under_its_services_prefix(service: str) -> None:
    settings = import_module(f"services.{service}.settings").Settings
    assert issubclass(settings, ServiceSettings)
    assert settings.model_config["env_prefix"] == f"{service.upper()}_"
    assert settings.model_config["frozen"]


def test_every_metric_counted_in_code_is_in_the_catalogue_with_its_labels() -> None:
    wrong = [
        one
        for one in counted()
        if one.name not in METRICS
        or METRICS[one.name].kind != VERBS[one.verb]
        or one.labels not in (None, METRICS[one.name].labels.keys())
        or METRICS[one.name].service not in (None, *one.file.split("/")[1:2])
    ]
    assert wrong == []


def test_every_metric_of_the_catalogue_is_counted_somewhere() -> None:
    assert METRICS.keys() - {one.name for one in counted()} == UNMEASURED


def test_metrics_are_named_the_prometheus_way() -> None:
    for metric in CATALOGUE:
        assert re.fullmatch(r"[a-z][a-z0-9_]*", metric.name)
        assert metric.name.endswith("_total") == (metric.kind == "counter")
        assert metric.help.endswith(".")
        assert metric.unit


def counted() -> Iterator[Counted]:
    for path in sources("services", "shared"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and (call := metric_call(node)) is not None:
                yield Counted(told(path), *call)


def metric_call(node: ast.Call) -> tuple[str, str, frozenset[str] | None] | None:
    function = node.func
    if not (isinstance(function, ast.Attribute) and function.attr in VERBS and node.args):
        return None
    receiver = ast.unparse(function.value).rpartition(".")[2].lstrip("_")
    name = node.args[0]
    # Metrics measure; a use case counts on its work, and is counted with its commit.
    if receiver not in {"metrics", "work"} or not isinstance(name, ast.Constant):
        return None
    given = [keyword.arg for keyword in node.keywords if keyword.arg != "amount"]
    spread = None in given
    labels = None if spread else frozenset(label for label in given if label)
    return function.attr, str(name.value), labels
