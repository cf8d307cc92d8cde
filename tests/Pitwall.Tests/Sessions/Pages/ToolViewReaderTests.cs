using Pitwall.Sessions.Pages.SessionDetail;
using Pitwall.Sessions.Reading;
using Pitwall.Testing;
using Pitwall.Tests.Web;
using Pitwall.Web.Diffs;

namespace Pitwall.Tests.Sessions.Pages;

public sealed class ToolViewReaderTests
{
    [Fact]
    public void Edit_IsADiff()
    {
        var view = Read(new { file_path = "/a.cs", old_string = "x\ny", new_string = "x\nz", replace_all = true });
        var diff = Assert.Single(view.Diffs);
        Assert.Equal(("/a.cs", "edit", 1, 1), (diff.Path, diff.Verb, diff.Added, diff.Removed));
        Assert.Equal(["replace_all"], view.Fields.Select(f => f.Name));
    }

    [Fact]
    public void MultiEdit_IsOneFileWithPlaces()
    {
        var view = Read(new { file_path = "/a.cs", edits = new object[] { new { old_string = "1", new_string = "2" }, new { old_string = "3", new_string = "", replace_all = true }, "nonsense" } });
        Assert.Equal(["edit 1", "edit 2, everywhere"], Assert.Single(view.Diffs).Lines.Where(l => l.Kind == DiffKind.Place).Select(l => l.Text));
    }

    [Fact]
    public void Write_IsAllAdded() => Assert.Equal(("create", 2), (Read(new { path = "n.txt", content = "a\nb\n" }).Diffs[0].Verb, Read(new { path = "n.txt", content = "a\nb\n" }).Diffs[0].Added));

    [Fact]
    public void StructuredPatch_IsReadHunkByHunk()
    {
        var view = Read(new { filePath = "a", structuredPatch = new[] { new { newStart = 7, lines = new[] { " x", "-y", "+z" } } } });
        Assert.Equal([(DiffKind.Place, "line 7"), (DiffKind.Same, "x"), (DiffKind.Removed, "y"), (DiffKind.Added, "z")], view.Diffs[0].Lines.Select(l => (l.Kind, l.Text)));
    }

    [Theory]
    [InlineData("*** Begin Patch\n*** Add File: a\n+x\n*** End Patch")]
    [InlineData("{\"input\":\"*** Begin Patch\\n*** Add File: a\\n+x\\n*** End Patch\"}")]
    [InlineData("{\"command\":[\"apply_patch\",\"*** Begin Patch\\n*** Add File: a\\n+x\\n*** End Patch\"]}")]
    [InlineData("{\"cmd\":\"apply_patch <<'EOF'\\n*** Begin Patch\\n*** Add File: a\\n+x\\n*** End Patch\\nEOF\"}")]
    [InlineData("const patch = \"*** Begin Patch\n*** Add File: a\n+x\n*** End Patch\"; apply(patch)")]
    public void ApplyPatch_HoweverGiven_IsADiff(string input)
    {
        var diff = Assert.Single(ToolViewReader.Read(new Operation { Input = input }).Diffs);
        Assert.Equal(("a", "create", 1), (diff.Path, diff.Verb, diff.Added));
    }

    [Theory]
    [InlineData("{\"command\":\"npm test\",\"description\":\"Run\"}", "npm test", "Run")]
    [InlineData("{\"cmd\":\"ls\",\"workdir\":\"/x\"}", "ls", null)]
    [InlineData("{\"command\":[\"bash\",\"-lc\",\"pytest -q\"]}", "pytest -q", null)]
    [InlineData("{\"command\":[\"git\",\"commit\",\"-m\",\"a b\"]}", "git commit -m 'a b'", null)]
    public void Command_IsTheCommandLine(string input, string command, string? purpose)
    {
        var view = ToolViewReader.Read(new Operation { Input = input });
        Assert.Equal((command, purpose), (view.Command, view.Purpose));
    }

    [Fact]
    public void Todos_AndPlans_AreLists()
    {
        Assert.Equal([new TodoLine("a", "completed")], Read(new { todos = new[] { new { content = "a", status = "completed" } } }).Todos);
        Assert.Equal([new TodoLine("b", "pending")], Read(new { plan = new[] { new { step = "b", status = "pending" } } }).Todos);
        Assert.Equal("# Plan", Read(new { plan = "# Plan" }).Markdown);
    }

    [Fact]
    public void Delegation_ShowsItsTask() => Assert.Equal("Find it", Read(new { subagent_type = "Explore", prompt = "Find it" }).Markdown);

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[1,2]")]
    [InlineData("{\"command\":")]
    [InlineData("{\"edits\":{},\"todos\":1,\"plan\":[1,\"x\"],\"command\":[1,null]}")]
    [InlineData("{\"old_string\":1,\"new_string\":null,\"path\":[]}")]
    public void OddInput_IsShownAsItStands(string input) => Assert.Empty(ToolViewReader.Read(new Operation { Input = input }).Diffs);

    [Fact]
    public void RealTranscripts_NeverFail()
    {
        if (TestData.Shared("transcripts") is not { } folder)
        {
            Assert.Skip(TestData.MissingReason);
            return;
        }
        var views = RealInputs.Of(folder).Select(input => ToolViewReader.Read(new Operation { Input = input })).ToList();
        Assert.True(views.Count(v => v.Diffs.Count > 0) > 500);
        Assert.True(views.Count(v => v.Command is not null) > 1_500);
        Assert.True(views.Count(v => v.Todos.Count > 0) > 100);
    }

    private static ToolView Read(object input) => ToolViewReader.Read(SampleTimeline.Tool(1, "x", input, "").Operation!);
}
