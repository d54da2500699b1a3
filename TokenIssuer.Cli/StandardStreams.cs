using System.Runtime.InteropServices;

namespace TokenIssuer.Cli;

/// <summary>
/// Which of the standard streams the caller left open. The number of a closed one goes to whatever the runtime opens first: a
/// secret written there would be lost, and counted as shown.
/// </summary>
internal static class StandardStreams
{
    public const int Input = 0;
    public const int Output = 1;
    public const int Error = 2;

    // POSIX fcntl: the same numbers on Linux and macOS.
    private const int GetDescriptorFlags = 1;
    private const int CloseOnExec = 1;

    /// <summary>The runtime opens everything close-on-exec; what we were started with cannot be.</summary>
    public static bool IsOpen(int stream) =>
        OperatingSystem.IsWindows() || (fcntl(stream, GetDescriptorFlags) is >= 0 and var flags && (flags & CloseOnExec) == 0);

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int fcntl(int descriptor, int command);
}
