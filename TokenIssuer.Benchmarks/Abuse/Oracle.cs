using System.Globalization;
using System.Net;
using TokenIssuer.Benchmarks.EndToEnd;
using TokenIssuer.Benchmarks.InProcess;
using TokenIssuer.Clients;
using TokenIssuer.Keys;
using TokenIssuer.Secrets;

namespace TokenIssuer.Benchmarks.Abuse;

/// <summary>
/// Whether the time of a refusal tells its reason: four reasons in random order through the real server, 10,000 times each.
/// For each against a wrong secret it prints the chance that the slower of two answers is the one guessed; 0.5 is a coin.
/// </summary>
internal static class Oracle
{
    private const int Requests = 10_000;
    private const int WarmUp = 2_000;

    // Guessers are let pass, or nearly all answers would be 429.
    private static readonly Dictionary<string, string> Settings = new() { ["Guard__ObserveOnly"] = "true" };

    public static async Task RunAsync()
    {
        using var folder = new Scratch();
        var path = folder.NewPath();
        var secrets = await Workbench.RegisterAsync(
            path,
            Workbench.Client("known"),
            Workbench.Client("disabled") with { Enabled = false },
            Workbench.Client("fenced") with { AllowedNetworks = [Network("203.0.113.0/24")] });
        (string Name, string Authorization)[] reasons =
        [
            ("wrong secret", Workbench.Basic("known", SecretText.Generate())),
            ("unknown client", Workbench.Basic("nobody", SecretText.Generate())),
            ("disabled client", Workbench.Basic("disabled", secrets[1])),
            ("refused address", Workbench.Basic("fenced", secrets[2])),
        ];
        await using var server = await Server.IssuerAsync(folder, SigningAlgorithm.ES256, path, Settings);
        using var caller = new Caller(server);
        var order = Enumerable.Range(0, reasons.Length * WarmUp).Select(i => i % reasons.Length).ToArray();
        foreach (var reason in order) await caller.AskAsync(reasons[reason].Authorization, HttpStatusCode.Unauthorized);
        order = Enumerable.Range(0, reasons.Length * Requests).Select(i => i % reasons.Length).ToArray();
        Random.Shared.Shuffle(order);
        var times = Array.ConvertAll(reasons, _ => new List<double>(Requests));
        foreach (var reason in order) times[reason].Add(await caller.AskAsync(reasons[reason].Authorization, HttpStatusCode.Unauthorized));

        for (var reason = 0; reason < reasons.Length; reason++)
        {
            var (chance, z) = Distinguish(times[reason], times[0]);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{reasons[reason].Name,-16} median {Ratio.Median(times[reason]),6:F1} µs{(reason == 0 ? "" : $", told from a wrong secret with chance {chance:F3} (z = {z:F1})")}"));
        }
    }

    private static AddressRange Network(string text) => AddressRange.TryParse(text, out var range) ? range : throw new FormatException(text);

    /// <summary>Mann–Whitney: the chance that one of <paramref name="a"/> took longer than one of <paramref name="b"/>, and how many standard errors that is from 0.5.</summary>
    private static (double Chance, double Z) Distinguish(List<double> a, List<double> b)
    {
        var sorted = b.Order().ToArray();
        var wins = 0.0;
        foreach (var value in a)
        {
            var below = LowerBound(sorted, value);
            wins += below + ((LowerBound(sorted, Math.BitIncrement(value)) - below) / 2.0);
        }

        var pairs = (double)a.Count * b.Count;
        var error = Math.Sqrt((a.Count + b.Count + 1) / (12 * pairs));
        return (wins / pairs, ((wins / pairs) - 0.5) / error);
    }

    private static int LowerBound(double[] sorted, double value)
    {
        var (low, high) = (0, sorted.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (sorted[middle] < value) low = middle + 1;
            else high = middle;
        }

        return low;
    }
}
