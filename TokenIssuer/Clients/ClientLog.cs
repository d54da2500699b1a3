using Microsoft.Extensions.Logging;

namespace TokenIssuer.Clients;

/// <summary>Log events 100–199.</summary>
internal static partial class ClientLog
{
    [LoggerMessage(100, LogLevel.Error, "The store is down: client {ClientId} was served from a reading {Age} old", EventName = "ServedStale")]
    public static partial void ServedStale(this ILogger log, string clientId, TimeSpan age);

    [LoggerMessage(101, LogLevel.Warning, "Client {ClientId} sent a right secret from a refused address, {Address}: it may have leaked", EventName = "RightSecretFromRefusedAddress")]
    public static partial void RightSecretFromRefusedAddress(this ILogger log, string clientId, System.Net.IPAddress? address);

    [LoggerMessage(102, LogLevel.Information, "Client {ClientId} used retiring secret {SecretId}, which ends at {ExpiresAt}", EventName = "RetiringSecretUsed")]
    public static partial void RetiringSecretUsed(this ILogger log, string clientId, string secretId, DateTimeOffset? expiresAt);

    [LoggerMessage(103, LogLevel.Debug, "The use of secret {SecretId} of client {ClientId} could not be noted", EventName = "LastUseLost")]
    public static partial void LastUseLost(this ILogger log, string clientId, string secretId, Exception exception);

    [LoggerMessage(104, LogLevel.Warning, "Too many failures of one {Scope} from {Address}: more than {Limit} in {Window} (only observed: {ObserveOnly})", EventName = "Throttled")]
    public static partial void Throttled(this ILogger log, string scope, System.Net.IPAddress? address, int limit, TimeSpan window, bool observeOnly);
}
