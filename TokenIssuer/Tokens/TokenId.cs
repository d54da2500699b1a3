using System.Buffers.Text;
using System.Security.Cryptography;

namespace TokenIssuer.Tokens;

/// <summary><c>jti</c> (RFC 7519 §4.1.7): 128 random bits, base64url, 22 characters.</summary>
internal static class TokenId
{
    private const int Bytes = 16;
    private const int Drawn = 64;

    [ThreadStatic]
    private static byte[]? random;

    [ThreadStatic]
    private static int used;

    /// <summary>
    /// One that was never given. Each thread draws bits for 64 at a time: a call to the platform's generator takes longer than
    /// writing all the claims.
    /// </summary>
    public static string Next()
    {
        if (random is null || used == random.Length)
        {
            RandomNumberGenerator.Fill(random ??= new byte[Bytes * Drawn]);
            used = 0;
        }

        var bits = random.AsSpan(used, Bytes);
        used += Bytes;
        return Base64Url.EncodeToString(bits);
    }

    /// <summary>Whether a text has the form of one.</summary>
    public static bool IsWellFormed(string text) => text.Length == 22 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-');
}
