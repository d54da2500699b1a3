using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TokenIssuer.Clients;
using TokenIssuer.Protocol;

namespace TokenIssuer.Tokens;

/// <summary>POST /oauth/revoke: a client ends a token of its own (RFC 7009).</summary>
internal sealed class RevocationEndpoint(
    ClientAuthenticator authenticator, IssuedTokens tokens, Revocations revocations, Refusals refusals, IOptions<ClientOptions> clients, ILogger<RevocationEndpoint> log)
{
    public async ValueTask<IssuerResponse> HandleAsync(IssuerRequest http, CancellationToken cancel)
    {
        var address = ClientAddress.Of(http, clients.Value.ForwardedHops);
        if (!TokenQuestion.Read(http).Try(out var request, out var error)) return refusals.Refuse(error, null, address);
        if (!(await authenticator.AuthenticateAsync(request.Credentials, address, cancel)).Try(out var caller, out error)) return refusals.Refuse(error, null, address);
        if (request.Token is null) return refusals.Refuse(OAuthError.MissingToken, caller.Id, address);

        // RFC 7009 §2.2: a token that is no good needs no ending.
        if (await tokens.ReadAsync(request.Token, cancel) is not { } claims) return IssuerResponse.Done();
        // RFC 7009 §2.1: a token issued to somebody else is refused, and lives on.
        if (claims.ClientId != caller.Id) return refusals.Refuse(OAuthError.ForeignToken, caller.Id, address);
        await revocations.RevokeAsync(claims.TokenId, claims.ClientId, claims.Expires, cancel);
        log.TokenRevoked(claims.TokenId, claims.ClientId);
        return IssuerResponse.Done();
    }
}
