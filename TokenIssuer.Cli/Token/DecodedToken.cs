using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using TokenIssuer.Cli.Output;

namespace TokenIssuer.Cli.Token;

/// <summary>What a token says of itself, for people to look at: nothing here verifies it.</summary>
internal static class DecodedToken
{
    /// <summary>The members <c>header</c> and <c>claims</c>; both null when the token is no JWT.</summary>
    public static void Write(Utf8JsonWriter json, string token)
    {
        var parts = token.Split('.');
        json.WritePropertyName("header");
        Write(json, parts, 0);
        json.WritePropertyName("claims");
        Write(json, parts, 1);
    }

    /// <summary>The same as text.</summary>
    public static string Show(string token)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, JsonOutput.Legible))
        {
            json.WriteStartObject();
            Write(json, token);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static void Write(Utf8JsonWriter json, string[] parts, int part)
    {
        try
        {
            if (parts.Length != 3) throw new FormatException();
            using var decoded = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[part]));
            decoded.WriteTo(json);
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            json.WriteNullValue();
        }
    }
}
