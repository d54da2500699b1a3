using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace TokenIssuer.Tokens;

/// <summary>JWS compact serialisation (RFC 7515 §3.1) of one fixed shape, straight to UTF-8.</summary>
internal static class JwtWriter
{
    private const byte Dot = (byte)'.';

    /// <summary>Every <c>typ</c> a client may be given: RFC 9068 §2.1, and what verifiers that predate it expect.</summary>
    public static readonly string[] Types = ["at+jwt", "JWT"];

    // The default encoder escapes + and non-ASCII, which JSON does not ask for; this is no HTML.
    public static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

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
        using (var json = new Utf8JsonWriter(payload, Plain))
        {
            json.WriteStartObject();
            claims.WriteTo(json);
            json.WriteEndObject();
        }

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

    private static void Append(ArrayBufferWriter<byte> token, ReadOnlySpan<byte> bytes) =>
        token.Advance(Base64Url.EncodeToUtf8(bytes, token.GetSpan(Base64Url.GetEncodedLength(bytes.Length))));
}
