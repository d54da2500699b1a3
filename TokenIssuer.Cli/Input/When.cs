using System.Globalization;

namespace TokenIssuer.Cli.Input;

/// <summary>A point in time as it is typed: so long from now, by the store's clock, or an ISO 8601 date.</summary>
internal readonly record struct When
{
    private static readonly string[] Formats =
    [
        "yyyy-MM-dd", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
    ];

    private TimeSpan? After { get; init; }

    private DateTimeOffset At { get; init; }

    /// <summary>Throws <see cref="UsageException"/> that names the option. A time without an offset is UTC; a date is its midnight.</summary>
    public static When Require(string option, string text)
    {
        if (Duration.Read(text) is { } after) return new When { After = after };
        // A year that no store takes, and nobody means.
        return DateTimeOffset.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at)
            && at >= DateTimeOffset.UnixEpoch
            ? new When { At = at }
            : throw new UsageException($"{option} is '{text}': it must be {Duration.Form}, or an ISO 8601 date such as 2027-01-31 or 2027-01-31T12:00:00Z.");
    }

    public DateTimeOffset From(DateTimeOffset now) => After is { } after ? now + after : At;
}
