namespace TokenIssuer.Clients;

/// <summary>
/// How failed authentication is slowed down (RFC 6749 §2.3.1): the settings <c>Guard:*</c>. Secrets have 256 bits, so nobody
/// guesses one; this saves table reads, log lines and money. Counts are per instance.
/// </summary>
public sealed class GuardOptions
{
    /// <summary>The settings' section.</summary>
    public const string Section = "Guard";

    /// <summary><c>Guard:Enabled</c>: off, every failure is answered as if it were the first.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary><c>Guard:ObserveOnly</c>: count and log what would be throttled, throttle nothing.</summary>
    public bool ObserveOnly { get; set; }

    /// <summary>
    /// <c>Guard:FailuresPerClient</c>: failures of one client id from one source network (an IPv4 address or an IPv6 /64) in
    /// a window that are answered plainly. Some clients try both ways of authenticating, so each mistake counts twice.
    /// </summary>
    public int FailuresPerClient { get; set; } = 10;

    /// <summary><c>Guard:FailuresPerNetwork</c>: failures of one source network in a window, whatever the client ids.</summary>
    public int FailuresPerNetwork { get; set; } = 100;

    /// <summary><c>Guard:Window</c>: how long failures are counted together, and the longest Retry-After.</summary>
    public TimeSpan Window { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary><c>Guard:ReadsPerSecond</c>: table reads that a network over its limit may cause in a second.</summary>
    public int ReadsPerSecond { get; set; } = 10;

    /// <summary>
    /// <c>Guard:Capacity</c>: how many client ids and networks are counted at once, 32 bytes each. More of them share
    /// places, so memory never grows.
    /// </summary>
    public int Capacity { get; set; } = 16_384;
}
