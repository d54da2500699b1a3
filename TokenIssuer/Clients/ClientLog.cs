using Microsoft.Extensions.Logging;

namespace TokenIssuer.Clients;

/// <summary>Log events 100–199.</summary>
internal static partial class ClientLog
{
    [LoggerMessage(100, LogLevel.Error, "The store is down: client {ClientId} was served from a reading {Age} old", EventName = "ServedStale")]
    public static partial void ServedStale(this ILogger log, string clientId, TimeSpan age);

    [LoggerMessage(101, LogLevel.Warning, "Client {ClientId} sent a right secret from a refused address, {Address}: it may have leaked", EventName = "RightSecretFromRefusedAddress")]
    public static partial void RightSecretFromRefusedAddress(this ILogger log, string clientId, System.Net.IPAddress? address);
}
