-- A transcript: one file an agent writes. Two passes read it: accounting (model calls), then indexing (the rest). Of each:
-- how far it has read, and size and time of the file as it last saw it, which tell that nothing changed without opening it.
create table transcripts (
  id             bigint  primary key,
  agent          text collate "C"    not null,
  path           text collate "C"    not null unique,
  device         bigint  not null,
  inode          bigint  not null,
  head_hash      bigint  not null,
  session_id     text collate "C"    not null,
  accounted_to   bigint  not null,
  accounted_size bigint  not null,
  accounted_ns   bigint  not null,
  account_state  text collate "C"    not null,
  indexed_to     bigint  not null,
  indexed_size   bigint  not null,
  indexed_ns     bigint  not null,
  index_state    text collate "C"    not null,
  missing        boolean not null default false
);
create index transcripts_session on transcripts(session_id);

-- A session: one conversation. A sub-agent's conversation is a session with a parent.
create table sessions (
  id            text collate "C"    primary key,
  root_id       text collate "C"    not null,
  parent_id     text collate "C",
  agent         text collate "C"    not null,
  subagent      text collate "C"    not null default '',
  title         text collate "C"    not null,
  project       text collate "C"    not null,
  branch        text collate "C"    not null,
  models        text collate "C"    not null,
  version       text collate "C"    not null,
  entrypoint    text collate "C"    not null,
  started_ms    bigint  not null,
  ended_ms      bigint  not null,
  prompts       bigint  not null,
  turns         bigint  not null,
  operations    bigint  not null,
  errors        bigint  not null,
  compactions   bigint  not null,
  api_errors    bigint  not null,
  limits_hit    bigint  not null,
  lines_added   bigint  not null,
  lines_removed bigint  not null,
  records       bigint  not null,
  title_rank    bigint  not null default 0,
  leaf_uuid     text collate "C"    not null default '',
  tool_use_id   text collate "C"    not null default ''
);
create index sessions_leaf on sessions(leaf_uuid);
create index sessions_tool_use on sessions(tool_use_id);
create index sessions_ended   on sessions(ended_ms desc, id desc);
create index sessions_root    on sessions(root_id);
create index sessions_project on sessions(project, ended_ms desc);

-- One thing in a timeline. id = transcript id * 2^32 + position in the transcript.
-- kind: prompt answer thinking operation event compaction api_error summary other
create table records (
  id         bigint  primary key,
  session_id text collate "C"    not null,
  kind       text collate "C"    not null,
  at_ms      bigint  not null,
  uuid       text collate "C"    not null,
  model      text collate "C"    not null,
  call_key   text collate "C"    not null,
  label      text collate "C"    not null,
  text       text collate "C"    not null,
  searchable boolean not null
);
create index records_session on records(session_id, id);

-- One tool call; id is the id of its record. status: ok error rejected running
create table operations (
  id            bigint  primary key,
  session_id    text collate "C"    not null,
  tool_use_id   text collate "C"    not null,
  tool          text collate "C"    not null,
  activity      text collate "C"    not null,
  target        text collate "C"    not null,
  input         text collate "C"    not null,
  result        text collate "C"    not null,
  result_bytes  bigint  not null,
  status        text collate "C"    not null,
  error_class   text collate "C"    not null,
  started_ms    bigint  not null,
  duration_ms   bigint ,
  lines_added   bigint  not null,
  lines_removed bigint  not null,
  child_id      text
);
create index operations_session on operations(session_id, id);
create index operations_tool_use on operations(tool_use_id);

-- One request to a model, once, whatever number of files tell of it.
create table model_calls (
  call_key       text collate "C"    primary key,
  message_id     text collate "C"    not null,
  agent          text collate "C"    not null,
  session_id     text collate "C"    not null,
  root_id        text collate "C"    not null,
  project        text collate "C"    not null,
  branch         text collate "C"    not null,
  at_ms          bigint  not null,
  model          text collate "C"    not null,
  input          bigint  not null,
  output         bigint  not null,
  cache_read     bigint  not null,
  cache_write_5m bigint  not null,
  cache_write_1h bigint  not null,
  reasoning      bigint  not null,
  web_searches   bigint  not null,
  total          bigint  not null,
  cost_nanos     bigint ,
  sidechain      boolean not null,
  activity       text collate "C"    not null default ''
);
create index model_calls_message on model_calls(message_id);
create index model_calls_at      on model_calls(at_ms);
create index model_calls_root    on model_calls(root_id, at_ms, total, cost_nanos);
create index model_calls_session on model_calls(session_id, at_ms);

-- Titles of conversations by the uuid of their last record: summaries stand in other files than what they sum up.
create table titles (
  leaf_uuid text collate "C" primary key,
  title     text collate "C" not null
);

-- The price table that stored costs were worked out with.
create table pricing (
  id      bigint  primary key,
  version text collate "C"    not null
);

-- PostgreSQL keeps the search text as vectors beside the record.
alter table records add column search tsvector generated always as (case when searchable then to_tsvector('simple', left(text, 100000)) end) stored;
create index records_search on records using gin(search);
