using System.Text.Json.Serialization;

namespace Pitwall.Sessions.Transcripts.Codex;

/// <summary>Serialisers made at build time: reflection would cost the command line its start-up time.</summary>
[JsonSerializable(typeof(CodexAccountant.State), TypeInfoPropertyName = "State")]
[JsonSerializable(typeof(CodexThread))]
internal sealed partial class CodexJson : JsonSerializerContext;
