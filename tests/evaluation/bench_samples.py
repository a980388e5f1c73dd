"""Tiny public sets, made up, in the formats of the real ones."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

#: By subject: the paragraph and a question that it answers, in both languages.
SUBJECTS = {
    "tide": {
        "zh": (
            "防潮闸今年一共关闭了九次，最久的一次连续关了14个小时。",
            "防潮闸今年关闭了几次？",
        ),
        "en": (
            "The tidal barrier closed nine times this year, the longest time for 14 hours.",
            "How many times did the tidal barrier close?",
        ),
    },
    "market": {
        "zh": (
            "夜市每天傍晚六点开市，巷子里一共有212个摊位，卖鱼丸和茶。",
            "夜市有多少个摊位？",
        ),
        "en": (
            "The night market opens at six in the evening and has 212 stalls along the lane.",
            "How many stalls does the night market have?",
        ),
    },
    "library": {
        "zh": (
            "图书馆取消罚款以后，按时归还的书反而多了，馆长说这要归功于读者。",
            "图书馆取消罚款以后怎么样？",
        ),
        "en": (
            "After the library abolished its fines more books came back on time than before.",
            "What happened after the library abolished fines?",
        ),
    },
}

FILES = {
    "xquad": ("xquad/xquad.zh.json.gz", "xquad/xquad.en.json.gz"),
    "mlqa": tuple(
        f"mlqa/dev/dev-context-{found}-question-{asked}.json.gz"
        for asked in ("zh", "en")
        for found in ("zh", "en")
    ),
    "cmrc": ("cmrc2018/squad-style-data/cmrc2018_dev.json.gz",),
    "drcd": ("drcd/DRCD_dev.json.gz",),
    "tydi": ("tydiqa_en/tydiqa.goldp.en.dev.json.gz",),
    "flores": (
        "flores200/devtest/zho_Hans.devtest",
        "flores200/devtest/zho_Hant.devtest",
        "flores200/devtest/eng_Latn.devtest",
    ),
    "tatoeba": ("tatoeba_laser/tatoeba.cmn-eng.cmn", "tatoeba_laser/tatoeba.cmn-eng.eng"),
}


def squad(found: str, asked: str) -> dict:
    """All subjects in SQuAD's form."""
    paragraphs = []
    for name, texts in SUBJECTS.items():
        context, question = texts[found][0], texts[asked][1]
        answers = [{"text": context[:4], "answer_start": 0}]
        paragraphs.append(
            {"context": context, "qas": [{"id": name, "question": question, "answers": answers}]}
        )
    return {"version": "1", "data": [{"title": "Linwan", "paragraphs": paragraphs}]}


def write_squad(path: Path, content: dict) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(json.dumps(content, ensure_ascii=False).encode()))
    return path


def write_sets(data: Path) -> Path:
    """Every set, made of the same subjects."""
    for language, name in zip(("zh", "en"), FILES["xquad"], strict=True):
        write_squad(data / name, squad(language, language))
    for name in FILES["mlqa"]:
        _, _, found, _, asked = Path(name).name.removesuffix(".json.gz").split("-")
        write_squad(data / name, squad(found, asked))
    write_squad(data / FILES["cmrc"][0], squad("zh", "zh"))
    drcd = squad("zh", "zh")
    drcd["data"][0]["paragraphs"][1]["qas"][0]["question"] = "夜市有多少個攤位？"
    write_squad(data / FILES["drcd"][0], drcd)
    write_squad(data / FILES["tydi"][0], squad("en", "en"))
    for name in (*FILES["flores"], *FILES["tatoeba"]):
        language = "en" if "eng" in Path(name).suffix + Path(name).stem.split("_")[0] else "zh"
        language = "zh" if name.endswith("cmn") else language
        lines = [texts[language][0] for texts in SUBJECTS.values()]
        (data / name).parent.mkdir(parents=True, exist_ok=True)
        (data / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return data
