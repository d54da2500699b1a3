using Microsoft.Extensions.Logging;

namespace TokenIssuer.Keys;

/// <summary>Log events 200–299.</summary>
internal static partial class KeyLog
{
    [LoggerMessage(200, LogLevel.Debug, "{Count} versions of the signing key listed; {Kid} signs", EventName = "KeysLoaded")]
    public static partial void KeysLoaded(this ILogger log, int count, string? kid);

    [LoggerMessage(201, LogLevel.Warning, "{Version} is no key that signs here and is left out: {Reason}", EventName = "KeySkipped")]
    public static partial void KeySkipped(this ILogger log, string version, string reason);
}
