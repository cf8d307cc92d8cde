using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Mvc;
using Pitwall.Sessions.Reading;

namespace Pitwall.Sessions.Api;

/// <summary>Serialisers of the API, made at build time.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(PageJson<SessionJson>))]
[JsonSerializable(typeof(PageJson<TimelineItemJson>))]
[JsonSerializable(typeof(PageJson<SearchHitJson>))]
[JsonSerializable(typeof(PageJson<CallJson>))]
[JsonSerializable(typeof(SessionDetailJson))]
[JsonSerializable(typeof(HealthJson))]
[JsonSerializable(typeof(StatusJson))]
[JsonSerializable(typeof(SessionEventJson))]
[JsonSerializable(typeof(ImportChanged))]
[JsonSerializable(typeof(GapEventJson))]
[JsonSerializable(typeof(FilterChoices))]
[JsonSerializable(typeof(ProblemDetails))]
internal sealed partial class ApiJson : JsonSerializerContext;
