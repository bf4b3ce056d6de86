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
    top_logprob_final BLOB NOT NULL, -- little-endian float32 [m]
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
INSERT INTO _sqlite_migrations VALUES (1, 'workbench', '0001_first_light', '2026-11-23 23:56:56.547580+00:00');
INSERT INTO texts VALUES (1, 'cca09dd9d93f04b351d71b455dcbadfefd9de9f26d6dcb251a48a87c1619d2cb', '대한민국의 수도는 Seoul, and the capital of France is', 61);
INSERT INTO texts VALUES (2, '67bd4460cdaef63bde87be0ce840be3ec48c70504a15037ec6b02759e23f07f7', ' 강 강', 8);
INSERT INTO models VALUES (1, 'ad8b1529e0eb96b21c7c8def10a3adcfa7850c0ea23c564e475713194e3e4e30', 'abababababababababababababababababababababababababababababababab', 'smollm2-135m-instruct', '{"$t":"ModelInfo","name":"smollm2-135m-instruct","path":"/models/smollm2.gguf","family":"llama","kind":"decoder","n_layers":2,"n_heads":2,"n_kv_heads":1,"d_model":8,"d_head":4,"d_mlp":16,"d_vocab":32,"n_ctx":64,"n_parameters":1000,"dtype":"float32","stored_type":"Q4_1","source":"file","sha256":"abababababababababababababababababababababababababababababababab","device":"cpu","profile":"exact","kernels":"packed","bos_policy":"none","has_chat_template":true,"size_bytes":10,"memory_bytes":40}');
INSERT INTO runs VALUES (1, '01M85DEQTYDDNP5H6N6FCPEP2C', 'generate', 'done', 'smollm2-135m-instruct', 1, '{"$t":"GenerateRequest","subject":{"$t":"Subject","model":"smollm2-135m-instruct","text":"대한민국의 수도는 Seoul, and the capital of France is","bos":"auto","form":"raw"},"max_new_tokens":64,"sampler":{"$t":"SamplerSettings","temperature":0.0,"top_k":0,"top_p":1.0,"min_p":0.0,"repetition_penalty":1.0,"order":["repetition_penalty","temperature","top_k","top_p","min_p"]},"seed":null,"stop":[],"top":10,"dtype":"float32","forced_ids":[],"kernels":"","parent_run":null}', 4, NULL, NULL, NULL, '0.1.0', '{"python":"3.11","device":"cpu","dtype":"float32","profile":"exact","kernels":"packed+fused","seed":7}', 'somewhere', 1, 1.0, '', '{}', '대한민국의 수도는 Seoul, and the capital of France is → 강 강', '', '2026-11-23T23:56:56.542Z', '2026-11-23T23:56:56.543Z', NULL);
INSERT INTO sqlite_sequence VALUES ('runs', 1);
INSERT INTO run_texts VALUES (1, 'subject', 1);
INSERT INTO run_texts VALUES (1, 'continuation', 2);
INSERT INTO steps VALUES (1, 2, 0, 100, '"\udcec\udc9d"', '" 강"', 0.0, -9.0e+999, 0.30000000000000004, NULL, 1.0e-09, X'000000000100000002000000', '["\uac00","\uac00\u0000","\uac00\u0000\ud800"]', X'000080BF000000C0000040C0', X'000080FF000080FF000080FF');
INSERT INTO steps VALUES (1, 3, 1, 101, '"\udcec\udc9d"', '" 강"', -0.1, -9.0e+999, 0.30000000000000004, NULL, 1.0e-09, X'000000000100000002000000', '["\uac00","\uac00\u0000","\uac00\u0000\ud800"]', X'000080BF000000C0000040C0', X'000080FF000080FF000080FF');
INSERT INTO events VALUES (1, 1, NULL, 'GenerationStarted', '{"$t":"GenerationStarted","request":{"$t":"GenerateRequest","subject":{"$t":"Subject","model":"smollm2-135m-instruct","text":"대한민국의 수도는 Seoul, and the capital of France is","bos":"auto","form":"raw"},"max_new_tokens":64,"sampler":{"$t":"SamplerSettings","temperature":0.0,"top_k":0,"top_p":1.0,"min_p":0.0,"repetition_penalty":1.0,"order":["repetition_penalty","temperature","top_k","top_p","min_p"]},"seed":null,"stop":[],"top":10,"dtype":"float32","forced_ids":[],"kernels":"","parent_run":null},"model":{"$model":"ad8b1529e0eb96b21c7c8def10a3adcfa7850c0ea23c564e475713194e3e4e30"},"prompt":{"$t":"Encoding","ids":{"$n":["int32",[3],"eAFjYGBgYARiJiAGAAAcAAQ="]},"tokens":["Ġa","Ġa","Ġa"],"byte_spans":{"$n":["int64",[3,2],"eAFjYIAARjSaCcqH0cxQPgAA4AAK"]},"char_spans":{"$n":["int64",[3,2],"eAFjYIAARjSaCcqH0cxQPgAA4AAK"]},"kinds":{"$n":["uint8",[3],"eAFjYGAAAAADAAE="]},"text":"대한민국의 수도는 Seoul, and the capital of France is"},"seed":7,"kernels":"packed+fused"}', '2026-11-23T23:56:56.543Z');
INSERT INTO events VALUES (1, 4, NULL, 'GenerationResult', '{"$t":"GenerationResult","prompt_ids":{"$n":["int32",[3],"eAFjYGBgYARiJiAGAAAcAAQ="]},"ids":{"$n":["int32",[2],"eAFLYWBgSAViAAS8AMo="]},"text":" 강 강","trailing":"","finish_reason":"length","seed":7,"tokens_per_second":60.5,"first_token_ms":{"$f":"inf"}}', '2026-11-23T23:56:56.543Z');
INSERT OR REPLACE INTO text_search_data VALUES (1, X'0211');
INSERT OR REPLACE INTO text_search_data VALUES (10, X'00000000FF000001010202000201010101010000010201010202000001');
INSERT OR REPLACE INTO text_search_data VALUES (137438953473, X'000000910430616E6401020B01076361706974616C01020D01066672616E636501020F0102697301021001026F6601020E010573656F756C01020A010374686501020C0106EAB5ADEC9D980102050103EB8A9401020902058C80ED959C01020202058F84EB8A940102080205AFBCEAB5AD0102040106EC8898EB8F8401020702029D980102060106ED959CEBAFBC01020304080C0B07070A080B080A0A0A0B07');
INSERT OR REPLACE INTO text_search_data VALUES (274877906945, X'0000000D0430EAB0950204020304');
INSERT OR REPLACE INTO text_search_idx VALUES (1, X'', 2);
INSERT OR REPLACE INTO text_search_idx VALUES (2, X'', 2);
INSERT OR REPLACE INTO text_search_docsize VALUES (1, X'0F', 1);
INSERT OR REPLACE INTO text_search_docsize VALUES (2, X'02', 2);
INSERT OR REPLACE INTO text_search_config VALUES ('version', 4);
INSERT OR REPLACE INTO run_search_data VALUES (1, X'020B');
INSERT OR REPLACE INTO run_search_data VALUES (10, X'00000000FF000001010203000201010101010101010201010202000001');
INSERT OR REPLACE INTO run_search_data VALUES (137438953473, X'0000003305303133356D010204010867656E65726174650102020108696E7374727563740102050107736D6F6C6C6D3201020304090D0D');
INSERT OR REPLACE INTO run_search_data VALUES (274877906945, X'0000003605303133356D01040405010867656E65726174650102020108696E737472756374010405050107736D6F6C6C6D3201040305040A0D0E');
INSERT OR REPLACE INTO run_search_data VALUES (9007336693694464, X'04000000000000010000000000000001000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000');
INSERT OR REPLACE INTO run_search_idx VALUES (1, X'', 2);
INSERT OR REPLACE INTO run_search_idx VALUES (2, X'', 2);
INSERT OR REPLACE INTO run_search_docsize VALUES (1, X'07', 2);
INSERT OR REPLACE INTO run_search_config VALUES ('version', 4);
