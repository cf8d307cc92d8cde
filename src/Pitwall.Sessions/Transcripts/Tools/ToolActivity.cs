using System.Text.RegularExpressions;

namespace Pitwall.Sessions.Transcripts.Tools;

/// <summary>What kind of work a tool call is, told from its name and, for shells, its command.</summary>
internal static partial class ToolActivity
{
    // Later is stronger: a call that reads and edits is editing.
    private static readonly string[] s_order = ["", "other", "reading", "planning", "researching", "delegating", "running", "testing", "editing"];

    /// <summary>editing, testing, running, reading, researching, delegating, planning or other.</summary>
    public static string Of(string tool, string command) => tool switch
    {
        "Edit" or "MultiEdit" or "Write" or "NotebookEdit" or "apply_patch" or "replace" or "write_file" => "editing",
        "Bash" or "PowerShell" or "shell" or "exec_command" or "local_shell" or "run_shell_command" or "exec" or "BashOutput" or "write_stdin" or "KillShell" => OfCommand(command),
        "Read" or "Grep" or "Glob" or "LS" or "NotebookRead" or "read_file" or "read_many_files" or "glob" or "search_file_content" or "list_directory" or "grep_search" or "view_image" or "LSP" => "reading",
        "WebFetch" or "WebSearch" or "web_search" or "google_web_search" or "web_fetch" or "ToolSearch" or "tool_search" => "researching",
        "Task" or "Agent" or "spawn_agent" or "SendMessage" or "followup_task" or "wait_agent" => "delegating",
        "TodoWrite" or "TaskCreate" or "TaskUpdate" or "TaskList" or "ExitPlanMode" or "EnterPlanMode" or "AskUserQuestion" or "update_plan" or "write_todos" => "planning",
        _ => "other",
    };

    /// <summary>The stronger of two activities.</summary>
    public static string Stronger(string a, string b) => Array.IndexOf(s_order, a) >= Array.IndexOf(s_order, b) ? a : b;

    private static string OfCommand(string command)
    {
        if (command.Length > 2_000) command = command[..2_000];
        try
        {
            if (Tests().IsMatch(command)) return "testing";
            if (command.Contains("apply_patch", StringComparison.Ordinal)) return "editing";
            return Reads().IsMatch(command) ? "reading" : "running";
        }
        catch (RegexMatchTimeoutException)
        {
            return "running"; // made to be slow: what it does is not worth knowing
        }
    }

    [GeneratedRegex(@"\b(pytest|jest|vitest|mocha|rspec|phpunit|ctest|tox|nox|playwright test|cypress run|go test|cargo (test|nextest)|dotnet test|mvn( -\S+)* (test|verify)|gradlew?( -\S+)* test|(npm|pnpm|yarn|bun)( run)? (test|t\b)\S*|make (test|check)|node --test|python3? -m (unittest|pytest))", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 250)]
    private static partial Regex Tests();

    [GeneratedRegex(@"^\s*(cd \S+ && )?(ls|cat|head|tail|sed -n|rg|grep|find|wc|pwd|tree|stat|git (status|log|diff|show|branch|blame))\b[^;&|>]*(\| *(head|tail|wc|grep|sort|uniq)[^;&|>]*)*$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 250)]
    private static partial Regex Reads();
}
