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
