using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using TokenIssuer.Keys;

namespace TokenIssuer.Tokens;

/// <summary>Reads tokens that this issuer made, and no others.</summary>
internal sealed class IssuedTokens(SigningKeyRing ring, IOptions<TokenOptions> options, TimeProvider clock)
{
    private static readonly SearchValues<char> Alphabet = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    /// <summary>
    /// The token's claims; null when it is not ours, was altered or has expired. The header is never interpreted: it must be, byte
    /// for byte, one that we write for a published key, so a caller can choose neither algorithm nor key. Nothing
    /// of the payload is parsed before the signature holds.
    /// </summary>
    public async ValueTask<Claims?> ReadAsync(string token, CancellationToken cancel)
    {
        var keys = await ring.PublishedAsync(cancel);
        if (!Ascii.IsValid(token) || token.Split('.') is not [var header, var payload, var signature]) return null;
        var key = keys.FirstOrDefault(key => Wrote(key, header));
        if (key is null || !TryDecode(signature, out var signed)) return null;
        var digest = SHA256.HashData(Encoding.ASCII.GetBytes(token, 0, header.Length + 1 + payload.Length));
        if (!key.PublicKey.Verify(digest, signed) || !TryDecode(payload, out var json)) return null;
        var claims = Claims.Parse(json);
        return claims.Issuer == options.Value.Issuer && claims.Expires > clock.GetUtcNow().ToUnixTimeSeconds() ? claims : null;
    }

    private static bool Wrote(SigningKey key, string header) =>
        key.PublicKey.Headers.Values.Any(ours => Ascii.Equals(ours, header));

    /// <summary>RFC 7515 §2: base64url without padding, line breaks or white space, which the platform's decoder lets pass.</summary>
    private static bool TryDecode(string part, out byte[] bytes)
    {
        bytes = [];
        if (part.AsSpan().ContainsAnyExcept(Alphabet) || !Base64Url.IsValid(part)) return false;
        bytes = Base64Url.DecodeFromChars(part);
        return true;
    }
}
