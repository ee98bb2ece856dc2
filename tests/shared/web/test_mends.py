from shared.web.mends import mend_of


def test_choices_are_listed_as_each_language_lists_them() -> None:
    context = {"expected": "'aged', 'disability' or 'other'"}
    assert mend_of("enum", context, "zh-CN") == "只能是：aged、disability、other。"
    assert mend_of("enum", context, "en") == "It must be one of: 'aged', 'disability' or 'other'."


def test_a_pattern_that_is_a_list_of_words_reads_as_one() -> None:
    context = {"pattern": "^(electronic|original|copy)$"}
    kind = "string_pattern_mismatch"
    assert mend_of(kind, context, "zh-CN") == "只能是：electronic、original、copy。"
    assert mend_of(kind, context, "en") == "It must be one of: electronic, original, copy."
    assert "^[0-9]+$" in mend_of(kind, {"pattern": "^[0-9]+$"}, "zh-CN")
