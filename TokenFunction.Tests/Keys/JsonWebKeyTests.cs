using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;
using JsonWebKey = TokenIssuer.Keys.JsonWebKey;

namespace TokenFunction.Tests.Keys;

/// <summary>Public keys as JSON (RFC 7517, RFC 7518 §6) and their thumbprints (RFC 7638), read by another library.</summary>
public sealed class JsonWebKeyTests
{
    /// <summary>The key of RFC 7638 §3.1.</summary>
    private const string Modulus =
        "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw";

    [Fact]
    public void The_kid_is_the_thumbprint_of_RFC_7638_section_3_1()
    {
        var rsa = new RSAParameters { Modulus = Base64UrlEncoder.DecodeBytes(Modulus), Exponent = [1, 0, 1] };

        Assert.Equal("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs", JsonWebKey.FromRsa(rsa, "RS256").Kid);
    }

    [Fact]
    public void An_exponent_or_modulus_with_leading_zeros_is_the_same_key()
    {
        var padded = new RSAParameters { Modulus = [0, .. Base64UrlEncoder.DecodeBytes(Modulus)], Exponent = [0, 1, 0, 1] };

        Assert.Equal("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs", JsonWebKey.FromRsa(padded, "RS256").Kid);
    }

    [Theory]
    [InlineData("as a vault writes it, 32 octets", 32)]
    [InlineData("as a big integer writes it, zeros cut off", 0)]
    public void Coordinates_with_leading_zeros_keep_them(string name, int length)
    {
        var key = KeyWithLeadingZero();
        if (length == 0) key.Q = new ECPoint { X = key.Q.X!.AsSpan().TrimStart((byte)0).ToArray(), Y = key.Q.Y!.AsSpan().TrimStart((byte)0).ToArray() };

        var json = Json(JsonWebKey.FromEc(key));

        Assert.True(json.GetProperty("x").GetString()!.Length == 43 && json.GetProperty("y").GetString()!.Length == 43, name);
        Assert.Equal(Json(JsonWebKey.FromEc(KeyWithLeadingZero())).ToString(), json.ToString());
        VerifiesElsewhere(json);
    }

    [Fact]
    public void What_is_published_is_public_and_says_what_it_is_for()
    {
        using var ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var rsa = RSA.Create(2048);

        var ecJson = Json(JsonWebKey.FromEc(ec.ExportParameters(includePrivateParameters: true)));
        var rsaJson = Json(JsonWebKey.FromRsa(rsa.ExportParameters(includePrivateParameters: true), "PS256"));

        Assert.Equal(["kty", "use", "alg", "kid", "crv", "x", "y"], ecJson.EnumerateObject().Select(member => member.Name));
        Assert.Equal(["kty", "use", "alg", "kid", "e", "n"], rsaJson.EnumerateObject().Select(member => member.Name));
        Assert.Equal(("EC", "sig", "ES256"), (ecJson.GetProperty("kty").GetString(), ecJson.GetProperty("use").GetString(), ecJson.GetProperty("alg").GetString()));
        Assert.Equal(("RSA", "sig", "PS256"), (rsaJson.GetProperty("kty").GetString(), rsaJson.GetProperty("use").GetString(), rsaJson.GetProperty("alg").GetString()));
        VerifiesElsewhere(ecJson);
        VerifiesElsewhere(rsaJson);
    }

    [Fact]
    public void Other_curves_and_short_keys_are_refused()
    {
        using var p384 = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using var weak = RSA.Create(1024);

        Assert.Throws<NotSupportedException>(() => JsonWebKey.FromEc(p384.ExportParameters(includePrivateParameters: false)));
        Assert.Throws<NotSupportedException>(() => JsonWebKey.FromRsa(weak.ExportParameters(includePrivateParameters: false), "RS256"));
    }

    /// <summary>The other library reads the key and computes the same thumbprint.</summary>
    private static void VerifiesElsewhere(JsonElement json)
    {
        var read = new Microsoft.IdentityModel.Tokens.JsonWebKey(json.ToString());
        Assert.Equal(read.Kid, Base64UrlEncoder.Encode(read.ComputeJwkThumbprint()));
    }

    private static JsonElement Json(JsonWebKey key)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer)) key.WriteTo(json);
        return JsonDocument.Parse(buffer.WrittenMemory).RootElement;
    }

    /// <summary>A point of P-256 whose x begins with a zero octet: found by counting private keys up, the same every time.</summary>
    private static ECParameters KeyWithLeadingZero()
    {
        for (var d = 1; ; d++)
        {
            var scalar = new byte[32];
            scalar[30] = (byte)(d >> 8);
            scalar[31] = (byte)d;
            using var key = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = scalar });
            var parameters = key.ExportParameters(includePrivateParameters: false);
            if (parameters.Q.X![0] == 0) return parameters;
        }
    }
}
