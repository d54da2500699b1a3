using Azure.Core;
using Azure.Core.Pipeline;

namespace TokenIssuer.Storage;

/// <summary>
/// What is tried again. A read always is. A write only when the service said that it did nothing (429, 503): after a lost
/// answer the second try of a committed write would meet its own result, and a conflict must mean that nothing was committed.
/// </summary>
internal sealed class TableRetries() : RetryPolicy(
    maxRetries: 2,
    DelayStrategy.CreateExponentialDelayStrategy(TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(500)))
{
    private static readonly Dictionary<string, object?> LookupMark = new() { [nameof(Lookup)] = true };

    /// <summary>Two tries in the 2 s that a token request has for a table read.</summary>
    private static readonly TimeSpan LookupTimeout = TimeSpan.FromMilliseconds(900);

    /// <summary>
    /// Marks the calls made until it is disposed as lookups by key. They are answered in milliseconds or not at all,
    /// whereas the service may work for 5 s on one page of a scan.
    /// </summary>
    public static IDisposable Lookup() => HttpPipeline.CreateHttpMessagePropertiesScope(LookupMark);

    protected override ValueTask OnSendingRequestAsync(HttpMessage message)
    {
        if (message.TryGetProperty(nameof(Lookup), out _)) message.NetworkTimeout = LookupTimeout;
        return default;
    }

    protected override async ValueTask<bool> ShouldRetryAsync(HttpMessage message, Exception? exception) =>
        (message.Request.Method == RequestMethod.Get || IsThrottled(message))
        && !AsksForPatience(message)
        && await base.ShouldRetryAsync(message, exception);

    private static bool IsThrottled(HttpMessage message) => message is { HasResponse: true, Response.Status: 429 or 503 };

    /// <summary>A longer wait than any caller's is the caller's to decide.</summary>
    private static bool AsksForPatience(HttpMessage message) =>
        message.HasResponse && AzureFaults.RetryAfter(message.Response) > TimeSpan.FromSeconds(1);
}
