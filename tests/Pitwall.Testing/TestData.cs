namespace Pitwall.Testing;

/// <summary>Finds files outside the test program: the repository itself and the shared test data beside it.</summary>
public static class TestData
{
    /// <summary>The folder that holds Pitwall.slnx.</summary>
    public static string RepositoryRoot { get; } = FindRoot();

    /// <summary>Why a test that needs the shared data did not run.</summary>
    public const string MissingReason = "needs the shared test data in ../shared/data beside the repository, which is not here";

    /// <summary>Path of a file or folder in the shared test data, or null where it is not there.</summary>
    /// <param name="relative">Path below <c>../shared/data</c>, with forward slashes.</param>
    public static string? Find(string relative)
    {
        var path = Path.GetFullPath(Path.Combine(RepositoryRoot, "..", "shared", "data", relative));
        return Path.Exists(path) ? path : null;
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Pitwall.slnx")))
                return folder.FullName;
        }

        throw new InvalidOperationException("The tests must run from a folder inside the repository.");
    }
}
