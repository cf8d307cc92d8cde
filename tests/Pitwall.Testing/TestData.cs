namespace Pitwall.Testing;

/// <summary>Finds the repository and the shared test data, wherever the tests were built.</summary>
public static class TestData
{
    /// <summary>Why a test that needs the shared data did not run.</summary>
    public const string MissingReason = "needs the shared test data in ../shared/data beside the repository, which is not here";

    /// <summary>Names the folder of the shared data when it is not beside the repository.</summary>
    public const string Variable = "PITWALL_TEST_DATA";

    private static readonly Lazy<string> s_repository = new(FindRepository);

    /// <summary>The folder that holds <c>Pitwall.slnx</c>.</summary>
    public static string Repository => s_repository.Value;

    /// <summary>
    /// Path of something in the shared data, such as <c>transcripts</c>; null, with the reason printed, when it is not there.
    /// </summary>
    public static string? Shared(string name)
    {
        var folder = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named
            ? named
            : Path.Combine(Repository, "..", "shared", "data");
        var path = Path.GetFullPath(Path.Combine(folder, name));
        if (Path.Exists(path))
            return path;
        Console.WriteLine($"Test data '{name}' is missing: {path} does not exist. Set {Variable} to the folder that holds it.");
        return null;
    }

    private static string FindRepository()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "Pitwall.slnx")))
                return folder;
        }
        throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds Pitwall.slnx; run the tests from inside the repository.");
    }
}
