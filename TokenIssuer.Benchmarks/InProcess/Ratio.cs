using System.Diagnostics;
using TokenIssuer.Keys;

namespace TokenIssuer.Benchmarks.InProcess;

/// <summary>
/// A whole token request in process against the bare signature over the same bytes, in alternating runs, so that a
/// machine that speeds up or slows down does so for both. Prints medians, their ratio, and what a request allocates.
/// </summary>
internal static class Ratio
{
    private const int Runs = 15;
    private static readonly TimeSpan RunTime = TimeSpan.FromMilliseconds(400);

    public static async Task RunAsync()
    {
        foreach (var algorithm in new[] { SigningAlgorithm.ES256, SigningAlgorithm.RS256 })
        {
            using var bench = await Workbench.CreateAsync(algorithm, new KeyValuePair<string, string?>("Clients:YesFreshness", "01:00:00"));
            var input = await bench.SigningInputAsync();
            var sign = Workbench.BareSignature(algorithm);
            var requests = new[] { Workbench.TokenRequest(Workbench.ClientId, bench.Secret), Workbench.TokenRequest(Workbench.ClientId, bench.Secret, inBody: true) };
            var times = new List<double>[] { [], [], [] };
            Action[] work =
            [
                () => sign(input),
                () => _ = bench.AskAsync(requests[0], 200).AsTask().GetAwaiter().GetResult(),
                () => _ = bench.AskAsync(requests[1], 200).AsTask().GetAwaiter().GetResult(),
            ];
            foreach (var action in work) Measure(action);
            for (var run = 0; run < Runs; run++)
            {
                for (var i = 0; i < work.Length; i++) times[i].Add(Measure(work[i]));
            }

            var before = GC.GetAllocatedBytesForCurrentThread();
            const int Count = 1_000;
            for (var i = 0; i < Count; i++) work[1]();
            var bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / Count;
            Console.WriteLine($"{algorithm}: signature {Median(times[0]):F1} µs; token request Basic {Median(times[1]):F1} µs = {Median(times[1]) / Median(times[0]):F3} ×, body {Median(times[2]):F1} µs = {Median(times[2]) / Median(times[0]):F3} ×; {bytes} bytes allocated");
        }
    }

    /// <summary>Microseconds for one.</summary>
    private static double Measure(Action action)
    {
        var watch = Stopwatch.StartNew();
        var count = 0;
        while (watch.Elapsed < RunTime)
        {
            for (var i = 0; i < 50; i++) action();
            count += 50;
        }

        return watch.Elapsed.TotalMicroseconds / count;
    }

    public static double Median(IEnumerable<double> values) => values.Order().ElementAt(values.Count() / 2);
}
