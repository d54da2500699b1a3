using System.Diagnostics;
using System.Globalization;
using System.Net;
using TokenIssuer.Benchmarks.Abuse;
using TokenIssuer.Benchmarks.InProcess;
using TokenIssuer.Keys;

namespace TokenIssuer.Benchmarks.EndToEnd;

/// <summary>
/// From the start of the process of <c>tokenctl serve</c> over an existing store to its first token, and its pieces: each is a
/// command that does little else. Alternates between the programs named, such as a build and a publish. Medians.
/// </summary>
internal static class StartUp
{
    private const int Runs = 10;

    public static async Task RunAsync(string[] programs)
    {
        if (programs.Length == 0) programs = [Path.Combine(AppContext.BaseDirectory, "tokenctl.dll")];
        using var folder = new Scratch();
        var path = folder.NewPath();
        var authorization = Workbench.Basic("good", (await Workbench.RegisterAsync(path, Workbench.Client("good")))[0]);
        var samples = programs.ToDictionary(program => program, _ => new List<Sample>());
        for (var run = 0; run <= Runs; run++)
        {
            foreach (var program in programs)
            {
                var sample = await MeasureAsync(folder, path, program, authorization);
                // The first one reads the disk.
                if (run > 0) samples[program].Add(sample);
            }
        }

        foreach (var (program, taken) in samples)
        {
            int Median(Func<Sample, double> part) => (int)Ratio.Median(taken.Select(part));

            var runtime = Median(s => s.Runtime);
            Console.WriteLine(program);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  runtime and command line {runtime} ms, options +{Median(s => s.Options) - runtime} ms, store +{Median(s => s.Store) - runtime} ms, key +{Median(s => s.Key) - runtime} ms; listening after {Median(s => s.Listening)} ms, first token after {Median(s => s.Token)} ms"));
        }
    }

    private static async Task<Sample> MeasureAsync(Scratch folder, string path, string program, string authorization)
    {
        var store = $"sqlite:{path}";
        var runtime = await TimeAsync(program, "--version");
        // Ends when it has found the setting wrong, which is before it opens anything.
        var options = await TimeAsync("TOKENCTL_STORE=" + store, "Token__Lifetime=0", program, "serve");
        var opened = await TimeAsync(program, "clients", "show", "good", "--json", "--store", store);
        var watch = Stopwatch.StartNew();
        await using var server = await Server.IssuerAsync(folder, SigningAlgorithm.ES256, path, program: program);
        var listening = watch.Elapsed.TotalMilliseconds;
        using var caller = new Caller(server);
        await caller.AskAsync(authorization, HttpStatusCode.OK);
        var token = watch.Elapsed.TotalMilliseconds;
        return new Sample(runtime, options, opened, await TimeAsync(program, "keys", "list", "--json", "--store", store), listening, token);
    }

    /// <summary>Milliseconds of a whole process; variables first.</summary>
    private static async Task<double> TimeAsync(params string[] arguments)
    {
        var variables = arguments.TakeWhile(argument => argument.Contains('=', StringComparison.Ordinal)).ToArray();
        var watch = Stopwatch.StartNew();
        await Server.OutputAsync("env", [.. variables, "taskset", "-c", "0", "dotnet", .. arguments[variables.Length..]]);
        return watch.Elapsed.TotalMilliseconds;
    }

    /// <summary>Milliseconds since the start of a process.</summary>
    private sealed record Sample(double Runtime, double Options, double Store, double Key, double Listening, double Token);
}
