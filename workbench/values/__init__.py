"""The shared vocabulary: requests, events and results as frozen dataclasses of NumPy arrays and scalars.

Every room may import these names and no room keeps a second word for the same thing.
"""

from workbench.values.alignment import GAP, aligned
from workbench.values.analyses import TRACE_ANALYSES, TRACE_COMPARISONS
from workbench.values.architectures import AnyArchitecture, Architecture, ModelKind, NgramArchitecture, WindowArchitecture
from workbench.values.association import Association, AssociationRequest
from workbench.values.attribution import Attribution, AttributionRequest
from workbench.values.beams import NODE_STATES, Beam, BeamRequest, BeamResult, BeamStarted, BeamStep
from workbench.values.bias import LEAST_TEMPLATES, Bias, BiasPair, BiasRequest, BiasTable, BiasTables, BiasTablesRequest, BuiltInTable
from workbench.values.bias_table import MOST_PAIRS, check_table, table_from_csv, table_to_csv
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
from workbench.values.classes import Classified, ClassifyRequest
from workbench.values.codec import pack, unpack, value
from workbench.values.combined import PLAIN, Combination, Over, Together
from workbench.values.contrast import Contrast, Contrasted
from workbench.values.cuts import Attempt, CutRequest, Matching, Merge, Merging, Pair, Paths, Pieces, Segmentation
from workbench.values.difference import Difference, DifferenceRequest, GridDifference, GridDifferenceRequest, Places
from workbench.values.directions import Direction, DirectionRequest
from workbench.values.effects import Ablated, AblateRequest, Effects, EffectsRequest, Measured, ModelPart
from workbench.values.evolution import Basis, Checkpoints, CheckpointsRequest, Evolution, EvolutionRequest
from workbench.values.figure import Figure
from workbench.values.fill import Filled, FilledMask, FillRequest, Similarity, SimilarityRequest
from workbench.values.flow import FLOW_KINDS, FlowImage, FlowKind, FlowRequest, FlowRows, FlowRowsRequest
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
from workbench.values.head_types import (
    HEAD_SCORES,
    LOCAL,
    LOCAL_CHOICE,
    NAMED_FROM,
    NAMED_QUERIES,
    HeadTypes,
    HeadTypesRequest,
    TextHeadsRequest,
)
from workbench.values.inputs import BASELINES, INPUTS_METHODS, Baseline, Inputs, InputsMethod, InputsRequest
from workbench.values.inside import Inside, InsideRequest, Unsaid
from workbench.values.interventions import Ablation, Intervention, Replacement, Steering
from workbench.values.kept_trace import TraceCheck, TraceCheckRequest, TraceSaved, TraceSaveRequest
from workbench.values.lens import Lens, LensRequest
from workbench.values.lesson_table import Band, Spread, band_of, latest, shown_arms, spread, spread_of
from workbench.values.lessons import (
    ARM,
    LESSON_TAG,
    RULES,
    AnswerShare,
    CellRequest,
    InductionScore,
    LessonArm,
    LessonAxis,
    LessonCell,
    LessonChart,
    LessonCurve,
    LessonList,
    LessonListRequest,
    LessonMeasure,
    LessonRequest,
    LessonResult,
    LessonStarted,
    LikelierAnswer,
    RuleClassifier,
    TextLoss,
)
from workbench.values.likelihood import Likelihood, LikelihoodRequest, ScoredContinuation
from workbench.values.likeness import MOST_ALIKE, Likeness, LikenessRequest, share_below
from workbench.values.maps import (
    LEAST_COMPONENTS,
    MAP_METRICS,
    MOST_LAID_OUT,
    MOST_NUMBERS,
    AllItems,
    Axis,
    ChosenItems,
    Clusters,
    ClustersRequest,
    FirstItems,
    GroupRequest,
    Layout,
    LayoutRequest,
    MapFrame,
    MapItems,
    MapMethod,
    MapMetric,
    MapQuality,
    MapQualityRequest,
    MapRequest,
    MapStarted,
    OwnAxes,
    Pca,
    SampledItems,
    Tsne,
    Umap,
    VectorMap,
)
from workbench.values.methods import VIRTUAL_FIRST, ChosenLayers, Full, LowRank, Method, Product, SoftPrompt
from workbench.values.metrics import SERIES, MetricCurve, Metrics, MetricsRequest
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
from workbench.values.occurrences import find_word, forms_of
from workbench.values.parting import Parting, parting
from workbench.values.patching import PatchedLayer, PatchMap, PatchPart, PatchRequest, PatchStarted, PatchWay
from workbench.values.pipeline import CHANGES, Pipeline, PipelineRequest, Stage, StageName
from workbench.values.process import ChildState, ChildStatus
from workbench.values.profile import Profile, ProfileRequest
from workbench.values.progress import Notice, Progress, RunStarted
from workbench.values.prompt_check import PromptCheck, PromptCheckRequest, PromptFinding, PromptTrouble
from workbench.values.query_scores import QueryScores, QueryScoresRequest
from workbench.values.recipes import Recipe, RecipeOpenRequest, RecipeSaveRequest
from workbench.values.replay import Cause, ReplayRequest, ReplayResult, ReplayStep, replay_request
from workbench.values.runs import (
    Recording,
    RunAnnotateRequest,
    RunDeleteRequest,
    RunKeepRequest,
    RunKept,
    RunKeptRequest,
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
    StoreWritable,
    StoreWritableRequest,
)
from workbench.values.sampling import ALL, DRY_BREAKERS, PRESETS, SAMPLER_STAGES, SamplerPreset, SamplerSettings, preset
from workbench.values.score import Score, ScoreRequest
from workbench.values.senses import Occurrence, SenseMetric, Senses, SensesRequest
from workbench.values.strongest import Combined, CombinedRequest, Strongest, StrongestRequest
from workbench.values.subject import Bos, Dtype, Form, Selection, Subject
from workbench.values.tasks import TASKS, Task, TaskMode, TaskRecipe, Tasks, TasksRequest
from workbench.values.text import Encoding, Tokenized, TokenizeRequest
from workbench.values.tokenizers import (
    ADDED,
    BYTE,
    CHANGED,
    FORMS,
    FRAGMENT,
    INSIDE,
    KEPT,
    LOST,
    MISSING,
    ORDINARY,
    REACHED,
    RESERVED,
    SCRIPTS,
    SPACES,
    SPECIAL,
    TOKENIZER_KINDS,
    UNREACHED,
    CompareRequest,
    Comparison,
    FileReport,
    FileReportRequest,
    HeldOut,
    Lane,
    LineReport,
    Script,
    ScriptCost,
    SearchMode,
    TokenizerChoice,
    TokenizerList,
    TokenizerListRequest,
    TokenNorms,
    TokenNormsRequest,
    TrainedTokenizer,
    TrainTokenizerRequest,
    Vocabulary,
    VocabularyMatches,
    VocabularyRequest,
    VocabularySearchRequest,
)
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
    TraceRequest,
    TraceSummary,
)
from workbench.values.trace_parts import Part, Reduce
from workbench.values.training import (
    LIMITS,
    OWN_TEXTS,
    Decay,
    DocumentPart,
    Frame,
    KeepRunRequest,
    Kept,
    Objective,
    RecipeList,
    RecipeListRequest,
    RunModels,
    RunModelsRequest,
    TrainChanged,
    TrainCheckpoint,
    TrainCommand,
    TrainCommands,
    TrainCommandsRequest,
    TrainEvents,
    TrainEventsRequest,
    TrainMended,
    TrainRequest,
    TrainResult,
    TrainSample,
    TrainStarted,
    TrainStep,
    TrainTellRequest,
    TrainTold,
    TrainTrouble,
    TrainValidation,
    Verb,
    run_and_step,
)
from workbench.values.training_data import (
    CORPORA,
    KNOWN_SOURCES,
    OFFERS,
    DataFields,
    DataFieldsRequest,
    DataKind,
    Offer,
    TrainRow,
    TrainRows,
)
from workbench.values.training_estimate import TrainEstimate, TrainEstimateRequest, costs_the_same, times_due
from workbench.values.training_watch import (
    MOST_PINNED,
    AlarmReason,
    AlarmRow,
    OnAlarm,
    PartName,
    PartNorms,
    TrainAlarm,
    TrainPinned,
    TrainVirtual,
)
from workbench.values.vector_quality import (
    AnalogiesRequest,
    AnalogyQuestion,
    AnalogyResult,
    WordPair,
    WordSimilarity,
    WordSimilarityRequest,
)
from workbench.values.vector_query import query_text, terms_of
from workbench.values.vector_ranks import HUBS_K, Hubs, HubsRequest, Ranks, RanksRequest
from workbench.values.vectors import (
    METRICS,
    ContextSource,
    FileSource,
    Metric,
    ModelVectorSource,
    Neighbors,
    NeighborsRequest,
    Only,
    Pooling,
    PositionSource,
    Ranking,
    SentenceSource,
    Term,
    TokenSource,
    Vectors,
    VectorSource,
    VectorsRequest,
)
from workbench.values.words import merged, word_starts

__all__ = [
    "ADDED", "ALL", "ARM", "BASELINES", "BYTE", "CHANGED", "CHANGES", "CORPORA", "DRY_BREAKERS", "FLOW_KINDS", "FORMS", "FRAGMENT",
    "GAP", "HEAD_SCORES", "HUBS_K", "INPUTS_METHODS", "INSIDE", "KEPT", "KNOWN_SOURCES", "LEAST_COMPONENTS", "LEAST_TEMPLATES",
    "LESSON_TAG", "LIMITS", "LOCAL", "LOCAL_CHOICE", "LOST", "MAP_METRICS", "MAX_CELLS", "METRICS", "MISSING", "MODEL_GONE",
    "MOST_ALIKE", "MOST_LAID_OUT", "MOST_NUMBERS", "MOST_PAIRS", "MOST_PINNED", "NAMED_FROM", "NAMED_QUERIES", "NODE_STATES", "OFFERS",
    "ORDINARY", "OWN_TEXTS", "PATTERN_NAMES", "PLAIN", "PRESETS", "REACHED", "RECORDED", "RESERVED", "RULES", "SAMPLER_STAGES",
    "SCRIPTS", "SERIES", "SPACES", "SPECIAL", "TASKS", "TOKENIZER_KINDS", "TRACE_ANALYSES", "TRACE_COMPARISONS", "UNREACHED",
    "VIRTUAL_FIRST", "AblateRequest", "Ablated", "Ablation", "AlarmReason", "AlarmRow", "AllItems", "AnalogiesRequest",
    "AnalogyQuestion", "AnalogyResult", "AnswerShare", "AnyArchitecture", "Architecture", "Arrays", "ArraysRequest", "Association",
    "AssociationRequest", "Attempt", "Attribution", "AttributionRequest", "Axis", "BadRow", "Band", "Baseline", "Basis", "Beam",
    "BeamRequest", "BeamResult", "BeamStarted", "BeamStep", "Bias", "BiasPair", "BiasRequest", "BiasTable", "BiasTables",
    "BiasTablesRequest", "Bos", "Branch", "Branches", "BranchesRequest", "BuiltInTable", "Cause", "CellRequest", "Cells",
    "CellsRequest", "ChatPrompt", "ChatPromptRequest", "Checkpoints", "CheckpointsRequest", "ChildState", "ChildStatus", "ChosenItems",
    "ChosenLayers", "Classified", "ClassifyRequest", "CloseRequest", "Clusters", "ClustersRequest", "Combination", "Combined",
    "CombinedRequest", "CompareRequest", "Comparison", "ContextSource", "Contrast", "Contrasted", "CutRequest", "DataFields",
    "DataFieldsRequest", "DataKind", "Decay", "DescribeRequest", "Difference", "DifferenceRequest", "Direction", "DirectionRequest",
    "Distribution", "DocumentPart", "Draw", "DrawOrder", "Dtype", "Effects", "EffectsRequest", "Encoding", "Evolution",
    "EvolutionRequest", "FetchRequest", "Fetched", "Figure", "FileInfo", "FileReport", "FileReportRequest", "FileSource", "FillRequest",
    "Filled", "FilledMask", "FinishReason", "FirstItems", "FlowImage", "FlowKind", "FlowRequest", "FlowRows", "FlowRowsRequest",
    "Fluency", "FluencyRequest", "Form", "Frame", "Full", "GenerateRequest", "GenerationResult", "GenerationStarted", "Grid",
    "GridCellDone", "GridCellFailed", "GridDifference", "GridDifferenceRequest", "GridKernels", "GridKernelsRequest", "GridKnown",
    "GridKnownRequest", "GridOutcome", "GridPrompt", "GridPrompts", "GridPromptsRequest", "GridRequest", "GridResult", "GridScore",
    "GridSetting", "GridStarted", "GroupRequest", "HeadImage", "HeadRequest", "HeadTypes", "HeadTypesRequest", "HeldOut", "Hubs",
    "HubsRequest", "InductionScore", "Inputs", "InputsMethod", "InputsRequest", "Inside", "InsideRequest", "Installable",
    "Intervention", "KeepRunRequest", "Kept", "Lane", "Layout", "LayoutRequest", "Lens", "LensRequest", "LessonArm", "LessonAxis",
    "LessonCell", "LessonChart", "LessonCurve", "LessonList", "LessonListRequest", "LessonMeasure", "LessonRequest", "LessonResult",
    "LessonStarted", "LikelierAnswer", "Likelihood", "LikelihoodRequest", "Likeness", "LikenessRequest", "LineReport", "Lines",
    "LinesRequest", "LowRank", "MapFrame", "MapItems", "MapMethod", "MapMetric", "MapQuality", "MapQualityRequest", "MapRequest",
    "MapStarted", "MatchRequest", "Matched", "Matching", "Measured", "Merge", "Merging", "Method", "Metric", "MetricCurve", "Metrics",
    "MetricsRequest", "ModelInfo", "ModelKind", "ModelList", "ModelListRequest", "ModelPart", "ModelVectorSource", "Neighbors",
    "NeighborsRequest", "Next", "NextRequest", "NgramArchitecture", "Notice", "Objective", "Occurrence", "Offer", "OnAlarm", "Only",
    "OpenRequest", "Over", "OwnAxes", "Pair", "Part", "PartName", "PartNorms", "Parting", "PatchMap", "PatchPart", "PatchRequest",
    "PatchStarted", "PatchWay", "PatchedLayer", "Paths", "Pca", "Pieces", "Pipeline", "PipelineRequest", "Places", "Pooling",
    "PositionSource", "Probe", "ProbeRequest", "Product", "Profile", "ProfileRequest", "Progress", "PromptCheck", "PromptCheckRequest",
    "PromptFinding", "PromptGridRequest", "PromptTable", "PromptTemplate", "PromptTrouble", "QueryScores", "QueryScoresRequest",
    "Ranking", "Ranks", "RanksRequest", "Recipe", "RecipeList", "RecipeListRequest", "RecipeOpenRequest", "RecipeSaveRequest",
    "Recording", "Reduce", "Replacement", "ReplayRequest", "ReplayResult", "ReplayStep", "RuleClassifier", "RunAnnotateRequest",
    "RunDeleteRequest", "RunKeepRequest", "RunKept", "RunKeptRequest", "RunList", "RunListRequest", "RunModels", "RunModelsRequest",
    "RunOrder", "RunRecord", "RunRequest", "RunRow", "RunStarted", "RunStatus", "RunsChanged", "SampledItems", "SamplerPreset",
    "SamplerSettings", "Score", "ScoreKind", "ScoreRequest", "ScoredContinuation", "Script", "ScriptCost", "SearchMode", "Segmentation",
    "Selection", "SenseMetric", "Senses", "SensesRequest", "SentenceSource", "Similarity", "SimilarityRequest", "SoftPrompt", "Spread",
    "Stage", "StageName", "Steering", "StoreCheck", "StoreCheckRequest", "StoreWritable", "StoreWritableRequest", "StoredSteps",
    "Strongest", "StrongestRequest", "Subject",
    "TableRead", "TableRequest", "Task", "TaskMode", "TaskRecipe", "Tasks", "TasksRequest", "TensorInfo", "Term", "TextHeadsRequest",
    "TextLoss", "Together", "TokenNorms", "TokenNormsRequest", "TokenPath", "TokenSource", "TokenStep", "TokenizeRequest", "Tokenized",
    "TokenizerChoice", "TokenizerList", "TokenizerListRequest", "TraceCheck", "TraceCheckRequest", "TraceRequest", "TraceSaveRequest",
    "TraceSaved", "TraceSummary", "TrainAlarm", "TrainChanged", "TrainCheckpoint", "TrainCommand", "TrainCommands", "TrainCommandsRequest",
    "TrainEstimate", "TrainEstimateRequest", "TrainEvents", "TrainEventsRequest", "TrainMended", "TrainPinned", "TrainRequest",
    "TrainResult", "TrainRow", "TrainRows", "TrainSample", "TrainStarted", "TrainStep", "TrainTellRequest", "TrainTokenizerRequest",
    "TrainTold", "TrainTrouble", "TrainValidation", "TrainVirtual", "TrainedTokenizer", "Tsne", "Umap", "Undecided", "Unsaid",
    "VectorMap", "VectorSource", "Vectors", "VectorsRequest", "Verb", "Vocabulary", "VocabularyMatches", "VocabularyRequest",
    "VocabularySearchRequest", "Waterfall", "WaterfallRequest", "WaterfallStage", "WhatIf", "WhatIfRequest", "Whereabouts",
    "WhereaboutsRequest", "WindowArchitecture", "WordPair", "WordSimilarity", "WordSimilarityRequest", "WorkKind", "aligned", "band_of",
    "check_table", "costs_the_same", "find_word", "forms_of", "latest", "merged", "pack", "parting", "path_of", "preset", "query_text",
    "replay_request", "run_and_step", "share_below", "shown_arms", "spread", "spread_of", "stored_steps", "table_from_csv",
    "table_to_csv", "terms_of", "times_due", "unpack", "value", "word_starts",
]  # fmt: skip
