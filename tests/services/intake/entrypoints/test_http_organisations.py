"""Organisations apply: named whole, shown masked, and told to other platforms as what they are."""

from shared.identity.roles import Role
from tests.services.intake.desk import PLATFORM_KEY
from tests.services.intake.entrypoints.edge import Edge
from tests.services.intake.entrypoints.test_http import application, handed_in
from tests.services.intake.entrypoints.test_http_exchange import export

FIRM = {
    "name": "张三",
    "phone": "13812341234",
    "org_name": "东胜区天骄家政有限公司",
    "uscc": "91152201078377449P",
}


async def test_an_organisation_goes_out_as_one_and_sealed(edge: Edge) -> None:
    await handed_in(edge, person=FIRM)
    await handed_in(edge)
    await handed_in(edge, person=None)
    rows = [row for row in (await export(edge))["rows"] if row["table"] == "up_pro_accept"]
    assert [row["row"].get("applyer_type") for row in rows] == ["2", "1", None]
    assert PLATFORM_KEY.unseal(rows[0]["sealed"]) == {
        "applyer_name": FIRM["org_name"],
        "applyer_page_code": FIRM["uscc"],
        "contact_mobile": FIRM["phone"],
    }
    assert "天骄" not in str(rows)


async def test_an_organisations_code_is_checked_where_it_is_handed_in(edge: Edge) -> None:
    async with edge.client(Role.CLERK) as clerk:
        body = application(person={**FIRM, "uscc": "91152201078377449Q"})
        wrong = await clerk.post("/cases", json=body)
        right = await clerk.post("/cases", json=application(person=FIRM))
        shown = right.json()["applicant"]
        number = right.json()["receipts"][0]["number"]
        paper = await clerk.get(f"/cases/{right.json()['id']}/receipts/{number}")
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (422, "uscc")
    assert FIRM["uscc"][:17] not in wrong.text
    assert (shown["org_name"], shown["uscc"]) == ("东胜区天***", "9115**********449P")
    assert paper.json()["applicant"] == "东胜区天***"
