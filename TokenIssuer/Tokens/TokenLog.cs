using System.Net;
using Microsoft.Extensions.Logging;

namespace TokenIssuer.Tokens;

/// <summary>Log events 300–399.</summary>
internal static partial class TokenLog
{
    [LoggerMessage(300, LogLevel.Debug, "Token {TokenId} issued to {ClientId} for {Scope}", EventName = "TokenIssued")]
    public static partial void TokenIssued(this ILogger log, string tokenId, string clientId, string scope);

    [LoggerMessage(301, LogLevel.Information, "Token refused: {Reason} (client {ClientId}, address {Address})", EventName = "TokenRefused")]
    public static partial void TokenRefused(this ILogger log, string reason, string? clientId, IPAddress? address);

    [LoggerMessage(302, LogLevel.Information, "Token {TokenId} of {ClientId} was revoked by its client", EventName = "TokenRevoked")]
    public static partial void TokenRevoked(this ILogger log, string tokenId, string clientId);
}
