using System.Diagnostics;
using TokenIssuer.Keys;
using TokenIssuer.Protocol;

namespace TokenIssuer.Benchmarks.InProcess;

/// <summary>
/// A whole token request in process against the bare signature over the same bytes, in many short alternating runs, so that a
/// machine that speeds up or slows down does so for both. Prints medians, their ratio, and what a request allocates.
/// </summary>
internal static class Ratio
{
    private const int Runs = 300;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan RunTime = TimeSpan.FromMilliseconds(20);

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
                () => Ask(requests[0]),
                () => Ask(requests[1]),
            ];
            foreach (var action in work) Measure(action, WarmUp);
            for (var run = 0; run < Runs; run++)
            {
                for (var i = 0; i < work.Length; i++) times[i].Add(Measure(work[i], RunTime));
            }

            var before = GC.GetAllocatedBytesForCurrentThread();
            const int Count = 1_000;
            for (var i = 0; i < Count; i++) work[1]();
            var bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / Count;
            Console.WriteLine($"{algorithm}: signature {Median(times[0]):F1} µs; token request Basic {Median(times[1]):F1} µs = {Median(times[1]) / Median(times[0]):F3} ×, body {Median(times[2]):F1} µs = {Median(times[2]) / Median(times[0]):F3} ×; {bytes} bytes allocated");

            // A warm client and a local key: nothing is waited for.
            void Ask(IssuerRequest request)
            {
                var answer = bench.Issuer.HandleAsync(request, default);
                if (!answer.IsCompletedSuccessfully || answer.Result.Status != 200) throw new InvalidOperationException("No token at once.");
            }
        }
    }

    /// <summary>Microseconds for one.</summary>
    private static double Measure(Action action, TimeSpan time)
    {
        var watch = Stopwatch.StartNew();
        var count = 0;
        while (watch.Elapsed < time)
        {
            for (var i = 0; i < 10; i++) action();
            count += 10;
        }

        return watch.Elapsed.TotalMicroseconds / count;
    }

    public static double Median(IEnumerable<double> values) => values.Order().ElementAt(values.Count() / 2);
}
