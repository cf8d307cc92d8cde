using Pitwall.Commands;
using Pitwall.Hosting;
using Pitwall.Testing;

namespace Pitwall.Tests.Host;

public sealed class RunningServerTests
{
    [Fact]
    public void Find_NoServer_IsNull()
    {
        using var folder = new TempFolder();
        Assert.Null(RunningServer.Find(folder.Path));
        Assert.Null(RunningServer.Find(folder.Combine("missing")));
    }

    [Fact]
    public void TryTake_Twice_OnlyTheFirstHasIt_AndOthersFindItsAddress()
    {
        using var folder = new TempFolder();
        var server = new RunningServer("http://localhost:1", 42, DateTimeOffset.UnixEpoch);
        using (RunningServer.TryTake(folder.Path)!)
        {
            Assert.Null(RunningServer.TryTake(folder.Path));
            Assert.Equal("", RunningServer.Find(folder.Path)!.Url);
            server.Write(folder.Path);
            Assert.Equal(server, RunningServer.Find(folder.Path));
        }
        Assert.Null(RunningServer.Find(folder.Path));
        using var again = RunningServer.TryTake(folder.Path);
        Assert.NotNull(again);
    }

    [Fact]
    public void Find_KilledServer_LeavesItsNoteButIsNotThere()
    {
        using var folder = new TempFolder();
        RunningServer.TryTake(folder.Path)!.Dispose();
        new RunningServer("http://localhost:1", 42, DateTimeOffset.UnixEpoch).Write(folder.Path);
        Assert.Null(RunningServer.Find(folder.Path));
    }

    [Fact]
    public void Write_IsForTheOwnerOnly()
    {
        if (OperatingSystem.IsWindows()) return;
        using var folder = new TempFolder();
        new RunningServer("http://localhost:1", 42, DateTimeOffset.UnixEpoch).Write(folder.Path);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder.Combine("server.json")));
        DataFolder.Create(folder.Combine("a", "b"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder.Combine("a", "b")));
    }

    [Theory]
    [InlineData("/given", "/variable", "/xdg", "/given")]
    [InlineData(null, "/variable", "/xdg", "/variable")]
    [InlineData(null, " ", "/xdg", "/xdg/pitwall")]
    [InlineData(null, null, "relative", "/home/p/.local/share/pitwall")]
    [InlineData(null, null, null, "/home/p/.local/share/pitwall")]
    [InlineData("~/data", null, null, "/home/p/data")]
    public void DataFolder_OptionThenVariableThenPlatform(string? option, string? variable, string? xdg, string expected)
    {
        if (!OperatingSystem.IsLinux()) return;
        Assert.Equal(expected, DataFolder.Resolve(option, name => name == DataFolder.Variable ? variable : xdg, "/home/p"));
    }
}
