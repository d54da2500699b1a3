using System.Globalization;
using TokenIssuer.Benchmarks.InProcess;
using TokenIssuer.Keys;

namespace TokenIssuer.Benchmarks.EndToEnd;

/// <summary>
/// <c>tokenctl serve</c> against <see cref="Floor"/>, each alone on one core in turn, driven from another. Prints medians of
/// alternating runs and their ratios.
/// </summary>
internal static class Throughput
{
    private const int Runs = 5;
    // On one core the runtime compiles hot code late: it first waits for a second in which nothing new was met.
    private const int WarmUpSeconds = 20;
    private static readonly int[] Connections = [1, 16, 128];

    public static async Task RunAsync(int seconds)
    {
        using var folder = new Scratch();
        foreach (var algorithm in new[] { SigningAlgorithm.ES256, SigningAlgorithm.RS256 })
        {
            foreach (var connections in Connections)
            {
                List<Sample> issuer = [], floor = [];
                for (var run = 0; run < Runs; run++)
                {
                    issuer.Add(await MeasureAsync(await Server.IssuerAsync(folder, algorithm), folder, connections, seconds));
                    floor.Add(await MeasureAsync(await Server.FloorAsync(folder, algorithm), folder, connections, seconds));
                }

                Console.WriteLine($"{algorithm}, {connections} connections");
                Print("issuer", issuer);
                Print("floor", floor);
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"  ratio   throughput {Of(issuer, s => s.Load.PerSecond) / Of(floor, s => s.Load.PerSecond):F3}, p99 {Of(issuer, s => s.Load.P99) / Of(floor, s => s.Load.P99):F2}"));
            }
        }
    }

    private static async Task<Sample> MeasureAsync(Server started, Scratch folder, int connections, int seconds)
    {
        await using var server = started;
        await Load.DriveAsync(server, folder, connections, WarmUpSeconds);
        return new Sample(await Load.DriveAsync(server, folder, connections, seconds), server.Megabytes);
    }

    private static double Of(List<Sample> samples, Func<Sample, double> figure) => Ratio.Median(samples.Select(figure));

    private static void Print(string name, List<Sample> samples) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"  {name,-7} {Of(samples, s => s.Load.PerSecond),7:F0} tokens/s, p50 {Of(samples, s => s.Load.P50),6:F0} µs, p99 {Of(samples, s => s.Load.P99),6:F0} µs, {Of(samples, s => s.Megabytes):F0} MB"));

    private sealed record Sample(Load Load, double Megabytes);
}
