namespace Pitwall.EndToEnd.Program;

/// <summary>How a run of the program ended.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">What it wrote to standard output.</param>
/// <param name="Errors">What it wrote to standard error.</param>
internal sealed record ProgramResult(int ExitCode, string Output, string Errors)
{
    /// <inheritdoc />
    public override string ToString() => $"exit code {ExitCode}\nstandard output:\n{Output}\nstandard error:\n{Errors}";
}
