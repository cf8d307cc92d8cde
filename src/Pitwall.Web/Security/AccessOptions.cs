using System.Net;

namespace Pitwall.Web.Security;

/// <summary>Who may talk to the server.</summary>
public sealed record AccessOptions
{
    /// <summary>Shortest token that is accepted: what an hour of guessing over a network cannot find.</summary>
    public const int MinTokenLength = 16;

    /// <summary>Address the server is bound to.</summary>
    public IPAddress Bind { get; init; } = IPAddress.Loopback;

    /// <summary>What a caller must show; null only when bound to loopback.</summary>
    public string? Token { get; init; }

    /// <summary>Whether only programs on this machine can connect.</summary>
    public bool IsLoopback => IPAddress.IsLoopback(Bind);

    /// <summary>What is wrong with the options, as a sentence that says what to do; null when they may be used.</summary>
    public string? Problem() => Token switch
    {
        null when !IsLoopback => $"Bound to {Bind}, Pitwall would show your sessions to everybody on the network. Give a token with --token (at least {MinTokenLength} characters), or leave --bind out.",
        { Length: < MinTokenLength } => $"The token is too short: use at least {MinTokenLength} characters, such as the output of 'openssl rand -hex 16'.",
        { } token when token.Any(c => c is <= ' ' or > '~') => "The token may hold letters, digits and signs only: no spaces, no characters beyond ASCII.",
        _ => null,
    };

    /// <summary>
    /// Whether the server answers to this host name (without port). A page on the web can make its own name point to
    /// 127.0.0.1; it cannot make a browser say "localhost". Bound to all addresses any address is ours, but no foreign name.
    /// </summary>
    public bool IsOurHost(string host)
    {
        if (host.Equals("localhost", StringComparison.OrdinalIgnoreCase)) return true;
        if (!IPAddress.TryParse(host.Trim('[', ']'), out var address))
            return !IsLoopback && host.Equals(Dns.GetHostName(), StringComparison.OrdinalIgnoreCase);
        return IPAddress.IsLoopback(address) || address.Equals(Bind) || Bind.Equals(IPAddress.Any) || Bind.Equals(IPAddress.IPv6Any);
    }
}
