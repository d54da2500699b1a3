using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;

namespace TokenFunction.Tests.Infra;

/// <summary>The Bicep command line, from its package; it needs no network and no Azure.</summary>
internal static class Bicep
{
    private static readonly SemaphoreSlim AtOnce = new(2);

    private static readonly string Program = Metadata("Bicep");

    /// <summary>The templates as they stand in the repository.</summary>
    public static string Folder { get; } = Path.Combine(Metadata("Repository"), "infra");

    /// <summary>Why the command line cannot be run; null when it can.</summary>
    public static string? WhyMissing { get; } =
        Program.Length == 0 ? $"The Bicep command line is taken from a package for Linux on x64; this is {RuntimeInformation.RuntimeIdentifier}."
        : !File.Exists(Program) ? $"The restore did not bring {Program}."
        : null;

    /// <summary>
    /// Runs one command and gives what it wrote. Bicep exits 0 on warnings, a misspelt property among them, so anything
    /// on standard error is a failure.
    /// </summary>
    public static async Task<string> RunAsync(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var start = Command(environment, arguments);
        await AtOnce.WaitAsync();
        try
        {
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync();
            var diagnostics = await process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            Assert.True(process.ExitCode == 0 && diagnostics.Trim().Length == 0, $"bicep {string.Join(' ', arguments)}\n{diagnostics}");
            return await output;
        }
        finally
        {
            AtOnce.Release();
        }
    }

    /// <summary>How to start it. What the parameter files read must come from the test alone.</summary>
    public static ProcessStartInfo Command(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(Program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment.Clear();
        foreach (var name in (string[])["HOME", "PATH", "TMPDIR"])
        {
            if (Environment.GetEnvironmentVariable(name) is { } value) start.Environment[name] = value;
        }

        foreach (var (name, value) in environment) start.Environment[name] = value;
        return start;
    }

    private static string Metadata(string key) =>
        typeof(Bicep).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value ?? "";
}
