using System.Diagnostics;
using System.Reflection;

namespace TokenFunction.Tests.Storage;

/// <summary>
/// Azurite's table service: one process for all tests, started by the first that asks. It ends with the pipe to its
/// standard input, so even a killed test run leaves nothing behind.
/// </summary>
public static class Azurite
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private static readonly Lazy<Task<string>> Started = new(StartAsync);

    private static readonly string Folder = typeof(Azurite).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == nameof(Azurite)).Value!;

    /// <summary>Why no Azurite can be started; null when one can.</summary>
    public static string? WhyMissing { get; } =
        !IsOnPath("node") ? "Azurite needs Node.js, and there is no node on the PATH."
        : !File.Exists(Path.Combine(Folder, "node_modules", ".package-lock.json")) ? "The build could not install Azurite (npm ci)."
        : null;

    /// <summary>The connection string of the account that Azurite, and no one else, knows by heart.</summary>
    public static async Task<string> ConnectionStringAsync()
    {
        if (WhyMissing is { } reason) throw new InvalidOperationException(reason);
        return ConnectionStringFor(await Started.Value);
    }

    /// <summary>Where it listens.</summary>
    public static async Task<Uri> AddressAsync()
    {
        if (WhyMissing is { } reason) throw new InvalidOperationException(reason);
        return new Uri(await Started.Value);
    }

    /// <summary>A connection string for the same account at another address.</summary>
    public static string ConnectionStringFor(string address) =>
        "DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;"
        + "AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==;"
        + $"TableEndpoint={address}/devstoreaccount1;";

    private static async Task<string> StartAsync()
    {
        var process = Process.Start(new ProcessStartInfo("node", "table.js")
        {
            WorkingDirectory = Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => process.Kill(entireProcessTree: true);
        using var limit = new CancellationTokenSource(StartLimit);
        return await process.StandardOutput.ReadLineAsync(limit.Token)
            ?? throw new InvalidOperationException("Azurite ended before it listened; its standard error says why.");
    }

    private static bool IsOnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Any(folder => File.Exists(Path.Combine(folder, program)) || File.Exists(Path.Combine(folder, program + ".exe")));
}
