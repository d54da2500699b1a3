using System.Security.Cryptography;

namespace TokenIssuer.Protocol;

/// <summary>SHA-256 with a context that each thread keeps; the platform's one-shot call makes and frees one for every hash.</summary>
internal static class Sha256
{
    [ThreadStatic]
    private static IncrementalHash? kept;

    /// <summary>Writes the 32 bytes of the digest.</summary>
    public static void Hash(ReadOnlySpan<byte> data, Span<byte> digest)
    {
        var context = kept ?? IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        // One that failed half-way is not used again.
        kept = null;
        context.AppendData(data);
        context.GetHashAndReset(digest);
        kept = context;
    }
}
