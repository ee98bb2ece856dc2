"""What callers send."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StrictBool

from shared.events.parts import Code, Coordinates, Place, StaffRef

POINT = {"lng": 109.9872, "lat": 39.8216}
Text = Annotated[str, Field(min_length=1, max_length=2000)]


def _config(**example: Any) -> ConfigDict:
    return ConfigDict(frozen=True, extra="forbid", json_schema_extra={"example": example})


class ReporterForm(BaseModel):
    """Whom to answer; kept sealed."""

    model_config = _config(name="巴雅尔", phone="13800001234")

    name: str | None = Field(default=None, min_length=1, max_length=50, repr=False)
    phone: str | None = Field(default=None, pattern=r"^\+?[0-9 -]{5,20}$", repr=False)


class ReportForm(BaseModel):
    """A sighting; without a point it waits for a person to locate it."""

    model_config = _config(
        category="street-rubbish",
        text="小区东门外垃圾两天没有清运。",
        place="鄂托克西街小区东门",
        point=POINT,
        reporter={"name": "巴雅尔", "phone": "13800001234"},
    )

    category: Code
    text: Text
    place: Place | None = None
    point: Coordinates | None = None
    asks_help: StrictBool = Field(default=False, description="求助: a service item may answer it")
    reporter: ReporterForm | None = None


class LocationForm(BaseModel):
    """Where it is."""

    model_config = _config(point=POINT)

    point: Coordinates


class RegistrationForm(BaseModel):
    """In which cell to file what has no point; with the shift leader when absent."""

    model_config = _config(cell="150602013003002")

    cell: str | None = Field(default=None, pattern=r"^\d{15}$")


class ReasonsForm(BaseModel):
    """Why."""

    model_config = _config(reasons="不属于街道职责，请向供热公司反映。")

    reasons: Text


class ExtensionForm(BaseModel):
    """Why more time is needed; `stage` may be left out where only one runs."""

    model_config = _config(reasons="需协调供热公司，已告知反映人。")

    stage: Code | None = None
    reasons: Text


class DispatchForm(BaseModel):
    """To whom."""

    model_config = _config(worker="stf_g0102")

    worker: StaffRef


class FeedbackForm(BaseModel):
    """What was done; internal words."""

    model_config = _config(result="已联系环卫清运，现场已干净。", solved=True)

    result: Text
    solved: StrictBool


class VerificationForm(BaseModel):
    """Whether it holds on the spot; false means rework."""

    model_config = _config(passed=True)

    passed: StrictBool


class ClosureForm(BaseModel):
    """The public answer (公开答复) that every reporter gets."""

    model_config = _config(public_answer="垃圾已于当日清运，并已约定每日清运时间。")

    public_answer: Text


class RevisitForm(BaseModel):
    """What the person said at the revisit."""

    model_config = _config(satisfied=True)

    satisfied: StrictBool
