using Microsoft.Extensions.Logging;

namespace TokenIssuer;

/// <summary>Log events 1–99.</summary>
internal static partial class IssuerLog
{
    [LoggerMessage(1, LogLevel.Error, "Answered 503: {Part} is unavailable", EventName = "Unavailable")]
    public static partial void Unavailable(this ILogger log, string part, Exception exception);

    [LoggerMessage(2, LogLevel.Critical, "Answered 500: this is a defect", EventName = "Unexpected")]
    public static partial void Unexpected(this ILogger log, Exception exception);

    [LoggerMessage(3, LogLevel.Critical, "{Part} cannot be used, trying again every {Seconds} s: {Message}", EventName = "NotReady")]
    public static partial void NotReady(this ILogger log, string part, string message, double seconds);

    [LoggerMessage(4, LogLevel.Information, "Store and keys are ready", EventName = "Ready")]
    public static partial void Ready(this ILogger log);
}
