using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace TokenIssuer.Keys;

/// <summary>
/// One private key in this process. A handle of the platform's signs for one caller at a time, so each key keeps a pool
/// of them: callers on different cores do not wait for each other.
/// </summary>
internal sealed class LocalKey : IDisposable
{
    private readonly string pem;
    private readonly ConcurrentBag<AsymmetricAlgorithm> handles = [];

    private LocalKey(string pem, SigningKey publicKey)
    {
        this.pem = pem;
        Public = publicKey;
    }

    public SigningKey Public { get; }

    /// <summary>The key in a PEM text; null when it is of a type that <paramref name="algorithm"/> does not use.</summary>
    public static LocalKey? Import(string version, string pem, string algorithm, DateTimeOffset created)
    {
        var wantsEc = algorithm == SigningAlgorithm.ES256;
        using var handle = Open(pem);
        if (handle is ECDsa != wantsEc) return null;
        var jwk = handle is ECDsa ec
            ? JsonWebKey.FromEc(ec.ExportParameters(includePrivateParameters: false))
            : JsonWebKey.FromRsa(((RSA)handle).ExportParameters(includePrivateParameters: false), algorithm);
        return new LocalKey(pem, new SigningKey { PublicKey = jwk, Created = created, Version = version });
    }

    public byte[] Sign(ReadOnlySpan<byte> digest, string algorithm)
    {
        if (!handles.TryTake(out var handle)) handle = Open(pem);
        try
        {
            if (handle is ECDsa ec)
            {
                // RFC 7518 §3.4: r ‖ s, in which this overload writes it straight away; naming the format costs a copy.
                var signature = new byte[64];
                ec.TrySignHash(digest, signature, out _);
                return signature;
            }

            var padding = algorithm == SigningAlgorithm.PS256 ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1;
            return ((RSA)handle).SignHash(digest, HashAlgorithmName.SHA256, padding);
        }
        finally
        {
            handles.Add(handle);
        }
    }

    public void Dispose()
    {
        while (handles.TryTake(out var handle)) handle.Dispose();
    }

    /// <summary>EC or RSA, told apart by trying: PKCS #8 names both alike in PEM.</summary>
    private static AsymmetricAlgorithm Open(string pem)
    {
        var ec = ECDsa.Create();
        try
        {
            ec.ImportFromPem(pem);
            return ec;
        }
        catch (CryptographicException)
        {
            ec.Dispose();
        }

        var rsa = RSA.Create();
        rsa.ImportFromPem(pem);
        return rsa;
    }
}
