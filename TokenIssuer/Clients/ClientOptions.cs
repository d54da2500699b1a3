namespace TokenIssuer.Clients;

/// <summary>How clients are remembered and where they may call from: the settings <c>Clients:*</c>.</summary>
public sealed class ClientOptions
{
    /// <summary>The settings' section.</summary>
    public const string Section = "Clients";

    /// <summary>
    /// <c>Clients:YesFreshness</c>: the oldest reading of a client that may still let it in. A revoked secret or a
    /// disabled client stops working within this time.
    /// </summary>
    public TimeSpan YesFreshness { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// <c>Clients:NoFreshness</c>: the oldest reading that may turn away who asks again and again. Before any other refusal the
    /// client is reread, for one secret at most twice and for one id at most 8 times in it: a new client or secret works at once.
    /// </summary>
    public TimeSpan NoFreshness { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// <c>Clients:StaleIfError</c>: how old a reading may get while the store does not answer and still let its
    /// client in; 0 turns it off. Longer means fewer failed calls in an outage and later effect of a revocation
    /// made in one.
    /// </summary>
    public TimeSpan StaleIfError { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary><c>Clients:CacheSize</c>: how many clients an instance remembers, about 2 KB each.</summary>
    public int CacheSize { get; set; } = 10_000;

    /// <summary>
    /// <c>Clients:UnknownCacheSize</c>: how many ids that do not exist it remembers. Their own bound, so that a flood
    /// of made-up ids evicts nobody.
    /// </summary>
    public int UnknownCacheSize { get; set; } = 4_096;

    /// <summary>
    /// <c>Clients:ForwardedHops</c>: how many trusted proxies stand in front and append to <c>X-Forwarded-For</c>.
    /// 0: the connection's peer is the client. Too high a number lets callers choose their own address.
    /// </summary>
    public int ForwardedHops { get; set; }
}
