using System.Buffers;
using Microsoft.Extensions.Options;
using TokenIssuer.Clients;
using TokenIssuer.Keys;

namespace TokenIssuer.Tokens;

/// <summary>What is to be told of an access token beside itself.</summary>
/// <param name="Id">Its <c>jti</c>, which is safe to log.</param>
/// <param name="ExpiresIn">Seconds; exp − iat.</param>
internal readonly record struct AccessToken(string Id, long ExpiresIn);

/// <summary>Makes access tokens in the JWT profile (RFC 9068), signed by the key whose turn it is.</summary>
internal sealed class AccessTokens(SigningKeyRing ring, IOptions<TokenOptions> options, TimeProvider clock)
{
    private readonly TokenOptions options = options.Value;

    /// <summary>Appends a new token for the client, in compact serialisation.</summary>
    public async ValueTask<AccessToken> WriteAsync(ArrayBufferWriter<byte> output, Client client, string scope, string[] audience, CancellationToken cancel)
    {
        var key = await ring.SignerAsync(cancel);
        var issuedAt = clock.GetUtcNow().ToUnixTimeSeconds();
        var lifetime = (long)(client.TokenLifetime ?? options.Lifetime).TotalSeconds;
        var id = TokenId.Next();
        var digest = JwtWriter.WriteSigningInput(output, key.PublicKey.Headers[client.TokenTyp], new Claims(
            options.Issuer, client.Id, audience, scope, issuedAt, issuedAt + lifetime, id));
        var began = IssuerMetrics.SignDuration.Begin();
        var signature = await ring.SignAsync(key, digest, cancel);
        IssuerMetrics.SignDuration.RecordSince(began);
        JwtWriter.WriteSignature(output, signature);
        return new AccessToken(id, lifetime);
    }
}
