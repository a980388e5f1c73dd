import gzip

from rag.translation.corpus import SOURCES
from rag.translation.table import load_table
from rag.translation.train import main

CEDICT = """港 港 [gang3] /port/
灯 灯 [deng1] /lantern/
瑪麗 玛丽 [Ma3 li4] /Mary/
利瑪 利玛 [Li4 ma3] /Lima/
白皮書 白皮书 [bai2 pi2 shu1] /white paper/
"""


def write_data(folder):
    (folder / "parallel").mkdir(parents=True)
    files = {
        f"{source.name}.tsv.gz": "港里有灯\tThere are lanterns in the port\n" for source in SOURCES
    }
    for name, text in {**files, "cedict_ts.u8.gz": CEDICT}.items():
        with gzip.open(folder / "parallel" / name, "wt", encoding="utf-8") as file:
            file.write(text)


def test_train_writes_a_table_that_loads(tmp_path):
    write_data(tmp_path / "data")
    for out in ("one", "two"):
        assert main(["--data", str(tmp_path / "data"), "--out", str(tmp_path / out)]) == 0
    table = load_table(tmp_path / "one" / "table.npz")
    assert table.translate("灯", "zh")[0][0] == "lantern"
    assert "港" in dict(table.translate("port", "en"))
    assert table.translate("white paper", "en") == (("白皮书", 1.0),)
    for name in ("table.npz", "names.npz"):
        one, two = (tmp_path / out / name for out in ("one", "two"))
        assert one.read_bytes() == two.read_bytes()


def test_train_names_missing_data(tmp_path, capsys):
    assert main(["--data", str(tmp_path)]) == 1
    assert "cedict_ts.u8.gz" in capsys.readouterr().err
