using System.Diagnostics;
using System.Text.RegularExpressions;

namespace TokenIssuer.Benchmarks.EndToEnd;

/// <summary>A server in a process of its own, on core 0 alone; what drives it has core 1. Linux, with taskset on the PATH.</summary>
internal sealed partial class Server : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan PollEvery = TimeSpan.FromMilliseconds(1);

    private readonly Process process;
    private readonly string log;

    private Server(Process process, string log)
    {
        this.process = process;
        this.log = log;
    }

    /// <summary>Where it listens.</summary>
    public Uri Url { get; private set; } = new("http://127.0.0.1");

    /// <summary>The demo client's Basic credentials, if this start made it; made up otherwise.</summary>
    public string Authorization { get; private set; } = "";

    /// <summary>Memory it holds now, in MB.</summary>
    public double Megabytes
    {
        get
        {
            process.Refresh();
            return process.WorkingSet64 / 1048576.0;
        }
    }

    /// <summary>The real executable; on a new SQLite file unless <paramref name="store"/> names one.</summary>
    public static Task<Server> IssuerAsync(
        Scratch folder, string algorithm, string? store = null, IReadOnlyDictionary<string, string>? settings = null, string? program = null) => StartAsync(
        folder, settings,
        program ?? Path.Combine(AppContext.BaseDirectory, "tokenctl.dll"), "serve", "--urls", "http://127.0.0.1:0", "--signing-algorithm", algorithm,
        "--store", $"sqlite:{store ?? folder.NewPath()}");

    /// <summary><see cref="Floor"/>.</summary>
    public static Task<Server> FloorAsync(Scratch folder, string algorithm) =>
        StartAsync(folder, null, Path.Combine(AppContext.BaseDirectory, "TokenIssuer.Benchmarks.dll"), Floor.Command, algorithm);

    /// <summary>Runs a program to its end; returns its standard output.</summary>
    public static async Task<string> OutputAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return output;
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
    }

    /// <summary>Its output goes to a file: a pipe that nobody empties in time would hold it up.</summary>
    private static async Task<Server> StartAsync(Scratch folder, IReadOnlyDictionary<string, string>? settings, params string[] arguments)
    {
        var log = folder.NewPath();
        var start = new ProcessStartInfo("sh", ["-c", "log=$1; shift; exec taskset -c 0 dotnet \"$@\" > \"$log\"", "sh", log, .. arguments]);
        foreach (var (name, value) in settings ?? new Dictionary<string, string>()) start.Environment[name] = value;
        var server = new Server(Process.Start(start)!, log);
        await server.ListenAsync();
        return server;
    }

    private async Task ListenAsync()
    {
        var started = Stopwatch.StartNew();
        while (started.Elapsed < Patience && !process.HasExited)
        {
            var text = File.Exists(log) ? await File.ReadAllTextAsync(log) : "";
            if (Listening().Match(text) is { Success: true } where)
            {
                Url = new Uri(where.Groups[1].Value);
                var secret = Secret().Match(text);
                Authorization = InProcess.Workbench.Basic("demo", secret.Success ? secret.Value : "none");
                return;
            }

            await Task.Delay(PollEvery);
        }

        throw new InvalidOperationException($"The server did not listen: {await File.ReadAllTextAsync(log)}");
    }

    [GeneratedRegex(@"Listening on (http://[0-9.:]+[0-9])")]
    private static partial Regex Listening();

    [GeneratedRegex("tfs_[0-9A-Za-z]{49}")]
    private static partial Regex Secret();
}
