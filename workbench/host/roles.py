"""Which child answers what, how it is started, and in what environment.

The one table of requests and roles. A child is started by command line, so importing this never imports an engine.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import psutil

import workbench
from workbench.values import (
    TRACE_ANALYSES,
    TRACE_COMPARISONS,
    AnalogiesRequest,
    ArraysRequest,
    AssociationRequest,
    BeamRequest,
    BiasRequest,
    BiasTablesRequest,
    CellsRequest,
    ChatPromptRequest,
    CheckpointsRequest,
    ClassifyRequest,
    CloseRequest,
    ClustersRequest,
    CompareRequest,
    CutRequest,
    DataFieldsRequest,
    DescribeRequest,
    EvolutionRequest,
    FetchRequest,
    FileReportRequest,
    FillRequest,
    FluencyRequest,
    GenerateRequest,
    GridPromptsRequest,
    GridRequest,
    GroupRequest,
    HeadRequest,
    HeadTypesRequest,
    HubsRequest,
    KeepRunRequest,
    LayoutRequest,
    LessonListRequest,
    LikelihoodRequest,
    LikenessRequest,
    LinesRequest,
    MapQualityRequest,
    MapRequest,
    MatchRequest,
    ModelListRequest,
    NeighborsRequest,
    NextRequest,
    OpenRequest,
    PipelineRequest,
    ProbeRequest,
    PromptCheckRequest,
    QueryScoresRequest,
    RanksRequest,
    RecipeListRequest,
    RecipeOpenRequest,
    RecipeSaveRequest,
    ReplayRequest,
    RunModelsRequest,
    ScoreRequest,
    SensesRequest,
    SimilarityRequest,
    TableRequest,
    TasksRequest,
    TokenizeRequest,
    TokenizerListRequest,
    TokenNormsRequest,
    TraceRequest,
    TrainEstimateRequest,
    TrainTokenizerRequest,
    VectorsRequest,
    VocabularyRequest,
    VocabularySearchRequest,
    WaterfallRequest,
    WhatIfRequest,
    WhereaboutsRequest,
    WordSimilarityRequest,
)

_ANSWERS: dict[str, tuple[type, ...]] = {
    "engine": (
        OpenRequest, CloseRequest, TraceRequest, GridRequest, HeadRequest, CellsRequest, LinesRequest, NextRequest, ArraysRequest,
        GenerateRequest, ScoreRequest, FillRequest, ClassifyRequest, SimilarityRequest, FluencyRequest, TokenNormsRequest, BeamRequest,
        WaterfallRequest, WhatIfRequest, ProbeRequest, ReplayRequest, LikelihoodRequest, BiasRequest, HeadTypesRequest,
        SensesRequest, EvolutionRequest,
        *TRACE_ANALYSES, *TRACE_COMPARISONS, VectorsRequest, NeighborsRequest, QueryScoresRequest, AssociationRequest,
        MapRequest, MapQualityRequest, ClustersRequest, RanksRequest, HubsRequest, LikenessRequest,
        WordSimilarityRequest, AnalogiesRequest,
    ),
    "text": (
        TokenizeRequest, ChatPromptRequest, DescribeRequest, ModelListRequest, WhereaboutsRequest, RecipeListRequest, LessonListRequest,
        KeepRunRequest, RunModelsRequest, CheckpointsRequest, BiasTablesRequest, TasksRequest, GridPromptsRequest, TableRequest,
        MatchRequest, PromptCheckRequest, PipelineRequest, CutRequest, TokenizerListRequest, CompareRequest, DataFieldsRequest,
        RecipeOpenRequest, RecipeSaveRequest,
    ),
    "fetch": (FetchRequest,),  # a silent index blocks it for many seconds, and tokens must not wait for that
    "scan": (VocabularyRequest, VocabularySearchRequest, FileReportRequest),  # long, and a pattern may have to be ended by force
    "fit": (TrainTokenizerRequest,),  # the library trains in one call that only the end of its process stops
    "map": (LayoutRequest, GroupRequest),
    "trial": (TrainEstimateRequest,),  # a process as a training's will be, that can be ended within a step
}  # fmt: skip
_ROLE_OF = {request: role for role, requests in _ANSWERS.items() for request in requests}

SPINS = "10000"
"""So often a thread looks whether there is work before it sleeps: some tens of microseconds."""
ROLES = tuple(_ANSWERS)

_PROGRAMS = {"fetch": "text", "scan": "text", "fit": "text", "map-2": "map", "map-3": "map"}
"""Roles that are another one's program in a process of their own."""

SEVERAL = {"map": ("map", "map-2", "map-3")}
"""Roles of which there may be several, each with a job; when all have one, the last is shared."""

IDLE_S = {"map": 120.0, "trial": 60.0}
"""How long such a child waits for another job before it ends: it holds compiled code or a library, and memory."""

CANCEL_S = {"map": 0.5, "trial": 0.5}
"""How long a job may go on that was cancelled before its child is killed: one child has little else to lose than that job."""
CANCEL_OTHER_S = 2.0

SUPERSEDED_S = {"engine": 30.0}
"""How long a replaced request may go on before its child is killed: opening a model can't be interrupted, and typing on
meanwhile must not end it. Other roles do nothing that takes so long."""
SUPERSEDED_OTHER_S = 3.0


def role_of(request: object) -> str:
    """The role that answers requests of this class. Raises TypeError if none does."""
    role = _ROLE_OF.get(type(request))
    if role is None:
        raise TypeError(f"no child answers {type(request).__name__}")
    return role


def kind_of_role(role: str) -> str:
    """The role that several children share."""
    return next((kind for kind, places in SEVERAL.items() if role in places), role)


def goes_on(answer: object) -> bool:
    """Whether an answer is itself a request, which another child carries on with."""
    return type(answer) in _ROLE_OF


def child_command(role: str) -> list[str]:
    """The command line of a child. `-P` keeps the folder the app was started in off its import path: it may be a model's."""
    program = f"_{_PROGRAMS.get(role, role)}"
    if getattr(sys, "frozen", False):
        return [sys.executable, program]
    return [sys.executable, "-P", "-m", "workbench", program]


def child_environment(role: str) -> dict[str, str]:
    """What a child finds in its environment. The person's own settings win over ours.

    Threads: one per core that this process may use. How long they spin before they sleep was chosen by decoding on two
    cores, alone and beside a busy process: by default 34 and 1 tokens/s, without spinning 18 and 12, with this count 33
    and 5.
    """
    cores = len(psutil.Process().cpu_affinity()) if hasattr(psutil.Process, "cpu_affinity") else psutil.cpu_count() or 1
    physical = psutil.cpu_count(logical=False) or cores
    defaults = {"TOKENIZERS_PARALLELISM": "true" if role == "fit" else "false"}
    if kind_of_role(role) in ("map", "cell"):
        defaults["OMP_WAIT_POLICY"] = "PASSIVE"  # it runs for long beside others, and gives up its core while it waits
    if role in ("engine", "train", "trial"):
        defaults["OMP_NUM_THREADS"] = str(min(cores, physical))
        if "OMP_WAIT_POLICY" not in os.environ:  # the count would overrule it
            defaults["GOMP_SPINCOUNT"] = SPINS
    environment = defaults | os.environ
    if role == "cell":
        environment["OMP_NUM_THREADS"] = "1"  # several run side by side, and what they find must not depend on how many
    checkout = Path(workbench.__file__).resolve().parent.parent
    if (checkout / "pyproject.toml").is_file():  # not installed: `-P` would not find it
        environment["PYTHONPATH"] = os.pathsep.join(filter(None, (str(checkout), os.environ.get("PYTHONPATH", ""))))
    return environment
