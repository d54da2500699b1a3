using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.DependencyInjection;
using TokenIssuer.Keys;
using TokenIssuer.Secrets;

namespace TokenIssuer.Benchmarks.InProcess;

/// <summary>A sweep over 10,000 rows of SQLite of which none is due: what every night costs.</summary>
[MemoryDiagnoser]
public class Sweep
{
    private const int Clients = 5_000;

    private Workbench bench = null!;

    [GlobalSetup]
    public async Task SetUpAsync()
    {
        bench = await Workbench.CreateAsync(SigningAlgorithm.ES256);
        var now = DateTimeOffset.UtcNow;
        // The workbench's own client has two rows.
        for (var i = 1; i < Clients; i++)
        {
            var id = $"client-{i}";
            await bench.RegisterAsync(Workbench.Client(id) with { Secrets = [SecretRotation.Create(id, SecretText.Generate(), now)] });
        }
    }

    [GlobalCleanup]
    public void CleanUp() => bench.Dispose();

    [Benchmark]
    public async Task<long> NothingDue()
    {
        var report = await bench.Services.GetRequiredService<SecretSweep>().RunAsync(dryRun: false, progress: null, default);
        return report.RowsRead == 2 * Clients ? report.RowsRead : throw new InvalidOperationException($"{report.RowsRead} rows.");
    }
}
