using System.Diagnostics;

namespace TokenFunction.Tests.Cli;

/// <summary>A line as it is pasted into a shell.</summary>
internal static class CommandLine
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Runs it and returns its standard output; fails when its exit status is not 0.</summary>
    public static async Task<string> RunAsync(string line)
    {
        using var shell = Process.Start(new ProcessStartInfo("sh", ["-c", line]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        using var limit = new CancellationTokenSource(Patience);
        var error = shell.StandardError.ReadToEndAsync(limit.Token);
        var output = await shell.StandardOutput.ReadToEndAsync(limit.Token);
        await shell.WaitForExitAsync(limit.Token);
        Assert.True(shell.ExitCode == 0, $"{line}: exit status {shell.ExitCode}. {await error}");
        return output;
    }
}
