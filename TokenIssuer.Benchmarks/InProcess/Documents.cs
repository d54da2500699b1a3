using BenchmarkDotNet.Attributes;
using TokenIssuer.Keys;
using TokenIssuer.Protocol;

namespace TokenIssuer.Benchmarks.InProcess;

/// <summary>The documents that verifiers read.</summary>
[MemoryDiagnoser]
public class Documents
{
    private readonly IssuerRequest jwks = Workbench.Get("/.well-known/jwks.json");
    private readonly IssuerRequest metadata = Workbench.Get("/.well-known/oauth-authorization-server");
    private IssuerRequest known = null!;
    private Workbench bench = null!;

    [GlobalSetup]
    public async Task SetUpAsync()
    {
        bench = await Workbench.CreateAsync(SigningAlgorithm.ES256);
        var etag = (await bench.AskAsync(jwks, 200)).Header("ETag");
        known = new IssuerRequest { Method = "GET", Path = jwks.Path, Header = name => name == "If-None-Match" ? etag : null };
    }

    [GlobalCleanup]
    public void CleanUp() => bench.Dispose();

    [Benchmark]
    public async Task<int> Jwks() => (await bench.AskAsync(jwks, 200)).Status;

    [Benchmark]
    public async Task<int> JwksUnchanged() => (await bench.AskAsync(known, 304)).Status;

    [Benchmark]
    public async Task<int> Metadata() => (await bench.AskAsync(metadata, 200)).Status;
}
