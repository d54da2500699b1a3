using System.Text.Json;
using TokenIssuer.Protocol;

namespace TokenIssuer.Tokens;

/// <summary>What a token says (RFC 9068 §2.2).</summary>
internal readonly record struct Claims(
    string Issuer, string ClientId, string[] Audience, string Scope, long IssuedAt, long Expires, string TokenId)
{
    private static readonly JsonEncodedText Iss = JsonScratch.Encode("iss");
    private static readonly JsonEncodedText Sub = JsonScratch.Encode("sub");
    private static readonly JsonEncodedText Aud = JsonScratch.Encode("aud");
    private static readonly JsonEncodedText ClientIdName = JsonScratch.Encode("client_id");
    private static readonly JsonEncodedText Iat = JsonScratch.Encode("iat");
    private static readonly JsonEncodedText Nbf = JsonScratch.Encode("nbf");
    private static readonly JsonEncodedText Exp = JsonScratch.Encode("exp");
    private static readonly JsonEncodedText Jti = JsonScratch.Encode("jti");
    private static readonly JsonEncodedText ScopeName = JsonScratch.Encode("scope");

    /// <summary>The payload of a token that we wrote; anything else throws.</summary>
    public static Claims Parse(ReadOnlyMemory<byte> payload)
    {
        using var json = JsonDocument.Parse(payload);
        var claims = json.RootElement;
        var audience = claims.GetProperty("aud");
        return new Claims(
            Text(claims, "iss"),
            Text(claims, "client_id"),
            audience.ValueKind == JsonValueKind.Array ? [.. audience.EnumerateArray().Select(value => value.GetString()!)] : [audience.GetString()!],
            Text(claims, "scope"),
            claims.GetProperty("iat").GetInt64(),
            claims.GetProperty("exp").GetInt64(),
            Text(claims, "jti"));
    }

    /// <summary>Writes them as members of the object that is open.</summary>
    public void WriteTo(Utf8JsonWriter json)
    {
        json.WriteString(Iss, Issuer);
        json.WriteString(Sub, ClientId);
        if (Audience is [var single])
        {
            json.WriteString(Aud, single);
        }
        else
        {
            json.WriteStartArray(Aud);
            foreach (var audience in Audience) json.WriteStringValue(audience);
            json.WriteEndArray();
        }

        json.WriteString(ClientIdName, ClientId);
        json.WriteNumber(Iat, IssuedAt);
        json.WriteNumber(Nbf, IssuedAt);
        json.WriteNumber(Exp, Expires);
        json.WriteString(Jti, TokenId);
        json.WriteString(ScopeName, Scope);
    }

    private static string Text(JsonElement claims, string name) => claims.GetProperty(name).GetString()!;
}
