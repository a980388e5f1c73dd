"""A name that no document has: what is near it, or what there is."""

import pytest

from rag.document_names import explain_unknown


@pytest.mark.parametrize(
    ("name", "names", "said"),
    [
        ("prot", ["ferry", "port"], "'prot'. Near it are: port"),
        ("码", ["ferry", "码头"], "'码'. Near it are: 码头"),
        ("FERRY 码", ["ferry 码头"], "'FERRY 码'. Near it are: ferry 码头"),
        ("访谈", ["port"], "'访谈'. The library holds: port"),
        ("", ["port"], "''. The library holds: port"),
        ("port", [], "'port'. The library holds: no document"),
    ],
    ids=["en", "zh", "mixed", "nothing near", "empty name", "empty library"],
)
def test_unknown_name_is_told_with_names_there_are(name, names, said):
    assert explain_unknown(name, names) == f"No document is named {said}"


def test_many_documents_are_not_all_listed():
    said = explain_unknown("x", [f"{number:04}" for number in range(1_112)])
    assert said.endswith("0010, 0011 and 1,100 more, see 'duizhao documents'")
