"""The part of the catalogue in `workbench.errors` that is about the files of a model, and what it computes: what, why, remedy."""

from __future__ import annotations

MODELS: dict[str, tuple[str, str, str]] = {
    "family-unknown": (
        "{path} is a model of the family {family!r}, which the workbench does not know.",
        "It reads these families: {known}.",
        "Choose a model of one of them.",
    ),
    "config-bad": (
        "{path}: {key} is {value}.",
        "The workbench needs {limit}; the file may be damaged, or describe a variant that is not supported.",
        "Check the model's configuration, or fetch the model again.",
    ),
    "rope-unknown": (
        "{path} scales its rotary positions by {scaling!r}.",
        "Only {known} are understood; another rule would give wrong numbers silently.",
        "Choose a model without it.",
    ),
    "tensor-missing": (
        "{path} lacks the tensor {tensor} ({n_missing} missing in all).",
        "The file is incomplete, or of another family than it says.",
        "Fetch or convert the model again.",
    ),
    "tensor-unexpected": (
        "{path} holds the tensor {tensor}, which a {family} model has no place for ({n_unexpected} such in all).",
        "The file describes another variant than its configuration says; leaving it out would give wrong numbers silently.",
        "Check the model's configuration.",
    ),
    "tensor-misshapen": (
        "The tensor {tensor} in {path} has the shape {shape}; the configuration asks for {expected}.",
        "The weights and the configuration do not belong together, or one is damaged.",
        "Fetch or convert the model again.",
    ),
    "tensor-type-unknown": (
        "The tensor {tensor} in {path} is stored as {type}.",
        "The workbench reads {known}.",
        "Choose a file that is stored in one of these.",
    ),
    "weights-not-finite": (
        "The tensor {tensor} in {path} holds {n_bad} weights that are NaN or infinite.",
        "The file is damaged, or its training diverged.",
        "Fetch the model again, or choose an earlier checkpoint.",
    ),
    "model-too-large": (
        "{path} needs {size} in {dtype}; {available} are free for it.",
        "Its {n_parameters} parameters are unpacked for computing.",
        "Close another model, choose bfloat16, or a smaller model.",
    ),
    "dtype-not-available": (
        "The arithmetic {dtype} is not available on {device}.",
        "Available are {known}.",
        "Choose one of them.",
    ),
    "device-not-available": (
        "The device {device} is not available.",
        "PyTorch {torch_version} finds: {known}.",
        "Choose one of them, or install the driver and the matching PyTorch.",
    ),
    "kernels-not-available": (
        "The kernels {kernels!r} are not available for {dtype} on {device}.",
        "Available are {known}; a stored run may come from another machine.",
        "Leave the choice to the workbench; digits may then differ slightly.",
    ),
    "ids-out-of-range": (
        "Token id {id} at position {position} is not in the vocabulary of {model}, which has {d_vocab} entries.",
        "The ids come from another tokenizer.",
        "Tokenize the text with this model's tokenizer.",
    ),
    "logits-not-finite": (
        "The model {model} gave a logit that is not a number at position {position}.",
        "The arithmetic {dtype} overflowed, or the weights are damaged.",
        "Open the model with float32.",
    ),
    "trace-too-large": (
        "This would take {size}; {available} are free for it.",
        "{what} of {n_tokens} tokens grows with the length of the text.",
        "{plan}.",
    ),
}
