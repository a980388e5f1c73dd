"""A local model, made here, through the real transformers pipeline and its chat template."""

import threading
import time

import pytest

from rag.answer.chat_models.failures import ChatModelError
from rag.answer.chat_models.models import Message, open_chat_model
from rag.settings import AnswerSettings

TEMPLATE = "{% for m in messages %}<{{ m.role }}>{{ m.content }}\n{% endfor %}<assistant>"
TEMPLATE_FILLED = "<system>Be brief.\n<user>{question}\n<assistant>"
MESSAGES = [Message("system", "Be brief."), Message("user", "When? 何时？")]


@pytest.fixture(scope="module")
def model_folder(tmp_path_factory):
    """Save a model with random weights and 300 pieces; takes no download."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers import (
        LlamaConfig,
        LlamaForCausalLM,
        PreTrainedTokenizerFast,
        set_seed,
    )

    folder = tmp_path_factory.mktemp("tiny-model")
    tokenizer = Tokenizer(models.BPE(unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel()
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=300,
        special_tokens=["<unk>", "<s>", "</s>"],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator(["The bridge opened in 2019. 大桥于2019年通车。"], trainer)
    fast = PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, bos_token="<s>", eos_token="</s>", pad_token="</s>"
    )
    fast.chat_template = TEMPLATE
    config = LlamaConfig(
        vocab_size=len(fast),
        hidden_size=16,
        intermediate_size=32,
        num_hidden_layers=1,
        num_attention_heads=2,
        max_position_embeddings=512,
    )
    # Some weights end every answer at once.
    set_seed(0)
    LlamaForCausalLM(config).save_pretrained(folder)
    fast.save_pretrained(folder)
    return folder


def open_local(folder, **changes):
    return open_chat_model(AnswerSettings(model=f"huggingface:{folder}", **changes))


@pytest.mark.model
def test_local_model_answers_by_path(model_folder):
    model = open_local(model_folder, max_answer_tokens=8)
    pieces = list(model.stream(MESSAGES))
    assert any(piece.text for piece in pieces)
    assert pieces[-1].cut_off
    prompt, completion = pieces[-1].usage
    assert prompt > 10
    assert completion == 8


@pytest.mark.model
def test_chat_template_of_the_model_is_used(model_folder):
    from transformers import AutoTokenizer

    prompt = TEMPLATE_FILLED.format(question="When? 何时？")
    expected = len(AutoTokenizer.from_pretrained(model_folder)(prompt)["input_ids"])
    *_, last = open_local(model_folder, max_answer_tokens=4).stream(MESSAGES)
    assert last.usage[0] == expected


@pytest.mark.model
def test_prompt_longer_than_the_window_is_told(model_folder):
    model = open_local(model_folder, max_answer_tokens=8)
    with pytest.raises(ChatModelError, match="512 tokens") as caught:
        list(model.stream([Message("user", "很长 " * 400)]))
    assert caught.value.kind == "too_long"


@pytest.mark.model
def test_leaving_the_answer_stops_the_model(model_folder):
    model = open_local(model_folder, max_answer_tokens=400)
    stream = model.stream(MESSAGES)
    next(stream)
    stream.close()
    started = time.monotonic()
    while any(thread.name == "duizhao-model" for thread in threading.enumerate()):
        assert time.monotonic() - started < 5
        time.sleep(0.02)


@pytest.mark.parametrize(
    ("language", "said"), [("zh", "没有名为 /no/such 的模型文件夹"), ("en", "no folder /no/such")]
)
def test_missing_folder_is_told(language, said):
    with pytest.raises(ChatModelError) as raised:
        open_chat_model(AnswerSettings(model="huggingface:/no/such"))
    assert raised.value.kind == "no_folder"
    assert said in raised.value.describe(language)


@pytest.mark.model
def test_folder_without_a_model_is_told(tmp_path):
    with pytest.raises(ChatModelError, match="cannot be loaded"):
        open_local(tmp_path)
