using BenchmarkDotNet.Attributes;
using TokenIssuer.Keys;
using TokenIssuer.Protocol;

namespace TokenIssuer.Benchmarks.InProcess;

/// <summary>Introspection over SQLite: a signature is verified, and the store asked twice every time.</summary>
[MemoryDiagnoser]
public class Introspection
{
    private Workbench bench = null!;
    private IssuerRequest active = null!;
    private IssuerRequest garbage = null!;

    [GlobalSetup]
    public async Task SetUpAsync()
    {
        bench = await Workbench.CreateAsync(SigningAlgorithm.ES256);
        var authorization = Workbench.Basic(Workbench.ClientId, bench.Secret);
        active = Workbench.Post("/oauth/introspect", "token=" + await bench.TokenAsync(), authorization);
        garbage = Workbench.Post("/oauth/introspect", "token=garbage", authorization);
    }

    [GlobalCleanup]
    public void CleanUp() => bench.Dispose();

    [Benchmark]
    public async Task<int> Active() => (await bench.AskAsync(active, 200)).Status;

    [Benchmark]
    public async Task<int> Garbage() => (await bench.AskAsync(garbage, 200)).Status;
}
