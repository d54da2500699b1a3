using System.Buffers;
using System.Buffers.Text;
using System.Text;
using TokenIssuer.Protocol;

namespace TokenIssuer.Tokens;

/// <summary>
/// The answer of RFC 6749 §5.1, in one buffer that the token is written into. Never a refresh token (§4.4.3); the scope always, so that
/// nobody has to guess it. Neither a JWT nor a scope has a character that JSON escapes (RFC 7515 §2, RFC 6749 §3.3).
/// </summary>
internal static class TokenResponse
{
    /// <summary>A token with a few short scopes fits, whichever its algorithm; a longer answer makes the buffer grow once.</summary>
    private const int UsualLength = 1024;

    /// <summary>Up to where the token goes.</summary>
    public static ArrayBufferWriter<byte> Begin()
    {
        var json = new ArrayBufferWriter<byte>(UsualLength);
        json.Write("{\"access_token\":\""u8);
        return json;
    }

    /// <summary>The rest, after the token.</summary>
    public static IssuerResponse End(ArrayBufferWriter<byte> json, AccessToken token, string scope)
    {
        json.Write("\",\"token_type\":\"Bearer\",\"expires_in\":"u8);
        Utf8Formatter.TryFormat(token.ExpiresIn, json.GetSpan(20), out var digits);
        json.Advance(digits);
        json.Write(",\"scope\":\""u8);
        Encoding.ASCII.GetBytes(scope, json);
        json.Write("\"}"u8);
        return IssuerResponse.Of(200, json.WrittenMemory);
    }
}
