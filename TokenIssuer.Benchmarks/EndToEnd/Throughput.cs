using System.Globalization;
using TokenIssuer.Benchmarks.InProcess;
using TokenIssuer.Keys;

namespace TokenIssuer.Benchmarks.EndToEnd;

/// <summary>
/// <c>tokenctl serve</c> against <see cref="Floor"/>, one at work and the other idle on the same core, driven from another, in
/// alternating runs. Prints medians, and the median of the ratios of neighbouring runs: a machine that others share drifts.
/// </summary>
internal static class Throughput
{
    private const int Runs = 15;
    // On one core the runtime compiles hot code late: it first waits for a second in which nothing new was met.
    private const int WarmUpSeconds = 25;
    private static readonly int[] Connections = [1, 16, 128];

    public static async Task RunAsync(int seconds)
    {
        using var folder = new Scratch();
        foreach (var algorithm in new[] { SigningAlgorithm.ES256, SigningAlgorithm.RS256 })
        {
            await using var issuer = await Server.IssuerAsync(folder, algorithm);
            await using var floor = await Server.FloorAsync(folder, algorithm);
            foreach (var server in new[] { issuer, floor }) await Load.DriveAsync(server, folder, connections: 16, WarmUpSeconds);
            foreach (var connections in Connections)
            {
                List<Sample> ofIssuer = [], ofFloor = [];
                for (var run = 0; run < Runs; run++)
                {
                    // Each goes first in turn.
                    if (run % 2 == 0) ofIssuer.Add(await MeasureAsync(issuer));
                    ofFloor.Add(await MeasureAsync(floor));
                    if (run % 2 == 1) ofIssuer.Add(await MeasureAsync(issuer));
                }

                Console.WriteLine($"{algorithm}, {connections} connections");
                Print("issuer", ofIssuer);
                Print("floor", ofFloor);
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"  ratio   throughput {Compare(s => s.Load.PerSecond):F3}, p99 {Compare(s => s.Load.P99):F2}"));

                double Compare(Func<Sample, double> figure) => Ratio.Median(ofIssuer.Zip(ofFloor, (mine, least) => figure(mine) / figure(least)));

                async Task<Sample> MeasureAsync(Server server) => new(await Load.DriveAsync(server, folder, connections, seconds), server.Megabytes);
            }
        }
    }

    private static double Of(List<Sample> samples, Func<Sample, double> figure) => Ratio.Median(samples.Select(figure));

    private static void Print(string name, List<Sample> samples) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"  {name,-7} {Of(samples, s => s.Load.PerSecond),7:F0} tokens/s, p50 {Of(samples, s => s.Load.P50),6:F0} µs, p99 {Of(samples, s => s.Load.P99),6:F0} µs, {Of(samples, s => s.Megabytes):F0} MB"));

    private sealed record Sample(Load Load, double Megabytes);
}
