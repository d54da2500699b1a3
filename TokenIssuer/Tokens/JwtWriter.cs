using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using TokenIssuer.Protocol;

namespace TokenIssuer.Tokens;

/// <summary>JWS compact serialisation (RFC 7515 §3.1) of one fixed shape, straight to UTF-8.</summary>
internal static class JwtWriter
{
    private const byte Dot = (byte)'.';

    /// <summary>Every <c>typ</c> a client may be given: the usual one of RFC 9068 §2.1, and what verifiers that predate it expect.</summary>
    public static readonly string[] Types = ["at+jwt", "JWT"];

    private static readonly JsonSerializerOptions PlainText = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The protected header, base64url: the same for every token of a key and typ.</summary>
    public static byte[] Header(string algorithm, string kid, string typ)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string> { ["alg"] = algorithm, ["kid"] = kid, ["typ"] = typ }, PlainText);
        return Encoding.ASCII.GetBytes(Base64Url.EncodeToString(json));
    }

    /// <summary>
    /// Appends the signing input, header ‖ '.' ‖ payload (RFC 7515 §5.1). Returns its SHA-256: all that ES256, RS256 and PS256 sign.
    /// </summary>
    public static byte[] WriteSigningInput(ArrayBufferWriter<byte> output, ReadOnlySpan<byte> header, in Claims claims)
    {
        claims.WriteTo(JsonScratch.BeginObject());
        var payload = JsonScratch.EndObject();
        var start = output.WrittenCount;
        output.Write(header);
        output.Write([Dot]);
        Append(output, payload);
        var digest = new byte[SHA256.HashSizeInBytes];
        Sha256.Hash(output.WrittenSpan[start..], digest);
        return digest;
    }

    /// <summary>Appends '.' ‖ signature: the token is whole.</summary>
    public static void WriteSignature(ArrayBufferWriter<byte> output, ReadOnlySpan<byte> signature)
    {
        output.Write([Dot]);
        Append(output, signature);
    }

    private static void Append(ArrayBufferWriter<byte> output, ReadOnlySpan<byte> bytes) =>
        output.Advance(Base64Url.EncodeToUtf8(bytes, output.GetSpan(Base64Url.GetEncodedLength(bytes.Length))));
}
