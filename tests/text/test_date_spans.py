import pytest

from rag.text.date_spans import find_date_spans


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        pytest.param("2022年修了3座桥，2023年3月通车。", ["2022年", "2023年3月"], id="zh"),
        pytest.param("3 bridges in March 2022, none in 2023.", ["March 2022", "2023"], id="en"),
        pytest.param("市长在 March 2022 和2023年", ["March 2022", "2023年"], id="mixed"),
        pytest.param("三座桥和5 ships", [], id="numbers are no dates"),
        pytest.param("", [], id="empty"),
    ],
)
def test_dates_are_found_whole(text, dates):
    assert [text[date.start : date.end] for date in find_date_spans(text)] == dates
