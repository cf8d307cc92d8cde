namespace Pitwall.Web.Security;

/// <summary>
/// What a page of ours may load: its own scripts, styles, images and connections, nothing inline and nothing from
/// elsewhere. Transcripts are hostile input; this is the second line behind encoding everything.
/// </summary>
public static class ContentSecurityPolicy
{
    /// <summary>Name of the header.</summary>
    public const string HeaderName = "Content-Security-Policy";

    /// <summary>Value of the header, for every HTML answer.</summary>
    public const string HeaderValue =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; "
        + "form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
}
