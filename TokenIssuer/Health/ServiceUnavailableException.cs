namespace TokenIssuer.Health;

/// <summary>
/// A fault, not a refusal: something the issuer depends on could not be asked. Becomes 503 with Retry-After
/// in one place, <see cref="Issuer"/>.
/// </summary>
/// <param name="part">What failed, as <c>/readyz</c> names it: <c>store</c> or <c>keys</c>.</param>
/// <param name="message">For the log, with the setting or the resource to look at; never for the caller.</param>
/// <param name="retryAfter">When it may work again, where the service said so.</param>
/// <param name="inner">What the service's client library threw.</param>
public abstract class ServiceUnavailableException(string part, string message, TimeSpan? retryAfter, Exception? inner)
    : Exception(message, inner)
{
    /// <summary>What failed, as <c>/readyz</c> names it.</summary>
    public string Part { get; } = part;

    /// <summary>When it may work again; null when nobody said.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;
}
