using System.Globalization;

namespace TokenIssuer.Cli.Output;

/// <summary>Times as they are shown, to people and programs alike: ISO 8601, UTC, to the second.</summary>
internal static class Times
{
    public static string? Iso(this DateTimeOffset? time) => time?.Iso();

    public static string Iso(this DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static string? Iso(this DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>An age to its largest unit, such as <c>3d</c>.</summary>
    public static string Short(this TimeSpan age) => age switch
    {
        { TotalDays: >= 1 } => $"{(long)age.TotalDays}d",
        { TotalHours: >= 1 } => $"{(long)age.TotalHours}h",
        { TotalMinutes: >= 1 } => $"{(long)age.TotalMinutes}m",
        _ => $"{Math.Max(0, (long)age.TotalSeconds)}s",
    };
}
