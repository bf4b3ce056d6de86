"""The part of the catalogue in `workbench.errors` that is about trainings, their recipes and what they leave: what, why, remedy."""

from __future__ import annotations

TRAINING: dict[str, tuple[str, str, str]] = {
    "training-data-bad": (
        "{path} can't be trained on: {reason}.",
        "Training reads text in UTF-8 (.txt, a document a line; or a folder of files), JSON lines (.jsonl) and tables (.csv, .tsv).",
        'Choose another file, or name its columns in the settings of the data (in a terminal `--set \'columns=["text", "label"]\'`).',
    ),
    "training-data-few": (
        "{path} has {n} tokens to train on; {least} are the least.",
        "Part of it is kept for validation, and empty lines and fields count nothing.",
        "Add more text, or choose another file.",
    ),
    "training-method-unfit": (
        "The method {method} adds to a model, and this training makes a new one.",
        "Only what is added would be kept, and not the new weights that it was trained on: nothing could ever open it.",
        'Name the model that is added to (start = "starter", or a run\'s checkpoint), or train all weights (method.kind = "full").',
    ),
    "training-added-twice": (
        "{start} is an adapter, and this training would add another to it.",
        "An adapter holds what was added to a whole model ({base}); of two on top of each other, only the last would be kept.",
        "Fork or resume the training that the adapter comes from, start from the whole model, or train all weights "
        '(method.kind = "full"): then the adapter is merged first.',
    ),
    "training-row-bad": (
        "{path}, line {line}: {reason}.",
        "Data are text files, JSON lines (.jsonl), or tables (.csv, .tsv) with the names of their columns in line 1.",
        'Mend this line, or name columns that there are in the settings of the data (in a terminal `--set \'columns=["text", "label"]\'`).',
    ),
    "training-labels-many": (
        "{path}, line {line}: with {label} there are more than {limit} classes.",
        "The column of labels holds something else: numbers that are measured, or whole texts.",
        'Name the column that holds classes in the settings of the data (in a terminal `--set \'columns=["text", "label"]\'`).',
    ),
    "training-data-changed": (
        "{path} has changed since run {run} learned of it up to step {step}: {bytes} bytes of {time}, {tokens} tokens (digest {digest}).",
        "There were {bytes_before} bytes of {time_before}, {tokens_before} tokens (digest {digest_before}). With other rows it would be "
        "another training, and no longer the same to the bit.",
        "Put the data back as they were; or go on with those that are there: fork the run's last checkpoint, or in a terminal "
        "`workbench train --resume {run} --other-data`.",
    ),
    "training-data-changed-on": (
        "{path} is not what was learned of up to step {step}: {bytes} bytes of {time}, {tokens} tokens (digest {digest}).",
        "There were {bytes_before} bytes of {time_before}, {tokens_before} tokens (digest {digest_before}). The training goes on with "
        "other rows, as it was told to or as a fork may, and its losses before and after this step are of different texts.",
        "Fork or resume it again from this step once the data are back, if that is not what you want.",
    ),
    "training-disk-full": (
        "The checkpoint {path} can't be written: the disk is full.",
        "{free} are free there, and a checkpoint holds the weights and two moments of each.",
        "Free some space. The training waits, loses nothing, and goes on by itself.",
    ),
    "training-folder-gone": (
        "The folder {path}, which the checkpoints go into, is not there any more.",
        "It was removed or renamed, or its disk is not connected.",
        "Put it back, and the training goes on by itself; or resume it, and a new folder is made.",
    ),
    "training-diverged": (
        "The loss is no longer a number at step {step}.",
        "With a learning rate of {learning_rate} the weights have run away.",
        "Resume from the last checkpoint, or start again with a third of the learning rate or a longer warm-up.",
    ),
    "training-others-gone": (
        "Process {rank} of {size} can't reach the others that train with it.",
        "One of them was ended or has failed; on Linux the system ends processes when memory runs out ({reason}).",
        "See what the others have said last. What was learned up to the last checkpoint is kept: `workbench train --resume RUN` goes on.",
    ),
    "training-spiked": (
        "The loss at step {step} is {loss} nats, where {usual} were usual.",
        "Its batch is unlike all before it, or the weights are about to run away. No step was made of it.",
        "Look at its texts in the run's alarm; go on behind them (`--resume`), or from an earlier checkpoint (`--fork`).",
    ),
    "training-no-rate": (
        "This run has no learning rate that could be changed.",
        "An n-gram counts what follows what; it makes no steps along a gradient.",
        "Change how often it is validated, or train a network.",
    ),
    "training-state-gone": (
        "There is no checkpoint of step {number} to go back to.",
        "None was written at that step, or the state of the training in it was let go of; of old checkpoints only the model is kept.",
        "Choose another checkpoint.",
    ),
    "fork-without-state": (
        "{fork} holds a model alone, without the state of its training.",
        "Of older checkpoints only the model is kept once all states of a run take much room. With their state there are: {known}.",
        'Fork one of these, or start a new training from its weights: `start = "{fork}"`.',
    ),
    "ngram-too-large": (
        "Counting {order} tokens in a row takes {needed} with {n} of them, and {available} are free.",
        "Nearly every place of a long text has n-grams of its own.",
        "Count fewer in a row (architecture.order), or less text; the last checkpoint is kept.",
    ),
    "ngram-only-counts": (
        "{path} is an n-gram: counts of what followed what, no network.",
        "What was asked for only a network has: layers, attention, vectors, or beams over what it has read.",
        "Ask it in the Playground to go on with a text, or how surprising one is; open a model with weights for the rest.",
    ),
    "training-unfit": (
        "The objective {objective} needs {needed}, and here is: {kind}.",
        "Decoders learn the next token or an answer, encoders hidden tokens, encoder-decoders a target or spans; classes the first two.",
        "Choose what fits the objective.",
    ),
    "checkpoint-bad": (
        "The checkpoint {path} can't be gone on from: {reason}.",
        "It is damaged, or of another model or version.",
        "Choose another checkpoint, or start a new run.",
    ),
    "adapter-bad": (
        "{path} is no adapter that can be used: {reason}.",
        "It is damaged, or of a kind that is not understood.",
        "LoRA and prompt tuning as peft saves them are. Choose another folder, or merge it into its model with peft.",
    ),
    "adapter-without-model": (
        "The model {model}, for which the adapter {path} was made, is not there. {reason}",
        "An adapter holds only what was added to a model.",
        "Install that model, or write its folder as base_model_name_or_path into adapter_config.json.",
    ),
    "adapter-other-model": (
        "The model {model} is not the one that the adapter {path} was made for: it has other weights.",
        "It was trained anew or replaced, or the number of a run is another's in a new database. The sha256 of its weights is {found}…, "
        "and the adapter was made for {wanted}….",
        "Name the model that it was made for as base_model_name_or_path in adapter_config.json. If it is to be added to this one all the "
        "same, remove {file} from the adapter's folder.",
    ),
    "adapter-unfit": (
        "The adapter {path} does not fit the model: {tensor} is {shape}, and {needed} is needed.",
        "It was made for another model.",
        "Open it over the model that its adapter_config.json names.",
    ),
    "run-not-running": (
        "Run {id} is not running.",
        "It has ended, or the process that ran it is gone.",
        "Resume it from its last checkpoint.",
    ),
    "run-still-training": (
        "Run {id} is training at this moment.",
        "It goes on writing its checkpoints.",
        "Stop it first; what it has learned is kept.",
    ),
    "run-not-training": (
        "Run {id} is no training: it is of kind {kind}.",
        "Only a training can be gone on with.",
        "`workbench runs list --kind train` shows them.",
    ),
    "run-without-checkpoint": (
        "Run {id}{step} has no checkpoint.",
        "None was written yet, or its folder was removed. There are: {known}.",
        "Choose one that is there.",
    ),
    "recipe-missing": (
        "There is no recipe {name}.",
        "The app knows {known}.",
        "Choose one of these, or give a TOML file.",
    ),
    "recipe-bad": (
        "{path}: {key} is {value}.",
        "Allowed is {limit}.",
        "Correct the file or the setting; `workbench train --help` shows an example.",
    ),
    "lesson-missing": (
        "There is no lesson {name}.",
        "The app knows {known}.",
        "Choose one of these, or give a TOML file.",
    ),
    "lesson-cell-lost": (
        "{arm} with seed {seed} can't begin: {needed} was not trained.",
        "It goes on from what that one has learned, which failed.",
        "Mend what made it fail, and go on with the lesson: `workbench lesson --resume {run}`.",
    ),
    "run-not-lesson": (
        "Run {id} is no lesson: it is of kind {kind}.",
        "Only a lesson can be gone on with here.",
        "`workbench runs list --kind lesson` shows them.",
    ),
    "name-taken": (
        "The name {name} is taken.",
        "Nothing is ever overwritten.",
        "Choose another name.",
    ),
    "name-bad": (
        "{name} can't be the name of a model or tokenizer.",
        "A name has letters, digits, hyphens, dots and underscores, at most 64, and begins with a letter or digit.",
        "Choose another name.",
    ),
    "trainer-not-started": (
        "The training could not be started: {reason}.",
        "The system did not let another process begin.",
        "Close other programs, or start it in a terminal: `workbench train --preset {name}`.",
    ),
}
