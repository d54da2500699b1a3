using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TokenIssuer.Clients;
using TokenIssuer.Tokens;

namespace TokenIssuer.Protocol;

/// <summary>The door by which every refusal of a credentialed request leaves: counted, logged, answered.</summary>
internal sealed class Refusals(IOptions<TokenOptions> options, ILogger<Refusals> log)
{
    private readonly string issuer = options.Value.Issuer;

    /// <param name="error">The refusal.</param>
    /// <param name="clientId">The client, once it is known to be one of ours: made-up ids stay out of the log.</param>
    /// <param name="address">Where the request came from.</param>
    public IssuerResponse Refuse(OAuthError error, string? clientId, IPAddress? address)
    {
        IssuerMetrics.Refusals.Add(1, new KeyValuePair<string, object?>("reason", error.Reason));
        // What is throttled has been said once; a line each would be what the flood costs.
        if (error.Status == 429) return error.ToResponse(issuer);
        // One line, whatever the reason: a second would take the time that tells a right secret from a wrong one.
        if (error.Failure == ClientFailure.AddressRefused) log.RightSecretFromRefusedAddress(error.ClientId!, address);
        else log.TokenRefused(error.Reason, clientId ?? error.ClientId, address);
        return error.ToResponse(issuer);
    }
}
