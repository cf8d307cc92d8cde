using Microsoft.Playwright;

namespace Pitwall.EndToEnd.Browsing;

/// <summary>The machine's own Chromium, without a window. Nothing is downloaded.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    private const string Missing = "No Chromium or Chrome is on the PATH, and the end-to-end tests drive one. Install it (Debian and Ubuntu: apt-get install chromium) and run the tests again.";

    private static readonly string[] s_names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];

    private readonly IPlaywright _playwright;

    private Chromium(IPlaywright playwright, IBrowser browser) => (_playwright, Browser) = (playwright, browser);

    /// <summary>The browser.</summary>
    public IBrowser Browser { get; }

    /// <summary>Starts it.</summary>
    /// <exception cref="InvalidOperationException">There is none; the message says what to do.</exception>
    public static async Task<Chromium> StartAsync()
    {
        var path = Find() ?? throw new InvalidOperationException(Missing);
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = path,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--font-render-hinting=none"],
        });
        return new Chromium(playwright, browser);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await Browser.DisposeAsync();
        _playwright.Dispose();
    }

    private static string? Find()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return s_names.SelectMany(name => folders.Select(folder => Path.Combine(folder, name)))
            .Append("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
            .FirstOrDefault(File.Exists);
    }
}
