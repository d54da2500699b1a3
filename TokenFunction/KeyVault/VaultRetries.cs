using Azure.Core;
using Azure.Core.Pipeline;

namespace TokenFunction.KeyVault;

/// <summary>
/// What is asked of the vault again within the 5 s of a signature: two tries that hang and a third that is quick.
/// Retry-After is honoured; where it asks for longer than the caller can wait, the caller is told when to come back.
/// </summary>
internal sealed class VaultRetries() : RetryPolicy(
    maxRetries: 2,
    DelayStrategy.CreateExponentialDelayStrategy(TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(500)))
{
    /// <summary>One try: the vault answers in tens of milliseconds.</summary>
    public static readonly TimeSpan TryTimeout = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

    protected override async ValueTask<bool> ShouldRetryAsync(HttpMessage message, Exception? exception) =>
        !(message.HasResponse && VaultFaults.RetryAfter(message.Response) > LongestWait) && await base.ShouldRetryAsync(message, exception);
}
