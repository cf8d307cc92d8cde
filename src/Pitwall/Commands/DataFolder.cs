namespace Pitwall.Commands;

/// <summary>Where Pitwall keeps its data.</summary>
internal static class DataFolder
{
    /// <summary>Variable that names the data folder.</summary>
    public const string Variable = "PITWALL_DATA";

    /// <summary>Full path of the data folder: the option, the variable, or the platform's place for such data. Nothing is made.</summary>
    public static string Resolve(string? option) =>
        Resolve(option, Environment.GetEnvironmentVariable, Environment.GetFolderPath(Environment.SpecialFolder.UserProfile));

    internal static string Resolve(string? option, Func<string, string?> environment, string home)
    {
        foreach (var named in (string?[])[option, environment(Variable)])
            if (!string.IsNullOrWhiteSpace(named)) return Path.GetFullPath(Expand(named, home));
        if (OperatingSystem.IsWindows())
            return Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "Pitwall");
        if (OperatingSystem.IsMacOS())
            return Path.Combine(home, "Library", "Application Support", "Pitwall");
        // The specification wants a relative XDG path ignored.
        return environment("XDG_DATA_HOME") is { Length: > 0 } data && Path.IsPathRooted(data) ? Path.Combine(data, "pitwall") : Path.Combine(home, ".local", "share", "pitwall");
    }

    /// <summary>Makes the folder, for its owner only; one that exists is left as it is.</summary>
    /// <exception cref="CommandException">It cannot be made or written.</exception>
    public static void Create(string folder)
    {
        try
        {
            if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
            else Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException(ExitCodes.CannotCreate, $"The data folder {folder} cannot be made: {e.Message} Choose another with --data.");
        }
    }

    private static string Expand(string path, string home) =>
        path == "~" ? home : path.StartsWith("~/", StringComparison.Ordinal) ? Path.Combine(home, path[2..]) : path;
}
