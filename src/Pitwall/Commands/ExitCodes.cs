namespace Pitwall.Commands;

/// <summary>Exit codes of <c>pitwall</c>; the numbers of sysexits where there is one.</summary>
internal static class ExitCodes
{
    /// <summary>Done.</summary>
    public const int Ok = 0;

    /// <summary>The command line is not understood.</summary>
    public const int Usage = 64;

    /// <summary>The store or the server does not answer, or is in use by another.</summary>
    public const int Unavailable = 69;

    /// <summary>A bug in Pitwall; please report it with what was printed.</summary>
    public const int Bug = 70;

    /// <summary>The data folder, or a file in it, cannot be made or written.</summary>
    public const int CannotCreate = 73;

    /// <summary>The port is in use.</summary>
    public const int PortInUse = 75;

    /// <summary>A server is running on this data folder already; its address was printed.</summary>
    public const int AlreadyRunning = 76;

    /// <summary>An option, a variable or the database address cannot be used as it is.</summary>
    public const int Configuration = 78;

    /// <summary>Stopped by Ctrl-C.</summary>
    public const int Interrupted = 130;
}
