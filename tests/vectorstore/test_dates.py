import pytest

from vectorstore.dates import first_day, last_day


@pytest.mark.parametrize(
    ("date", "first", "last"),
    [
        ("2021-12-30", 20211230, 20211230),
        ("2021-02", 20210201, 20210231),
        ("2021", 20210101, 20211231),
    ],
)
def test_dates_span_the_days_they_may_mean(date, first, last):
    assert (first_day(date), last_day(date)) == (first, last)


@pytest.mark.parametrize("date", ["", "21-12-30", "2021-1-2", "2021/12/30", "二〇二一年"])
def test_other_writings_are_refused(date):
    with pytest.raises(ValueError, match=r"is not a date\. Write"):
        first_day(date)


@pytest.mark.parametrize("date", ["2021-00", "2021-13", "2021-12-32"])
def test_impossible_dates_are_refused(date):
    with pytest.raises(ValueError, match="months go from"):
        last_day(date)
