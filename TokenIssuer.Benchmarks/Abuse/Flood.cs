using System.Globalization;
using System.Net;
using TokenIssuer.Benchmarks.EndToEnd;
using TokenIssuer.Benchmarks.InProcess;
using TokenIssuer.Keys;

namespace TokenIssuer.Benchmarks.Abuse;

/// <summary>
/// A good client's latency, quiet and during a flood of bad credentials from many addresses (made-up ids, and a wrong secret for its own
/// id), and what the flood does to the server's memory.
/// </summary>
internal static class Flood
{
    private const int Connections = 16;
    private const int Seconds = 60;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    /// <summary>Each connection waits so long between two requests: 2,000 a second from all of them.</summary>
    private const int DelayMilliseconds = 8;

    private static readonly Dictionary<string, string> ManyAddresses = new() { ["Clients__ForwardedHops"] = "1" };

    public static async Task RunAsync()
    {
        using var folder = new Scratch();
        var path = folder.NewPath();
        var good = Workbench.Basic("good", (await Workbench.RegisterAsync(path, Workbench.Client("good")))[0]);
        await using var server = await Server.IssuerAsync(folder, SigningAlgorithm.ES256, path, ManyAddresses);
        using var caller = new Caller(server);
        var script = folder.NewPath();
        await File.WriteAllTextAsync(script, Script);

        // Both paths compiled before anything is measured.
        await Load.DriveAsync(server, script, Connections, 10);
        await AskUntilAsync(caller, good, Task.Delay(TimeSpan.FromSeconds(5)));
        var quiet = await AskUntilAsync(caller, good, Task.Delay(TimeSpan.FromSeconds(Seconds / 2)));
        var before = server.Megabytes;
        var flood = Load.DriveAsync(server, script, Connections, Seconds);
        var flooded = await AskUntilAsync(caller, good, flood);
        var load = await flood;
        Print("quiet", quiet);
        Print("flood", flooded);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"ratio  p50 {Percentile(flooded, 50) / Percentile(quiet, 50):F2}, p99 {Percentile(flooded, 99) / Percentile(quiet, 99):F2}; {load.PerSecond:F0} bad requests/s, {load.Refused} refused; memory {before:F0} MB before, {server.Megabytes:F0} MB after"));
    }

    private static async Task<List<double>> AskUntilAsync(Caller caller, string authorization, Task end)
    {
        var times = new List<double>();
        while (!end.IsCompleted)
        {
            times.Add(await caller.AskAsync(authorization, HttpStatusCode.OK, "192.0.2.1"));
            await Task.Delay(Pause);
        }

        return times;
    }

    private static void Print(string name, List<double> times) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"{name}  p50 {Percentile(times, 50):F0} µs, p99 {Percentile(times, 99):F0} µs ({times.Count} tokens)"));

    private static double Percentile(List<double> times, int percent) => times.Order().ElementAt(times.Count * percent / 100);

    private static string Script => $$"""
        local characters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
        local function text(length)
          local made = {}
          for i = 1, length do
            local at = math.random(#characters)
            made[i] = characters:sub(at, at)
          end
          return table.concat(made)
        end
        function init() math.randomseed(1) end
        function delay() return {{DelayMilliseconds}} end
        function request()
          local id = math.random() < 0.5 and "good" or text(12)
          return wrk.format("POST", nil, {
            ["Content-Type"] = "application/x-www-form-urlencoded",
            ["X-Forwarded-For"] = math.random(1, 223) .. "." .. math.random(0, 255) .. "." .. math.random(0, 255) .. "." .. math.random(1, 254),
          }, "{{Load.Form}}&client_id=" .. id .. "&client_secret=tfs_" .. text(49))
        end
        """;
}
