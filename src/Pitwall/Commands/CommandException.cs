namespace Pitwall.Commands;

/// <summary>A command cannot do what was asked; the message is a sentence that says what to do.</summary>
internal sealed class CommandException(int exitCode, string message) : Exception(message)
{
    /// <summary>One of <see cref="ExitCodes"/>.</summary>
    public int ExitCode { get; } = exitCode;
}
