from shared.web.mends import mend_of


def test_choices_are_listed_as_each_language_lists_them() -> None:
    context = {"expected": "'aged', 'disability' or 'other'"}
    assert mend_of("enum", context, "zh-CN") == "只能是：aged、disability、other。"
    assert mend_of("enum", context, "en") == "It must be one of: 'aged', 'disability' or 'other'."
