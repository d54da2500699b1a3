using System.Buffers;
using System.Text;
using System.Text.Json;
using CsCheck;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using TokenIssuer.Tokens;

namespace TokenFunction.Tests.Tokens;

/// <summary>RFC 7515, RFC 9068: whatever the claims, another library reads back what was written.</summary>
public sealed class JwtWriterProperties
{
    private static readonly Gen<string> Text = GeneratedText.OfLength(0, 60);

    private static readonly Gen<Claims> AnyClaims = Gen.Select(
        Text, Text, Text.Array[1, 4], Text, Gen.Long[0, 253402300799], Gen.Long[60, 86400], Text,
        (issuer, id, audience, scope, issuedAt, lifetime, tokenId) => new Claims(issuer, id, audience, scope, issuedAt, issuedAt + lifetime, tokenId));

    [Fact]
    public void What_is_written_reads_back() => AnyClaims.Sample(claims =>
    {
        var payload = Payload(Write("ES256", "kid", "at+jwt", claims));

        Assert.Equal(claims.Issuer, payload.GetProperty("iss").GetString());
        Assert.Equal(claims.ClientId, payload.GetProperty("sub").GetString());
        Assert.Equal(claims.ClientId, payload.GetProperty("client_id").GetString());
        Assert.Equal(claims.Scope, payload.GetProperty("scope").GetString());
        Assert.Equal(claims.TokenId, payload.GetProperty("jti").GetString());
        Assert.Equal((claims.IssuedAt, claims.IssuedAt, claims.Expires), (Number(payload, "iat"), Number(payload, "nbf"), Number(payload, "exp")));
        Assert.Equal(claims.Audience, Audiences(payload.GetProperty("aud")));
    });

    [Fact]
    public void Another_library_reads_the_header() => Gen.Select(Text, Text).Sample((kid, typ) =>
    {
        var token = new JsonWebToken(Write("ES256", kid, typ, new Claims("i", "c", ["a"], "s", 1, 2, "j")));

        Assert.Equal(("ES256", kid, typ), (token.Alg, token.Kid, token.Typ));
    });

    [Fact]
    public void C6_72_it_is_three_parts_of_base64url_without_padding() =>
        AnyClaims.Sample(claims => Assert.Matches("^[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+$", Write("ES256", "k", "at+jwt", claims)));

    private static string Write(string algorithm, string kid, string typ, in Claims claims)
    {
        var token = new ArrayBufferWriter<byte>();
        JwtWriter.WriteSigningInput(token, JwtWriter.Header(algorithm, kid, typ), claims);
        JwtWriter.WriteSignature(token, new byte[64]);
        return Encoding.ASCII.GetString(token.WrittenSpan);
    }

    private static JsonElement Payload(string token) => JsonDocument.Parse(Base64UrlEncoder.Decode(token.Split('.')[1])).RootElement;

    private static long Number(JsonElement payload, string claim) => payload.GetProperty(claim).GetInt64();

    private static string?[] Audiences(JsonElement audience) => audience.ValueKind == JsonValueKind.String
        ? [audience.GetString()]
        : [.. audience.EnumerateArray().Select(one => one.GetString())];
}
