"""What the field calls things, and the view in which each of them is done and seen: so that the palette finds it by that word.

Both languages are searched whatever the window speaks. Words that a view's own name has are not repeated here.
"""

from __future__ import annotations

from collections.abc import Iterator

LEAST_BYTES = 3
"""One syllable of Hangul, three letters: less could begin almost anything."""

CONCEPTS: dict[str, tuple[str, ...]] = {
    "tokens: chips": ("tokenization", "subword", "토큰화", "서브워드"),
    "tokens: train": ("train a tokenizer", "byte pair encoding", "토크나이저 학습"),
    "tokens: surprise": ("perplexity", "surprisal", "퍼플렉시티", "당혹도"),
    "attention: heads": ("self-attention", "attention mechanism", "transformer", "어텐션 메커니즘", "셀프 어텐션", "트랜스포머"),
    "attention: lens": ("logit lens", "interpretability", "로짓 렌즈", "해석 가능성"),
    "attention: patch": ("activation patching", "causal tracing", "활성 패칭"),
    "embeddings: neighbours": ("word embedding", "word vector", "analogy", "단어 임베딩", "단어 벡터", "유추"),
    "embeddings: map": ("t-SNE", "UMAP", "PCA", "dimensionality reduction", "차원 축소"),
    "playground: complete": (
        "large language model", "LLM", "next-token prediction", "language model",
        "거대 언어 모델", "대규모 언어 모델", "다음 단어 예측", "다음 토큰 예측", "언어 모델",
    ),
    "playground: chat": ("chatbot", "instruction", "챗봇", "지시문"),
    "playground: fill": ("masked language model", "BERT", "middle-word prediction", "가운데 단어 예측", "빈칸 예측"),
    "playground: answer": ("few-shot", "zero-shot", "in-context learning", "퓨샷", "제로샷", "문맥 내 학습"),
    "playground: classify": ("sentiment analysis", "natural language processing", "NLP", "감성 분석", "자연어 처리"),
    "playground: bias": ("fairness", "stereotype", "편향", "공정성", "고정관념"),
    "playground: grid": ("prompt engineering", "prompt comparison", "프롬프트 엔지니어링", "프롬프트 비교"),
    "training: setup": (
        "fine-tuning", "fine-tune", "LoRA", "low-rank adaptation", "prompt tuning", "soft prompt", "p-tuning",
        "pre-training", "pretrain", "transfer learning", "statistical language model", "n-gram", "neural language model",
        "PLM", "SLM", "NLM",
        "파인튜닝", "미세 조정", "로라", "프롬프트 튜닝", "소프트 프롬프트", "사전학습", "사전훈련", "전이학습",
        "통계적 언어 모델", "통계 언어 모델", "엔그램", "신경망 언어 모델",
    ),
    "training: run": ("training loss", "learning curve", "checkpoint", "학습 곡선", "손실 곡선", "체크포인트"),
    "training: compare": ("lesson", "fine-tuning versus prompt tuning", "scaling", "수업", "파인튜닝과 프롬프트 튜닝 비교"),
}  # fmt: skip


def meant(wanted: str) -> Iterator[tuple[str, str]]:
    """The views that what is typed stands for, each with the first word of its own that begins or contains it; the spaces, hyphens and
    capitals don't count."""
    typed = _bare(wanted)
    if len(typed.encode("utf-8")) >= LEAST_BYTES:
        for view, words in CONCEPTS.items():
            word = next((word for word in words if typed in _bare(word)), None)
            if word is not None:
                yield view, word


def _bare(words: str) -> str:
    return "".join(letter for letter in words.casefold() if letter.isalnum())
