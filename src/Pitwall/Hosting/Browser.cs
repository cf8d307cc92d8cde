using System.ComponentModel;
using System.Diagnostics;

namespace Pitwall.Hosting;

/// <summary>Opens an address in the person's browser, where there is one.</summary>
internal static class Browser
{
    /// <summary>Best effort: the address was printed, so nothing is lost where this does not work.</summary>
    public static void Open(string url)
    {
        try
        {
            if (OperatingSystem.IsWindows()) Start(new ProcessStartInfo(url) { UseShellExecute = true });
            else if (OperatingSystem.IsMacOS()) Start(new ProcessStartInfo("open") { ArgumentList = { url } });
            else if (HasDisplay()) Start(new ProcessStartInfo("xdg-open") { ArgumentList = { url }, UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true });
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException or FileNotFoundException)
        {
            // No browser here.
        }
    }

    private static bool HasDisplay() =>
        !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("DISPLAY")) || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("WAYLAND_DISPLAY"));

    private static void Start(ProcessStartInfo start) => Process.Start(start)?.Dispose();
}
