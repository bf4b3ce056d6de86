#!/usr/bin/env bash
# The pictures of the README, made anew from the real window with the real model.
set -euo pipefail
cd "$(dirname "$0")/.."
out=examples/pictures
mkdir -p "$out"
model=smollm2-135m-instruct
workbench screenshot --panel attention --model "$model" --text "When Mary and John went to the store, John gave a drink to" --out "$out/attention-light.png"
workbench screenshot --panel tokens --model "$model" --text "나는 어제 시장에서 배를 샀다. 👩‍👩‍👧 It was sweet." --out "$out/tokens-light.png"
workbench screenshot --panel playground --model "$model" --text "The capital of France is" --theme dark --out "$out/playground-dark.png"
workbench screenshot --panel runs --model "$model" --text "The capital of France is" --lang ko --out "$out/runs-korean.png"
