import base64
from typing import Any

import pytest

from deploy.sandbox.exposure import NOT_SEALED, exposures
from shared.privacy.sealing import Keyring

ID_NUMBER = "11010519491231002X"
NAMES = ("name", "phone", "id_number", "address")
SEALED = base64.b64encode(Keyring.seal(b"k" * 32, "张三".encode(), b"per_1:name")).decode()


def test_a_document_of_references_and_codes_exposes_nothing() -> None:
    case = {"_id": "cas_1", "applicant": "per_1", "item_code": "A01", "text": "路灯不亮"}
    assert exposures("cases", case) == []


@pytest.mark.parametrize(
    ("document", "found"),
    [
        ({"applicant": {"phone": "13912345678"}}, "applicant.phone personal-field"),
        ({"notes": [{"text": f"号码{ID_NUMBER}"}]}, "notes[].text id-number"),
        ({"answers": {"民族": "汉"}}, "answers.民族 refused-field"),
    ],
)
def test_what_may_not_be_stored_is_named_by_its_path_alone(
    document: dict[str, Any], found: str
) -> None:
    assert exposures("cases", {"_id": "cas_1", **document}) == [found]


def test_the_sealed_store_holds_its_fields_sealed() -> None:
    assert exposures("persons", {"_id": "per_1", **dict.fromkeys(NAMES, SEALED)}) == []
    assert exposures("persons", {"_id": "per_1", **dict.fromkeys(NAMES)}) == []


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("plain", ["张三", "13912345678", ID_NUMBER, "", 13912345678])
def test_plain_text_in_the_sealed_store_is_found(name: str, plain: object) -> None:
    assert exposures("persons", {"_id": "per_1", name: plain}) == [f"{name} {NOT_SEALED}"]


def test_the_sealed_store_may_hold_nothing_else_of_a_person() -> None:
    person = {"_id": "per_1", "name": SEALED, "mobile": "13912345678"}
    assert exposures("persons", person) == ["mobile personal-field"]


def test_a_quarantined_message_is_kept_sealed() -> None:
    assert exposures("ledger", {"_id": "t:0:1", "fate": "quarantined", "raw": SEALED}) == []
    assert exposures("ledger", {"_id": "t:0:1", "raw": "{}"}) == [f"raw {NOT_SEALED}"]


def test_a_stored_answer_may_hold_masked_names_but_no_refused_field() -> None:
    masked = '{"applicant": {"phone": "139****5678"}}'
    assert exposures("idempotency", {"_id": "k", "body": masked}) == []
    refused = exposures("idempotency", {"_id": "k", "body": '{"religion": "x"}'})
    assert refused == ["body.religion refused-field"]
    assert exposures("idempotency", {"_id": "k", "body": f'"{ID_NUMBER}"'}) != []


def test_the_clock_of_the_storage_is_no_id_number() -> None:
    looks_like_one = 110105194912310038
    assert exposures("cases", {"_id": "cas_1", "case_no": looks_like_one}) != []
    assert exposures("cases", {"_id": "cas_1", "hlc": looks_like_one}) == []
