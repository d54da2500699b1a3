using TokenIssuer.Keys;

namespace TokenFunction.Tests.Keys;

/// <summary>A signer whose answers a test writes: the list, the signature, and how often each was asked for.</summary>
internal sealed class FakeSigner : ITokenSigner
{
    private int lists;
    private int signatures;

    public Func<CancellationToken, Task<IReadOnlyList<SigningKey>>> List { get; set; } = Never<IReadOnlyList<SigningKey>>;

    public Func<CancellationToken, Task<byte[]>> Sign { get; set; } = _ => Task.FromResult(new byte[64]);

    public int Lists => Volatile.Read(ref lists);

    public int Signatures => Volatile.Read(ref signatures);

    public static async Task<T> Never<T>(CancellationToken cancel)
    {
        await Task.Delay(Timeout.Infinite, cancel);
        throw new InvalidOperationException();
    }

    public void Answers(string keys) => List = _ => Task.FromResult<IReadOnlyList<SigningKey>>(TestKeys.Parse(keys));

    public void Fails(string message, TimeSpan? retryAfter = null) =>
        List = _ => Task.FromException<IReadOnlyList<SigningKey>>(new SignerUnavailableException(message, retryAfter: retryAfter));

    public Task<IReadOnlyList<SigningKey>> ListAsync(CancellationToken cancel)
    {
        Interlocked.Increment(ref lists);
        return List(cancel);
    }

    public async ValueTask<byte[]> SignAsync(SigningKey key, ReadOnlyMemory<byte> digest, CancellationToken cancel)
    {
        Interlocked.Increment(ref signatures);
        return await Sign(cancel);
    }
}
