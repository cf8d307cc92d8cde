-- A transcript: one file an agent writes. Two passes read it: accounting (model calls), then indexing (the rest). Of each:
-- how far it has read, and size and time of the file as it last saw it, which tell that nothing changed without opening it.
create table transcripts (
  id             integer primary key,
  agent          text    not null,
  path           text    not null unique,
  device         integer not null,
  inode          integer not null,
  head_hash      integer not null,
  session_id     text    not null,
  accounted_to   integer not null,
  accounted_size integer not null,
  accounted_ns   integer not null,
  account_state  text    not null,
  indexed_to     integer not null,
  indexed_size   integer not null,
  indexed_ns     integer not null,
  index_state    text    not null,
  missing        boolean not null default false
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
  started_ms    integer not null,
  ended_ms      integer not null,
  prompts       integer not null,
  turns         integer not null,
  operations    integer not null,
  errors        integer not null,
  compactions   integer not null,
  api_errors    integer not null,
  limits_hit    integer not null,
  lines_added   integer not null,
  lines_removed integer not null,
  records       integer not null,
  title_rank    integer not null default 0,
  leaf_uuid     text    not null default '',
  tool_use_id   text    not null default ''
);
create index sessions_leaf on sessions(leaf_uuid);
create index sessions_tool_use on sessions(tool_use_id);
create index sessions_ended   on sessions(ended_ms desc, id desc);
create index sessions_root    on sessions(root_id);
create index sessions_project on sessions(project, ended_ms desc);

-- One thing in a timeline. id = transcript id * 2^32 + position in the transcript.
-- kind: prompt answer thinking operation event compaction api_error summary other
create table records (
  id         integer primary key,
  session_id text    not null,
  kind       text    not null,
  at_ms      integer not null,
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
  id            integer primary key,
  session_id    text    not null,
  tool_use_id   text    not null,
  tool          text    not null,
  activity      text    not null,
  target        text    not null,
  input         text    not null,
  result        text    not null,
  result_bytes  integer not null,
  status        text    not null,
  error_class   text    not null,
  started_ms    integer not null,
  duration_ms   integer,
  lines_added   integer not null,
  lines_removed integer not null,
  child_id      text
);
create index operations_session on operations(session_id, id);
create index operations_tool_use on operations(tool_use_id);

-- One request to a model, once, whatever number of files tell of it.
create table model_calls (
  call_key       text    primary key,
  message_id     text    not null,
  agent          text    not null,
  session_id     text    not null,
  root_id        text    not null,
  project        text    not null,
  branch         text    not null,
  at_ms          integer not null,
  model          text    not null,
  input          integer not null,
  output         integer not null,
  cache_read     integer not null,
  cache_write_5m integer not null,
  cache_write_1h integer not null,
  reasoning      integer not null,
  web_searches   integer not null,
  total          integer not null,
  cost_nanos     integer,
  sidechain      boolean not null,
  activity       text    not null default ''
);
create index model_calls_message on model_calls(message_id);
create index model_calls_at      on model_calls(at_ms);
create index model_calls_root    on model_calls(root_id, at_ms, total, cost_nanos);
create index model_calls_session on model_calls(session_id, at_ms);

-- Titles of conversations by the uuid of their last record: summaries stand in other files than what they sum up.
create table titles (
  leaf_uuid text primary key,
  title     text not null
);

-- The price table that stored costs were worked out with.
create table pricing (
  id      integer primary key,
  version text    not null
);

create virtual table search using fts5(text, content='records', content_rowid='id', tokenize='unicode61 remove_diacritics 2', columnsize=0);
