using Markdig;
using Markdig.Extensions.Tables;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using Microsoft.AspNetCore.Components;
using Pitwall.Core.Text;

namespace Pitwall.Web.Markdown;

/// <summary>
/// Renders Markdown of unknown origin: HTML in it is shown, not obeyed; only http, https and mailto links are links;
/// pictures are not loaded but offered as links, because loading one tells its host who reads.
/// </summary>
public static class SafeMarkdown
{
    /// <summary>Longest text, in characters, that is read as Markdown; what is longer is shown as plain text.</summary>
    public const int MaxLength = 200_000;

    private static readonly MarkdownPipeline s_pipeline = new MarkdownPipelineBuilder()
        .DisableHtml()
        .UsePipeTables()
        .UseTaskLists()
        .UseAutoLinks()
        .UseEmphasisExtras(Markdig.Extensions.EmphasisExtras.EmphasisExtraOptions.Strikethrough)
        .Build();

    private static readonly MarkdownPipeline s_prompts = new MarkdownPipelineBuilder()
        .DisableHtml()
        .UsePipeTables()
        .UseTaskLists()
        .UseAutoLinks()
        .UseSoftlineBreakAsHardlineBreak()
        .Build();

    /// <summary>HTML that is safe to put into a page.</summary>
    /// <param name="markdown">Any text; it is cleaned by <see cref="DisplayText.Clean"/> first.</param>
    /// <param name="keepLineBreaks">Whether a line feed breaks the line, as people mean it in prompts.</param>
    public static MarkupString Render(string markdown, bool keepLineBreaks = false)
    {
        var text = DisplayText.Clean(markdown);
        if (text.Length > MaxLength) return Plain(text);
        try
        {
            var pipeline = keepLineBreaks ? s_prompts : s_pipeline;
            var document = Markdig.Markdown.Parse(text, pipeline);
            Disarm(document);
            using var writer = new StringWriter();
            var renderer = new HtmlRenderer(writer);
            pipeline.Setup(renderer);
            renderer.Render(document);
            return new MarkupString(writer.ToString());
        }
        catch (ArgumentException)
        {
            // Markdig refuses text that is nested too deeply.
            return Plain(text);
        }
    }

    private static MarkupString Plain(string text) => new("<pre class=\"plain\">" + System.Net.WebUtility.HtmlEncode(text) + "</pre>");

    private static void Disarm(MarkdownDocument document)
    {
        foreach (var node in document.Descendants().ToList())
        {
            switch (node)
            {
                case LinkInline link: Disarm(link); break;
                case AutolinkInline auto when !IsSafe(auto.IsEmail ? "mailto:" + auto.Url : auto.Url): auto.ReplaceBy(new LiteralInline(auto.Url)); break;
                case AutolinkInline auto: Mark(auto); break;
                // The page has its own first and second headings.
                case HeadingBlock heading: heading.Level = Math.Min(6, heading.Level + 2); break;
                case Table table: Align(table); break;
            }
        }
    }

    private static void Disarm(LinkInline link)
    {
        link.Title = null;
        var url = link.GetDynamicUrl?.Invoke() ?? link.Url ?? "";
        if (!IsSafe(url) || (link.IsImage && IsInLink(link)))
        {
            // What is dropped is the link, not what it says.
            link.ReplaceBy(new ContainerInline(), copyChildren: true);
            return;
        }
        if (link.IsImage)
        {
            link.IsImage = false;
            if (link.FirstChild is null) link.AppendChild(new LiteralInline(url));
            link.FirstChild!.InsertBefore(new LiteralInline("Picture: "));
        }
        Mark(link);
    }

    private static bool IsInLink(LinkInline link)
    {
        for (var parent = link.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent is LinkInline) return true;
        }
        return false;
    }

    private static void Mark(MarkdownObject link)
    {
        var attributes = link.GetAttributes();
        attributes.AddProperty("rel", "noopener noreferrer nofollow");
        attributes.AddProperty("target", "_blank");
    }

    private static bool IsSafe(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" or "mailto" && !url.AsSpan().ContainsAnyInRange('\0', ' ');

    // Alignment is written as a style attribute, which the content security policy refuses; a class says the same.
    private static void Align(Table table)
    {
        foreach (var row in table.OfType<TableRow>())
        {
            for (var i = 0; i < row.Count && i < table.ColumnDefinitions.Count; i++)
            {
                if (table.ColumnDefinitions[i].Alignment is TableColumnAlign.Right or TableColumnAlign.Center)
                    row[i].GetAttributes().AddClass(table.ColumnDefinitions[i].Alignment is TableColumnAlign.Right ? "right" : "center");
            }
        }
        foreach (var column in table.ColumnDefinitions)
        {
            column.Alignment = null;
            column.Width = 0;
        }
    }
}
