using System.Net;
using Pitwall.Sessions.Transcripts;
using Pitwall.Web.Security;

namespace Pitwall.Hosting;

/// <summary>What a server is started with.</summary>
internal sealed record HostSettings
{
    /// <summary>Port when none is given.</summary>
    public const int DefaultPort = 8151;

    /// <summary>Data folder; it exists.</summary>
    public required string DataFolder { get; init; }

    /// <summary>Database address, or null for the SQLite file in the data folder.</summary>
    public string? Database { get; init; }

    /// <summary>Port; 0 takes any free one (then only 127.0.0.1 is bound).</summary>
    public int Port { get; init; } = DefaultPort;

    /// <summary>Address and token; loopback without a token unless told otherwise.</summary>
    public AccessOptions Access { get; init; } = new();

    /// <summary>Folders to import and follow; none for a server that only shows what is stored.</summary>
    public IReadOnlyList<TranscriptRoot> Roots { get; init; } = [];

    /// <summary>Clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Whether a person watches a terminal: then only warnings are logged, so that they do not tear up the progress bar.</summary>
    public bool Interactive { get; init; }

    /// <summary>Whether the default, both loopback addresses, is meant.</summary>
    public bool BindsLocalhost => Port != 0 && Access.Bind.Equals(IPAddress.Loopback);
}
