using System.Diagnostics;
using System.Text;

namespace TokenFunction.Tests.Server;

/// <summary>What a command said, and its exit status.</summary>
public sealed record Finished(int ExitCode, string Output, string Error);

/// <summary>
/// The real executable in a process of its own, with a data folder of its own. It never outlives the test:
/// disposing kills what is still running.
/// </summary>
public sealed class Tokenctl : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan PollEvery = TimeSpan.FromMilliseconds(20);

    private readonly Process process;
    private readonly DirectoryInfo home = Directory.CreateTempSubdirectory("tokenctl-home-");
    private readonly StringBuilder output = new();
    private readonly StringBuilder error = new();

    private Tokenctl(IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? variables)
    {
        // A shell that starts us in the background makes its children ignore SIGINT; env undoes that.
        var env = OperatingSystem.IsLinux();
        var start = new ProcessStartInfo(env ? "env" : "dotnet")
        {
            WorkingDirectory = home.FullName,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string[] program = [.. env ? (string[])["--default-signal=INT", "dotnet"] : [], Path.Combine(AppContext.BaseDirectory, "tokenctl.dll")];
        foreach (var argument in program.Concat(arguments)) start.ArgumentList.Add(argument);
        start.Environment.Remove("TOKENCTL_STORE");
        start.Environment["XDG_DATA_HOME"] = home.FullName;
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        // A command lives for half a second: counting its calls for later does not pay.
        start.Environment["DOTNET_TieredPGO"] = "0";
        foreach (var (name, value) in variables ?? new Dictionary<string, string>()) start.Environment[name] = value;
        process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Append(output, line.Data);
        process.ErrorDataReceived += (_, line) => Append(error, line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>All of standard output so far.</summary>
    public string Output => Read(output);

    /// <summary>All of standard error so far.</summary>
    public string Error => Read(error);

    /// <summary>The user's data folder of this process.</summary>
    public string DataFolder => home.FullName;

    /// <summary>Runs a command to its end.</summary>
    public static Task<Finished> RunAsync(params string[] arguments) => RunAsync(arguments, null);

    /// <summary>Runs a command to its end, with text on its standard input and variables in its environment.</summary>
    public static async Task<Finished> RunAsync(IEnumerable<string> arguments, string? input, IReadOnlyDictionary<string, string>? variables = null)
    {
        await using var command = Start(arguments, variables);
        await command.process.StandardInput.WriteAsync(input);
        command.process.StandardInput.Close();
        var exit = await command.ExitAsync();
        return new Finished(exit, command.Output, command.Error);
    }

    /// <summary>Starts a command that goes on, such as <c>serve</c>.</summary>
    public static Tokenctl Start(IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? variables = null) => new(arguments, variables);

    /// <summary>Starts <c>serve</c> on a free port and waits until it listens; returns where.</summary>
    public static Task<(Tokenctl Server, Uri Url)> ServeAsync(params string[] arguments) => ServeAsync(null, arguments);

    /// <summary>The same with variables in its environment.</summary>
    public static async Task<(Tokenctl Server, Uri Url)> ServeAsync(IReadOnlyDictionary<string, string>? variables, params string[] arguments)
    {
        const string Listening = "Listening on ";
        var server = Start(["serve", "--urls", "http://127.0.0.1:0", .. arguments], variables);
        var line = await server.LineAsync(Listening);
        return (server, new Uri(line[Listening.Length..line.IndexOf(". ", StringComparison.Ordinal)]));
    }

    /// <summary>The first line of standard output that begins so, as soon as it is there.</summary>
    public async Task<string> LineAsync(string prefix)
    {
        var started = Stopwatch.StartNew();
        while (true)
        {
            var ended = process.HasExited;
            var line = Output.Split('\n').SkipLast(1).FirstOrDefault(line => line.StartsWith(prefix, StringComparison.Ordinal));
            if (line is not null) return line;
            if (ended || started.Elapsed > Patience)
                throw new InvalidOperationException($"No line '{prefix}…'{(ended ? $"; exit status {process.ExitCode}" : "")}. Standard error: {Error}");
            await Task.Delay(PollEvery);
        }
    }

    /// <summary>Ctrl-C (SIGINT); returns the exit status.</summary>
    public async Task<int> InterruptAsync()
    {
        using var kill = Process.Start("kill", ["-INT", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        return await ExitAsync();
    }

    /// <summary>SIGKILL: no chance to finish anything.</summary>
    public async Task KillAsync()
    {
        process.Kill(entireProcessTree: true);
        await ExitAsync();
    }

    /// <summary>Waits for the end and returns the exit status.</summary>
    public async Task<int> ExitAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        await process.WaitForExitAsync(limit.Token);
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited) await KillAsync();
        process.Dispose();
        home.Delete(recursive: true);
    }

    private static void Append(StringBuilder text, string? line)
    {
        if (line is null) return;
        lock (text) text.Append(line).Append('\n');
    }

    private static string Read(StringBuilder text)
    {
        lock (text) return text.ToString();
    }
}
