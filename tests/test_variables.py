"""The environment's variables: each sets something, or the message says what there is."""

import pytest

from rag.settings import Settings
from rag.variables import VariableError, check_variables

STAGES = {
    "": {"store": False},
    "search": {"top_k": False, "candidates": False},
    "page": {"port": False, "models": True},
    "answer": {"model": False, "api_key": False},
}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DUIZHAO_STORE", "/x"),
        ("duizhao_search__top_k", "3"),
        ("DUIZHAO_SEARCH", '{"top_k": 3}'),
        ("DUIZHAO_PAGE__MODELS", '["a"]'),
        ("NOT_OURS__X", "1"),
        pytest.param("DUIZHAO_SERVICE_HOST", "10.0.0.1", id="Kubernetes"),
        pytest.param("DUIZHAO_PORT", "tcp://10.0.0.1:80", id="Kubernetes port"),
        pytest.param("DUIZHAO_PORT_80_TCP_ADDR", "10.0.0.1", id="Kubernetes address"),
    ],
)
def test_what_can_be_set_passes(name, value):
    check_variables({name: value}, STAGES)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("DUIZHAO_NOPE__X", "There are: DUIZHAO_STORE, DUIZHAO_SEARCH__..., DUIZHAO_PAGE__..."),
        ("DUIZHAO_SEARCH__NOPE", "DUIZHAO_SEARCH__... sets: TOP_K, CANDIDATES"),
        ("DUIZHAO_SEARCH__TOPK", "Near it are: DUIZHAO_SEARCH__TOP_K"),
        ("DUIZHAO_SEARCH__", "DUIZHAO_SEARCH__... sets: TOP_K, CANDIDATES"),
        ("DUIZHAO_PAEG__PORT", "Near it are: DUIZHAO_PAGE__PORT"),
        ("DUIZHAO_PORT", "Near it are: DUIZHAO_PAGE__PORT"),
        ("DUIZHAO_STOER", "Near it are: DUIZHAO_STORE"),
        ("DUIZHAO___X", "There are: DUIZHAO_STORE"),
        ("DUIZHAO_ANSWER__API_KEY__X", "Near it are: DUIZHAO_ANSWER__API_KEY"),
    ],
)
def test_unknown_name_says_what_there_is(name, said):
    with pytest.raises(VariableError, match=f"^{name}: there is no such setting") as caught:
        check_variables({name: "sk-secret"}, STAGES)
    assert said in str(caught.value)
    assert "sk-secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("DUIZHAO_PAGE__MODELS", "sk-secret", "a JSON list is wanted"),
        ("DUIZHAO_PAGE__MODELS", "5", "a JSON list is wanted"),
        ("DUIZHAO_ANSWER", "sk-secret", "DUIZHAO_ANSWER__MODEL sets one field"),
        ("DUIZHAO_SEARCH", '{"nope": 1}', "no field 'nope', but top_k, candidates"),
    ],
)
def test_wrong_form_names_its_own_variable(name, value, said):
    with pytest.raises(VariableError, match=f"^{name}: ") as caught:
        check_variables({name: value}, STAGES)
    assert said in str(caught.value)
    assert "sk-secret" not in str(caught.value)


def test_settings_refuse_a_misspelt_section(monkeypatch):
    monkeypatch.setenv("DUIZHAO_SERACH__TOP_K", "3")
    with pytest.raises(VariableError, match="DUIZHAO_SEARCH__TOP_K"):
        Settings()
