"""Transformers of one layer with vocabularies of their own, which tests make in a second."""


def bert_config(vocabulary_size, *, max_tokens=32, **options):
    from transformers import BertConfig

    return BertConfig(
        vocab_size=vocabulary_size,
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=max_tokens,
        **options,
    )


def save_bert(folder, words, architecture="BertModel", **options):
    """A model that knows these words, saved as transformers saves models; the same every time."""
    import torch
    import transformers

    folder.mkdir()
    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *words]
    (folder / "vocab.txt").write_text("\n".join(vocabulary), encoding="utf-8")
    torch.manual_seed(7)
    config = bert_config(len(vocabulary), **options)
    getattr(transformers, architecture)(config).save_pretrained(folder)
    transformers.BertTokenizerFast(str(folder / "vocab.txt")).save_pretrained(folder)
    return folder
