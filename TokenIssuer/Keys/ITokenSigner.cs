namespace TokenIssuer.Keys;

/// <summary>PORT: where private keys live. They never come out.</summary>
/// <remarks>Every task fails with <see cref="SignerUnavailableException"/> when the keys cannot be reached; the call itself does not throw.</remarks>
public interface ITokenSigner
{
    /// <summary>
    /// Every enabled version of the signing key, in any order; never empty. Versions that the issuer cannot use
    /// (another key type or curve) are left out and logged.
    /// </summary>
    Task<IReadOnlyList<SigningKey>> ListAsync(CancellationToken cancel);

    /// <summary>
    /// Signs the SHA-256 digest of a JWS signing input with one version of the key. ES256 signatures are
    /// r ‖ s, 64 bytes (RFC 7518 §3.4).
    /// </summary>
    ValueTask<byte[]> SignAsync(SigningKey key, ReadOnlyMemory<byte> digest, CancellationToken cancel);
}
