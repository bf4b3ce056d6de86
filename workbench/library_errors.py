"""The part of the catalogue in `workbench.errors` that is about model files, where they are and how they are fetched: what, why, remedy."""

from __future__ import annotations

LIBRARY: dict[str, tuple[str, str, str]] = {
    "model-none": (
        "No model was named.",
        "",
        "Name an installed model, a folder or a .gguf file; `workbench models list` shows those there are.",
    ),
    "model-missing": (
        "There is no model {model}.",
        "No file or folder is there, and no installed model has that name.",
        "Check the spelling; `workbench models list` shows the installed models and those that can be fetched.",
    ),
    "model-not-installed": (
        "The model {model} is not installed.",
        "It is known by name, but was not fetched yet.",
        "Fetch it: `workbench models fetch {model}`.",
    ),
    "model-ambiguous": (
        "{path} holds several models: {files}.",
        "It is not clear which one is meant.",
        "Name one of the files.",
    ),
    "model-unreadable": (
        "{path} is {kind}, not a model the workbench can open.",
        "It needs {missing}.",
        "Choose a .gguf file, or a folder with config.json, .safetensors files and tokenizer.json.",
    ),
    "pickle-refused": (
        "{path} is a pickle and was not opened.",
        "A pickle can run any program while it is loaded.",
        "Choose the same model as .safetensors or .gguf; most publishers offer one.",
    ),
    "file-missing": ("{path} does not exist.", "It may have been moved or deleted.", "Check the place, or fetch the model again."),
    "file-unreadable": ("{path} cannot be read: {reason}.", "The system refused.", "Check the file and its permissions."),
    "file-truncated": (
        "{path} ends too early: it has {size_bytes} bytes, but {what} needs {needed_bytes}.",
        "The download or copy was cut off.",
        "Fetch or copy the file again.",
    ),
    "file-hollow": (
        "{path} is hollow: of its {size_bytes} bytes only {written_bytes} were ever written.",
        "Its download was interrupted after room had been set aside for it.",
        "Fetch or copy the file again.",
    ),
    "json-bad": ("{path} cannot be used: {reason}.", "The file is damaged, or was not written for this purpose.", "Fetch the model again."),
    "gguf-bad-magic": (
        "{path} is not a GGUF file: it begins with {found}.",
        "A GGUF file begins with 47 47 55 46 (GGUF).",
        "Check that the download is the model itself, not a web page or a pointer to it.",
    ),
    "gguf-bad-version": (
        "{path} is GGUF of version {version}.",
        "The workbench reads versions {known}.",
        "Convert the model again with a current converter.",
    ),
    "gguf-damaged": ("{path} is damaged: {reason}.", "The file was cut, changed, or badly written.", "Fetch or convert the model again."),
    "gguf-unknown-type": (
        "The tensor {tensor} in {path} has the unknown type number {type}.",
        "The file is damaged, or newer than this version of the workbench.",
        "Choose a file in a common type such as Q8_0 or F16.",
    ),
    "safetensors-damaged": (
        "{path} is damaged: {reason}.",
        "The file was cut, changed, or badly written.",
        "Fetch or convert the model again.",
    ),
}
