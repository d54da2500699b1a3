using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TokenIssuer.Clients;
using TokenIssuer.Protocol;

namespace TokenIssuer.Tokens;

/// <summary>POST /oauth/token: the client credentials grant, RFC 6749 §4.4.</summary>
internal sealed class TokenEndpoint(
    ClientAuthenticator authenticator, AccessTokens tokens, Refusals refusals,
    IOptions<TokenOptions> options, IOptions<ClientOptions> clients, ILogger<TokenEndpoint> log)
{
    private readonly string defaultAudience = options.Value.DefaultAudience ?? options.Value.Issuer;

    /// <summary>The steps in the specification's order.</summary>
    public async ValueTask<IssuerResponse> HandleAsync(IssuerRequest http, CancellationToken cancel)
    {
        var began = IssuerMetrics.TokenDuration.Begin();
        var address = ClientAddress.Of(http, clients.Value.ForwardedHops);

        // RFC 6749 §4.4.2: the request.
        if (!TokenRequest.Read(http).Try(out var request, out var error)) return Refuse(error, null);
        // RFC 6749 §2.3, §3.2.1: the client.
        if (!(await authenticator.AuthenticateAsync(request.Credentials, address, cancel)).Try(out var client, out error)) return Refuse(error, null);
        // RFC 6749 §5.2: may it use this grant?
        if (!client.Grants.Contains(TokenRequest.ClientCredentialsGrant)) return Refuse(OAuthError.UnauthorizedClient, client);
        // RFC 6749 §3.3: what may it do?
        if (!Scope.Decide(request.Scope, client.Scopes, client.DefaultScopes).Try(out var scope, out error)) return Refuse(error, client);
        // RFC 8707 §2: with whom?
        if (!Audience.Decide(request.Targets, client, defaultAudience).Try(out var audience, out error)) return Refuse(error, client);

        var response = TokenResponse.Begin();
        var token = await tokens.WriteAsync(response, client, scope, audience, cancel);
        log.TokenIssued(token.Id, client.Id, scope);
        IssuerMetrics.TokensIssued.Add(1, new KeyValuePair<string, object?>("client_id", client.Id));
        IssuerMetrics.TokenDuration.RecordSince(began);
        return TokenResponse.End(response, token, scope);

        IssuerResponse Refuse(OAuthError refusal, Client? known) => refusals.Refuse(refusal, known?.Id, address);
    }
}
