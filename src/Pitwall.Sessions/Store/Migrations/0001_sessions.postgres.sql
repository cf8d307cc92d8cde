-- A transcript: one file an agent writes. offsets say how far each pass has read.
create table transcripts (
  id            bigint primary key,
  agent         text    not null,
  path          text    not null unique,
  device        bigint not null,
  inode         bigint not null,
  size          bigint not null,
  modified_ns   bigint not null,
  head_hash     bigint not null,
  accounted_to  bigint not null,
  indexed_to    bigint not null,
  session_id    text    not null,
  account_state text    not null,
  index_state   text    not null,
  skipped       text    not null,
  missing       boolean not null default false
);
create index transcripts_session on transcripts(session_id);

-- A session: one conversation. A sub-agent's conversation is a session with a parent.
create table sessions (
  id            text    primary key,
  root_id       text    not null,
  parent_id     text,
  agent         text    not null,
  subagent      text    not null default '',
  title         text    not null,
  project       text    not null,
  branch        text    not null,
  models        text    not null,
  version       text    not null,
  entrypoint    text    not null,
  started_ms    bigint not null,
  ended_ms      bigint not null,
  prompts       bigint not null,
  turns         bigint not null,
  operations    bigint not null,
  errors        bigint not null,
  compactions   bigint not null,
  api_errors    bigint not null,
  limits_hit    bigint not null,
  lines_added   bigint not null,
  lines_removed bigint not null,
  records       bigint not null
);
create index sessions_ended   on sessions(ended_ms desc, id desc);
create index sessions_root    on sessions(root_id);
create index sessions_project on sessions(project, ended_ms desc);

-- One thing in a timeline. id = transcript id * 2^32 + position in the transcript.
-- kind: prompt answer thinking operation event compaction api_error summary other
create table records (
  id         bigint primary key,
  session_id text    not null,
  kind       text    not null,
  at_ms      bigint not null,
  uuid       text    not null,
  model      text    not null,
  call_key   text    not null,
  label      text    not null,
  text       text    not null,
  searchable boolean not null
);
create index records_session on records(session_id, id);

-- One tool call; id is the id of its record. status: ok error rejected running
create table operations (
  id            bigint primary key,
  session_id    text    not null,
  tool_use_id   text    not null,
  tool          text    not null,
  activity      text    not null,
  target        text    not null,
  input         text    not null,
  result        text    not null,
  result_bytes  bigint not null,
  status        text    not null,
  error_class   text    not null,
  started_ms    bigint not null,
  duration_ms   bigint,
  lines_added   bigint not null,
  lines_removed bigint not null,
  child_id      text
);
create index operations_session on operations(session_id, id);
create index operations_tool_use on operations(tool_use_id);

-- One request to a model, once, whatever number of files tell of it.
create table model_calls (
  call_key       text    primary key,
  agent          text    not null,
  session_id     text    not null,
  root_id        text    not null,
  project        text    not null,
  branch         text    not null,
  at_ms          bigint not null,
  model          text    not null,
  input          bigint not null,
  output         bigint not null,
  cache_read     bigint not null,
  cache_write_5m bigint not null,
  cache_write_1h bigint not null,
  reasoning      bigint not null,
  web_searches   bigint not null,
  total          bigint not null,
  cost_nanos     bigint,
  sidechain      boolean not null,
  activity       text    not null default ''
);
create index model_calls_at      on model_calls(at_ms);
create index model_calls_root    on model_calls(root_id, at_ms);
create index model_calls_session on model_calls(session_id, at_ms);

alter table records add column search tsvector generated always as (case when searchable then to_tsvector('simple', left(text, 100000)) end) stored;
create index records_search on records using gin(search);
