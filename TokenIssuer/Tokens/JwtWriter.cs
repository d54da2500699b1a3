using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace TokenIssuer.Tokens;

/// <summary>What a token says (RFC 9068 §2.2).</summary>
internal readonly record struct Claims(
    string Issuer, string ClientId, string[] Audience, string Scope, long IssuedAt, long Expires, string TokenId);

/// <summary>JWS compact serialisation (RFC 7515 §3.1) of one fixed shape, straight to UTF-8.</summary>
internal static class JwtWriter
{
    private const byte Dot = (byte)'.';

    // The default encoder escapes + and non-ASCII, which JSON does not ask for; this is no HTML.
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private static readonly JsonSerializerOptions PlainText = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The protected header, base64url: the same for every token of a key and typ.</summary>
    public static byte[] Header(string algorithm, string kid, string typ)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string> { ["alg"] = algorithm, ["kid"] = kid, ["typ"] = typ }, PlainText);
        return Encoding.ASCII.GetBytes(Base64Url.EncodeToString(json));
    }

    /// <summary>The signing input, header ‖ '.' ‖ payload (RFC 7515 §5.1), with room for the signature after it.</summary>
    public static ArrayBufferWriter<byte> SigningInput(ReadOnlySpan<byte> header, in Claims claims)
    {
        var payload = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(payload, Plain)) Write(json, claims);
        var token = new ArrayBufferWriter<byte>(header.Length + Base64Url.GetEncodedLength(payload.WrittenCount) + 400);
        token.Write(header);
        token.Write([Dot]);
        Append(token, payload.WrittenSpan);
        return token;
    }

    /// <summary>SHA-256 of the signing input: all that ES256, RS256 and PS256 sign.</summary>
    public static byte[] Digest(ArrayBufferWriter<byte> signingInput) => SHA256.HashData(signingInput.WrittenSpan);

    /// <summary>Adds '.' ‖ signature: the token is whole.</summary>
    public static void Sign(ArrayBufferWriter<byte> signingInput, ReadOnlySpan<byte> signature)
    {
        signingInput.Write([Dot]);
        Append(signingInput, signature);
    }

    private static void Write(Utf8JsonWriter json, in Claims claims)
    {
        json.WriteStartObject();
        json.WriteString("iss"u8, claims.Issuer);
        json.WriteString("sub"u8, claims.ClientId);
        if (claims.Audience is [var single])
        {
            json.WriteString("aud"u8, single);
        }
        else
        {
            json.WriteStartArray("aud"u8);
            foreach (var audience in claims.Audience) json.WriteStringValue(audience);
            json.WriteEndArray();
        }

        json.WriteString("client_id"u8, claims.ClientId);
        json.WriteNumber("iat"u8, claims.IssuedAt);
        json.WriteNumber("nbf"u8, claims.IssuedAt);
        json.WriteNumber("exp"u8, claims.Expires);
        json.WriteString("jti"u8, claims.TokenId);
        json.WriteString("scope"u8, claims.Scope);
        json.WriteEndObject();
    }

    private static void Append(ArrayBufferWriter<byte> token, ReadOnlySpan<byte> bytes) =>
        token.Advance(Base64Url.EncodeToUtf8(bytes, token.GetSpan(Base64Url.GetEncodedLength(bytes.Length))));
}
