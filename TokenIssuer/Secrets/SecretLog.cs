using Microsoft.Extensions.Logging;

namespace TokenIssuer.Secrets;

/// <summary>Log events 400–499.</summary>
internal static partial class SecretLog
{
    [LoggerMessage(400, LogLevel.Information, "Sweep finished: {Rows} rows read, {Secrets} secrets and {Revocations} revocations deleted, {Warnings} warnings, {Faults} unreadable rows (dry run: {DryRun})", EventName = "SweepFinished")]
    public static partial void SweepFinished(this ILogger log, long rows, long secrets, long revocations, long warnings, long faults, bool dryRun);

    [LoggerMessage(401, LogLevel.Warning, "The last secret of client {ClientId} ends at {EndsAt}: rotate it", EventName = "SecretEndsSoon")]
    public static partial void SecretEndsSoon(this ILogger log, string clientId, DateTimeOffset endsAt);

    [LoggerMessage(402, LogLevel.Warning, "Client {ClientId} is enabled and has no secret that works", EventName = "ClientWithoutSecret")]
    public static partial void ClientWithoutSecret(this ILogger log, string clientId);

    [LoggerMessage(403, LogLevel.Warning, "Retiring secret {SecretId} of client {ClientId} was still used on {LastUsedOn}; it ends at {ExpiresAt}", EventName = "RetiringSecretInUse")]
    public static partial void RetiringSecretInUse(this ILogger log, string clientId, string secretId, DateOnly lastUsedOn, DateTimeOffset? expiresAt);

    [LoggerMessage(404, LogLevel.Error, "Row {RowKey} of client {ClientId} cannot be read and was left alone", EventName = "SweepRowSkipped")]
    public static partial void SweepRowSkipped(this ILogger log, string clientId, string rowKey);
}
