using TokenIssuer.Clients;
using TokenIssuer.Storage;

namespace TokenIssuer.Tokens;

/// <summary>Whether a token is good at this moment, for one who may know.</summary>
internal sealed class TokenStatus(IssuedTokens tokens, Revocations revocations, ClientRegistry registry, TimeProvider clock)
{
    /// <summary>
    /// The claims of an active token; null for every other. Active: ours, unexpired, for an audience of the caller's
    /// (RFC 7662 §4), not revoked, and its client still registered, enabled and not disowning it.
    /// </summary>
    public async ValueTask<Claims?> ActiveAsync(string token, Client caller, CancellationToken cancel)
    {
        if (await tokens.ReadAsync(token, cancel) is not { } claims) return null;
        if (!claims.Audience.Any(caller.Introspects.Contains)) return null;
        var revoked = revocations.IncludeAsync(claims.TokenId, claims.Expires, cancel);
        var owner = StoreBudget.LimitAsync(limit => registry.FindAsync(claims.ClientId, limit), clock, cancel);
        await Task.WhenAll(revoked, owner);
        return !await revoked && await owner is { Enabled: true } client && !client.Disowns(claims.IssuedAt) ? claims : null;
    }
}
