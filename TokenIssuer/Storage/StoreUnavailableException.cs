using TokenIssuer.Health;

namespace TokenIssuer.Storage;

/// <summary>The store did not answer, or refused to: network, throttling, a missing table or a missing role.</summary>
public sealed class StoreUnavailableException(string message, Exception? inner = null, TimeSpan? retryAfter = null)
    : ServiceUnavailableException("store", message, retryAfter, inner);
