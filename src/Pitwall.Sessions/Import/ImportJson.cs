using System.Text.Json.Serialization;
using Pitwall.Sessions.Transcripts.Timeline;

namespace Pitwall.Sessions.Import;

/// <summary>Serialisers made at build time for what a transcript's row remembers.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(TimelineState))]
[JsonSerializable(typeof(Dictionary<string, int>))]
internal sealed partial class ImportJson : JsonSerializerContext;
