using System.Globalization;
using System.Text.RegularExpressions;

namespace TokenIssuer.Benchmarks.EndToEnd;

/// <summary>What one run of wrk saw.</summary>
/// <param name="PerSecond">Answers a second.</param>
/// <param name="P50">Median latency, microseconds.</param>
/// <param name="P99">99th percentile, microseconds.</param>
/// <param name="Refused">Answers that were no 2xx.</param>
internal sealed partial record Load(double PerSecond, double P50, double P99, long Refused)
{
    /// <summary>The request every benchmark makes.</summary>
    public const string Form = "grant_type=client_credentials&scope=api%3Aread";

    /// <summary>Drives token requests from core 1 for so long.</summary>
    public static async Task<Load> DriveAsync(Server server, Scratch folder, int connections, int seconds)
    {
        var script = folder.NewPath();
        await File.WriteAllTextAsync(script, $"""
            wrk.method = "POST"
            wrk.body = "{Form}"
            wrk.headers["Content-Type"] = "application/x-www-form-urlencoded"
            wrk.headers["Authorization"] = "{server.Authorization}"
            """);
        var load = await DriveAsync(server, script, connections, seconds);
        return load.Refused == 0 ? load : throw new InvalidOperationException($"{load.Refused} requests were refused.");
    }

    /// <summary>The same with a script of wrk's own language.</summary>
    public static async Task<Load> DriveAsync(Server server, string script, int connections, int seconds)
    {
        var report = await Server.OutputAsync(
            "taskset", "-c", "1", "wrk", "-t1", $"-c{connections}", $"-d{seconds}s", "--latency", "-s", script, new Uri(server.Url, "/oauth/token").ToString());
        var refused = NotSuccessful().Match(report);
        return new Load(
            double.Parse(RequestsPerSecond().Match(report).Groups[1].Value, CultureInfo.InvariantCulture),
            Latency(report, "50%"),
            Latency(report, "99%"),
            refused.Success ? long.Parse(refused.Groups[1].Value, CultureInfo.InvariantCulture) : 0);
    }

    private static double Latency(string report, string percentile)
    {
        var match = Regex.Match(report, $@"{percentile}\s+([0-9.]+)(us|ms|s)");
        return double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) * match.Groups[2].Value switch { "us" => 1, "ms" => 1e3, _ => 1e6 };
    }

    [GeneratedRegex(@"Requests/sec:\s+([0-9.]+)")]
    private static partial Regex RequestsPerSecond();

    [GeneratedRegex(@"Non-2xx or 3xx responses: (\d+)")]
    private static partial Regex NotSuccessful();
}
