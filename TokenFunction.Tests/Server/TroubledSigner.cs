using TokenIssuer.Keys;

namespace TokenFunction.Tests.Server;

/// <summary>Real keys that cannot be reached while a test says so.</summary>
internal sealed class TroubledSigner(ITokenSigner real) : ITokenSigner
{
    public bool Down { get; set; }

    public async Task<IReadOnlyList<SigningKey>> ListAsync(CancellationToken cancel) => await Up().ListAsync(cancel);

    public async ValueTask<byte[]> SignAsync(SigningKey key, ReadOnlyMemory<byte> digest, CancellationToken cancel) => await Up().SignAsync(key, digest, cancel);

    private ITokenSigner Up() => Down
        ? throw new SignerUnavailableException("The test took the keys down.", retryAfter: TimeSpan.FromSeconds(7))
        : real;
}
