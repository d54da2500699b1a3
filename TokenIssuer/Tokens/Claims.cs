using System.Text.Json;

namespace TokenIssuer.Tokens;

/// <summary>What a token says (RFC 9068 §2.2).</summary>
internal readonly record struct Claims(
    string Issuer, string ClientId, string[] Audience, string Scope, long IssuedAt, long Expires, string TokenId)
{
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
        json.WriteString("iss"u8, Issuer);
        json.WriteString("sub"u8, ClientId);
        if (Audience is [var single])
        {
            json.WriteString("aud"u8, single);
        }
        else
        {
            json.WriteStartArray("aud"u8);
            foreach (var audience in Audience) json.WriteStringValue(audience);
            json.WriteEndArray();
        }

        json.WriteString("client_id"u8, ClientId);
        json.WriteNumber("iat"u8, IssuedAt);
        json.WriteNumber("nbf"u8, IssuedAt);
        json.WriteNumber("exp"u8, Expires);
        json.WriteString("jti"u8, TokenId);
        json.WriteString("scope"u8, Scope);
    }

    private static string Text(JsonElement claims, string name) => claims.GetProperty(name).GetString()!;
}
