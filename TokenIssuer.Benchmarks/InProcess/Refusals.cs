using BenchmarkDotNet.Attributes;
using TokenIssuer.Keys;
using TokenIssuer.Protocol;
using TokenIssuer.Secrets;

namespace TokenIssuer.Benchmarks.InProcess;

/// <summary>What saying no costs, with a warm client. The guard counts and lets pass: answers of 429 are another path.</summary>
[MemoryDiagnoser]
public class Refusals
{
    private Workbench bench = null!;
    private IssuerRequest unknown = null!;
    private IssuerRequest wrong = null!;
    private IssuerRequest scope = null!;

    [GlobalSetup]
    public async Task SetUpAsync()
    {
        bench = await Workbench.CreateAsync(SigningAlgorithm.ES256, new KeyValuePair<string, string?>("Guard:ObserveOnly", "true"));
        unknown = Workbench.TokenRequest("nobody", SecretText.Generate());
        wrong = Workbench.TokenRequest(Workbench.ClientId, SecretText.Generate());
        scope = Workbench.Post("/oauth/token", "grant_type=client_credentials&scope=api%3Adelete", Workbench.Basic(Workbench.ClientId, bench.Secret));
    }

    [GlobalCleanup]
    public void CleanUp() => bench.Dispose();

    [Benchmark]
    public async Task<int> UnknownClient() => (await bench.AskAsync(unknown, 401)).Status;

    [Benchmark]
    public async Task<int> WrongSecret() => (await bench.AskAsync(wrong, 401)).Status;

    [Benchmark]
    public async Task<int> BadScope() => (await bench.AskAsync(scope, 400)).Status;
}
