"""The shared vocabulary: requests, events and results as frozen dataclasses of NumPy arrays and scalars.

Every room may import these names and no room keeps a second word for the same thing.
"""

from workbench.values.beams import NODE_STATES, Beam, BeamRequest, BeamResult, BeamStarted, BeamStep
from workbench.values.branches import Branch, Branches, BranchesRequest
from workbench.values.chat import ChatPrompt, ChatPromptRequest
from workbench.values.choosing import (
    Draw,
    Probe,
    ProbeRequest,
    StoredSteps,
    TokenPath,
    Undecided,
    Waterfall,
    WaterfallRequest,
    WaterfallStage,
    WhatIf,
    WhatIfRequest,
    path_of,
    stored_steps,
)
from workbench.values.codec import pack, unpack, value
from workbench.values.fill import Filled, FilledMask, FillRequest, Similarity, SimilarityRequest
from workbench.values.fluency import Fluency, FluencyRequest
from workbench.values.generation import (
    RECORDED,
    DrawOrder,
    FinishReason,
    GenerateRequest,
    GenerationResult,
    GenerationStarted,
    TokenStep,
)
from workbench.values.grid import (
    MAX_CELLS,
    BadRow,
    GridCellDone,
    GridCellFailed,
    GridKernels,
    GridKernelsRequest,
    GridKnown,
    GridKnownRequest,
    GridOutcome,
    GridPrompt,
    GridPrompts,
    GridPromptsRequest,
    GridResult,
    GridScore,
    GridSetting,
    GridStarted,
    Matched,
    MatchRequest,
    PromptGridRequest,
    PromptTable,
    PromptTemplate,
    ScoreKind,
    TableRead,
    TableRequest,
    WorkKind,
)
from workbench.values.likelihood import Likelihood, LikelihoodRequest, ScoredContinuation
from workbench.values.model import (
    MODEL_GONE,
    CloseRequest,
    DescribeRequest,
    Fetched,
    FetchRequest,
    FileInfo,
    Installable,
    ModelInfo,
    ModelList,
    ModelListRequest,
    OpenRequest,
    TensorInfo,
    Whereabouts,
    WhereaboutsRequest,
)
from workbench.values.process import ChildState, ChildStatus
from workbench.values.progress import Notice, Progress, RunStarted
from workbench.values.replay import Cause, ReplayRequest, ReplayResult, ReplayStep, replay_request
from workbench.values.runs import (
    Recording,
    RunAnnotateRequest,
    RunDeleteRequest,
    RunList,
    RunListRequest,
    RunOrder,
    RunRecord,
    RunRequest,
    RunRow,
    RunsChanged,
    RunStatus,
    StoreCheck,
    StoreCheckRequest,
)
from workbench.values.sampling import ALL, DRY_BREAKERS, PRESETS, SAMPLER_STAGES, SamplerPreset, SamplerSettings, preset
from workbench.values.score import Score, ScoreRequest
from workbench.values.subject import Bos, Dtype, Form, Selection, Subject
from workbench.values.text import Encoding, Stage, Tokenized, TokenizeRequest
from workbench.values.trace import (
    PATTERN_NAMES,
    Arrays,
    ArraysRequest,
    Cells,
    CellsRequest,
    Distribution,
    Grid,
    GridRequest,
    HeadImage,
    HeadRequest,
    Lines,
    LinesRequest,
    Next,
    NextRequest,
    Part,
    Reduce,
    TraceRequest,
    TraceSummary,
)
from workbench.values.training import (
    LIMITS,
    OWN_TEXTS,
    Architecture,
    KeepRunRequest,
    Kept,
    ModelKind,
    Objective,
    RecipeList,
    RecipeListRequest,
    TrainCheckpoint,
    TrainCommands,
    TrainCommandsRequest,
    TrainEvents,
    TrainEventsRequest,
    TrainRequest,
    TrainResult,
    TrainSample,
    TrainStarted,
    TrainStep,
    TrainTellRequest,
    TrainTold,
    TrainValidation,
    Verb,
)

__all__ = [
    "ALL", "DRY_BREAKERS", "LIMITS", "MAX_CELLS", "MODEL_GONE", "NODE_STATES", "OWN_TEXTS", "PATTERN_NAMES", "PRESETS",
    "RECORDED", "SAMPLER_STAGES", "Architecture", "Arrays", "ArraysRequest", "BadRow", "Beam", "BeamRequest", "BeamResult",
    "BeamStarted", "BeamStep", "Bos", "Branch", "Branches", "BranchesRequest", "Cause", "Cells", "CellsRequest", "ChatPrompt",
    "ChatPromptRequest", "ChildState", "ChildStatus", "CloseRequest", "DescribeRequest", "Distribution", "Draw", "DrawOrder",
    "Dtype", "Encoding", "FetchRequest", "Fetched", "FileInfo", "FillRequest", "Filled", "FilledMask", "FinishReason",
    "Fluency", "FluencyRequest", "Form", "GenerateRequest", "GenerationResult", "GenerationStarted", "Grid", "GridCellDone",
    "GridCellFailed", "GridKernels", "GridKernelsRequest", "GridKnown", "GridKnownRequest", "GridOutcome", "GridPrompt",
    "GridPrompts", "GridPromptsRequest", "GridRequest", "GridResult", "GridScore", "GridSetting", "GridStarted", "HeadImage",
    "HeadRequest", "Installable", "KeepRunRequest", "Kept", "Likelihood", "LikelihoodRequest", "Lines", "LinesRequest",
    "MatchRequest", "Matched", "ModelInfo", "ModelKind", "ModelList", "ModelListRequest", "Next", "NextRequest", "Notice",
    "Objective", "OpenRequest", "Part", "Probe", "ProbeRequest", "Progress", "PromptGridRequest", "PromptTable",
    "PromptTemplate", "RecipeList", "RecipeListRequest", "Recording", "Reduce", "ReplayRequest", "ReplayResult", "ReplayStep",
    "RunAnnotateRequest", "RunDeleteRequest", "RunList", "RunListRequest", "RunOrder", "RunRecord", "RunRequest", "RunRow",
    "RunStarted", "RunStatus", "RunsChanged", "SamplerPreset", "SamplerSettings", "Score", "ScoreKind", "ScoreRequest",
    "ScoredContinuation", "Selection", "Similarity", "SimilarityRequest", "Stage", "StoreCheck", "StoreCheckRequest",
    "StoredSteps", "Subject", "TableRead", "TableRequest", "TensorInfo", "TokenPath", "TokenStep", "TokenizeRequest",
    "Tokenized", "TraceRequest", "TraceSummary", "TrainCheckpoint", "TrainCommands", "TrainCommandsRequest", "TrainEvents",
    "TrainEventsRequest", "TrainRequest", "TrainResult", "TrainSample", "TrainStarted", "TrainStep", "TrainTellRequest",
    "TrainTold", "TrainValidation", "Undecided", "Verb", "Waterfall", "WaterfallRequest", "WaterfallStage", "WhatIf",
    "WhatIfRequest", "Whereabouts", "WhereaboutsRequest", "WorkKind", "pack", "path_of", "preset", "replay_request",
    "stored_steps", "unpack", "value",
]  # fmt: skip
