"""The shared vocabulary: requests, events and results as frozen dataclasses of NumPy arrays and scalars.

Every room may import these names and no room keeps a second word for the same thing.
"""

from workbench.values.chat import ChatPrompt, ChatPromptRequest
from workbench.values.codec import pack, unpack, value
from workbench.values.fill import Filled, FilledMask, FillRequest, Similarity, SimilarityRequest
from workbench.values.fluency import Fluency, FluencyRequest
from workbench.values.generation import (
    SAMPLER_STAGES,
    FinishReason,
    GenerateRequest,
    GenerationResult,
    GenerationStarted,
    SamplerSettings,
    TokenStep,
)
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
    "LIMITS", "MODEL_GONE", "OWN_TEXTS", "PATTERN_NAMES", "SAMPLER_STAGES", "Architecture", "Arrays", "ArraysRequest", "Bos",
    "Cells", "CellsRequest", "ChatPrompt", "ChatPromptRequest", "ChildState", "ChildStatus", "CloseRequest", "DescribeRequest",
    "Distribution", "Dtype", "Encoding", "FetchRequest", "Fetched", "FileInfo", "FillRequest", "Filled", "FilledMask",
    "FinishReason", "Fluency", "FluencyRequest", "Form", "GenerateRequest", "GenerationResult", "GenerationStarted", "Grid",
    "GridRequest", "HeadImage", "HeadRequest", "Installable", "KeepRunRequest", "Kept", "Lines", "LinesRequest", "ModelInfo",
    "ModelKind", "ModelList", "ModelListRequest", "Next", "NextRequest", "Notice", "Objective", "OpenRequest", "Part", "Progress",
    "RecipeList", "RecipeListRequest", "Recording", "Reduce", "RunAnnotateRequest", "RunDeleteRequest", "RunList", "RunListRequest",
    "RunOrder", "RunRecord", "RunRequest", "RunRow", "RunStarted", "RunStatus", "RunsChanged", "SamplerSettings", "Score",
    "ScoreRequest", "Selection", "Similarity", "SimilarityRequest", "Stage", "StoreCheck", "StoreCheckRequest", "Subject",
    "TensorInfo", "TokenStep", "TokenizeRequest", "Tokenized", "TraceRequest", "TraceSummary", "TrainCheckpoint", "TrainCommands",
    "TrainCommandsRequest", "TrainEvents", "TrainEventsRequest", "TrainRequest", "TrainResult", "TrainSample", "TrainStarted",
    "TrainStep", "TrainTellRequest", "TrainTold", "TrainValidation", "Verb", "Whereabouts", "WhereaboutsRequest", "pack", "unpack",
    "value",
]  # fmt: skip
