using System.Globalization;
using TokenIssuer.Keys;

namespace TokenIssuer.Benchmarks.EndToEnd;

/// <summary>Memory of <c>tokenctl serve</c> at full load, part by part: flat means that the last part holds no more than the first.</summary>
internal static class Soak
{
    private const int Parts = 10;

    public static async Task RunAsync(int seconds)
    {
        using var folder = new Scratch();
        await using var server = await Server.IssuerAsync(folder, SigningAlgorithm.ES256);
        await Load.DriveAsync(server, folder, connections: 16, seconds: 10);
        var first = 0.0;
        for (var part = 1; part <= Parts; part++)
        {
            var load = await Load.DriveAsync(server, folder, connections: 16, seconds / Parts);
            if (part == 1) first = server.Megabytes;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{part * seconds / Parts,4} s  {load.PerSecond,6:F0} tokens/s  {server.Megabytes,4:F0} MB = {server.Megabytes / first:F2} × the first"));
        }
    }
}
