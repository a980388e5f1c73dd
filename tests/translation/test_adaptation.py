import random
import time

import pytest

from rag.translation import AdaptedLexicon, LearnedTerms, load_lexicon
from rag.translation.adaptation import learn_terms
from rag.translation.adapted import LearnedTerm

#: A ferry whose name no table holds, among words that every table does.
FERRY = [
    (
        "“海燕号”渡轮每天早上六点离开港口。",
        "The ferry Haiyan leaves the port at six every morning.",
    ),
    ("海燕号可以运送三百名乘客。", "Haiyan can carry three hundred passengers."),
    ("船长说海燕号今年没有发生事故。", "The captain said Haiyan had no accident this year."),
    ("学生们参观了海燕号的机舱。", "Students visited the engine room of Haiyan."),
]


def lexicon_of(pairs):
    base = load_lexicon()
    return AdaptedLexicon(base, learn_terms(pairs, base))


def best(lexicon, term, source):
    return next((word for word, _ in lexicon.translate(term, source)), None)


def test_name_that_comes_back_is_learned_in_both_directions():
    lexicon = lexicon_of(FERRY)
    assert best(lexicon, "haiyan", "en") in ("海燕号", "海燕")
    words = dict(lexicon.translate("海燕号", "zh")) or dict(lexicon.translate("海燕", "zh"))
    assert "haiyan" in words


def test_term_of_several_words_is_learned_as_one():
    pairs = [
        ("每个家庭都领到了潮汐平安包。", "Every family received a neap parcel."),
        ("志愿者把潮汐平安包送到岛上。", "Volunteers took the neap parcel to the island."),
        ("今年一共发放了两千个潮汐平安包。", "Two thousand neap parcels were given out this year."),
        ("老人说潮汐平安包很有用。", "Old people say the neap parcel is useful."),
    ]
    lexicon = lexicon_of(pairs)
    assert best(lexicon, "neap parcel", "en") == "潮汐平安包"
    assert {"neap", "parcel"} <= set(dict(lexicon.translate("潮汐平安包", "zh")))


def test_word_seen_twice_does_not_override_the_table():
    pairs = [
        ("医生关心居民的健康。", "Doctors care about the vigour of residents."),
        ("学校重视孩子的健康。", "Schools value the vigour of children."),
    ]
    assert best(lexicon_of(pairs), "健康", "zh") == best(load_lexicon(), "健康", "zh")


def test_word_used_often_in_another_sense_shifts():
    places = ("东岸", "西岸", "南岸", "北岸", "老城", "新城", "渔村", "山区", "码头", "机场")
    names = ("east", "west", "south", "north", "old", "new", "fishing", "hill", "wharf", "airport")
    pairs = [
        (f"{zh}的窗口在第{n}层。", f"The {en} counter is on floor {n}.")
        for n, (zh, en) in enumerate(zip(places, names, strict=True), 1)
    ]
    before = dict(load_lexicon().translate("窗口", "zh")).get("counter", 0.0)
    after = dict(lexicon_of(pairs).translate("窗口", "zh")).get("counter", 0.0)
    assert before < 0.1
    assert after > before + 0.15


def test_wrong_pair_does_not_poison():
    wrong = ("海燕号渡轮在维修。", "The museum bought nineteen paintings of sunflowers.")
    learned = lexicon_of([*FERRY, wrong])
    for term, source in (("海燕", "zh"), ("海燕号", "zh"), ("渡轮", "zh")):
        assert not {"sunflow", "paint", "museum"} & set(dict(learned.translate(term, source)))
    assert best(learned, "sunflow", "en") == best(load_lexicon(), "sunflow", "en")


@pytest.mark.parametrize("mixed", [True, False], ids=["acronym in zh", "no acronym"])
def test_acronym_seen_once_is_learned_where_its_letters_are_explained(mixed):
    zh = f"市长出席了区域港口合作论坛{'（RPCF）' if mixed else ''}并发表讲话。"
    en = "The mayor spoke at the Regional Port Cooperation Forum (RPCF)."
    found = dict(lexicon_of([(zh, en)]).translate("rpcf", "en"))
    assert ("区域港口合作论坛" in found) is mixed


def test_quoted_term_seen_once_is_learned():
    pair = ("居民把这座桥叫作“懒猫桥”。", "Residents call the bridge “Zubble”.")
    assert dict(lexicon_of([pair]).translate("zubbl", "en")).keys() == {"懒猫桥"}


def test_traditional_text_is_learned_as_simplified():
    pairs = [
        ("潮聲書院今天開放。", "Chaosheng Academy opens today."),
        ("潮聲書院有三百名學生。", "Chaosheng Academy has three hundred students."),
        ("他在潮聲書院教歷史。", "He teaches history at Chaosheng Academy."),
    ]
    words = {word for word, _ in lexicon_of(pairs).translate("chaosheng", "en")}
    assert words & {"潮声", "潮声书院"}


@pytest.mark.parametrize(
    "pairs",
    [
        pytest.param([], id="no pairs"),
        pytest.param([("", "")], id="empty"),
        pytest.param([("海港。", "")], id="zh alone"),
        pytest.param([("", "A harbour.")], id="en alone"),
        pytest.param([("的了是在", "the of and")], id="function words"),
        pytest.param([("1200", "1,200")], id="numbers"),
    ],
)
def test_nothing_to_learn(pairs):
    assert len(learn_terms(pairs, load_lexicon())) == 0


def test_mixed_text_is_no_obstacle():
    pairs = [(zh + " See you!", en + "（欢迎）") for zh, en in FERRY]
    assert best(lexicon_of(pairs), "haiyan", "en") in ("海燕号", "海燕")


def test_order_and_repetition_change_nothing():
    base = load_lexicon()
    shuffled = [*FERRY, *FERRY[:2]]
    random.Random(3).shuffle(shuffled)  # noqa: S311 - no secret
    assert learn_terms(shuffled, base).to_json() == learn_terms(FERRY, base).to_json()


def test_thousand_pairs_take_less_than_five_seconds():
    base = load_lexicon()
    rng = random.Random(7)  # noqa: S311 - no secret
    zh_words = [word for word in base.list_terms("zh")[::40] if 1 < len(word) < 4]
    pairs = []
    for _ in range(1000):
        chosen = [rng.choice(zh_words) for _ in range(55)]
        english = [base.translate(word, "zh")[0][0] for word in chosen]
        pairs.append(
            (
                "。".join("".join(chosen[i : i + 11]) for i in range(0, 55, 11)) + "。",
                ". ".join(" ".join(english[i : i + 11]).capitalize() for i in range(0, 55, 11)),
            )
        )
    started = time.process_time()
    learned = learn_terms(pairs, base)
    assert time.process_time() - started < 5
    assert learned.pair_count == 1000


def test_terms_survive_being_written():
    learned = learn_terms(FERRY, load_lexicon(), digest="abc")
    again = LearnedTerms.from_json(learned.to_json())
    assert again == learned
    assert again.digest == "abc"


@pytest.mark.parametrize(
    "text",
    ["", "{}", "[]", '{"version": 0, "pairs": 1, "digest": "", "terms": {}}', '{"version": 1}'],
)
def test_terms_of_another_version_or_damaged_are_none(text):
    assert LearnedTerms.from_json(text) is None


class SmallTable:
    def translate(self, term, source):
        return [("harbour", 0.6), ("port", 0.4)] if (term, source) == ("港", "zh") else []


def test_learned_chances_are_mixed_by_weight_and_new_terms_count_in_full():
    entries = {
        "zh": {
            "港": LearnedTerm(0.5, (("haven", 1.0),)),
            "新港": LearnedTerm(0.2, (("newport", 1.0),)),
        },
        "en": {},
    }
    lexicon = AdaptedLexicon(SmallTable(), LearnedTerms(entries, 3))
    for _ in range(2):  # read, then remembered
        assert lexicon.translate("港", "zh") == (("haven", 0.5), ("harbour", 0.3), ("port", 0.2))
        assert lexicon.translate("新港", "zh") == (("newport", 1.0),)
        assert not lexicon.translate("旧港", "zh")
        assert not lexicon.translate("harbour", "en")
        assert not lexicon.translate("港", "en")
