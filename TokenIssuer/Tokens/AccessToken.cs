using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Options;
using TokenIssuer.Clients;
using TokenIssuer.Keys;

namespace TokenIssuer.Tokens;

/// <summary>An access token for a client, and how long it is good for.</summary>
/// <param name="Jwt">The compact serialisation, ASCII.</param>
/// <param name="Id">Its <c>jti</c>, which is safe to log.</param>
/// <param name="ExpiresIn">Seconds; exp − iat.</param>
internal readonly record struct AccessToken(ReadOnlyMemory<byte> Jwt, string Id, long ExpiresIn);

/// <summary>Makes access tokens in the JWT profile (RFC 9068), signed by the key whose turn it is.</summary>
internal sealed class AccessTokens(SigningKeyRing ring, IOptions<TokenOptions> options, TimeProvider clock)
{
    private readonly TokenOptions options = options.Value;
    private readonly ConcurrentDictionary<(string Kid, string Typ), byte[]> headers = new();

    public async ValueTask<AccessToken> IssueAsync(Client client, string scope, string[] audience, CancellationToken cancel)
    {
        var key = await ring.SignerAsync(cancel);
        var issuedAt = clock.GetUtcNow().ToUnixTimeSeconds();
        var lifetime = (long)(client.TokenLifetime ?? options.Lifetime).TotalSeconds;
        var id = TokenId.Next();
        var token = JwtWriter.SigningInput(Header(key, client.TokenTyp), new Claims(
            options.Issuer, client.Id, audience, scope, issuedAt, issuedAt + lifetime, id));
        var started = Stopwatch.GetTimestamp();
        var signature = await ring.SignAsync(key, JwtWriter.Digest(token), cancel);
        IssuerMetrics.SignDuration.RecordSince(started);
        JwtWriter.Sign(token, signature);
        return new AccessToken(token.WrittenMemory, id, lifetime);
    }

    private byte[] Header(SigningKey key, string typ) =>
        headers.TryGetValue((key.Kid, typ), out var header)
            ? header
            : headers.GetOrAdd((key.Kid, typ), JwtWriter.Header(key.Algorithm, key.Kid, typ));
}
