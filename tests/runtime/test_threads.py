from concurrent.futures import ThreadPoolExecutor

import pytest
from threadpoolctl import threadpool_info

from rag.runtime.threads import OneBlasThread, one_blas_thread


def blas_threads():
    """Count the threads of numpy's BLAS; other packages may bring their own, for themselves."""
    found = [each for each in threadpool_info() if each["user_api"] == "blas"]
    return {each["num_threads"] for each in found if "numpy" in each["filepath"]}


def test_products_stay_on_one_thread_inside_and_are_free_again_outside():
    before = blas_threads()
    with one_blas_thread():
        assert blas_threads() == {1}
    assert blas_threads() == before


def test_several_may_be_inside_at_once():
    before = blas_threads()
    limit = OneBlasThread()

    def use(_):
        with limit():
            return blas_threads()

    with limit(), ThreadPoolExecutor(4) as pool:
        seen = list(pool.map(use, range(20)))
        assert blas_threads() == {1}
    assert seen == [{1}] * 20
    assert blas_threads() == before


def test_an_error_inside_lets_go():
    before = blas_threads()
    with pytest.raises(ValueError, match="inside"), one_blas_thread():
        raise ValueError("inside")
    assert blas_threads() == before
