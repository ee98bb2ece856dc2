import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from services.grid.adapters.files import load_categories, load_cells, load_roster
from tests.services.grid.block import CELLS, FILES

MAP: dict[str, Any] = json.loads(FILES.map_file.read_text(encoding="utf-8"))
HELP = {"living-hardship": "temporary-relief", "elder-alone": "temporary-relief"}


def test_the_categories_speak_chinese_and_know_where_help_goes() -> None:
    found = load_categories(FILES.categories_file).by_code
    assert len(found) >= 20
    assert found["street-rubbish"].name == "暴露垃圾"
    assert HELP.items() <= {c.code: c.help_item for c in found.values()}.items()
    assert "bad-rating" in found


def test_a_category_owns_its_staged_limits() -> None:
    found = load_categories(FILES.categories_file)
    limits = {
        code: [f"{stage.name} {stage.limit.amount}{stage.limit.unit}" for stage in found.stages]
        for code, found in found.by_code.items()
    }
    assert limits["illegal-building"] == ["stop-work 4H", "penalty 7G", "demolition 20G"]
    assert limits["street-rubbish"] == ["handling 4H"]
    assert limits["building-waste"] == ["handling 4G"]
    assert limits["green-damage"] == ["handling 5G"]
    assert found.named("never-heard-of").stages == found.by_code["noise"].stages
    assert [(s.limit.amount, s.extension) for s in found.named("noise").stages] == [(5, 5)]


@pytest.mark.parametrize(
    ("stages", "said"),
    [
        ("[{name: handling, title: 处置, limit: 4X}]", "limit"),
        ("[{name: handling, title: 处置, limit: 0G}]", "limit"),
        ("[{name: handling, title: 处置, limit: 99999G}]", "handling: The amount"),
        ("[{name: a1, title: 甲, limit: 1G}, {name: a1, title: 乙, limit: 2G}]", "a1 stands there"),
    ],
)
def test_a_wrong_limit_is_refused_in_one_sentence(tmp_path: Path, stages: str, said: str) -> None:
    path = tmp_path / "categories.yaml"
    path.write_text(f"- {{code: noise, name: 噪声, stages: {stages}}}", encoding="utf-8")
    with pytest.raises(ValueError, match=said):
        load_categories(path)


def _open_ring(content: dict[str, Any]) -> None:
    content["features"][0]["geometry"]["coordinates"][0].pop()


def _twice(content: dict[str, Any]) -> None:
    content["features"].append(content["features"][0])


def _foreign(content: dict[str, Any]) -> None:
    content["features"][0]["properties"]["community"] = "150602014001"


def _no_code(content: dict[str, Any]) -> None:
    del content["features"][0]["properties"]["cell"]


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (_open_ring, "150602013001001"),
        (_twice, "stands there twice"),
        (_foreign, "150602013001001"),
        (_no_code, "features.0.properties.cell"),
    ],
)
def test_a_wrong_map_is_refused_in_one_sentence(
    tmp_path: Path, spoil: Callable[[dict[str, Any]], None], said: str
) -> None:
    content = json.loads(json.dumps(MAP))
    spoil(content)
    path = tmp_path / "map.geojson"
    path.write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(ValueError, match=said):
        load_cells(path)


def test_a_cell_without_a_worker_is_named(tmp_path: Path) -> None:
    text = FILES.roster_file.read_text(encoding="utf-8")
    path = tmp_path / "roster.yaml"
    path.write_text(text.replace('"150602013001001", ', ""), encoding="utf-8")
    with pytest.raises(ValueError, match="150602013001001"):
        load_roster(path, CELLS)
