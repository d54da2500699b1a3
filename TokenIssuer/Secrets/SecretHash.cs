using System.Buffers;
using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;
using System.Text;
using TokenIssuer.Protocol;

namespace TokenIssuer.Secrets;

/// <summary>
/// What is kept of a secret: <c>sha256$</c> and the base64url SHA-256 of client id ‖ 0x00 ‖ secret. 256 random bits need
/// neither salt nor a slow hash; the client id keeps one client's hash from being another's.
/// </summary>
public static class SecretHash
{
    /// <summary>Bytes of a digest.</summary>
    public const int Length = SHA256.HashSizeInBytes;

    private const string Scheme = "sha256$";

    /// <summary>The stored form.</summary>
    public static string Of(string clientId, string secret)
    {
        Span<byte> digest = stackalloc byte[Length];
        Compute(clientId, secret, digest);
        return Scheme + Base64Url.EncodeToString(digest);
    }

    /// <summary>The digest alone; the one hash of a request.</summary>
    public static void Compute(string clientId, string secret, Span<byte> digest)
    {
        var length = Encoding.UTF8.GetByteCount(clientId) + 1 + Encoding.UTF8.GetByteCount(secret);
        var text = length <= 512 ? stackalloc byte[length] : new byte[length];
        var id = Encoding.UTF8.GetBytes(clientId, text);
        text[id] = 0;
        Encoding.UTF8.GetBytes(secret, text[(id + 1)..]);
        Sha256.Hash(text, digest);
        CryptographicOperations.ZeroMemory(text);
    }

    /// <summary>The digest in a stored form; null when it cannot be read, as when it was emptied.</summary>
    public static Vector256<byte>? Read(string stored)
    {
        Span<byte> digest = stackalloc byte[Length];
        return stored.StartsWith(Scheme, StringComparison.Ordinal)
            // Not TryDecodeFromChars, which throws at a character outside the alphabet.
            && Base64Url.DecodeFromChars(stored.AsSpan(Scheme.Length), digest, out _, out var length) == OperationStatus.Done && length == Length
            ? Vector256.Create<byte>(digest)
            : null;
    }

    /// <summary>Fixed-time comparison; what could not be read matches nothing, in the same time.</summary>
    public static bool Matches(Vector256<byte>? stored, ReadOnlySpan<byte> digest)
    {
        var expected = stored.GetValueOrDefault();
        return CryptographicOperations.FixedTimeEquals(MemoryMarshal.AsBytes(new ReadOnlySpan<Vector256<byte>>(in expected)), digest) & stored.HasValue;
    }
}
