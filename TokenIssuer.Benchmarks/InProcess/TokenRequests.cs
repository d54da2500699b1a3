using BenchmarkDotNet.Attributes;
using TokenIssuer.Keys;
using TokenIssuer.Protocol;

namespace TokenIssuer.Benchmarks.InProcess;

/// <summary>A token request in process, beside the signature in it.</summary>
[MemoryDiagnoser]
public class TokenRequests
{
    /// <summary>Every request finds its reading too old and asks the store again.</summary>
    private static readonly KeyValuePair<string, string?>[] Forgetful = [new("Clients:YesFreshness", "00:00:00.0000001"), new("Clients:NoFreshness", "0")];

    private Workbench warm = null!;
    private Workbench cold = null!;
    private Signature sign = null!;
    private byte[] input = [];
    private IssuerRequest basic = null!;
    private IssuerRequest body = null!;
    private IssuerRequest coldRequest = null!;

    [Params(SigningAlgorithm.ES256, SigningAlgorithm.RS256)]
    public string Algorithm { get; set; } = "";

    [GlobalSetup]
    public async Task SetUpAsync()
    {
        warm = await Workbench.CreateAsync(Algorithm);
        cold = await Workbench.CreateAsync(Algorithm, Forgetful);
        sign = Workbench.BareSignature(Algorithm);
        input = await warm.SigningInputAsync();
        basic = Workbench.TokenRequest(Workbench.ClientId, warm.Secret);
        body = Workbench.TokenRequest(Workbench.ClientId, warm.Secret, inBody: true);
        coldRequest = Workbench.TokenRequest(Workbench.ClientId, cold.Secret);
    }

    [GlobalCleanup]
    public void CleanUp()
    {
        warm.Dispose();
        cold.Dispose();
    }

    [Benchmark(Baseline = true)]
    public int Signature() => sign(input).Length;

    [Benchmark]
    public async Task<int> Basic() => (await warm.AskAsync(basic, 200)).Status;

    [Benchmark]
    public async Task<int> Body() => (await warm.AskAsync(body, 200)).Status;

    [Benchmark]
    public async Task<int> ColdClient() => (await cold.AskAsync(coldRequest, 200)).Status;
}
