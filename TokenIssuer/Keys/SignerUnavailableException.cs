using TokenIssuer.Health;

namespace TokenIssuer.Keys;

/// <summary>The keys did not answer, or refused to: network, throttling, a missing key or a missing role.</summary>
public sealed class SignerUnavailableException(string message, Exception? inner = null, TimeSpan? retryAfter = null)
    : ServiceUnavailableException("keys", message, retryAfter, inner);
