namespace Pitwall.Sessions.Transcripts.Gemini;

/// <summary>What the place of a Gemini CLI chat says: <c>tmp/PROJECT/chats/session-….jsonl</c>, where PROJECT is the
/// folder's name since 0.5x and a hash of its path before.</summary>
internal static class GeminiPath
{
    /// <summary>Name of the project folder, or empty.</summary>
    public static string Project(string path)
    {
        var chats = Path.GetDirectoryName(path);
        return chats is not null && Path.GetFileName(chats) == "chats" ? Path.GetFileName(Path.GetDirectoryName(chats)) ?? "" : "";
    }
}
