"""A local model, made here, through the real transformers pipeline and its chat template."""

import pytest

from rag.answer.models import Message, open_chat_model
from rag.settings import AnswerSettings

TEMPLATE = "{% for m in messages %}<{{ m.role }}>{{ m.content }}\n{% endfor %}<assistant>"


@pytest.fixture(scope="module")
def model_folder(tmp_path_factory):
    """Save a model with random weights and 300 pieces; takes no download."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

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
    LlamaForCausalLM(config).save_pretrained(folder)
    fast.save_pretrained(folder)
    return folder


@pytest.mark.model
def test_local_model_answers_by_path(model_folder):
    settings = AnswerSettings(model=f"huggingface:{model_folder}", max_answer_tokens=8)
    model = open_chat_model(settings)
    pieces = list(model.stream([Message("system", "Be brief."), Message("user", "When? 何时？")]))
    assert 1 < len(pieces) < 20
    assert all(isinstance(piece.text, str) for piece in pieces)
