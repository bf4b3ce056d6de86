PRAGMA application_id = 1280137026;
PRAGMA journal_mode = WAL;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
CREATE TABLE texts (
    -- Every text once, by its content. Runs point here; what nothing points to is removed when runs are purged.
    id INTEGER PRIMARY KEY,
    sha256 TEXT NOT NULL UNIQUE,  -- of the UTF-8 bytes
    text TEXT NOT NULL,
    size_bytes INTEGER NOT NULL
) STRICT;
CREATE TABLE models (
    -- Every way a model was open (file, arithmetic, kernels, device), by the content of its description.
    id INTEGER PRIMARY KEY,
    sha256 TEXT NOT NULL UNIQUE,  -- of info
    file_sha256 TEXT NOT NULL,    -- of the model's file or folder
    name TEXT NOT NULL,
    info TEXT NOT NULL            -- JSON of a ModelInfo
) STRICT;
CREATE INDEX models_file ON models(file_sha256);
CREATE TABLE messages (
    -- Conversations: every message once, by role, text and the message it answers; a chat is a path from a leaf to its root.
    id INTEGER PRIMARY KEY,
    sha256 TEXT NOT NULL UNIQUE,  -- of the parent's sha256 (or nothing), the role and the text's sha256, separated by newlines
    parent_id INTEGER REFERENCES messages(id),
    role TEXT NOT NULL,           -- system, user, assistant, tool
    text_id INTEGER NOT NULL REFERENCES texts(id)
) STRICT;
CREATE INDEX messages_parent ON messages(parent_id);
CREATE INDEX messages_text ON messages(text_id);
CREATE TABLE runs (
    -- One row for everything that was done and kept.
    id INTEGER PRIMARY KEY AUTOINCREMENT,  -- what people say; never used again after a deletion
    ulid TEXT NOT NULL UNIQUE,             -- what stays the same when a run moves to another database
    kind TEXT NOT NULL,                    -- generate, trace, tokenize, score, ...
    status TEXT NOT NULL CHECK (status IN ('running', 'done', 'failed', 'cancelled', 'interrupted')),
    model TEXT NOT NULL,                   -- as it was asked for: a name, a file, a folder
    model_id INTEGER REFERENCES models(id),
    request TEXT NOT NULL,                 -- JSON of the request
    result_seq INTEGER,                    -- the event that is the result
    parent_id INTEGER REFERENCES runs(id) ON DELETE SET NULL,  -- the run this one branched or forked from ...
    parent_step INTEGER,                                       -- ... and at which step
    message_id INTEGER REFERENCES messages(id),                -- the last message of its conversation
    app_version TEXT NOT NULL,
    environment TEXT NOT NULL,             -- JSON: versions, threads, device, kernels
    host TEXT NOT NULL,                    -- with pid and the process's start: is whoever runs this still alive?
    pid INTEGER NOT NULL,
    process_started REAL NOT NULL,         -- seconds since 1970
    error_code TEXT NOT NULL DEFAULT '',
    error_values TEXT NOT NULL DEFAULT '{}',
    summary TEXT NOT NULL DEFAULT '',
    note TEXT NOT NULL DEFAULT '',
    created_at_utc TEXT NOT NULL,          -- ISO 8601
    finished_at_utc TEXT NOT NULL DEFAULT '',
    deleted_at_utc TEXT                    -- hidden since then, and purged later
) STRICT;
CREATE INDEX runs_kind ON runs(kind);
CREATE INDEX runs_parent ON runs(parent_id);
CREATE INDEX runs_model ON runs(model_id);
CREATE INDEX runs_message ON runs(message_id);
CREATE INDEX runs_unfinished ON runs(id) WHERE status = 'running';
CREATE INDEX runs_deleted ON runs(deleted_at_utc) WHERE deleted_at_utc IS NOT NULL;
CREATE TABLE run_texts (
    -- Which texts a run is about: subject (what it was given), continuation (what it wrote), part (long strings of its documents).
    run_id INTEGER NOT NULL REFERENCES runs(id) ON DELETE CASCADE,
    role TEXT NOT NULL CHECK (role IN ('subject', 'continuation', 'part')),
    text_id INTEGER NOT NULL REFERENCES texts(id),
    PRIMARY KEY (run_id, role, text_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX run_texts_text ON run_texts(text_id);
CREATE TABLE steps (
    -- The tokens of generations. A number that is not a number (no draw when greedy) is NULL; -inf is -inf.
    run_id INTEGER NOT NULL REFERENCES runs(id) ON DELETE CASCADE,
    seq INTEGER NOT NULL,          -- place among all events of the run, steps and others alike
    step INTEGER NOT NULL,
    token_id INTEGER NOT NULL,
    token TEXT NOT NULL,           -- JSON string: pieces may hold what SQLite's text cannot
    text TEXT NOT NULL,            -- JSON string
    logprob_raw REAL,
    logprob_final REAL,
    entropy REAL,
    draw REAL,
    tail REAL,
    top_ids BLOB NOT NULL,         -- little-endian int32 [m]
    top_texts TEXT NOT NULL,       -- JSON list of m strings
    top_logprob_raw BLOB NOT NULL,   -- little-endian float32 [m]
    top_logprob_final BLOB NOT NULL, xtc_draw REAL, log_normalizer REAL, -- little-endian float32 [m]
    PRIMARY KEY (run_id, seq)
) STRICT;
CREATE TABLE events (
    -- Everything else an operation said, in order; a result is the event that runs.result_seq names.
    run_id INTEGER NOT NULL REFERENCES runs(id) ON DELETE CASCADE,
    seq INTEGER NOT NULL,
    step INTEGER,                  -- the step of the operation it belongs to, where it says so
    kind TEXT NOT NULL,            -- the value's class
    payload TEXT,                  -- JSON of the value; NULL: too large to be kept
    at_utc TEXT NOT NULL,
    PRIMARY KEY (run_id, seq)
) STRICT;
CREATE TABLE commands (
    -- What a window tells a process that it did not start: read between steps, acknowledged when obeyed.
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    run_id INTEGER NOT NULL REFERENCES runs(id) ON DELETE CASCADE,
    verb TEXT NOT NULL,            -- pause, resume, stop, set, ...
    args TEXT NOT NULL DEFAULT '{}',
    created_at_utc TEXT NOT NULL,
    acknowledged_at_utc TEXT,
    outcome TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX commands_waiting ON commands(run_id, id) WHERE acknowledged_at_utc IS NULL;
CREATE TABLE artefacts (
    -- Files that runs keep, named by their sha256 in the folder beside this database.
    sha256 TEXT PRIMARY KEY,
    size_bytes INTEGER NOT NULL,
    media_type TEXT NOT NULL,
    created_at_utc TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE run_artefacts (
    -- Which run keeps which file, under which name.
    run_id INTEGER NOT NULL REFERENCES runs(id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    sha256 TEXT NOT NULL REFERENCES artefacts(sha256),
    PRIMARY KEY (run_id, name)
) STRICT, WITHOUT ROWID;
CREATE INDEX run_artefacts_file ON run_artefacts(sha256);
CREATE TABLE run_tags (
    -- Words a person put on a run.
    run_id INTEGER NOT NULL REFERENCES runs(id) ON DELETE CASCADE,
    tag TEXT NOT NULL,
    PRIMARY KEY (run_id, tag)
) STRICT, WITHOUT ROWID;
CREATE VIRTUAL TABLE text_search USING fts5(terms, content='', contentless_delete=1, tokenize='ascii');
CREATE VIRTUAL TABLE run_search USING fts5(terms, content='', contentless_delete=1, tokenize='ascii');
CREATE TABLE cells (
    -- What came of one work of a grid, once, by its content; an equal work is never done twice.
    key TEXT PRIMARY KEY,          -- sha256 of model, exact prompt ids, sampler, seed, limits, kind, arithmetic and kernels
    kind TEXT NOT NULL CHECK (kind IN ('generate', 'likelihood')),
    model_sha256 TEXT NOT NULL,    -- of the model's file or folder
    dtype TEXT NOT NULL,
    kernels TEXT NOT NULL,
    prompt_ids BLOB NOT NULL,      -- little-endian int32 [n]: exactly what the model read
    ids BLOB NOT NULL,             -- little-endian int32 [m]: what it wrote
    text TEXT NOT NULL,            -- JSON string
    finish_reason TEXT NOT NULL,
    continuations TEXT NOT NULL,   -- JSON list of k strings that were weighed ...
    nats BLOB NOT NULL,            -- ... and ln p of each behind the prompt, little-endian float64 [k]
    seconds REAL NOT NULL,         -- it took
    created_at_utc TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX cells_model ON cells(model_sha256, dtype, created_at_utc);
CREATE TABLE run_cells (
    -- Which cell of a grid's run has which outcome, or which error.
    run_id INTEGER NOT NULL REFERENCES runs(id) ON DELETE CASCADE,
    place INTEGER NOT NULL,        -- row x number of columns + column
    kind TEXT NOT NULL,
    seq INTEGER NOT NULL,          -- place among all events of the run
    key TEXT REFERENCES cells(key),
    error_code TEXT NOT NULL DEFAULT '',
    error_values TEXT NOT NULL DEFAULT '{}',
    known INTEGER NOT NULL DEFAULT 0,  -- 1: it was there before, and was not computed for this run
    PRIMARY KEY (run_id, place, kind)
) STRICT, WITHOUT ROWID;
CREATE INDEX run_cells_key ON run_cells(key);
CREATE TABLE metric_turns (
    -- Where a training went back to an earlier step: the points of turns before count up to after_step.
    run_id INTEGER NOT NULL REFERENCES runs(id) ON DELETE CASCADE,
    turn INTEGER NOT NULL,         -- 1, 2, ...; what is before the first is turn 0
    after_step INTEGER NOT NULL,
    PRIMARY KEY (run_id, turn)
) STRICT, WITHOUT ROWID;
CREATE TABLE metric_tails (
    -- The newest points of the curves of trainings, as they are until they are sealed in metric_chunks. Rows of a curve rise by step.
    run_id INTEGER NOT NULL REFERENCES runs(id) ON DELETE CASCADE,
    series TEXT NOT NULL,          -- loss, learning_rate, ...
    turn INTEGER NOT NULL,
    last_step INTEGER NOT NULL,    -- of this row
    n_points INTEGER NOT NULL,     -- of this curve's rows up to this one
    steps BLOB NOT NULL,           -- little-endian int64 [n], rising
    points BLOB NOT NULL,          -- little-endian float64 [n], NaN and infinity as they were measured
    PRIMARY KEY (run_id, series, turn, last_step)
) STRICT, WITHOUT ROWID;
CREATE TABLE metric_chunks (
    -- Older points of the curves of trainings, sealed and compressed (see workbench.store.packing). What is sealed counts, not a row.
    run_id INTEGER NOT NULL REFERENCES runs(id) ON DELETE CASCADE,
    series TEXT NOT NULL,
    turn INTEGER NOT NULL,
    first_step INTEGER NOT NULL,
    last_step INTEGER NOT NULL,
    n_points INTEGER NOT NULL,
    least REAL,                    -- of the finite values; NULL: there are none
    most REAL,
    last REAL,                     -- NULL: not a number
    pyramid BLOB NOT NULL,         -- of each 128 points: least, greatest, last; little-endian float64 [3, blocks]
    steps BLOB,                    -- int64 [n_points], packed; NULL: equally far from each other
    points BLOB NOT NULL,          -- float64 [n_points], packed
    PRIMARY KEY (run_id, series, turn, first_step)
) STRICT;
INSERT INTO _sqlite_migrations VALUES (1, 'workbench', '0001_first_light', '2026-11-23 23:56:56.547580+00:00');
INSERT INTO _sqlite_migrations VALUES (3, 'workbench', '0003_step_numbers', '2026-11-25 10:51:48.031814+00:00');
INSERT INTO _sqlite_migrations VALUES (2, 'workbench', '0002_cells', '2026-11-25 10:39:35.742595+00:00');
INSERT INTO _sqlite_migrations VALUES (4, 'workbench', '0004_metric_points', '2026-11-30 19:58:39.942071+00:00');
INSERT INTO _sqlite_migrations VALUES (5, 'workbench', '0005_metric_chunks', '2026-11-30 20:12:47.901902+00:00');
INSERT INTO _sqlite_migrations VALUES (6, 'workbench', '0006_metric_tails', '2026-11-30 23:49:13.315409+00:00');
INSERT INTO texts VALUES (1, 'cca09dd9d93f04b351d71b455dcbadfefd9de9f26d6dcb251a48a87c1619d2cb', '대한민국의 수도는 Seoul, and the capital of France is', 61);
INSERT INTO texts VALUES (2, '67bd4460cdaef63bde87be0ce840be3ec48c70504a15037ec6b02759e23f07f7', ' 강 강', 8);
INSERT INTO texts VALUES (3, 'e79b0f1fd3a8a1ff80c2674a9712e352850e53122c4832cb5c629461c280466c', '감정
{text}?', 14);
INSERT INTO texts VALUES (4, '2cd70f6922014dd5ba6a7ce6131fff3522f2d0d2bbcf8bdc5faefea6caee0582', '아주 긴 문장입니다. 아주 긴 문장입니다. 아주 긴 문장입니다. 아주 긴 문장입니다. 아주 긴 문장입니다. 아주 긴 문장입니다. 아주 긴 문장입니다. 아주 긴 문장입니다. 아주 긴 문장입니다. 아주 긴 문장입니다. 아주 긴 문장입니다. 아주 긴 문장입니다. 아주 긴 문장입니다. 아주 긴 문장입니다. 아주 긴 문장입니다. 아주 긴 문장입니다. 아주 긴 문장입니다. 아주 긴 문장입니다. 아주 긴 문장입니다. 아주 긴 문장입니다. 아주 긴 문장입니다. 아주 긴 문장입니다. 아주 긴 문장입니다. 아주 긴 문장입니다. 아주 긴 문장입니다. 아주 긴 문장입니다. 아주 긴 문장입니다. 아주 긴 문장입니다. 아주 긴 문장입니다. 아주 긴 문장입니다. ', 840);
INSERT INTO models VALUES (1, 'ad8b1529e0eb96b21c7c8def10a3adcfa7850c0ea23c564e475713194e3e4e30', 'abababababababababababababababababababababababababababababababab', 'smollm2-135m-instruct', '{"$t":"ModelInfo","name":"smollm2-135m-instruct","path":"/models/smollm2.gguf","family":"llama","kind":"decoder","n_layers":2,"n_heads":2,"n_kv_heads":1,"d_model":8,"d_head":4,"d_mlp":16,"d_vocab":32,"n_ctx":64,"n_parameters":1000,"dtype":"float32","stored_type":"Q4_1","source":"file","sha256":"abababababababababababababababababababababababababababababababab","device":"cpu","profile":"exact","kernels":"packed","bos_policy":"none","has_chat_template":true,"size_bytes":10,"memory_bytes":40}');
INSERT INTO runs VALUES (1, '01M85DEQTYDDNP5H6N6FCPEP2C', 'generate', 'done', 'smollm2-135m-instruct', 1, '{"$t":"GenerateRequest","subject":{"$t":"Subject","model":"smollm2-135m-instruct","text":"대한민국의 수도는 Seoul, and the capital of France is","bos":"auto","form":"raw"},"max_new_tokens":64,"sampler":{"$t":"SamplerSettings","temperature":0.0,"top_k":0,"top_p":1.0,"min_p":0.0,"repetition_penalty":1.0,"order":["repetition_penalty","temperature","top_k","top_p","min_p"]},"seed":null,"stop":[],"top":10,"dtype":"float32","forced_ids":[],"kernels":"","parent_run":null}', 4, NULL, NULL, NULL, '0.1.0', '{"python":"3.11","device":"cpu","dtype":"float32","profile":"exact","kernels":"packed+fused","seed":7}', 'somewhere', 1, 1.0, '', '{}', '대한민국의 수도는 Seoul, and the capital of France is → 강 강', '', '2026-11-23T23:56:56.542Z', '2026-11-23T23:56:56.543Z', NULL);
INSERT INTO runs VALUES (2, '01M894M69W80BP830YH7WSYE9D', 'grid', 'done', '', NULL, '{"$t":"PromptGridRequest","title":"감정","templates":[{"$t":"PromptTemplate","name":"plain","text":"{text}?","form":"raw","system":"","example":"","joiner":" "}],"table":{"$t":"PromptTable","columns":["text","label"],"rows":[["좋아요","긍정"],[{"$text":"2cd70f6922014dd5ba6a7ce6131fff3522f2d0d2bbcf8bdc5faefea6caee0582"},"부정"]],"source":""},"models":["a","b"],"settings":[{"$t":"GridSetting","name":"greedy","sampler":{"$t":"SamplerSettings","temperature":0.0,"top_k":0,"top_p":1.0,"min_p":0.0,"repetition_penalty":1.0,"order":["logit_bias","banned","forced","repetition_penalty","presence_penalty","frequency_penalty","no_repeat_ngram","dry","temperature","top_k","top_p","min_p","typical_p","xtc"],"typical_p":1.0,"presence_penalty":0.0,"frequency_penalty":0.0,"penalty_last_n":-1,"no_repeat_ngram":0,"dry_multiplier":0.0,"dry_base":1.75,"dry_allowed_length":2,"dry_last_n":-1,"dry_breakers":["\n",":","\"","*"],"xtc_probability":0.0,"xtc_threshold":0.1,"logit_bias":[],"banned":[],"forced":[]},"max_new_tokens":16,"stop":[],"shots":0}],"seeds":[0],"scores":[],"reference":"","labels":[],"bos":"auto","dtype":"float32","examples":null,"shots_seed":0,"holdout":0.25,"holdout_seed":0,"parent_run":null}', 6, NULL, NULL, NULL, '0.1.0', '{"python":"3.11"}', 'somewhere', 1, 1.0, '', '{}', '감정: 1 templates × 2 rows × 2 models × 1 settings · 4 of 4 cells, 1 failed', '', '2026-11-25T10:39:35.740Z', '2026-11-25T10:39:35.740Z', NULL);
INSERT INTO run_texts VALUES (1, 'subject', 1);
INSERT INTO run_texts VALUES (1, 'continuation', 2);
INSERT INTO run_texts VALUES (2, 'subject', 3);
INSERT INTO run_texts VALUES (2, 'part', 4);
INSERT INTO steps VALUES (1, 2, 0, 100, '"\udcec\udc9d"', '" 강"', 0.0, -9.0e+999, 0.30000000000000004, NULL, 1.0e-09, X'000000000100000002000000', '["\uac00","\uac00\u0000","\uac00\u0000\ud800"]', X'000080BF000000C0000040C0', X'000080FF000080FF000080FF', NULL, NULL);
INSERT INTO steps VALUES (1, 3, 1, 101, '"\udcec\udc9d"', '" 강"', -0.1, -9.0e+999, 0.30000000000000004, NULL, 1.0e-09, X'000000000100000002000000', '["\uac00","\uac00\u0000","\uac00\u0000\ud800"]', X'000080BF000000C0000040C0', X'000080FF000080FF000080FF', NULL, NULL);
INSERT INTO events VALUES (1, 1, NULL, 'GenerationStarted', '{"$t":"GenerationStarted","request":{"$t":"GenerateRequest","subject":{"$t":"Subject","model":"smollm2-135m-instruct","text":"대한민국의 수도는 Seoul, and the capital of France is","bos":"auto","form":"raw"},"max_new_tokens":64,"sampler":{"$t":"SamplerSettings","temperature":0.0,"top_k":0,"top_p":1.0,"min_p":0.0,"repetition_penalty":1.0,"order":["repetition_penalty","temperature","top_k","top_p","min_p"]},"seed":null,"stop":[],"top":10,"dtype":"float32","forced_ids":[],"kernels":"","parent_run":null},"model":{"$model":"ad8b1529e0eb96b21c7c8def10a3adcfa7850c0ea23c564e475713194e3e4e30"},"prompt":{"$t":"Encoding","ids":{"$n":["int32",[3],"eAFjYGBgYARiJiAGAAAcAAQ="]},"tokens":["Ġa","Ġa","Ġa"],"byte_spans":{"$n":["int64",[3,2],"eAFjYIAARjSaCcqH0cxQPgAA4AAK"]},"char_spans":{"$n":["int64",[3,2],"eAFjYIAARjSaCcqH0cxQPgAA4AAK"]},"kinds":{"$n":["uint8",[3],"eAFjYGAAAAADAAE="]},"text":"대한민국의 수도는 Seoul, and the capital of France is"},"seed":7,"kernels":"packed+fused"}', '2026-11-23T23:56:56.543Z');
INSERT INTO events VALUES (1, 4, NULL, 'GenerationResult', '{"$t":"GenerationResult","prompt_ids":{"$n":["int32",[3],"eAFjYGBgYARiJiAGAAAcAAQ="]},"ids":{"$n":["int32",[2],"eAFLYWBgSAViAAS8AMo="]},"text":" 강 강","trailing":"","finish_reason":"length","seed":7,"tokens_per_second":60.5,"first_token_ms":{"$f":"inf"}}', '2026-11-23T23:56:56.543Z');
INSERT INTO events VALUES (2, 1, NULL, 'GridStarted', '{"$t":"GridStarted","n_cells":4}', '2026-11-25T10:39:35.740Z');
INSERT INTO events VALUES (2, 6, NULL, 'GridResult', '{"$t":"GridResult","n_done":1,"n_failed":1,"n_cancelled":1,"n_known":0,"seconds":1.5}', '2026-11-25T10:39:35.740Z');
INSERT OR REPLACE INTO text_search_data VALUES (1, X'048204');
INSERT OR REPLACE INTO text_search_data VALUES (10, X'00000000FF0000010103030003010101010100000102010102020000010301010303000002');
INSERT OR REPLACE INTO text_search_data VALUES (137438953473, X'000000910430616E6401020B01076361706974616C01020D01066672616E636501020F0102697301021001026F6601020E010573656F756C01020A010374686501020C0106EAB5ADEC9D980102050103EB8A9401020902058C80ED959C01020202058F84EB8A940102080205AFBCEAB5AD0102040106EC8898EB8F8401020702029D980102060106ED959CEBAFBC01020304080C0B07070A080B080A0A0A0B07');
INSERT OR REPLACE INTO text_search_data VALUES (274877906945, X'0000000D0430EAB0950204020304');
INSERT OR REPLACE INTO text_search_data VALUES (412316860417, X'0000014E0530746578740302040106EAB090ECA0950302020202B8B4043C040A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0106EB8B88EB8BA4043C080A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0301A4043C090A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0205ACB8EC9EA5043C050A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0106EC9584ECA3BC043C020A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A02059E85EB8B88043C070A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0304A5EC9E85043C060A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0202A0950302030202A3BC043C030A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A04090B2428232728272607');
INSERT OR REPLACE INTO text_search_idx VALUES (1, X'', 2);
INSERT OR REPLACE INTO text_search_idx VALUES (2, X'', 2);
INSERT OR REPLACE INTO text_search_idx VALUES (3, X'', 2);
INSERT OR REPLACE INTO text_search_docsize VALUES (1, X'0F', 1);
INSERT OR REPLACE INTO text_search_docsize VALUES (2, X'02', 2);
INSERT OR REPLACE INTO text_search_docsize VALUES (3, X'03', 3);
INSERT OR REPLACE INTO text_search_docsize VALUES (4, X'8170', 3);
INSERT OR REPLACE INTO text_search_config VALUES ('version', 4);
INSERT OR REPLACE INTO run_search_data VALUES (1, X'030C');
INSERT OR REPLACE INTO run_search_data VALUES (10, X'00000000FF0000010103040003010101010101010102010102020000010301010303000001');
INSERT OR REPLACE INTO run_search_data VALUES (137438953473, X'0000003305303133356D010204010867656E65726174650102020108696E7374727563740102050107736D6F6C6C6D3201020304090D0D');
INSERT OR REPLACE INTO run_search_data VALUES (274877906945, X'0000003605303133356D01040405010867656E65726174650102020108696E737472756374010405050107736D6F6C6C6D3201040305040A0D0E');
INSERT OR REPLACE INTO run_search_data VALUES (412316860417, X'0000000D05306772696402020204');
INSERT OR REPLACE INTO run_search_data VALUES (9007336693694464, X'04000000000000010000000000000001000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000');
INSERT OR REPLACE INTO run_search_idx VALUES (1, X'', 2);
INSERT OR REPLACE INTO run_search_idx VALUES (2, X'', 2);
INSERT OR REPLACE INTO run_search_idx VALUES (3, X'', 2);
INSERT OR REPLACE INTO run_search_docsize VALUES (1, X'07', 2);
INSERT OR REPLACE INTO run_search_docsize VALUES (2, X'01', 3);
INSERT OR REPLACE INTO run_search_config VALUES ('version', 4);
INSERT INTO cells VALUES ('k1', 'generate', 'abababababababababababababababababababababababababababababababab', 'float32', 'packed linear, fused attention', X'0000000001000000020000000300000004000000', X'0700000008000000', '"\uc544\uc8fc \uae34 \ubb38\uc7a5\uc785\ub2c8\ub2e4. \uc544\uc8fc \uae34 \ubb38\uc7a5\uc785\ub2c8\ub2e4. \uc544\uc8fc \uae34 \ubb38\uc7a5\uc785\ub2c8\ub2e4. \uc544\uc8fc \uae34 \ubb38\uc7a5\uc785\ub2c8\ub2e4. \uc544\uc8fc \uae34 \ubb38\uc7a5\uc785\ub2c8\ub2e4. \uc544\uc8fc \uae34 \ubb38\uc7a5\uc785\ub2c8\ub2e4. \uc544\uc8fc \uae34 \ubb38\uc7a5\uc785\ub2c8\ub2e4. \uc544\uc8fc \uae34 \ubb38\uc7a5\uc785\ub2c8\ub2e4. \uc544\uc8fc \uae34 \ubb38\uc7a5\uc785\ub2c8\ub2e4. \uc544\uc8fc \uae34 \ubb38\uc7a5\uc785\ub2c8\ub2e4. \uc544\uc8fc \uae34 \ubb38\uc7a5\uc785\ub2c8\ub2e4. \uc544\uc8fc \uae34 \ubb38\uc7a5\uc785\ub2c8\ub2e4. \uc544\uc8fc \uae34 \ubb38\uc7a5\uc785\ub2c8\ub2e4. \uc544\uc8fc \uae34 \ubb38\uc7a5\uc785\ub2c8\ub2e4. \uc544\uc8fc \uae34 \ubb38\uc7a5\uc785\ub2c8\ub2e4. \uc544\uc8fc \uae34 \ubb38\uc7a5\uc785\ub2c8\ub2e4. \uc544\uc8fc \uae34 \ubb38\uc7a5\uc785\ub2c8\ub2e4. \uc544\uc8fc \uae34 \ubb38\uc7a5\uc785\ub2c8\ub2e4. \uc544\uc8fc \uae34 \ubb38\uc7a5\uc785\ub2c8\ub2e4. \uc544\uc8fc \uae34 \ubb38\uc7a5\uc785\ub2c8\ub2e4. \uc544\uc8fc \uae34 \ubb38\uc7a5\uc785\ub2c8\ub2e4. \uc544\uc8fc \uae34 \ubb38\uc7a5\uc785\ub2c8\ub2e4. \uc544\uc8fc \uae34 \ubb38\uc7a5\uc785\ub2c8\ub2e4. \uc544\uc8fc \uae34 \ubb38\uc7a5\uc785\ub2c8\ub2e4. \uc544\uc8fc \uae34 \ubb38\uc7a5\uc785\ub2c8\ub2e4. \uc544\uc8fc \uae34 \ubb38\uc7a5\uc785\ub2c8\ub2e4. \uc544\uc8fc \uae34 \ubb38\uc7a5\uc785\ub2c8\ub2e4. \uc544\uc8fc \uae34 \ubb38\uc7a5\uc785\ub2c8\ub2e4. \uc544\uc8fc \uae34 \ubb38\uc7a5\uc785\ub2c8\ub2e4. \uc544\uc8fc \uae34 \ubb38\uc7a5\uc785\ub2c8\ub2e4. \udcff"', 'eos', '[]', X'', 0.25, '2026-11-25T10:39:35.811Z');
INSERT INTO cells VALUES ('k2', 'likelihood', 'abababababababababababababababababababababababababababababababab', 'float32', 'packed linear, fused attention', X'0000000001000000020000000300000004000000', X'', '""', '', '[" 긍정"," 부정"]', X'000000000000F8BF000000000000F0FF', 0.25, '2026-11-25T10:39:35.811Z');
INSERT INTO run_cells VALUES (2, 0, 'generate', 2, 'k1', '', '{}', 0);
INSERT INTO run_cells VALUES (2, 0, 'likelihood', 3, 'k2', '', '{}', 0);
INSERT INTO run_cells VALUES (2, 1, 'generate', 4, NULL, 'text-too-long', '{"n_tokens":99,"model":"a"}', 0);
INSERT INTO run_cells VALUES (2, 2, 'generate', 2, 'k1', '', '{}', 0);
INSERT INTO run_cells VALUES (2, 3, 'generate', 5, NULL, 'cancelled', '{}', 0);
INSERT INTO runs VALUES (3, '01M9ZZZZZZZZZZZZZZZZZZZZZZ', 'train', 'done', 'tiny', NULL, '{"$t":"TrainRequest","name":"tiny","objective":"causal","architecture":{"$t":"Architecture","kind":"decoder","n_layers":1,"n_heads":1,"d_model":16,"d_mlp":16,"n_ctx":32,"n_kv_heads":0,"dropout":0.0},"n_steps":4,"data":"corpus","tokenizer":"starter","batch_tokens":4096,"micro_rows":32,"row_tokens":0,"learning_rate":0.001,"warmup_steps":100,"final_share":0.1,"weight_decay":0.1,"beta1":0.9,"beta2":0.95,"clip_norm":1.0,"eval_every":100,"checkpoint_every":500,"sample_every":200,"valid_rows":128,"prompts":[],"seed":0,"dtype":"float32","resume":null,"key":"01M9ZZZZZZZZZZZZZZZZZZZZZZ","start":"","method":{"$t":"Full"},"decay":"cosine","decay_share":0.2,"patience":0,"keep_best":false,"recompute":false,"columns":[],"part":"auto","frame":"auto","fork":"","pinned":[],"on_alarm":"pause","spike":10.0}', 10, NULL, NULL, NULL, '0.1.0', '{}', 'elsewhere', 1, 0.0, '', '{}', 'causal · 1.23M parameters · loss 5 at step 4 of 4', '', '2026-11-30T19:57:28.115Z', '2026-11-30T19:57:28.125Z', NULL);
INSERT INTO events VALUES (3, 1, NULL, 'TrainStarted', '{"$t":"TrainStarted","request":{"$t":"TrainRequest","name":"tiny","objective":"causal","architecture":{"$t":"Architecture","kind":"decoder","n_layers":1,"n_heads":1,"d_model":16,"d_mlp":16,"n_ctx":32,"n_kv_heads":0,"dropout":0.0},"n_steps":4,"data":"corpus","tokenizer":"starter","batch_tokens":4096,"micro_rows":32,"row_tokens":0,"learning_rate":0.001,"warmup_steps":100,"final_share":0.1,"weight_decay":0.1,"beta1":0.9,"beta2":0.95,"clip_norm":1.0,"eval_every":100,"checkpoint_every":500,"sample_every":200,"valid_rows":128,"prompts":[],"seed":0,"dtype":"float32","resume":null,"key":"01M9ZZZZZZZZZZZZZZZZZZZZZZ","start":"","method":{"$t":"Full"},"decay":"cosine","decay_share":0.2,"patience":0,"keep_best":false,"recompute":false,"columns":[],"part":"auto","frame":"auto","fork":"","pinned":[],"on_alarm":"pause","spike":10.0},"run_id":3,"folder":"folder","family":"llama","n_parameters":1234567,"d_vocab":512,"first_step":0,"n_threads":2,"floor":{"$f":"nan"},"n_trained":0,"labels":[],"label_shares":[]}', '2026-11-30T19:57:28.124Z');
INSERT INTO events VALUES (3, 4, 2, 'TrainValidation', '{"$t":"TrainValidation","step":2,"loss":5.5,"accuracy":{"$f":"nan"}}', '2026-11-30T19:57:28.125Z');
INSERT INTO events VALUES (3, 6, 3, 'TrainSample', '{"$t":"TrainSample","step":3,"prompt":"a","text":"b"}', '2026-11-30T19:57:28.125Z');
INSERT INTO events VALUES (3, 8, 4, 'TrainValidation', '{"$t":"TrainValidation","step":4,"loss":4.5,"accuracy":0.25}', '2026-11-30T19:57:28.125Z');
INSERT INTO events VALUES (3, 9, 4, 'TrainCheckpoint', '{"$t":"TrainCheckpoint","step":4,"path":"somewhere","size_bytes":9}', '2026-11-30T19:57:28.125Z');
INSERT INTO events VALUES (3, 10, 4, 'TrainResult', '{"$t":"TrainResult","step":4,"stopped":false,"train_loss":5.0,"val_loss":4.5,"tokens_per_second":1000.0,"n_tokens":400,"path":"somewhere","best_loss":4.5,"best_step":4}', '2026-11-30T19:57:28.125Z');
INSERT INTO metric_tails VALUES (3, 'grad_norm', 0, 4, 4, X'0100000000000000020000000000000003000000000000000400000000000000', X'000000000000F83F000000000000F07F000000000000F87F0000000000000000');
INSERT INTO metric_tails VALUES (3, 'learning_rate', 0, 4, 4, X'0100000000000000020000000000000003000000000000000400000000000000', X'FCA9F1D24D62503FFCA9F1D24D62603F000000000000F87FFCA9F1D24D62503F');
INSERT INTO metric_tails VALUES (3, 'loss', 0, 4, 4, X'0100000000000000020000000000000003000000000000000400000000000000', X'0000000000001940343333333333D33F000000000000F87F0000000000001440');
INSERT INTO metric_tails VALUES (3, 'n_tokens', 0, 4, 4, X'0100000000000000020000000000000003000000000000000400000000000000', X'000000000000594000000000000069400000000000C072400000000000007940');
INSERT INTO metric_tails VALUES (3, 'tokens_per_second', 0, 4, 4, X'0100000000000000020000000000000003000000000000000400000000000000', X'0000000000408F4000000000004C8F400000000000388F400000000000408F40');
INSERT INTO metric_tails VALUES (3, 'val_accuracy', 0, 4, 2, X'02000000000000000400000000000000', X'000000000000F87F000000000000D03F');
INSERT INTO metric_tails VALUES (3, 'val_loss', 0, 4, 2, X'02000000000000000400000000000000', X'00000000000016400000000000001240');
