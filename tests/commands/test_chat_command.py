"""Opening the page: what is said before it is served."""


def test_new_library_is_said_to_be_new(duizhao, tmp_path):
    folder = tmp_path / "misspelt"
    # Refused, as nobody could sign in: after the library is opened, before anything is served.
    run = duizhao("chat", "--store", folder, "--host", "0.0.0.0")  # noqa: S104
    assert run.code == 1
    assert f"There was no library in {folder}: a new one is made there, with the sample" in run.err
    assert "--store DIR" in run.err
    again = duizhao("chat", "--store", folder, "--host", "0.0.0.0")  # noqa: S104
    assert "sample" not in again.err
